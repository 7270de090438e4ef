"""What was understood of a deck, as records: its report, its facts, the years and the programme that it is about."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import Deck, Role
from pipeline.normalise.assemble import Assembly, corrections, page_row, roadmap_years, table_rows
from pipeline.normalise.book import Book
from pipeline.normalise.checks import closed_world
from pipeline.normalise.drafts import Drafts
from pipeline.normalise.facts import Facts, plan_period, programme, reporting_year
from pipeline.normalise.legend import Legend
from pipeline.normalise.lexicon import lexicon
from pipeline.normalise.vocabulary import Vocabulary, periods
from pipeline.profiles import Profile
from pipeline.records import Action, Document, Report


@dataclass(frozen=True, slots=True)
class Understood:
    """A deck that was read: its pages as the readers saw them with their titles, its facts, and what was found.

    ``guessed_year`` is the year reported on where no words name it.
    """

    deck: Deck
    facts: Facts
    language: str
    titles: tuple[str, ...]
    book: Book
    drafts: Drafts
    legend: Legend
    vocabulary: Vocabulary
    guessed_year: int | None


def report_of(understood: Understood, document_id: str, profile: Profile) -> Report:
    """Return the report of a deck: its records, and the issues of what does not fit."""
    deck, drafts, words = understood.deck, understood.drafts, understood.vocabulary
    if understood.guessed_year is not None:
        _doubt_year(drafts, understood.guessed_year)
    parts = Assembly(document_id, understood.book, drafts)
    parts.check()
    document = _document(understood, document_id, parts.actions)
    known = reporting_year(understood.facts, judged(parts.actions), words, guess=False)
    if parts.actions and known is None and document.reporting_year is not None:
        text = "nothing names the year that is reported on: it was taken to be the one before the meeting"
        parts.issue(0, Code.YEAR_MISSING, text)
    indicators, notes = parts.indicators(), parts.notes()
    readings = [(r.goal_id, r.page, r.text) for r in parts.goals]
    readings += [(r.area_id, r.page, r.name) for r in parts.areas]
    readings += [(r.action_id, r.page, r.text) for r in parts.actions]
    readings += [(r.indicator_id, r.page, r.text) for r in indicators]
    readings += [(r.note_id, r.page, r.text) for r in notes]
    found = [*deck.issues, *(i for p in deck.pages for i in p.issues)]
    pages = zip(deck.pages, understood.titles, strict=True)
    report = Report(
        document=document,
        pages=tuple(page_row(p, t, document_id, profile, understood.language) for p, t in pages),
        goals=tuple(parts.goals),
        areas=tuple(parts.areas),
        actions=tuple(parts.actions),
        assessments=parts.assessments(),
        indicators=indicators,
        notes=notes,
        corrections=corrections(document_id, readings),
        tables=table_rows(deck, document_id),
        issues=(*(replace(i, document_id=document_id) for i in found), *parts.issues),
    )
    checked = closed_world(report, deck, drafts, understood.legend, words)
    return replace(report, issues=(*report.issues, *checked))


def _doubt_year(drafts: Drafts, year: int) -> None:
    """Doubt every verdict's year that may come from the custom of reporting on the year before the meeting."""
    for draft in drafts.actions:
        if draft.role is Role.ASSESSMENT and draft.year == year:
            draft.doubts[Code.YEAR_MISSING] = "no words name this year: it is the one before the meeting"


def judged(actions: Iterable[Action]) -> list[int]:
    """Return the years of all assessed actions."""
    return [a.year for a in actions if a.role is Role.ASSESSMENT and a.year is not None]


def _lemmas(language: str) -> Callable[[str], tuple[str, ...]]:
    """Return the dictionary's base forms; stems, which are all there is without a dictionary, are no words."""
    words = lexicon(language or "fi")
    return words.lemmas if words.precise else lambda word: (word,)


def _series(facts: Facts, vocabulary: Vocabulary) -> str:
    """Return the line that names the programme: the title, unless only the line below it gives a period and a name."""
    if not periods(facts.subtitle) or periods(facts.title):
        return facts.title
    name = programme(facts.subtitle, vocabulary, lambda word: (word,))
    words = len(name.split())
    bare = sum(h.size for h in vocabulary.hits(name, frozenset(("plan", "action", "roadmap")))) >= words
    return facts.title if bare else facts.subtitle


def _document(understood: Understood, document_id: str, actions: Sequence[Action]) -> Document:
    deck, facts, vocabulary = understood.deck, understood.facts, understood.vocabulary
    planned_only = bool(actions) and not any(a.status_raw or a.role is Role.ASSESSMENT for a in actions)
    year = reporting_year(facts, judged(actions), vocabulary, guess=not planned_only)
    planned = collections.Counter(roadmap_years(actions))
    return Document(
        document_id=document_id,
        path=deck.source.path,
        sha256=deck.source.sha256,
        media_type=deck.source.media_type,
        title=facts.title,
        organisation=facts.organisation,
        body=facts.body,
        meeting_date=facts.meeting_date,
        author=facts.author,
        reporting_year=year,
        plan_period=plan_period(facts, sorted(planned), list(understood.titles)),
        language=understood.language,
        pages=len(deck.pages),
        state=deck.state,
        profile=facts.profile,
        programme=programme(_series(facts, vocabulary), vocabulary, _lemmas(understood.language)),
    )
