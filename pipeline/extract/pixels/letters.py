"""Letters of large print: their strokes are as wide as small fills and must not be taken for ground."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Row = tuple[int, int, int, int]

_WINDOW = 45.0
_WORK = 1.4
_CONTRAST = 40
_LOWEST, _HIGHEST = 9.0, 90.0
_WIDEST = 2.5
_STROKE = 0.45
_SOLID = 0.85
_STEM = 2.2
_GAP = 0.7
_LEAST = 3


def large(grey: Picture, unit: float) -> Picture:
    """Return a mask (0 or 1) of the letters of large print; ``unit`` is pixels per point.

    Letters are shapes thinner than they are high that stand beside two or more of their like: dots,
    boxes and bars are solid, and rules are no neighbours of one another.
    """
    shrink = max(1.0, unit / _WORK)
    size = (max(8, round(grey.shape[1] / shrink)), max(8, round(grey.shape[0] / shrink)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    under = _under(small, unit / shrink)
    apart = small.astype(np.int16) - under
    mask = np.zeros(small.shape, np.uint8)
    for sign in (-1, 1):
        mask |= _letters((sign * apart > _CONTRAST).astype(np.uint8), unit / shrink)
    if not mask.any():
        return np.zeros(grey.shape, np.uint8)
    wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(wide, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST), np.uint8)


def _under(small: Picture, unit: float) -> npt.NDArray[np.int16]:
    """Return the ground below large print: a median over 45 points, at half the size again."""
    half = cv2.resize(small, (max(4, small.shape[1] // 2), max(4, small.shape[0] // 2)), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(half, max(5, round(_WINDOW / 2 * unit) | 1))
    return np.asarray(cv2.resize(ground, (small.shape[1], small.shape[0])), np.int16)


def _letters(ink: Picture, unit: float) -> Picture:
    """Return the shapes of ``ink`` that stand in rows of letters, the dots and strokes beside them included."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    rows: list[Row] = []
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if _LOWEST * unit <= h <= _HIGHEST * unit and w <= _WIDEST * h:
            inside = labels[y : y + h, x : x + w] == label
            stroke = 2 * float(depth[y : y + h, x : x + w][inside].max())
            if stroke <= _STROKE * h and (area <= _SOLID * w * h or h >= _STEM * w):
                rows.append((x, y, x + w, y + h))
    out = np.zeros(ink.shape, np.uint8)
    for x0, top, x1, bottom in _rows(rows):
        rise = round(0.35 * (bottom - top))
        part = ink[max(0, top - rise) : bottom + rise, max(0, x0 - rise) : x1 + rise]
        out[max(0, top - rise) : bottom + rise, max(0, x0 - rise) : x1 + rise] |= _within(part, bottom - top)
    return out


def _within(part: Picture, height: int) -> Picture:
    """Return the shapes of a row that are no higher or wider than letters: not the edge of a box beside them."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    kept = [n for n in range(1, count) if stats[n][3] <= 1.7 * height and stats[n][2] <= _WIDEST * height]
    return np.isin(labels, kept).astype(np.uint8)


def _rows(shapes: Sequence[Row]) -> list[Row]:
    """Return the boxes around three or more shapes of about one height that stand side by side."""
    out: list[tuple[Row, int]] = []
    for x0, top, x1, bottom in sorted(shapes):
        for n, ((a, b, c, d), count) in enumerate(out):
            low, high = sorted((bottom - top, d - b))
            beside = x0 - c <= _GAP * high and min(bottom, d) - max(top, b) >= 0.6 * low
            if beside and high <= 2.2 * low:
                out[n] = ((a, min(b, top), max(c, x1), max(d, bottom)), count + 1)
                break
        else:
            out.append(((x0, top, x1, bottom), 1))
    return [row for row, count in out if count >= _LEAST]
