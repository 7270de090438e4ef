"""How dark print stands out from its ground, in a picture small enough to look at as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

_DPI = 110
_WINDOW = 15.0


@dataclass(frozen=True, slots=True)
class Relief:
    """``depth`` is the darkness below the ground (rows, columns; 0..255), ``scale`` its size against the picture's."""

    depth: Picture
    scale: float


def relief(clean: Picture, unit: float) -> Relief:
    """Return the relief of a picture to read, of ``unit`` pixels per point: a median over 15 points is its ground."""
    scale = min(1.0, _DPI / 72 / unit)
    small = np.asarray(cv2.resize(clean, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    ground = cv2.medianBlur(small, round(_WINDOW * unit * scale) | 1)
    return Relief(np.asarray(cv2.subtract(ground, small), np.uint8), scale)
