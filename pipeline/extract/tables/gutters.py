"""Columns from text: the vertical gaps that run through the lines of a region.

Columns are where no word stands in (nearly) all lines, the idea of white-space rivers (Breuel 2002,
"Two geometric algorithms for layout analysis"), here on word boxes of one region.
"""

from __future__ import annotations

import itertools
import re
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
MANY = 6
VALUE = re.compile(r"[\d–—-]|^\W+$")


class Gutter(NamedTuple):
    """A vertical gap between two columns (points)."""

    low: float
    high: float

    @property
    def at(self) -> float:
        """Where the border between the columns is drawn."""
        return (self.low + self.high) / 2


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


def gutters(words: Sequence[Word], lines: Sequence[Line], *, spare: int = 0, forced: bool = False) -> list[Gutter]:
    """Return the gaps that no word crosses in (nearly) all lines and that have text on both sides.

    ``spare`` more lines than usual may cross, for regions whose header is not told apart; in a
    region without columns of its own (``forced``) a narrow gap before figures is enough.
    """
    if len(lines) < 2:
        return []
    size = median(x.size for x in lines)
    allowed = int(CROSSED * len(lines)) + (spare if len(lines) >= 4 else 0)
    least = (NARROWEST if forced else NARROW) * size
    found = (g for g in _free(words, lines, allowed) if g.high - g.low >= least)
    return [g for g in found if _parts(words, lines, g, size, forced=forced)]


def _free(words: Sequence[Word], lines: Sequence[Line], allowed: int) -> list[Gutter]:
    """Return the stretches of x that at most ``allowed`` lines have words in."""
    events: list[tuple[float, int]] = []
    for x in lines:
        for i in x.words:
            events += [(words[i].box.x0, 1), (words[i].box.x1, -1)]
    events.sort()
    out: list[Gutter] = []
    depth, start = 0, None
    for at, step in events:
        was = depth
        depth += step
        if was > allowed >= depth:
            start = at
        elif was <= allowed < depth:
            if start is not None and at > start:
                out.append(Gutter(start, at))
            start = None
    return out


def _parts(words: Sequence[Word], lines: Sequence[Line], gutter: Gutter, size: float, *, forced: bool) -> bool:
    """Whether a gap parts two columns and not a bullet from its text or two words of a phrase."""
    pairs = []
    for x in lines:
        left = [i for i in x.words if (words[i].box.x0 + words[i].box.x1) / 2 < gutter.at]
        right = x.words[len(left) :]
        if left and right:
            pairs.append((words[left[-1]], words[right[0]], len(left)))
    if len(pairs) < max(2, BOTH_SIDES * len(lines)):
        return False
    if all(n == 1 and (a.text in BULLETS or NUMBER.fullmatch(a.text)) for a, _, n in pairs):
        return False
    if gutter.high - gutter.low >= WIDE * size and len(lines) > 2:
        return True
    values = sum((forced or is_value(a.text)) and is_value(b.text) for a, b, _ in pairs)
    return len(pairs) >= MANY and values >= 0.6 * len(pairs)
