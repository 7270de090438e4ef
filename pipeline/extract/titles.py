"""Titles that only several pages tell: what stands where the titles of the other pages stand is one as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, BlockKind, Item, Method, Page

NEAR = 6.0
SIZE = 0.15
LEAST = 3
SHARE = 0.5
_LOOSE = (BlockKind.HEADING, BlockKind.TEXT)


def mark_titles(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Make titles of the texts that stand in the place and the size of most titles, where the page has none there.

    A figure set larger than the page's title is a heading then.  Flat pages know no places.
    """
    placed = [p for p in pages if p.method is not Method.FLAT]
    titles = [b.items[0] for p in placed for b in p.blocks if b.kind is BlockKind.TITLE and b.items]
    usual = max(([t for t in titles if _alike(t, one)] for one in titles), key=len, default=[])
    if len(usual) < max(LEAST, SHARE * len(titles)):
        return pages
    return tuple(_titled(page, usual) for page in pages)


def _alike(a: Item, b: Item) -> bool:
    """Whether two lines share their height on the page, their left edge or middle, and their size."""
    across = min(abs(a.box.x0 - b.box.x0), abs(a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1) / 2)
    return across <= NEAR and abs(a.box.top - b.box.top) <= NEAR and abs(a.size - b.size) <= SIZE * max(a.size, b.size)


def _titled(page: Page, usual: Sequence[Item]) -> Page:
    if page.method is Method.FLAT or any(b.kind is BlockKind.TITLE and _is_usual(b, usual) for b in page.blocks):
        return page
    best = next((b for b in page.blocks if b.kind in _LOOSE and _is_usual(b, usual)), None)
    if best is None:
        return page
    return replace(page, blocks=tuple(_retitled(b, best) for b in page.blocks))


def _is_usual(block: Block, usual: Sequence[Item]) -> bool:
    return bool(block.items) and any(_alike(block.items[0], t) for t in usual)


def _retitled(block: Block, best: Block) -> Block:
    if block is best:
        return replace(block, kind=BlockKind.TITLE)
    return replace(block, kind=BlockKind.HEADING) if block.kind is BlockKind.TITLE else block
