"""Tables without rules: columns below the headings of a header, rows where their cells begin.

Three things are asked of the text: a header of three or more headings, gaps that run through the lines
below it, and rows that begin in several columns at once.  What begins at no row's first line stands in
the middle of the rows that it is for.  Lists side by side, cards and columns of a page fail the last two.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.items import BULLETS, NUMBER, Line, line, lines_of
from pipeline.extract.tables.begun import Rows, rows_of
from pipeline.extract.tables.edges import Border
from pipeline.extract.tables.grid import Frame, Grid, build
from pipeline.extract.tables.gutters import free_stretches
from pipeline.extract.tables.headers import header_frames, over_columns
from pipeline.extract.tables.regions import WIDEST_GAP, pieces
from pipeline.model import Box, Word

INFERRED = 0.8
LEAST_COLUMNS = 3
LEAST_ROWS = 2
NARROW = 0.45
SLIT = 0.15
WIDE = 0.9
CROSSED = 0.12
HEAD_LINES = 6
HEAD_GAP = 1.5
HEAD_WORDS = 5
SMALLER = 0.85
NAMED = 0.7
OFF = 1.5
ALIKE = 0.5
RULED = 0.9
MARGIN = 4.0
HEAD_RULE = 20.0


def aligned(
    words: Sequence[Word], indexes: Sequence[int], heads: Iterable[int], across: Sequence[Border] = ()
) -> list[Grid]:
    """Return the tables among the words ``indexes`` whose headings are among the words ``heads``, from the top.

    ``across`` are the horizontal lines of the page: where they part most rows, they part all.
    """
    out: list[Grid] = []
    lines = lines_of(words, heads)
    for n, first in enumerate(lines):
        if out and first.box.top < out[-1].box.bottom:
            continue
        head = _header(words, lines[n:])
        if head and (grid := _below(words, indexes, head, across)) is not None:
            out.append(grid)
    return out


def _header(words: Sequence[Word], lines: Sequence[Line]) -> list[Line]:
    """Return the bold lines that a header is made of, if they hold enough headings."""
    out: list[Line] = []
    for x in lines[:HEAD_LINES]:
        if not x.bold or (out and not _goes_on(words, out[-1], x)):
            break
        out.append(x)
    found = headings(words, out) if any(len(pieces(words, x)) > 1 for x in out) else []
    short = sum(len(x.words) for x in out) <= HEAD_WORDS * len(found)
    if len(found) < LEAST_COLUMNS or not short or _is_caption(words, out, found):
        return []
    return out


def _is_caption(words: Sequence[Word], head: Sequence[Line], names: Sequence[tuple[float, float]]) -> bool:
    """Whether the first of several lines stands above the header: one text from the left over several headings."""
    first = head[0]
    if len(head) < 2 or len(pieces(words, first)) > 1 or first.box.x0 >= names[0][1]:
        return False
    return first.color != head[1].color or first.box.x1 > names[1][0]


def _goes_on(words: Sequence[Word], above: Line, x: Line) -> bool:
    """Whether a line belongs to the header that another begins: close below, further only below several headings."""
    gap = x.box.top - above.box.bottom
    close = HEAD_GAP if len(pieces(words, above)) > 1 else 0.8
    return gap <= close * x.size and SMALLER <= x.size / max(above.size, 1.0) <= 1 / SMALLER


def headings(
    words: Sequence[Word], head: Sequence[Line], gaps: Sequence[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Return the stretches of x of the lowest headings of a header, from left to right (points).

    Headings that stand close to one another are parted where a gap runs through the lines below.  What stands
    over such a gap, above more headings than its own line has, groups them.
    """
    out: list[tuple[float, float]] = []
    for x in reversed(head):
        for part in _parted(words, x, gaps):
            low, high = words[part[0]].box.x0, words[part[-1]].box.x1
            fewer = x is not head[-1] and len(pieces(words, x)) < len(pieces(words, head[-1]))
            if fewer and any(a <= low and high <= b for a, b in gaps):
                continue
            if all(high <= a or low >= b for a, b in out):
                out.append((low, high))
    return sorted(out)


def _parted(words: Sequence[Word], x: Line, gaps: Sequence[tuple[float, float]]) -> Iterator[list[int]]:
    for phrase in pieces(words, x):
        part = phrase[:1]
        for a, b in itertools.pairwise(phrase):
            low, high = words[a].box.x1, words[b].box.x0
            starts, ends = words[phrase[0]].box.x0, words[phrase[-1]].box.x1
            if any(min(high, q) - max(low, p) > SLIT * x.size and starts < p and ends > q for p, q in gaps):
                yield part
                part = []
            part.append(b)
        yield part


def _below(
    words: Sequence[Word], indexes: Sequence[int], head: Sequence[Line], across: Sequence[Border]
) -> Grid | None:
    """Return the table that a header begins, if its text stands in columns and rows."""
    around = Box.around([x.box for x in head])
    own = {i for x in head for i in x.words}
    reach = around.x0 - head[0].size
    under = [i for i in indexes if i not in own and words[i].box.top >= around.bottom - 2 and words[i].box.x1 > reach]
    body = _body(words, lines_of(words, under), around.bottom)
    xs = _columns(words, body, head) if len(body) > 1 else None
    if xs is None or len(xs) - 1 < LEAST_COLUMNS:
        return None
    rules = [b for b in across if b.ruled and min(b.high, xs[-1]) - max(b.low, xs[0]) >= RULED * (xs[-1] - xs[0])]
    close = [b for b in rules if around.top - HEAD_RULE <= b.at <= body[-1].box.bottom + HEAD_RULE]
    xs[-1] = max([xs[-1], *(b.high for b in close)])
    found = rows_of(words, body, xs, [b.at for b in rules])
    if found is None or not _holds(words, found, len(xs) - 1):
        return None
    return _grid(words, head, found, xs)


def _body(words: Sequence[Word], lines: Sequence[Line], top: float) -> list[Line]:
    """Return the lines that follow a header without a break, no second header and no note among them."""
    out: list[Line] = []
    bottom = top
    for x in lines:
        if x.bold and len(pieces(words, x)) >= LEAST_COLUMNS:
            out = list(itertools.dropwhile(lambda y: y.bold and len(pieces(words, y)) == 1, reversed(out)))[::-1]
            break
        if x.box.top - bottom > WIDEST_GAP * x.size:
            break
        out.append(x)
        bottom = max(bottom, x.box.bottom)
    sizes = sorted(x.size for x in out)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    while len(out) > 1 and (out[-1].size < SMALLER * usual or _stands_off(words, out)):
        out.pop()
    return out


def _stands_off(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether the last line stands clearly further off than any other: a footer."""
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(lines)]
    few = len(gaps) < 3 or len(pieces(words, lines[-1])) > LEAST_COLUMNS - 1
    return not few and gaps[-1] > OFF * max(*gaps[:-1], lines[-1].size)


def _columns(words: Sequence[Word], body: Sequence[Line], head: Sequence[Line]) -> list[float] | None:
    """Return the borders of the columns (points), none where headings and columns do not go together."""
    size = sorted(x.size for x in body)[len(body) // 2]
    under = headings(words, head)
    several = [x for x in body if len(pieces(words, x)) > 1 or _width(x, under) < 2]
    open_ = free_stretches(words, several, int(CROSSED * len(several)))
    gaps = [(g.low, g.high) for g in open_ if g.high - g.low >= NARROW * size]
    names = headings(words, head, gaps)
    low = min([names[0][0], *(x.box.x0 for x in several)])
    high = max([names[-1][1], *(x.box.x1 for x in several)])
    borders = [at for n in range(len(gaps)) for at in _between(gaps, n, names)]
    xs = [low - 2, *(b for b in borders if low < b < high), high + 2]
    return _settled(words, several, xs, names, size)


def _between(gaps: Sequence[tuple[float, float]], n: int, names: Sequence[tuple[float, float]]) -> list[float]:
    """Return the borders in a gap between two columns: beside the headings that reach into it.

    A heading that stands in it alone names the column to its right or left, if that one has no other, else
    a column of its own in which nothing is written.  Cells begin close to their text.
    """
    low, high = gaps[n]
    before = gaps[n - 1][1] if n else -math.inf
    behind = gaps[n + 1][0] if n + 1 < len(gaps) else math.inf
    left_named = any(before <= a < low or before < b <= low for a, b in names)
    right_named = any(high < b <= behind or high <= a < behind for a, b in names)
    edges = [low]
    for a, b in (x for x in names if x[0] < high and x[1] > low):
        if a <= low or (b < high and right_named and not left_named and edges == [low]):
            edges[0] = max(edges[0], min(b, high))
        elif b >= high or not right_named:
            high, right_named = min(high, a), True
        else:
            edges += [a, b]
    edges.append(high)
    return [max((p + q) / 2, q - MARGIN) for p, q in zip(edges[::2], edges[1::2], strict=True) if q >= p]


def _width(x: Line, names: Sequence[tuple[float, float]]) -> int:
    """Return over how many headings' places a line runs."""
    return sum(min(x.box.x1, b) > max(x.box.x0, a) for a, b in names)


def _settled(
    words: Sequence[Word], lines: Sequence[Line], xs: list[float], names: Sequence[tuple[float, float]], size: float
) -> list[float] | None:
    """Take back borders that part a mark from its text or words from words; every heading has a column of its own."""
    at = 1
    while at < len(xs) - 1:
        left = [words[i] for x in lines for i in x.words if xs[at - 1] <= _middle(words[i].box) < xs[at]]
        marks = all(w.text in BULLETS or NUMBER.fullmatch(w.text) for w in left)
        named = [_named(xs, n, names) for n in (at - 1, at)]
        wide = min((b - a for a, b in _gaps(words, lines, xs[at])), default=0.0) >= WIDE * size
        if not all(named) and (marks or not wide):
            del xs[at]
        else:
            at += 1
    held = [n for n in range(len(xs) - 1) if _named(xs, n, names)]
    if any(sum(xs[n] <= (a + b) / 2 < xs[n + 1] for a, b in names) > 1 for n in held):
        return None
    return xs if len(held) >= max(LEAST_COLUMNS, NAMED * (len(xs) - 1)) else None


def _gaps(words: Sequence[Word], lines: Sequence[Line], at: float) -> list[tuple[float, float]]:
    """Return, for every line with words on both sides of a place, the gap there."""
    out = []
    for x in lines:
        left = [words[i].box.x1 for i in x.words if _middle(words[i].box) < at]
        right = [words[i].box.x0 for i in x.words if _middle(words[i].box) >= at]
        if left and right:
            out.append((max(left), min(right)))
    return out


def _named(xs: Sequence[float], column: int, names: Sequence[tuple[float, float]]) -> bool:
    return any(xs[column] <= (a + b) / 2 < xs[column + 1] for a, b in names)


def _middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2


def _holds(words: Sequence[Word], found: Rows, columns: int) -> bool:
    """Whether rows are those of a table: several columns in most of them, and no label that each cell repeats."""
    plain = [r for r in found.rows if not r.across]
    several = [r for r in plain if len(r.cells) > 1]
    if len(plain) < LEAST_ROWS or len(several) * 2 < len(plain) or len(several) < LEAST_ROWS:
        return False
    filled = {c for r in plain for c in r.cells} | {s.column for s in found.spans}
    return len(filled) * 2 > columns and not labelled(words, [tuple(r.cells.values()) for r in several])


def labelled(words: Sequence[Word], rows: Sequence[Sequence[tuple[int, ...]]]) -> bool:
    """Whether in many rows two cells begin with the same word and a colon, as cards do."""
    alike = 0
    for cells in rows:
        firsts = [words[min(m, key=lambda i: (round(words[i].box.top), words[i].box.x0))].text for m in cells if m]
        alike += any(a.endswith(":") and firsts.count(a) > 1 for a in firsts)
    return alike > 0 and alike >= ALIKE * len(rows)


def _grid(words: Sequence[Word], head: Sequence[Line], found: Rows, xs: Sequence[float]) -> Grid:
    columns = len(xs) - 1
    over = _over(words, head, xs)
    lines = _one_row(words, head, xs) if all(a == b for spans in over for a, b in spans) else [*head]
    over = over if len(lines) == len(head) else [_over(words, lines, xs)[0]]
    frames = header_frames(over, 0, 0, columns)
    first = len(lines)
    members: dict[tuple[int, int], list[int]] = {}
    for (r, c), held in _in_frames(words, lines, frames, xs).items():
        members[r, c] = held
    taken: set[tuple[int, int]] = set()
    for s in found.spans:
        frames.append((first + s.first, s.column, s.stop - s.first, 1))
        members[first + s.first, s.column] = list(s.words)
        taken.update((n, s.column) for n in range(s.first, s.stop))
    for n, row in enumerate(found.rows):
        if row.across:
            frames.append((first + n, 0, 1, columns))
            members[first + n, 0] = [i for m in row.cells.values() for i in m]
            continue
        for c in range(columns):
            if (n, c) not in taken:
                frames.append((first + n, c, 1, 1))
                members[first + n, c] = list(row.cells.get(c, ()))
    return replace(_built(xs, _heights(lines, found), frames, members), spans_known=bool(found.spans))


def _one_row(words: Sequence[Word], head: Sequence[Line], xs: Sequence[float]) -> list[Line]:
    return [line(words, [i for x in head for i in x.words])]


def _over(words: Sequence[Word], head: Sequence[Line], xs: Sequence[float]) -> list[list[tuple[int, int]]]:
    """Return the columns that the headings of each line stand over; in a single line each stands over one."""
    out: list[list[tuple[int, int]]] = []
    gaps = [(x - 2, x + 2) for x in xs[1:-1]]
    for x in head:
        spans: list[tuple[int, int]] = []
        for part in _parted(words, x, gaps if x is head[-1] else ()):
            low, high = words[part[0]].box.x0, words[part[-1]].box.x1
            a, b = _at(xs, low + 0.25 * x.size), _at(xs, high - 0.25 * x.size)
            a, b = (a, b) if len(head) > 1 else (_at(xs, (low + high) / 2),) * 2
            if spans and a <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(b, spans[-1][1]))
            else:
                spans.append((a, b))
        out.append(spans)
    if len(head) < 2:
        return out
    wide = (
        over_columns(words, xs, out, n, head, 0, len(xs) - 1) if len(out[n]) > 1 else out[n] for n in range(len(out))
    )
    return list(wide)


def _at(xs: Sequence[float], x: float) -> int:
    return max(0, min(len(xs) - 2, sum(b <= x for b in xs) - 1))


def _in_frames(
    words: Sequence[Word], lines: Sequence[Line], frames: Sequence[Frame], xs: Sequence[float]
) -> dict[tuple[int, int], list[int]]:
    out: dict[tuple[int, int], list[int]] = {}
    for n, x in enumerate(lines):
        for i in x.words:
            at = _at(xs, _middle(words[i].box))
            r, c, _, _ = next(f for f in frames if f[0] <= n < f[0] + f[2] and f[1] <= at < f[1] + f[3])
            out.setdefault((r, c), []).append(i)
    return out


def _heights(lines: Sequence[Line], found: Rows) -> list[float]:
    """Return the borders of the rows (points): midway between what stands in them."""
    stretches = [(x.box.top, x.box.bottom) for x in lines] + [(r.top, r.bottom) for r in found.rows]
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(stretches)]
    ys = [stretches[0][0] - 1, *inner, max(found.bottom, stretches[-1][1]) + 1]
    return [max(ys[: n + 1]) + 0.01 * n for n in range(len(ys))]


def _built(
    xs: Sequence[float], ys: Sequence[float], frames: Sequence[Frame], members: dict[tuple[int, int], list[int]]
) -> Grid:
    rows, columns = {}, {}
    grid = build(xs, ys, frames, INFERRED)
    for cell, (r, c, _, _) in zip(grid.cells, sorted(frames), strict=True):
        rows[cell.row], columns[cell.column] = r, c
    cells = tuple(
        replace(cell, words=tuple(sorted(members.get((rows[cell.row], columns[cell.column]), ()))))
        for cell in grid.cells
    )
    return replace(grid, cells=cells)
