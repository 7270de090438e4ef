"""What the readers of tables and lists hand on before ids are given: goals and areas by their index in the book."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.errors import Code
from pipeline.model import Box, Item, Method, NoteKind, Reading, Role, Status
from pipeline.normalise.book import Place
from pipeline.normalise.evidence import Evidence


@dataclass(slots=True)
class ActionDraft:
    """An action with the doubts about it."""

    reading: Reading
    place: Place
    method: Method
    goal: int | None = None
    area: int | None = None
    year: int | None = None
    role: Role | None = None
    mark: str = ""
    status: Status | None = None
    status_raw: str = ""
    owner: str = ""
    indicator: str = ""
    due: str = ""
    doubts: dict[Code, str] = field(default_factory=dict)
    signs: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class AssessmentDraft:
    """A verdict; ``action`` is an index into the drafts of the same deck where it judges one action only."""

    goal: int | None
    area: int | None
    year: int | None
    status: Status | None
    status_raw: str
    place: Place
    action: int | None = None


@dataclass(slots=True)
class IndicatorDraft:
    """A measure of a goal."""

    goal: int | None
    reading: Reading
    place: Place


@dataclass(slots=True)
class NoteDraft:
    """A piece of narrative; ``parent`` is an index into the notes of the same deck.

    ``kept`` is False once it turned out to be the heading of something else.
    """

    reading: Reading
    place: Place
    kind: NoteKind
    level: int
    goal: int | None = None
    parent: int | None = None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """An issue before its document is known."""

    page: int
    code: Code
    message: str
    action: int | None = None


@dataclass(slots=True)
class Drafts:
    """Everything found in one deck, in reading order."""

    actions: list[ActionDraft] = field(default_factory=list)
    assessments: list[AssessmentDraft] = field(default_factory=list)
    indicators: list[IndicatorDraft] = field(default_factory=list)
    notes: list[NoteDraft] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    footnotes: dict[tuple[int, str], str] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


def place_of(page: int, items: tuple[Item, ...] | list[Item]) -> Place:
    """Return where the items stand together and their least confidence."""
    return Place(page, Box.around([i.box for i in items]), min(i.confidence for i in items))
