"""What happened in which year: what was new, reworded, moved, done, dropped, not carried over; and the survival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.export.versions import Version
from pipeline.export.views import Strand
from pipeline.model import Fate, Status

EVENTS = ("new", "reworded", "split", "merged", "moved", "done", "dropped", "not_carried")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the statements of one kind in a year, by thread."""

    name: str
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the timeline: how many actions it has, and its events, none of them empty."""

    year: int
    actions: int
    events: tuple[Event, ...]

    def count(self, name: str) -> int:
        """Return how many threads an event concerns."""
        return next((len(e.strands) for e in self.events if e.name == name), 0)


def timeline(found: Sequence[Strand], years: Sequence[int]) -> tuple[Year, ...]:
    """Return the years, earliest first, with what happened to actions in each."""
    actions = [s for s in found if s.kind == "action"]
    happened: dict[tuple[int, str], list[Strand]] = defaultdict(list)
    for strand in actions:
        for year, name in dict.fromkeys(_events(strand)):
            happened[year, name].append(strand)
    return tuple(
        Year(
            year,
            sum(1 for s in actions if s.in_year(year)),
            tuple(Event(name, tuple(happened[year, name])) for name in EVENTS if happened[year, name]),
        )
        for year in years
    )


def _events(strand: Strand) -> Iterator[tuple[int, str]]:
    dated = [v for v in strand.versions if v.year is not None]
    for version in dated:
        yield from ((version.year or 0, name) for name in _happened(version))
    for version in dated:
        for outcome in version.outcomes:
            if outcome.outcome in (Fate.DROPPED, Fate.NOT_CARRIED) and outcome.year is not None:
                yield outcome.year, outcome.outcome.value


def _happened(version: Version) -> Iterator[str]:
    if version.is_new:
        yield "new"
    if version.changed and version.step is not None:
        yield version.step.relation.value
    if version.link is not None and version.link.moved:
        yield "moved"
    told = {entry.status for entry in version.verdicts}
    if Status.DONE in told:
        yield "done"
    if Status.DROPPED in told:
        yield "dropped"


def survival(found: Sequence[Strand], years: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return, per year, how many of its actions first appeared in each of ``years``."""
    rows: list[tuple[int, ...]] = []
    actions = [tuple(v.year for v in s.versions if v.year is not None) for s in found if s.kind == "action"]
    for year in years:
        rows.append(tuple(sum(1 for a in actions if a and a[0] == first and year in a) for first in years))
    return tuple(rows)
