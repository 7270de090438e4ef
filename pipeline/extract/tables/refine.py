"""Rows and columns that no line parts: a coarse grid is cut finer where its text stands in a grid.

The same steps serve a ruled table whose body has no row rules, a table of horizontal rules only, a
zebra and a table without any line: the last ones come as a grid of one column.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.items import Line, bullet_of, line, lines_of, size_of
from pipeline.extract.tables.grid import Frame, Grid, GridCell, build, filled
from pipeline.extract.tables.gutters import blank_columns, blank_of, gutters, is_value, paired_off
from pipeline.extract.tables.headers import header_frames, over_columns, shared_out
from pipeline.extract.tables.regions import pieces
from pipeline.model import Box, Word

INFERRED = 0.8
VALUES = 0.6
EARLY = 0.75
TIGHT = 0.35
APART = 0.9
MOSTLY = 0.7
OVERLAP = 0.3
AGREED = 0.5
BARE = 3


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the coarse grid: its lines, and the groups of lines that are its rows.

    ``header`` bands keep one group per line, whose cells then join downwards.
    """

    top: float
    bottom: float
    lines: tuple[Line, ...]
    groups: tuple[tuple[int, ...], ...]
    header: bool = False


def refine(grid: Grid, words: Sequence[Word], *, forced: bool = False) -> Grid:
    """Cut rows and columns that the text shows.

    ``forced`` says that the grid has no columns of its own, so that every band is looked at.
    """
    xs = _columns(grid, words, forced=forced)
    split = len(xs) - 1 > grid.columns
    if forced and not split:
        return grid
    bands = [_band(grid, words, xs, r, forced=forced, split=split) for r in range(grid.rows)]
    bands = _agreed([_begun(words, b, xs) for b in bands] if grid.rows > BARE else bands)
    opened = _open_cells(grid, words, xs)
    if not split and not opened and all(len(b.groups) < 2 for b in bands):
        return grid
    return _rebuilt(grid, words, xs, bands, opened)


def _agreed(bands: Sequence[Band]) -> list[Band]:
    """Leave all bands whole where most lines stand in whole ones: rules part the rows of a table, or they do not."""
    several = [b for b in bands[1:] if len(b.lines) > 1]
    if sum(len(b.lines) for b in several if len(b.groups) > 1) >= AGREED * sum(len(b.lines) for b in several):
        return list(bands)
    return [b if n == 0 else replace(b, groups=b.groups and (tuple(range(len(b.lines))),)) for n, b in enumerate(bands)]


def _begun(words: Sequence[Word], band: Band, xs: Sequence[float]) -> Band:
    """Leave a band between others whole where a row would not begin in the column in which its first row does."""
    firsts = [min(c for n in g for c in _by_column(words, band.lines[n], xs)) for g in band.groups]
    if band.header or len(band.groups) < 2 or all(c <= firsts[0] for c in firsts):
        return band
    return replace(band, groups=(tuple(range(len(band.lines))),))


def _open_cells(grid: Grid, words: Sequence[Word], xs: Sequence[float]) -> frozenset[int]:
    """Return cells that span columns only because their row has no column rules.

    Their text stands in several phrases, and either there are three of them or other rows have
    such cells as well.
    """
    counts: dict[int, int] = {}
    for n, cell in enumerate(grid.cells):
        if cell.column_span < 2 or cell.row_span > 1 or not cell.words:
            continue
        lines = lines_of(words, cell.words)
        blank = blank_of(words, lines)
        counts[n] = max(len(_united(_spans(words, x.words, xs, blank))) for x in lines)
    several = [n for n, count in counts.items() if count > 1]
    return frozenset(n for n in several if counts[n] > 2 or len(several) > 1)


def _columns(grid: Grid, words: Sequence[Word], *, forced: bool) -> list[float]:
    """Return the column borders of the grid and those that its text adds (points)."""
    xs = sorted({c.box.x0 for c in grid.cells} | {c.box.x1 for c in grid.cells})
    found: list[float] = []
    for column in range(grid.columns):
        body = [c for c in grid.cells if c.column == column and c.column_span == 1 and (c.row > 0 or grid.rows == 1)]
        bands = [lines_of(words, c.words) for c in body]
        bands = _side_by_side(words, bands) if forced else bands
        lines = [x for band in bands for x in band]
        spare = 2 if forced and grid.rows == 1 else 1 if forced else 0
        top = [c for c in grid.cells if c.row == 0 and c.column == column and c.column_span == 1 and grid.rows > 1]
        head = [x for c in top for x in lines_of(words, c.words)] if forced else []
        sides = [band for band in bands if band] if grid.rows > 1 else ()
        inner = [g.at for g in gutters(words, lines, head=head, spare=spare, forced=forced, bands=sides)]
        blank = blank_columns(words, lines, head, inner) if lines else []
        found += (paired_off(words, lines, head, inner) if blank or head else None) or [*inner, *blank]
    return sorted({*xs, *found})


def _side_by_side(words: Sequence[Word], bands: list[list[Line]]) -> list[list[Line]]:
    """Leave out rows of one phrase, which name the rows below and run over columns, if they are the fewer."""
    several = [band for band in bands if len(band) > 1 or any(len(pieces(words, x)) > 1 for x in band)]
    return several if len(several) > len(bands) - len(several) else bands


def _column_of(xs: Sequence[float], x: float) -> int:
    return max(0, min(len(xs) - 2, sum(b <= x for b in xs) - 1))


def _band(grid: Grid, words: Sequence[Word], xs: Sequence[float], row: int, *, forced: bool, split: bool) -> Band:
    cells = [c for c in grid.cells if c.row == row and c.row_span == 1]
    box = Box.around([c.box for c in cells]) if cells else Box(0, 0, 0, 0)
    lines = tuple(lines_of(words, [i for c in cells for i in c.words]))
    whole = (tuple(range(len(lines))),) if lines else ()
    if row == 0 and grid.rows > 1:
        each = tuple((n,) for n in range(len(lines)))
        return Band(box.top, box.bottom, lines, each if split else whole, header=split)
    if len(lines) < 2 or any(_bulleted(words, x, xs) for x in lines):
        return Band(box.top, box.bottom, lines, whole)
    groups = _by_gap(words, lines, xs) if forced else None
    if groups is None:
        groups = _by_line(words, lines, xs) if _in_rows(words, lines, xs, forced=forced) else list(whole)
    elif _in_rows(words, lines, xs, forced=forced, shared=MOSTLY):
        groups = _by_line(words, lines, xs)
    return Band(box.top, box.bottom, lines, tuple(groups))


def _bulleted(words: Sequence[Word], x: Line, xs: Sequence[float]) -> bool:
    return any(bullet_of(words, line(words, part)) for part in _by_column(words, x, xs).values())


def _by_column(words: Sequence[Word], x: Line, xs: Sequence[float]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for i in x.words:
        out.setdefault(_column_of(xs, (words[i].box.x0 + words[i].box.x1) / 2), []).append(i)
    return out


def _by_gap(words: Sequence[Word], lines: Sequence[Line], xs: Sequence[float]) -> list[tuple[int, ...]] | None:
    """Group lines that stand close together, if that tells rows apart: no figure below a figure."""
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    size = max(x.size for x in lines)
    ordered = sorted(gaps)
    step, at = max(((b - a, n) for n, (a, b) in enumerate(itertools.pairwise(ordered))), default=(0.0, 0))
    if step < TIGHT * size:
        return None
    border = (ordered[at] + ordered[at + 1]) / 2
    groups: list[list[int]] = [[0]]
    for n, gap in enumerate(gaps, start=1):
        if gap > border:
            groups.append([])
        groups[-1].append(n)
    for group in groups:
        parts = [_by_column(words, lines[n], xs) for n in group]
        figures = [c for p in parts for c, members in p.items() if c and all(is_value(words[i].text) for i in members)]
        if len(figures) != len(set(figures)):
            return None
    shared = sum(len({c for n in g for c in _by_column(words, lines[n], xs)}) > 1 for g in groups)
    return [tuple(g) for g in groups] if shared * 2 >= len(groups) else None


def _in_rows(
    words: Sequence[Word], lines: Sequence[Line], xs: Sequence[float], *, forced: bool, shared: float = 0.5
) -> bool:
    """Whether every line is a row: text in several columns (``shared``: of how many lines), and lines that end early.

    Where the grid has columns of its own the rows have to hold figures as well.
    """
    parts = [_by_column(words, x, xs) for x in lines]
    several = sum(len(p) > 1 for p in parts)
    if len(lines) < (2 if forced else 3) or several < shared * len(lines):
        return False
    rest = [[words[i].text for i in members] for p in parts for c, members in p.items() if c]
    values = sum(all(is_value(t) for t in texts) for texts in rest)
    if values < VALUES * len(rest) and not forced:
        return False
    if any(below.box.top < above.box.bottom - OVERLAP * above.size for above, below in itertools.pairwise(lines)):
        return False
    ends = early = 0
    margins = {c: _margin(words, parts, xs, c) for p in parts for c in p}
    for above, below in itertools.pairwise(parts):
        for c in above.keys() & below.keys():
            first, start, last = (words[i].box for i in (below[c][0], above[c][0], above[c][-1]))
            room = xs[c + 1] - xs[c] - 2 * margins[c]
            ends += 1
            early += last.x1 - start.x0 + 0.3 * last.height + first.width < room or is_value(words[below[c][0]].text)
    return ends > 0 and early >= EARLY * ends


def _margin(words: Sequence[Word], parts: Sequence[Mapping[int, Sequence[int]]], xs: Sequence[float], c: int) -> float:
    """Return the blank that a column keeps on its narrower side: texts may stand left or right."""
    left = min(words[p[c][0]].box.x0 for p in parts if c in p) - xs[c]
    right = xs[c + 1] - max(words[p[c][-1]].box.x1 for p in parts if c in p)
    return max(min(left, right), 0.0)


def _by_line(words: Sequence[Word], lines: Sequence[Line], xs: Sequence[float]) -> list[tuple[int, ...]]:
    """Make every line a row, but join one that goes on in lower case with the row above it."""
    groups: list[list[int]] = []
    figures: set[int] = set()
    for n, x in enumerate(lines):
        parts = _by_column(words, x, xs)
        own = {c for c, members in parts.items() if c and all(is_value(words[i].text) for i in members)}
        goes_on = all(words[members[0]].text[:1].islower() for c, members in parts.items() if c not in own)
        if groups and goes_on and len(own) < len(parts) and not own & figures:
            groups[-1].append(n)
            figures |= own
        else:
            groups.append([n])
            figures = own
    return [tuple(g) for g in groups]


def _rebuilt(
    grid: Grid, words: Sequence[Word], xs: Sequence[float], bands: Sequence[Band], opened: frozenset[int]
) -> Grid:
    ys: list[float] = []
    starts: list[int] = []
    for band in bands:
        starts.append(len(ys))
        ys += [band.top, *_row_borders(band)]
    ys.append(bands[-1].bottom)
    starts.append(len(ys) - 1)
    place = {x: n for n, x in enumerate(xs)}
    frames: list[Frame] = []
    for n, cell in enumerate(grid.cells):
        top, bottom = starts[cell.row], starts[cell.row + cell.row_span]
        left, right = place[cell.box.x0], place[cell.box.x1]
        band = bands[cell.row]
        merged = cell.column_span > 1 and n not in opened
        if cell.row_span > 1 or (bottom - top == 1 and (right - left == 1 or merged)):
            frames.append((top, left, bottom - top, right - left))
        else:
            frames += _cut(words, cell, band, xs, (top, left, bottom - top, right - left))
    indexes = [i for c in grid.cells for i in c.words]
    return filled(build(xs, ys, frames, INFERRED), words, indexes)


def _row_borders(band: Band) -> list[float]:
    """Return the borders between the groups of a band (points)."""
    boxes = [Box.around([band.lines[n].box for n in g]) for g in band.groups]
    return [(a.bottom + b.top) / 2 for a, b in itertools.pairwise(boxes)]


def _cut(words: Sequence[Word], cell: GridCell, band: Band, xs: Sequence[float], frame: Frame) -> list[Frame]:
    """Cut one coarse cell along the rows of its band and the columns within it."""
    top, left, rows, columns = frame
    own = set(cell.words)
    blank = blank_of(words, band.lines)
    spans: list[list[tuple[int, int]]] = []
    for group in band.groups or ((),):
        found: list[tuple[int, int]] = []
        for n in group:
            found += _spans(words, [i for i in band.lines[n].words if i in own], xs, blank)
        spans.append(_united(found))
    if len(spans) != rows:
        return [frame]
    if cell.row == 0:
        lines = [line(words, kept) for x in band.lines if (kept := [i for i in x.words if i in own])]
        if band.header and len(lines) == len(spans):
            spans = [over_columns(words, xs, spans, n, lines, left, columns) for n in range(len(spans))]
        elif not band.header:
            spans = [shared_out(found, left, columns) for found in spans]
    if band.header:
        return header_frames(spans, top, left, columns)
    spans = [[(left, left + columns - 1)] if _runs_over(found, left) else found for found in spans]
    return [f for r, found in enumerate(spans) for f in _row_frames(found, top + r, left, columns)]


def _runs_over(found: Sequence[tuple[int, int]], left: int) -> bool:
    """Whether a row holds one text alone that begins it and runs over column borders: it names a group of rows."""
    return len(found) == 1 and found[0][0] == left < found[0][1]


def _spans(words: Sequence[Word], members: Sequence[int], xs: Sequence[float], blank: float) -> list[tuple[int, int]]:
    """Return the first and last column of each phrase of a line."""
    out: list[tuple[int, int]] = []
    last: Word | None = None
    for i in members:
        box = words[i].box
        middle = _column_of(xs, (box.x0 + box.x1) / 2)
        slack = 0.25 * box.height
        a, b = min(_column_of(xs, box.x0 + slack), middle), max(_column_of(xs, box.x1 - slack), middle)
        gap = box.x0 - last.box.x1 if last is not None else 0.0
        if last is not None and gap <= 1.3 * blank and not is_value(words[i].text):
            out[-1] = (out[-1][0], max(out[-1][1], b))
        elif out and gap >= APART * size_of(words[i]):
            out[-1], start = _untangled(out[-1], (a, b))
            out.append((start, b))
        else:
            out.append((a, b))
        last = words[i]
    return out


def _untangled(last: tuple[int, int], span: tuple[int, int]) -> tuple[tuple[int, int], int]:
    """Let two phrases with a wide gap between them part the column that both reach into, if one has another."""
    if last[1] < span[0]:
        return last, span[0]
    if last[0] < span[0]:
        return (last[0], span[0] - 1), span[0]
    return last, last[1] + 1 if last[1] < span[1] else span[0]


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _row_frames(spans: Sequence[tuple[int, int]], row: int, left: int, columns: int) -> list[Frame]:
    out: list[Frame] = []
    at = left
    for a, b in spans:
        out += [(row, c, 1, 1) for c in range(at, a)]
        out.append((row, a, 1, b - a + 1))
        at = b + 1
    return out + [(row, c, 1, 1) for c in range(at, left + columns)]
