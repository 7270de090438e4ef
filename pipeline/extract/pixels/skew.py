"""The angle of a page and its straightening."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_MOST = 8.0
_STRIPS = 64
_LETTERS_DPI = 110
_FEWEST = 12
_ASKED = 1000


def angle(grey: Picture) -> float:
    """Return the skew in degrees clockwise, within 8 degrees and about 0.02 degrees.

    Text lines and rules make the row sums of the vertical gradient sharpest where the page is straight
    (projection profile, Postl 1986); the page is cut into strips whose profiles are shifted against
    each other, which costs less than turning it.
    """
    profiles, centres = _profiles(grey)
    if not profiles.any():
        return 0.0
    best = 0.0
    for reach, step in ((_MOST, 0.2), (0.25, 0.02), (0.02, 0.005)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(tried[int(np.argmax([_sharpness(profiles, centres, a) for a in tried]))])
    return best


def lies(grey: Picture, unit: float) -> bool:
    """Tell whether the lines of text run up or down instead of across; ``unit`` is pixels per point.

    Letters have their nearest neighbour on their own line (O'Gorman 1993, "The document spectrum"), which
    shows where there are few words as well, and rules and fills have no say.
    """
    boxes = _letters(grey, unit)
    if len(boxes) < _FEWEST:
        return False
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    sizes = boxes[:, 2:].max(axis=1)
    asked = centres[:: max(1, len(centres) // _ASKED)]
    apart = asked[:, None, :] - centres[None, :, :]
    distance = np.abs(apart).max(axis=2)
    distance[distance < 0.5] = np.inf
    nearest = distance.argmin(axis=1)
    rows = np.arange(len(asked))
    close = distance[rows, nearest] < 3 * sizes[nearest]
    steps = np.abs(apart[rows, nearest][close])
    return bool((steps[:, 1] > steps[:, 0]).mean() > 0.5) if close.any() else False


def busiest(grey: Picture, unit: float, side: int) -> tuple[int, int]:
    """Return the first row and column of the square, ``side`` pixels long, that holds most letters."""
    rows, columns = grey.shape
    boxes = _letters(grey, unit)
    if len(boxes) == 0:
        return max(0, (rows - side) // 2), max(0, (columns - side) // 2)
    scale = max(1.0, unit * 72 / _LETTERS_DPI)
    middles = (boxes[:, :2] + boxes[:, 2:] / 2) * scale
    corners = np.clip(middles - side / 2, 0, [max(0, columns - side), max(0, rows - side)])
    inside = [((middles >= c) & (middles < c + side)).all(axis=1).sum() for c in corners]
    best = corners[int(np.argmax(inside))]
    return int(best[1]), int(best[0])


def _letters(grey: Picture, unit: float) -> Floats:
    """Return the dark or light shapes of the size of letters as rows of x, y, width, height."""
    scale = min(1.0, _LETTERS_DPI / 72 / unit)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    unit *= scale
    flat = cv2.medianBlur(small, round(15 * unit) | 1)
    found: list[npt.NDArray[np.int32]] = []
    for apart in (cv2.subtract(flat, small), cv2.subtract(small, flat)):
        _, _, stats, _ = cv2.connectedComponentsWithStats((apart > 40).astype(np.uint8), connectivity=8)
        longer, shorter = stats[1:, 2:4].max(axis=1), stats[1:, 2:4].min(axis=1)
        kept = (longer >= 3 * unit) & (longer <= 40 * unit) & (shorter >= 0.1 * longer)
        found.append(stats[1:, :4][kept])
    return np.concatenate(found).astype(np.float32)


def straighten(image: Picture, degrees: float, scale: float = 1.0, *, mirror: bool = False) -> Picture:
    """Turn a picture back by ``degrees`` clockwise about its centre and scale it, in one step.

    What comes in at the corners is a copy of the edge: no false text; with ``mirror`` it is the mirrored
    margin: no false lines.
    """
    rows, columns = image.shape[:2]
    if degrees == 0.0 and scale == 1.0:
        return image
    size = (round(columns * scale), round(rows * scale))
    if degrees == 0.0:
        return np.asarray(
            cv2.resize(image, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA), np.uint8
        )
    matrix = _turning(image.shape, degrees, scale)
    border = cv2.BORDER_REFLECT_101 if mirror else cv2.BORDER_REPLICATE
    turned = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(turned, np.uint8)


def _turning(shape: tuple[int, ...], degrees: float, scale: float) -> npt.NDArray[np.float64]:
    rows, columns = shape[:2]
    matrix = np.asarray(cv2.getRotationMatrix2D((columns / 2 - 0.5, rows / 2 - 0.5), degrees, scale), np.float64)
    matrix[:, 2] += np.array([round(columns * scale) - columns, round(rows * scale) - rows], np.float64) / 2
    return matrix


def came_in(shape: tuple[int, ...], degrees: float, scale: float) -> npt.NDArray[np.bool_]:
    """Return where a straightened picture, once of ``shape``, shows nothing of it."""
    rows, columns = shape[:2]
    size = (round(rows * scale), round(columns * scale))
    if degrees == 0.0:
        return np.zeros(size, np.bool_)
    corners = np.array([[0, 0, 1], [columns - 1, 0, 1], [columns - 1, rows - 1, 1], [0, rows - 1, 1]], np.float64)
    page = np.round(corners @ _turning(shape, degrees, scale).T).astype(np.int32)
    inside = cv2.fillConvexPoly(np.zeros(size, np.uint8), page, 1)
    return np.asarray(cv2.erode(inside, np.ones((5, 5), np.uint8), borderValue=1) == 0)


def _profiles(grey: Picture) -> tuple[Floats, Floats]:
    """Return the gradient's row sums per strip (strips, rows) and the strips' centres in pixels."""
    gradient = np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3))
    strips = min(_STRIPS, max(1, grey.shape[1] // 8))
    bounds = np.linspace(0, grey.shape[1], strips + 1).astype(int)
    sums = np.add.reduceat(np.minimum(gradient, 400), bounds[:-1], axis=1).T
    # Shifting by a part of a pixel blurs; without a blur of its own the unshifted angle would win.
    smooth = cv2.GaussianBlur(np.ascontiguousarray(sums, np.float32), (9, 1), 1.2)
    # What every row has is noise; left in, it would be drawn out beyond the page where a strip is shifted.
    risen = np.maximum(smooth - np.median(smooth, axis=1, keepdims=True), 0)
    return np.asarray(risen, np.float32), ((bounds[:-1] + bounds[1:]) / 2).astype(np.float32)


def _sharpness(profiles: Floats, centres: Floats, degrees: float) -> float:
    """Return the sum of squares of the profiles' sum, each shifted as a line of this slope would be."""
    shifts = (centres - centres.mean()) * math.tan(math.radians(degrees))
    whole = np.floor(shifts).astype(int)
    reach = int(np.abs(whole).max()) + 1
    padded = np.pad(profiles, ((0, 0), (reach, reach + 1)))
    length = profiles.shape[1]
    total = np.zeros(length, np.float64)
    for profile, start, part in zip(padded, whole + reach, shifts - whole, strict=True):
        total += (1 - part) * profile[start : start + length] + part * profile[start + 1 : start + 1 + length]
    return float(np.square(total).sum())
