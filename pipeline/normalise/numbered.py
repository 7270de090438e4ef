"""Goals that are called by their number or letter alone: *1. Satama on auki*, *B The gate is open*.

Numbers stand before many things; these are goals where they run from 1 (or A) without holes, mean the
same wording wherever they return, and the deck has actions below them.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.model import Block, BlockKind, Deck, Item, Page, Reading
from pipeline.normalise.columns import cell_text, read_layout
from pipeline.normalise.details import is_labelled, read_details
from pipeline.normalise.labels import cut_continued, goal_label, ordinal
from pipeline.normalise.vocabulary import Vocabulary, squeeze

STRICT = re.compile(r"^\s*(\d{1,2})[.)]\s+([^\W\d].+)$")
LOOSE = re.compile(r"^\s*(\d{1,2})[.)]?\s+([^\W\d_a-zåäö].+)$")
LETTERED = re.compile(r"^\s*([A-H])[.)]?\s+([^\W\d_a-zåäö].+)$")
BARE = re.compile(r"^(?:\d{1,2}|[A-H])[.)]?$")
DEEP = re.compile(r"^(?:\(?\d{1,2}\.\d{1,2}|[A-H]\d{1,2}\b)")
SAME = 85.0
FEW, SHARE = 2, 0.75
CHAPTERS = ("goal", "action", "aside", "narrative", "summary", "vision", "plan", "assessment", "indicator")
LEAST, MOST = 2, 25


def numbered_goals(deck: Deck, vocabulary: Vocabulary, acting: Set[int] = frozenset()) -> tuple[tuple[int, str], ...]:
    """Return number and squeezed wording of the goals that carry no goal word; empty where there are none.

    ``acting`` are the numbers of pages that are known to hold actions.
    """
    texts = [text for page in deck.pages for text in candidates(page, vocabulary)]
    for pattern, least in ((STRICT, 1), (LOOSE, 2), (LETTERED, 1)):
        found = _run(texts, pattern, least)
        if found:
            return found if acting or has_actions(deck, vocabulary) else ()
    return _of_titles(deck, vocabulary, acting)


def _of_titles(deck: Deck, vocabulary: Vocabulary, acting: Set[int]) -> tuple[tuple[int, str], ...]:
    """Return the goals whose numbered wordings are titles of pages that nearly all hold actions."""
    titles = [(p, t) for p in deck.pages if (t := _title(p, vocabulary)) and LOOSE.match(t)]
    chapters = any(vocabulary.heads(LOOSE.sub(r"\2", t), kind) for _, t in titles for kind in CHAPTERS)
    shown = sum(p.number in acting or has_actions(replace(deck, pages=(p,)), vocabulary, FEW) for p, _ in titles)
    if chapters or shown < SHARE * len(titles):
        return ()
    return _run([t for _, t in titles], LOOSE, 1)


def _title(page: Page, vocabulary: Vocabulary) -> str:
    items = next((b.items for b in page.blocks if b.kind is BlockKind.TITLE and b.items), ())
    return cut_continued(Reading.of(whole(items[0])), vocabulary).text if items else ""


def _run(texts: Iterable[str], pattern: re.Pattern[str], least: int) -> tuple[tuple[int, str], ...]:
    """Return the goals of one way of numbering: no holes, one wording each, the first ``least`` times or more."""
    found: dict[int, list[str]] = collections.defaultdict(list)
    for text in texts:
        match = pattern.match(text)
        number = ordinal(match[1]) if match else None
        if match and number and LEAST <= len(match[2].split()) <= MOST:
            found[number].append(squeeze(match[2]))
    alike = {n: t for n, t in found.items() if all(fuzz.ratio(t[0], o) >= SAME for o in t) and len(t) >= least}
    run = 0
    while run + 1 in alike:
        run += 1
    if run < 2 or len(alike) < len(found):
        return ()
    return tuple((n, alike[n][0]) for n in range(1, run + 1))


def whole(item: Item) -> str:
    """Return the text of an item with its number before it, where it has one."""
    return f"{item.bullet} {item.reading.text}" if any(c.isdigit() for c in item.bullet) else item.reading.text


def candidates(page: Page, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the texts of a page that may name a goal: titles, headings, bold lines, wide cells."""
    title = next((i for b in page.blocks if b.kind is BlockKind.TITLE for i in b.items), None)
    listed = title is not None and vocabulary.heads(title.reading.text, "goal")
    for table in page.tables:
        for cell in table.cells:
            wide = cell.column_span >= max(2, table.columns - 1)
            if len(cell.items) == 1 and not cell.items[0].level and (cell.row == 0 or wide):
                yield cell_text(cell)
    for block in page.blocks:
        if block.kind not in (BlockKind.FURNITURE, BlockKind.NOTES):
            yield from _of_block(block, listed, vocabulary)


def _of_block(block: Block, listed: bool, vocabulary: Vocabulary) -> Iterator[str]:
    texts = [i.reading.text.strip() for i in block.items]
    if block.kind is BlockKind.BOX and len(texts) > 1 and BARE.match(texts[0]):
        yield f"{texts[0]} {texts[1]}"
    for at, item in enumerate(block.items):
        prominent = block.kind in (BlockKind.TITLE, BlockKind.HEADING) or item.bold
        if prominent or (block.kind is BlockKind.BOX and at == 0) or listed:
            yield cut_continued(Reading.of(whole(item)), vocabulary).text


def has_actions(deck: Deck, vocabulary: Vocabulary, least: int = 3) -> bool:
    """Whether a deck holds anything like actions: a table of them, or several lines with verdicts, numbers, labels."""
    if any(read_layout(t, vocabulary).is_programme for p in deck.pages for t in p.tables):
        return True
    items = [i for p in deck.pages for b in p.blocks if b.kind is not BlockKind.FURNITURE for i in b.items]
    items += [i for p in deck.pages for t in p.tables for c in t.cells for i in c.items]
    judged = sum(_is_judged(i, vocabulary) for i in items)
    deep = sum(bool(DEEP.match(whole(i))) and not goal_label(whole(i), vocabulary) for i in items)
    told = sum(is_labelled(i.reading.text, vocabulary) for i in items)
    return max(judged, deep, told) >= least


def _is_judged(item: Item, vocabulary: Vocabulary) -> bool:
    return read_details(item.reading, vocabulary).judged or vocabulary.verdict(item.reading.text)[1] is not None
