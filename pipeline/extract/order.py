"""Reading order: columns one after the other, but rows where rows are what repeats; a frame keeps what it holds.

A top-down cut in the manner of the XY-cut (Nagy & Seth 1984), with columns preferred wherever a gutter
runs through: what stands in columns is read column by column, a heading with what stands below it.  Lines of
a list that are made of several boxes, and cards in a grid, are read row by row: they look alike from the first
row on, while headings over columns do not look like what stands below them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from pipeline.model import Block, BlockKind, Box

GUTTER = 6.0
SLACK = 0.1
MOST_SLACK = 4.0
LEVEL = 4.0
INSIDE = 0.8
NARROW = 0.35
LEAST_ROWS = 3
ALIKE = 0.8
MOST = 0.5


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is read in one go: one thing, or all that a frame holds; ``look`` tells things of a kind."""

    box: Box
    members: tuple[int, ...]
    drawn: bool
    look: Hashable = None


_Strip = Sequence[_Unit]


def in_reading_order(blocks: Sequence[Block], tables: Sequence[Box], frames: Sequence[Box] = ()) -> list[Block]:
    """Sort blocks; tables stand in the way of columns but are not returned, ``frames`` keep together what they hold."""
    boxes = [*(b.box for b in blocks), *tables]
    drawn = {n for n, b in enumerate(blocks) if b.kind is BlockKind.BOX}
    looks = [(round(b.items[0].size), b.items[0].bold, b.kind) if b.items else None for b in blocks]
    order = arranged(boxes, frames, drawn, [*looks, *(None for _ in tables)])
    return [blocks[n] for n in order if n < len(blocks)]


def arranged(
    boxes: Sequence[Box], frames: Sequence[Box] = (), drawn: Collection[int] = (), looks: Sequence[Hashable] = ()
) -> list[int]:
    """Return the indexes of the boxes as they are read.

    ``drawn`` are those with a face or outline of their own, ``looks`` (one for each box, if given) tell how
    their text is set.  What a frame holds is read in one go.
    """
    look = looks or [None] * len(boxes)
    units = [_Unit(box, (n,), n in drawn, look[n]) for n, box in enumerate(boxes)]
    for frame in sorted(set(frames), key=lambda f: (f.width * f.height, f)):
        inside = [u for u in units if holds(frame, u.box)]
        if 1 < len(inside) < len(units):
            members = tuple(n for u in _ordered(inside) for n in u.members)
            units = [u for u in units if not any(u is x for x in inside)]
            units.append(_Unit(frame, members, drawn=True, look="frame"))
    return [n for u in _ordered(units) for n in u.members]


def holds(frame: Box, box: Box) -> bool:
    """Whether a box lies in a larger one, but for a fifth of it."""
    wide = min(frame.x1, box.x1) - max(frame.x0, box.x0)
    high = min(frame.bottom, box.bottom) - max(frame.top, box.top)
    smaller = box.width * box.height < frame.width * frame.height
    return smaller and wide >= INSIDE * box.width and high >= INSIDE * box.height and min(wide, high) >= 0


def is_ground(frame: Box, inner: Sequence[Box]) -> bool:
    """Whether the boxes in a frame take up most of its height: it is their common ground and no box of its own."""
    covered, reach = 0.0, frame.top
    for box in sorted(inner, key=lambda b: b.top):
        covered += max(0.0, box.bottom - max(box.top, reach))
        reach = max(reach, box.bottom)
    return covered > MOST * frame.height


def _ordered(units: _Strip) -> list[_Unit]:
    if len(units) < 2:
        return list(units)
    strips = _strips(units, down=True)
    out: list[_Unit] = []
    at = 0
    while at < len(strips):
        end, columns = _columns(strips, at)
        if len(columns) < 2:
            out += sorted(strips[at], key=_place)
            at += 1
        elif _in_rows(strips[at:end]):
            for strip in strips[at:end]:
                out += (u for column in _strips(strip, down=False) for u in sorted(column, key=_place))
            at = end
        else:
            for column in columns:
                out += _ordered(column)
            at = end
    return out


def _columns(strips: Sequence[_Strip], at: int) -> tuple[int, list[list[_Unit]]]:
    """Return the longest run of strips from ``at`` that a gutter divides, and its columns."""
    best: tuple[int, list[list[_Unit]]] = (at + 1, [])
    run: list[_Unit] = []
    for end in range(at, len(strips)):
        run = [*run, *strips[end]]
        columns = _strips(run, down=False)
        if len(columns) < 2:
            break
        best = (end + 1, columns)
    return best


def _in_rows(strips: Sequence[_Strip]) -> bool:
    """Whether strips are rows: those of several things look alike, and one thing alone begins on the left."""
    rows = [s for s in strips if len(s) > 1]
    left = min(u.box.x0 for s in strips for u in s)
    alone = [s[0] for s in strips if len(s) == 1]
    if len(rows) < 2 or any(u.box.x0 > left + LEVEL for u in alone):
        return False
    first = min(rows[0], key=lambda u: u.box.x0)
    labelled = first.box.width <= NARROW * (max(u.box.x1 for s in rows for u in s) - left)
    drawn = all(u.drawn for s in rows for u in s) and _of_one_size([u for s in rows for u in s])
    if not drawn and not labelled and len(rows) < LEAST_ROWS:
        return False
    if any(len(_strips(s, down=False)) < len(s) for s in rows) or _same(rows[0], rows[1]) < 1:
        return False
    widest = max(rows, key=len)
    return all(_same(row, widest) >= ALIKE for row in rows)


def _of_one_size(units: _Strip) -> bool:
    """Whether the boxes are as high as one another, give or take a fifth: cards, not headings over something."""
    heights = [u.box.height for u in units]
    return min(heights) >= ALIKE * max(heights)


def _same(row: _Strip, other: _Strip) -> float:
    """Return the share of the smaller row's things that have one of their look in their place in the other."""
    small, large = sorted((row, other), key=len)
    return sum(any(u.look == v.look and _in_line(u.box, v.box) for v in large) for u in small) / len(small)


def _in_line(a: Box, b: Box) -> bool:
    return min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) <= LEVEL


def _place(unit: _Unit) -> tuple[int, float, float]:
    return round(unit.box.top), unit.box.x0, unit.box.bottom


def _strips(units: _Strip, *, down: bool) -> list[list[_Unit]]:
    """Cut at every gap that runs through: into rows (``down``; they may overlap a little) or columns."""
    spans = sorted((_reach(u.box, down=down), n) for n, u in enumerate(units))
    out: list[list[_Unit]] = []
    reach = 0.0
    for (low, high), n in spans:
        if out and low < reach + (0.0 if down else GUTTER):
            out[-1].append(units[n])
            reach = max(reach, high)
        else:
            out.append([units[n]])
            reach = high
    return out


def _reach(box: Box, *, down: bool) -> tuple[float, float]:
    if not down:
        return box.x0, box.x1
    slack = min(SLACK * box.height, MOST_SLACK)
    return box.top + slack, box.bottom - slack
