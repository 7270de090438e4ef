"""Decks from literals: the shortest way to say what stands on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, BlockKind, Box, Cell, Deck, Item, Method, Page, Reading, Source, Table, Word

Spec = Sequence[str] | tuple[int, int, Sequence[str]] | None


def item(text: str, top: float = 0.0, *, level: int = 0, bullet: str = "", run_on: bool = False) -> Item:
    """Return an item at height ``top``, without words."""
    return Item(Reading.of(text), Box(10, top, 200, top + 10), bullet=bullet, level=level, run_on=run_on)


def table(rows: Sequence[Sequence[Spec]], *, spans_known: bool = True, continued: bool = False) -> Table:
    """Return a table: a text or list of items per cell, ``(row_span, column_span, items)``, ``None`` where covered."""
    cells = []
    for r, row in enumerate(rows):
        for c, spec in enumerate(row):
            if spec is None:
                continue
            row_span, column_span, texts = _cell(spec)
            items = tuple(item(t, r * 20.0 + i, level=int(len(texts) > 1)) for i, t in enumerate(texts) if t)
            box = Box(c * 50.0, r * 20.0, (c + column_span) * 50.0, (r + row_span) * 20.0)
            cells.append(Cell(r, c, row_span, column_span, items, box))
    width = max(len(r) for r in rows)
    return Table(tuple(cells), len(rows), width, Box(0, 0, width * 50.0, len(rows) * 20.0), continued, spans_known)


def _cell(spec: str | Sequence[str] | tuple[int, int, Sequence[str]]) -> tuple[int, int, Sequence[str]]:
    if isinstance(spec, str):
        return 1, 1, [spec]
    if isinstance(spec, tuple) and isinstance(spec[0], int):
        return spec[0], int(spec[1]), list(spec[2])
    return 1, 1, [str(s) for s in spec]


def block(kind: BlockKind, *items: Item) -> Block:
    """Return a block around its items."""
    return Block(kind, items, Box.around([i.box for i in items]))


def page(number: int, title: str = "", *, tables: Sequence[Table] = (), blocks: Sequence[Block] = ()) -> Page:
    """Return a native page with a title; every word of it stands in ``Page.words`` and in its item."""
    heads = (block(BlockKind.TITLE, item(title)),) if title else ()
    return _with_words(Page(number, 720, 540, Method.NATIVE, tables=tuple(tables), blocks=(*heads, *blocks)))


def deck(*pages: Page) -> Deck:
    """Return a deck of these pages."""
    return Deck(Source("deck.pdf", "0" * 64, "application/pdf", "test", "1"), pages)


def _with_words(bare: Page) -> Page:
    words: list[Word] = []

    def fill(one: Item) -> Item:
        first = len(words)
        words.extend(Word(t, one.box) for t in one.reading.raw.split())
        return replace(one, words=tuple(range(first, len(words))))

    def filled(cell: Cell) -> Cell:
        return replace(cell, items=tuple(fill(i) for i in cell.items))

    blocks = tuple(replace(b, items=tuple(fill(i) for i in b.items)) for b in bare.blocks)
    tables = tuple(replace(t, cells=tuple(filled(c) for c in t.cells)) for t in bare.tables)
    return replace(bare, words=tuple(words), blocks=blocks, tables=tables)
