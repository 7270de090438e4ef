"""Tables made of texts and boxes that stand apart: rows by what is level, columns by what is in line.

One column says what the rows are: that with the most wordings.  Beside it stand columns of what is level with its
texts; left of it boxes that stand in the middle of the rows that they are for, as in a tree of boxes; above it
headings, one over each column; between the rows texts from the left that name those below.  A text among them that
has no place in this is reason enough to leave all as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import mean

from pipeline.extract.items import BULLETS, NUMBER, Line
from pipeline.extract.tables.begun import Cellful, spans_of
from pipeline.model import Block, BlockKind, Box, Cell, Item, Table

LINE = 4.0
LEAST_ROWS = 3
WORDING = 3
SHORT = 4
LONGER = 1.5
NARROW = 0.6
HEADING = 5
HEAD_GAP = 60.0
SHARE = 0.6
SPARSE = 0.3
LEAST_COLUMNS = 3
CLOSE = 0.8
OFF = 0.3
LEAST_OFF = 6.0
INFERRED = 0.8
SILENT = frozenset((BlockKind.TITLE, BlockKind.NOTES, BlockKind.FURNITURE))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A text with a place of its own: a box with all its items, or one item (``at``: of which block)."""

    items: tuple[Item, ...]
    box: Box
    at: int
    drawn: bool
    fill: str = ""

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(i.reading.text.split()) for i in self.items)

    @property
    def middle(self) -> float:
        """Its height on the page (points)."""
        return (self.box.top + self.box.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Column:
    """Units one below the other, and the rows (first, stop) of each."""

    units: tuple[_Unit, ...]
    rows: tuple[tuple[int, int], ...]

    @property
    def box(self) -> Box:
        """The box around all units."""
        return Box.around([u.box for u in self.units])


@dataclass(frozen=True, slots=True)
class _Found:
    """A table in the making: columns from left to right, headings by column, texts before rows."""

    columns: tuple[_Column, ...]
    main: _Column
    heads: dict[int, _Unit]
    sections: dict[int, _Unit]


def loose_tables(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[tuple[Table, ...], tuple[Block, ...]]:
    """Return the tables that are made of blocks, and the blocks that are left, in their order."""
    units = list(_units(blocks))
    found = _found(units, [t.box for t in tables])
    if found is None:
        return (), tuple(blocks)
    taken = {id(i) for u in _members(found) for i in u.items}
    left = []
    for block in blocks:
        items = tuple(i for i in block.items if id(i) not in taken)
        if len(items) == len(block.items):
            left.append(block)
        elif items:
            left.append(replace(block, items=items, box=Box.around([i.box for i in items])))
    return (_table(found),), tuple(left)


def _units(blocks: Sequence[Block]) -> Iterator[_Unit]:
    for n, block in enumerate(blocks):
        if block.kind in SILENT or not block.items:
            continue
        if block.kind is BlockKind.BOX:
            yield _Unit(block.items, block.box, n, drawn=True, fill=block.fill)
            continue
        for item in block.items:
            yield _Unit((item,), item.box, n, drawn=False)


def _found(units: Sequence[_Unit], tables: Sequence[Box]) -> _Found | None:
    main = _main(units)
    if main is None:
        return None
    rest = [u for u in units if u not in main.units]
    columns = [main]
    groups = _groups(rest)
    for group in groups:
        column = _level(group, main) or _spanning(group, main)
        if column is not None and not any(_across(column.box, c.box) for c in columns):
            columns.append(column)
    if len(columns) >= LEAST_COLUMNS:
        left = min(c.box.x0 for c in columns)
        labels = [[u for u in g if u.box.x1 <= left and _meets_rows(u, main)] for g in groups]
        free = [g for g in labels if g and not any(_across(Box.around([u.box for u in g]), c.box) for c in columns)]
        columns += _centred(free, columns, main)
    columns.sort(key=lambda c: c.box.x0)
    own = [u for c in columns for u in c.units]
    taken = {id(i) for u in own for i in u.items}
    rest = [u for u in rest if id(u.items[0]) not in taken]
    heads = _heads(rest, columns, min(u.box.top for u in main.units))
    around = Box.around([u.box for u in (*own, *heads.values())])
    sections = _sections([u for u in rest if u not in heads.values()], main, around)
    found = _Found(tuple(columns), main, heads, sections)
    taken |= {id(i) for u in _members(found) for i in u.items}
    strangers = [u for u in units if id(u.items[0]) not in taken and _meets(u.box, around)]
    if strangers or any(_meets(t, around) for t in tables) or not _is_table(found):
        return None
    return found


def _main(units: Sequence[_Unit]) -> _Column | None:
    """Return the column of the most wordings that begin in line, one below the other."""
    wordy = [u for u in units if u.words >= WORDING and not any(i.bullet in BULLETS for i in u.items)]
    best: list[_Unit] = []
    for first in wordy:
        group = sorted((u for u in wordy if _starts(u, first)), key=lambda u: u.box.top)
        apart = all(a.box.bottom <= b.box.top + LINE for a, b in itertools.pairwise(group))
        if apart and (len(group), sum(u.words for u in group)) > (len(best), sum(u.words for u in best)):
            best = group
    if len(best) < LEAST_ROWS:
        return None
    return _Column(tuple(best), tuple((n, n + 1) for n in range(len(best))))


def _starts(a: _Unit, b: _Unit) -> bool:
    look = [(round(u.items[0].size), u.items[0].bold, u.drawn) for u in (a, b)]
    return abs(a.box.x0 - b.box.x0) <= LINE and look[0] == look[1]


def _groups(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Group units that are in line by their left edges, middles or right edges, the largest groups first."""
    out: list[list[_Unit]] = []
    left = list(units)
    while left:
        ways = (
            [u for u in left if abs(_edge(u, way) - _edge(first, way)) <= LINE and u.drawn == first.drawn]
            for first in left
            for way in range(3)
        )
        best = max(ways, key=len)
        out.append(sorted(best, key=lambda u: u.box.top))
        left = [u for u in left if u not in best]
    return out


def _edge(unit: _Unit, way: int) -> float:
    return (unit.box.x0, (unit.box.x0 + unit.box.x1) / 2, unit.box.x1)[way]


def _level(group: Sequence[_Unit], main: _Column) -> _Column | None:
    """Return the units of a group that are level with texts of the main column, if most are and for most of them."""
    kept: list[tuple[_Unit, tuple[int, int]]] = []
    for unit in group:
        rows = [
            n for n, m in enumerate(main.units) if m.box.top - LINE <= unit.middle <= m.box.bottom + m.items[0].size
        ]
        near = min(rows, key=lambda n: abs(main.units[n].middle - unit.middle), default=None)
        beside = near is not None and not _across(unit.box, main.units[near].box)
        if near is not None and beside and all(rows[0] != near for _, rows in kept):
            kept.append((unit, (near, near + 1)))
    every = len(kept) == len(group) and all(abs(u.box.top - main.units[a].box.top) <= LINE for u, (a, _) in kept)
    if len(kept) < max(2, (SPARSE if every else SHARE) * len(main.units)):
        return None
    return _Column(tuple(u for u, _ in kept), tuple(r for _, r in kept))


def _reaches(row: _Unit, middle: float) -> bool:
    """Whether a height is that of a row: what stands in its middle may be lower than a short wording at its top."""
    return row.box.top - LINE <= middle <= row.box.bottom + row.items[0].size


def _spanning(group: Sequence[_Unit], main: _Column) -> _Column | None:
    """Return boxes left of the main column, each with the rows that it stands in the middle of."""
    units = [u for u in group if u.drawn and u.box.x1 <= main.box.x0 + LINE and _beside(u.box, main.box)]
    count = len(main.units)
    if not units or len(units) > count:
        return None
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in itertools.islice(itertools.combinations(range(1, count), len(units) - 1), 5000):
        edges = (0, *cuts, count)
        offs = [_off(u, main.units[a:b]) for u, (a, b) in zip(units, itertools.pairwise(edges), strict=True)]
        if max(offs) <= 1 and (best is None or sum(offs) < best[0]):
            best = sum(offs), edges
    return _Column(tuple(units), tuple(itertools.pairwise(best[1]))) if best is not None else None


def _meets_rows(unit: _Unit, main: _Column) -> bool:
    return main.box.top - LINE <= unit.middle <= main.box.bottom + HEAD_GAP / 2


def _centred(groups: Sequence[Sequence[_Unit]], columns: Sequence[_Column], main: _Column) -> Iterator[_Column]:
    """Yield the columns of texts that stand in the middle of rows, if all of the groups do."""
    joined = {n: _stacked(g) for n, g in enumerate(groups)}
    starts = [min(u.box.top for c in columns for u, (a, _) in _placed(c) if a == n) for n in range(len(main.units))]
    ends = [max(u.box.bottom for c in columns for u, (a, _) in _placed(c) if a == n) for n in range(len(main.units))]
    pad = min(b - a for a, b in zip(ends, starts[1:], strict=False))
    middles = {n: [_cellful(u) for u in units] for n, units in joined.items()}
    found = spans_of(middles, starts, (ends[-1], ends[-1] + max(pad, 0.0)), len(joined)) if middles else None
    for n, units in joined.items() if found else ():
        rows = {s.words: (s.first, s.stop) for s in found or () if s.column == n}
        yield _Column(tuple(units), tuple(rows[c.words] for c in middles[n]))


def _placed(column: _Column) -> Iterator[tuple[_Unit, tuple[int, int]]]:
    """Yield the units that stand in one row, with their rows."""
    return ((u, r) for u, r in zip(column.units, column.rows, strict=True) if r[1] == r[0] + 1)


def _stacked(units: Sequence[_Unit]) -> list[_Unit]:
    """Join texts right below one another: a label and its wording."""
    out: list[_Unit] = []
    for unit in units:
        last = out[-1] if out else None
        if last is not None and unit.box.top - last.box.bottom <= CLOSE * unit.items[0].size:
            out[-1] = replace(last, items=(*last.items, *unit.items), box=Box.around([last.box, unit.box]))
        else:
            out.append(unit)
    return out


def _cellful(unit: _Unit) -> Cellful:
    return Cellful(tuple(Line(i.words, i.box, i.size, i.bold, i.color) for i in unit.items), listed=False)


def _off(unit: _Unit, rows: Sequence[_Unit]) -> float:
    """Return how far a box stands from the middle of rows, 1 at the most that may be."""
    top, bottom = rows[0].box.top, rows[-1].box.bottom
    return abs(unit.middle - (top + bottom) / 2) / max(OFF * rows[0].box.height, LEAST_OFF)


def _heads(units: Sequence[_Unit], columns: Sequence[_Column], top: float) -> dict[int, _Unit]:
    """Return the headings by column: short texts level with one another, right above, each over one column."""
    above = [u for u in units if top - HEAD_GAP <= u.box.bottom <= top + LINE and 0 < u.words <= HEADING]
    best: dict[int, _Unit] = {}
    for first in above:
        row = [u for u in above if abs(u.middle - first.middle) <= LINE]
        over = [[n for n, c in enumerate(columns) if _stands_over(u.box, c.box)] for u in row]
        named = {ns[0]: u for ns, u in zip(over, row, strict=True) if len(ns) == 1}
        if len(named) == len(row) > len(best):
            best = named
    return best if len(best) > 1 else {}


def _stands_over(head: Box, column: Box) -> bool:
    x = (head.x0 + head.x1) / 2
    return column.x0 - LINE <= x <= column.x1 + LINE


def _sections(units: Sequence[_Unit], main: _Column, around: Box) -> dict[int, _Unit]:
    """Return texts between rows, from the left, by the row that they stand before."""
    out: dict[int, _Unit] = {}
    for unit in units:
        row = sum(m.middle < unit.middle for m in main.units)
        between = (row == 0 or main.units[row - 1].box.bottom <= unit.box.top + LINE) and (
            row < len(main.units) and unit.box.bottom <= main.units[row].box.top + LINE
        )
        near = row > 0 or main.units[0].box.top - unit.box.bottom <= HEAD_GAP / 2
        if between and near and unit.box.x0 <= around.x0 + LINE and row not in out:
            out[row] = unit
    return out if any(row > 0 for row in out) else {}


def _is_table(found: _Found) -> bool:
    """Whether columns belong to one table: headings say so, or short texts behind each wording.

    Labels before the wordings alone make cards or goals with their numbers, boxes as wide as those of the wordings
    an organisation's chart.
    """
    others = [c for c in found.columns if c is not found.main]
    if not others:
        return False
    if len(found.heads) > 1:
        return True
    words = mean(u.words for u in found.main.units)
    named = [c for c in others if not _numbers(c)]
    level = [c for c in named if all(b == a + 1 for a, b in c.rows)]
    named = [c for c in named if c in level or c.box.x0 > found.main.box.x0 or c.units[0].drawn]
    narrow = [c for c in level if not c.units[0].drawn or c.box.width < NARROW * found.main.box.width]
    short = [c for c in narrow if mean(u.words for u in c.units) <= min(SHORT, words / LONGER)]
    behind = any(c.box.x0 > found.main.box.x0 for c in named)
    return len(short) == len(named) and (behind or len(short) >= LEAST_COLUMNS - 1)


def _numbers(column: _Column) -> bool:
    return all(NUMBER.fullmatch(i.reading.text) or i.reading.text.isdigit() for u in column.units for i in u.items)


def _members(found: _Found) -> list[_Unit]:
    return [*(u for c in found.columns for u in c.units), *found.heads.values(), *found.sections.values()]


def _across(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > LINE


def _beside(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) > max(a.top, b.top)


def _meets(a: Box, b: Box) -> bool:
    return _across(a, b) and min(a.bottom, b.bottom) - max(a.top, b.top) > LINE


def _table(found: _Found) -> Table:
    """Return the table with its headings in the first row and each section in a row of its own."""
    first = 1 if found.heads else 0
    starts = [first + n + sum(s <= n for s in found.sections) for n in range(len(found.main.units))]
    rows = first + len(found.main.units) + len(found.sections)
    xs = _borders([c.box.x0 for c in found.columns], [c.box.x1 for c in found.columns])
    lines = [(u.box, starts[n]) for n, u in enumerate(found.main.units)]
    lines += [(u.box, starts[n] - 1) for n, u in found.sections.items()]
    lines += [(Box.around([u.box for u in found.heads.values()]), 0)] if found.heads else []
    lines.sort(key=lambda x: x[1])
    ys = _borders([b.top for b, _ in lines], [b.bottom for b, _ in lines])
    width = len(found.columns)
    cells = {(0, c): _cell(u, (0, c, 1, 1), xs, ys) for c, u in found.heads.items()}
    for n, unit in found.sections.items():
        cells[starts[n] - 1, 0] = _cell(unit, (starts[n] - 1, 0, 1, width), xs, ys)
    for c, column in enumerate(found.columns):
        for unit, (a, b) in zip(column.units, column.rows, strict=True):
            cells[starts[a], c] = _cell(unit, (starts[a], c, starts[b - 1] + 1 - starts[a], 1), xs, ys)
    covered = {(r, c) for x in cells.values() for r in range(x.row, x.row + x.row_span)
               for c in range(x.column, x.column + x.column_span)}  # fmt: skip
    for r, c in itertools.product(range(rows), range(width)):
        if (r, c) not in covered:
            cells[r, c] = Cell(r, c, 1, 1, (), Box(xs[c], ys[r], xs[c + 1], ys[r + 1]))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Table(tuple(cells[k] for k in sorted(cells)), rows, width, box, confidence=INFERRED)


def _borders(lows: Sequence[float], highs: Sequence[float]) -> list[float]:
    return [lows[0], *((a + b) / 2 for a, b in zip(highs, lows[1:], strict=False)), highs[-1]]


def _cell(unit: _Unit, frame: tuple[int, int, int, int], xs: Sequence[float], ys: Sequence[float]) -> Cell:
    row, column, rows, columns = frame
    box = Box(xs[column], ys[row], xs[column + columns], ys[row + rows])
    return Cell(row, column, rows, columns, unit.items, box, unit.fill)
