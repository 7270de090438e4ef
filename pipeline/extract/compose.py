"""A scene to a page: tables first, then the text around them; every word in one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import Code, Severity
from pipeline.extract.gradients import joined
from pipeline.extract.hyphens import Evidence
from pipeline.extract.items import items_of, size_of
from pipeline.extract.layout import blocks_of
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.extract.tables import Grid, find_tables
from pipeline.extract.tables.loose import loose_tables
from pipeline.model import Box, Cell, Fill, Issue, Page, Table, Word

DOT, SWATCH = "●", "■"
DOT_LARGEST = 2.0
DOT_SMALLEST = 2.5
SWATCH_WIDEST = 2.5  # heights


def compose(scene: Scene, options: ReadOptions) -> Page:
    """Turn a scene into a page of tables and blocks."""
    scene = with_dots(replace(scene, fills=joined(scene.fills)))
    known = Evidence.of((w.text for w in scene.words), options.languages)
    grids, over = _within(find_tables(scene), options.max_cells)
    tables = tuple(_table(scene.words, grid, known) for grid in grids)
    taken = {i for grid in grids for i in grid.words}
    free = [i for i in range(len(scene.words)) if i not in taken]
    blocks = blocks_of(scene, free, [g.box for g in grids], known)
    loose, blocks = loose_tables(blocks, tables)
    return Page(
        scene.number,
        scene.width,
        scene.height,
        scene.method,
        scene.words,
        tuple(sorted((*tables, *loose), key=lambda t: (t.box.top, t.box.x0))),
        blocks,
        scene.rotation,
        _confidence(scene.words),
        issues=(*scene.issues, *over),
    )


def _within(grids: tuple[Grid, ...], most: int) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
    """Leave tables of more than ``most`` cells as text, and say so."""
    count = sum(len(grid.cells) for grid in grids)
    if count <= most:
        return grids, ()
    text = f"its tables have {count} cells, more than {most}: their words are left as text"
    return (), (Issue("", 0, Severity.ERROR, Code.TABLE_UNREAD, text),)


def with_dots(scene: Scene) -> Scene:
    """Add a word ``●`` in its colour for every small round fill without text in it, ``■`` for squares of a legend."""
    sizes = sorted(size_of(w) for w in scene.words)
    if not sizes:
        return scene
    limit = DOT_LARGEST * sizes[len(sizes) // 2]
    dots = [f for f in scene.fills if f.round and _is_dot(f.box, limit)]
    found = [Word(DOT, f.box, round(f.box.height, 2), False, f.color) for f in dots if not _written(f, scene.words)]
    found += [Word(SWATCH, f.box, round(f.box.height, 2), False, f.color) for f in _swatches(scene, limit)]
    return replace(scene, words=(*scene.words, *dict.fromkeys(found)))


def _swatches(scene: Scene, limit: float) -> list[Fill]:
    """Return small squares of several colours with a word behind each, as a legend of coloured cells has them."""
    small = [f for f in scene.fills if not f.round and _is_swatch(f.box, limit) and not _written(f, scene.words)]
    apart = [f for f in small if not any(g is not f and _touch(f.box, g.box) for g in small)]
    told = [f for f in apart if any(_behind(f.box, w.box) for w in scene.words)]
    return told if len({f.color for f in told}) > 1 else []


def _touch(one: Box, other: Box) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > -1 and along > -1


def _behind(square: Box, word: Box) -> bool:
    """Whether a word begins right of a square, on its line."""
    middle = (square.top + square.bottom) / 2
    return word.top <= middle <= word.bottom and 0 <= word.x0 - square.x1 <= 2 * square.width


def _is_dot(box: Box, limit: float) -> bool:
    return DOT_SMALLEST <= box.width <= limit and 0.8 <= box.width / max(box.height, 0.1) <= 1.25


def _is_swatch(box: Box, limit: float) -> bool:
    return (
        box.height >= DOT_SMALLEST and box.width <= limit and 0.7 <= box.width / max(box.height, 0.1) <= SWATCH_WIDEST
    )


def _written(dot: Fill, words: Sequence[Word]) -> bool:
    box = dot.box
    return any(
        box.x0 <= (w.box.x0 + w.box.x1) / 2 <= box.x1 and box.top <= (w.box.top + w.box.bottom) / 2 <= box.bottom
        for w in words
    )


def _table(words: Sequence[Word], grid: Grid, known: Evidence) -> Table:
    cells = tuple(
        Cell(
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            items_of(words, c.words, _right(words, c.words, c.box), known),
            c.box,
            c.fill,
        )
        for c in grid.cells
    )
    return Table(cells, grid.rows, grid.columns, grid.box, spans_known=grid.spans_known, confidence=grid.confidence)


def _right(words: Sequence[Word], members: Sequence[int], box: Box) -> float:
    """Return where lines of a cell end at the latest: its border less the margin kept on the left."""
    if not members:
        return box.x1
    margin = min(words[i].box.x0 for i in members) - box.x0
    return box.x1 - min(max(margin, 0.0), 6.0)


def _confidence(words: Sequence[Word]) -> float:
    return round(sum(w.confidence for w in words) / len(words), 4) if words else 0.0
