"""Table styles: which fills and rules a cell gets."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.hard.sheets import WHITE, Cell, Grid, Look

STYLES = ("ruled", "horizontal", "zebra", "borderless", "white", "light")
DARK_HEADS = ("zebra", "white", "light")
RULE = "555555"
HAIR = "BBBBBB"


def style_of(grid: Grid, look: Look) -> str:
    """Return the style of a grid: its own, else the look's."""
    return grid.style or look.table


def fill_of(grid: Grid, look: Look, row: int, cell: Cell) -> str:
    """Return the fill of a cell, or an empty text."""
    style = style_of(grid, look)
    if cell.fill:
        return cell.fill
    if row < grid.header:
        return look.accent if style in DARK_HEADS else ""
    if style == "white":
        return look.pale
    if style == "zebra":
        return look.pale if (row - grid.header) % 2 == 0 else ""
    return ""


def rules_of(grid: Grid, look: Look, row: int, cell: Cell) -> Iterator[tuple[str, str, float]]:
    """Yield side, colour and width of every rule of a cell."""
    style = style_of(grid, look)
    if style in ("ruled", "white", "light"):
        color, width = {"ruled": (RULE, 0.75), "white": (WHITE, 2.0), "light": (HAIR, 0.5)}[style]
        yield from ((side, color, width) for side in ("left", "right", "top", "bottom"))
    elif style == "horizontal":
        if row == 0:
            yield "top", RULE, 1.25
        yield "bottom", RULE, 1.25 if row + cell.rows in (grid.header, len(grid.cells)) else 0.5
