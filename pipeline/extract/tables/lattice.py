"""Border lines that cross to cells with spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.extract.tables.edges import SNAP, Border, Borders
from pipeline.extract.tables.grid import Frame, Grid, build

TOUCH = 4.5
COVER = 0.6
LARGEST = 40_000


def lattices(borders: Borders) -> list[Grid]:
    """Return the empty grid of every group of crossing border lines, from top to bottom."""
    grids = (_grid(across, down) for across, down in _groups(borders))
    return sorted((g for g in grids if g is not None), key=lambda g: (g.box.top, g.box.x0))


def _groups(borders: Borders) -> list[tuple[list[Border], list[Border]]]:
    across = sorted(borders.horizontal, key=lambda b: (b.at, b.low))
    down = sorted(borders.vertical, key=lambda b: (b.at, b.low))
    parent = list(range(len(across) + len(down)))
    at = [b.at for b in down]
    for n, h in enumerate(across):
        for m in range(bisect_left(at, h.low - TOUCH), bisect_right(at, h.high + TOUCH)):
            if down[m].low - TOUCH <= h.at <= down[m].high + TOUCH:
                _union(parent, n, len(across) + m)
    groups: dict[int, tuple[list[Border], list[Border]]] = defaultdict(lambda: ([], []))
    for n, h in enumerate(across):
        groups[_find(parent, n)][0].append(h)
    for m, v in enumerate(down):
        groups[_find(parent, len(across) + m)][1].append(v)
    return [g for g in groups.values() if g[0] and g[1]]


def _find(parent: list[int], n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


def _union(parent: list[int], a: int, b: int) -> None:
    a, b = _find(parent, a), _find(parent, b)
    if a != b:
        parent[max(a, b)] = min(a, b)


def _grid(across: Sequence[Border], down: Sequence[Border]) -> Grid | None:
    xs = _positions(down, [e for b in across for e in (b.low, b.high)])
    ys = _positions(across, [e for b in down for e in (b.low, b.high)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > LARGEST:
        return None
    walls = [[_covered(down, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    floors = [[_covered(across, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    return build(xs, ys, frames(walls, floors))


def _positions(lines: Iterable[Border], ends: Sequence[float]) -> list[float]:
    """Return the sorted border positions, the far ends of the crossing lines among them."""
    out: list[float] = []
    for at in sorted(b.at for b in lines):
        if not out or at - out[-1] > SNAP:
            out.append(at)
    low, high = min(ends), max(ends)
    if low < out[0] - 2 * SNAP:
        out.insert(0, low)
    if high > out[-1] + 2 * SNAP:
        out.append(high)
    return out


def _covered(lines: Iterable[Border], at: float, low: float, high: float) -> bool:
    shared = sum(max(0.0, min(b.high, high) - max(b.low, low)) for b in lines if abs(b.at - at) <= SNAP)
    return shared >= COVER * (high - low)


def frames(walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]) -> list[Frame]:
    """Merge grid places that no border parts into rectangles.

    ``walls[r][c]`` is the border right of a place, ``floors[r][c]`` the one below it.  A merged
    area that is no rectangle is cut into rectangles, row by row.
    """
    rows, columns = len(walls), len(walls[0])
    parent = list(range(rows * columns))
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not walls[r][c]:
                _union(parent, r * columns + c, r * columns + c + 1)
            if r + 1 < rows and not floors[r][c]:
                _union(parent, r * columns + c, (r + 1) * columns + c)
    area = [[_find(parent, r * columns + c) for c in range(columns)] for r in range(rows)]
    taken = [[False] * columns for _ in range(rows)]
    out: list[Frame] = []
    for r in range(rows):
        for c in range(columns):
            if not taken[r][c]:
                out.append(_rectangle(area, taken, r, c))
    return out


def _rectangle(area: Sequence[Sequence[int]], taken: list[list[bool]], r: int, c: int) -> Frame:
    rows, columns, own = len(area), len(area[0]), area[r][c]
    right = c + 1
    while right < columns and area[r][right] == own and not taken[r][right]:
        right += 1
    below = r + 1
    while below < rows and all(area[below][x] == own and not taken[below][x] for x in range(c, right)):
        below += 1
    for y in range(r, below):
        taken[y][c:right] = [True] * (right - c)
    return r, c, below - r, right - c
