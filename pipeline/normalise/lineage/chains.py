"""Which statements are matched with which: the order of the lists along a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Band, Decision, Relation, Role
from pipeline.naming import record_id
from pipeline.normalise.lineage.account import CARRIED, SURVEY
from pipeline.normalise.lineage.assignment import Pair
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.series import Series
from pipeline.normalise.lineage.space import Space
from pipeline.normalise.lineage.statements import PROPOSAL, Statement
from pipeline.records import Link

Rows = Mapping[str, Sequence[int]]


def chain(matcher: Matcher, lists: Sequence[Sequence[int]], *, marked: str = "") -> list[Pair]:
    """Match each list with the one before it, and what then has no source with older lists (gaps).

    ``lists`` are rows of statements in the order of time.  What is less likely than not is left to ``guesses``.
    """
    out: list[Pair] = []
    for k, targets in enumerate(lists):
        if not k:
            continue
        out += matcher.match(lists[k - 1], targets, marked=marked, weak=False)
        for older in reversed(lists[: k - 1]):
            out += map(_gap, matcher.match(*_loose_ends(older, targets, out), weak=False))
    return out


def guesses(
    matcher: Matcher,
    lists: Sequence[Sequence[int]],
    known: Iterable[Pair],
    *,
    marked: str = "",
    explained: frozenset[int] = frozenset(),
) -> list[Pair]:
    """Match what the ``known`` pairs leave open between neighbouring lists, down to what a person should see.

    What is ``explained``, since it has its source in a list of another kind, needs none that is only guessed.
    """
    out: list[Pair] = []
    for before, targets in pairwise(lists):
        here = set(targets)
        loose, orphans = _loose_ends(before, targets, [p for p in known if p.target in here])
        out += matcher.match(loose, [j for j in orphans if j not in explained], marked=marked)
    return out


def _loose_ends(sources: Sequence[int], targets: Sequence[int], pairs: Iterable[Pair]) -> tuple[list[int], list[int]]:
    """Return what is continued by nothing, and what continues nothing."""
    continued, reached = set(), set()
    for p in pairs:
        continued.add(p.source)
        reached.add(p.target)
    return [i for i in sources if i not in continued], [j for j in targets if j not in reached]


def _gap(pair: Pair) -> Pair:
    """Leave a link over a gap of years to a person unless the text is the same."""
    return pair if pair.matched_by in ("exact", "decision") else replace(pair, band=Band.REVIEW)


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
    return pair if pair.matched_by == "decision" else replace(pair, matched_by="rendition")


def by_deck(matcher: Matcher, series: Series) -> list[Pair]:
    """Match goals or areas: deck by deck, and each deck's renditions."""
    rows = _rows(matcher.space)
    decks = [rows.get(e.primary.document.document_id, ()) for e in series.editions]
    sure = chain(matcher, decks)
    return sure + guesses(matcher, decks, sure) + _all_renditions(matcher, series, rows)


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
    printed, listed = [r for r in roadmaps if r], [members for _, _, members in stations]
    out = chain(matcher, printed)
    out += guesses(matcher, printed, out)
    steps = chain(matcher, listed, marked=CARRIED)
    due = _due(matcher, stations, roadmaps)
    explained = frozenset(p.target for p in due if p.matched_by != "place")
    out += [*steps, *guesses(matcher, listed, steps, marked=CARRIED, explained=explained), *due]
    out += _loose(matcher, decks, out)
    return out + _all_renditions(matcher, series, rows)


def _due(matcher: Matcher, stations: Sequence[tuple[int, int, list[int]]], roadmaps: Sequence[list[int]]) -> list[Pair]:
    """Match what a roadmap has due by a year with the plan and the assessment of that year."""
    out: list[Pair] = []
    for year, deck, members in stations:
        roadmap = _last(roadmaps, deck)
        due = [i for i in roadmap if (matcher.space.statements[i].year or year) <= year]
        out += matcher.match(due, members)
    for year, deck, members in stations:
        out += _unmarked(matcher, year, _last(roadmaps, deck), members, tuple(out))
    return out


def _last(roadmaps: Sequence[list[int]], deck: int) -> list[int]:
    """Return the roadmap of a deck, or of the last one before it that prints one."""
    return next((roadmaps[k] for k in range(deck, -1, -1) if roadmaps[k]), [])


def _unmarked(
    matcher: Matcher, year: int, roadmap: Sequence[int], members: Sequence[int], due: Sequence[Pair]
) -> list[Pair]:
    """Seek a source for the unmarked items of a plan that marks the others: they stand in its year's column."""
    of = matcher.space.statements
    if not any({CARRIED, SURVEY} & set(of[j].markers) for j in members if of[j].role is Role.PLAN):
        return []
    used, reached = {p.source for p in due if p.target in set(members)}, {p.target for p in due}
    column = [i for i in roadmap if of[i].year == year and i not in used]
    return matcher.suggest(column, [j for j in members if not of[j].markers and j not in reached])


def by_proposal(matcher: Matcher, series: Series) -> list[Pair]:
    """Match what a survey proposed with the plans of its deck, and what is left with the plans of later decks."""
    actions, proposed = _rows(matcher.space), _rows(matcher.space, PROPOSAL)
    out: list[Pair] = []
    waiting: list[int] = []
    for edition in series.editions:
        name = edition.primary.document.document_id
        plan = [j for j in actions.get(name, ()) if _role(matcher, j) is Role.PLAN]
        out += matcher.match(proposed.get(name, ()), plan, marked=SURVEY)
        reached = {p.target for p in out}
        marked = [j for j in plan if j not in reached and SURVEY in matcher.space.statements[j].markers]
        out += matcher.match(waiting, marked, marked=SURVEY)
        used = {p.source for p in out}
        waiting = [i for i in (*waiting, *proposed.get(name, ())) if i not in used]
    return out


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


def _rows(space: Space, kind: str = "") -> dict[str, list[int]]:
    """Return the rows of each document; proposals are asked for by their ``kind``."""
    out: dict[str, list[int]] = {}
    for i, statement in enumerate(space.statements):
        if (statement.kind == PROPOSAL) != (kind == PROPOSAL):
            continue
        out.setdefault(statement.document_id, []).append(i)
    return out


def links(pairs: Iterable[Pair], matcher: Matcher) -> list[Link]:
    """Return the links of ``pairs`` and of what a person decided, one per two records, in the order of targets."""
    statements = matcher.space.statements
    known = list(pairs)
    there = {(p.source, p.target) for p in known}
    must = {k: r for k, r in matcher.decided.must.items() if k not in there and k[::-1] not in there}
    known += [matcher.confirmed(i, j, relation) for (i, j), relation in must.items()]
    rejected = [Pair(i, j, 0.0, "decision", Relation.REWORDED, Band.REVIEW) for i, j in matcher.decided.rejected]
    found: dict[tuple[str, str], Link] = {}
    for pair in (*known, *rejected):
        link = _link(pair, statements, ruled_out=(pair.source, pair.target) in matcher.decided.cannot)
        found.setdefault((link.from_id, link.to_id), link)
    rank = {s.record_id: i for i, s in enumerate(statements)}
    return sorted(found.values(), key=lambda k: (rank[k.to_id], rank[k.from_id]))


def _link(pair: Pair, statements: Sequence[Statement], *, ruled_out: bool) -> Link:
    by_hand = Decision.REJECTED if ruled_out else Decision.CONFIRMED
    a, b = statements[pair.source], statements[pair.target]
    return Link(
        link_id=record_id("lnk", b.kind, a.record_id, b.record_id),
        kind=b.kind,
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
        decision=by_hand if pair.matched_by == "decision" else Decision.AUTO,
        candidates=tuple(statements[i].record_id for i in pair.candidates) if pair.band is Band.REVIEW else (),
    )
