"""What surrounds a table and what holds for each of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Page, Role

INHERITED = 0.9


@dataclass(frozen=True, slots=True)
class Context:
    """What the surroundings of a table say: the page, its year and role, the goal of its title."""

    page: Page
    year: int | None
    role: Role | None
    goal: int | None
    deck_year: int | None = None


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
