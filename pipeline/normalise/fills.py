"""Verdicts that are nothing but the colour of their cell, where a legend says what the colours mean."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Cell, Item, Page, Reading, Table
from pipeline.normalise.legend import Legend, is_color

SURE = 0.9
FEWEST = 2  # cells of a column that show a colour of the legend


def place_fills(page: Page, legend: Legend) -> Page:
    """Return the page with a sign in every empty cell whose colour the legend explains.

    Only in columns where nearly every empty coloured cell shows such a colour: a tint that happens to be like one
    of the legend's is no verdict.
    """
    if not any(sign.color for sign in legend.signs):
        return page
    return replace(page, tables=tuple(_told(table, legend) for table in page.tables))


def _told(table: Table, legend: Legend) -> Table:
    signs: dict[tuple[int, int], Item] = {}
    for column in range(table.columns):
        blank = [c for c in table.cells if c.column == column and c.fill and not c.items]
        found = {(c.row, c.column): sign for c in blank if (sign := _sign(c, legend)) is not None}
        other = [c for c in blank if is_color(c.fill) and (c.row, c.column) not in found]
        if len(found) >= max(FEWEST, 3 * len(other)):
            signs |= found
    cells = tuple(replace(c, items=(sign,)) if (sign := signs.get((c.row, c.column))) else c for c in table.cells)
    return replace(table, cells=cells)


def _sign(cell: Cell, legend: Legend) -> Item | None:
    glyphs = dict.fromkeys(sign.glyph for sign in legend.signs if sign.color)
    known = [g for g in glyphs if legend.look_up(g, cell.fill)[2]]
    return Item(Reading.of(known[0]), cell.box, color=cell.fill, confidence=SURE) if len(known) == 1 else None
