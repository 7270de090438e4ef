"""Boxes with a text in each: they show how things hang together, but are no table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.items import lines_of
from pipeline.extract.scene import Scene
from pipeline.extract.tables.edges import JOIN, framed, visible
from pipeline.extract.tables.regions import pieces
from pipeline.model import Box

SAME = 2.0
CUT = 0.1


def unboxed(scene: Scene, indexes: Iterable[int]) -> list[int]:
    """Return the words that stand in no box of their own.

    A box that holds several phrases on one line is the ground of a table or of its header, and boxes that
    touch side by side are the cells of a row: their words are returned as well.
    """
    free = list(indexes)
    shapes = [f.box for f in (*visible(scene.fills, scene.width, scene.height), *framed(scene.rulings))]
    held: set[int] = set()
    for box in _bands(shapes):
        inside = [i for i in free if _within(box, scene.words[i].box)]
        if inside and all(len(pieces(scene.words, x)) < 2 for x in lines_of(scene.words, inside)):
            held.update(inside)
    return [i for i in free if i not in held]


def cuts(table: Box, shapes: Iterable[Box]) -> bool:
    """Whether the outline of a table would cut through a shape: boxes of a diagram that lines join."""
    return any(_is_cut(table, shape) and not _around(shape, table) for shape in shapes)


def _is_cut(table: Box, shape: Box) -> bool:
    """Whether a tenth of a shape's height or width, and more than borders are snapped by, lies on either side."""
    wide = min(table.x1, shape.x1) - max(table.x0, shape.x0)
    high = min(table.bottom, shape.bottom) - max(table.top, shape.top)
    if min(wide, high) <= 0:
        return False
    return _parts(wide, shape.width) or _parts(high, shape.height)


def _parts(inside: float, size: float) -> bool:
    return min(inside, size - inside) > max(JOIN, CUT * size)


def _around(shape: Box, table: Box) -> bool:
    """Whether a shape is the ground of a table: it reaches over it on both sides, or above and below."""
    wide = shape.x0 <= table.x0 + JOIN and shape.x1 >= table.x1 - JOIN
    high = shape.top <= table.top + JOIN and shape.bottom >= table.bottom - JOIN
    return wide or high


def _bands(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes of one height that touch side by side."""
    out: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.bottom, b.x0)):
        last = out[-1] if out else None
        level = last is not None and abs(last.top - box.top) < SAME and abs(last.bottom - box.bottom) < SAME
        if last is not None and level and box.x0 - last.x1 <= JOIN:
            out[-1] = Box(last.x0, last.top, max(last.x1, box.x1), last.bottom)
        else:
            out.append(box)
    return out


def _within(box: Box, word: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
