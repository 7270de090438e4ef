"""The records of the output tables: their fields are the columns, in the order of the contract.

A ``Reading`` field becomes two columns (``text``, ``text_raw``); a ``Box`` is written as
``x0 top x1 bottom``; a tuple is joined by ``;``; ``None`` and an empty text mean not given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.model import (
    Band,
    Box,
    Decision,
    Fate,
    Issue,
    Method,
    NoteKind,
    Reading,
    Relation,
    Role,
    State,
    Status,
    col,
)


@dataclass(frozen=True, slots=True)
class Document:
    """One input file."""

    document_id: str = field(metadata=col("Stable id: slug of the file name and 8 digits of its hash", key="id"))
    path: str = field(metadata=col("Path as given, relative to the input folder"))
    sha256: str = field(metadata=col("SHA-256 of the bytes"))
    media_type: str = field(metadata=col("Media type found from the bytes"))
    title: str = field(metadata=col("Title on the first page"))
    organisation: str = field(metadata=col("Organisation that reports"))
    body: str = field(metadata=col("Committee or board that the deck was shown to"))
    meeting_date: date | None = field(metadata=col("Date of the meeting"))
    author: str = field(metadata=col("Author named on the title page"))
    reporting_year: int | None = field(metadata=col("Year that the deck reports on"))
    plan_period: str = field(metadata=col("Years that the programme covers, as first-last"))
    language: str = field(metadata=col("Main language"))
    pages: int = field(metadata=col("Number of pages"))
    state: State = field(metadata=col("What became of the input"))
    profile: str = field(metadata=col("Organisation profile that was used"))
    programme: str = field(default="", metadata=col("Programme title without years, names the series"))
    series: str = field(default="", metadata=col("Name of the series that a person put it into"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page with the account of its words."""

    document_id: str = field(metadata=col("Document", key="documents"))
    page: int = field(metadata=col("Page number from 1"))
    title: str = field(metadata=col("Title of the page"))
    method: Method = field(metadata=col("How the words were read"))
    rotation: float = field(metadata=col("Rotation that was undone", unit="degrees clockwise"))
    language: str = field(metadata=col("Main language of the page"))
    words: int = field(metadata=col("Words on the page"))
    words_in_records: int = field(metadata=col("Words that stand in a record"))
    words_furniture: int = field(metadata=col("Words in headers, footers, page numbers and decoration"))
    words_unassigned: int = field(metadata=col("Words in none of them; listed in the issues"))
    confidence: float = field(metadata=col("Mean confidence of the words, 0 to 1"))


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the programme."""

    goal_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    number: int | None = field(metadata=col("Number as printed"))
    text: Reading = field(metadata=col("Wording"))
    binding: bool = field(metadata=col("Whether it is a binding goal"))
    page: int = field(metadata=col("Page of the first mention"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    confidence: float = field(metadata=col("0 to 1"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Area:
    """A package of actions under a goal."""

    area_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    goal_id: str = field(metadata=col("Goal", key="goals"))
    goal_number: int | None = field(metadata=col("Number of the goal"))
    name: Reading = field(metadata=col("Name"))
    page: int = field(metadata=col("Page of the first mention"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    confidence: float = field(metadata=col("0 to 1"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Action:
    """One statement of what is done, for one year."""

    action_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    goal_id: str = field(metadata=col("Goal", key="goals"))
    goal_number: int | None = field(metadata=col("Number of the goal"))
    area_id: str = field(metadata=col("Area", key="areas"))
    area: str = field(metadata=col("Name of the area"))
    year: int | None = field(metadata=col("Year the action is for"))
    role: Role | None = field(metadata=col("Roadmap, plan or assessment"))
    text: Reading = field(metadata=col("Wording"))
    markers: tuple[str, ...] = field(metadata=col("Meanings of its footnote marks"))
    status: Status | None = field(metadata=col("Verdict on the common scale"))
    status_raw: str = field(metadata=col("Verdict as the page shows it"))
    owner: str = field(metadata=col("Who does it"))
    indicator: str = field(metadata=col("How it is measured"))
    due: str = field(metadata=col("When it is due, as printed"))
    page: int = field(metadata=col("Page"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    method: Method = field(metadata=col("How it was read"))
    confidence: float = field(metadata=col("0 to 1"))
    review: bool = field(metadata=col("Whether a person should look"))
    placed_from: str = field(default="", metadata=col("Action of another deck that goal, area or year was taken from"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict, with what its cell spans."""

    assessment_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    goal_id: str = field(metadata=col("Goal", key="goals"))
    area_id: str = field(metadata=col("Area", key="areas"))
    year: int | None = field(metadata=col("Year that is judged"))
    status: Status | None = field(metadata=col("Verdict on the common scale"))
    status_raw: str = field(metadata=col("Verdict as the page shows it"))
    page: int = field(metadata=col("Page"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    confidence: float = field(metadata=col("0 to 1"))
    action_id: str = field(default="", metadata=col("Action, where the verdict is of that action alone", key="actions"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of a goal."""

    indicator_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    goal_id: str = field(metadata=col("Goal", key="goals"))
    text: Reading = field(metadata=col("Wording"))
    page: int = field(metadata=col("Page"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    confidence: float = field(metadata=col("0 to 1"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of narrative."""

    note_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    goal_id: str = field(metadata=col("Goal", key="goals"))
    goal_number: int | None = field(metadata=col("Number of the goal"))
    parent_id: str = field(metadata=col("Note that this one stands under", key="notes"))
    level: int = field(metadata=col("Depth in its list, from 1; 0 outside lists"))
    kind: NoteKind = field(metadata=col("Kind of text"))
    text: Reading = field(metadata=col("Wording"))
    page: int = field(metadata=col("Page"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    confidence: float = field(metadata=col("0 to 1"))
    decided: tuple[str, ...] = field(default=(), metadata=col("Columns that a person set or confirmed"))


@dataclass(frozen=True, slots=True)
class Correction:
    """One edit between a raw text and the text, applied or proposed."""

    document_id: str = field(metadata=col("Document", key="documents"))
    page: int = field(metadata=col("Page"))
    record_id: str = field(metadata=col("Record whose text it belongs to"))
    start: int = field(metadata=col("Offset in the raw text", unit="characters"))
    before: str = field(metadata=col("What the raw text has"))
    after: str = field(metadata=col("What the text has, or would have"))
    rule: str = field(metadata=col("Rule that made it"))
    margin: float | None = field(metadata=col("Distance to the best other reading", unit="nats"))
    applied: bool = field(metadata=col("Whether the text has it"))
    decision: Decision = field(default=Decision.AUTO, metadata=col("Who decided"))


@dataclass(frozen=True, slots=True)
class Link:
    """A later record that continues an earlier one."""

    link_id: str = field(metadata=col("Stable id", key="id"))
    kind: str = field(metadata=col("action, goal, area"))
    from_id: str = field(metadata=col("Earlier record"))
    to_id: str = field(metadata=col("Later record"))
    from_year: int | None = field(metadata=col("Year of the earlier record"))
    to_year: int | None = field(metadata=col("Year of the later record"))
    relation: Relation = field(metadata=col("How the later continues the earlier"))
    moved: bool = field(metadata=col("Whether goal or area differ"))
    score: float = field(metadata=col("0 to 1"))
    band: Band = field(metadata=col("sure, or for a person to look at"))
    matched_by: str = field(metadata=col("Pass that made the link"))
    margin: float | None = field(metadata=col("Score less the rival's"))
    rival_id: str = field(metadata=col("Best other candidate"))
    decision: Decision = field(metadata=col("Who decided"))
    candidates: tuple[str, ...] = field(default=(), metadata=col("Up to three records it may continue, best first"))


@dataclass(frozen=True, slots=True)
class Thread:
    """One record's place in a thread through the years."""

    thread_id: str = field(metadata=col("Thread"))
    kind: str = field(metadata=col("action, goal, area"))
    record_id: str = field(metadata=col("Record"))
    document_id: str = field(metadata=col("Document", key="documents"))
    year: int | None = field(metadata=col("Year"))
    role: Role | None = field(metadata=col("Roadmap, plan or assessment"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record."""

    record_id: str = field(metadata=col("Record"))
    kind: str = field(metadata=col("action, goal, area"))
    year: int | None = field(metadata=col("Year in which it shows"))
    outcome: Fate = field(metadata=col("What became of it"))
    evidence_id: str = field(metadata=col("Link, action or assessment that shows it"))


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the redline of a link, in order: equal, insert, delete or replace."""

    link_id: str = field(metadata=col("Link", key="links"))
    position: int = field(metadata=col("Order within the link, from 0"))
    op: str = field(metadata=col("equal, insert, delete, replace"))
    before: str = field(metadata=col("Words of the earlier text"))
    after: str = field(metadata=col("Words of the later text"))
    change_class: str = field(metadata=col("What the change is about"))
    suspect_noise: bool = field(metadata=col("Whether it looks like a reading error"))


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table as it was read, with the file that holds its cells."""

    table_id: str = field(metadata=col("Stable id", key="id"))
    document_id: str = field(metadata=col("Document", key="documents"))
    page: int = field(metadata=col("Page"))
    rows: int = field(metadata=col("Number of rows"))
    columns: int = field(metadata=col("Number of columns"))
    bbox: Box = field(metadata=col("Place on the page", unit="points from top left"))
    continued_from: str = field(metadata=col("Table that this one continues", key="tables"))
    file: str = field(metadata=col("CSV of its cells, relative to the output folder"))


@dataclass(frozen=True, slots=True)
class Report:
    """One deck, understood."""

    document: Document
    pages: tuple[PageRow, ...] = ()
    goals: tuple[Goal, ...] = ()
    areas: tuple[Area, ...] = ()
    actions: tuple[Action, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[Note, ...] = ()
    corrections: tuple[Correction, ...] = ()
    tables: tuple[TableRow, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """All decks of a run and the links between them; each field is an output table."""

    documents: tuple[Document, ...] = ()
    pages: tuple[PageRow, ...] = ()
    goals: tuple[Goal, ...] = ()
    areas: tuple[Area, ...] = ()
    actions: tuple[Action, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[Note, ...] = ()
    corrections: tuple[Correction, ...] = ()
    links: tuple[Link, ...] = ()
    threads: tuple[Thread, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    changes: tuple[Change, ...] = ()
    tables: tuple[TableRow, ...] = ()
    issues: tuple[Issue, ...] = ()
