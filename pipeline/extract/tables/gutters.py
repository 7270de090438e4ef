"""Columns from text: the vertical gaps that run through the lines of a region.

Columns are where no word stands in (nearly) all lines, the idea of white-space rivers (Breuel 2002,
"Two geometric algorithms for layout analysis"), here on word boxes of one region.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from pipeline.extract.items import BULLETS, NUMBER, Line, size_of
from pipeline.model import Word

CROSSED = 0.12
BOTH_SIDES = 0.4
NARROW = 0.45
NARROWEST = 0.25
WIDE = 0.9
WIDE_FORCED = 0.7
MANY = 6


class Gutter(NamedTuple):
    """A vertical gap between two columns (points); ``at`` is where the border is drawn."""

    low: float
    high: float
    at: float


def is_value(text: str) -> bool:
    """Whether a word is a figure, a mark or a dash: what stands in the cells of a table of data."""
    digits = sum(c.isdigit() for c in text)
    return digits * 2 >= sum(c.isalnum() for c in text)


def blank_of(words: Sequence[Word], lines: Sequence[Line]) -> float:
    """Return the usual gap between words of running text (points)."""
    gaps = [
        gap
        for x in lines
        for a, b in itertools.pairwise(x.words)
        if 0 < (gap := words[b].box.x0 - words[a].box.x1) < 0.8 * size_of(words[a])
    ]
    sizes = [size_of(words[i]) for x in lines for i in x.words]
    usual = 0.28 * median(sizes) if sizes else 3.0
    return min(median(gaps), 2.2 * usual) if gaps else usual


def gutters(
    words: Sequence[Word],
    lines: Sequence[Line],
    *,
    head: Sequence[Line] = (),
    spare: int = 0,
    forced: bool = False,
    bands: Sequence[Sequence[Line]] = (),
) -> list[Gutter]:
    """Return the gaps that no word crosses in (nearly) all lines and that have text on both sides.

    ``spare`` more lines than usual may cross, for regions whose header is not told apart; in a
    region without columns of its own (``forced``) a narrow gap before figures is enough.  ``head`` are
    lines of a header row: what they part may be blank in most rows below.  ``bands`` are the lines of
    each row, where rows are known: a figure may stand between two lines of its label.
    """
    if len(lines) < 2:
        return []
    size = median(x.size for x in lines)
    allowed = int(CROSSED * len(lines)) + (spare if len(lines) >= 4 else 0)
    least = (NARROWEST if forced else NARROW) * size
    found = (g for g in free_stretches(words, lines, allowed) if g.high - g.low >= least)
    return [g for g in found if _parts(words, lines, g, size, head, bands, forced=forced)]


def free_stretches(words: Sequence[Word], lines: Sequence[Line], allowed: int) -> list[Gutter]:
    """Return the stretches of x that at most ``allowed`` lines have words in, the emptiest part of each."""
    events: list[tuple[float, int]] = []
    for x in lines:
        for i in x.words:
            events += [(words[i].box.x0, 1), (words[i].box.x1, -1)]
    events.sort()
    out: list[Gutter] = []
    depth = 0
    stretch: list[tuple[int, float, float]] = []
    for (at, step), (until, _) in itertools.pairwise(events):
        depth += step
        if depth > allowed:
            out += _emptiest(stretch)
            stretch = []
        elif until > at:
            stretch.append((depth, at, until))
    return out


def _emptiest(stretch: Sequence[tuple[int, float, float]]) -> list[Gutter]:
    """Return a stretch as one gutter, its border in the widest part with the fewest words."""
    if not stretch:
        return []
    fewest = min(depth for depth, _, _ in stretch)
    parts: list[tuple[float, float]] = []
    for depth, low, high in stretch:
        if depth != fewest:
            continue
        if parts and low - parts[-1][1] < 0.01:
            parts[-1] = (parts[-1][0], high)
        else:
            parts.append((low, high))
    low, high = max(parts, key=lambda p: p[1] - p[0])
    return [Gutter(stretch[0][1], stretch[-1][2], (low + high) / 2)]


def _parts(
    words: Sequence[Word],
    lines: Sequence[Line],
    gutter: Gutter,
    size: float,
    head: Sequence[Line],
    bands: Sequence[Sequence[Line]],
    *,
    forced: bool,
) -> bool:
    """Whether a gap parts two columns and not a bullet from its text or two words of a phrase."""
    pairs = [p for x in lines if (p := _beside(words, x, gutter.at)) is not None]
    named = any(
        p is not None and p[1].box.x0 - p[0].box.x1 >= size for p in (_beside(words, x, gutter.at) for x in head)
    )
    named = named or _named(words, head, gutter.at, size)
    least = 1 if named else max(2, BOTH_SIDES * len(lines))
    rows = sum(_on_both_sides(words, band, gutter.at) for band in bands)
    shown = rows > 0 if named else len(pairs) > 1 and rows >= max(3, BOTH_SIDES * len(bands))
    if len(pairs) < least and not shown:
        return False
    if all(n == 1 and (a.text in BULLETS or NUMBER.fullmatch(a.text)) for a, _, n in pairs) and not named:
        return False
    if gutter.high - gutter.low >= (WIDE_FORCED if forced else WIDE) * size and (named or len(lines) > 2):
        return True
    values = sum((forced or is_value(a.text)) and is_value(b.text) for a, b, _ in pairs)
    return len(pairs) >= MANY and values >= 0.6 * len(pairs)


def _beside(words: Sequence[Word], x: Line, at: float) -> tuple[Word, Word, int] | None:
    """Return the words left and right of a place, and how many words stand left of it."""
    left = [i for i in x.words if (words[i].box.x0 + words[i].box.x1) / 2 < at]
    if not left or len(left) == len(x.words):
        return None
    return words[left[-1]], words[x.words[len(left)]], len(left)


def _on_both_sides(words: Sequence[Word], band: Sequence[Line], at: float) -> bool:
    return len({(words[i].box.x0 + words[i].box.x1) / 2 < at for x in band for i in x.words}) == 2


def _named(words: Sequence[Word], head: Sequence[Line], at: float, size: float) -> bool:
    """Whether headings, taken together, leave a gap at a place: one may stand between two lines of another."""
    boxes = [words[i].box for x in head for i in x.words]
    left = [b.x1 for b in boxes if (b.x0 + b.x1) / 2 < at]
    right = [b.x0 for b in boxes if (b.x0 + b.x1) / 2 >= at]
    return bool(left and right) and min(right) - max(left) >= size


def paired_off(
    words: Sequence[Word], lines: Sequence[Line], head: Sequence[Line], found: Sequence[float]
) -> list[float] | None:
    """Return the borders moved so that the n-th heading stands over the n-th column, if there are as many.

    A heading may be set to the left over figures set to the right, so that none stands above its own.
    """
    lowest = max((x.box.bottom for x in head), default=0.0)
    names = _named_places(words, [x for x in head if x.box.bottom > lowest - 0.8 * x.size])
    if len(names) < 3 or len(names) != len(found) + 1:
        return None
    boxes = [words[i].box for x in lines for i in x.words]
    edges = [-math.inf, *sorted(found), math.inf]
    stretches = []
    for (low, high), (left, right) in zip(names, itertools.pairwise(edges), strict=True):
        own = [b for b in boxes if left <= (b.x0 + b.x1) / 2 < right]
        stretches.append((min([low, *(b.x0 for b in own)]), max([high, *(b.x1 for b in own)])))
    if any(a[1] >= b[0] for a, b in itertools.pairwise(stretches)):
        return None
    return [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(stretches)]


def blank_columns(
    words: Sequence[Word], lines: Sequence[Line], head: Sequence[Line], found: Sequence[float]
) -> list[float]:
    """Return borders around headings under which no row has a word: a year in which nothing is planned."""
    body = [words[i].box for x in lines for i in x.words]
    lowest = max((x.box.bottom for x in head), default=0.0)
    names = _named_places(words, [x for x in head if x.box.bottom > lowest - 0.8 * x.size])
    out: list[float] = []
    for n, (low, high) in enumerate(names):
        if any(b.x0 < high and b.x1 > low for b in body):
            continue
        before = [b.x1 for b in body if b.x1 <= low] + [h for _, h in names[:n]]
        behind = [b.x0 for b in body if b.x0 >= high] + [a for a, _ in names[n + 1 :]]
        for edge, own in ((max(before, default=low), low), (high, min(behind, default=high))):
            border = (edge + own) / 2
            if own > edge and not any(edge <= f <= own for f in (*found, *out)):
                out.append(border)
    return out


def _named_places(words: Sequence[Word], head: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the stretches of x that headings take, joined over their lines."""
    out: list[tuple[float, float]] = []
    for box in sorted((words[i].box for x in head for i in x.words), key=lambda b: b.x0):
        if out and box.x0 - out[-1][1] < 0.8 * box.height:
            out[-1] = (out[-1][0], max(out[-1][1], box.x1))
        else:
            out.append((box.x0, box.x1))
    return out
