"""The order in which the parts of a slide are read, whatever order they were drawn in."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Box

_OVERLAP = 0.2


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Return the indexes of the boxes as they are read: rows from the top, in a row columns from the left.

    Recursive X-Y cut (Nagy and Seth 1984) over whole boxes; boxes may overlap by a fifth of their size.
    Where no cut is free, the boxes go by top, then left.
    """
    return _cut(boxes, list(range(len(boxes))), down=True, tried=False)


def _cut(boxes: Sequence[Box], members: list[int], *, down: bool, tried: bool) -> list[int]:
    if len(members) < 2:
        return members
    groups = _groups(boxes, members, down=down)
    if len(groups) == 1:
        if tried:
            return sorted(members, key=lambda i: (boxes[i].top, boxes[i].x0, i))
        return _cut(boxes, members, down=not down, tried=True)
    return [i for group in groups for i in _cut(boxes, group, down=not down, tried=False)]


def _groups(boxes: Sequence[Box], members: list[int], *, down: bool) -> list[list[int]]:
    def reach(i: int) -> tuple[float, float]:
        low, high = (boxes[i].top, boxes[i].bottom) if down else (boxes[i].x0, boxes[i].x1)
        slack = _OVERLAP * (high - low) / 2
        return low + slack, high - slack

    groups: list[list[int]] = []
    end = float("-inf")
    for i in sorted(members, key=lambda i: (reach(i), i)):
        low, high = reach(i)
        if low >= end or not groups:
            groups.append([])
        groups[-1].append(i)
        end = max(end, high)
    return groups
