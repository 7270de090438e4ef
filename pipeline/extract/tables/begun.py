"""Rows without rules: where cells of several columns begin, and what stands in the middle of several rows.

A line begins a cell where the gap above it is wider than that between the lines of a sentence.  A row
begins where cells of two columns do, or one of the column that begins most rows; a list mark alone begins
an item, not a row.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.items import BULLETS, Line, bullet_of, line, lines_of
from pipeline.extract.tables.regions import pieces
from pipeline.model import Word

FRESH = 0.35
WIDEST_WRAP = 0.6
USUAL_WRAP = 0.3
LEVEL = 0.3
TOP_SHARE = 0.7
OFF_CENTRE = 0.75
UNCOVERED = 0.4
RULED = 0.6
CLOSE = 1.0
KIN = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A row: top and bottom of its text (points), the words of each column; ``across`` for one text over all."""

    top: float
    bottom: float
    cells: Mapping[int, tuple[int, ...]]
    across: bool = False


@dataclass(frozen=True, slots=True)
class Spanning:
    """A text in the middle of the rows ``first`` to ``stop`` (exclusive) of a column."""

    column: int
    first: int
    stop: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table's body, what spans several of them, and where the text ends (points)."""

    rows: tuple[Row, ...]
    spans: tuple[Spanning, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Cellful:
    """Lines of one column that stand close together."""

    lines: tuple[Line, ...]
    listed: bool

    @property
    def top(self) -> float:
        """Top of the first line."""
        return self.lines[0].box.top

    @property
    def bottom(self) -> float:
        """Bottom of the last line."""
        return self.lines[-1].box.bottom

    @property
    def words(self) -> tuple[int, ...]:
        """Words of all lines."""
        return tuple(i for x in self.lines for i in x.words)


Columns = Sequence[Sequence[Cellful]]


def rows_of(words: Sequence[Word], body: Sequence[Line], xs: Sequence[float], rules: Sequence[float]) -> Rows | None:
    """Return the rows of a body whose columns are known; none where they are not plain.

    ``rules`` are the heights (points) of lines right across.
    """
    wrap = _wrap(words, body, xs)
    rows: list[Row] = []
    spans: list[Spanning] = []
    for across, lines in _sections(words, body, xs):
        members = [i for x in lines for i in x.words]
        if across:
            rows.append(Row(min(x.box.top for x in lines), max(x.box.bottom for x in lines), {0: tuple(members)}, True))
            continue
        found = _section(_cellfuls(words, members, xs, wrap), rules)
        if found is None:
            return None
        spans += [Spanning(s.column, s.first + len(rows), s.stop + len(rows), s.words) for s in found.spans]
        rows += found.rows
    return Rows(tuple(rows), tuple(spans), max(x.box.bottom for x in body))


def _sections(words: Sequence[Word], body: Sequence[Line], xs: Sequence[float]) -> list[tuple[bool, list[Line]]]:
    """Part a body at the lines that one text runs through over borders: they name the rows below."""
    out: list[tuple[bool, list[Line]]] = []
    for x in body:
        box = x.box
        crossed = sum(box.x0 + 1 < b < box.x1 - 1 for b in xs[1:-1])
        across = len(pieces(words, x)) == 1 and crossed > 0 and box.x0 < xs[1]
        if out and out[-1][0] == across:
            out[-1][1].append(x)
        else:
            out.append((across, [x]))
    return out


def _by_column(words: Sequence[Word], members: Sequence[int], xs: Sequence[float]) -> list[list[int]]:
    out: list[list[int]] = [[] for _ in xs[1:]]
    for i in members:
        x = (words[i].box.x0 + words[i].box.x1) / 2
        out[max(0, min(len(xs) - 2, sum(b <= x for b in xs) - 1))].append(i)
    return out


def _wrap(words: Sequence[Word], body: Sequence[Line], xs: Sequence[float]) -> float:
    """Return the usual gap between the lines of a sentence (in sizes)."""
    gaps = []
    for members in _by_column(words, [i for x in body for i in x.words], xs):
        for a, b in itertools.pairwise(lines_of(words, members)):
            gaps.append((b.box.top - a.box.bottom) / max(a.size, 1.0))
    close = sorted(g for g in gaps if g <= WIDEST_WRAP)
    return max(close[len(close) // 4], 0.0) if close else USUAL_WRAP


def _cellfuls(words: Sequence[Word], members: Sequence[int], xs: Sequence[float], wrap: float) -> list[list[Cellful]]:
    out: list[list[Cellful]] = []
    for own in _by_column(words, members, xs):
        groups: list[list[Line]] = []
        for x in lines_of(words, own):
            gap = x.box.top - groups[-1][-1].box.bottom if groups else 0.0
            if not groups or gap > (wrap + FRESH) * x.size or bullet_of(words, x):
                groups.append([])
            groups[-1].append(line(words, x.words))
        out.append([Cellful(tuple(g), bullet_of(words, g[0]) in BULLETS) for g in groups])
    return out


def _section(columns: Columns, rules: Sequence[float]) -> Rows | None:
    top = _level_columns(columns)
    starts = (_between_rules(columns, top, rules) or _starts(columns, top)) if len(top) > 1 else []
    if not starts:
        return None
    bottom = max(c.bottom for column in columns for c in column)
    cells: list[dict[int, tuple[int, ...]]] = [{} for _ in starts]
    ends = list(starts)
    middles = {n: _joined(column) for n, column in enumerate(columns) if n not in top and column}
    spans = spans_of(middles, starts, (bottom, bottom + _pad(columns, top)), min(top))
    if spans is None:
        return None
    for n in top:
        column = columns[n]
        for cell in column:
            at = max(sum(s <= cell.top + LEVEL * cell.lines[0].size for s in starts) - 1, 0)
            cells[at][n] = (*cells[at].get(n, ()), *cell.words)
            ends[at] = max(ends[at], cell.bottom)
    rows = (Row(s, e, c) for s, e, c in zip(starts, ends, cells, strict=True))
    return Rows(tuple(rows), tuple(spans), bottom)


def _level_columns(columns: Columns) -> list[int]:
    """Return the columns whose cells begin level with those of the others; the least level ones go first."""
    top = [n for n, cells in enumerate(columns) if cells]
    while len(top) > 1:
        share, worst = min((_share(columns, n, top), -n) for n in top)
        if share >= TOP_SHARE:
            break
        top.remove(-worst)
    return _family(columns, top)


def _family(columns: Columns, top: Sequence[int]) -> list[int]:
    """Leave out columns that are level with one another but not with that of the most cells: each spans rows."""
    if not top:
        return []
    kin = {max(top, key=lambda n: (len(columns[n]), -n))}
    while fresh := {n for n in top if n not in kin and _kinship(columns, n, kin) >= KIN}:
        kin |= fresh
    return [n for n in top if n in kin]


def _kinship(columns: Columns, n: int, kin: Iterable[int]) -> float:
    """Return the share of the cells of a column that begin level with a cell of others."""
    others = [c for m in kin for c in columns[m]]
    return sum(any(_level(c, o) for o in others) for c in columns[n]) / len(columns[n])


def _share(columns: Columns, n: int, top: Sequence[int]) -> float:
    """Return the share of the cells of a column that begin level with others.

    Items of lists count half where there is anything else: one of them is level with anything.
    """
    own = [c for c in columns[n] if not c.listed] or columns[n][:1]
    every = [c for m in top if m != n for c in columns[m]]
    others = [[c for c in columns[m] if not c.listed] for m in top if m != n]
    plain = [c for cells in others for c in cells] if any(len(cells) > 1 for cells in others) else every
    level = [sum(any(_level(c, o) for o in anchors) for c in own) for anchors in (plain, every)]
    return sum(level) / (2 * len(own))


def _level(a: Cellful, b: Cellful) -> bool:
    return abs(a.top - b.top) <= LEVEL * max(a.lines[0].size, b.lines[0].size)


def _starts(columns: Columns, top: Sequence[int]) -> list[float]:
    """Return where rows begin (points): in two columns at once, or in the column that begins most of them."""
    plain = [[c for c in columns[n] if not c.listed] for n in top]
    key = next((cells for cells in plain if len(cells) > 1), plain[0])
    found: list[float] = []
    for n, cells in zip(top, plain, strict=True):
        for cell in cells:
            others = [c for m in top if m != n for c in columns[m]]
            if any(c is cell for c in key) or any(_level(cell, o) for o in others):
                found.append(cell.top)
    first = min((c.top for n in top for c in columns[n]), default=0.0)
    size = max((c.lines[0].size for n in top for c in columns[n]), default=1.0)
    out: list[float] = []
    for at in sorted([first, *found]):
        if not out or at - out[-1] > LEVEL * size:
            out.append(at)
    return [s for s in out if not _inside(columns, top, s)]


def _between_rules(columns: Columns, top: Sequence[int], rules: Sequence[float]) -> list[float]:
    """Return the tops of the texts between rules (points), where rules part most rows; else nothing."""
    starts = _starts(columns, top)
    ruled = sum(any(a < r < b for r in rules) for a, b in itertools.pairwise(starts))
    if not ruled or ruled < RULED * (len(starts) - 1):
        return []
    tops: dict[int, float] = {}
    for cell in (c for n in top for c in columns[n]):
        band = sum(r < cell.top for r in rules)
        tops[band] = min(tops.get(band, cell.top), cell.top)
    return [tops[band] for band in sorted(tops)]


def _inside(columns: Columns, top: Sequence[int], start: float) -> bool:
    """Whether a text goes on through a place where a row would begin."""
    return any(
        c.top < start - LEVEL * c.lines[0].size and c.bottom > start + LEVEL * c.lines[0].size
        for n in top
        for c in columns[n]
    )


def _pad(columns: Columns, top: Sequence[int]) -> float:
    """Return the least gap between what stands in two rows (points)."""
    gaps = [b.top - a.bottom for n in top for a, b in itertools.pairwise(columns[n]) if b.top > a.bottom]
    return min(gaps, default=0.0)


def spans_of(
    middles: Mapping[int, Sequence[Cellful]], starts: Sequence[float], bottoms: Sequence[float], first_top: int
) -> list[Spanning] | None:
    """Give every text in the middle of rows its rows, none where one has no such rows.

    A last row may be higher than its text (``bottoms``, points, are the least of it): as high as a text in its
    middle says, the height with which all columns agree best.
    """
    lasts = (cells[-1] for cells in middles.values())
    heights = {*bottoms, *(b for c in lasts if (b := c.top + c.bottom - starts[-1]) > bottoms[0])}
    best: tuple[float, list[Spanning]] | None = None
    for height in sorted(heights):
        found = [_centred(n, cells, [*starts, height], covers=n < first_top) for n, cells in sorted(middles.items())]
        whole = [f for f in found if f is not None]
        cost = sum(c for c, _ in whole)
        if len(whole) == len(found) and (best is None or cost < best[0]):
            best = (cost, [s for _, spans in whole for s in spans])
    return best[1] if best is not None else None


def _centred(
    column: int, joined: Sequence[Cellful], edges: Sequence[float], *, covers: bool
) -> tuple[float, tuple[Spanning, ...]] | None:
    """Give every text of a column the run of rows that it stands in the middle of, and tell how well they fit.

    ``covers`` says that the column labels rows, so that no row should be left without a label.
    """
    rows = len(edges) - 1
    best: dict[tuple[int, int], tuple[float, tuple[Spanning, ...]]] = {(0, 0): (0.0, ())}
    for k, cell in enumerate(joined):
        for at in range(rows):
            if (k, at) not in best:
                continue
            cost, chosen = best[k, at]
            for first, stop in itertools.combinations(range(at, rows + 1), 2):
                off = _off(cell, edges, first, stop)
                if off > OFF_CENTRE:
                    continue
                total = cost + off + (UNCOVERED * (first - at) if covers else 0.05 * (stop - first))
                known = best.get((k + 1, stop))
                if known is None or total < known[0]:
                    best[k + 1, stop] = (total, (*chosen, Spanning(column, first, stop, cell.words)))
    ends = [
        (cost + (UNCOVERED * (rows - at) if covers else 0.0), chosen)
        for (k, at), (cost, chosen) in best.items()
        if k == len(joined)
    ]
    return min(ends, key=lambda e: e[0], default=None)


def _joined(cells: Sequence[Cellful]) -> list[Cellful]:
    """Join what stands in one cell: items of a list, and a bold name with the text close below it."""
    out: list[Cellful] = []
    for cell in cells:
        last = out[-1] if out else None
        close = last is not None and cell.top - last.bottom <= CLOSE * cell.lines[0].size
        named = close and last is not None and last.lines[0].bold and not cell.lines[0].bold
        if last is not None and (named or (cell.listed and last.listed)):
            out[-1] = Cellful((*last.lines, *cell.lines), last.listed)
        else:
            out.append(cell)
    return out


def _off(cell: Cellful, edges: Sequence[float], first: int, stop: int) -> float:
    """Return how far (in sizes) a text stands from the middle of rows; too far where it does not fit into them."""
    size = max(x.size for x in cell.lines)
    if cell.top < edges[first] - LEVEL * size or cell.bottom > edges[stop] + LEVEL * size:
        return 2 * OFF_CENTRE
    return abs((cell.top + cell.bottom) / 2 - (edges[first] + edges[stop]) / 2) / size
