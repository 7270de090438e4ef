"""Ruling lines from pixels: dark rules and light separators, thin, faint and broken ones too."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.fills import Layers
from pipeline.extract.pixels.ground import Ground

Picture = npt.NDArray[np.uint8]

_SHORTEST = 14.0
_THICKEST = 4.0
_GAP = 3.0
_COVERED = 0.85
_CLEAR = 0.5
_FULLY = 0.97
_FREE = 0.25
_LONG = 45.0
_TOUCH = 3.0


@dataclass(frozen=True, slots=True)
class Stripe:
    """A straight line in pixels (half-open ranges); ``light`` where it is lighter than its ground."""

    x0: int
    top: int
    x1: int
    bottom: int
    light: bool
    level: int

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top

    def turned(self) -> Stripe:
        """Swap rows and columns."""
        return Stripe(self.top, self.x0, self.bottom, self.x1, self.light, self.level)


def find(ground: Ground, layers: Layers) -> tuple[Stripe, ...]:
    """Return all ruling lines, from the top left.

    A line is what a grey-level opening along its direction leaves (nothing as long as a letter's stroke
    survives that) and what is covered along almost all of its length while one side of it is clear:
    rows of text, which an opening alone takes for lines, are neither.
    """
    found: list[Stripe] = []
    for light in (False, True):
        strength = np.clip(ground.marks if light else -ground.marks, 0, 255).astype(np.uint8)
        found += _both(strength, None, ground, light)
    paper = float(np.percentile(ground.flat, 90))
    dark = (ground.marks < -max(10.0, 4 * ground.noise)).astype(np.uint8)
    ink = np.asarray(cv2.dilate(dark, np.ones((5, 5), np.uint8)), np.uint8)
    faint = np.clip(ground.marks, 0, 24).astype(np.uint8)
    faint[ground.flat < 0.6 * paper] = 0
    found += _both(faint, ink, ground, True)
    found = _anchored([s for s in found if not s.light or _on_fill(s, ground, layers)], ground.unit, layers)
    return tuple(sorted(found, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.light)))


def _both(strength: Picture, ink: Picture | None, ground: Ground, light: bool) -> list[Stripe]:
    across = _along(strength, ink, ground, light)
    turned = None if ink is None else np.ascontiguousarray(ink.T)
    down = _along(np.ascontiguousarray(strength.T), turned, ground, light)
    return [*across, *(stripe.turned() for stripe in down)]


def _on_fill(stripe: Stripe, ground: Ground, layers: Layers) -> bool:
    """Tell a separator from the halo that compression leaves beside letters: it is no lighter than the paper."""
    y, x = (stripe.top + stripe.bottom) // 2, (stripe.x0 + stripe.x1) // 2
    flat = float(np.median(ground.flat[stripe.top : stripe.bottom, stripe.x0 : stripe.x1]))
    return flat < layers.paper_at(x, y) - max(2.0, stripe.level / 3)


def _anchored(stripes: list[Stripe], unit: float, layers: Layers) -> list[Stripe]:
    """Keep what is longer than any letter is tall, and of the rest what runs from one line or fill edge to another."""
    kept = [s for s in stripes if _length(s) >= _LONG * unit]
    loose = [s for s in stripes if _length(s) < _LONG * unit]
    walls = [*(_box(s) for s in kept), *((a.x0, a.top, a.x1, a.bottom) for a in layers.areas if not a.round)]
    while True:
        held = [s for s in loose if _is_held(s, walls, _TOUCH * unit)]
        if not held:
            return kept
        kept += held
        walls += [_box(s) for s in held]
        loose = [s for s in loose if s not in held]


def _is_held(stripe: Stripe, walls: list[tuple[int, int, int, int]], touch: float) -> bool:
    ends = (
        [(stripe.x0, stripe.top), (stripe.x1, stripe.top)]
        if stripe.across
        else [(stripe.x0, stripe.top), (stripe.x0, stripe.bottom)]
    )
    return all(any(_meets(end, wall, stripe.across, touch) for wall in walls) for end in ends)


def _meets(end: tuple[int, int], wall: tuple[int, int, int, int], across: bool, touch: float) -> bool:
    x, y = end
    x0, top, x1, bottom = wall
    if across:
        return top - touch <= y <= bottom + touch and min(abs(x - x0), abs(x - x1)) <= touch
    return x0 - touch <= x <= x1 + touch and min(abs(y - top), abs(y - bottom)) <= touch


def _length(stripe: Stripe) -> int:
    return max(stripe.x1 - stripe.x0, stripe.bottom - stripe.top)


def _box(stripe: Stripe) -> tuple[int, int, int, int]:
    return stripe.x0, stripe.top, stripe.x1, stripe.bottom


def _along(strength: Picture, ink: Picture | None, ground: Ground, light: bool) -> list[Stripe]:
    """Return the stripes that run across; ``ink`` is given for faint light ones and tells where text stands."""
    unit = ground.unit
    length = max(9, round(_SHORTEST * unit))
    if ink is None:
        tall = cv2.dilate(strength, np.ones((3, 1), np.uint8))
        smooth = cv2.blur(tall, (max(3, round(1.2 * unit)), 1))
        least = max(4.0, 2.0 * ground.noise)
    else:
        smooth = cv2.blur(cv2.GaussianBlur(strength, (1, 3), 0.8), (round(10 * unit) | 1, 1))
        least = max(1.0, 0.4 * ground.noise)
    bridged = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.5 * unit))), np.uint8))
    opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    mask = (opened > least).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = []
    for box in stats[1:, :4].tolist():
        if box[3] - 2 <= max(3.0, _THICKEST * unit):
            pieces += _core(strength, ink, (box[0], box[1], box[2], box[3]), unit, light)
    return _joined(pieces, unit)


def _core(
    strength: Picture, ink: Picture | None, box: tuple[int, int, int, int], unit: float, light: bool
) -> list[Stripe]:
    """Return the stripe inside a candidate's box, or nothing where it is a row of text."""
    x, y, w, h = box
    reach = max(2, round(1.2 * unit))
    top, bottom = max(0, y - reach), min(strength.shape[0], y + h + reach)
    band = strength[top:bottom, x : x + w]
    free = np.ones(w, bool) if ink is None else _free(ink, box, unit)
    if free.sum() < max(9.0, _FREE * w):
        return []
    mean = band[:, free].mean(axis=1)
    first, last = _thick(mean, y - top, h)
    level = float(mean[first : last + 1].max())
    if last + 1 - first > max(3.0, _THICKEST * unit) or level < 1:
        return []
    if not (_is_ridge(mean, first, last, reach) if ink is not None else _is_line(band, first, last, reach)):
        return []
    start, end = (0, w) if ink is None else _ends(band[first : last + 1], free, level, unit)
    return [Stripe(x + start, top + first, x + end, top + last + 1, light, round(level))]


def _free(ink: Picture, box: tuple[int, int, int, int], unit: float) -> npt.NDArray[np.bool_]:
    """Tell which columns of a box have no text right above or below."""
    x, y, w, h = box
    reach = round(2.5 * unit)
    return np.asarray(~ink[max(0, y - reach) : y + h + reach, x : x + w].any(axis=0))


def _ends(core: Picture, free: npt.NDArray[np.bool_], level: float, unit: float) -> tuple[int, int]:
    """Return where a stripe begins and ends; its detection has smeared it."""
    along = cv2.blur(core.mean(axis=0, dtype=np.float32)[None, :], (round(3 * unit) | 1, 1))[0]
    strong = np.flatnonzero((along > 0.4 * level) & free)
    return (int(strong[0]), int(strong[-1]) + 1) if strong.size else (0, len(free))


def _thick(mean: npt.NDArray[np.float64], start: int, height: int) -> tuple[int, int]:
    """Return first and last row of the peak: what is above half of it."""
    peak = min(int(np.argmax(mean[start : start + height])) + start, len(mean) - 1)
    strong = mean > 0.5 * mean[peak]
    first = last = peak
    while first > 0 and strong[first - 1]:
        first -= 1
    while last + 1 < len(strong) and strong[last + 1]:
        last += 1
    return first, last


def _is_ridge(mean: npt.NDArray[np.float64], first: int, last: int, reach: int) -> bool:
    """Tell a faint separator: on average clearly above the rows on both sides."""
    sides = [mean[max(0, first - reach) : first], mean[last + 1 : last + 1 + reach]]
    return all(side.size > 0 and float(side.min()) < 0.45 * float(mean[first : last + 1].max()) for side in sides)


def _is_line(band: Picture, first: int, last: int, reach: int) -> bool:
    """Tell a rule: covered almost everywhere, and clear on at least one side; text touching the other is usual."""
    core = band[first : last + 1]
    along = band[max(0, first - 1) : last + 2].max(axis=0) if len(core) < 3 else np.median(core, axis=0)
    level = float(np.median(along))
    covered = float((along > 0.5 * level).mean())
    sides = [band[max(0, first - 1 - reach) : max(0, first - 1)], band[last + 2 : last + 2 + reach]]
    inked = sorted(float((side.max(axis=0) > 0.5 * level).mean()) if side.size else 0.0 for side in sides)
    return inked[0] <= _CLEAR and covered >= (_COVERED if inked[1] <= _CLEAR else _FULLY)


def _joined(pieces: list[Stripe], unit: float) -> list[Stripe]:
    """Join what lies on one line with a small gap, or a larger one between long pieces."""
    joined: list[Stripe] = []
    for piece in sorted(pieces, key=lambda p: (p.x0, p.top)):
        for i, other in enumerate(joined):
            near = abs((piece.top + piece.bottom) - (other.top + other.bottom)) <= max(2.0, 1.6 * unit)
            room = _GAP * unit + 0.15 * min(piece.x1 - piece.x0, other.x1 - other.x0)
            if near and piece.x0 - other.x1 <= min(room, 12 * unit):
                joined[i] = Stripe(
                    other.x0,
                    min(piece.top, other.top),
                    max(piece.x1, other.x1),
                    max(piece.bottom, other.bottom),
                    piece.light,
                    max(piece.level, other.level),
                )
                break
        else:
            joined.append(piece)
    return joined
