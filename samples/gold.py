"""The answers: what a perfect reading of a sample deck holds, made from the same pages that are drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from samples.content import Content
from samples.sheets import (
    MARKERS,
    STATUSES,
    Action,
    BindingSheet,
    IntroSheet,
    OverviewSheet,
    Row,
    SampleDeck,
    Sheet,
    StorySheet,
    TableSheet,
    TitleSheet,
)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """Facts of the title page."""

    title: str
    subtitle: str
    organisation: str
    body: str
    meeting_date: str
    author: str
    reporting_year: int
    plan_period: str
    programme: str
    language: str
    pages: int


@dataclass(frozen=True, slots=True)
class GoldGoal:
    """A goal; the binding goal has no number."""

    number: int | None
    text: str
    binding: bool
    page: int


@dataclass(frozen=True, slots=True)
class GoldArea:
    """An area under its goal's number."""

    goal: int
    name: str
    page: int


@dataclass(frozen=True, slots=True)
class GoldAction:
    """A statement with its place; ``key`` is its name in ``lineage.csv``."""

    key: str
    goal: int
    area: str
    year: int
    role: str
    text: str
    markers: tuple[str, ...]
    status: str | None
    status_raw: str
    owner: str
    indicator: str
    due: str
    page: int


@dataclass(frozen=True, slots=True)
class GoldAssessment:
    """A verdict's cell and the areas that it spans, wholly or in part."""

    goal: int
    areas: tuple[str, ...]
    actions: tuple[str, ...]
    year: int
    status: str
    status_raw: str
    page: int


@dataclass(frozen=True, slots=True)
class GoldNote:
    """A piece of narrative; ``parent`` is the index of the note above it."""

    goal: int | None
    page: int
    level: int
    kind: str
    text: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its page."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class GoldFootnote:
    """A footnote: the mark, what it means, its text."""

    marker: str
    meaning: str
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Gold:
    """All answers for one deck."""

    deck: str
    document: GoldDocument
    goals: tuple[GoldGoal, ...]
    areas: tuple[GoldArea, ...]
    actions: tuple[GoldAction, ...]
    assessments: tuple[GoldAssessment, ...]
    indicators: tuple[GoldText, ...]
    narrative: tuple[GoldNote, ...]
    proposals: tuple[GoldText, ...]
    vision: GoldText
    footnotes: tuple[GoldFootnote, ...]
    other: tuple[GoldText, ...]
    titles: tuple[GoldText, ...]

    def to_json(self) -> str:
        """Return the answers as JSON, one record a line."""
        parts = []
        for name, value in asdict(self).items():
            if isinstance(value, tuple):
                rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
                parts.append(f' "{name}": [\n  {rows}\n ]' if value else f' "{name}": []')
            else:
                parts.append(f' "{name}": {json.dumps(value, ensure_ascii=False)}')
        return "{\n" + ",\n".join(parts) + "\n}\n"


Numbered = tuple[tuple[int, Sheet], ...]


def _overview(pages: Numbered) -> tuple[int, OverviewSheet]:
    return next((number, sheet) for number, sheet in pages if isinstance(sheet, OverviewSheet))


def _rows(pages: Numbered) -> Iterator[tuple[int, TableSheet, Row]]:
    for number, sheet in pages:
        if isinstance(sheet, TableSheet):
            yield from ((number, sheet, row) for row in sheet.rows)


def _action(action: Action, page: int) -> GoldAction:
    return GoldAction(
        key=action.key,
        goal=action.goal,
        area=action.area,
        year=action.year,
        role=action.role,
        text=action.text,
        markers=tuple(meaning for mark, meaning in MARKERS if mark == action.marks),
        status=dict(STATUSES)[action.status_raw] if action.status_raw else None,
        status_raw=action.status_raw,
        owner=action.owner,
        indicator="",
        due=action.due,
        page=page,
    )


def _assessments(pages: Numbered) -> Iterator[GoldAssessment]:
    groups: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number, _, row in _rows(pages):
        if row.verdict:
            groups.setdefault(row.verdict.over, []).append((number, row))
    for group in groups.values():
        page, first = group[0]
        actions = [action for _, row in group for column in row.columns for action in column]
        yield GoldAssessment(
            goal=first.goal[0],
            areas=tuple(dict.fromkeys(row.area for _, row in group)),
            actions=tuple(action.key for action in actions),
            year=actions[0].year,
            status=dict(STATUSES)[actions[0].status_raw],
            status_raw=actions[0].status_raw,
            page=page,
        )


def _bullets(bullets: tuple[tuple[int, str], ...], goal: int | None, page: int, start: int) -> Iterator[GoldNote]:
    parent = None
    for index, (level, text) in enumerate(bullets, start):
        if level == 1:
            parent = index
        yield GoldNote(goal, page, level, "bullet", text, None if level == 1 else parent)


def _narrative(pages: Numbered) -> tuple[GoldNote, ...]:
    notes: list[GoldNote] = []
    for number, sheet in pages:
        if isinstance(sheet, IntroSheet):
            notes.append(GoldNote(None, number, 0, "paragraph", sheet.paragraph, None))
            notes.extend(_bullets(sheet.bullets, None, number, len(notes)))
        elif isinstance(sheet, StorySheet):
            notes.extend(_bullets(sheet.story.bullets, sheet.goal[0], number, len(notes)))
    return tuple(notes)


def _title(sheet: Sheet) -> str:
    return "Tavoite {}. {}".format(*sheet.goal) if isinstance(sheet, StorySheet) else sheet.title


def _other(pages: Numbered) -> Iterator[GoldText]:
    """Texts that are no record of their own: leads, labels, figures with captions."""
    for number, sheet in pages:
        if isinstance(sheet, TitleSheet):
            lines = (sheet.subtitle, f"{sheet.body} {sheet.shown}", sheet.author_line)
            yield from (GoldText(line, number) for line in lines)
        elif isinstance(sheet, OverviewSheet):
            yield GoldText("Visio", number)
            yield from (GoldText(f"Tavoite {goal}", number) for goal, _, _ in sheet.goals)
        elif isinstance(sheet, StorySheet):
            yield from (GoldText(text, number) for text in sheet.story.fact)
        elif isinstance(sheet, BindingSheet):
            yield from (GoldText(text, number) for text in ("Mittarit", sheet.lead))


def _document(content: Content, deck: SampleDeck) -> GoldDocument:
    fact = deck.text.fact
    return GoldDocument(
        title=fact("title"),
        subtitle=fact("subtitle"),
        organisation=content.fact("organisation"),
        body=content.fact("body"),
        meeting_date=fact("meeting_date"),
        author=fact("author"),
        reporting_year=deck.text.year,
        plan_period="{}-{}".format(*content.period),
        programme=content.fact("programme"),
        language="fi",
        pages=len(deck.sheets),
    )


def _goals(pages: Numbered) -> tuple[GoldGoal, ...]:
    page, overview = _overview(pages)
    numbered = (GoldGoal(number, text, False, page) for number, text, _ in overview.goals)
    return (*numbered, GoldGoal(None, overview.binding[1], True, page))


def answers(content: Content, deck: SampleDeck) -> Gold:
    """Return the answers for a deck."""
    pages: Numbered = tuple(enumerate(deck.sheets, 1))
    page, overview = _overview(pages)
    binding_page, binding = next((number, s) for number, s in pages if isinstance(s, BindingSheet))
    tables = [(number, sheet) for number, sheet in pages if isinstance(sheet, TableSheet)]
    return Gold(
        deck=deck.name,
        document=_document(content, deck),
        goals=_goals(pages),
        areas=tuple(GoldArea(goal, area, page) for goal, _, areas in overview.goals for area in areas),
        actions=tuple(_action(a, number) for number, _, row in _rows(pages) for column in row.columns for a in column),
        assessments=tuple(_assessments(pages)),
        indicators=tuple(GoldText(text, binding_page) for text in binding.indicators),
        narrative=_narrative(pages),
        proposals=tuple(GoldText(text, binding_page) for text in binding.proposals),
        vision=GoldText(overview.vision, page),
        footnotes=tuple(GoldFootnote(*footnote, number) for number, sheet in tables for footnote in sheet.footnotes),
        other=tuple(_other(pages)),
        titles=tuple(GoldText(_title(sheet), number) for number, sheet in pages),
    )
