"""Status signs from pixels: ticks, crosses, half discs, boxes, arrows, which an engine reads as letters."""

from __future__ import annotations

import functools

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.marks import Mark, Numbers, Picture
from pipeline.extract.pixels.sign_shapes import LETTERS, SIGNS

Floats = npt.NDArray[np.float64]

_SIDE = 16
_SMALLEST, _LARGEST = 5.0, 26.0
_CHROMA = 45
_ALIKE = 0.72
_MARGIN = 0.06
_SLIMMER = 1.35
_SOFT = 0.8
_BEHIND, _AHEAD = 0.5, 0.2
_FRAME = 4
_KIN = {"✓": "✔", "✗": "✘", "➔": "→"}


def signs(image: Picture, ground: Ground, shapes: Numbers) -> tuple[Mark, ...]:
    """Return the signs that stand alone or before a line, from the top left, with their colour where they have one.

    ``shapes`` are the dark connected shapes (x, y, width, height, area).  A shape is named where its picture
    is clearly more like a sign's than like any letter's or another sign's; what is doubtful stays unnamed.
    Only colour that the ground has not counts: the inside of a white O on green is no green disc.
    """
    chroma = _chroma(image)
    size = (image.shape[1], image.shape[0])
    below = np.asarray(cv2.resize(_chroma(ground.colors), size, interpolation=cv2.INTER_NEAREST), np.int16)
    found: dict[tuple[int, int], Mark] = {}
    for x, y, w, h in (*_sized(shapes, ground.unit), *_sized(_colored(chroma - below), ground.unit)):
        near = any(abs(x - a) < w / 2 and abs(y - b) < h / 2 for a, b in found)
        if near or not _is_alone(shapes, (x, y, w, h)):
            continue
        window = (slice(y, y + h), slice(x, x + w))
        depth = np.maximum(_above(255 - ground.grey, (x, y, w, h)), _above(chroma, (x, y, w, h)))
        glyph = named(depth)
        if glyph:
            found[x, y] = Mark(x, y, x + w, y + h, glyph, _color(image[window], chroma[window]))
    return tuple(sorted(found.values(), key=lambda m: (m.top, m.x0)))


def _above(values: npt.NDArray[np.integer], box: tuple[int, int, int, int]) -> Floats:
    """Return how much the values in a box are above those around it; the page's ground takes in half a disc."""
    x, y, w, h = box
    around = values[max(0, y - _FRAME) : y + h + _FRAME, max(0, x - _FRAME) : x + w + _FRAME].astype(np.float64)
    rim = np.concatenate([around[:2].ravel(), around[-2:].ravel(), around[:, :2].ravel(), around[:, -2:].ravel()])
    return np.asarray(np.clip(values[y : y + h, x : x + w] - float(np.median(rim)), 0, 255), np.float64)


def named(depth: Floats) -> str:
    """Return the sign that a shape's darkness (rows, columns) shows, nothing where it is doubtful."""
    rows, columns = depth.shape
    seen = _vector(np.asarray(cv2.resize(depth, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.float64))
    glyphs, ratios, pictures = _templates()
    alike = pictures @ seen
    alike[np.abs(np.log(ratios * rows / columns)) > np.log(_SLIMMER)] = -1
    best = int(np.argmax(alike))
    kin = _KIN.get(glyphs[best], glyphs[best])
    other = max((v for g, v in zip(glyphs, alike.tolist(), strict=True) if _KIN.get(g, g) != kin), default=-1.0)
    sure = best < len(SIGNS) and alike[best] >= _ALIKE and alike[best] - other >= _MARGIN
    return glyphs[best] if sure else ""


@functools.cache
def _templates() -> tuple[tuple[str, ...], Floats, Floats]:
    """Return glyphs, widths over heights, and pictures as rows of vectors: the signs before the letters."""
    rows = (*SIGNS, *LETTERS)
    pictures = [[int(bit) for bit in f"{int(shape, 16):0{_SIDE * _SIDE}b}"] for _, _, shape in rows]
    vectors = [_vector(np.array(picture, np.float64).reshape(_SIDE, _SIDE)) for picture in pictures]
    return tuple(row[0] for row in rows), np.array([row[1] for row in rows]), np.stack(vectors)


def _vector(picture: Floats) -> Floats:
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFT), np.float64).ravel()
    soft -= soft.mean()
    return np.asarray(soft / max(float(np.linalg.norm(soft)), 1e-9))


def _chroma(image: Picture) -> npt.NDArray[np.int16]:
    if image.ndim == 2 or image.shape[2] == 1:
        return np.zeros(image.shape[:2], np.int16)
    return np.asarray(image.max(axis=2).astype(np.int16) - image.min(axis=2), np.int16)


def _colored(chroma: npt.NDArray[np.int16]) -> Numbers:
    if not chroma.any():
        return np.zeros((0, 5), np.int64)
    _, _, stats, _ = cv2.connectedComponentsWithStats((chroma > _CHROMA).astype(np.uint8), connectivity=8)
    return stats[1:].astype(np.int64)


def _sized(shapes: Numbers, unit: float) -> list[tuple[int, int, int, int]]:
    """Return the boxes (x, y, width, height) of the shapes that have the size of a sign."""
    sides = shapes[:, 2:4]
    kept = (sides.min(axis=1) >= _SMALLEST * unit) & (sides.max(axis=1) <= _LARGEST * unit)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in shapes[kept].tolist()]


def _is_alone(shapes: Numbers, box: tuple[int, int, int, int]) -> bool:
    """Tell whether no letter stands close behind a shape or still closer ahead of it."""
    x, y, w, h = box
    x0, x1 = shapes[:, 0], shapes[:, 0] + shapes[:, 2]
    level = (shapes[:, 1] < y + h) & (shapes[:, 1] + shapes[:, 3] > y) & (shapes[:, 4] >= 4)
    inner = (x0 >= x) & (x1 <= x + w)
    near = level & ~inner & (x1 > x - _BEHIND * h) & (x0 < x + w + _AHEAD * h)
    own = (np.abs(x0 - x) <= 2) & (np.abs(x1 - x - w) <= 2)
    return not bool((near & ~own).any())


def _color(part: Picture, chroma: npt.NDArray[np.int16]) -> str:
    strong = chroma > _CHROMA
    if part.ndim == 2 or strong.mean() < 0.1:
        return ""
    red, green, blue = np.median(part[strong], axis=0)
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"
