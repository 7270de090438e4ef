"""Where tables without a lattice may be: between parallel rules or fills, or lines of text in columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from pipeline.extract.items import Line, bullet_of, line, lines_of, size_of
from pipeline.extract.tables.edges import Border, Borders
from pipeline.extract.tables.grid import Grid, build, part
from pipeline.extract.tables.gutters import is_value
from pipeline.model import Box, Word

SAME_END = 8.0
SHORTEST_RULE = 60.0
PIECE_GAP = 1.0
PROSE_WORDS = 6


def stacks(borders: Borders) -> list[Grid]:
    """Return one-column grids between horizontal border lines of equal extent."""
    groups: list[list[Border]] = []
    for b in sorted(borders.horizontal, key=lambda b: (b.at, b.low)):
        if b.high - b.low < SHORTEST_RULE:
            continue
        for group in groups:
            if abs(group[0].low - b.low) <= SAME_END and abs(group[0].high - b.high) <= SAME_END:
                group.append(b)
                break
        else:
            groups.append([b])
    return [_stack(g) for g in groups if len(g) > 1]


def _stack(rules: Sequence[Border]) -> Grid:
    xs = [min(r.low for r in rules), max(r.high for r in rules)]
    ys = [r.at for r in rules]
    return build(xs, ys, [(n, 0, 1, 1) for n in range(len(ys) - 1)])


def one_column(box: Box) -> Grid:
    """Return a grid of a single cell."""
    return build([box.x0, box.x1], [box.top, box.bottom], [(0, 0, 1, 1)])


def runs(words: Sequence[Word], indexes: Iterable[int]) -> list[Grid]:
    """Return one-cell grids around runs of three or more lines whose words stand in columns."""
    out: list[Grid] = []
    run: list[Line] = []
    for x in [*lines_of(words, indexes), None]:
        if x is not None and _in_columns(words, x) and (not run or _near(run[-1], x)):
            run.append(x)
            continue
        if len(run) >= 3 and _has_figures(words, run):
            box = Box.around([y.box for y in run])
            out.append(one_column(Box(box.x0 - 2, box.top - 1, box.x1 + 2, box.bottom + 1)))
        run = [x] if x is not None and _in_columns(words, x) else []
    return out


def _near(above: Line, below: Line) -> bool:
    return below.box.top - above.box.bottom < 2.0 * max(above.size, below.size)


def pieces(words: Sequence[Word], x: Line) -> list[list[int]]:
    """Cut a line at gaps wider than a blank can be."""
    out = [[x.words[0]]]
    for a, b in itertools.pairwise(x.words):
        if words[b].box.x0 - words[a].box.x1 > PIECE_GAP * size_of(words[a]):
            out.append([])
        out[-1].append(b)
    return out


def _in_columns(words: Sequence[Word], x: Line) -> bool:
    parts = pieces(words, x)
    return len(parts) > 1 and not bullet_of(words, line(words, x.words)) and max(map(len, parts)) < 2 * PROSE_WORDS


def _has_figures(words: Sequence[Word], run: Sequence[Line]) -> bool:
    """Whether most lines end in figures: side by side text boxes do not."""
    rows = sum(all(is_value(words[i].text) for part in pieces(words, x)[1:] for i in part) for x in run)
    return rows >= 0.6 * len(run)


def below_caption(grid: Grid, words: Sequence[Word]) -> Grid:
    """Cut a one-column grid below the caption that stands in its first or second row."""
    bands = [lines_of(words, c.words) for c in grid.cells]
    across = [max((len(pieces(words, x)) for x in band), default=0) for band in bands]
    for n in range(min(2, len(bands) - 2)):
        count = sum(len(x.words) for x in bands[n])
        if across[n] == 1 and count >= PROSE_WORDS and all(2 * k < max(across[n + 1 :]) for k in across[:n]):
            return part(grid, n + 1, grid.rows)
    return grid
