"""Follows answers: reports with the values that people gave, decisions about links, and what could not be followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from pipeline.errors import Code, Severity, UsageError
from pipeline.model import Issue
from pipeline.normalise.lineage.decisions import LinkDecision
from pipeline.overrides import PREFIXES, MistakesError, Override, Overrides
from pipeline.overrides.anchors import KINDS, Found, Record, Register, UnknownIdError, identity, reading, squeezed
from pipeline.overrides.desk import Desk
from pipeline.overrides.fields import CLEAR, CONFIRM, CONFIRMABLE, FIELDS, REJECT, Kind, Sort, Value, parse
from pipeline.overrides.links import decisions
from pipeline.overrides.titles import words
from pipeline.records import Action, Area, Assessment, Document, Goal, Report

# What a statement of which only the wording was read may take from the same statement elsewhere.
PLACED = ("goal_id", "area_id", "year")
# So many stale answers are named while the command runs.
_NAMED = 20
# Corrections before wordings; goals and areas before what names them.
_FIRST = (Kind.CORRECTION, Kind.DOCUMENT, Kind.GOAL, Kind.AREA)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the answers: ``followed`` and ``stale`` count them, the issues name the stale ones."""

    reports: tuple[Report, ...]
    decisions: tuple[LinkDecision, ...] = ()
    issues: tuple[Issue, ...] = ()
    followed: int = 0
    stale: int = 0


def stale_lines(issues: Iterable[Issue]) -> Iterator[str]:
    """Yield a line for each answer that was not followed, the first ones of many."""
    found = [i.message for i in issues if i.code == Code.OVERRIDE_STALE]
    yield from found[:_NAMED]
    if len(found) > _NAMED:
        yield f"{len(found) - _NAMED} more answers are not followed: issues.csv names them (override_stale)"


class _StaleError(Exception):
    """Why an answer cannot be followed any more."""


def apply(reports: Sequence[Report], overrides: Overrides) -> Answered:
    """Return ``reports`` with every answer that still fits; the others are issues that name them.

    Raises ``UsageError`` for an id that never was one; then nothing is applied.
    """
    if not overrides.rows:
        return Answered(tuple(reports))
    clerk = _Clerk(reports, overrides.file)
    mistakes: dict[int, UsageError] = {}
    for row in sorted(overrides.rows, key=lambda r: _FIRST.index(r.kind) if r.kind in _FIRST else len(_FIRST)):
        try:
            clerk.follow(row)
        except UnknownIdError as error:
            mistakes[row.line] = overrides.error(row, *error.args)
    if mistakes:
        raise MistakesError.of([mistakes[line] for line in sorted(mistakes)])
    stale = sum(i.code == Code.OVERRIDE_STALE for i in clerk.issues)
    followed = len(overrides.rows) - stale
    return Answered(clerk.desk.reports(), tuple(clerk.decisions), tuple(clerk.issues), followed, stale)


class _Clerk:
    """Enters answers one by one; ``UnknownIdError`` escapes, what is stale becomes an issue."""

    def __init__(self, reports: Sequence[Report], file: str) -> None:
        self.desk, self.register, self.file = Desk(reports), Register(reports), file
        self.decisions: list[LinkDecision] = []
        self.issues: list[Issue] = []
        self.unplaced = {i.record_id for r in reports for i in r.issues if i.code == Code.TABLE_ORDER_LOST}

    def follow(self, row: Override) -> None:
        do: Callable[[Override], None] = {
            Kind.LINK: self._link,
            Kind.ISSUE: self._issue,
            Kind.CORRECTION: self._correction,
        }.get(row.kind, self._record)
        try:
            do(row)
        except _StaleError as error:
            told = f"the answer {self._about(row)} is not followed: {error}"
            self._tell(row, Code.OVERRIDE_STALE, Severity.WARNING, told)

    def _about(self, row: Override) -> str:
        """Return an answer and what it was given about, without a word of its own."""
        name = row.record_id or row.to_id
        about = f"{name}, {row.field}" if row.field and row.kind is not Kind.LINK else name or row.reason
        if row.kind is Kind.LINK:
            about = f"{row.from_id} → {row.to_id}"
        return f"{squeezed(row.answer)[:80]!r} ({about})"

    def _tell(self, row: Override, code: Code, severity: Severity, what: str) -> None:
        name = row.record_id or row.to_id
        record = self.register.all.get(name)
        document = record.document_id if record else self.register.home(row.document_id)
        document = document if document in self.register.all else ""
        where = f"{self.file} line {row.line}"
        known = name if record and not isinstance(record, Document) else ""
        self.issues.append(Issue(document, row.page if document else 0, severity, code, f"{where}: {what}", known))

    def _found(self, row: Override, find: Callable[[], Found | None], name: str) -> Record:
        found = find()
        if found is None:
            raise _StaleError(f"there is no record {name or '–'} any more")
        if found.moved:
            now = identity(found.record)
            told = f"the answer {self._about(row)} went to {now}, which took the place of {name}"
            self._tell(row, Code.OVERRIDE_MOVED, Severity.INFO, told)
        return found.record

    def _named(self, row: Override, kind: Kind | None) -> Record:
        place = (row.document_id, row.page, row.text)
        return self._found(row, partial(self.register.find, kind, row.record_id, *place), row.record_id)

    # --- links, issues, corrections ----------------------------------------------------------------

    def _link(self, row: Override) -> None:
        before, _, after = row.text.partition(" → ") if row.text.count(" → ") == 1 else ("", "", "")
        ends = []
        for name, document, page, text in (
            (row.from_id, row.from_document_id, 0, before),
            (row.to_id, row.document_id, row.page, after),
        ):
            kind = PREFIXES.get(name.rpartition("-")[0])
            ends.append(self._found(row, partial(self.register.find, kind, name, document, page, text), name))
        answer, other = row.answer.casefold(), None
        if answer.rpartition("-")[0] in PREFIXES:
            find = partial(self.register.find, PREFIXES[answer.rpartition("-")[0]], answer)
            other = self._found(row, find, answer)
        self.decisions += decisions(answer, row.value, (ends[0], ends[1]), other)

    def _issue(self, row: Override) -> None:
        if not self.desk.settle_issue(row.document_id, row.page, row.reason):
            raise _StaleError("there is no such issue any more")

    def _correction(self, row: Override) -> None:
        name = identity(self._named(row, PREFIXES.get(row.record_id.rpartition("-")[0])))
        if not self.desk.judge(name, row.value, row.candidates, confirmed=row.answer.casefold() == CONFIRM):
            raise _StaleError(f"no correction of {row.value!r} is there any more")
        if not self.desk.proposed(name):
            self.desk.settle(name, Code.CORRECTION_PROPOSED, ())

    # --- values ------------------------------------------------------------------------------------

    def _record(self, row: Override) -> None:
        record = self._named(row, row.kind)
        said, name, column = reading(record), identity(record), row.field
        confirmed, refused = (row.answer.casefold() == word for word in (CONFIRM, REJECT))
        if column in CONFIRMABLE and said is not None and row.text:
            if squeezed(row.text) not in (squeezed(said.text), squeezed(said.raw)):
                raise _StaleError(f"the wording was {row.text!r}, is now {said.text!r}")
            column = column if confirmed or refused else "name" if row.kind is Kind.AREA else "text"
        elif column not in ("", "review") and not self._taken(record, column):
            _fresh(record, column, row.value)
        if refused and (column in CONFIRMABLE or column == "text"):
            self.desk.demote(name)
            return
        if confirmed and row.value and column and self._taken(record, column):
            self._set_taken(record, column, row.value)
        elif confirmed:
            self.desk.put(name, column or "review", {})
        else:
            # What is refused was read wrongly, and nobody says what is right.
            self._set(record, column, CLEAR if refused else row.answer)
        also: tuple[str, ...] = ("text", "confidence") if column in ("text", "name") else (column,)
        also += ("goal_id",) if isinstance(record, Goal) else ()
        self.desk.settle(name, row.code, also)

    def _taken(self, record: Record, column: str) -> bool:
        """Whether a column is empty as it was read, so that what the queue showed came from a statement elsewhere."""
        lost = isinstance(record, Action) and record.action_id in self.unplaced and column in PLACED
        return lost and not any(_shown(record, column))

    def _set_taken(self, record: Record, column: str, value: str) -> None:
        """Keep the value that a person saw, whatever becomes of the statement that it came from."""
        try:
            self._set(record, column, value)
        except ValueError as error:
            raise _StaleError(f"the value was {value!r}, which is none") from error

    def _set(self, record: Record, column: str, answer: str) -> None:
        name = identity(record)
        sort = FIELDS[_kind(record)][column]
        value = parse(sort, column, answer)
        if sort is Sort.WORDING:
            self.desk.word(name, answer)
        elif sort is Sort.GOAL:
            self.desk.put(name, column, self._goal(record, value))
        elif sort is Sort.AREA:
            self.desk.put(name, column, self._area(record, value))
        else:
            self.desk.put(name, column, {column: value})
        if isinstance(record, Action) and column == "status":
            for verdict in [v for v in self.desk.records.values() if isinstance(v, Assessment)]:
                if verdict.action_id == name:
                    self.desk.put(verdict.assessment_id, column, {column: value})

    def _goal(self, record: Record, answer: Value) -> dict[str, Value]:
        """Return the values that say which goal a record belongs to."""
        goal = self._one(record, Kind.GOAL, str(answer).rstrip(".")) if answer is not None else None
        values: dict[str, Value] = {"goal_id": identity(goal) if goal else ""}
        if not isinstance(record, Assessment) and hasattr(record, "goal_number"):
            values["goal_number"] = goal.number if isinstance(goal, Goal) else None
        return values

    def _area(self, record: Record, answer: Value) -> dict[str, Value]:
        """Return the values that say which area, and with it which goal, a record belongs to."""
        if answer is None:
            return {"area_id": "", "area": ""} if isinstance(record, Action) else {"area_id": ""}
        area = self._one(record, Kind.AREA, str(answer))
        if not isinstance(area, Area):
            raise _StaleError(f"there is no area {answer!r} in its document")
        values: dict[str, Value] = {"area_id": area.area_id}
        if isinstance(record, Action):
            values |= {"area": area.name.text}
            values |= {"goal_id": area.goal_id, "goal_number": area.goal_number} if area.goal_id else {}
        return values

    def _one(self, record: Record, kind: Kind, answer: str) -> Record:
        """Return the goal or area of the record's document that an answer names: by number, name or id."""
        pool = [r for r in self.desk.records.values() if r.document_id == record.document_id and _kind(r) is kind]
        named = [r for r in pool if squeezed(answer).casefold() in _names(r)]
        by_id = PREFIXES.get(answer.rpartition("-")[0]) is kind
        if not named and (by_id or not (answer.isdigit() or kind is Kind.AREA)):
            found = self.register.find(kind, answer)
            named = [self.desk.records[identity(found.record)]] if found else []
        if len(named) != 1 or named[0].document_id != record.document_id:
            if not named:
                raise _StaleError(f"there is no {kind} {answer!r}")
            several = len(named) > 1
            raise _StaleError(
                f"there is more than one {kind} {answer!r}"
                if several
                else f"the {kind} {answer!r} is in another document"
            )
        return named[0]


def _kind(record: Record) -> Kind:
    return KINDS[type(record)]


def _names(record: Record) -> set[str]:
    said = reading(record)
    number = str(record.number) if isinstance(record, Goal) and record.number is not None else ""
    return {squeezed(said.text).casefold() if said else "", number, identity(record)} - {""}


def _fresh(record: Record, column: str, value: str) -> None:
    """Refuse an answer that was given about another value than the record has now."""
    now = _shown(record, column)
    known = {squeezed(one) for one in now}
    current = getattr(record, column, None)
    if isinstance(current, Enum):
        known |= words(str(current.value))
    if squeezed(value) not in known and squeezed(value).casefold() not in known:
        raise _StaleError(f"the value was {value!r}, is now {now[0]!r}")


def _shown(record: Record, column: str) -> tuple[str, ...]:
    """Return what a column shows; some stand for one another (a goal's id and number, a verdict and its print)."""
    said = reading(record)
    if column in ("text", "name") and said is not None:
        return said.text, said.raw
    beside = {"goal_id": "goal_number", "area_id": "area", "status": "status_raw"}.get(column)
    names = (column, beside) if beside and hasattr(record, beside) else (column,)
    return tuple(_plain(getattr(record, name)) for name in names)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value.value) if isinstance(value, Enum) else str(value)
