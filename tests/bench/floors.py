"""Committed floors of quality that only rise; a lower one must say why."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Figure

FLOORS = Path(__file__).parent / "floors.toml"
HEAD = """\
# Floors of quality, by what was measured: `figure = value`. Counts of faults are ceilings.
# `python -m tests.bench.score RUN GOLD --raise` writes what a run did better. A floor is lowered by
# hand, as `figure = { at = 97.0, was = 99.0, reason = "why" }`; without a reason the file is refused.
"""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least value (for faults the most); ``was`` and ``reason`` where it was lowered."""

    at: float
    was: float | None = None
    reason: str = ""


Floors = Mapping[str, Floor]


def _floor(name: str, value: object) -> Floor:
    if isinstance(value, (int, float)):
        return Floor(float(value))
    if not isinstance(value, dict):
        raise TypeError(f"{name}: a number or a table is wanted")
    floor = Floor(float(value["at"]), float(value["was"]), str(value.get("reason", "")).strip())
    if not floor.reason:
        raise ValueError(f"{name}: a lowered floor needs a reason")
    return floor


def load(path: Path = FLOORS) -> dict[str, dict[str, Floor]]:
    """Read the floors of all sections; ValueError where one was lowered without a reason."""
    toml = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        section: {name: _floor(f"{section}: {name}", value) for name, value in entries.items()}
        for section, entries in toml.items()
    }


def check_floors(results: Iterable[Figure], floors: Floors) -> tuple[str, ...]:
    """Return a line for each figure that fell below its floor, rose above its ceiling, or is gone."""
    measured = {figure.name: figure for figure in results}
    fallen = []
    for name, floor in sorted(floors.items()):
        figure = measured.get(name)
        value = figure.value if figure else None
        if figure is None or value is None:
            fallen.append(f"{name}: not measured, floor {floor.at:g}")
        elif figure.at_most and value > floor.at:
            fallen.append(f"{name}: {value:g}, at most {floor.at:g}")
        elif not figure.at_most and value < floor.at - 1e-9:
            fallen.append(f"{name}: {value:.2f}, at least {floor.at:g}")
    return tuple(fallen)


def _reached(figure: Figure) -> float | None:
    """Return the figure's value, rounded to the safe side."""
    value = figure.value
    if value is None or figure.at_most:
        return value
    return math.floor(value * 100 + 1e-6) / 100


def raise_floors(results: Iterable[Figure], floors: Floors) -> dict[str, Floor]:
    """Return the floors with every better tracked figure taken over; none gets lower."""
    raised = dict(floors)
    for figure in results:
        value, old = _reached(figure), raised.get(figure.name)
        if value is None or not figure.tracked:
            continue
        if old is None or (value < old.at if figure.at_most else value > old.at):
            raised[figure.name] = Floor(value)
    return raised


def _line(name: str, floor: Floor) -> str:
    if floor.was is None:
        return f'"{name}" = {floor.at:g}'
    return f'"{name}" = {{ at = {floor.at:g}, was = {floor.was:g}, reason = {json.dumps(floor.reason)} }}'


def save(floors: Mapping[str, Floors], path: Path = FLOORS) -> None:
    """Write the floors, sorted."""
    parts = [
        f'["{section}"]\n' + "".join(f"{_line(name, floor)}\n" for name, floor in sorted(entries.items()))
        for section, entries in sorted(floors.items())
    ]
    path.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
