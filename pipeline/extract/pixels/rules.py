"""Lines of clear contrast: dark rules on paper and fills, light rules on dark fills."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.stripe import Stripe, joined

Picture = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

_SHORTEST = 14.0
_THICKEST = 4.0
_COVERED = 0.85
_FULLY = 0.97
_CLEAR = 0.5
_NEARLY_CLEAR = 0.3


def find(ground: Ground, *, light: bool) -> list[Stripe]:
    """Return the lines that are darker, or lighter, than their ground.

    A line is what a grey-level opening along its direction leaves (nothing as long as a letter's stroke
    survives that) and what is covered along almost all of its length while one side of it is clear:
    rows of text, which an opening alone takes for lines, are neither.
    """
    strength = np.clip(ground.marks if light else -ground.marks, 0, 255).astype(np.uint8)
    across = _along(strength, ground, light)
    down = _along(np.ascontiguousarray(strength.T), ground, light)
    return [*across, *(stripe.turned() for stripe in down)]


def _along(strength: Picture, ground: Ground, light: bool) -> list[Stripe]:
    unit = ground.unit
    length = max(9, round(_SHORTEST * unit))
    tall = cv2.dilate(strength, np.ones((3, 1), np.uint8))
    smooth = cv2.blur(tall, (max(3, round(1.2 * unit)), 1))
    bridged = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.5 * unit))), np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    # A row of text right below a rule passes the opening too, but it is thicker than any rule.
    thickest = np.ones((round(_THICKEST * unit) + 3, 1), np.uint8)
    thin = cv2.morphologyEx(opened, cv2.MORPH_TOPHAT, thickest)
    mask = (thin > max(4.0, 2.0 * ground.noise)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces: list[Stripe] = []
    for x, y, w, h in stats[1:, :4].tolist():
        if h - 2 <= max(3.0, _THICKEST * unit):
            pieces += _pieces(strength, (x, y, w, h), unit, light)
    return joined(pieces, unit)


def _pieces(strength: Picture, box: tuple[int, int, int, int], unit: float, light: bool) -> Iterator[Stripe]:
    """Yield the lines inside a candidate's box, parted where the contrast changes: a strong one may run on faintly."""
    x, y, w, h = box
    if w < _SHORTEST * unit:
        return
    along = strength[y : y + h, x : x + w].max(axis=0)
    strong = (along > 0.5 * float(np.percentile(along, 80))).astype(np.uint8)[None, :]
    gap = np.ones((1, round(3 * unit) | 1), np.uint8)
    strong = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, gap)[0]
    borders = [0, *(np.flatnonzero(np.diff(strong.astype(np.int8))) + 1).tolist(), w]
    for start, end in itertools.pairwise(borders):
        part = (x + start, y, end - start, h)
        if strong[start] and end - start >= _SHORTEST * unit * 0.9:
            yield from _line(strength, part, unit, light)
        elif not strong[start] and end - start < w:
            yield from _pieces(strength, part, unit, light)


def _line(strength: Picture, box: tuple[int, int, int, int], unit: float, light: bool) -> Iterator[Stripe]:
    x, y, w, h = box
    reach = max(2, round(1.2 * unit))
    top, bottom = max(0, y - reach), min(strength.shape[0], y + h + reach)
    band = strength[top:bottom, x : x + w]
    mean = band.mean(axis=1)
    first, last = thick(mean, y - top, h)
    if last + 1 - first <= max(3.0, _THICKEST * unit) and _is_line(band, first, last, reach):
        yield Stripe(x, top + first, x + w, top + last + 1, light, round(float(mean[first : last + 1].max())))


def thick(mean: npt.NDArray[np.floating], start: int, height: int) -> tuple[int, int]:
    """Return first and last row of the peak within a stretch of rows: what is above half of it."""
    peak = int(np.argmax(mean[start : start + height])) + start
    strong = mean > 0.5 * mean[peak]
    first = last = peak
    while first > 0 and strong[first - 1]:
        first -= 1
    while last + 1 < len(strong) and strong[last + 1]:
        last += 1
    return first, last


def _is_line(band: Picture, first: int, last: int, reach: int) -> bool:
    """Tell a rule: covered almost everywhere, and clear on at least one side; text touching the other is usual."""
    core = band[first : last + 1]
    along = band[max(0, first - 1) : last + 2].max(axis=0) if len(core) < 3 else np.median(core, axis=0)
    level = float(np.median(along))
    covered = float((along > 0.4 * level).mean())
    sides = [band[max(0, first - 1 - reach) : max(0, first - 1)], band[last + 2 : last + 2 + reach]]
    inked = sorted(float((side.max(axis=0) > 0.5 * level).mean()) if side.size else 0.0 for side in sides)
    return inked[0] <= _CLEAR and covered >= (_COVERED if inked[1] <= _NEARLY_CLEAR else _FULLY)
