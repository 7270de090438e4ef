"""Puts loose symbols (dots, ticks drawn as shapes) into the table cells that they lie on."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, BlockKind, Box, Cell, Item, Page, Table
from pipeline.normalise.legend import SIGN

DOUBTFUL = 0.7
REACH = 150.0
SHARE = 0.2


def place_symbols(page: Page) -> Page:
    """Return the page with each symbol that lies on a table in its cell.

    Where a column has as many empty cells as symbols, their order decides, for the boxes of a
    slide's rows are estimates; else the place decides, and the symbol is read less surely.
    """
    loose = [b for b in page.blocks if b.kind is BlockKind.SYMBOL and any(_is_sign(i) for i in b.items)]
    if not loose or not page.tables:
        return page
    kept = [b for b in page.blocks if b not in loose]
    tables = []
    for table in page.tables:
        inside = [b for b in loose if _on(table, b)]
        loose = [b for b in loose if b not in inside]
        filled = _filled(table, [i for b in inside for i in b.items])
        column = _column_beside(filled, loose)
        loose = [b for b in loose if not any(b is taken for taken in column.values())]
        tables.append(_widened(filled, column) if column else filled)
    return replace(page, tables=tuple(tables), blocks=(*kept, *loose))


def _is_sign(item: Item) -> bool:
    return bool(SIGN.fullmatch(item.reading.text.strip()))


def _on(table: Table, block: Block) -> bool:
    x, y = (block.box.x0 + block.box.x1) / 2, (block.box.top + block.box.bottom) / 2
    return table.box.x0 <= x <= table.box.x1 and table.box.top <= y <= table.box.bottom


def _column_beside(table: Table, loose: list[Block]) -> dict[int, Block]:
    """Return the symbols that stand one below the other right beside a table, by the row at whose height each stands.

    Some rows have one, and no row has two.
    """
    found: dict[int, Block] = {}
    near = [b for b in loose if b.box.x1 <= table.box.x0 + 2 or b.box.x0 >= table.box.x1 - 2]
    near = [b for b in near if max(table.box.x0 - b.box.x1, b.box.x0 - table.box.x1) <= REACH]
    for block in near:
        y = (block.box.top + block.box.bottom) / 2
        rows = [c.row for c in table.cells if c.row_span == 1 and c.items and c.box.top <= y <= c.box.bottom]
        if rows and (max(rows) in found or abs(block.box.x0 - near[0].box.x0) > block.box.width):
            return {}
        if rows:
            found[max(rows)] = block
    return found if len(found) >= SHARE * table.rows else {}


def _widened(table: Table, column: dict[int, Block]) -> Table:
    """Return the table with one more column, of symbols, at its right."""
    cells = [Cell(row, table.columns, 1, 1, block.items, block.box) for row, block in sorted(column.items())]
    boxes = [table.box, *(c.box for c in cells)]
    return replace(table, cells=(*table.cells, *cells), columns=table.columns + 1, box=Box.around(boxes))


def _filled(table: Table, signs: list[Item]) -> Table:
    cells = list(table.cells)
    for column in range(table.columns):
        within = [s for s in signs if _column(table, s) == column]
        if not within:
            continue
        within.sort(key=lambda s: s.box.top)
        empty = [c for c in cells if c.column == column and not c.items]
        empty.sort(key=lambda c: c.row)
        in_order = list(zip(empty, within, strict=True)) if len(empty) == len(within) else None
        pairs = in_order or _by_place(cells, column, within)
        for cell, sign in pairs:
            at = cells.index(cell)
            cells[at] = replace(cell, items=(*cell.items, sign))
    return replace(table, cells=tuple(cells))


def _column(table: Table, sign: Item) -> int | None:
    """Return the column whose cells span the sign's middle."""
    x = (sign.box.x0 + sign.box.x1) / 2
    found = {c.column for c in table.cells if c.column_span == 1 and c.box.x0 <= x <= c.box.x1}
    return found.pop() if len(found) == 1 else None


def _by_place(cells: list[Cell], column: int, signs: list[Item]) -> list[tuple[Cell, Item]]:
    pairs: list[tuple[Cell, Item]] = []
    for sign in signs:
        y = (sign.box.top + sign.box.bottom) / 2
        under = [c for c in cells if c.column == column and c.box.top <= y <= c.box.bottom]
        if len(under) == 1 and not any(c is under[0] for c, _ in pairs):
            pairs.append((under[0], replace(sign, confidence=min(sign.confidence, DOUBTFUL))))
    return pairs
