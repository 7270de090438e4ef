"""Tables on their side: the fields are rows, every column behind the first is one action."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Table
from pipeline.normalise.columns import cell_text, grid
from pipeline.normalise.vocabulary import Vocabulary

FIELDS = frozenset(("goal", "area", "action", "owner", "indicator", "due", "status"))
LEAST = 3
WORDS = 5


def upright(table: Table, vocabulary: Vocabulary) -> Table:
    """Return a table with rows and columns changed where its headings stand in the first column, else itself.

    Nearly every cell of that column names a field, one of them the action; the first row names few behind it.
    """
    rows = grid(table)
    if table.columns < 2 or table.rows < LEAST or any(c.row_span > 1 and c.column == 0 for c in table.cells):
        return table
    kinds = [_kind(cell_text(row[0]), vocabulary) for row in rows]
    across = [k for c in rows[0][1:] if (k := _kind(cell_text(c), vocabulary)) and vocabulary.heads(cell_text(c), k)]
    named = [k for k in kinds if k in FIELDS]
    if (
        "action" not in named
        or len(set(named)) < LEAST
        or len(named) < len(kinds) - 1
        or 2 * len(across) >= table.columns
    ):
        return table
    cells = (
        replace(c, row=c.column, column=c.row, row_span=c.column_span, column_span=c.row_span) for c in table.cells
    )
    turned = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    return replace(table, cells=turned, rows=table.columns, columns=table.rows, continued=False)


def _kind(text: str, vocabulary: Vocabulary) -> str:
    return vocabulary.column(text) if 0 < len(text.split()) <= WORDS else ""
