"""Reading order of blocks: rows of the page, and columns within them.

A top-down cut in the manner of the XY-cut (Nagy & Seth 1984), with columns preferred wherever a
gutter runs through: what stands in columns is read column by column.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Block, Box

GUTTER = 6.0


def in_reading_order(blocks: Sequence[Block], tables: Sequence[Box]) -> list[Block]:
    """Sort blocks; tables stand in the way of columns but are not returned."""
    return [b for b in _ordered([*blocks, *tables]) if isinstance(b, Block)]


def _box(thing: Block | Box) -> Box:
    return thing.box if isinstance(thing, Block) else thing


def _ordered(things: Sequence[Block | Box]) -> list[Block | Box]:
    if len(things) < 2:
        return list(things)
    strips = _strips(things, down=True)
    out: list[Block | Box] = []
    at = 0
    while at < len(strips):
        end, columns = _columns(strips, at)
        if len(columns) > 1:
            for column in columns:
                out += _ordered(column)
        else:
            out += _inner(strips[at])
            end = at + 1
        at = end
    return out


def _columns(strips: Sequence[Sequence[Block | Box]], at: int) -> tuple[int, list[list[Block | Box]]]:
    """Return the longest run of strips from ``at`` that a gutter divides, and its columns."""
    best: tuple[int, list[list[Block | Box]]] = (at + 1, [])
    run: list[Block | Box] = []
    for end in range(at, len(strips)):
        run = [*run, *strips[end]]
        columns = _strips(run, down=False)
        if len(columns) < 2:
            break
        best = (end + 1, columns)
    return best


def _inner(strip: Sequence[Block | Box]) -> list[Block | Box]:
    return sorted(strip, key=lambda b: (round(_box(b).top), _box(b).x0, _box(b).bottom))


def _strips(things: Sequence[Block | Box], *, down: bool) -> list[list[Block | Box]]:
    """Cut at every gap that runs through: into rows (``down``) or columns."""
    spans = sorted(
        ((_box(t).top, _box(t).bottom) if down else (_box(t).x0, _box(t).x1), n) for n, t in enumerate(things)
    )
    gap = 0.0 if down else GUTTER
    out: list[list[Block | Box]] = []
    reach = 0.0
    for (low, high), n in spans:
        if out and low < reach + gap:
            out[-1].append(things[n])
        else:
            out.append([things[n]])
        reach = max(reach, high) if out and len(out[-1]) > 1 else high
    return out
