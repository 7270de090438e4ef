"""Faint light separators between pale fills: lines of a few grey levels that drown in noise pixel by pixel."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.rules import thick
from pipeline.extract.pixels.stripe import Stripe, joined

Floats = npt.NDArray[np.float32]

_AVERAGED = 24.0
_SHORTEST = 14.0
_THICKEST = 4.0
_FREE = 0.25
_MOSTLY_FREE = 0.6
_LONG = 100.0
_MARGIN = 2.5
_CLIP = 24
_CLEARLY = 6.0
_AROUND = 20.0


def find(ground: Ground) -> list[Stripe]:
    """Return light lines on pale ground: the mean along 24 points, over places free of text alone, is a ridge."""
    marks = np.clip(ground.marks, -_CLIP, _CLIP).astype(np.float32)
    dark = (ground.marks < -max(10.0, 4 * ground.noise)).astype(np.uint8)
    pale = (ground.flat >= 0.6 * float(np.percentile(ground.flat, 90))).astype(np.uint8)
    margin = round(2 * _MARGIN * ground.unit) | 1
    wide = np.ones((margin, 5), np.uint8)
    across = _along(marks, pale * np.asarray(cv2.dilate(dark, wide) == 0, np.uint8), ground)
    turned = np.ascontiguousarray((pale * np.asarray(cv2.dilate(dark, wide.T) == 0, np.uint8)).T)
    return [*across, *(s.turned() for s in _along(np.ascontiguousarray(marks.T), turned, ground))]


def _along(marks: Floats, free: npt.NDArray[np.uint8], ground: Ground) -> list[Stripe]:
    unit = ground.unit
    window = (round(_AVERAGED * unit) | 1, 1)
    weight = cv2.blur(free.astype(np.float32), window)
    mean = cv2.blur(cv2.GaussianBlur(marks * free, (1, 3), 0.8), window) / np.maximum(weight, 0.05)
    mean[weight < _FREE] = 0
    length = max(9, round(_SHORTEST * unit))
    mask = cv2.morphologyEx(mean, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)) > max(0.8, 0.25 * ground.noise)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    pieces: list[Stripe] = []
    for x, y, w, h in stats[1:, :4].tolist():
        if h - 2 <= max(3.0, _THICKEST * unit):
            pieces += _ridge(marks, free, (x, y, w, h), ground)
    return joined(pieces, unit)


def _ridge(
    marks: Floats, free: npt.NDArray[np.uint8], box: tuple[int, int, int, int], ground: Ground
) -> Iterator[Stripe]:
    """Yield the line inside a candidate's box where its mean stands clearly above noise and the rows on both sides."""
    unit = ground.unit
    x, y, w, h = box
    reach = max(2, round(1.2 * unit))
    top, bottom = max(0, y - reach), min(marks.shape[0], y + h + reach)
    columns = np.asarray(free[y : y + h, x : x + w].all(axis=0))
    if columns.sum() < max(9.0, (_FREE if w > _LONG * unit else _MOSTLY_FREE) * w):
        return
    band = marks[top:bottom, x : x + w]
    mean = band[:, columns].mean(axis=1)
    first, last = thick(mean, y - top, h)
    level = float(mean[first : last + 1].max())
    sides = [mean[max(0, first - reach) : first], mean[last + 1 : last + 1 + reach]]
    if last + 1 - first > max(3.0, _THICKEST * unit) or level < max(
        1.0, _CLEARLY * ground.noise / columns.sum() ** 0.5
    ):
        return
    stands_out = all(side.size > 0 and float(side.min()) < 0.45 * level for side in sides)
    if stands_out and level >= _CLEARLY * _spread(marks, free, box, unit):
        start, end = _ends(band[first : last + 1], columns, level, unit)
        if end - start < _SHORTEST * unit:
            return
        yield Stripe(x + start, top + first, x + end, top + last + 1, True, round(level))


def _spread(marks: Floats, free: npt.NDArray[np.uint8], box: tuple[int, int, int, int], unit: float) -> float:
    """Return the deviation of the means of rows like a candidate's around it: paper and compression are no white noise.

    It is robust (median absolute deviation), so that edges of fills and other lines nearby have no say.
    """
    x, y, w, h = box
    reach = round(_AROUND * unit)
    rows = slice(max(0, y - reach), y + h + reach)
    weights = free[rows, x : x + w].sum(axis=1, dtype=np.float32)
    used = weights >= _FREE * w
    means = (marks[rows, x : x + w] * free[rows, x : x + w]).sum(axis=1)[used] / weights[used]
    return 1.48 * float(np.median(np.abs(means - np.median(means)))) if len(means) > h else 0.0


def _ends(core: Floats, free: npt.NDArray[np.bool_], level: float, unit: float) -> tuple[int, int]:
    """Return where a line begins and ends; the mean that found it has smeared it."""
    along = cv2.blur(core.mean(axis=0, dtype=np.float32)[None, :], (round(6 * unit) | 1, 1))[0]
    strong = np.flatnonzero((along > 0.4 * level) & free)
    return (int(strong[0]), int(strong[-1]) + 1) if strong.size else (0, len(free))
