"""The one table machine: words, rulings and fills of any source to tables with cells and spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.scene import Scene
from pipeline.extract.tables.aligned import aligned, labelled
from pipeline.extract.tables.edges import Border, Borders, borders_of, visible
from pipeline.extract.tables.grid import Grid, GridCell, filled, trimmed, without_notes
from pipeline.extract.tables.lattice import lattices
from pipeline.extract.tables.panels import cuts, unboxed
from pipeline.extract.tables.refine import refine
from pipeline.extract.tables.regions import SAME_END, below_caption, grown, headed, open_sided, runs, stacks
from pipeline.model import Box, Fill, Word

LONG_CELL = 20
THIN = 8.0
LEAST_PILE = 3
PILED = 0.8
BOXED = 0.6
MOST = 0.7
PIECE = 0.8

__all__ = ["Grid", "GridCell", "find_tables"]


def find_tables(scene: Scene) -> tuple[Grid, ...]:
    """Return the tables of a page in reading order; their words are indexes into ``scene.words``."""
    words = scene.words
    borders = borders_of(scene.rulings, scene.fills, scene.width, scene.height)
    found: list[Grid] = []
    free = set(range(len(words)))

    def take(grid: Grid, *, forced: bool, bare: bool = False) -> None:
        wider = grown(grid, borders, words, free)
        coarse = filled(wider, words, sorted(free))
        if forced:
            coarse = below_caption(trimmed(coarse), words)
        fine = without_notes(refine(coarse, words, forced=forced), words)
        other = (
            _is_pile(fine)
            or (bare and _splits(fine, shapes, words))
            or (forced and (is_prose(fine, words) or _is_cards(fine, words)))
        )
        if is_table(fine, drawn=not forced) and not other:
            found.append(_painted(fine, scene.fills))
            free.difference_update(fine.words)

    shapes = [f.box for f in visible(scene.fills, scene.width, scene.height) if min(f.box.width, f.box.height) > THIN]
    crossed, piled = _drawn(borders, words, shapes)
    ruled = [grid for grid in crossed if _is_ruled(grid, borders)]
    sided = [grid for grid in piled if grid.columns > 1]
    bare = [i for i in range(len(words)) if not any(_holds(g.box, words[i].box) for g in ruled)]
    heads = unboxed(scene, bare)
    even = [g for g in aligned(words, bare, heads, borders.horizontal) if not _is_boxed(g, heads)]
    for grid in even:
        fewer = all(g.columns < grid.columns or _is_piece(g, grid, borders) for g in crossed if _meet(grid.box, g.box))
        one = any(_meet(grid.box, g.box) and sum(_meet(g.box, e.box) for e in even) < 2 for g in sided)
        if fewer and not one and is_table(grid, drawn=False):
            found.append(_painted(without_notes(grid, words), scene.fills))
            free.difference_update(found[-1].words)
    if found:
        borders = _outside(borders, found)
        crossed, piled = _drawn(borders, words, shapes)
    for grid in crossed:
        if not any(_meet(grid.box, g.box) for g in found) and not any(_is_part(grid, g) for g in piled):
            take(grid, forced=False)
    for grid in [*piled, *(g for g in crossed if g.columns == 1)]:
        if not any(_meet(grid.box, g.box) for g in found):
            take(grid, forced=True)
    loose = unboxed(scene, sorted(free))
    for grid in [*headed(words, loose), *runs(words, loose)]:
        if not any(_meet(grid.box, g.box) for g in found):
            take(grid, forced=True, bare=True)
    return tuple(sorted(found, key=lambda g: (g.box.top, g.box.x0)))


def _drawn(borders: Borders, words: Sequence[Word], shapes: Sequence[Box]) -> tuple[list[Grid], list[Grid]]:
    """Return the grids of crossing lines, and those between parallel ones; none whose outline cuts a shape."""
    crossed = [g for g in lattices(borders) if not open_sided(g, borders)]
    piled = stacks(borders, words)
    return [g for g in crossed if not cuts(g.box, shapes)], [g for g in piled if not cuts(g.box, shapes)]


def _is_boxed(grid: Grid, bare: Sequence[int]) -> bool:
    """Whether most words below the header of a grid stand in boxes of their own (``bare`` words do not)."""
    below = [i for c in grid.cells if c.row > 0 for i in c.words]
    return len(set(below) & set(bare)) < (1 - BOXED) * len(below)


def _is_piece(grid: Grid, other: Grid, borders: Borders) -> bool:
    """Whether fills show only a part of the rows of another grid with as many columns: those of a zebra that joins."""
    least = PIECE * other.box.height
    return grid.columns == other.columns and grid.box.height < least and not _is_ruled(grid, borders)


def _splits(grid: Grid, shapes: Sequence[Box], words: Sequence[Word]) -> bool:
    """Whether the rows of a grid part the text of a shape that is no ground of the whole grid."""
    for shape in shapes:
        cells = [c for c in grid.cells if any(_holds(shape, words[i].box) for i in c.words)]
        rows = {c.row for c in cells}
        if len(rows) > 1 and len({c.column for c in cells}) == 1 and shape.height < MOST * grid.box.height:
            return True
    return False


def _is_pile(grid: Grid) -> bool:
    """Whether every other row of a filled grid is an empty gap: boxes that stand apart, one below the other."""
    empty = [all(not c.words for c in grid.cells if c.row <= r < c.row + c.row_span) for r in range(grid.rows)]
    written = empty.count(False)
    return written >= LEAST_PILE and sum(empty[r] for r in range(1, grid.rows - 1)) >= PILED * (written - 1)


def _meet(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 4 and min(a.bottom, b.bottom) - max(a.top, b.top) > 4


def _is_ruled(grid: Grid, borders: Borders) -> bool:
    """Whether lines, and not fills alone, part the columns of a grid."""
    box = grid.box
    inner = (b for b in borders.vertical if box.x0 + 4 < b.at < box.x1 - 4 and b.high > box.top and b.low < box.bottom)
    return any(b.ruled for b in inner)


def _holds(box: Box, word: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _outside(borders: Borders, grids: Sequence[Grid]) -> Borders:
    """Return the border lines that lie in none of the tables found."""
    boxes = [g.box for g in grids]
    across = [b for b in borders.horizontal if not any(_crosses(b, x.top, x.bottom, x.x0, x.x1) for x in boxes)]
    down = [b for b in borders.vertical if not any(_crosses(b, x.x0, x.x1, x.top, x.bottom) for x in boxes)]
    return Borders(tuple(across), tuple(down))


def _crosses(b: Border, first: float, last: float, low: float, high: float) -> bool:
    return first - 4 <= b.at <= last + 4 and min(b.high, high) - max(b.low, low) > 4


def _is_part(grid: Grid, pile: Grid) -> bool:
    """Whether bands that touch, a header and the name of a group, are rows of a larger grid of rules."""
    a, b = grid.box, pile.box
    beside = abs(a.x0 - b.x0) <= SAME_END and abs(a.x1 - b.x1) <= SAME_END
    return grid.columns == 1 and pile.rows > grid.rows and beside and b.top - 4 <= a.top and a.bottom <= b.bottom + 4


def is_prose(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether the cells of an inferred grid hold running text in a few rows: columns of a page."""
    full = [c for c in grid.cells if c.words]
    long = sum(len(c.words) > LONG_CELL for c in full)
    return grid.rows < 4 and long > 0.4 * len(full)


def _is_cards(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether the columns of an inferred grid are cards: below their names each says again what is what."""
    rows = [[c.words for c in grid.cells if c.row == r] for r in range(1, grid.rows)]
    return labelled(words, rows)


def is_table(grid: Grid, *, drawn: bool) -> bool:
    """Whether a grid holds a table and not a frame, a panel or a chart.

    Text must stand in at least two rows and two columns of which some rows really have two cells, and not
    nearly all cells may be empty.  Of a ``drawn`` grid one row with text in two cells is enough, if the other
    rows have as many cells: the page may break a row.
    """
    full = [c for c in grid.cells if c.words]
    if grid.rows < 2 or grid.columns < 2 or len(full) < 3 or len(full) < 0.15 * len(grid.cells):
        return False
    columns = {c.column for c in full}
    rows = {c.row for c in full}
    side_by_side = sum(len({c.column for c in full if c.row <= r < c.row + c.row_span}) > 1 for r in rows)
    even = drawn and len(grid.cells) == grid.rows * grid.columns and grid.columns > 2
    return len(columns) > 1 and len(rows) > 1 and side_by_side > (0 if even else 1)


def _painted(grid: Grid, fills: Sequence[Fill]) -> Grid:
    """Give every cell the colour of the topmost fill under its centre."""
    cells = tuple(replace(c, fill=_ground(c.box, fills)) for c in grid.cells)
    return replace(grid, cells=cells)


def _ground(box: Box, fills: Sequence[Fill]) -> str:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    for fill in reversed(fills):
        area = fill.box
        if not fill.round and area.x0 <= x <= area.x1 and area.top <= y <= area.bottom:
            return fill.color
    return ""
