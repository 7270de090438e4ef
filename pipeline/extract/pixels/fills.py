"""Filled areas from pixels: header bands, zebra rows, label columns, boxes, also very pale ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels.ground import Ground

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]

_SMALLEST = 7.0
_STEP = 2.5
_LONGER = 30.0
_STRIKING = 60
_PALE = 10
_PALE_SMALLEST = 16.0
_DIFFERENT = 4.0
_PER_NOISE = 0.7
_BIN = 5.0
_MOST_COLORS = 12
_LIGHT = 150
_SOLID = 0.9
_WHOLE = 0.85
_SNAP = 7.5
_INNER = 3.0
_MOST_PARTS = 6
_SHADE = 45
_BESIDE = 6.0


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle in pixels (half-open) with its colour, paper counting as white; ``round`` for ovals."""

    x0: int
    top: int
    x1: int
    bottom: int
    color: tuple[int, int, int]
    round: bool = False


@dataclass(frozen=True, slots=True)
class Layers:
    """The fills of a page and its paper: the grounds's colours as if no fill lay on it, ``cell`` pixels a piece."""

    areas: tuple[Area, ...]
    paper: Floats
    cell: float

    def paper_at(self, x: float, y: float) -> float:
        """Return the grey level of the paper at a pixel."""
        rows, columns = self.paper.shape[:2]
        return float(self.paper[min(int(y / self.cell), rows - 1), min(int(x / self.cell), columns - 1)].mean())


def find(ground: Ground) -> Layers:
    """Return the fills, from the top left.

    The paper is the region at the page's border that no step in colour parts; judging it by steps
    instead of levels keeps uneven light apart from pale fills.  What differs from the paper is sorted
    by its commonest colours, and each connected piece of one colour is a fill.
    """
    colors = ground.colors.astype(np.float32)
    unit = ground.unit / ground.shrink
    _, labels = cv2.connectedComponents(
        (_edges(colors, max(1, round(0.9 * unit))) == 0).astype(np.uint8), connectivity=4
    )
    paper = _paper(colors, labels == _background(np.asarray(labels, np.int32)))
    under = cv2.resize(paper, (colors.shape[1], colors.shape[0]), interpolation=cv2.INTER_LINEAR).reshape(colors.shape)
    shades = colors * (255.0 / np.maximum(under, 1.0)) if float(paper.mean()) > _LIGHT else colors
    offset = shades - (255.0 if float(paper.mean()) > _LIGHT else under)
    least = _DIFFERENT + _PER_NOISE * ground.noise
    apart = (offset.min(axis=2) < -least) | (offset.max(axis=2) > 2 * least)
    areas = [
        area
        for mask, color in _by_color(np.asarray(shades, np.float32), apart, unit)
        for area in _areas(mask, color, unit)
    ]
    areas = [_enlarged(area, ground.shrink) for area in areas]
    layers = Layers(tuple(sorted(areas, key=lambda a: (a.top, a.x0, a.bottom, a.x1))), paper, 16 * ground.shrink)
    snapped = (_snapped(a, ground, layers.paper_at(a.x0, a.top)) for a in layers.areas)
    least = _SMALLEST * ground.unit
    large = [a for a in snapped if min(a.x1 - a.x0, a.bottom - a.top) >= 0.9 * least and not _is_faint(a, ground.unit)]
    return replace(layers, areas=tuple(_mended(large, ground)))


def _by_color(
    shades: Floats, apart: npt.NDArray[np.bool_], unit: float
) -> Iterator[tuple[npt.NDArray[np.bool_], tuple[int, int, int]]]:
    """Yield the places of each common colour and that colour; every place belongs to its nearest one."""
    values = shades[apart]
    peaks = _peaks(values, least=2 * (_SMALLEST * unit) ** 2)
    if not peaks:
        return
    distances = np.stack([np.abs(values - peak).max(axis=1) / _reach(peak) for peak in peaks])
    nearest = np.where(distances.min(axis=0) <= 1.0, distances.argmin(axis=0), -1)
    for index, peak in enumerate(peaks):
        mask = np.zeros(apart.shape, bool)
        mask[apart] = nearest == index
        channels = [min(255, max(0, round(float(v)))) for v in (peak if len(peak) == 3 else [peak[0]] * 3)]
        yield mask, (channels[0], channels[1], channels[2])


def _peaks(values: Floats, least: float) -> list[Floats]:
    """Return the commonest colours, commonest first: means of the fullest bins, their surroundings set aside."""
    peaks: list[Floats] = []
    rest = values[:: max(1, len(values) // 200_000)]
    least *= len(rest) / max(1, len(values))
    while len(peaks) < _MOST_COLORS and len(rest) >= max(1.0, least):
        bins = np.round(rest / _BIN).astype(np.int64)
        keys = (bins * (1000 ** np.arange(bins.shape[1]))).sum(axis=1)
        names, counts = np.unique(keys, return_counts=True)
        centre = rest[keys == names[np.argmax(counts)]].mean(axis=0)
        near = np.abs(rest - centre).max(axis=1) <= _BIN
        if near.sum() >= least:
            peaks.append(np.asarray(rest[near].mean(axis=0), np.float32))
        rest = rest[np.abs(rest - centre).max(axis=1) > _reach(centre)]
    return peaks


def _reach(color: Floats) -> float:
    """Return how far colours of one fill lie apart: dark ones vary more, pale ones differ by a few levels."""
    return _BIN * (1.5 + max(0.0, 255.0 - float(color.mean())) / 50.0)


def _enlarged(area: Area, by: float) -> Area:
    x0, top, x1, bottom = (round(v * by) for v in (area.x0, area.top, area.x1, area.bottom))
    return Area(x0, top, x1, bottom, area.color, area.round)


def _snapped(area: Area, ground: Ground, paper: float) -> Area:
    """Move each side to where the grey level, going outward, is halfway from the fill to what lies beside it."""
    if area.round:
        return area
    grey, reach = ground.grey, round(_SNAP * ground.unit)
    level = float(np.median(ground.flat[area.top : area.bottom, area.x0 : area.x1]))
    least = max(3.0, abs(paper - level) / 2)
    across, down = grey[area.top : area.bottom], grey[:, area.x0 : area.x1].T
    # Print may begin right behind the border and must not be taken for it.
    inner = round(_INNER * ground.unit)
    wide, high = min(inner, (area.x1 - area.x0) // 3), min(inner, (area.bottom - area.top) // 3)
    x0 = _crossing(across, area.x0 + wide, area.x0 - reach, level, least)
    x1 = _crossing(across, area.x1 - wide, area.x1 + reach, level, least)
    top = _crossing(down, area.top + high, area.top - reach, level, least)
    bottom = _crossing(down, area.bottom - high, area.bottom + reach, level, least)
    box = [v if v is not None else old for v, old in zip((x0, top, x1, bottom), _corners(area), strict=True)]
    return Area(box[0], box[1], box[2], box[3], area.color) if box[0] < box[2] and box[1] < box[3] else area


def _is_faint(area: Area, unit: float) -> bool:
    """Tell a small pale area: the smear between letters."""
    return max(area.x1 - area.x0, area.bottom - area.top) < _LONGER * unit and min(area.color) > 255 - _STRIKING


def _mended(areas: list[Area], ground: Ground) -> list[Area]:
    """Join the parts of one fill that uneven light gave two colours: side by side without a step between them."""
    out: list[Area] = []
    for area in areas:
        for n, other in enumerate(out):
            if _is_one(other, area, ground):
                box = (
                    *map(min, _corners(other)[:2], _corners(area)[:2]),
                    *map(max, _corners(other)[2:], _corners(area)[2:]),
                )
                out[n] = Area(box[0], box[1], box[2], box[3], other.color)
                break
        else:
            out.append(area)
    return out


def _is_one(a: Area, b: Area, ground: Ground) -> bool:
    reach = round(3 * ground.unit)
    near = max(abs(p - q) for p, q in zip(a.color, b.color, strict=True)) <= _SHADE
    level = abs(a.top - b.top) <= reach and abs(a.bottom - b.bottom) <= reach
    left, right = sorted((a, b), key=lambda area: area.x0)
    if a.round or b.round or not near or not level or abs(right.x0 - left.x1) > reach:
        return False
    top, bottom = max(a.top, b.top) + reach, min(a.bottom, b.bottom) - reach
    seam = ground.flat[top:bottom, max(0, min(left.x1, right.x0) - 2 * reach) : max(left.x1, right.x0) + 2 * reach]
    return bool(seam.size) and float(np.ptp(np.median(seam, axis=0))) <= max(6.0, 3 * ground.noise)


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.x0, area.top, area.x1, area.bottom


def _crossing(band: Picture, inner: int, outer: int, level: float, least: float) -> int | None:
    """Return the border between two columns of a band: where most of it leaves the level for good.

    That is by ``least``, or by half of what the ground beside differs where that is less than the paper does.

    The quantile leans away from text, which is dark on a light fill and light on a dark one.
    """
    low, high = max(0, min(inner, outer)), min(band.shape[1], max(inner, outer))
    if low >= high:
        return None
    profile = np.quantile(band[:, low:high], 0.8 if level > 128 else 0.2, axis=0)
    if outer < inner:
        profile = profile[::-1]
    beside = abs(float(np.median(profile[-max(2, len(profile) // 5) :])) - level) / 2
    runs = _away(profile, level, least) or (_away(profile, level, beside) if beside >= _BESIDE else [])
    if not runs:
        return None
    return high - runs[0] if outer < inner else low + runs[0]


def _away(profile: npt.NDArray[np.floating], level: float, least: float) -> list[int]:
    """Return where two values in a row differ from a level."""
    away = np.flatnonzero(np.abs(profile - level) > least)
    return [int(i) for i in away if i + 1 < len(profile) and abs(profile[i + 1] - level) > least]


def _edges(colors: Floats, reach: int) -> Picture:
    """Mark where the colour changes: strong steps and the weak ones they go on in (Canny's hysteresis), gaps closed."""
    smooth = cv2.GaussianBlur(colors, (0, 0), max(0.6, reach / 2)).reshape(colors.shape)
    steps = np.zeros(colors.shape[:2], np.float32)
    across = np.linalg.norm(smooth[:, 2 * reach :] - smooth[:, : -2 * reach], axis=2)
    down = np.linalg.norm(smooth[2 * reach :] - smooth[: -2 * reach], axis=2)
    steps[:, reach:-reach] = across
    steps[reach:-reach] = np.maximum(steps[reach:-reach], down)
    noise = float(np.median(steps))
    weak = (steps > max(_STEP / 2, 2.5 * noise)).astype(np.uint8)
    _, labels = cv2.connectedComponents(weak, connectivity=8)
    strong = np.unique(labels[steps > max(_STEP, 4 * noise)])
    kept = np.isin(labels, strong[strong > 0]).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((2 * reach + 3,) * 2, np.uint8)), np.uint8)


def _background(labels: Labels) -> int:
    """Return the region that most of the page's border belongs to."""
    border = np.concatenate([labels[1], labels[-2], labels[:, 1], labels[:, -2]])
    counts = np.bincount(border)
    counts[0] = 0
    return int(np.argmax(counts))


def _paper(colors: Floats, mask: npt.NDArray[np.bool_]) -> Floats:
    """Spread the background's colour over the whole page (normalised convolution, Knutsson 1993), at 1:16."""
    size = (max(2, colors.shape[1] // 16), max(2, colors.shape[0] // 16))
    weight = mask.astype(np.float32)
    small = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    lit = cv2.resize(colors * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    sigma = max(size) / 6
    below = cv2.GaussianBlur(small, (0, 0), sigma)[..., None] + 1e-6
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), sigma).reshape(lit.shape) / below, np.float32)


def _areas(mask: npt.NDArray[np.bool_], color: tuple[int, int, int], unit: float) -> Iterator[Area]:
    """Yield the rectangles and ovals of one colour; pieces of any other shape are pictures, not fills."""
    thin = np.ones((max(2, round(2.5 * unit)),) * 2, np.uint8)
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((max(3, round(3 * unit)),) * 2, np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(whole, cv2.MORPH_OPEN, thin), connectivity=4
    )
    least = _SMALLEST * unit
    for label in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[label])
        if min(w, h) < (_PALE_SMALLEST * unit if min(color) > 255 - _PALE else least) or (
            max(w, h) < _LONGER * unit and min(color) > 255 - _STRIKING
        ):
            continue
        solid = _closed(labels[y : y + h, x : x + w] == label, max(3, round(4 * unit)))
        left, upper, right, lower = _trimmed(solid)
        inside = solid[upper:lower, left:right]
        if _is_oval(solid):
            yield Area(x, y, x + w, y + h, color, round=True)
        elif inside.mean() >= _SOLID and inside.sum() >= _WHOLE * solid.sum():
            yield Area(x + left, y + upper, x + right, y + lower, color)
        else:
            parts = _parts(solid, unit)
            if len(parts) <= _MOST_PARTS and sum((p[2] - p[0]) * (p[3] - p[1]) for p in parts) >= _WHOLE * solid.sum():
                yield from (Area(x + a, y + b, x + c, y + d, color) for a, b, c, d in parts)


def _trimmed(mask: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Return the box (x0, top, x1, bottom) of the rows and columns that are well filled: borders are ragged by noise.

    Text covers much of the height of a narrow band, so a quarter is enough along it.
    """
    height, width = mask.shape
    rows = np.flatnonzero(mask.mean(axis=1) >= (0.25 if height > 3 * width else 0.5))
    columns = np.flatnonzero(mask.mean(axis=0) >= (0.25 if width > 3 * height else 0.5))
    if rows.size == 0 or columns.size == 0:
        return 0, 0, width, height
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _closed(mask: npt.NDArray[np.bool_], size: int) -> npt.NDArray[np.bool_]:
    """Fill the holes that text leaves."""
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), size, size, size, size, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = cv2.drawContours(np.zeros_like(closed), contours, -1, 1, cv2.FILLED)
    return np.asarray(filled[size:-size, size:-size] > 0)


def _is_oval(mask: npt.NDArray[np.bool_]) -> bool:
    rows, columns = mask.shape
    y, x = np.ogrid[:rows, :columns]
    oval = ((x + 0.5) / columns * 2 - 1) ** 2 + ((y + 0.5) / rows * 2 - 1) ** 2 <= 1
    return float((oval == mask).mean()) > 0.95


def _parts(mask: npt.NDArray[np.bool_], unit: float) -> list[tuple[int, int, int, int]]:
    """Cut a region with straight sides (an L, a T) into rectangles: rows with about the same runs go together."""
    tolerance = max(2.0, 2.0 * unit)
    parts: list[tuple[int, int, int, int]] = []
    open_parts: list[list[int]] = []
    for row in range(mask.shape[0] + 1):
        runs = _runs(mask[row], tolerance) if row < mask.shape[0] else []
        kept: list[list[int]] = []
        for part in open_parts:
            match = next(
                (r for r in runs if abs(r[0] - part[0]) <= tolerance and abs(r[1] - part[2]) <= tolerance), None
            )
            if match is None:
                parts.append((part[0], part[1], part[2], row))
            else:
                runs.remove(match)
                kept.append(part)
        open_parts = kept + [[a, row, b] for a, b in runs]
    least, longer = _SMALLEST * unit, _LONGER * unit
    sides = [(p, sorted((p[2] - p[0], p[3] - p[1]))) for p in parts]
    return [p for p, (short, long) in sides if short >= least and long >= longer]


def _runs(row: npt.NDArray[np.bool_], tolerance: float) -> list[tuple[int, int]]:
    ends = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    pairs = list(zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True))
    return [(a, b) for a, b in pairs if b - a > tolerance]
