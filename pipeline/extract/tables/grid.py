"""The grid that the table machine makes: cells with spans and the words in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.extract.items import FOOTNOTE
from pipeline.model import Box, Word

NOTE_WORDS = 20
SHORT_NOTE = 4
SMALLER = 0.93


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: first row and column (0-based), spans, box in points, indexes of its words, its fill."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    words: tuple[int, ...] = ()
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as geometry; ``confidence`` falls with how much of it was inferred from text alone.

    ``spans_known`` is False where nothing shows whether an empty cell belongs to the one above.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    box: Box
    confidence: float = 1.0
    spans_known: bool = True

    @property
    def words(self) -> tuple[int, ...]:
        """Indexes of all words in the table."""
        return tuple(i for cell in self.cells for i in cell.words)


Frame = tuple[int, int, int, int]
"""Row, column, row span and column span of a cell."""


def build(xs: Sequence[float], ys: Sequence[float], frames: Iterable[Frame], confidence: float = 1.0) -> Grid:
    """Make an empty grid from border positions and cell frames; lines that part no cells are left out."""
    kept = list(frames)
    used_x = sorted({c for _, c, _, _ in kept} | {c + n for _, c, _, n in kept})
    used_y = sorted({r for r, _, _, _ in kept} | {r + n for r, _, n, _ in kept})
    column, row = {x: n for n, x in enumerate(used_x)}, {y: n for n, y in enumerate(used_y)}
    cells = tuple(
        GridCell(
            row[r],
            column[c],
            row[r + rs] - row[r],
            column[c + cs] - column[c],
            Box(xs[c], ys[r], xs[c + cs], ys[r + rs]),
        )
        for r, c, rs, cs in sorted(kept)
    )
    box = Box(xs[used_x[0]], ys[used_y[0]], xs[used_x[-1]], ys[used_y[-1]])
    return Grid(cells, len(used_y) - 1, len(used_x) - 1, box, confidence)


def filled(grid: Grid, words: Sequence[Word], indexes: Iterable[int]) -> Grid:
    """Put words into the cells that hold their centres."""
    members: list[list[int]] = [[] for _ in grid.cells]
    order = sorted(range(len(grid.cells)), key=lambda n: grid.cells[n].box.top)
    tops = [grid.cells[n].box.top for n in order]
    for index in indexes:
        box = words[index].box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        for n in order[: bisect_right(tops, y)]:
            cell = grid.cells[n].box
            if cell.x0 <= x < cell.x1 and cell.top <= y < cell.bottom:
                members[n].append(index)
                break
    cells = tuple(replace(c, words=tuple(m)) for c, m in zip(grid.cells, members, strict=True))
    return replace(grid, cells=cells)


def part(grid: Grid, first: int, stop: int) -> Grid:
    """Return the rows ``first`` to ``stop`` (exclusive) as a grid of their own; no cell may cross."""
    cells = tuple(replace(c, row=c.row - first) for c in grid.cells if first <= c.row < stop)
    return replace(grid, cells=cells, rows=stop - first, box=Box.around([c.box for c in cells]))


def trimmed(grid: Grid) -> Grid:
    """Cut off first and last rows without a word: a rule of the page's own above or below the table."""
    full = sorted({r for c in grid.cells if c.words for r in range(c.row, c.row + c.row_span)})
    if not full or full[-1] + 1 - full[0] == grid.rows:
        return grid
    return part(grid, full[0], full[-1] + 1)


def without_notes(grid: Grid, words: Sequence[Word]) -> Grid:
    """Cut off the last rows that are one cell each and hold a note: what stands below a table in its frame.

    A note begins with a footnote's mark, is long, or is set smaller than the table; else such a row names a
    group whose rows may follow on the next page.
    """
    stop = grid.rows
    while stop > 2:
        last = [c for c in grid.cells if c.row + c.row_span >= stop]
        if len(last) != 1 or last[0].row_span > 1 or not _is_note(last[0], grid, words):
            break
        stop -= 1
    return part(grid, 0, stop) if stop < grid.rows else grid


def _is_note(cell: GridCell, grid: Grid, words: Sequence[Word]) -> bool:
    if not cell.words:
        return False
    body = [words[i].size for c in grid.cells if c is not cell for i in c.words]
    usual = median(body) if body else 0.0
    smaller = median(words[i].size for i in cell.words) < SMALLER * usual
    marked = FOOTNOTE.match(words[min(cell.words, key=lambda i: (round(words[i].box.top), words[i].box.x0))].text)
    return marked is not None or len(cell.words) >= NOTE_WORDS or (smaller and len(cell.words) >= SHORT_NOTE)
