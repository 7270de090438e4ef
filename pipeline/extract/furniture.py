"""What is only told by several pages: running headers, footers, page numbers, continued tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, BlockKind, Box, Cell, Page, Table

MARGIN = 0.14
NEAR = 6.0
LEAST_PAGES = 3
LEAST_SHARE = 0.3
COLUMN_NEAR = 4.0
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(r"\D{0,12}?(\d{1,4})(?:\s*[/(|–-]\s*\d{1,4}\)?|\s+\D{1,4}\s+\d{1,4})?\D{0,3}")


def finish(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Mark continued tables and furniture on all pages of a document."""
    return mark_continued(mark_furniture(tuple(pages)))


def mark_furniture(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Turn headers, footers and page numbers into blocks of kind ``FURNITURE``.

    A block is furniture when it stands near the page's edge and the same text, digits aside, stands
    at the same place on at least three pages and a third of them (on both pages of two), or when it
    is the page's own number.
    """
    places: dict[tuple[str, BlockKind], list[tuple[int, Box]]] = defaultdict(list)
    for page in pages:
        for block in page.blocks:
            if _at_edge(block, page):
                places[_text(block), block.kind].append((page.number, block.box))
    shown = sum(bool(p.words) for p in pages)
    least = min(max(LEAST_PAGES, LEAST_SHARE * shown), max(shown, 2))
    return tuple(_marked(page, places, least) for page in pages)


def _marked(page: Page, places: dict[tuple[str, BlockKind], list[tuple[int, Box]]], least: float) -> Page:
    blocks = tuple(
        replace(b, kind=BlockKind.FURNITURE) if _is_furniture(b, page, places, least) else b for b in page.blocks
    )
    return replace(page, blocks=blocks)


def _is_furniture(
    block: Block, page: Page, places: dict[tuple[str, BlockKind], list[tuple[int, Box]]], least: float
) -> bool:
    if not _at_edge(block, page) or block.kind is BlockKind.NOTES:
        return False
    own = PAGE_NUMBER.fullmatch(_plain(block))
    if own and int(own[1]) == page.number and block.kind is not BlockKind.TITLE and len(_plain(block)) <= 16:
        return True
    if block.kind is BlockKind.TITLE:
        return False
    same = {number for number, box in places[_text(block), block.kind] if _near(box, block.box)}
    return len(same) >= least


def _at_edge(block: Block, page: Page) -> bool:
    return block.box.bottom <= MARGIN * page.height or block.box.top >= (1 - MARGIN) * page.height


def _plain(block: Block) -> str:
    return " ".join(f"{i.bullet} {i.reading.text}".strip() for i in block.items)


def _text(block: Block) -> str:
    return DIGITS.sub("#", _plain(block))


def _near(a: Box, b: Box) -> bool:
    """Whether two boxes share their base line and an edge or the middle; digits change the width."""
    across = min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2)
    return across <= NEAR and abs(a.bottom - b.bottom) <= NEAR


def mark_continued(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Mark a table that opens a page and has the columns of the one that closed the page before."""
    out: list[Page] = []
    for page in pages:
        last = _closing(out[-1]) if out and out[-1].number == page.number - 1 else None
        first = _opening(page)
        if last is not None and first is not None and _continues(last, first):
            tables = tuple(replace(t, continued=True) if t is first else t for t in page.tables)
            page = replace(page, tables=tables)
        out.append(page)
    return tuple(out)


def _opening(page: Page) -> Table | None:
    first = min(page.tables, key=lambda t: t.box.top, default=None)
    if first is None:
        return None
    above = [b for b in page.blocks if b.box.bottom <= first.box.top + 2 and b.kind in _BODY]
    return None if above else first


def _closing(page: Page) -> Table | None:
    last = max(page.tables, key=lambda t: t.box.bottom, default=None)
    if last is None:
        return None
    below = [b for b in page.blocks if b.box.top >= last.box.bottom - 2 and b.kind in _BODY]
    return None if below else last


_BODY = (BlockKind.TEXT, BlockKind.LIST, BlockKind.BOX)


def _continues(last: Table, first: Table) -> bool:
    """Whether columns agree: by place, or by the same words in the header row."""
    if last.columns != first.columns:
        return False
    if _header(last) and _header(last) == _header(first):
        return True
    a, b = _borders(last), _borders(first)
    scale = max(last.box.width, 1.0) / max(first.box.width, 1.0)
    return 0.97 <= scale <= 1.03 and all(abs(p - q) <= COLUMN_NEAR for p, q in zip(a, b, strict=True))


def _borders(table: Table) -> tuple[float, ...]:
    starts = (min((c.box.x0 for c in table.cells if c.column == n), default=table.box.x0) for n in range(table.columns))
    return (*starts, table.box.x1)


def _header(table: Table) -> tuple[str, ...]:
    first = sorted((c for c in table.cells if c.row == 0), key=lambda c: c.column)
    words = tuple(_cell_text(c) for c in first)
    return words if sum(bool(w) for w in words) >= 2 else ()


def _cell_text(cell: Cell) -> str:
    return " ".join(i.reading.text for i in cell.items).casefold()
