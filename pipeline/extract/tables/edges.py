"""Rulings and fills to border lines: snapped to common positions, broken and dashed pieces joined.

The idea of snapping and joining edges before cells are sought is that of Nurminen's thesis
("Algorithmic extraction of data in tables in PDF documents", Tampere 2013).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Box, Fill, Ruling

SNAP = 4.0
JOIN = 4.5
SHORTEST = 3.0
THIN = 2.5
GROUND = 0.9
SAME = 1.5
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Border:
    """A stretch of a border line: ``at`` is x of a vertical and y of a horizontal one."""

    at: float
    low: float
    high: float
    ruled: bool


@dataclass(frozen=True, slots=True)
class Borders:
    """All border lines of a page."""

    horizontal: tuple[Border, ...]
    vertical: tuple[Border, ...]


def borders_of(rulings: Iterable[Ruling], fills: Sequence[Fill], width: float, height: float) -> Borders:
    """Collect the border lines of a page of the given size (points)."""
    across: list[Border] = []
    down: list[Border] = []
    for r in rulings:
        _add_ruling(r, across, down)
    for fill in visible(fills, width, height):
        box = fill.box
        if min(box.width, box.height) <= THIN:
            _add_ruling(_as_ruling(box), across, down)
            continue
        across += [Border(y, box.x0, box.x1, False) for y in (box.top, box.bottom)]
        down += [Border(x, box.top, box.bottom, False) for x in (box.x0, box.x1)]
    return Borders(_joined(across), _joined(down))


def visible(fills: Sequence[Fill], width: float, height: float) -> list[Fill]:
    """Return fills without page grounds, dots, and areas painted on a ground of their own colour."""
    out: list[Fill] = []
    ground = PAPER
    for fill in fills:
        box = fill.box
        if box.width * box.height >= GROUND * width * height:
            ground = fill.color
            continue
        under = next((f.color for f in reversed(out) if _holds(f.box, box)), ground)
        if not fill.round and under != fill.color:
            out.append(fill)
    return out


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 - SAME <= inner.x0
        and outer.top - SAME <= inner.top
        and inner.x1 <= outer.x1 + SAME
        and inner.bottom <= outer.bottom + SAME
    )


def framed(rulings: Sequence[Ruling]) -> list[Fill]:
    """Return the areas that four rulings close off."""
    across = sorted((r for r in rulings if r.x1 - r.x0 >= r.bottom - r.top), key=lambda r: (r.top, r.x0))
    down = [r for r in rulings if r.x1 - r.x0 < r.bottom - r.top]
    if len(across) * len(down) > 40_000:
        return []
    out = []
    for n, top in enumerate(across):
        same = (r for r in across[n + 1 :] if abs(r.x0 - top.x0) < 2 and abs(r.x1 - top.x1) < 2 and r.top > top.top + 4)
        bottom = next(same, None)
        if bottom is not None and all(_side(down, x, top.top, bottom.top) for x in (top.x0, top.x1)):
            out.append(Fill(Box(top.x0, top.top, top.x1, bottom.top), ""))
    return out


def _side(down: Sequence[Ruling], x: float, top: float, bottom: float) -> bool:
    return any(abs(r.x0 - x) < 2 and r.top <= top + 3 and r.bottom >= bottom - 3 for r in down)


def _as_ruling(box: Box) -> Ruling:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    if box.width >= box.height:
        return Ruling(box.x0, y, box.x1, y)
    return Ruling(x, box.top, x, box.bottom)


def _add_ruling(r: Ruling, across: list[Border], down: list[Border]) -> None:
    wide, high = r.x1 - r.x0, r.bottom - r.top
    if wide >= high:
        across.append(Border((r.top + r.bottom) / 2, r.x0, r.x1, True))
    else:
        down.append(Border((r.x0 + r.x1) / 2, r.top, r.bottom, True))


def _joined(pieces: Sequence[Border]) -> tuple[Border, ...]:
    """Snap pieces that lie close to a common position, then join what touches along it."""
    out: list[Border] = []
    for group in _snapped(pieces):
        ruled = [p.at for p in group if p.ruled] or [p.at for p in group]
        at = sum(ruled) / len(ruled)
        stretch: Border | None = None
        for p in sorted(group, key=lambda p: (p.low, p.high)):
            if stretch is not None and p.low <= stretch.high + JOIN:
                high, is_ruled = max(stretch.high, p.high), stretch.ruled or p.ruled
                stretch = Border(at, stretch.low, high, is_ruled)
                continue
            if stretch is not None:
                out.append(stretch)
            stretch = Border(at, p.low, p.high, p.ruled)
        if stretch is not None:
            out.append(stretch)
    return tuple(b for b in out if b.high - b.low >= SHORTEST)


def _snapped(pieces: Sequence[Border]) -> list[list[Border]]:
    groups: list[list[Border]] = []
    for p in sorted(pieces, key=lambda p: (p.at, p.low, p.high)):
        if groups and p.at - groups[-1][0].at <= SNAP:
            groups[-1].append(p)
        else:
            groups.append([p])
    return groups
