"""Ruling lines from pixels: dark rules and light separators, thin, faint and broken ones too."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from pipeline.extract.pixels import rules, separators
from pipeline.extract.pixels.fills import Layers
from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.stripe import Stripe

_LONG = 45.0
_VERY_LONG = 150.0
_TOUCH = 5.0
_EDGE = 2.5
_EDGED = 0.85
_SHADOW = 8.0
_STROKES = 0.6
_BETWEEN = 16.0


def find(ground: Ground, layers: Layers) -> tuple[Stripe, ...]:
    """Return all ruling lines, from the top left."""
    light = [s for s in rules.find(ground, light=True) if _on_fill(s, ground, layers)]
    faint = [s for s in separators.find(ground) if _on_fill(s, ground, layers)]
    dark = [s for s in rules.find(ground, light=False) if not _in_print(s, ground)]
    unit = ground.unit
    faint = [s for s in faint if not any(_shades(d, s, unit) for d in dark)]
    clear = [*_parted(dark, ground), *light]
    sure = [s for s in clear if s.length >= _LONG * unit] + [s for s in faint if s.length >= _VERY_LONG * unit]
    found = _anchored(sure, [s for s in (*clear, *faint) if s not in sure], unit, layers)
    return tuple(sorted(found, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.light)))


def _shades(dark: Stripe, faint: Stripe, unit: float) -> bool:
    """Tell a faint light line along a dark one: the end of the shadow that is drawn below it."""
    if dark.across != faint.across:
        return False
    d, f = (dark, faint) if dark.across else (dark.turned(), faint.turned())
    apart = max(d.top, f.top) - min(d.bottom, f.bottom)
    return apart <= _SHADOW * unit and min(d.x1, f.x1) - max(d.x0, f.x0) >= _EDGED * f.length


def without_edges(stripes: tuple[Stripe, ...], layers: Layers, unit: float) -> tuple[Stripe, ...]:
    """Return the lines that are not the border of a fill."""
    return tuple(s for s in stripes if not _is_edge(s, layers, unit))


def _is_edge(stripe: Stripe, layers: Layers, unit: float) -> bool:
    """Tell a line that is the border of fills: they say it already, and blur draws it double.

    The halo along the edges of fills in a row is one line, a little longer than they are.
    """
    near, covered = _EDGE * unit, 0.0
    for a in layers.areas:
        line, area = (stripe, a) if stripe.across else (stripe.turned(), replace(a, x0=a.top, top=a.x0))
        if not stripe.across:
            area = replace(area, x1=a.bottom, bottom=a.x1)
        beside = min(abs(y - side) for y in (line.top, line.bottom) for side in (area.top, area.bottom))
        if not a.round and beside <= near:
            covered += max(0.0, min(line.x1, area.x1 + near) - max(line.x0, area.x0 - near))
    return covered >= _EDGED * stripe.length


def _parted(dark: list[Stripe], ground: Ground) -> list[Stripe]:
    """Cut lines that were joined over the gap between two boxes: a side ends the line on each side of a blank."""
    out: list[Stripe] = []
    touch = _TOUCH * ground.unit
    for s in dark:
        sides = sorted(v.x0 for v in dark if s.across and not v.across and v.top - touch <= s.top <= v.bottom + touch)
        starts = [s.x0]
        for a, b in itertools.pairwise(x for x in sides if s.x0 - touch <= x <= s.x1 + touch):
            if touch < b - a <= _BETWEEN * ground.unit and _is_blank(s, a, b, ground):
                out.append(replace(s, x0=starts[-1], x1=a + 1))
                starts.append(b)
        out.append(replace(s, x0=starts[-1]))
    return out


def _is_blank(stripe: Stripe, start: int, end: int, ground: Ground) -> bool:
    rim = max(2, (end - start) // 4)
    between = -ground.marks[stripe.top : stripe.bottom, start + rim : end - rim]
    return between.size > 0 and float(np.median(between.max(axis=0))) < 0.3 * stripe.level


def _in_print(stripe: Stripe, ground: Ground) -> bool:
    """Tell a stroke of large print from a line."""
    return float(ground.large[stripe.top : stripe.bottom, stripe.x0 : stripe.x1].mean()) > _STROKES


def _on_fill(stripe: Stripe, ground: Ground, layers: Layers) -> bool:
    """Tell a separator from the halo that compression leaves beside letters: it is no lighter than the paper.

    A separator may cross grounds of several shades: what counts is how light it is on the commonest.
    """
    y, x = (stripe.top + stripe.bottom) // 2, (stripe.x0 + stripe.x1) // 2
    place = (slice(stripe.top, stripe.bottom), slice(stripe.x0, stripe.x1))
    flat = float(np.median(ground.flat[place]))
    level = min(float(stripe.level), float(np.median(ground.marks[place].max(axis=0 if stripe.across else 1))))
    return flat < layers.paper_at(x, y) - max(2.0, level / 3)


def _anchored(sure: list[Stripe], loose: list[Stripe], unit: float, layers: Layers) -> list[Stripe]:
    """Keep what is sure, and of the rest what runs from one line or fill edge to another: no letter does."""
    kept = list(sure)
    walls = [*(_box(s) for s in kept), *((a.x0, a.top, a.x1, a.bottom) for a in layers.areas if not a.round)]
    while True:
        held = [s for s in loose if _is_held(s, walls, _TOUCH * unit)]
        if not held:
            return kept
        kept += held
        walls += [_box(s) for s in held]
        loose = [s for s in loose if s not in held]


def _is_held(stripe: Stripe, walls: list[tuple[int, int, int, int]], touch: float) -> bool:
    ends = (
        [(stripe.x0, stripe.top), (stripe.x1, stripe.top)]
        if stripe.across
        else [(stripe.x0, stripe.top), (stripe.x0, stripe.bottom)]
    )
    return all(any(_meets(end, wall, stripe.across, touch) for wall in walls) for end in ends)


def _meets(end: tuple[int, int], wall: tuple[int, int, int, int], across: bool, touch: float) -> bool:
    x, y = end
    x0, top, x1, bottom = wall
    if across:
        return top - touch <= y <= bottom + touch and min(abs(x - x0), abs(x - x1)) <= touch
    return x0 - touch <= x <= x1 + touch and min(abs(y - top), abs(y - bottom)) <= touch


def _box(stripe: Stripe) -> tuple[int, int, int, int]:
    return stripe.x0, stripe.top, stripe.x1, stripe.bottom
