"""Which documents belong together: series of yearly decks, and renditions of one deck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.fuzz import ratio, token_sort_ratio
from rapidfuzz.process import extractOne

from pipeline.normalise.lineage.statements import fold, normal, title_of, worst_method
from pipeline.records import Document, Report

# One misread letter in five still is the same title; titles of two programmes of one house share less.
_TITLE_LIKENESS = 80
_ORGANISATION_LIKENESS = 85
# So many goals of one wording, and so great a share of them, make two titles of one house one programme.
_GOALS_KEPT = 2
_GOAL_SHARE = 0.5
# Two files are renditions of one deck when so many of the shorter one's actions have their text in the other.
_RENDITION_SHARE = 0.6
# So many actions, evenly taken, decide about a pair of files.
_SAMPLE = 100
# Texts this near are one text read twice.
_SAME_TEXT = 80


@dataclass(frozen=True, slots=True)
class Edition:
    """One deck: the best-read file and the other renditions of the same."""

    primary: Report
    renditions: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The decks of one programme in order of their years."""

    editions: tuple[Edition, ...]


def series_of(reports: Sequence[Report]) -> tuple[Series, ...]:
    """Return the series among ``reports``, each deck in one of them."""
    groups: list[list[Report]] = []
    named = sorted(reports, key=lambda r: (not r.document.organisation, *_order(r)))
    for report in named:
        home = _home(report, groups)
        if home is None:
            groups.append([report])
        else:
            home.append(report)
    found = (Series(tuple(_editions(sorted(group, key=_order)))) for group in groups)
    return tuple(sorted(found, key=lambda s: _order(s.editions[0].primary)))


def _home(report: Report, groups: Iterable[list[Report]]) -> list[Report] | None:
    fitting = [g for g in groups if any(_same_series(report, other) for other in g)]
    houses = {fold(g[0].document.organisation) for g in fitting}
    # A deck that names no organisation joins by title only where one organisation uses that title.
    named = report.document.organisation or report.document.series
    return fitting[0] if fitting and (named or len(houses) == 1) else None


def _same_series(first: Report, second: Report) -> bool:
    return _same_title(first.document, second.document) or _same_goals(first, second)


def _same_goals(first: Report, second: Report) -> bool:
    """Whether two decks of one organisation print the same goals: the programme stayed, its title did not."""
    a, b = first.document, second.document
    houses = fold(normal(a.organisation)), fold(normal(b.organisation))
    if a.series or b.series or not all(houses) or ratio(*houses) < _ORGANISATION_LIKENESS:
        return False
    texts = [{fold(normal(g.text.text)) for g in r.goals if g.text.text} for r in (first, second)]
    short, long = sorted((sorted(t) for t in texts), key=len)
    kept = sum(_near(t, long) for t in short)
    return kept >= max(_GOALS_KEPT, _GOAL_SHARE * len(short))


def _same_title(a: Document, b: Document) -> bool:
    if a.series or b.series:
        # What a person named is matched to the letter; one without a name may have that title.
        first, second = (fold(normal(d.series)) or fold(title_of(d)) for d in (a, b))
        return first == second
    houses = fold(normal(a.organisation)), fold(normal(b.organisation))
    if all(houses) and ratio(*houses) < _ORGANISATION_LIKENESS:
        return False
    titles = fold(title_of(a)), fold(title_of(b))
    if not all(titles):
        return titles[0] == titles[1] and houses[0] == houses[1] and bool(houses[0])
    return token_sort_ratio(*titles) >= _TITLE_LIKENESS


def _order(report: Report) -> tuple[int, date, str, str]:
    doc = report.document
    return (doc.reporting_year or 9999, doc.meeting_date or date.max, doc.path, doc.document_id)


def _editions(reports: list[Report]) -> list[Edition]:
    """Gather the renditions of each deck under the best-read one, years kept in order."""
    groups: list[list[Report]] = []
    for report in reports:
        same = [g for g in groups if _year(g[0]) == _year(report) and _renditions(g[0], report)]
        if same:
            same[0].append(report)
        else:
            groups.append([report])
    out = []
    for group in groups:
        best = min(group, key=lambda r: (worst_method(r), sum(a.review for a in r.actions), r.document.path, _order(r)))
        out.append(Edition(best, tuple(r for r in group if r is not best)))
    return out


def _year(report: Report) -> int | None:
    return report.document.reporting_year


def _renditions(a: Report, b: Report) -> bool:
    if a.document.sha256 and a.document.sha256 == b.document.sha256:
        return True
    texts = [sorted(fold(normal(x.text.text)) for x in r.actions if x.text.text.strip()) for r in (a, b)]
    short, long = sorted(texts, key=len)
    if not short:
        return False
    step = -(-len(short) // _SAMPLE)
    sample, pool = short[::step], set(long)
    hits = sum(t in pool or _near(t, long) for t in sample)
    return hits >= _RENDITION_SHARE * len(sample) and len(short) >= _RENDITION_SHARE * len(long)


def _near(text: str, pool: list[str]) -> bool:
    return extractOne(text, pool, scorer=ratio, score_cutoff=_SAME_TEXT) is not None
