"""Charts as inline SVG: bars of parts stacked upon one another, with a key; the table beside them has the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

# Told apart by lightness as well as by hue, so that they differ in grey and for those who see few colours.
STATUS_COLOURS = ("#1f6f43", "#7fb069", "#e6c229", "#d9822b", "#8c2f1b", "#c9d1d3", "#5f6f74")
COHORT_COLOURS = ("#12434b", "#2f7f86", "#6bb3a8", "#b5d8b0", "#e8c468", "#d98f4e", "#b4543c", "#7c3a57", "#4b4a7a")
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640.0, 300.0, 44.0, 30.0, 14.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its name, the bars with their labels, and the parts of each bar with labels and colours."""

    title: str
    bars: tuple[str, ...]
    parts: tuple[str, ...]
    colours: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The labels of the parts that are there, with their colours."""
        return tuple((self.parts[i], self.colours[i]) for i in self.used)

    @property
    def used(self) -> tuple[int, ...]:
        """Which parts are there in any bar."""
        return tuple(i for i in range(len(self.parts)) if any(row[i] for row in self.values))


def drawn(chart: Chart) -> str:
    """Return the chart as an SVG element; every label is escaped."""
    most = max((sum(row) for row in chart.values), default=0) or 1
    step = _step(most)
    top = -(-most // step) * step
    parts = [
        f'<svg class="chart" role="img" aria-label="{escape(chart.title)}" viewBox="0 0 {_n(_WIDTH)} {_n(_HEIGHT)}">',
        *_grid(step, top),
        *_bars(chart, top),
        "</svg>",
    ]
    return "".join(parts)


def _step(most: int) -> int:
    """Return a round distance between lines, so that there are about five of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * factor * size:
                return factor * size
        size *= 10


def _grid(step: int, top: int) -> Iterator[str]:
    for value in range(0, top + 1, step):
        y = _n(_y(value, top))
        yield f'<line x1="{_n(_LEFT)}" x2="{_n(_WIDTH)}" y1="{y}" y2="{y}" stroke="#d5dee0"/>'
        yield f'<text x="{_n(_LEFT - 8)}" y="{y}" dy="4" text-anchor="end" font-size="13" fill="#4d6066">{value}</text>'


def _bars(chart: Chart, top: int) -> Iterator[str]:
    room = (_WIDTH - _LEFT) / max(len(chart.bars), 1)
    wide = min(0.62 * room, 72.0)
    for n, (label, row) in enumerate(zip(chart.bars, chart.values, strict=True)):
        middle = _LEFT + (n + 0.5) * room
        yield from _stack(chart, row, middle - wide / 2, wide, top)
        place = f'x="{_n(middle)}" y="{_n(_HEIGHT - 8)}" text-anchor="middle" font-size="13" fill="#1b2a2e"'
        yield f"<text {place}>{escape(label)}</text>"


def _stack(chart: Chart, row: Sequence[int], x: float, wide: float, top: int) -> Iterator[str]:
    below = 0
    for value, colour, label in zip(row, chart.colours, chart.parts, strict=False):
        if not value:
            continue
        high, low = _y(below + value, top), _y(below, top)
        box = f'x="{_n(x)}" y="{_n(high)}" width="{_n(wide)}" height="{_n(low - high)}"'
        yield f'<rect {box} fill="{colour}" stroke="#fff"><title>{escape(label)}: {value}</title></rect>'
        below += value


def _y(value: float, top: int) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * value / top


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def swatch(colour: str) -> str:
    """Return the sample of a colour for a key."""
    area = f'<rect width="12" height="12" fill="{colour}"/>'
    return f'<svg class="swatch" aria-hidden="true" viewBox="0 0 12 12">{area}</svg>'


def colours(palette: Sequence[str], count: int) -> tuple[str, ...]:
    """Return ``count`` colours of a palette, from its start again where it ends."""
    return tuple(palette[i % len(palette)] for i in range(count))
