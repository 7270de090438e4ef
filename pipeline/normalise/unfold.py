"""Tables that are columns of boxes: the goals side by side in the first row, what belongs to each below it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, BlockKind, Cell, Page, Table
from pipeline.normalise.columns import cell_text
from pipeline.normalise.labels import goal_label
from pipeline.normalise.vocabulary import Vocabulary


def unfold(page: Page, vocabulary: Vocabulary) -> Page:
    """Return the page with the cells of such tables as blocks too, for they are read as boxes, not as rows."""
    found = [t for t in page.tables if _is_columns(t, vocabulary)]
    blocks = [_block(cell) for t in found for cell in t.cells if cell.items]
    return replace(page, blocks=(*page.blocks, *blocks)) if blocks else page


def _is_columns(table: Table, vocabulary: Vocabulary) -> bool:
    heads = [c for c in table.cells if c.row == 0 and c.items]
    return len(heads) >= 2 and table.rows > 1 and all(goal_label(cell_text(c), vocabulary) for c in heads)


def _block(cell: Cell) -> Block:
    kind = BlockKind.BOX if cell.row == 0 else BlockKind.LIST
    return Block(kind, cell.items, cell.box, cell.fill)
