"""Which head governs which statement: the one beside it, the one whose branches meet in it, the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Box
from pipeline.normalise.outline_pieces import Piece, alike, middle

NEAR = 0.35
TOUCH = 4.0
SAME_COLUMN = 0.5
OFF = 0.2


@dataclass(frozen=True, slots=True)
class Level:
    """One row or column of heads, and for each statement the one that governs it (None: none does).

    ``sure`` is False where the places of heads and statements fit badly.  ``above`` for heads over the statements.
    """

    heads: tuple[Piece, ...]
    of: tuple[int | None, ...]
    sure: bool
    above: bool

    @property
    def used(self) -> tuple[Piece, ...]:
        """The heads that govern anything."""
        return tuple(h for n, h in enumerate(self.heads) if n in self.of)

    @property
    def whole(self) -> bool:
        """Whether one head governs all statements."""
        return len(set(self.of)) == 1 and None not in self.of


def levels_of(leaves: Sequence[Box], heads: Sequence[Piece]) -> tuple[Level, ...]:
    """Return the levels that govern statements: columns left of all of them, nearest first, then rows above."""
    if not leaves:
        return ()
    edge = min(b.x0 for b in leaves)
    beside = [h for h in heads if h.place.x1 <= edge + TOUCH and _reaches(h, leaves)]
    found = [_beside(leaves, column) for column in _columns(beside)]
    rest = [h for h in heads if not any(h is b for b in beside)]
    found += [_above(leaves, group) for group in _kinds(rest)]
    return tuple(level for level in found if any(o is not None for o in level.of))


def _reaches(head: Piece, leaves: Sequence[Box]) -> bool:
    """Whether a head stands within the height of the statements, not in a line above all of them."""
    return head.place.bottom > min(b.top for b in leaves) and head.place.top < max(b.bottom for b in leaves)


def _columns(heads: Sequence[Piece]) -> list[list[Piece]]:
    """Part heads into columns of heads one below the other, the one nearest to the statements first."""
    columns: list[list[Piece]] = []
    for head in sorted(heads, key=lambda h: (-h.place.x1, h.place.top)):
        for column in columns:
            one, other = column[0].place, head.place
            over = min(one.x1, other.x1) - max(one.x0, other.x0)
            if over >= SAME_COLUMN * min(one.width, other.width) and (
                alike(column[0], head) or _one_column(column[0], head)
            ):
                column.append(head)
                break
        else:
            columns.append([head])
    return [sorted(c, key=lambda h: h.place.top) for c in columns]


def _one_column(one: Piece, other: Piece) -> bool:
    """Whether two framed heads stand one below the other in like frames, whatever their type was shrunk to."""
    if one.frame is None or other.frame is None or one.fill != other.fill:
        return False
    return abs(one.frame.x0 - other.frame.x0) <= 1 and abs(one.frame.x1 - other.frame.x1) <= 1


def _kinds(heads: Sequence[Piece]) -> list[list[Piece]]:
    """Part heads into those that are set alike."""
    kinds: list[list[Piece]] = []
    for head in heads:
        kind = next((k for k in kinds if _one_row(k[0], head) or _same(k[0], head)), None)
        kinds.append([head]) if kind is None else kind.append(head)
    return kinds


def _same(one: Piece, other: Piece) -> bool:
    return alike(one, other) and one.items[0].color == other.items[0].color


def _one_row(one: Piece, other: Piece) -> bool:
    """Whether two framed heads stand side by side in like frames, whatever their type was shrunk to."""
    if one.frame is None or other.frame is None or one.fill != other.fill:
        return False
    return abs(one.frame.top - other.frame.top) <= 1 and abs(one.frame.height - other.frame.height) <= 1


def _beside(leaves: Sequence[Box], heads: Sequence[Piece]) -> Level:
    spots = [middle(b)[1] for b in leaves]
    direct = [_only([n for n, h in enumerate(heads) if h.place.top <= y <= h.place.bottom]) for y in spots]
    if None not in direct and len(heads) > 1:
        return Level(tuple(heads), tuple(direct), True, False)
    if len(heads) == 1:
        reach = (min(b.top for b in leaves), max(b.bottom for b in leaves))
        off = abs(middle(heads[0].place)[1] - sum(reach) / 2)
        if off <= OFF * (reach[1] - reach[0]) or len(leaves) == 1:
            return Level(tuple(heads), (0,) * len(leaves), True, False)
        return Level(tuple(heads), tuple(direct), False, False)
    rows = _rows(spots)
    of, sure = _meeting([middle(h.place)[1] for h in heads], rows)
    tops = [h.place.top for h in heads]
    first = _from_top(tops, leaves)
    if not sure and first is not None:
        return Level(tuple(heads), first, True, False)
    at = dict(zip(rows, of, strict=True))
    return Level(tuple(heads), tuple(at[min(rows, key=lambda r: abs(r - y))] for y in spots), sure, False)


def _rows(spots: Sequence[float]) -> list[float]:
    rows: list[float] = []
    for spot in sorted(spots):
        if not rows or spot - rows[-1] > TOUCH:
            rows.append(spot)
    return rows


def _only(found: list[int]) -> int | None:
    return found[0] if len(found) == 1 else None


def _from_top(tops: Sequence[float], leaves: Sequence[Box]) -> tuple[int | None, ...] | None:
    """Return the last head that begins above each statement, where every head begins with its first statement."""
    of = [max((n for n, t in enumerate(tops) if t <= b.top + TOUCH), default=None) for b in leaves]
    firsts = [min((b.top for b, o in zip(leaves, of, strict=True) if o == n), default=None) for n in range(len(tops))]
    close = all(f is not None and abs(f - t) <= 3 * TOUCH for f, t in zip(firsts, tops, strict=True))
    return tuple(of) if close and None not in of else None


def _meeting(heads: Sequence[float], spots: Sequence[float]) -> tuple[tuple[int | None, ...], bool]:
    """Give each spot the head of its run, so that every head stands in the middle of its run as nearly as can be.

    Heads and spots are places along one axis, in order.  Runs follow one another and none is empty.
    """
    count, size = len(heads), len(spots)
    if count > size:
        return (None,) * size, False
    worst = float("inf")
    best = [[(worst, 0)] * (size + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    for k in range(1, count + 1):
        for end in range(k, size + 1):
            costs = (
                (best[k - 1][start][0] + abs(heads[k - 1] - (spots[start] + spots[end - 1]) / 2), start)
                for start in range(k - 1, end)
            )
            best[k][end] = min(costs)
    of: list[int | None] = [None] * size
    end, worst = size, 0.0
    for k in range(count, 0, -1):
        start = best[k][end][1]
        worst = max(worst, abs(heads[k - 1] - (spots[start] + spots[end - 1]) / 2))
        of[start:end] = [k - 1] * (end - start)
        end = start
    step = (spots[-1] - spots[0]) / (size - 1) if size > 1 else TOUCH
    return tuple(of), worst <= max(TOUCH, NEAR * step)


def _above(leaves: Sequence[Box], heads: Sequence[Piece]) -> Level:
    of = tuple(_over(box, heads) for box in leaves)
    if len(heads) == 1 and heads[0].frame and None in of and heads[0].frame.bottom <= min(b.top for b in leaves):
        return Level(tuple(heads), (0,) * len(leaves), False, True)
    row = {round(h.place.top / TOUCH) for h in heads}
    over = max(h.place.bottom for h in heads) <= min(b.top for b in leaves) + TOUCH
    if None in of and over and len(row) <= 2 and len(heads) > 1:
        spots = _rows([middle(b)[0] for b in leaves])
        ordered = sorted(range(len(heads)), key=lambda n: heads[n].place.x0)
        runs, sure = _meeting([middle(heads[n].place)[0] for n in ordered], spots)
        at = {x: ordered[r] if r is not None else None for x, r in zip(spots, runs, strict=True)}
        found = tuple(at[min(spots, key=lambda s: abs(s - middle(b)[0]))] for b in leaves)
        return Level(tuple(heads), found, sure, True)
    return Level(tuple(heads), of, None not in of, True)


def _over(box: Box, heads: Sequence[Piece]) -> int | None:
    """Return the nearest head above a box in whose column it stands; a column ends where the next head begins."""
    x, y = middle(box)[0], box.top
    found = []
    for n, head in enumerate(heads):
        place = head.place
        beside = [o.place.x0 for o in heads if abs(o.place.top - place.top) <= TOUCH and o.place.x0 > place.x0]
        right = place.x1 if head.frame else min(beside, default=max(place.x1, box.x1))
        starts = abs(place.x0 - box.x0) <= 5 * TOUCH or place.x0 <= x
        if place.bottom <= y + TOUCH and place.x0 - TOUCH <= x <= right + TOUCH and starts:
            found.append((y - place.bottom, n))
    return min(found)[1] if found else None
