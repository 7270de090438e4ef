"""Patches of print: what stands together on a page, cut out so that each is read by itself.

An engine that is given a whole page has to guess its columns, and joins lines of neighbouring cells that
do not stand on one height.  Print, fills and rules tell the patches better, and an empty page costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.relief import Relief

Picture = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int32]
Place = tuple[int, int, int, int]

_CONTRAST = 30
_LOWEST, _HIGHEST, _WIDEST = 3.2, 60.0, 300.0
_SPECK = 0.12
_THIN, _LONG = 2.5, 20.0
_ACROSS, _DOWN = 0.75, 0.45
_LEAST_SIZE, _MOST_SIZE = 3.5, 40.0
_PAPER = 80.0


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a picture at ``box`` (x0, top, x1, bottom; pixels, half-open), what is not its own painted out."""

    box: Place
    picture: Picture


def find(
    clean: Picture, seen: Relief, walls: Sequence[tuple[float, float, float, float]], unit: float
) -> tuple[Patch, ...]:
    """Return the patches of print on a page, from the top left.

    ``clean`` is the picture to read, ``seen`` its relief, ``unit`` its pixels per point; ``walls`` are boxes
    of lines that part what stands on their two sides.  Shapes of letters belong together where they are nearer than the
    letters are high, as words and lines are (the run-length smoothing of Wong, Casey and Wahl 1982, by the
    size of each shape).
    """
    scale = seen.scale
    ink = (seen.depth > _CONTRAST).astype(np.uint8)
    printed, joined, letters = _smeared(ink, unit * scale)
    _parted(joined, printed, [tuple(round(v * scale) for v in wall) for wall in walls])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    lettered = np.bincount(labels.ravel(), weights=letters.ravel(), minlength=count)
    boxes = [(n, *(int(v) for v in stats[n][:4])) for n in range(1, count) if lettered[n]]
    ordered = sorted(boxes, key=lambda b: (b[2], b[1]))
    return tuple(_patch(clean, np.asarray(labels, np.int32), n, (x, y, w, h), scale) for n, x, y, w, h in ordered)


def _smeared(ink: Picture, point: float) -> tuple[Picture, Picture, Picture]:
    """Return the letters, where print reaches with the room around it, and a mark on each letter."""
    rows, columns = ink.shape
    joined, letters = np.zeros_like(ink), np.zeros_like(ink)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.zeros(len(stats), np.uint8)
    for n, (x, y, w, h, area) in enumerate(stats[1:].tolist(), 1):
        inner = x > 1 and y > 1 and x + w < columns - 1 and y + h < rows - 1
        line = h < _THIN * point and w > _LONG * point
        if line or not inner or area < 2 or h > _HIGHEST * point or w > _WIDEST * point:
            continue
        lettered = h >= _LOWEST * point and w >= 0.8 * point and area >= _SPECK * w * h
        # Stops and the dots of letters join what is near them, but dirt must not build bridges.
        size = min(max(h, min(w, 2 * h), _LEAST_SIZE * point), _MOST_SIZE * point) if lettered else h
        across, down = round(_ACROSS * size), round(_DOWN * size)
        joined[max(0, y - down) : y + h + down, max(0, x - across) : x + w + across] = 1
        letters[y + h // 2, x + w // 2] = kept[n] = lettered
    return np.asarray(kept[labels], np.uint8), joined, letters


def _parted(joined: Picture, printed: Picture, walls: Sequence[tuple[int, ...]]) -> None:
    """Cut patches at walls, but never through a letter."""
    thick = np.asarray(cv2.dilate(printed, np.ones((3, 3), np.uint8)), np.uint8)
    for x0, top, x1, bottom in walls:
        window = (slice(max(0, top), max(top + 1, bottom)), slice(max(0, x0), max(x0 + 1, x1)))
        joined[window] &= thick[window]


def _patch(clean: Picture, labels: Labels, label: int, box: Place, scale: float) -> Patch:
    x, y, w, h = box
    left, top = int(x / scale), int(y / scale)
    right, bottom = min(clean.shape[1], int((x + w) / scale) + 1), min(clean.shape[0], int((y + h) / scale) + 1)
    part = clean[top:bottom, left:right].copy()
    own = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
    if not own.all():
        wide = cv2.resize(own, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        part[wide == 0] = round(float(np.percentile(part, _PAPER)))
    return Patch((left, top, right, bottom), part)
