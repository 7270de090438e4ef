"""The sheets of the workbook as plain rows, in words for people; ``workbook`` draws them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeAlias

from pipeline.export.columns import Column, Value, clean, tables
from pipeline.export.context import RunContext
from pipeline.export.decks import Decks, decks
from pipeline.export.review import review_queue, wordings
from pipeline.export.terms import TITLES, details, reason, word
from pipeline.export.versions import Version, is_open
from pipeline.export.views import Strand, columns, strands, years
from pipeline.locale import translation
from pipeline.model import Decision
from pipeline.records import Action, Change, Dataset

LONGEST = 32_000  # a cell of Excel holds 32,767 characters
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CUT = " […]"  # the whole text is in the data
_PLAIN = ("areas", "assessments", "indicators", "corrections", "pages", "issues")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces; the marked ones are new since the version before."""

    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A text or number that leads to a file of the output folder, ``target`` relative to it."""

    text: str | int
    target: str


Cell: TypeAlias = "Value | Marked | Linked"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what it is for, its headers with widths in characters, and its rows.

    ``names`` is a second header for programs; ``choices`` are the answers offered in a cell, by row (from 0)
    in column ``answer``.  The last ``folded`` columns are for programs, and folded away.
    """

    name: str
    about: str
    headers: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 0
    names: tuple[str, ...] = ()
    answer: int = 0
    choices: tuple[tuple[str, ...], ...] = ()
    folded: int = 0


def shown(text: str, longest: int = LONGEST) -> str:
    """Return ``text`` as it can be shown harmlessly: no control or direction marks, not endless."""
    visible = text if text.isprintable() else _UNSHOWN.sub("\ufffd", clean(text))
    return visible if len(visible) <= longest else visible[: longest - len(_CUT)] + _CUT


def sheets(dataset: Dataset, context: RunContext) -> tuple[Sheet, ...]:
    """Return all sheets, the *Read me* first."""
    from pipeline.export.review_sheet import review_sheet

    make = Maker(dataset, context, decks(dataset), translation(context.language).gettext)
    found = strands(dataset)
    made = (
        make.actions({e.record_id: s.strand_id for s in found for v in s.versions for e in v.entries}),
        make.threads(found),
        make.changes(),
        make.goals(),
        review_sheet(make),
        make.narrative(),
        make.documents(),
        *(make.plain(name) for name in _PLAIN),
    )
    return (make.read_me(made, found), *made)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes sheets from one dataset, in the words of one language; ``_`` translates."""

    dataset: Dataset
    context: RunContext
    decks: Decks
    _: Callable[[str], str]

    def word(self, value: str | None) -> str:
        """Return a value of the data in words."""
        return word(value, self.context.language)

    def told(self, code: str, message: str) -> str:
        """Return what an issue means, and its details below."""
        return f"{reason(code, self.context.language)}\n{details(message, self.context.language)}".strip()

    def teller(self, column: Column) -> Callable[[str], str]:
        """Return what puts the values of a column into words; texts of the decks stay as they are."""
        if column.name == "message":
            return partial(details, language=self.context.language)
        if column.name == "rule":
            return lambda value: " + ".join(map(self.word, value.split("+")))
        return self.word if column.values else str

    def page(self, document_id: str, page: int) -> Cell:
        """Return the number of a page, leading to its picture where there is one."""
        picture = self.context.pictures.get(document_id, page) if page else None
        return Linked(page, f"report/pages/{document_id}-{picture.file}") if picture else page or None

    def place(self, document_id: str, page: int) -> tuple[Cell, Cell, Cell]:
        """Return title, file and page of a place."""
        if not document_id:
            return (None, None, None)
        return (self.decks.title(document_id), self.decks.path(document_id), self.page(document_id, page))

    def thread(self, strand_id: str) -> Cell:
        """Return the link to the page of a thread."""
        return Linked(self._("wordings"), f"report/threads/{strand_id}.html") if strand_id else None

    def where(self) -> tuple[tuple[str, int], ...]:
        """Return the headers of a place."""
        return ((self._("Deck"), 30), (self._("File"), 26), (self._("Page"), 6))

    def read_me(self, made: tuple[Sheet, ...], found: tuple[Strand, ...]) -> Sheet:
        """Return the sheet that explains the others."""
        _ = self._
        threads = sum(1 for s in found if s.kind == "action")
        lines: list[tuple[Cell, Cell]] = [
            (
                _("What this is"),
                _("Goals, actions and narrative read from committee decks, with the page that proves each of them."),
            ),
            (
                _("How to read it"),
                _("Every row names its deck and page. An empty cell means that the page does not say it."),
            ),
            (_("The report"), Linked(_("the same with pictures of the pages"), "report/index.html")),
            (
                _("What is doubtful"),
                _("Rows with 'yes' under Look at this, and everything on the sheet Review, worst first."),
            ),
            (
                _("How to correct"),
                _("Write answers on the sheet Review and give this file to deckline run with --overrides."),
            ),
            (
                _("How to pass it on"),
                _("Links of this workbook lead into the folder report beside it: pass both on together."),
            ),
            (_("Decks"), len(self.decks.read)),
            (_("Actions"), threads),
            (_("Statements of actions"), len(self.dataset.actions)),
            (_("Open doubts"), len(review_queue(self.dataset))),
            (_("Made by"), f"deckline {self.context.version}"),
            *(
                (_("Setting: %(name)s") % {"name": name}, self.word(value))
                for name, value in self.context.settings
                if value
            ),
        ]
        for sheet in made:
            told = _("%(about)s (%(rows)d rows)") % {"about": sheet.about, "rows": len(sheet.rows)}
            lines.append((_("Sheet: %(name)s") % {"name": sheet.name}, told))
        return Sheet(_("Read me"), "", ((_("Committee decks as data"), 28), ("", 116)), tuple(lines))

    def actions(self, threads: Mapping[str, str]) -> Sheet:
        """Return one row per action and year."""
        _ = self._
        headers = (
            (_("Year"), 7), (_("Goal"), 6), (_("Goal text"), 32), (_("Area"), 22), (_("Action"), 60),
            (_("Status"), 13), (_("Verdict as printed"), 16), (_("Owner"), 18), (_("Due"), 12), (_("Found in"), 12),
            (_("Marks"), 16), (_("Look at this"), 9), (_("Confidence"), 11), *self.where(), (_("Thread"), 11),
            (_("Text as printed"), 40), (_("Id"), 18),
        )  # fmt: skip
        goal_texts = {g.goal_id: g.text.text for g in self.dataset.goals}

        def row(a: Action) -> tuple[Cell, ...]:
            marks = "; ".join(map(self.word, a.markers))
            told = (a.goal_number, goal_texts.get(a.goal_id, ""), a.area, a.text.text)
            state = (self.word(a.status), a.status_raw, a.owner, a.due, self.word(a.role), marks, a.review)
            raw = a.text.raw if a.text.raw != a.text.text else ""
            place = (a.confidence, *self.place(a.document_id, a.page), self.thread(threads.get(a.action_id, "")))
            return (a.year, *told, *state, *place, raw, a.action_id)

        about = _("One row per statement and file: filter the column File to see each statement once")
        order = {d.document_id: n for n, d in enumerate(self.decks.all)}
        found = sorted(self.dataset.actions, key=lambda a: order.get(a.document_id, -1))
        return Sheet(_("Actions"), about, headers, tuple(map(row, found)), 1)

    def threads(self, found: tuple[Strand, ...]) -> Sheet:
        """Return the matrix: one row per action, one column per year."""
        _ = self._
        actions = tuple(s for s in found if s.kind == "action")
        shown_years = columns(actions, years(found))
        headers = (
            (_("Goal"), 6), (_("Goal text"), 28), (_("Area"), 22),
            *((str(year or _("Year not known")), 38) for year in shown_years),
            (_("Latest status"), 18), (_("Became"), 15), (_("Look at this"), 9), (_("In the report"), 12),
            (_("Thread"), 20),
        )  # fmt: skip

        def row(strand: Strand) -> tuple[Cell, ...]:
            cells = (_marked(strand.in_year(year)) for year in shown_years)
            end = self.word(strand.ending.outcome) if strand.ending else ""
            state = (self.latest(strand.judged), end, strand.doubtful)
            goal = strand.goal.text.text if strand.goal else ""
            own = (self.thread(strand.strand_id), strand.strand_id)
            return (strand.goal_number, goal, strand.area, *cells, *state, *own)

        about = _("One row per action followed through the years; words that are new since the year before are marked")
        return Sheet(_("Threads"), about, headers, tuple(map(row, actions)), 3)

    def latest(self, judged: Version | None) -> str:
        """Return the verdicts on a year in words, and the year; what is not understood stays as it is printed."""
        if judged is None:
            return ""
        told = "; ".join(dict.fromkeys(self.word(e.status) or e.status_raw for e in judged.verdicts))
        return told if judged.year is None else f"{told} ({judged.year})"

    def changes(self) -> Sheet:
        """Return one row per statement whose wording or place changed, with both pages."""
        _ = self._
        headers = (
            (_("From"), 7), (_("To"), 7), (_("Goal"), 6), (_("Was"), 45), (_("Now"), 45), (_("Taken out"), 28),
            (_("Put in"), 28), (_("Kind of change"), 18), (_("Relation"), 12), (_("Moved"), 8),
            (_("May be a reading error"), 12), (_("Score"), 8), (_("How sure"), 12),
            (_("Look at this"), 9), (_("Earlier file"), 26),
            (_("Earlier page"), 8), (_("Later file"), 26), (_("Later page"), 8), (_("Link"), 18),
        )  # fmt: skip
        about = _("One row per statement whose wording or place changed; what is to be checked is a guess as yet")
        return Sheet(_("Changes"), about, headers, tuple(self._change_rows()), 2)

    def _change_rows(self) -> Iterator[tuple[Cell, ...]]:
        data, texts = self.dataset, wordings(self.dataset)
        numbers = {a.action_id: a.goal_number for a in data.actions} | {g.goal_id: g.number for g in data.goals}
        places = {a.action_id: (a.document_id, a.page) for a in data.actions}
        places |= {g.goal_id: (g.document_id, g.page) for g in data.goals}
        places |= {a.area_id: (a.document_id, a.page) for a in data.areas}
        places |= {n.note_id: (n.document_id, n.page) for n in data.notes}
        poor = {a.action_id for a in data.actions if a.review}
        steps: dict[str, list[Change]] = {}
        for change in sorted(data.changes, key=lambda c: (c.link_id, c.position)):
            steps.setdefault(change.link_id, []).append(change)
        for link in sorted(data.links, key=lambda x: (x.from_year or 0, x.to_year or 0, x.kind, x.link_id)):
            edits = [c for c in steps.get(link.link_id, ()) if c.op != "equal"]
            if not (edits or link.moved) or link.decision is Decision.REJECTED:
                continue
            joined = (_together(c.before for c in edits), _together(c.after for c in edits))
            classes = "; ".join(dict.fromkeys(self.word(c.change_class) for c in edits if c.change_class))
            wording = (texts.get(link.from_id, ""), texts.get(link.to_id, ""), *joined, classes)
            noise = any(c.suspect_noise for c in edits)
            sure = self.word(link.band if link.decision is Decision.AUTO else link.decision)
            look = is_open(link) or not poor.isdisjoint((link.from_id, link.to_id))
            judged = (self.word(link.relation), link.moved, noise, link.score, sure, look)
            ends = (places.get(end, ("", 0)) for end in (link.from_id, link.to_id))
            proof = tuple(cell for deck, page in ends for cell in self.place(deck, page)[1:])
            yield (link.from_year, link.to_year, numbers.get(link.to_id), *wording, *judged, *proof, link.link_id)

    def goals(self) -> Sheet:
        """Return one row per goal and deck."""
        _ = self._
        headers = (
            (_("Goal"), 6), (_("Text"), 70), (_("Binding"), 9), *self.where(), (_("Confidence"), 11), (_("Id"), 18),
        )  # fmt: skip
        rows = tuple(
            (g.number, g.text.text, g.binding, *self.place(g.document_id, g.page), g.confidence, g.goal_id)
            for d in self.decks.all
            for g in self.dataset.goals
            if g.document_id == d.document_id
        )
        return Sheet(_("Goals"), _("One row per goal and deck"), headers, rows, 1)

    def narrative(self) -> Sheet:
        """Return what stands beside the actions."""
        _ = self._
        headers = (
            (_("Goal"), 6), (_("Kind"), 14), (_("Level"), 7), (_("Text"), 90), *self.where(), (_("Id"), 18),
        )  # fmt: skip
        rows = tuple(
            (n.goal_number, self.word(n.kind), n.level, n.text.text, *self.place(n.document_id, n.page), n.note_id)
            for n in self.dataset.notes
        )
        return Sheet(_("Narrative"), _("What the decks say beside their actions"), headers, rows)

    def documents(self) -> Sheet:
        """Return the decks."""
        _ = self._
        headers = (
            (_("Title"), 44), (_("Organisation"), 26), (_("Body"), 24), (_("Meeting"), 12), (_("Reports on"), 13),
            (_("Programme period"), 15), (_("Language"), 9), (_("Pages"), 7), (_("State"), 15), (_("File"), 44),
            (_("Id"), 30),
        )  # fmt: skip
        rows = tuple(
            (self.decks.title(d.document_id), d.organisation, d.body, d.meeting_date, d.reporting_year, d.plan_period,
             d.language, d.pages, self.word(d.state), d.path, d.document_id)
            for d in self.decks.all
        )  # fmt: skip
        return Sheet(_("Documents"), _("The decks that were read"), headers, rows, 1)

    def plain(self, name: str) -> Sheet:
        """Return a table with the columns it has in the data, under their titles."""
        table = next(t for t in tables() if t.name == name)
        wide = {"text": 60, "message": 60, "name": 60}
        headers = [(self._(c.title), wide.get(c.name, 18)) for c in table.columns]
        told = [self.teller(c) for c in table.columns]
        rows = [
            [tell(v) if isinstance(v, str) else v for v, tell in zip(row, told, strict=True)]
            for row in table.rows(self.dataset)
        ]
        codes = [n for n, c in enumerate(table.columns) if c.name == "code"]
        for at in codes:  # what a code means goes before the details
            headers.insert(at, (self._("Meaning"), 50))
            for row in rows:
                row.insert(at, reason(str(row[at]), self.context.language))
        title, about = TITLES[name]
        return Sheet(self._(title), self._(about), tuple(headers), tuple(map(tuple, rows)))


def _marked(version: Version | None) -> Cell:
    if version is None:
        return None
    text = version.entry.text
    steps = groupby((s for s in version.redline if s.after), key=lambda s: s.op != "equal")
    pieces = tuple(("".join(s.after for s in group), new) for new, group in steps)
    if not version.changed or "".join(piece for piece, _ in pieces) != text:
        return text
    return Marked(pieces)


def _together(parts: Iterable[str]) -> str:
    return " … ".join(part.strip() for part in parts if part.strip())
