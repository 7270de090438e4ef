"""All that pixels tell of one page, and the picture that is left to read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels import fills, ground, marks, rulings, skew

Picture = npt.NDArray[np.uint8]

_GEOMETRY_DPI = 200


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen, in pixels of the straightened page at ``unit`` pixels per point."""

    unit: float
    angle: float
    stripes: tuple[rulings.Stripe, ...]
    areas: tuple[fills.Area, ...]
    bullets: tuple[marks.Mark, ...]
    dots: tuple[marks.Mark, ...]
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
    stripes = rulings.find(parts, layers)
    return Sight(
        unit * scale, angle, stripes, layers.areas, marks.bullets(parts, stripes), marks.dots(straight, parts), parts
    )


def readable(grey: Picture, sight: Sight, scale: float) -> Picture:
    """Return the grey picture straightened and scaled, its rules and list marks painted out with their ground.

    ``scale`` is relative to ``grey``; ``sight`` was taken from the same picture.
    """
    large = skew.straighten(grey, sight.angle, scale).copy()
    factor = large.shape[1] / sight.ground.flat.shape[1]
    boxes = [(s.x0, s.top, s.x1, s.bottom) for s in sight.stripes if not s.light]
    boxes += [(m.x0 - 1, m.top - 1, m.x1 + 1, m.bottom + 1) for m in (*sight.bullets, *sight.dots)]
    for x0, top, x1, bottom in boxes:
        _paint(large, sight.ground.flat, (x0 - 1, top - 1, x1 + 1, bottom + 1), factor)
    return large


def _paint(large: Picture, flat: Picture, box: tuple[int, int, int, int], factor: float) -> None:
    rows, columns = flat.shape
    x0, top, x1, bottom = max(0, box[0]), max(0, box[1]), min(columns, box[2]), min(rows, box[3])
    left, upper = round(x0 * factor), round(top * factor)
    width, height = min(round(x1 * factor), large.shape[1]) - left, min(round(bottom * factor), large.shape[0]) - upper
    if width > 0 and height > 0:
        large[upper : upper + height, left : left + width] = cv2.resize(flat[top:bottom, x0:x1], (width, height))
