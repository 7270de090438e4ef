"""What is only told by several pages: running headers, footers, page numbers, continued tables."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.extract.items import FOOTNOTE
from pipeline.extract.symbols import is_symbol
from pipeline.extract.titles import mark_titles
from pipeline.model import Block, BlockKind, Box, Cell, Item, Method, Page, Table

MARGIN = 0.14
NEAR = 6.0
LEAST_PAGES = 3
SHARE_ABOVE = 0.5
SHARE_BELOW = 0.3
SHARE_MARKED = 0.8
ALIKE = 88.0
EDGE_ITEMS = 2
COLUMN_NEAR = 4.0
DIGITS = re.compile(r"\d+")
BARE_NUMBER = re.compile(r"[\s\d/()|–-]{1,16}")
PAGE_NUMBER = re.compile(r"\D{0,12}?(\d{1,4})(?:\s*[/(|–-]\s*\d{1,4}\)?|\s+\D{1,4}\s+\d{1,4})?\D{0,3}")


class _Edge(NamedTuple):
    """A text at the edge of a page: its letters, its figures, its place (``None`` on flat pages)."""

    page: int
    letters: str
    figures: tuple[int, ...]
    box: Box | None
    below: bool
    marked: bool


def finish(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Mark titles, continued tables and furniture on all pages of a document."""
    return mark_continued(mark_furniture(mark_titles(tuple(pages))))


def mark_furniture(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Turn headers, footers and page numbers into blocks of kind ``FURNITURE``.

    A block is furniture when it stands near the page's edge and the same text stands at the same place
    on at least three pages and half of them (a third where it is below; both pages of two), or when it is
    the page's own number.  Its figures are the same on all of them, or are the pages' numbers: a goal's
    number counts up as well.  What begins like a footnote or a legend has to stand on nearly every page.
    Flat pages know no places: their first and last items are looked at.
    """
    edges = [e for page in pages for block in _outer(page) if (e := _edge(block, page)) is not None]
    shown = sum(bool(p.words) for p in pages)
    repeated = frozenset(e for e in edges if _repeats(e, edges, shown))
    return tuple(_marked(page, repeated) for page in pages)


def _outer(page: Page) -> tuple[Block, ...]:
    """Return the blocks that may be furniture: all, on a flat page its first and last items."""
    if page.method is not Method.FLAT:
        return page.blocks
    above, below = _ends(page)
    return (*above, *below)


def _ends(page: Page) -> tuple[list[Block], list[Block]]:
    """Return the first and the last items of a flat page, as blocks, that stand outside its tables."""
    single = [replace(b, items=(i,), box=i.box) for b in page.blocks for i in b.items]
    top = min((t.box.top for t in page.tables), default=page.height)
    bottom = max((t.box.bottom for t in page.tables), default=0.0)
    behind = max(1, len(single) - EDGE_ITEMS)
    above = [b for b in single[: min(EDGE_ITEMS, behind)] if b.box.top < top]
    return above, [b for b in single[behind:] if b.box.bottom > bottom]


def _edge(block: Block, page: Page) -> _Edge | None:
    if block.kind in (BlockKind.NOTES, BlockKind.TITLE):
        return None
    flat = page.method is Method.FLAT
    below = block in _ends(page)[1] if flat else block.box.top >= (1 - MARGIN) * page.height
    if not flat and not below and block.box.bottom > MARGIN * page.height:
        return None
    text = _plain(block)
    letters = "".join(c for c in text.casefold() if c.isalpha()) or DIGITS.sub("", text)
    marked = block.kind is not BlockKind.SYMBOL and (is_symbol(text[:1]) or FOOTNOTE.match(text) is not None)
    figures = tuple(int(d) for d in DIGITS.findall(text))
    return _Edge(page.number, letters, figures, None if flat else block.box, below, marked)


def _repeats(edge: _Edge, edges: Sequence[_Edge], shown: int) -> bool:
    share = SHARE_MARKED if edge.marked else SHARE_BELOW if edge.below else SHARE_ABOVE
    least = min(max(LEAST_PAGES, share * shown), max(shown, 2))
    same = {edge.page}
    for other in edges:
        if other.page not in same and _same(edge, other):
            same.add(other.page)
            if len(same) >= least:
                return True
    return False


def _same(a: _Edge, b: _Edge) -> bool:
    if a.below != b.below or (a.box and b.box and not _near(a.box, b.box)):
        return False
    if a.letters != b.letters and (len(a.letters) < 8 or fuzz.ratio(a.letters, b.letters) < ALIKE):
        return False
    if len(a.figures) != len(b.figures):
        return a.below and not (a.figures and b.figures)
    return all(p == q or _counts(p, q, a, b) for p, q in zip(a.figures, b.figures, strict=True))


def _counts(p: int, q: int, a: _Edge, b: _Edge) -> bool:
    """Whether two figures number the pages.

    Below, the count may begin elsewhere than with the file; above, a lone number behind a word may be a goal's.
    """
    lone = len(a.figures) == 1 and any(c.isalpha() for c in a.letters)
    return p - a.page == q - b.page and (a.below or (p == a.page and not lone))


def _marked(page: Page, repeated: frozenset[_Edge]) -> Page:
    gone = [b for b in _outer(page) if _is_own_number(b, page) or _edge(b, page) in repeated]
    if page.method is not Method.FLAT:
        blocks = tuple(replace(b, kind=BlockKind.FURNITURE) if b in gone else b for b in page.blocks)
        return replace(page, blocks=blocks)
    items = {i.words for b in gone for i in b.items}
    return replace(page, blocks=tuple(part for b in page.blocks for part in _parted(b, items)))


def _parted(block: Block, gone: set[tuple[int, ...]]) -> Iterator[Block]:
    """Yield a flat block in parts: what is furniture, and what is not."""
    for furniture, group in itertools.groupby(block.items, lambda i: i.words in gone):
        items: tuple[Item, ...] = tuple(group)
        kind = BlockKind.FURNITURE if furniture else block.kind
        yield replace(block, kind=kind, items=items, box=Box.around([i.box for i in items]))


def _is_own_number(block: Block, page: Page) -> bool:
    """Whether a block is the number of its page; above, words beside it may say that it numbers something else."""
    text = _plain(block)
    own = PAGE_NUMBER.fullmatch(text)
    edge = _edge(block, page)
    if own is None or edge is None or int(own[1]) != page.number or len(text) > 16:
        return False
    return edge.below or BARE_NUMBER.fullmatch(text) is not None


def _plain(block: Block) -> str:
    return " ".join(f"{i.bullet} {i.reading.text}".strip() for i in block.items)


def _near(a: Box, b: Box) -> bool:
    """Whether two boxes share their base line and an edge or the middle; digits change the width."""
    across = min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2)
    return across <= NEAR and abs(a.bottom - b.bottom) <= NEAR


def mark_continued(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Mark a table that opens a page and has the columns of the one that closed the page before."""
    out: list[Page] = []
    for page in pages:
        last = _closing(out[-1], page) if out and out[-1].number == page.number - 1 else None
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


def _closing(page: Page, after: Page) -> Table | None:
    """Return the table that nothing stands below but what stands there on the page behind as well, as a legend."""
    last = max(page.tables, key=lambda t: t.box.bottom, default=None)
    if last is None:
        return None
    below = [b for b in page.blocks if b.box.top >= last.box.bottom - 2 and b.kind in _BODY]
    again = (any(_near(b.box, o.box) and _plain(b) == _plain(o) for o in after.blocks) for b in below)
    return last if all(again) else None


_BODY = (BlockKind.TEXT, BlockKind.LIST, BlockKind.BOX)


def _continues(last: Table, first: Table) -> bool:
    """Whether columns agree: by place, or by the same words in the header row."""
    if last.columns != first.columns:
        return False
    if _header(last) and _header(last) == _header(first):
        return True
    scale = max(last.box.width, 1.0) / max(first.box.width, 1.0)
    if not 0.97 <= scale <= 1.03:
        return False
    if all(abs(p - q) <= COLUMN_NEAR for p, q in zip(_borders(last), _borders(first), strict=True)):
        return True
    return min(last.confidence, first.confidence) < 1.0 and _apart(last, first)


def _apart(last: Table, first: Table) -> bool:
    """Whether the columns' texts stand apart when both tables are laid over one another.

    Borders that were inferred from text lie anywhere between two columns.
    """
    both = (*last.cells, *first.cells)
    reached = -math.inf
    for n in range(last.columns):
        boxes = [i.box for c in both if c.column == n and c.column_span == 1 for i in c.items]
        if boxes and min(b.x0 for b in boxes) < reached:
            return False
        reached = max([reached, *(b.x1 for b in boxes)])
    return abs(last.box.x0 - first.box.x0) <= COLUMN_NEAR


def _borders(table: Table) -> tuple[float, ...]:
    starts = (min((c.box.x0 for c in table.cells if c.column == n), default=table.box.x0) for n in range(table.columns))
    return (*starts, table.box.x1)


def _header(table: Table) -> tuple[str, ...]:
    first = sorted((c for c in table.cells if c.row == 0), key=lambda c: c.column)
    words = tuple(_cell_text(c) for c in first)
    return words if sum(bool(w) for w in words) >= 2 else ()


def _cell_text(cell: Cell) -> str:
    return " ".join(i.reading.text for i in cell.items).casefold()
