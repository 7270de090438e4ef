"""List marks and coloured dots from pixels: small solid shapes that an OCR engine misreads."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.ground import Ground
from pipeline.extract.pixels.stripe import Stripe

Picture = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]

_LARGEST = 8.0
_GLYPHS = {True: "–", False: "•"}
_CHROMA = 45
_ALIKE = 0.85
_CLOSE, _ACCENT = 1.2, 0.3
_NARROWEST, _NARROW = 1.8, 3.0
_ROUND, _DISC, _SMALL_DISC = 0.12, 0.86, 0.9
_SHARP = 16
_OTHER_COLOR = 60
_BLACK = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark or dot in pixels (half-open) with its glyph; ``color`` is empty for list marks."""

    x0: int
    top: int
    x1: int
    bottom: int
    glyph: str
    color: str = ""


def bullets(ground: Ground, shapes: Numbers) -> tuple[Mark, ...]:
    """Return dots, squares and dashes that open a line of text, from the top left.

    Such a mark is solid, narrower than 0.6 em, stands at the middle of the letters that follow after
    a gap of 0.2 to 2.5 em, and has nothing close on its left.  The em is taken from those letters.
    ``shapes`` are the page's ``dark_shapes``.
    """
    found = []
    order = np.argsort(shapes[:, 0], kind="stable")
    shapes = shapes[order]
    small = _LARGEST * ground.unit
    for x, y, w, h, area in shapes.tolist():
        if w <= small and h <= small and area >= 0.55 * w * h and w >= 2 and h >= 1:
            dash = _is_dash(w, h, ground.unit)
            if (dash or 0.6 <= w / h <= 1.7) and _opens_line(shapes, (x, y, w, h), ground.unit, dash=dash):
                found.append(Mark(x, y, x + w, y + h, _GLYPHS[dash]))
    taken = {(m.x0, m.top) for m in found}
    odd = [row for row in shapes.tolist() if (row[0], row[1]) not in taken and _is_odd(shapes, row, ground.unit)]
    found += [Mark(x, y, x + w, y + h, _GLYPHS[False]) for x, y, w, h, _ in _repeated(odd, ground)]
    return tuple(sorted(found, key=lambda m: (m.top, m.x0)))


def _is_odd(shapes: Numbers, row: list[int], unit: float) -> bool:
    """Tell a shape of any form that stands before a line as a list mark does."""
    x, y, w, h, _ = row
    sized = _NARROWEST * unit <= w <= 2 * _LARGEST * unit and 3 * unit <= h <= 2 * _LARGEST * unit
    return sized and _opens_line(shapes, (x, y, w, h), unit, dash=False, odd=True)


def _repeated(odd: list[list[int]], ground: Ground) -> list[list[int]]:
    """Return the shapes that stand in one column with another of just the same look: arrows, rings, ticks."""
    near = 2 * ground.unit
    out = []
    for row in odd:
        x, _, w, h, area = row
        alike = [
            o
            for o in odd
            if o is not row
            and abs(o[0] - x) <= near
            and abs(o[2] - w) <= max(1.0, 0.15 * w)
            and abs(o[3] - h) <= max(1.0, 0.15 * h)
            and abs(o[4] - area) <= 0.2 * area
        ]
        if any(_look(ground, row) @ _look(ground, o) > _ALIKE for o in alike):
            out.append(row)
    return out


def _look(ground: Ground, row: list[int]) -> npt.NDArray[np.float64]:
    """Return a shape's darkness, 12 pixels by 12, as a vector of length one."""
    x, y, w, h, _ = row
    small = cv2.resize(np.clip(-ground.marks[y : y + h, x : x + w], 0, 255).astype(np.float32), (12, 12))
    flat = np.asarray(small, np.float64).ravel() - float(small.mean())
    return flat / max(float(np.linalg.norm(flat)), 1e-6)


def _is_dash(w: int, h: int, unit: float) -> bool:
    return w >= 2.2 * h and w >= 2.2 * unit and h <= max(2.0, 2.0 * unit)


def dark_shapes(ground: Ground, stripes: tuple[Stripe, ...]) -> Numbers:
    """Return the dark connected shapes as rows of x, y, width, height, area; rules are left out."""
    depth = np.clip(-ground.marks, 0, 255).astype(np.uint8)
    strongest = float(np.percentile(depth[depth > 6 * ground.noise], 80)) if (depth > 6 * ground.noise).any() else 255.0
    ink = (depth > max(6 * ground.noise, 0.45 * strongest)).astype(np.uint8)
    for s in stripes:
        if not s.light:
            ink[max(0, s.top - 1) : s.bottom + 1, max(0, s.x0 - 1) : s.x1 + 1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return stats[1:].astype(np.int64)


def _opens_line(shapes: Numbers, box: tuple[int, int, int, int], unit: float, *, dash: bool, odd: bool = False) -> bool:
    """Tell a mark by what stands beside it; an ``odd`` one may be as large as a letter and keeps a wider gap."""
    x, y, w, h = box
    widest, highest, least, most = (1.2, 0.9, 0.45, 1.4) if odd else (1.0 if dash else 0.6, 0.6, 0.2, 2.5)
    if odd and w < _NARROW * unit:
        # A single guillemet is no higher than small letters; a figure one is.
        highest = 0.6
    middle = y + h / 2
    left = int(np.searchsorted(shapes[:, 0], x - 30 * unit))
    right = int(np.searchsorted(shapes[:, 0], x + 70 * unit))
    near = shapes[left:right]
    if not odd and _is_accent(near, box):
        return False
    level = near[(near[:, 1] <= middle + h) & (near[:, 1] + near[:, 3] >= middle - h) & (near[:, 3] <= 40 * unit)]
    # A letter that reaches under the arm of a T or F stands behind it as well.
    behind = level[(level[:, 0] > x) & (level[:, 0] + level[:, 2] > x + w)]
    gap = float(behind[:, 0].min()) - (x + w) if len(behind) else 0.0
    if gap < least * w / widest:
        return False
    line = behind[(behind[:, 0] <= x + w + 50 * unit) & (behind[:, 3] >= 1.5 * unit)]
    if len(line) == 0:
        return False
    tall = float(np.percentile(line[:, 3], 75))
    em = tall / 0.72
    if not least * em <= gap <= most * em or w > widest * em or h > highest * em or w < 0.12 * em:
        return False
    # A dot between the tops of letters, of an i or of dirt, has them beside it a little lower.
    reach = (near[:, 1] <= middle + 0.4 * em) & (near[:, 1] + near[:, 3] >= middle - 0.4 * em)
    reach &= (near[:, 0] < x) & (near[:, 0] + near[:, 2] > x - 0.8 * em)
    before = near[reach & (near[:, 3] > 0.2 * em) & (near[:, 3] <= 40 * unit)]
    close = line[(line[:, 0] <= x + w + 2.5 * em + 3 * em) & (line[:, 3] >= 0.6 * tall)]
    if len(before) or len(close) == 0:
        return False
    top, bottom = float(np.median(close[:, 1])), float(np.median(close[:, 1] + close[:, 3]))
    return 0.25 <= (middle - top) / max(bottom - top, 1.0) <= 0.8


def _is_accent(near: Numbers, box: tuple[int, int, int, int]) -> bool:
    """Tell the dot of an i or ä: a taller shape stands right below it."""
    x, y, w, h = box
    below = near[(near[:, 0] < x + w) & (near[:, 0] + near[:, 2] > x) & (near[:, 3] > 2 * h)]
    gap = below[:, 1] - (y + h)
    return bool(((gap >= 0) & (gap <= np.maximum(_CLOSE * h, _ACCENT * below[:, 3]))).any())


def dots(image: Picture, ground: Ground) -> tuple[Mark, ...]:
    """Return small round shapes of a strong colour, from the top left; none in a grey picture."""
    if image.ndim == 2:
        return ()
    chroma = image.max(axis=2).astype(np.int16) - image.min(axis=2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((chroma > _CHROMA).astype(np.uint8), connectivity=8)
    found = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), 1):
        if not (4 * ground.unit <= min(w, h) and max(w, h) <= 22 * ground.unit and 0.8 <= w / h <= 1.25):
            continue
        if ground.large[y + h // 2, x + w // 2]:
            continue
        if abs(area / (w * h) - np.pi / 4) < _ROUND and _is_disc(labels[y : y + h, x : x + w] == label):
            red, green, blue = np.median(image[y : y + h, x : x + w][labels[y : y + h, x : x + w] == label], axis=0)
            found.append(Mark(x, y, x + w, y + h, "●", f"#{round(red):02x}{round(green):02x}{round(blue):02x}"))
    return tuple(sorted(found, key=lambda m: (m.top, m.x0)))


def is_legend(dots: tuple[Mark, ...]) -> bool:
    """Tell dots whose colours mean something from list marks, which have one colour."""
    colors = [_channels(m.color) for m in dots]
    return any(max(abs(a - b) for a, b in zip(colors[0], c, strict=True)) > _OTHER_COLOR for c in colors[1:])


def grey_dots(image: Picture, ground: Ground, dots: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return grey discs as large as one of the coloured ``dots``: a legend has a grey one for what was given up."""
    dark = (ground.grey < float(np.median(ground.grey)) - _CHROMA).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), 1):
        near = any(abs(w - m.x1 + m.x0) <= 0.2 * w + 1 and abs(h - m.bottom + m.top) <= 0.2 * h + 1 for m in dots)
        if not near or min(w, h) < 4 * ground.unit or abs(area / (w * h) - np.pi / 4) >= _ROUND:
            continue
        inside = labels[y : y + h, x : x + w] == label
        channels = [round(float(v)) for v in np.median(image[y : y + h, x : x + w][inside], axis=0)]
        plain = max(channels) - min(channels) <= _CHROMA and max(channels) > _BLACK
        if plain and _is_disc(inside):
            found.append(Mark(x, y, x + w, y + h, "●", "#{:02x}{:02x}{:02x}".format(*channels)))
    return tuple(
        m for m in found if not any(m.x0 < o.x1 and o.x0 < m.x1 and m.top < o.bottom and o.top < m.bottom for o in dots)
    )


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def _is_disc(mask: npt.NDArray[np.bool_]) -> bool:
    rows, columns = mask.shape
    y, x = np.ogrid[:rows, :columns]
    disc = ((x + 0.5) / columns * 2 - 1) ** 2 + ((y + 0.5) / rows * 2 - 1) ** 2 <= 1
    return float((disc == mask).mean()) > (_DISC if min(rows, columns) >= _SHARP else _SMALL_DISC)
