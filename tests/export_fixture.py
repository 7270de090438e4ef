"""A small fictional dataset with every table filled: three decks, two in Finnish and one in Swedish."""

from __future__ import annotations

from datetime import date

from pipeline.errors import Code, Severity
from pipeline.export.context import RunContext
from pipeline.model import (
    Band,
    Box,
    Decision,
    Edit,
    Fate,
    Issue,
    Method,
    NoteKind,
    Reading,
    Relation,
    Role,
    State,
    Status,
)
from pipeline.naming import document_id, record_id, table_file
from pipeline.records import (
    Action,
    Area,
    Assessment,
    Change,
    Correction,
    Dataset,
    Document,
    Goal,
    Indicator,
    Link,
    Note,
    Outcome,
    PageRow,
    TableRow,
    Thread,
)

CONTEXT = RunContext("0.1.0", (("ocr", "auto"),), (("kuusilahti/ohjelma-2023.pdf", "ab" * 32, "ok"),))
YEARS = (2023, 2024, 2025)
DECKS = {year: document_id(f"kuusilahti/Ohjelma {year}.pdf", f"{year}" * 16) for year in YEARS}
BOX = Box(72.0, 120.504, 360.25, 160.0)

WORDING = {
    2023: "Järjestämme kyläkirjastoissa digineuvontaa kerran viikossa",
    2024: "Järjestämme kyläkirjastoissa digineuvontaa kahdesti viikossa",
    2025: "Vi ordnar digital rådgivning i bybiblioteken två gånger i veckan",
}
SHORE = {
    2023: "Kunnostamme uimarannan laiturin",
    2024: "Kunnostamme uimarannan laiturin ja pukukopit",
    2025: "Kunnostamme uimarannan laiturin ja pukukopit",
}


def _document(year: int, language: str) -> Document:
    return Document(
        DECKS[year],
        f"kuusilahti/Ohjelma {year}.pdf",
        f"{year}" * 16,
        "application/pdf",
        f"Kuusilahden lähipalveluohjelma {year}",
        "Kuusilahden seutukunta",
        "Lähipalvelulautakunta",
        date(year, 3, 14),
        "",
        year - 1,
        "2023-2025",
        language,
        2,
        State.OK,
        "",
        "Kuusilahden lähipalveluohjelma",
    )


def _pages(year: int, language: str) -> tuple[PageRow, ...]:
    deck = DECKS[year]
    return (
        PageRow(deck, 1, "Tavoitteet", Method.NATIVE, 0.0, language, 40, 36, 4, 0, 1.0),
        PageRow(deck, 2, "Tiekartta", Method.OCR, 0.4, language, 80, 70, 6, 4, 0.913),
    )


def goal(year: int, number: int, text: str) -> Goal:
    """Return goal ``number`` of the deck of ``year``."""
    return Goal(
        record_id("goal", DECKS[year], number), DECKS[year], number, Reading.of(text), number == 1, 1, BOX, 0.98
    )


def area(year: int, name: str, number: int) -> Area:
    """Return an area under goal ``number`` of the deck of ``year``."""
    return Area(
        record_id("area", DECKS[year], name),
        DECKS[year],
        record_id("goal", DECKS[year], number),
        number,
        Reading.of(name),
        2,
        BOX,
        0.5 if year == 2024 else 0.97,
    )


def action(
    year: int, text: Reading, number: int, area_name: str, status: Status | None = None, review: bool = False
) -> Action:
    """Return an action of the deck of ``year``; without a goal where ``number`` is 0."""
    deck = DECKS[year]
    return Action(
        record_id("act", deck, text.raw),
        deck,
        record_id("goal", deck, number) if number else "",
        number or None,
        record_id("area", deck, area_name) if area_name else "",
        area_name,
        year,
        Role.ROADMAP if number == 1 else Role.PLAN,
        text,
        ("carried_over", "from_survey") if status else (),
        status,
        "Tehty" if status else "",
        "Kirjastot",
        "",
        "12/2024" if status else "",
        2,
        BOX,
        Method.OCR,
        0.41 if review else 0.93,
        review,
    )


def _hyphened(text: str) -> Reading:
    """Return ``text`` as read from a page that broke its first word over a line."""
    raw = text[:8] + "- " + text[8:]
    return Reading.of(raw, Edit(8, "- ", "", "line_hyphen"))


_LIBRARY = {year: action(year, _hyphened(text), 1, "Digituki", Status.DONE) for year, text in WORDING.items()}
_SHORE = {year: action(year, Reading.of(text), 2, "Rannat") for year, text in SHORE.items()}
_LOST = action(2024, Reading.of("Selvitämme kyläta1on lämmityksen"), 0, "", review=True)
_SPELT = Reading(
    "Kylätiet pidetaan auki", "Kylätiet pidetaan auki", (Edit(9, "pidetaan", "pidetään", "diacritics", 0.7, False),)
)
_ROADS = action(2025, _SPELT, 2, "Rannat")


def _link(kind: str, earlier: Action, later: Action, relation: Relation, band: Band, score: float) -> Link:
    link_id = record_id("link", earlier.action_id, later.action_id)
    rival = _LOST.action_id if band is Band.REVIEW else ""
    return Link(
        link_id,
        kind,
        earlier.action_id,
        later.action_id,
        earlier.year,
        later.year,
        relation,
        False,
        score,
        band,
        "text",
        0.2 if rival else None,
        rival,
        Decision.AUTO,
    )


_LINKS = (
    _link("action", _LIBRARY[2023], _LIBRARY[2024], Relation.REWORDED, Band.SURE, 0.94),
    _link("action", _LIBRARY[2024], _LIBRARY[2025], Relation.REWORDED, Band.REVIEW, 0.61),
    _link("action", _SHORE[2023], _SHORE[2024], Relation.REWORDED, Band.SURE, 0.88),
    _link("action", _SHORE[2024], _SHORE[2025], Relation.UNCHANGED, Band.SURE, 1.0),
)


def _redline(link: Link, *steps: tuple[str, str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(link.link_id, i, op, before, after, "" if op == "equal" else "modality", False)
        for i, (op, before, after) in enumerate(steps)
    )


_CHANGES = (
    *_redline(
        _LINKS[0],
        ("equal", "Järjestämme kyläkirjastoissa digineuvontaa ", "Järjestämme kyläkirjastoissa digineuvontaa "),
        ("replace", "kerran", "kahdesti"),
        ("equal", " viikossa", " viikossa"),
    ),
    *_redline(_LINKS[1], ("replace", WORDING[2024], WORDING[2025])),
    *_redline(_LINKS[2], ("equal", SHORE[2023], SHORE[2023]), ("insert", "", " ja pukukopit")),
    *_redline(_LINKS[3], ("equal", SHORE[2024], SHORE[2025])),
)


def _corrections() -> tuple[Correction, ...]:
    return tuple(
        Correction(a.document_id, a.page, a.action_id, e.start, e.before, e.after, e.rule, e.margin, e.applied)
        for a in (*_LIBRARY.values(), _ROADS)
        for e in a.text.edits
    )


def _threads() -> tuple[Thread, ...]:
    aims = tuple(
        Thread(
            record_id("thread", "goal", number), "goal", record_id("goal", DECKS[year], number), DECKS[year], year, None
        )
        for number in (1, 2)
        for year in YEARS
    )
    return aims + tuple(
        Thread(record_id("thread", line[2023].action_id), "action", a.action_id, a.document_id, year, a.role)
        for line in (_LIBRARY, _SHORE)
        for year, a in line.items()
    )


def _notes() -> tuple[Note, ...]:
    deck, parent = DECKS[2025], record_id("note", DECKS[2025], "1")
    text = Reading.of("Byarna växer")
    return (
        Note(parent, deck, record_id("goal", deck, 1), 1, "", 1, NoteKind.BULLET, text, 1, BOX, 0.99),
        Note(record_id("note", deck, "2"), deck, "", None, parent, 2, NoteKind.BULLET, text, 1, BOX, 0.99),
    )


def _tables() -> tuple[TableRow, ...]:
    first = record_id("table", DECKS[2023], 2, 1)
    return (
        TableRow(first, DECKS[2023], 2, 4, 3, BOX, "", table_file(DECKS[2023], 2, 1)),
        TableRow(
            record_id("table", DECKS[2023], 2, 2), DECKS[2023], 2, 2, 3, BOX, first, table_file(DECKS[2023], 2, 2)
        ),
    )


def _issues() -> tuple[Issue, ...]:
    deck, lost = DECKS[2024], _LOST.action_id
    return (
        Issue("", 0, Severity.INFO, Code.NO_PROGRAMME, "programmes were not told apart"),
        Issue(deck, 2, Severity.WARNING, Code.GOAL_MISSING, "no goal stands above this action", lost),
        Issue(deck, 2, Severity.ERROR, Code.PAGE_FAILED, "the picture on the page could not be read"),
        Issue(deck, 2, Severity.INFO, Code.LABEL_INHERITED, "goal from the merged cell", _LIBRARY[2024].action_id),
    )


def _goals() -> tuple[Goal, ...]:
    names = {2023: "Palvelut tulevat kylään", 2024: "Palvelut tulevat kylään", 2025: "Tjänsterna kommer till byn"}
    return tuple(g for y in YEARS for g in (goal(y, 1, names[y]), goal(y, 2, "Vapaa-aika kuuluu kaikille")))


def dataset() -> Dataset:
    """Return the fictional dataset."""
    languages = {2023: "fi", 2024: "fi", 2025: "sv"}
    goals = _goals()
    return Dataset(
        documents=tuple(_document(y, languages[y]) for y in YEARS),
        pages=tuple(p for y in YEARS for p in _pages(y, languages[y])),
        goals=goals,
        areas=tuple(area(y, name, n) for y in YEARS for name, n in (("Digituki", 1), ("Rannat", 2))),
        actions=(*(a for y in YEARS for a in (_LIBRARY[y], _SHORE[y])), _LOST, _ROADS),
        assessments=(
            Assessment(
                record_id("ass", DECKS[2024]),
                DECKS[2024],
                record_id("goal", DECKS[2024], 1),
                record_id("area", DECKS[2024], "Digituki"),
                2023,
                Status.DONE,
                "Tehty",
                2,
                BOX,
                0.9,
            ),
        ),
        indicators=(
            Indicator(
                record_id("ind", DECKS[2023]),
                DECKS[2023],
                record_id("goal", DECKS[2023], 1),
                Reading.of("Kävijät, vähintään 300"),
                1,
                BOX,
                1.0,
            ),
        ),
        notes=_notes(),
        corrections=_corrections(),
        links=_LINKS,
        threads=_threads(),
        outcomes=(
            Outcome(_LIBRARY[2023].action_id, "action", 2024, Fate.CONTINUED, _LINKS[0].link_id),
            Outcome(_ROADS.action_id, "action", 2025, Fate.NEW, ""),
        ),
        changes=_CHANGES,
        tables=_tables(),
        issues=_issues(),
    )
