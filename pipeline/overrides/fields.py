"""What a person may set, and how an answer is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from pipeline.model import NoteKind, Relation, Role, Status
from pipeline.overrides.titles import meant, verdicts, words

Value: TypeAlias = str | int | bool | date | tuple[str, ...] | Status | Role | NoteKind | None

CONFIRM, REJECT, CLEAR = "confirm", "reject", "-"
RELATIONS = tuple(r.value for r in Relation)
# A spreadsheet counts days from here.
_DAY_ZERO = date(1899, 12, 30)
_YEARS = range(1900, 2100)
# An answer this near to a word of command is that word, misspelled.
_SLIPS = 2


class Kind(StrEnum):
    """What an override is about."""

    DOCUMENT = "document"
    GOAL = "goal"
    AREA = "area"
    ACTION = "action"
    ASSESSMENT = "assessment"
    INDICATOR = "indicator"
    NOTE = "note"
    CORRECTION = "correction"
    LINK = "link"
    ISSUE = "issue"


class Sort(StrEnum):
    """How the answer about a column is read."""

    LINE = "a line of text"
    WORDING = "a wording"
    GOAL = "the number or id of a goal"
    AREA = "the name or id of an area"
    YEAR = "a year"
    NUMBER = "a whole number"
    FLAG = "true or false"
    DATE = "a date as 2024-12-31"
    STATUS = "a status"
    ROLE = "a role"
    NOTE_KIND = "a kind of note"
    MARKERS = "marks with semicolons between"


_PLACE = {"goal_id": Sort.GOAL}
FIELDS: Mapping[Kind, Mapping[str, Sort]] = {
    Kind.DOCUMENT: {
        **dict.fromkeys(("title", "organisation", "body", "author", "plan_period", "programme", "series"), Sort.LINE),
        "meeting_date": Sort.DATE,
        "reporting_year": Sort.YEAR,
        "language": Sort.LINE,
    },
    Kind.GOAL: {"text": Sort.WORDING, "number": Sort.NUMBER, "binding": Sort.FLAG},
    Kind.AREA: {"name": Sort.WORDING, **_PLACE},
    Kind.ACTION: {
        "text": Sort.WORDING,
        **_PLACE,
        "area_id": Sort.AREA,
        "year": Sort.YEAR,
        "role": Sort.ROLE,
        "markers": Sort.MARKERS,
        "status": Sort.STATUS,
        **dict.fromkeys(("owner", "indicator", "due"), Sort.LINE),
    },
    Kind.ASSESSMENT: {**_PLACE, "area_id": Sort.AREA, "year": Sort.YEAR, "status": Sort.STATUS},
    Kind.INDICATOR: {"text": Sort.WORDING, **_PLACE},
    Kind.NOTE: {"text": Sort.WORDING, **_PLACE, "kind": Sort.NOTE_KIND},
}
# Names of columns that mean another one, or that nothing but a confirmation can be said of.
ALIASES = {"goal": "goal_id", "goal_number": "goal_id", "area": "area_id", "text_raw": "text", "status_raw": "status"}
CONFIRMABLE = ("", "confidence", "review")
_REQUIRED = ("text", "name", "binding", "kind")
_VALUES: Mapping[Sort, type[Enum]] = {Sort.STATUS: Status, Sort.ROLE: Role, Sort.NOTE_KIND: NoteKind}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown ``word``: the nearest known one, else all where they are few."""
    names = list(known)
    near = extractOne(word, names, scorer=Levenshtein.normalized_similarity, score_cutoff=0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"choose from {', '.join(names)}" if 0 < len(names) <= 20 else "copy it from the data"


def misspelled(answer: str) -> str:
    """Return the word of command that ``answer`` nearly is, empty where it is none."""
    known = sorted(words(CONFIRM)) + sorted(words(REJECT))
    return next((w for w in known if 0 < Levenshtein.distance(answer.casefold(), w) <= _SLIPS), "")


def parse(sort: Sort, name: str, answer: str) -> Value:
    """Return the value that ``answer`` gives the column ``name``; goals and areas stay as they were typed.

    Raises ``ValueError`` with what is wrong and, behind a tab, what to do.
    """
    if answer == CLEAR:
        if name in _REQUIRED:
            raise ValueError(f"{name} cannot be empty\tgive {sort}")
        return _empty(sort)
    if sort in _VALUES:
        return _enum(_VALUES[sort], answer)
    if sort in (Sort.YEAR, Sort.NUMBER):
        return _number(sort, answer)
    if sort is Sort.FLAG:
        return _flag(answer)
    if sort is Sort.DATE:
        return _date(answer)
    if sort is Sort.MARKERS:
        return tuple(part.strip() for part in answer.split(";") if part.strip())
    return answer


def _empty(sort: Sort) -> Value:
    return () if sort is Sort.MARKERS else "" if sort is Sort.LINE else None


def _flag(answer: str) -> bool:
    for value, names in ((True, ("yes", "true")), (False, ("no", "false"))):
        if answer == str(int(value)) or any(answer.casefold() in words(name) for name in names):
            return value
    raise ValueError(f"{answer!r} is not {Sort.FLAG}\tgive {Sort.FLAG}")


def _enum(kind: type[Enum], answer: str) -> Value:
    values = {str(member.value): member for member in kind}
    told = meant(answer, values)
    found = values.get(verdicts().get(told.casefold(), told) if kind is Status else told)
    if isinstance(found, (Status, Role, NoteKind)):
        return found
    raise ValueError(f"unknown value {answer!r}\t{nearest(answer, values)}")


def _number(sort: Sort, answer: str) -> int:
    good = answer.isascii() and answer.isdigit() and len(answer) < 6
    if not good or (sort is Sort.YEAR and int(answer) not in _YEARS):
        raise ValueError(f"{answer!r} is not {sort}\tgive {sort}")
    return int(answer)


def _date(answer: str) -> date:
    try:
        days = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < 7 else None
        return date.fromisoformat(answer) if days is None else _DAY_ZERO + timedelta(days)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{answer!r} is not {Sort.DATE}\tgive {Sort.DATE}") from error
