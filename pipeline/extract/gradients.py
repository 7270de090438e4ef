"""Gradients that a program painted as many areas, each a shade further than the one before, to single areas."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Box, Fill

LEAST = 4
STEP = 16
STEADY = 0.8
SLACK = 1.0


def joined(fills: Sequence[Fill]) -> tuple[Fill, ...]:
    """Return the fills in painting order, runs of shades as one area each, in the shade of its middle."""
    out: list[Fill] = []
    run: list[Fill] = []
    for fill in fills:
        if run and not _goes_on(run[-1], fill):
            out += _whole(run)
            run = []
        run.append(fill)
    return (*out, *_whole(run))


def _goes_on(last: Fill, fill: Fill) -> bool:
    """Whether a fill is the next shade of the last one: within it, or a strip of the same extent that touches it."""
    if len(last.color) != 7 or len(fill.color) != 7 or last.round != fill.round:
        return False
    a, b = last.box, fill.box
    inside = _below(a, b) and _below(_turned(a), _turned(b))
    strip = (_level(a, b) and _touch(a, b)) or (_level(_turned(a), _turned(b)) and _touch(_turned(a), _turned(b)))
    step = max(abs(p - q) for p, q in zip(_shade(last), _shade(fill), strict=True))
    return (inside or strip) and 0 < step <= STEP


def _below(a: Box, b: Box) -> bool:
    return a.top - SLACK <= b.top and b.bottom <= a.bottom + SLACK


def _level(a: Box, b: Box) -> bool:
    return abs(a.top - b.top) <= SLACK and abs(a.bottom - b.bottom) <= SLACK


def _touch(a: Box, b: Box) -> bool:
    return min(abs(b.x0 - a.x1), abs(a.x0 - b.x1)) <= SLACK


def _turned(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


def _shade(fill: Fill) -> tuple[int, int, int]:
    red, green, blue = (int(fill.color[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue


def _whole(run: Sequence[Fill]) -> list[Fill]:
    """Return a run as one area where its shades go one way: a zebra goes to and fro."""
    if len(run) < LEAST:
        return list(run)
    shades = [sum(_shade(f)) for f in run]
    way = sum(abs(q - p) for p, q in itertools.pairwise(shades))
    if abs(shades[-1] - shades[0]) < STEADY * way or way == 0:
        return list(run)
    return [replace(run[len(run) // 2], box=Box.around([f.box for f in run]))]
