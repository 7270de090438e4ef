"""Headings of columns that stand above a table, outside its lines and fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import BlockKind, Item, Page, Table
from pipeline.normalise.columns import Column, Layout
from pipeline.normalise.vocabulary import Vocabulary, years

REACH = 80.0
HEADING_WORDS = 5


def floating_layout(page: Page, table: Table, layout: Layout, vocabulary: Vocabulary) -> Layout | None:
    """Return the layout by headings above the table, ``None`` where no row of them stands there.

    At least two short lines side by side above the table must name what different columns hold.
    """
    row = _row_above(page, table)
    kinds = {vocabulary.column(i.reading.text) for i in row} - {""}
    if layout.header_rows or len(kinds) < 2:
        return None
    columns = []
    for number, column in enumerate(layout.columns):
        heads = [i for i in row if _stands_over(i, table, number)]
        named = next((k for k in (vocabulary.column(h.reading.text) for h in heads) if k), column.kind)
        text = " ".join(h.reading.text for h in heads)
        found = years(text)
        columns.append(Column(named, found[0] if len(found) == 1 else None, text))
    return replace(layout, columns=tuple(columns))


def _row_above(page: Page, table: Table) -> Sequence[Item]:
    """Return the short lines that stand side by side right above the table, the nearest row of at least two."""
    silent = (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE, BlockKind.SYMBOL)
    items = [i for b in page.blocks if b.kind not in silent for i in b.items]
    near = [i for i in items if table.box.top - REACH <= i.box.top and i.box.bottom <= table.box.top + 2]
    near = [i for i in near if len(i.reading.text.split()) <= HEADING_WORDS and not i.level]
    for first in sorted(near, key=lambda i: (-i.box.top, i.box.x0)):
        row = [i for i in near if abs(i.box.top - first.box.top) <= first.box.height]
        if len(row) > 1:
            return sorted(row, key=lambda i: i.box.x0)
    return ()


def _stands_over(item: Item, table: Table, column: int) -> bool:
    cells = [c for c in table.cells if c.column == column and c.column_span == 1]
    if not cells:
        return False
    middle = (item.box.x0 + min(item.box.x1, item.box.x0 + 2 * item.box.height)) / 2
    return min(c.box.x0 for c in cells) <= middle <= max(c.box.x1 for c in cells)


def unread_table(page: Page, vocabulary: Vocabulary) -> bool:
    """Whether headings of three or more columns stand side by side with no table below them."""
    silent = (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE, BlockKind.SYMBOL)
    items = [i for b in page.blocks if b.kind not in silent for i in b.items]
    heads = [i for i in items if not i.level and 0 < len(i.reading.text.split()) <= HEADING_WORDS]
    for first in heads:
        row = [i for i in heads if abs(i.box.top - first.box.top) <= first.box.height / 2]
        kinds = {vocabulary.column(i.reading.text) for i in row} - {""}
        below = any(t.box.bottom > first.box.bottom for t in page.tables)
        if "action" in kinds and len(kinds) >= 3 and not below:
            return True
    return False
