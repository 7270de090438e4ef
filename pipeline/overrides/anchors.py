"""Finds the record that an answer names, also in a deck that was read anew.

Ids hold the bytes of the file, so a deck that was scanned again has other ids.  An answer then goes to the
record of its kind with the same wording in the document of the same name, if there is only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from pipeline.model import Reading
from pipeline.overrides.fields import Kind
from pipeline.records import Action, Area, Assessment, Document, Goal, Indicator, Note, Report

Record: TypeAlias = Document | Goal | Area | Action | Assessment | Indicator | Note

KINDS: Mapping[type[object], Kind] = {
    Document: Kind.DOCUMENT,
    Goal: Kind.GOAL,
    Area: Kind.AREA,
    Action: Kind.ACTION,
    Assessment: Kind.ASSESSMENT,
    Indicator: Kind.INDICATOR,
    Note: Kind.NOTE,
}
_ID = re.compile(r"[a-z]+-[0-9a-f]{12}")
_DOCUMENT_ID = re.compile(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{8}(-\d+)?")
# Ids are drawn from so many that two this near to one another are one id, misspelled.
_SLIPS = 2
# Two readings of one statement, scanned twice, differ in a letter or two.
_SAME = 92


def identity(record: Record) -> str:
    """Return the id of a record."""
    match record:
        case Document():
            return record.document_id
        case Goal():
            return record.goal_id
        case Area():
            return record.area_id
        case Action():
            return record.action_id
        case Assessment():
            return record.assessment_id
        case Indicator():
            return record.indicator_id
        case Note():
            return record.note_id


def reading(record: Record) -> Reading | None:
    """Return the wording of a record; documents and verdicts have none."""
    if isinstance(record, Area):
        return record.name
    return None if isinstance(record, (Document, Assessment)) else record.text


def records(report: Report) -> Iterator[Record]:
    """Yield the document of a report and all its records."""
    yield report.document
    for group in (report.goals, report.areas, report.actions, report.assessments, report.indicators, report.notes):
        yield from group


def squeezed(text: str) -> str:
    """Return ``text`` for comparison of what stood in a cell: printable characters, single blanks."""
    return " ".join("".join(c if c.isprintable() and c != "\ufffd" else " " for c in text).split())


class UnknownIdError(Exception):
    """An id that never was one; ``args`` are what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that an answer names; ``moved`` when its id was another one."""

    record: Record
    moved: bool = False


class Register:
    """All records of a run by id."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Enter the records of all reports."""
        self.all: dict[str, Record] = {identity(r): r for report in reports for r in records(report)}
        self._by_kind: dict[Kind, list[str]] = {}
        for name, record in self.all.items():
            self._by_kind.setdefault(KINDS[type(record)], []).append(name)

    def find(self, kind: Kind | None, name: str, document: str = "", page: int = 0, text: str = "") -> Found | None:
        """Return the record called ``name``, or the one that took its place; None when there is none.

        ``document``, ``page`` and ``text`` are what the queue said of it.  Raises ``UnknownIdError`` for an id that is
        no id, of another kind, or all but an id that is there.
        """
        record = self.all.get(name)
        if record is not None:
            if kind not in (None, KINDS[type(record)]):
                raise UnknownIdError(f"{name} is no {kind} but {KINDS[type(record)]}", "name its kind")
            return Found(record)
        self._refuse(kind, name)
        home = self.home(document or (name if kind is Kind.DOCUMENT else ""))
        if kind is Kind.DOCUMENT:
            found = self.all.get(home)
            return Found(found, moved=True) if found else None
        return self._sibling(kind, home, page, squeezed(text)) if home and text else None

    def _refuse(self, kind: Kind | None, name: str) -> None:
        pool = list(self.all) if kind is None else self._by_kind.get(kind, [])
        near = extractOne(name, pool, scorer=Levenshtein.distance, score_cutoff=_SLIPS)
        if near:
            raise UnknownIdError(f"unknown id {name!r}", f"did you mean {near[0]}?")
        if not (_DOCUMENT_ID if kind is Kind.DOCUMENT else _ID).fullmatch(name):
            likely = extractOne(name, pool, scorer=ratio, score_cutoff=30)
            raise UnknownIdError(
                f"unknown id {name!r}", f"did you mean {likely[0]}?" if likely else "copy it from the data"
            )

    def home(self, document: str) -> str:
        """Return the document called so, or the only one whose file has the same name."""
        if not document or document in self.all:
            return document
        stem = document.rpartition("-")[0]
        same = [name for name in self._by_kind.get(Kind.DOCUMENT, ()) if name.rpartition("-")[0] == stem]
        return same[0] if stem and len(same) == 1 else ""

    def _sibling(self, kind: Kind | None, home: str, page: int, text: str) -> Found | None:
        pool: list[tuple[Record, str, bool]] = []
        for name in self._by_kind.get(kind, ()) if kind else self.all:
            record = self.all[name]
            said = reading(record)
            if said is not None and record.document_id == home and not isinstance(record, (Document, Assessment)):
                pool.append((record, squeezed(said.text), record.page == page))
        equal = [(r, here) for r, t, here in pool if t == text]
        near = [(r, here) for r, t, here in pool if here and ratio(t, text) >= _SAME]
        for some in ([r for r, here in equal if here], [r for r, _ in equal], [r for r, _ in near]):
            if some:
                return Found(some[0], moved=True) if len(some) == 1 else None
        return None
