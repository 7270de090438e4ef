"""Drafts to records: ids, references, markers, corrections, the account of words, closed-world checks."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.errors import Code, Severity
from pipeline.model import BlockKind, Box, Deck, Issue, Page, Reading, Role
from pipeline.naming import record_id, table_file
from pipeline.normalise.book import Book
from pipeline.normalise.drafts import ActionDraft, Drafts, NoteDraft
from pipeline.normalise.language import language_of
from pipeline.normalise.vocabulary import squeeze
from pipeline.profiles import Profile
from pipeline.records import (
    Action,
    Area,
    Assessment,
    Correction,
    Goal,
    Indicator,
    Note,
    PageRow,
    TableRow,
)

LOW = 0.75
INFOS = frozenset((Code.ITEMS_SPLIT, Code.LABEL_INHERITED, Code.NO_PROGRAMME))


@dataclass(slots=True)
class Ids:
    """Gives ids that depend on the document, the page and the words, not on the order of anything else."""

    document_id: str
    _seen: collections.Counter[tuple[str, int, str]] = field(default_factory=collections.Counter)

    def give(self, prefix: str, page: int, text: str) -> str:
        """Return the id of the next record of this kind with these words on this page."""
        key = (prefix, page, squeeze(text))
        self._seen[key] += 1
        return record_id(prefix, self.document_id, page, key[2], self._seen[key])


@dataclass(slots=True)
class Assembly:
    """Turns the drafts of one deck into records that point at one another."""

    document_id: str
    book: Book
    drafts: Drafts
    goals: list[Goal] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    ids: Ids = field(init=False)

    def __post_init__(self) -> None:
        """Make the goals, areas and actions, which everything else points at."""
        self.ids = Ids(self.document_id)
        self.goals = [self._goal(i) for i in range(len(self.book.goals))]
        self.areas = [self._area(i) for i in range(len(self.book.areas))]
        self.actions = [self._action(d) for d in self.drafts.actions]

    def goal_id(self, index: int | None) -> str:
        """Return the id of a goal of the book, ``""`` for none."""
        return self.goals[index].goal_id if index is not None else ""

    def goal_number(self, index: int | None) -> int | None:
        """Return the number of a goal of the book."""
        return self.book.goals[index].number if index is not None else None

    def area_id(self, index: int | None) -> str:
        """Return the id of an area of the book, ``""`` for none."""
        return self.areas[index].area_id if index is not None else ""

    def issue(self, page: int, code: Code, message: str, record: str = "") -> None:
        """Enter an issue: information where nothing is doubtful, else a warning."""
        severity = Severity.INFO if code in INFOS else Severity.WARNING
        self.issues.append(Issue(self.document_id, page, severity, code, message, record))

    def _goal(self, index: int) -> Goal:
        entry = self.book.goals[index]
        page = entry.place.page
        key = f"{entry.number} {entry.binding} {entry.reading.text}"
        goal_id = self.ids.give("goal", page, key)
        if index in self.book.conflicts:
            self.issue(page, Code.GOAL_CONFLICT, f"goal number {entry.number} is used for two wordings", goal_id)
        if not entry.reading.text:
            self.issue(page, Code.GOAL_MISSING, f"goal {entry.number} is named without its wording", goal_id)
        where = entry.place
        return Goal(
            goal_id, self.document_id, entry.number, entry.reading, entry.binding, page, where.box, where.confidence
        )

    def _area(self, index: int) -> Area:
        entry = self.book.areas[index]
        where = entry.place
        area_id = self.ids.give("area", where.page, f"{self.goal_id(entry.goal)} {entry.reading.text}")
        goal_id, number = self.goal_id(entry.goal), self.goal_number(entry.goal)
        return Area(area_id, self.document_id, goal_id, number, entry.reading, where.page, where.box, where.confidence)

    def _action(self, draft: ActionDraft) -> Action:
        page = draft.place.page
        action_id = self.ids.give("act", page, draft.reading.text)
        markers = self._markers(draft)
        if draft.goal is not None and self._in_conflict(draft.goal):
            draft.doubts[Code.GOAL_CONFLICT] = f"goal number {self.goal_number(draft.goal)} is used for two wordings"
        if draft.place.confidence < LOW:
            draft.doubts[Code.LOW_CONFIDENCE] = f"read with a confidence of {draft.place.confidence:.2f}"
        if any(not e.applied for e in draft.reading.edits):
            draft.doubts[Code.CORRECTION_PROPOSED] = "a correction of its wording is proposed"
        for code, message in draft.doubts.items():
            self.issue(page, code, message, action_id)
        return Action(
            action_id=action_id,
            document_id=self.document_id,
            goal_id=self.goal_id(draft.goal),
            goal_number=self.goal_number(draft.goal),
            area_id=self.area_id(draft.area),
            area=self.book.areas[draft.area].reading.text if draft.area is not None else "",
            year=draft.year,
            role=draft.role,
            text=draft.reading,
            markers=markers,
            status=draft.status,
            status_raw=draft.status_raw,
            owner=draft.owner,
            indicator=draft.indicator,
            due=draft.due,
            page=page,
            bbox=draft.place.box,
            method=draft.method,
            confidence=draft.place.confidence,
            review=bool(draft.doubts),
        )

    def _in_conflict(self, goal: int) -> bool:
        """Whether the number of this goal is used for another wording, too."""
        entries = [self.book.goals[i] for i in self.book.conflicts]
        return any(
            (e.number, e.binding) == (self.book.goals[goal].number, self.book.goals[goal].binding) for e in entries
        )

    def _markers(self, draft: ActionDraft) -> tuple[str, ...]:
        if not draft.mark:
            return ()
        pages = sorted(
            (abs(page - draft.place.page), page) for page, mark in self.drafts.footnotes if mark == draft.mark
        )
        if not pages:
            draft.doubts[Code.MARKER_UNEXPLAINED] = f"no footnote explains the mark {draft.mark}"
            return (draft.mark,)
        return (self.drafts.footnotes[(pages[0][1], draft.mark)],)

    def assessments(self) -> tuple[Assessment, ...]:
        """Return the verdicts."""
        out = []
        for draft in self.drafts.assessments:
            key = f"{self.goal_id(draft.goal)} {self.area_id(draft.area)} {draft.status_raw} {draft.place.box}"
            out.append(
                Assessment(
                    self.ids.give("ass", draft.place.page, key),
                    self.document_id,
                    self.goal_id(draft.goal),
                    self.area_id(draft.area),
                    draft.year,
                    draft.status,
                    draft.status_raw,
                    draft.place.page,
                    draft.place.box,
                    draft.place.confidence,
                    self.actions[draft.action].action_id if draft.action is not None else "",
                )
            )
        return tuple(out)

    def indicators(self) -> tuple[Indicator, ...]:
        """Return the measures of goals."""
        return tuple(
            Indicator(
                self.ids.give("ind", d.place.page, d.reading.text),
                self.document_id,
                self.goal_id(d.goal),
                d.reading,
                d.place.page,
                d.place.box,
                d.place.confidence,
            )
            for d in self.drafts.indicators
        )

    def notes(self) -> tuple[Note, ...]:
        """Return the narrative; a note's parent stands before it."""
        out: dict[int, Note] = {}
        for index, draft in enumerate(self.drafts.notes):
            if draft.kept:
                parent = out[draft.parent].note_id if draft.parent is not None else ""
                out[index] = self._note(draft, parent)
        return tuple(out.values())

    def _note(self, draft: NoteDraft, parent: str) -> Note:
        return Note(
            self.ids.give("note", draft.place.page, draft.reading.text),
            self.document_id,
            self.goal_id(draft.goal),
            self.goal_number(draft.goal),
            parent,
            draft.level,
            draft.kind,
            draft.reading,
            draft.place.page,
            draft.place.box,
            draft.place.confidence,
        )

    def check(self) -> None:
        """Look for what must fit without any gold: goal numbers without holes, and troubles found on the way."""
        for trouble in self.drafts.troubles:
            record = self.actions[trouble.action].action_id if trouble.action is not None else ""
            self.issue(trouble.page, trouble.code, trouble.message, record)
        numbers = {g.number for g in self.goals if g.number is not None and not g.binding}
        for missing in sorted(set(range(1, max(numbers, default=0))) - numbers):
            self.issue(0, Code.NUMBERING_GAP, f"goal {missing} is missing between the goals that were found")
        if not self.goals and not self.actions:
            self.issue(0, Code.NO_PROGRAMME, "no programme of goals and actions was found in this document")


def corrections(document_id: str, records: Iterable[tuple[str, int, Reading]]) -> tuple[Correction, ...]:
    """Return every edit of the readings of (record id, page, reading)."""
    return tuple(
        Correction(document_id, page, record, e.start, e.before, e.after, e.rule, e.margin, e.applied)
        for record, page, reading in records
        for e in reading.edits
    )


def page_row(page: Page, title: str, document_id: str, profile: Profile, fallback: str) -> PageRow:
    """Return the account of a page's words."""
    furniture = {w for b in page.blocks if b.kind is BlockKind.FURNITURE for i in b.items for w in i.words}
    symbols = {w for b in page.blocks if b.kind is BlockKind.SYMBOL for i in b.items for w in i.words}
    items = [i for t in page.tables for c in t.cells for i in c.items]
    items += [i for b in page.blocks if b.kind not in (BlockKind.FURNITURE, BlockKind.SYMBOL) for i in b.items]
    held = {w for i in items for w in i.words} - furniture - symbols
    aside = len(furniture | symbols)
    text = " ".join(w.text for w in page.words)
    confidence = sum(w.confidence for w in page.words) / len(page.words) if page.words else page.confidence
    return PageRow(
        document_id,
        page.number,
        title,
        page.method,
        page.rotation,
        language_of(text, profile, fallback),
        len(page.words),
        len(held),
        aside,
        len(page.words) - len(held) - aside,
        confidence,
    )


def table_rows(deck: Deck, document_id: str) -> tuple[TableRow, ...]:
    """Return one row per table; a continued table names the last table of the page before."""
    out: list[TableRow] = []
    last = ""
    for page in deck.pages:
        for n, table in enumerate(page.tables, 1):
            table_id = record_id("tab", document_id, page.number, n)
            file = table_file(document_id, page.number, n)
            before = last if table.continued and n == 1 else ""
            box: Box = table.box
            out.append(TableRow(table_id, document_id, page.number, table.rows, table.columns, box, before, file))
        last = out[-1].table_id if page.tables else ""
    return tuple(out)


def roadmap_years(actions: Iterable[Action]) -> list[int]:
    """Return the years of all roadmap actions."""
    return [a.year for a in actions if a.role is Role.ROADMAP and a.year is not None]
