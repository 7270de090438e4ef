"""The sheets of the workbook as plain rows, in words for people; ``workbook`` draws them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.export.columns import Value, clean, tables
from pipeline.export.context import RunContext
from pipeline.export.review import review_queue, wordings
from pipeline.export.views import Strand, Version, columns, documents, strands, years
from pipeline.model import Decision
from pipeline.records import Action, Change, Dataset

LONGEST = 32_000  # a cell of Excel holds 32,767 characters
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CUT = " […] cut here; the whole text is in the data"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces; the marked ones are new since the version before."""

    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what it is for, its headers with widths in characters, and its rows."""

    name: str
    about: str
    headers: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value | Marked, ...], ...]
    frozen: int = 0


def shown(text: str, longest: int = LONGEST) -> str:
    """Return ``text`` as it can be shown harmlessly: no control or direction marks, not endless."""
    visible = text if text.isprintable() else _UNSHOWN.sub("\ufffd", clean(text))
    return visible if len(visible) <= longest else visible[: longest - len(_CUT)] + _CUT


def words(name: str | None) -> str:
    """Return the name of a value as words: ``partly_done`` becomes ``partly done``."""
    return (name or "").replace("_", " ")


def sheets(dataset: Dataset, context: RunContext) -> tuple[Sheet, ...]:
    """Return all sheets, the *Read me* first."""
    found = strands(dataset)
    made = (
        _actions(dataset),
        _threads(dataset, found),
        _changes(dataset),
        _goals(dataset),
        _review(dataset),
        _narrative(dataset),
        _documents(dataset),
        *(_plain(dataset, name) for name in ("areas", "assessments", "indicators", "corrections", "pages", "issues")),
    )
    return (_read_me(dataset, context, made), *made)


def _read_me(dataset: Dataset, context: RunContext, made: tuple[Sheet, ...]) -> Sheet:
    lines: list[tuple[str, Value]] = [
        (
            "What this is",
            "Goals, actions and narrative read from committee decks, with the page that proves each of them.",
        ),
        ("How to read it", "Every row names its deck and page. An empty cell means that the page does not say it."),
        ("What is doubtful", "Rows with 'yes' under Look at this, and everything on the sheet Review, worst first."),
        ("Decks", len(dataset.documents)),
        ("Actions", len(dataset.actions)),
        ("Open doubts", len(review_queue(dataset))),
        ("Made by", f"deckline {context.version}"),
        *((f"Setting: {name}", value) for name, value in context.settings),
        *((f"Sheet: {sheet.name}", f"{sheet.about} ({len(sheet.rows)} rows)") for sheet in made),
    ]
    return Sheet("Read me", "", (("Committee decks as data", 28), ("", 100)), tuple(lines))


def _deck_names(dataset: Dataset) -> dict[str, str]:
    return {d.document_id: d.title or d.path for d in dataset.documents}


def _actions(dataset: Dataset) -> Sheet:
    headers = (
        ("Year", 7), ("Goal", 6), ("Goal text", 32), ("Area", 22), ("Action", 60), ("Status", 13),
        ("Verdict as printed", 16), ("Owner", 18), ("Due", 12), ("Found in", 11), ("Marks", 16),
        ("Look at this", 8), ("Confidence", 11), ("Deck", 32), ("Page", 6), ("Text as printed", 40), ("Id", 18),
    )  # fmt: skip
    goal_texts = {g.goal_id: g.text.text for g in dataset.goals}
    decks = _deck_names(dataset)

    def row(a: Action) -> tuple[Value, ...]:
        marks = "; ".join(map(words, a.markers))
        place = (a.goal_number, goal_texts.get(a.goal_id, ""), a.area, a.text.text)
        state = (words(a.status), a.status_raw, a.owner, a.due, words(a.role), marks, a.review, a.confidence)
        raw = a.text.raw if a.text.raw != a.text.text else ""
        return (a.year, *place, *state, decks.get(a.document_id, ""), a.page, raw, a.action_id)

    order = {d.document_id: n for n, d in enumerate(documents(dataset))}
    found = sorted(dataset.actions, key=lambda a: order.get(a.document_id, -1))
    return Sheet("Actions", "One row per action and year", headers, tuple(map(row, found)), 1)


def _threads(dataset: Dataset, found: tuple[Strand, ...]) -> Sheet:
    actions = tuple(s for s in found if s.kind == "action")
    shown_years = columns(actions, years(found))
    headers = (
        ("Goal", 6), ("Area", 22), *((str(year or "Year not known"), 38) for year in shown_years),
        ("Latest status", 13), ("Became", 14), ("Look at this", 8), ("Thread", 20),
    )  # fmt: skip

    def row(strand: Strand) -> tuple[Value | Marked, ...]:
        cells = (_marked(strand.in_year(year)) for year in shown_years)
        end = words(strand.ending.outcome) if strand.ending else ""
        doubt = any(v.doubtful for v in strand.versions)
        return (strand.goal_number, strand.area, *cells, words(strand.last.status), end, doubt, strand.strand_id)

    rows = tuple(map(row, actions))
    about = "One row per action followed through the years; words that are new since the year before are marked"
    return Sheet("Threads", about, headers, rows, 2)


def _marked(version: Version | None) -> Value | Marked:
    if version is None:
        return None
    text = version.entry.text
    steps = groupby((s for s in version.redline if s.after), key=lambda s: s.op != "equal")
    pieces = tuple(("".join(s.after for s in group), new) for new, group in steps)
    if not version.changed or "".join(piece for piece, _ in pieces) != text:
        return text
    return Marked(pieces)


def _changes(dataset: Dataset) -> Sheet:
    headers = (
        ("From", 7), ("To", 7), ("Goal", 6), ("Was", 45), ("Became", 45), ("Taken out", 28), ("Put in", 28),
        ("Kind of change", 18), ("Relation", 12), ("Moved", 8), ("May be a reading error", 12), ("Score", 8),
        ("Accepted", 10), ("Link", 18),
    )  # fmt: skip
    texts = wordings(dataset)
    numbers = {a.action_id: a.goal_number for a in dataset.actions} | {g.goal_id: g.number for g in dataset.goals}
    steps: dict[str, list[Change]] = {}
    for change in sorted(dataset.changes, key=lambda c: (c.link_id, c.position)):
        steps.setdefault(change.link_id, []).append(change)

    def rows() -> Iterator[tuple[Value, ...]]:
        for link in sorted(dataset.links, key=lambda x: (x.from_year or 0, x.to_year or 0, x.kind, x.link_id)):
            edits = [c for c in steps.get(link.link_id, ()) if c.op != "equal"]
            if not (edits or link.moved) or link.decision is Decision.REJECTED:
                continue
            joined = (_together(c.before for c in edits), _together(c.after for c in edits))
            classes = "; ".join(dict.fromkeys(words(c.change_class) for c in edits if c.change_class))
            wording = (texts.get(link.from_id, ""), texts.get(link.to_id, ""), *joined, classes)
            noise = any(c.suspect_noise for c in edits)
            judged = (words(link.relation), link.moved, noise, link.score, words(link.band))
            yield (link.from_year, link.to_year, numbers.get(link.to_id), *wording, *judged, link.link_id)

    return Sheet("Changes", "One row per statement whose wording or place changed", headers, tuple(rows()), 2)


def _together(parts: Iterable[str]) -> str:
    return " … ".join(part.strip() for part in parts if part.strip())


def _goals(dataset: Dataset) -> Sheet:
    headers = (("Goal", 6), ("Text", 70), ("Binding", 9), ("Deck", 36), ("Page", 6), ("Confidence", 11), ("Id", 18))
    decks = _deck_names(dataset)
    rows = tuple(
        (g.number, g.text.text, g.binding, decks.get(g.document_id, ""), g.page, g.confidence, g.goal_id)
        for d in documents(dataset)
        for g in dataset.goals
        if g.document_id == d.document_id
    )
    return Sheet("Goals", "One row per goal and deck", headers, rows, 1)


def _review(dataset: Dataset) -> Sheet:
    headers = (
        ("How bad", 9), ("What", 11), ("Column", 12), ("Was read", 24), ("Could be", 24), ("Reason", 50),
        ("Text", 60), ("Answer", 28), ("Comment", 20), ("Deck", 32), ("Page", 6), ("Record", 18), ("Doubt", 20),
        ("Document", 18), ("Earlier record", 18), ("Later record", 18), ("Earlier document", 18),
    )  # fmt: skip
    decks = _deck_names(dataset)
    rows = tuple(
        (q.severity.value, q.kind, q.field, q.value, "; ".join(q.candidates), q.reason, q.text, q.answer, q.comment,
         decks.get(q.document_id, ""), q.page or None, q.record_id, q.queue_id,
         q.document_id, q.from_id, q.to_id, q.from_document_id)
        for q in review_queue(dataset)
    )  # fmt: skip
    return Sheet("Review", "Everything doubtful, worst first", headers, rows, 2)


def _narrative(dataset: Dataset) -> Sheet:
    headers = (("Goal", 6), ("Kind", 12), ("Level", 7), ("Text", 90), ("Deck", 36), ("Page", 6), ("Id", 18))
    decks = _deck_names(dataset)
    rows = tuple(
        (n.goal_number, words(n.kind), n.level, n.text.text, decks.get(n.document_id, ""), n.page, n.note_id)
        for n in dataset.notes
    )
    return Sheet("Narrative", "What the decks say beside their actions", headers, rows)


def _documents(dataset: Dataset) -> Sheet:
    headers = (
        ("Title", 44), ("Organisation", 26), ("Body", 24), ("Meeting", 12), ("Reports on", 11), ("Programme", 12),
        ("Language", 9), ("Pages", 7), ("State", 11), ("File", 44), ("Id", 30),
    )  # fmt: skip
    rows = tuple(
        (d.title, d.organisation, d.body, d.meeting_date, d.reporting_year, d.plan_period, d.language, d.pages,
         words(d.state), d.path, d.document_id)
        for d in documents(dataset)
    )  # fmt: skip
    return Sheet("Documents", "The decks that were read", headers, rows, 1)


def _plain(dataset: Dataset, name: str) -> Sheet:
    """Return a table with the columns it has in the data."""
    table = next(t for t in tables() if t.name == name)
    wide: Callable[[str], int] = lambda c: 60 if c in ("text", "message", "name") else 18  # noqa: E731
    headers = tuple((c.title, wide(c.name)) for c in table.columns)
    return Sheet(name.capitalize(), table.title, headers, tuple(table.rows(dataset)))
