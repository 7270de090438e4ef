"""Which statements are matched with which: the order of the lists along a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Band, Decision, Relation, Role
from pipeline.naming import record_id
from pipeline.normalise.lineage.assignment import Pair
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.series import Series
from pipeline.normalise.lineage.space import Space
from pipeline.normalise.lineage.statements import Statement
from pipeline.records import Link

Rows = Mapping[str, Sequence[int]]


def chain(
    matcher: Matcher,
    lists: Sequence[Sequence[int]],
    *,
    marked: bool = False,
    explained: frozenset[int] = frozenset(),
) -> list[Pair]:
    """Match each list with the one before it, and what then has no source with older lists (gaps).

    ``lists`` are rows of statements in the order of time.
    """
    out: list[Pair] = []
    for k, targets in enumerate(lists):
        if not k:
            continue
        out += matcher.match(lists[k - 1], targets, marked=marked, explained=explained)
        for older in reversed(lists[: k - 1]):
            continued = {p.source for p in out}
            reached = {p.target for p in out}
            loose = [i for i in older if i not in continued]
            orphans = [j for j in targets if j not in reached]
            if loose and orphans:
                out += [_gap(p) for p in matcher.match(loose, orphans, explained=explained)]
    return out


def _gap(pair: Pair) -> Pair:
    """Leave a link over a gap of years to a person unless the text is the same."""
    return pair if pair.matched_by == "exact" else replace(pair, band=Band.REVIEW)


def renditions(matcher: Matcher, primary: Sequence[int], other: Sequence[int]) -> list[Pair]:
    """Match the records of two files of one deck: same list first, then whatever is left."""
    statements = matcher.space.statements
    out: list[Pair] = []
    lists: dict[tuple[Role | None, int | None], list[int]] = {}
    for row in other:
        lists.setdefault((statements[row].role, statements[row].year), []).append(row)
    for key, targets in lists.items():
        sources = [i for i in primary if (statements[i].role, statements[i].year) == key]
        out += matcher.match(sources, targets)
    used_a, used_b = {p.source for p in out}, {p.target for p in out}
    out += matcher.match([i for i in primary if i not in used_a], [j for j in other if j not in used_b])
    return [_rendition(p) for p in out if p.relation not in (Relation.SPLIT, Relation.MERGED)]


def _rendition(pair: Pair) -> Pair:
    return replace(pair, matched_by="rendition")


def by_deck(matcher: Matcher, series: Series) -> list[Pair]:
    """Match goals or areas: deck by deck, and each deck's renditions."""
    rows = _rows(matcher.space)
    decks = [rows.get(e.primary.document.document_id, ()) for e in series.editions]
    return chain(matcher, decks) + _all_renditions(matcher, series, rows)


def _all_renditions(matcher: Matcher, series: Series, rows: Rows) -> list[Pair]:
    out: list[Pair] = []
    for edition in series.editions:
        primary = rows.get(edition.primary.document.document_id, ())
        for report in edition.renditions:
            out += renditions(matcher, primary, rows.get(report.document.document_id, ()))
    return out


def by_timeline(matcher: Matcher, series: Series) -> list[Pair]:
    """Match actions along the time line that the package describes."""
    rows = _rows(matcher.space)
    decks = [list(rows.get(e.primary.document.document_id, ())) for e in series.editions]
    roadmaps = [[i for i in deck if _role(matcher, i) is Role.ROADMAP] for deck in decks]
    stations = _stations(matcher, series, decks)
    out = chain(matcher, [r for r in roadmaps if r])
    due: list[Pair] = []
    for year, deck, members in stations:
        roadmap = next((roadmaps[k] for k in range(deck, -1, -1) if roadmaps[k]), [])
        due += matcher.match([i for i in roadmap if (matcher.space.statements[i].year or year) <= year], members)
    explained = frozenset(p.target for p in due if p.matched_by != "place")
    out += chain(matcher, [members for _, _, members in stations], marked=True, explained=explained)
    out += due
    out += _loose(matcher, decks, out)
    return out + _all_renditions(matcher, series, rows)


def _stations(matcher: Matcher, series: Series, decks: Sequence[Sequence[int]]) -> list[tuple[int, int, list[int]]]:
    """Return the plans and assessments in order: (year, deck, rows); plan before assessment, early deck first."""
    found: dict[tuple[int, int, int], list[int]] = {}
    for deck, members in enumerate(decks):
        reporting = series.editions[deck].primary.document.reporting_year
        for row in members:
            role, year = _role(matcher, row), matcher.space.statements[row].year
            if role not in (Role.PLAN, Role.ASSESSMENT):
                continue
            later = role is Role.ASSESSMENT
            guess = year or (9999 if reporting is None else reporting + (not later))
            found.setdefault((guess, int(later), deck), []).append(row)
    return [(year, deck, members) for (year, _, deck), members in sorted(found.items())]


def _loose(matcher: Matcher, decks: Sequence[Sequence[int]], pairs: Iterable[Pair]) -> list[Pair]:
    """Match statements whose list is unknown (a dump that lost its tables) with all of the neighbouring deck."""
    out: list[Pair] = []
    reached = {p.target for p in pairs}
    for before, after in pairwise(decks):
        lost = [j for j in after if _role(matcher, j) is None]
        out += matcher.match(before, lost)
        lost_before = [i for i in before if _role(matcher, i) is None]
        done = reached | {p.target for p in out}
        out += matcher.match(lost_before, [j for j in after if j not in done])
    return out


def _role(matcher: Matcher, row: int) -> Role | None:
    return matcher.space.statements[row].role


def _rows(space: Space) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for i, statement in enumerate(space.statements):
        out.setdefault(statement.document_id, []).append(i)
    return out


def links(pairs: Iterable[Pair], statements: Sequence[Statement]) -> list[Link]:
    """Return the links of ``pairs``, one per pair of records, in the order of their targets."""
    found: dict[tuple[str, str], Link] = {}
    for pair in pairs:
        link = _link(pair, statements)
        found.setdefault((link.from_id, link.to_id), link)
    rank = {s.record_id: i for i, s in enumerate(statements)}
    return sorted(found.values(), key=lambda k: (rank[k.to_id], rank[k.from_id]))


def _link(pair: Pair, statements: Sequence[Statement]) -> Link:
    a, b = statements[pair.source], statements[pair.target]
    return Link(
        link_id=record_id("lnk", a.kind, a.record_id, b.record_id),
        kind=a.kind,
        from_id=a.record_id,
        to_id=b.record_id,
        from_year=a.year,
        to_year=b.year,
        relation=pair.relation,
        moved=bool((a.goal and b.goal and a.goal != b.goal) or (a.area and b.area and a.area != b.area)),
        score=round(pair.score, 3),
        band=pair.band,
        matched_by=pair.matched_by,
        margin=None if pair.margin is None else round(pair.margin, 3),
        rival_id="" if pair.rival is None else statements[pair.rival].record_id,
        decision=Decision.AUTO,
    )
