"""The records of a run while answers are entered: values, corrections and settled doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from pipeline.errors import COLUMN_OF, Code, Severity
from pipeline.locale import LANGUAGES
from pipeline.locale.templates import said
from pipeline.model import Decision, Edit, Issue, NoteKind, Reading
from pipeline.naming import record_id
from pipeline.overrides.anchors import Record, identity, reading, records
from pipeline.overrides.fields import Value
from pipeline.records import Action, Area, Assessment, Correction, Goal, Note, Report

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
R = TypeVar("R", Area, Action, Note)
C = TypeVar("C", Correction, Issue)
RULE = "override"
_BY_HAND = "settled by a person"
SETTLED = f"; {_BY_HAND}"
_EMPTIED = {"goal_id": Code.GOAL_MISSING, "area_id": Code.AREA_MISSING, "year": Code.YEAR_MISSING}


def _with(record: T, values: Mapping[str, object]) -> T:
    return replace(record, **values)


def reworded(old: Reading, text: str) -> Reading:
    """Return the reading with the wording that a person gave; only what differs becomes an edit."""
    kept = Reading.of(old.raw, *(e for e in old.edits if e.applied))
    head = 0
    while head < min(len(kept.text), len(text)) and kept.text[head] == text[head]:
        head += 1
    tail = 0
    while tail < min(len(kept.text), len(text)) - head and kept.text[-1 - tail] == text[-1 - tail]:
        tail += 1
    edit = Edit(head, kept.text[head : len(kept.text) - tail], text[head : len(text) - tail], RULE)
    try:
        made = kept.then([edit])
    except ValueError:
        made = kept
    return made if made.text == text else Reading.of(old.raw, Edit(0, old.raw, text, RULE))


class Desk:
    """Holds the records of all reports by id, and gives the reports back with what was entered."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Lay out the records of ``reports``."""
        self._reports = tuple(reports)
        self.records: dict[str, Record] = {identity(r): r for report in reports for r in records(report)}
        self._issues = [list(report.issues) for report in reports]
        self._answered: set[str] = set()
        self._worded: set[str] = set()
        self._refused: dict[str, list[Edit]] = {}
        self._confirmed: set[tuple[str, int, str]] = set()
        self._notes: dict[str, Note] = {}

    # --- values ------------------------------------------------------------------------------------

    def put(self, name: str, column: str, values: Mapping[str, Value | Reading]) -> None:
        """Set ``values`` of a record and mark ``column`` as a person's."""
        record = self.records[name]
        decided = tuple(dict.fromkeys((*record.decided, column)))
        self.records[name] = _with(record, {**values, "decided": decided})
        self._answered.add(name)
        if column in _EMPTIED and not values.get(column, True):
            document = record.document_id
            at = next(n for n, r in enumerate(self._reports) if r.document.document_id == document)
            page: int = getattr(record, "page", 0)
            told = f"{column} is empty"
            self._issues[at].append(Issue(document, page, Severity.INFO, _EMPTIED[column], told + SETTLED, name))

    def word(self, name: str, text: str) -> None:
        """Give a record another wording."""
        said = reading(self.records[name])
        if said is not None:
            self._reread(name, reworded(said, text))

    def _reread(self, name: str, made: Reading) -> None:
        column = "name" if isinstance(self.records[name], Area) else "text"
        self._worded.add(name)
        self.put(name, column, {column: made})

    def demote(self, name: str) -> None:
        """Make a note of what a person says is no action; its words stay."""
        a = cast(Action, self.records[name])
        self._notes[name] = Note(
            record_id("note", name), a.document_id, a.goal_id, a.goal_number, "", 0, NoteKind.PARAGRAPH, a.text, a.page,
            a.bbox, a.confidence, ("kind",),
        )  # fmt: skip
        self._settle(lambda i: i.record_id == name)

    # --- corrections -------------------------------------------------------------------------------

    def judge(self, name: str, before: str, after: str, *, confirmed: bool) -> bool:
        """Apply or take back the corrections of a record from ``before`` to ``after``; say whether there are any.

        What competes with a confirmed one is rejected with it.
        """
        said = reading(self.records[name])
        meant = [e for e in said.edits if e.before == before and after in ("", e.after)] if said else []
        if said is None or not meant:
            # Its rival was confirmed by another answer, which took it back already.
            gone = [e for e in self._refused.get(name, ()) if e.before == before and after in ("", e.after)]
            return bool(gone) and not confirmed
        rest = [e for e in said.edits if e not in meant]
        refused = self._refused.setdefault(name, [])
        if confirmed:
            lost = [e for e in rest if any(e.start < m.end and m.start < e.end for m in meant)]
            refused += lost
            rest = [e for e in rest if e not in lost] + [replace(m, applied=True) for m in meant]
            self._confirmed |= {(name, m.start, m.after) for m in meant}
        else:
            refused += meant
        self._reread(name, Reading.of(said.raw, *rest))
        return True

    def proposed(self, name: str) -> bool:
        """Return whether corrections of a record still wait for an answer."""
        said = reading(self.records[name])
        return said is not None and any(not e.applied for e in said.edits)

    # --- doubts ------------------------------------------------------------------------------------

    def settle(self, name: str, code: str, columns: Iterable[str]) -> None:
        """Settle the issues of a record that have this ``code`` or put one of ``columns`` in doubt."""
        wanted = frozenset(columns)
        self._answered.add(name)
        self._settle(lambda i: i.record_id == name and (i.code == code or COLUMN_OF.get(i.code) in wanted))

    def settle_issue(self, document: str, page: int, reason: str) -> bool:
        """Settle the issue that queue or workbook gave this ``reason``, in any language; say whether there is one."""

        def fits(issue: Issue) -> bool:
            here = (issue.document_id, issue.page) == (document, page)
            return here and any(f"{issue.code}: {said(issue.message, code)}" == reason for code in LANGUAGES)

        return self._settle(fits)

    def _settle(self, fits: Callable[[Issue], bool]) -> bool:
        found = False
        for issues in self._issues:
            for at, issue in enumerate(issues):
                if not issue.message.endswith(SETTLED) and fits(issue):
                    issues[at] = replace(issue, severity=Severity.INFO, message=issue.message + SETTLED)
                    found = True
        return found

    # --- the reports -------------------------------------------------------------------------------

    def reports(self) -> tuple[Report, ...]:
        """Return the reports with everything that was entered; references and doubts agree with it."""
        return tuple(self._report(r, issues) for r, issues in zip(self._reports, self._issues, strict=True))

    def _report(self, report: Report, issues: Sequence[Issue]) -> Report:
        waiting = {i.record_id for i in issues if not i.message.endswith(SETTLED)}
        mine = [a for a in report.actions if a.action_id not in self._notes]
        notes = [self._now(n) for n in report.notes]
        notes += [self._notes[a.action_id] for a in report.actions if a.action_id in self._notes]
        return replace(
            report,
            document=self._now(report.document),
            goals=tuple(map(self._now, report.goals)),
            areas=tuple(self._placed(self._now(a)) for a in report.areas),
            actions=tuple(self._action(self._now(a), waiting) for a in mine),
            assessments=tuple(self._verdict(self._now(a)) for a in report.assessments),
            indicators=tuple(map(self._now, report.indicators)),
            notes=tuple(map(self._placed, notes)),
            corrections=tuple(self._renamed(c) for c in self._corrections(report)),
            issues=tuple(map(self._renamed, issues)),
        )

    def _renamed(self, row: C) -> C:
        note = self._notes.get(row.record_id)
        return replace(row, record_id=note.note_id) if note else row

    def _verdict(self, verdict: Assessment) -> Assessment:
        return replace(verdict, action_id="") if verdict.action_id in self._notes else verdict

    def _now(self, record: T) -> T:
        return cast(T, self.records[identity(cast(Record, record))])

    def _placed(self, record: R) -> R:
        goal = self.records.get(record.goal_id)
        if isinstance(goal, Goal) and goal.goal_id in self._answered and goal.number != record.goal_number:
            return replace(record, goal_number=goal.number)
        return record

    def _action(self, action: Action, waiting: set[str]) -> Action:
        placed, area = self._placed(action), self.records.get(action.area_id)
        if isinstance(area, Area) and area.area_id in self._answered and area.name.text != placed.area:
            placed = replace(placed, area=area.name.text)
        if placed.review and placed.action_id in self._answered:
            placed = replace(placed, review=placed.action_id in waiting)
        return placed

    def _corrections(self, report: Report) -> Iterator[Correction]:
        yield from (c for c in report.corrections if c.record_id not in self._worded)
        for record in records(report):
            name = identity(record)
            said = reading(self._now(record)) if name in self._worded else None
            if said is None:
                continue
            page: int = getattr(record, "page", 0)
            found = [(e, self._decision(name, e)) for e in said.edits]
            found += [(replace(e, applied=False), Decision.REJECTED) for e in self._refused.get(name, ())]
            for e, decision in found:
                edit = (e.start, e.before, e.after, e.rule, e.margin, e.applied)
                yield Correction(record.document_id, page, name, *edit, decision)

    def _decision(self, name: str, edit: Edit) -> Decision:
        by_hand = RULE in edit.rule.split("+") or (name, edit.start, edit.after) in self._confirmed
        return Decision.CONFIRMED if by_hand else Decision.AUTO
