"""All that pixels tell of one page, and the picture that is left to read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels import extend, fills, ground, marks, rulings, signs, skew
from pipeline.extract.pixels.stripe import Stripe

Picture = npt.NDArray[np.uint8]

_GEOMETRY_DPI = 200
_DARK = 140
_BAND = 9.0
_RIM = 1.8
_CORNER = 4.0
_BULGE = 4.5
_EVENED = 60.0
_BARE = 60
_RING = 5
_INNER = 0.62
_LIGHTER = 30
_SOME = 0.004


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen, in pixels of the straightened page at ``unit`` pixels per point.

    ``stripes`` are all lines in sight; ``lines`` are without the borders of fills, which the areas tell,
    and with the unseen parts of light separators.
    """

    unit: float
    angle: float
    stripes: tuple[Stripe, ...]
    lines: tuple[Stripe, ...]
    areas: tuple[fills.Area, ...]
    bullets: tuple[marks.Mark, ...]
    dots: tuple[marks.Mark, ...]
    signs: tuple[marks.Mark, ...]
    ground: ground.Ground


def look(image: Picture, unit: float) -> Sight:
    """Look at an upright picture, grey or RGB, of ``unit`` pixels per point."""
    grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = min(1.0, _GEOMETRY_DPI / 72 / unit)
    rough = grey if scale == 1.0 else skew.straighten(grey, 0.0, scale)
    angle = skew.angle(rough)
    straight = skew.straighten(image, angle, scale, mirror=True)
    parts = ground.split(straight, unit * scale)
    layers = fills.find(parts)
    stripes = extend.onward(rulings.find(parts, layers), parts, layers)
    lines = extend.extended(rulings.without_edges(stripes, layers, parts.unit), parts, layers)
    shapes = marks.dark_shapes(parts, stripes)
    dots = marks.dots(straight, parts)
    bullets = marks.bullets(parts, shapes)
    if marks.is_legend(dots):
        dots = (*dots, *marks.grey_dots(straight, parts, dots))
        bullets = tuple(m for m in bullets if not _overlaps(m, dots))
    else:
        dots = tuple(m for m in dots if not _overlaps(m, bullets))
    named = tuple(m for m in signs.signs(straight, parts, shapes) if not _overlaps(m, dots))
    return Sight(
        unit * scale,
        angle,
        stripes,
        lines,
        layers.areas,
        tuple(m for m in bullets if not _overlaps(m, named)),
        dots,
        named,
        parts,
    )


def _overlaps(mark: marks.Mark, others: tuple[marks.Mark, ...]) -> bool:
    return any(mark.x0 < o.x1 and o.x0 < mark.x1 and mark.top < o.bottom and o.top < mark.bottom for o in others)


def walls(sight: Sight, columns: int) -> tuple[tuple[float, float, float, float], ...]:
    """Return the boxes of rules and of the sides of fills, in pixels of the page drawn ``columns`` pixels wide."""
    factor = columns / sight.ground.flat.shape[1]
    boxes = [(s.x0, s.top, s.x1, s.bottom) for s in sight.lines]
    for a in sight.areas:
        if not a.round:
            boxes += [(a.x0, y, a.x1, y + 1) for y in (a.top, a.bottom)]
            boxes += [(x, a.top, x + 1, a.bottom) for x in (a.x0, a.x1)]
    return tuple((x0 * factor, top * factor, x1 * factor, bottom * factor) for x0, top, x1, bottom in boxes)


def readable(grey: Picture, sight: Sight, scale: float) -> Picture:
    """Return the grey picture straightened and scaled, its rules and list marks painted out with their ground.

    Dark pages, bands and discs are turned into light ones: the engine loses white text beside black.

    ``scale`` is relative to ``grey``; ``sight`` was taken from the same picture.
    """
    large = skew.straighten(grey, sight.angle, scale)
    large = large.copy() if large is grey else large
    factor = large.shape[1] / sight.ground.flat.shape[1]
    _fill_corners(large, sight, skew.came_in(grey.shape, sight.angle, scale))
    high = (a for a in sight.areas if a.bottom - a.top >= _BAND * sight.unit)
    bands = [a for a in high if sum(a.color) < _DARK * 3 or _bears_light(a, sight.ground)]
    boxes = [(s.x0, s.top, s.x1, s.bottom) for s in sight.stripes if not s.light]
    boxes += [_within(s, a) for s in sight.lines for a in bands if s.light and _on(s, a)]
    boxes += [(m.x0 - 1, m.top - 1, m.x1 + 1, m.bottom + 1) for m in (*sight.bullets, *sight.dots, *sight.signs)]
    for x0, top, x1, bottom in boxes:
        _paint(large, sight.ground.flat, (x0 - 1, top - 1, x1 + 1, bottom + 1), factor)
    if float(np.median(sight.ground.flat)) < _DARK:
        return np.asarray(255 - large, np.uint8)
    for a in bands:
        if a.round:
            _lighten_disc(large, sight.ground.flat, a, factor)
        else:
            _lighten(large, sight, a, factor)
            _clear_border(large, a, sight.unit, factor)
            _cut_corners(large, sight, a, factor)
    return large


def _fill_corners(large: Picture, sight: Sight, outside: npt.NDArray[np.bool_]) -> None:
    """Paint the ground where turning has drawn the page's edge out: its noise would look like print."""
    if sight.angle:
        size = (large.shape[1], large.shape[0])
        large[outside] = cv2.resize(sight.ground.flat, size, interpolation=cv2.INTER_LINEAR)[outside]


def _bears_light(area: fills.Area, parts: ground.Ground) -> bool:
    """Tell whether what stands on a fill of middling shade is lighter than it: white print on orange."""
    inner = parts.marks[area.top + _RING : area.bottom - _RING, area.x0 + _RING : area.x1 - _RING]
    light, dark = _share(inner > _LIGHTER), _share(inner < -_LIGHTER)
    return light > max(_SOME, 2 * dark)


def _share(mask: npt.NDArray[np.bool_]) -> float:
    return float(mask.mean()) if mask.size else 0.0


def _cut_corners(large: Picture, sight: Sight, area: fills.Area, factor: float) -> None:
    """Paint out what lies outside the rounded corners of a fill, which is as far from the fill as its print."""
    flat, rim = sight.ground.flat, _RIM * sight.unit
    inside = flat[area.top : area.bottom, area.x0 : area.x1]
    along = inside[min(round(rim), len(inside) - 1)].astype(np.int16)
    level = int(np.median(inside))
    beside = int(np.median(np.concatenate([flat[max(0, area.top - 4), area.x0 : area.x1], inside[0, :2]])))
    filled = np.flatnonzero(np.abs(along - level) < abs(beside - level) / 2)
    if filled.size == 0 or abs(beside - level) < _LIGHTER:
        return
    reach = max(int(filled[0]), len(along) - 1 - int(filled[-1]))
    if reach <= rim:
        return
    radius = min(2.0 * reach, (area.bottom - area.top) / 2, (area.x1 - area.x0) / 2) * factor
    x0, top, x1, bottom = (round(v * factor) for v in (area.x0, area.top, area.x1, area.bottom))
    size = max(1, round(radius))
    bulge = round(_BULGE * sight.unit * factor)
    large[top:bottom, max(0, x0 - bulge) : x0] = large[top:bottom, x1 : x1 + bulge] = 255
    y, x = np.ogrid[:size, :size]
    outside = (x - radius) ** 2 + (y - radius) ** 2 > (radius - rim * factor) ** 2
    for rows, columns, part in (
        (slice(top, top + size), slice(x0, x0 + size), outside),
        (slice(top, top + size), slice(x1 - size, x1), outside[:, ::-1]),
        (slice(bottom - size, bottom), slice(x0, x0 + size), outside[::-1]),
        (slice(bottom - size, bottom), slice(x1 - size, x1), outside[::-1, ::-1]),
    ):
        window = large[rows, columns]
        window[part[: window.shape[0], : window.shape[1]]] = 255


def _clear_border(large: Picture, area: fills.Area, unit: float, factor: float) -> None:
    """Take the shadow that blur leaves of a band's edges away, but no letter that stands close to them."""
    rim, corner, piece = (round(v * unit * factor) for v in (_RIM, _CORNER, _EVENED))
    x0, top, x1, bottom = (round(v * factor) for v in (area.x0, area.top, area.x1, area.bottom))
    # Corners are painted over; their white would pass for the ground of the sides.
    wide, high = min(corner, (x1 - x0) // 4), min(corner, (bottom - top) // 4)
    for y in (top, bottom):
        _even(large[max(0, y - rim) : y + rim, max(0, x0 + wide) : x1 - wide], piece)
    for x in (x0, x1):
        _even(large[max(0, top + high) : bottom - high, max(0, x - rim) : x + rim].T, piece)
        for y in (top, bottom):
            large[max(0, y - corner) : y + corner, max(0, x - corner) : x + corner] = 255


def _even(strip: Picture, length: int) -> None:
    """Turn the ground of each row of a strip white, piece by piece along it: what is darker than most of it stays."""
    for start in range(0, strip.shape[1], length):
        part = strip[:, start : start + length].astype(np.float32)
        ground = np.percentile(part, _BARE, axis=1, keepdims=True)
        strip[:, start : start + length] = np.clip(255 - (ground - part), 0, 255).astype(np.uint8)


def _within(stripe: Stripe, area: fills.Area) -> tuple[int, int, int, int]:
    return (
        max(stripe.x0, area.x0),
        max(stripe.top, area.top - 4),
        min(stripe.x1, area.x1),
        min(stripe.bottom, area.bottom + 4),
    )


def _on(stripe: Stripe, area: fills.Area) -> bool:
    return area.x0 < stripe.x1 and stripe.x0 < area.x1 and area.top < stripe.bottom and stripe.top < area.bottom


def _paint(large: Picture, flat: Picture, box: tuple[int, int, int, int], factor: float) -> None:
    window, ground = _window(large, flat, box, factor)
    if ground.size:
        large[window] = ground


def _lighten(large: Picture, sight: Sight, area: fills.Area, factor: float) -> None:
    """Show what stands on a dark band as dark on white; along its sides what looks like the paper is paper."""
    flat, rim = sight.ground.flat, max(1, round(_RIM * sight.unit))
    window, ground = _window(large, flat, (area.x0, area.top, area.x1, area.bottom), factor)
    if not ground.size:
        return
    shown = 255 - cv2.absdiff(large[window], ground)
    above = flat[max(0, area.top - 3 * rim) : max(1, area.top - rim), area.x0 : area.x1]
    beyond = (above, flat[area.bottom + rim : area.bottom + 3 * rim, area.x0 : area.x1])
    wide = min(max(1, round(rim * factor)), shown.shape[0])
    for outside, rows in zip(beyond, (slice(0, wide), slice(shown.shape[0] - wide, None)), strict=True):
        if outside.size:
            near = np.abs(large[window][rows].astype(np.int16) - int(np.median(outside)))
            shown[rows] = np.maximum(shown[rows], 255 - near)
    large[window] = shown


def _lighten_disc(large: Picture, flat: Picture, area: fills.Area, factor: float) -> None:
    """Show what stands on a dark disc as dark on white, without the disc's own border."""
    box = (area.x0 - _RING, area.top - _RING, area.x1 + _RING, area.bottom + _RING)
    window, ground = _window(large, flat, box, factor)
    if not ground.size:
        return
    rows, columns = ground.shape
    y, x = np.ogrid[:rows, :columns]
    radius = ((2 * x + 1) / columns - 1) ** 2 + ((2 * y + 1) / rows - 1) ** 2
    level = float(np.median(ground[radius < 0.25])) if (radius < 0.25).any() else float(np.median(ground))
    shown = 255 - np.abs(large[window].astype(np.int16) - round(level))
    large[window] = np.where(radius < _INNER, np.clip(shown, 0, 255), 255).astype(np.uint8)


def _window(
    large: Picture, flat: Picture, box: tuple[int, int, int, int], factor: float
) -> tuple[tuple[slice, slice], Picture]:
    """Return a box of the flat ground as a window of the enlarged picture, and the ground in its size."""
    rows, columns = flat.shape
    x0, top, x1, bottom = max(0, box[0]), max(0, box[1]), min(columns, box[2]), min(rows, box[3])
    left, upper = round(x0 * factor), round(top * factor)
    right, lower = min(round(x1 * factor), large.shape[1]), min(round(bottom * factor), large.shape[0])
    window = (slice(upper, lower), slice(left, right))
    if right <= left or lower <= upper:
        return window, np.zeros((0, 0), np.uint8)
    return window, np.asarray(cv2.resize(flat[top:bottom, x0:x1], (right - left, lower - upper)), np.uint8)
