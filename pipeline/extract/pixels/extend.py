"""Separators that go on where they cannot be seen: white lines between coloured cells and white ones.

A dark rule that ends at a fill goes on over it where so faint a line stands there that alone it would be noise.
A table with a coloured header and label column and a white body shows its white rules on the colours
alone.  A rule that ends exactly where its visible ground ends is taken to go on over the paper: down
from the header, right from the labels; it stops where text stands in its way.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.fills import Area, Layers
from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.stripe import Stripe

Picture = npt.NDArray[np.uint8]

_WIDEST_HEADER = 90.0
_LEAST_WIDTH = 120.0
_TOUCH = 6.0
_VISIBLE = 8.0
_SHORT = 30.0
_LED = 45.0
_BESIDE = 5.0
_SEEN, _CLEARLY = 3.0, 4.0


def extended(stripes: tuple[Stripe, ...], ground: Ground, layers: Layers) -> tuple[Stripe, ...]:
    """Return the stripes with the unseen parts of light ones added, from the top left."""
    ink = (np.abs(ground.marks) > max(20.0, 6 * ground.noise)).astype(np.uint8)
    added: list[Stripe] = []
    for header, label in _frames(layers.areas, ground.unit):
        downs = _down(stripes, header, label, ground, layers)
        added += [part for s in downs for part in _clear_down(s, ink, ground.unit)]
        edges = sorted({label.x1, header.x1, *(s.x0 for s in downs if s.x0 > label.x1 + _TOUCH * ground.unit)})
        for line in _rows(stripes, label, ground.unit):
            added += [p for p in _cells(line, edges) if _is_unseen(p, ground, layers) and _is_clear(p, ink)]
    return tuple(sorted({*stripes, *added}, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.light)))


def onward(stripes: tuple[Stripe, ...], ground: Ground, layers: Layers) -> tuple[Stripe, ...]:
    """Return the stripes, dark ones led over the fills that they end at where a faint line goes on."""
    turned = tuple(replace(a, x0=a.top, top=a.x0, x1=a.bottom, bottom=a.x1) for a in layers.areas)
    marks = np.ascontiguousarray(ground.marks.T)
    out = []
    for s in stripes:
        if s.light or s.length < _LED * ground.unit:
            out.append(s)
        elif s.across:
            out.append(_led(s.turned(), marks, turned, ground).turned())
        else:
            out.append(_led(s, ground.marks, layers.areas, ground))
    return tuple(sorted(out, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.light)))


def _led(stripe: Stripe, marks: npt.NDArray[np.int16], areas: tuple[Area, ...], ground: Ground) -> Stripe:
    """Lead a line that runs down over the fills below and above it."""
    touch, middle = _TOUCH * ground.unit, (stripe.x0 + stripe.x1) / 2
    for a in areas:
        if a.round or not a.x0 + touch < middle < a.x1 - touch or not _goes_on(stripe, marks, a, ground):
            continue
        if abs(stripe.top - a.bottom) <= touch:
            stripe = replace(stripe, top=a.top)
        elif abs(stripe.bottom - a.top) <= touch:
            stripe = replace(stripe, bottom=a.bottom)
    return stripe


def _goes_on(stripe: Stripe, marks: npt.NDArray[np.int16], area: Area, ground: Ground) -> bool:
    """Tell whether the fill is darker below a line than on both sides of it."""
    rim, reach = round(ground.unit), round(_BESIDE * ground.unit)
    band = marks[area.top + rim : area.bottom - rim, max(0, stripe.x0 - reach) : stripe.x1 + reach]
    if band.shape[0] < 4 or area.bottom - area.top >= _WIDEST_HEADER * ground.unit:
        return False
    profile = np.median(band, axis=0)
    own = slice(min(stripe.x0, reach) - 1, min(stripe.x0, reach) + stripe.x1 - stripe.x0 + 1)
    sides = np.concatenate([profile[: own.start - rim], profile[own.stop + rim :]])
    if sides.size < 4:
        return False
    level = float(np.median(sides))
    return level - float(profile[own].min()) >= max(_SEEN, _CLEARLY * 1.48 * float(np.median(np.abs(sides - level))))


def _frames(areas: tuple[Area, ...], unit: float) -> list[tuple[Area, Area]]:
    """Return pairs of a header band and the label column that hangs from its left end."""
    touch = _TOUCH * unit
    found = []
    for header in areas:
        if header.x1 - header.x0 < _LEAST_WIDTH * unit or header.bottom - header.top > _WIDEST_HEADER * unit:
            continue
        for label in areas:
            hangs = abs(label.top - header.bottom) <= touch and abs(label.x0 - header.x0) <= touch
            if hangs and label.x1 < header.x1 - touch and label.color != header.color:
                found.append((header, label))
    return found


def _down(stripes: tuple[Stripe, ...], header: Area, label: Area, ground: Ground, layers: Layers) -> list[Stripe]:
    """Return the header's separators, led down to the bottom of the label column."""
    touch = _TOUCH * ground.unit
    found = []
    for s in stripes:
        inside = header.x0 + touch < s.x0 < header.x1 - touch and abs(s.top - header.top) <= touch
        inside = inside and abs(s.x0 - label.x1) > touch
        if s.light and not s.across and inside and header.bottom - touch <= s.bottom < label.bottom - touch:
            found.append(replace(s, top=header.bottom, bottom=label.bottom))
    return [s for s in found if s.x0 < label.x1 or _is_unseen(s, ground, layers)]


def _rows(stripes: tuple[Stripe, ...], label: Area, unit: float) -> list[Stripe]:
    """Return the separators that reach the right edge of the label column, and its bottom edge."""
    touch = _TOUCH * unit
    found = [
        s
        for s in stripes
        if s.light
        and s.across
        and label.top + touch < s.top < label.bottom
        and s.x0 < label.x1 - touch
        and s.x1 >= label.x1 - _SHORT * unit
    ]
    return [*found, Stripe(label.x0, label.bottom - 1, label.x1, label.bottom, True, 1)]


def _cells(line: Stripe, edges: list[int]) -> list[Stripe]:
    return [replace(line, x0=a, x1=b) for a, b in itertools.pairwise(edges) if b > a]


def _is_unseen(stripe: Stripe, ground: Ground, layers: Layers) -> bool:
    """Tell whether a white line could not be seen here: the ground is as light as the paper."""
    flat = float(np.median(ground.flat[stripe.top : stripe.bottom + 1, stripe.x0 : stripe.x1 + 1]))
    middle = ((stripe.x0 + stripe.x1) / 2, (stripe.top + stripe.bottom) / 2)
    return flat > layers.paper_at(*middle) - _VISIBLE


def _is_clear(stripe: Stripe, ink: Picture) -> bool:
    """Tell whether some row at the stripe, two pixels up or down, is free of text."""
    band = ink[max(0, stripe.top - 2) : stripe.bottom + 2, stripe.x0 + 3 : stripe.x1 - 3]
    return bool((~band.any(axis=1)).any()) if band.size else False


def _clear_down(stripe: Stripe, ink: Picture, unit: float) -> list[Stripe]:
    """Cut a line where text crosses it; what is left must be longer than a line of text is high."""
    free = ~ink[stripe.top : stripe.bottom, stripe.x0 : stripe.x1].any(axis=1)
    ends = np.flatnonzero(np.diff(np.concatenate(([False], free, [False])).astype(np.int8)))
    pairs = zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True)
    return [replace(stripe, top=stripe.top + a, bottom=stripe.top + b) for a, b in pairs if b - a >= 10 * unit]
