"""Where tables without a lattice may be: between parallel rules or fills, or lines of text in columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.items import BULLETS, Line, bullet_of, line, lines_of, size_of
from pipeline.extract.tables.edges import Border, Borders
from pipeline.extract.tables.grid import Grid, GridCell, build, part
from pipeline.extract.tables.gutters import is_value
from pipeline.extract.tables.lattice import frames
from pipeline.model import Box, Word

SAME_END = 8.0
SHORTEST_RULE = 60.0
SHORTEST_PART = 20.0
PIECE_GAP = 1.0
PROSE_WORDS = 6
HEADED = 3
HEAD_GAP = 30.0
MOST_ENDS = 5
WIDEST_GAP = 4.0
HIGHEST_ROW = 150.0
LONGEST_ROW = 8
MOST = 0.5


def stacks(borders: Borders, words: Sequence[Word]) -> list[Grid]:
    """Return grids between horizontal border lines of equal extent: of one column, or of those that fills show."""
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
    return [_stack(g, borders, words) for g in groups if len(g) > 1]


def open_sided(grid: Grid, borders: Borders) -> bool:
    """Whether rules part the rows of a grid and fills alone its columns: there may be more than are filled."""
    box = grid.box
    down = [b for b in borders.vertical if box.x0 - 4 <= b.at <= box.x1 + 4 and _meets(b, box.top, box.bottom)]
    drawn: dict[float, float] = {}
    for b in borders.horizontal:
        if b.ruled and box.top - 4 <= b.at <= box.bottom + 4:
            drawn[b.at] = drawn.get(b.at, 0.0) + max(0.0, min(b.high, box.x1) - max(b.low, box.x0))
    long = [at for at, length in drawn.items() if length >= MOST * box.width]
    return not any(b.ruled for b in down) and len(long) > 1


def _meets(b: Border, low: float, high: float) -> bool:
    return min(b.high, high) - max(b.low, low) > 4


def _top(rules: Sequence[Border], every: Sequence[Border]) -> float:
    """Return where a stack begins: rules over its other columns that head it close above belong to it."""
    low, high, top = rules[0].low, rules[0].high, rules[0].at
    for b in sorted(every, key=lambda b: -b.at):
        inside = low - SAME_END <= b.low and b.high <= high + SAME_END and b.high - b.low >= 0.5 * (high - low)
        at_one_end = (abs(b.high - high) <= SAME_END) != (abs(b.low - low) <= SAME_END)
        if inside and at_one_end and b.ruled and 4 < top - b.at <= HEAD_GAP:
            end = b.low if abs(b.high - high) <= SAME_END else b.high
            if any(x.at > b.at and min(abs(x.low - end), abs(x.high - end)) <= SAME_END for x in every):
                top = b.at
    return top


def _stack(rules: Sequence[Border], borders: Borders, words: Sequence[Word]) -> Grid:
    """Make a grid of full rules and of those that leave out merged labels: at one side, or within."""
    every = borders.horizontal
    low, high = min(r.low for r in rules), max(r.high for r in rules)
    top, bottom = _top(rules, every), rules[-1].at
    inside = [
        b
        for b in every
        if top <= b.at < bottom - 4 and b not in rules and b.high - b.low >= SHORTEST_PART
        and low - SAME_END <= b.low and b.high <= high + SAME_END
    ]  # fmt: skip
    partial = [b for b in inside if _leaves_out(b, inside, low, high)]
    inner = _common([e for b in partial for e in (b.low, b.high) if low + SAME_END < e < high - SAME_END])
    ys = sorted({r.at for r in rules} | ({b.at for b in partial} if inner else set()))
    sides = _filled_sides(borders.vertical, rules, ys)
    inner = sorted([*inner, *(x for x in sides if all(abs(x - e) > SAME_END for e in (low, *inner, high)))])
    xs = [low, *inner, high]
    walls = [[not _written_across(words, x, a, b) for x in xs[1:]] for a, b in itertools.pairwise(ys)]
    lines = [*rules, *partial]
    floors = [[_drawn(lines, y, a, b) for a, b in itertools.pairwise(xs)] for y in ys[1:]]
    return build(xs, ys, frames(walls, floors))


def _filled_sides(down: Sequence[Border], rules: Sequence[Border], ys: Sequence[float]) -> list[float]:
    """Return where fills begin and end along most rows of a ruled stack, or along its header."""
    if len(rules) < 3 or len(ys) < 3 or not all(r.ruled for r in rules):
        return []
    found: set[float] = set()
    for low, high in ((ys[0], ys[1]), (ys[1], ys[-1])):
        covered: dict[float, float] = {}
        for b in down:
            if rules[0].low < b.at < rules[0].high and not b.ruled:
                covered[b.at] = covered.get(b.at, 0.0) + max(0.0, min(b.high, high) - max(b.low, low))
        found.update(x for x, length in covered.items() if length >= MOST * (high - low))
    return sorted(found)


def _written_across(words: Sequence[Word], x: float, top: float, bottom: float) -> bool:
    """Whether a word of a row stands on a border: text over several columns."""
    return any(w.box.x0 < x - 1 and w.box.x1 > x + 1 and top < (w.box.top + w.box.bottom) / 2 < bottom for w in words)


def _leaves_out(b: Border, every: Sequence[Border], low: float, high: float) -> bool:
    """Whether a rule leaves out columns: it or its parts cover half the width, and its ends are no chance."""
    covered = sum(x.high - x.low for x in every if abs(x.at - b.at) < 1)
    if not b.ruled or covered < 0.5 * (high - low):
        return False
    left, right = (abs(b.low - low) <= SAME_END), (abs(b.high - high) <= SAME_END)
    return (left != right) or all(
        at_end or sum(min(abs(x.low - e), abs(x.high - e)) <= SAME_END for x in every) > 1
        for e, at_end in ((b.low, left), (b.high, right))
    )


def _common(ends: Sequence[float]) -> list[float]:
    """Return the places where rules begin or end within the stack; many of them are a chart's."""
    places: list[list[float]] = []
    for e in sorted(ends):
        if places and e - places[-1][-1] <= SAME_END:
            places[-1].append(e)
        else:
            places.append([e])
    return [sum(p) / len(p) for p in places] if len(places) <= MOST_ENDS else []


def _drawn(lines: Sequence[Border], y: float, low: float, high: float) -> bool:
    return any(abs(b.at - y) < 1 and b.low <= low + SAME_END and b.high >= high - SAME_END for b in lines)


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


def headed(words: Sequence[Word], indexes: Iterable[int]) -> list[Grid]:
    """Return one-column grids below header lines: three or more bold phrases over text that is not bold.

    The rows are the groups of lines that a wider gap parts all across; at least two of them must begin in
    several columns, and none with a bullet on the left, for lists stand side by side as well.
    """
    out: list[Grid] = []
    lines = lines_of(words, indexes)
    for n, head in enumerate(lines):
        if not head.bold or len(pieces(words, head)) < HEADED or (out and head.box.top < out[-1].box.bottom):
            continue
        body = _body(lines[n:])
        rows = _gap_rows(body)
        starts = [pieces(words, lines_in_row[0]) for lines_in_row in rows]
        several = sum(len(p) > 1 for p in starts)
        if len(rows) < 2 or several < 2 or several * 2 < len(rows) or any(_listed(words, r[0]) for r in rows):
            continue
        box = Box.around([x.box for x in (head, *body)])
        ys = [box.top - 1, (head.box.bottom + body[0].box.top) / 2]
        ys += [(a[-1].box.bottom + b[0].box.top) / 2 for a, b in itertools.pairwise(rows)]
        ys.append(box.bottom + 1)
        out.append(build([box.x0 - 2, box.x1 + 2], ys, [(r, 0, 1, 1) for r in range(len(ys) - 1)]))
    return out


def _body(lines: Sequence[Line]) -> list[Line]:
    """Return the lines behind a header line that follow without a break."""
    out: list[Line] = []
    for above, below in itertools.pairwise(lines):
        apart = below.box.top - above.box.bottom > WIDEST_GAP * below.size
        if apart or below.bold or not _inside(below, lines[0]):
            break
        out.append(below)
    return out


def _inside(x: Line, head: Line) -> bool:
    return x.box.x1 > head.box.x0 and x.box.x0 < head.box.x1


def _gap_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines at the gaps that are clearly wider than the narrowest."""
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    if not gaps:
        return [list(lines)] if lines else []
    least = max(min(gaps), 0.0) + 0.3 * lines[0].size
    wide = [max(gaps) - min(gaps) < 0.3 * lines[0].size or gap > least for gap in gaps]
    rows = [[lines[0]]]
    for x, apart in zip(lines[1:], wide, strict=True):
        if apart:
            rows.append([])
        rows[-1].append(x)
    return rows


def _listed(words: Sequence[Word], x: Line) -> bool:
    """Whether a line begins a list item: a number far from what follows stands in a column of its own."""
    bullet = bullet_of(words, x)
    return bullet != "" and (bullet in BULLETS or len(pieces(words, x)[0]) > 1)


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
    if grid.columns > 1:
        return grid
    bands = [lines_of(words, c.words) for c in grid.cells]
    across = [max((len(pieces(words, x)) for x in band), default=0) for band in bands]
    for n in range(min(2, len(bands) - 2)):
        count = sum(len(x.words) for x in bands[n])
        if across[n] == 1 and count >= PROSE_WORDS and all(2 * k < max(across[n + 1 :]) for k in across[:n]):
            return part(grid, n + 1, grid.rows)
    return grid


def grown(grid: Grid, borders: Borders, words: Sequence[Word], free: Iterable[int]) -> Grid:
    """Add the rows of a zebra: fills of the same extent above and below, what stands between, and the last row.

    A zebra has fills only under every other row.  Where a rule closes the grid, nothing is added.
    """
    edges = [b for b in borders.horizontal if _same_extent(b, grid.box)]
    lines = lines_of(words, [i for i in free if _over(words[i].box, grid.box)])
    below = _reached(words, lines, grid.box.bottom, sorted(edges, key=lambda b: b.at), down=True)
    above = _reached(words, lines, grid.box.top, sorted(edges, key=lambda b: -b.at), down=False)
    if not any(b.ruled and abs(b.at - (below or [grid.box.bottom])[-1]) < 4 for b in edges):
        below += _text_rows(words, lines, (below or [grid.box.bottom])[-1], grid)
    return _with_rows(grid, above[::-1], below)


def _same_extent(b: Border, box: Box) -> bool:
    return abs(b.low - box.x0) <= SAME_END and abs(b.high - box.x1) <= SAME_END


def _over(word: Box, box: Box) -> bool:
    return box.x0 - 2 <= (word.x0 + word.x1) / 2 <= box.x1 + 2


def _reached(
    words: Sequence[Word], lines: Sequence[Line], start: float, edges: Sequence[Border], *, down: bool
) -> list[float]:
    """Follow fill edges outwards as long as text in columns stands in each row on the way."""
    out: list[float] = []
    at = start
    if any(b.ruled and abs(b.at - start) < 4 for b in edges):
        return out
    for edge in edges:
        if edge.ruled or (edge.at - at if down else at - edge.at) < 4:
            continue
        top, bottom = min(at, edge.at), max(at, edge.at)
        inside = [x for x in lines if top - 2 <= x.box.top and x.box.bottom <= bottom + 2]
        if bottom - top > HIGHEST_ROW or not any(len(pieces(words, x)) > 1 for x in inside):
            break
        out.append(edge.at)
        at = edge.at
    return out


def _text_rows(words: Sequence[Word], lines: Sequence[Line], bottom: float, grid: Grid) -> list[float]:
    """Return the end of one more row of text below the last fill, if its words stand in the columns."""
    below = [x for x in lines if x.box.top >= bottom - 2]
    taken: list[Line] = []
    for x in below:
        if x.box.top - (taken[-1].box.bottom if taken else bottom) > x.size:
            break
        taken.append(x)
    several = any(len(pieces(words, x)) > 1 for x in taken)
    if not several or len(taken) > LONGEST_ROW or any(_crosses(words, x, grid) for x in taken):
        return []
    return [max(x.box.bottom for x in taken) + 2]


def _crosses(words: Sequence[Word], x: Line, grid: Grid) -> bool:
    borders = {c.box.x0 for c in grid.cells if c.box.x0 > grid.box.x0 + 1}
    return any(words[i].box.x0 < at - 2 and words[i].box.x1 > at + 2 for i in x.words for at in borders)


def _with_rows(grid: Grid, above: Sequence[float], below: Sequence[float]) -> Grid:
    if not above and not below:
        return grid
    box = grid.box
    tops, bottoms = [*above, box.top], [box.bottom, *below]
    extra = [
        GridCell(n, 0, 1, grid.columns, Box(box.x0, a, box.x1, b)) for n, (a, b) in enumerate(itertools.pairwise(tops))
    ]
    kept = [replace(c, row=c.row + len(above), words=()) for c in grid.cells]
    first = len(above) + grid.rows
    extra = [
        GridCell(n, 0, 1, grid.columns, Box(box.x0, a, box.x1, b)) for n, (a, b) in enumerate(itertools.pairwise(tops))
    ]
    extra += [
        GridCell(first + n, 0, 1, grid.columns, Box(box.x0, a, box.x1, b))
        for n, (a, b) in enumerate(itertools.pairwise(bottoms))
    ]
    cells = tuple(sorted([*extra, *kept], key=lambda c: (c.row, c.column)))
    return Grid(cells, first + len(below), grid.columns, Box(box.x0, tops[0], box.x1, bottoms[-1]), grid.confidence)
