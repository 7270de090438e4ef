"""Ink that looks like text and that no word accounts for: what a reading has missed."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.relief import Relief

Picture = npt.NDArray[np.uint8]
Place = tuple[int, int, int, int]

_CONTRAST = 45
_LOWEST, _HIGHEST = 3.2, 60.0
_LONGEST = 6.0
_MARGIN = 1.2
_SPACE = 0.9
_SPECK = 0.12
_TOUCH = 0.4


def places(seen: Relief, words: Sequence[Place], unit: float) -> tuple[tuple[Place, int], ...]:
    """Return the boxes (x0, top, x1, bottom) of missed lines with the number of their shapes, from the top left.

    ``seen`` is the relief of the picture that was read, rules painted out, with ``unit`` pixels per point;
    ``words`` are the boxes of what was read in it.
    """
    scale = seen.scale
    ink = (seen.depth > _CONTRAST).astype(np.uint8)
    for x0, top, x1, bottom in words:
        reach = _MARGIN * unit
        part = [max(0, round(v * scale)) for v in (x0 - reach, top - reach, x1 + reach, bottom + reach)]
        ink[part[1] : part[3], part[0] : part[2]] = 0
    rows = ((_enlarged(row, scale), count) for row, count in _lines(_shapes(ink, unit * scale)))
    return tuple((box, count) for box, count in rows if count > 1 or not any(_touches(box, w) for w in words))


def _touches(shape: Place, word: Place) -> bool:
    """Tell a letter at the end of a word, whose box the engine drew too small."""
    level = min(shape[3], word[3]) - max(shape[1], word[1]) > 0.5 * (shape[3] - shape[1])
    return level and max(shape[0], word[0]) - min(shape[2], word[2]) < _TOUCH * (word[3] - word[1])


def _shapes(ink: Picture, point: float) -> list[Place]:
    """Return the boxes of shapes of the size of letters that lie clear of the border of the page."""
    height, width = ink.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    out = []
    for x, y, w, h, area in stats[1:].tolist():
        sized = _LOWEST * point <= h <= _HIGHEST * point and w <= _LONGEST * h and w >= 0.8 * point
        inner = x > 2 and y > 2 and x + w < width - 2 and y + h < height - 2
        if sized and inner and area >= _SPECK * w * h and h <= 8 * w:
            out.append((x, y, x + w, y + h))
    return out


def _lines(shapes: Sequence[Place]) -> list[tuple[Place, int]]:
    """Put shapes that stand side by side into lines."""
    rows: list[tuple[Place, int]] = []
    for x0, top, x1, bottom in sorted(shapes):
        for n, ((a, b, c, d), count) in enumerate(rows):
            high = max(bottom - top, d - b)
            shared = min(bottom, d) - max(top, b)
            if x0 - c <= _SPACE * high and shared >= 0.4 * min(bottom - top, d - b):
                rows[n] = ((a, min(b, top), max(c, x1), max(d, bottom)), count + 1)
                break
        else:
            rows.append(((x0, top, x1, bottom), 1))
    return sorted(rows, key=lambda row: (row[0][1], row[0][0]))


def _enlarged(box: Place, scale: float) -> Place:
    x0, top, x1, bottom = (round(v / scale) for v in box)
    return x0, top, x1, bottom
