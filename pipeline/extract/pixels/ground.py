"""Splits a page picture into its flat ground (paper and fills) and what stands on it (text and rules)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels import letters

Picture = npt.NDArray[np.uint8]
Signed = npt.NDArray[np.int16]

_WINDOW = 7.5
_NEAR, _FAR = 6.0, 24.0
_SMALL = 1.4


@dataclass(frozen=True, slots=True)
class Ground:
    """A page picture taken apart; ``flat`` + ``marks`` is the grey picture.

    ``flat`` is a median over a window of 7.5 points: text and rules cover less than half of any such
    window and vanish, the straight borders of fills stay.  ``marks`` is negative where something darker
    and positive where something lighter than its ground stands.  ``noise`` is the standard deviation
    of the grey levels where nothing stands.  ``colors`` is the flat ground in colour (rows, columns,
    channels), ``shrink`` times smaller.  ``large`` marks (0 or 1) the letters of large print, whose strokes
    would pass the median.
    """

    unit: float
    grey: Picture
    flat: Picture
    marks: Signed
    noise: float
    colors: Picture
    shrink: float
    large: Picture


def split(image: Picture, unit: float) -> Ground:
    """Take a grey or RGB picture apart; ``unit`` is pixels per point.

    What a first median calls ink is replaced by the mean of its surroundings before the second: else
    the half-dark borders of dense small print pull the median down.
    """
    grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    large = letters.large(grey, unit)
    bare_grey = _without(grey, large, _FAR * unit) if large.any() else grey
    rough = _median(bare_grey, unit)
    first = bare_grey.astype(np.int16) - rough
    noise = _noise(first)
    strong = (np.abs(first) > max(10.0, 4 * noise)).astype(np.uint8)
    ink = np.asarray(cv2.dilate(strong, np.ones((3, 3), np.uint8)), np.uint8)
    clean = _without(bare_grey, ink, _NEAR * unit)
    flat = _median(clean, unit)
    shrink = max(1.0, unit / _SMALL)
    size = (round(grey.shape[1] / shrink), round(grey.shape[0] / shrink))
    if image.ndim == 2:
        bare = clean
    else:
        bare = _without(_without(image, large, _FAR * unit) if large.any() else image, ink, _NEAR * unit)
    small = np.asarray(cv2.resize(bare, size, interpolation=cv2.INTER_AREA), np.uint8)
    colors = _median(small, unit / shrink).reshape(size[1], size[0], -1)
    return Ground(unit, grey, flat, grey.astype(np.int16) - flat, noise, colors, shrink, large)


def _median(image: Picture, unit: float) -> Picture:
    return np.asarray(cv2.medianBlur(image, max(5, round(_WINDOW * unit) | 1)), np.uint8)


def _noise(marks: Signed) -> float:
    sample = np.abs(marks[:: max(1, marks.shape[0] // 400), :: max(1, marks.shape[1] // 400)])
    return max(0.7, 1.48 * float(np.median(sample)))


def _without(image: Picture, ink: Picture, reach: float) -> Picture:
    """Replace inked pixels by the mean of the others in a window of ``reach`` pixels (normalised convolution)."""
    window = (round(reach) | 1,) * 2
    bare = (1 - ink).astype(np.float32)
    weight = np.maximum(cv2.blur(bare, window), 1e-3)
    channels = [image] if image.ndim == 2 else list(cv2.split(image))
    filled = []
    for channel in channels:
        mean = cv2.blur(channel * bare, window) / weight
        filled.append(np.where((ink > 0) & (weight > 0.02), np.clip(mean, 0, 255), channel).astype(np.uint8))
    return np.asarray(filled[0] if image.ndim == 2 else cv2.merge(filled), np.uint8)
