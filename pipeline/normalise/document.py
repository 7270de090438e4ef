"""The record of a deck: its facts, and the years and the programme that it is about."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence

from pipeline.model import Deck, Role
from pipeline.normalise.assemble import roadmap_years
from pipeline.normalise.facts import Facts, plan_period, programme, reporting_year
from pipeline.normalise.lexicon import lexicon
from pipeline.normalise.vocabulary import Vocabulary, periods
from pipeline.records import Action, Document


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


def document_of(
    deck: Deck,
    document_id: str,
    facts: Facts,
    language: str,
    titles: Sequence[str],
    vocabulary: Vocabulary,
    actions: Sequence[Action],
) -> Document:
    """Return the record of a deck: its facts, with the years that its actions tell."""
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
        plan_period=plan_period(facts, sorted(planned), list(titles)),
        language=language,
        pages=len(deck.pages),
        state=deck.state,
        profile=facts.profile,
        programme=programme(_series(facts, vocabulary), vocabulary, _lemmas(language)),
    )
