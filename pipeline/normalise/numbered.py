"""Goals that are called by their number alone: *1. Satama on auki* as title, heading or box, without the word goal.

Numbers stand before many things; these are goals where they run from 1 without holes, mean the
same wording wherever they return, and the deck has actions below them.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.model import BlockKind, Deck, Item, Page
from pipeline.normalise.columns import read_layout
from pipeline.normalise.details import read_details
from pipeline.normalise.labels import goal_label
from pipeline.normalise.vocabulary import Vocabulary, squeeze

NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+([^\W\d].+)$")
DEEP = re.compile(r"^\(?\d{1,2}\.\d{1,2}")
SAME = 85.0
JUDGED = 3


def numbered_goals(deck: Deck, vocabulary: Vocabulary) -> tuple[tuple[int, str], ...]:
    """Return number and squeezed wording of the goals that carry no goal word; empty where there are none."""
    found: dict[int, list[str]] = collections.defaultdict(list)
    for page in deck.pages:
        for item in _candidates(page, vocabulary):
            match = NUMBERED.match(whole(item))
            if match and 2 <= len(match[2].split()) <= 25:
                found[int(match[1])].append(squeeze(match[2]))
    alike = {n: texts for n, texts in found.items() if all(fuzz.ratio(texts[0], t) >= SAME for t in texts)}
    run = 0
    while run + 1 in alike:
        run += 1
    if run < 2 or len(alike) < len(found) or not _has_actions(deck, vocabulary):
        return ()
    return tuple((n, alike[n][0]) for n in range(1, run + 1))


def whole(item: Item) -> str:
    """Return the text of an item with its number before it, where it has one."""
    return f"{item.bullet} {item.reading.text}" if any(c.isdigit() for c in item.bullet) else item.reading.text


def _candidates(page: Page, vocabulary: Vocabulary) -> Iterator[Item]:
    title = next((i for b in page.blocks if b.kind is BlockKind.TITLE for i in b.items), None)
    listed = title is not None and vocabulary.heads(title.reading.text, "goal")
    for table in page.tables:
        yield from (c.items[0] for c in table.cells if c.row == 0 and len(c.items) == 1 and not c.items[0].level)
    for block in page.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.NOTES):
            continue
        for at, item in enumerate(block.items):
            prominent = block.kind in (BlockKind.TITLE, BlockKind.HEADING) or item.bold
            if prominent or (block.kind is BlockKind.BOX and at == 0) or listed:
                yield item


def _has_actions(deck: Deck, vocabulary: Vocabulary) -> bool:
    if any(read_layout(t, vocabulary).is_programme for p in deck.pages for t in p.tables):
        return True
    items = [i for p in deck.pages for b in p.blocks if b.kind is not BlockKind.FURNITURE for i in b.items]
    items += [i for p in deck.pages for t in p.tables for c in t.cells for i in c.items]
    judged = sum(read_details(i.reading, vocabulary).judged for i in items)
    deep = sum(bool(DEEP.match(whole(i))) and not goal_label(whole(i), vocabulary) for i in items)
    return judged >= JUDGED or deep >= JUDGED
