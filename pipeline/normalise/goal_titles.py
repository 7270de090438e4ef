"""The goal that the title of a page names: with its wording, or as a bare label whose wording stands below it."""

from __future__ import annotations

import itertools

from pipeline.model import Block, BlockKind, Item, Page
from pipeline.normalise.labels import goal_label
from pipeline.normalise.numbered import whole
from pipeline.normalise.vocabulary import Vocabulary

SILENT = frozenset((BlockKind.FURNITURE, BlockKind.SYMBOL, BlockKind.NOTES, BlockKind.TITLE))
LEAST, MOST = 2, 30


def wording_below(page: Page, title: Block, vocabulary: Vocabulary) -> tuple[Item, ...]:
    """Return the lines below a title *Goal 2* that are the goal's wording, none where nothing stands out as it.

    They are the nearest lines below it that are louder than every list of the page: larger, or bold at its size.
    """
    blocks = [b for b in page.blocks if b.kind not in SILENT and b.items and b.box.top >= title.box.top]
    listed = max((i.size for b in blocks for i in b.items if i.bullet or i.level), default=0.0)
    found = []
    for block in blocks:
        lines = plain_lines(block.items, vocabulary)
        words = sum(len(i.reading.text.split()) for i in lines)
        loud = bool(lines) and (lines[0].size > listed or (lines[0].bold and lines[0].size >= listed))
        if loud and LEAST <= words <= MOST and not vocabulary.column(lines[0].reading.text):
            found.append((lines[0].box.top, lines[0].box.x0, lines))
    return min(found, key=lambda f: f[:2])[2] if found else ()


def plain_lines(items: tuple[Item, ...], vocabulary: Vocabulary) -> tuple[Item, ...]:
    """Return the lines at the front that are of one kind and no label or list."""
    first = items[0]
    kind = (first.bold, first.level, round(first.size))
    same = itertools.takewhile(
        lambda i: (
            (i.bold, i.level, round(i.size)) == kind and not i.bullet and goal_label(whole(i), vocabulary) is None
        ),
        items,
    )
    return tuple(same)
