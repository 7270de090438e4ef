"""What happened in which year: what was new, reworded, moved, done, dropped, not carried over; and the survival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.export.versions import Entry, Version
from pipeline.export.views import Strand
from pipeline.model import Fate, Status

EVENTS = ("new", "reworded", "split", "merged", "moved", "done", "dropped", "not_carried")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that something happened to: its record, with the thread that it is part of."""

    strand: Strand
    entry: Entry

    @property
    def goal_number(self) -> int | None:
        """The goal that the record names; where it names none, the one that all records of its thread name."""
        if self.entry.goal_number is not None:
            return self.entry.goal_number
        numbers = {e.goal_number for v in self.strand.versions for e in v.entries} - {None}
        return numbers.pop() if len(numbers) == 1 else None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to statements of actions in a year; each part of a split or merged one is told by itself."""

    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the timeline: how many actions it has, and its events, none of them empty."""

    year: int
    actions: int
    events: tuple[Event, ...]

    def count(self, name: str) -> int:
        """Return how many statements an event concerns."""
        return next((len(e.told) for e in self.events if e.name == name), 0)


def timeline(found: Sequence[Strand], years: Sequence[int]) -> tuple[Year, ...]:
    """Return the years, earliest first, with what happened to actions in each."""
    actions = [s for s in found if s.kind == "action"]
    happened: dict[tuple[int, str], list[Told]] = defaultdict(list)
    for strand in actions:
        for (year, name), entries in _events(strand).items():
            happened[year, name] += (Told(strand, entry) for entry in entries)
    return tuple(
        Year(
            year,
            sum(1 for s in actions if s.in_year(year)),
            tuple(Event(name, tuple(happened[year, name])) for name in EVENTS if happened[year, name]),
        )
        for year in years
    )


def _events(strand: Strand) -> Mapping[tuple[int, str], tuple[Entry, ...]]:
    """Return the records of a thread that something happened to, by year and event."""
    found: dict[tuple[int, str], tuple[Entry, ...]] = {}
    dated = [v for v in strand.versions if v.year is not None]
    for version in dated:
        for name, entries in _happened(version):
            if entries:
                found[version.year or 0, name] = entries
    for version in dated:
        for fate in (Fate.DROPPED, Fate.NOT_CARRIED):
            for year in sorted({o.year for o in version.outcomes if o.outcome is fate and o.year is not None}):
                if entries := _fated(version, fate, year):
                    found.setdefault((year, fate.value), entries)
    return found


def _happened(version: Version) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    yield "new", _fated(version, Fate.NEW, version.year) if version.is_new else ()
    if version.changed and version.step is not None:
        yield version.step.relation.value, (version.entry,)
    if version.link is not None and version.link.moved:
        yield "moved", (version.entry,)
    # A verdict holds for the part that it stands beside, which need not be the one whose wording is shown.
    for status in (Status.DONE, Status.DROPPED):
        yield status.value, tuple(e for e in version.verdicts if e.status is status)


def _fated(version: Version, fate: Fate, year: int | None) -> tuple[Entry, ...]:
    """Return the records of a version with an outcome: of several wordings of the same, those of the first list."""
    named = {o.record_id for o in version.outcomes if o.outcome is fate and o.year == year}
    entries = [e for e in version.entries if e.record_id in named]
    beside = (e for e in entries if (e.document_id, e.role) == (entries[0].document_id, entries[0].role))
    return tuple({e.text.casefold(): e for e in reversed(tuple(beside))}.values())[::-1]


def survival(found: Sequence[Strand], years: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return, per year, how many of its actions first appeared in each of ``years``."""
    rows: list[tuple[int, ...]] = []
    actions = [tuple(v.year for v in s.versions if v.year is not None) for s in found if s.kind == "action"]
    for year in years:
        rows.append(tuple(sum(1 for a in actions if a and a[0] == first and year in a) for first in years))
    return tuple(rows)
