"""What surrounds a table and what holds for each of its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Cell, Page, Role, Table
from pipeline.normalise.columns import cell_text

INHERITED = 0.9


@dataclass(frozen=True, slots=True)
class Context:
    """What the surroundings of a table say: page, year and role, goal of the title, cell of the area."""

    page: Page
    year: int | None
    role: Role | None
    goal: int | None
    deck_year: int | None = None
    area: Cell | None = None


@dataclass(slots=True)
class Row:
    """What holds for one row: its goal and area (indexes into the book), its year, and how surely."""

    goal: int | None = None
    area: int | None = None
    year: int | None = None
    sure: float = 1.0
    inherited: bool = False


def common(rows: list[Row]) -> Row:
    """Return what all rows of a spanning cell agree in."""
    goals = {r.goal for r in rows}
    areas = {r.area for r in rows}
    return Row(
        goals.pop() if len(goals) == 1 else None,
        areas.pop() if len(areas) == 1 else None,
        rows[0].year,
        min(r.sure for r in rows),
    )


def repeated(table: Table, pattern: re.Pattern[str]) -> bool:
    """Whether what ``pattern`` finds at the front of cells returns from cell to cell of a table."""
    found = [m[1] for c in table.cells for i in c.items if (m := pattern.match(i.reading.text))]
    return len(found) > 2 and len(set(found)) < len(found)


def is_cut(cells: Sequence[Cell | None], top: int) -> bool:
    """Whether an empty label cell spans rows from row ``top`` on: the rest of one that a page break cut."""
    return any(c is not None and c.row == top and c.row_span > 1 and not cell_text(c).strip() for c in cells)


def column_texts(table: Table, columns: Sequence[int], top: int) -> tuple[str, ...]:
    """Return what the cells of some columns say from row ``top`` on, without blanks and full stops around it."""
    cells = [c for c in table.cells if c.column in columns and c.row >= top]
    return tuple(text for text in (cell_text(c).strip(" .") for c in cells) if text)
