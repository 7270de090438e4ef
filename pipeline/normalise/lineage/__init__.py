"""One goal, area or action through the years: links, threads, outcomes and changes of wording.

What is matched with what.  Documents are gathered into series by organisation and programme title;
nothing is matched across series.  Several files of one deck are renditions: the best-read one stands
for the deck, the others are linked to it.  Goals come first, then areas, deck by deck; they give the
actions names for goal and area that outlive renumbering and rewording.  An action is a statement made
by a deck, in a role, for a year, and the statements of a series lie on one time line:

- Roadmap to roadmap, deck by deck, all years together: reprints, and items put off to another year.
- Plans and assessments in the order of (year, plan before assessment, deck): the plan for Y in the deck
  that reports on Y-1, its reprint in the next deck, the assessment of Y, then the plan for Y+1, ...
  Each list is matched with the one before it, and what then has no source with older lists, so that a
  thread survives a year's gap; what is less likely than not is linked last, for a person to see.  A footnote
  that marks an item as carried over speaks of this chain.
- The roadmap's cells due by Y to the plan and to the assessment of Y, within the deck (or from the last
  deck that prints a roadmap).
- What a survey proposed to the plan of its deck.
- Statements whose list is unknown, as in a dump that lost its tables, to all of the neighbouring deck.

A plan whose footnotes say where its items come from is a closed account: what stays without its source is
an issue.  A person's decisions about links come before every pass.

Links of both bands make threads; the band tells which ones a person should see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from pipeline.model import Decision, Issue
from pipeline.normalise.lineage.account import accounts, open_items
from pipeline.normalise.lineage.chains import by_deck, by_proposal, by_timeline, links
from pipeline.normalise.lineage.decisions import LinkDecision, Verdict, stale
from pipeline.normalise.lineage.gathering import actions_of, areas_of, damaged, goals_of, proposals_of
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.outcomes import action_outcomes, deck_outcomes
from pipeline.normalise.lineage.placement import dated, place
from pipeline.normalise.lineage.redline import redline, strays
from pipeline.normalise.lineage.result import Lineage
from pipeline.normalise.lineage.series import Series, series_of
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import Reader, Statement, readers
from pipeline.normalise.lineage.threads import binds, chronological, names, threads
from pipeline.profiles import Profile
from pipeline.records import Change, Link, Outcome, Report, Thread

Related: TypeAlias = tuple[Lineage, list[tuple[str, str]]]


class Each(Protocol):
    """Maps over series, like ``map``."""

    def __call__(self, function: Callable[[Series], Related], items: Iterable[Series], /) -> Iterable[Related]:
        """Return the results in the order of ``items``."""


__all__ = ["Lineage", "LinkDecision", "Verdict", "dated", "place", "relate"]


def relate(
    reports: Sequence[Report], profile: Profile, decisions: Sequence[LinkDecision] = (), each: Each = map
) -> Lineage:
    """Return links, threads, outcomes and changes of ``reports``; the same for every order of them.

    ``decisions`` are a person's; one that names a record that is not there is an issue, no error.  ``each`` maps a
    function over the series, which have nothing to do with one another: a map over processes gives the same.
    """
    single = {r.document.document_id: r for r in sorted(reports, key=lambda r: r.document.path, reverse=True)}
    answers = list(each(_Relater(profile, decisions), series_of(list(single.values()))))
    parts, used = [lineage for lineage, _ in answers], [pair for _, pairs in answers for pair in pairs]
    return Lineage(
        tuple(x for p in parts for x in p.links),
        tuple(x for p in parts for x in p.threads),
        tuple(x for p in parts for x in p.outcomes),
        tuple(x for p in parts for x in p.changes),
        tuple(x for p in parts for x in p.series),
        (*(x for p in parts for x in p.issues), *stale(decisions, _documents(single.values()), used)),
    )


class _Relater:
    """Relates one series at a time; its readers remember every text, so they stay in their process."""

    def __init__(self, profile: Profile, decisions: Sequence[LinkDecision]) -> None:
        self.profile, self.decisions = profile, tuple(decisions)
        self.readers: dict[str, Reader] = {}

    def __call__(self, series: Series) -> Related:
        self.readers = self.readers or readers(self.profile)
        linker = _Linker(series, self.readers, self.decisions)
        return linker.lineage(), linker.used

    def __reduce__(self) -> tuple[object, ...]:
        return _Relater, (self.profile, self.decisions)


def _documents(reports: Iterable[Report]) -> dict[str, str]:
    """Return the document of every record that can be linked."""
    out: dict[str, str] = {}
    for r in reports:
        ids = [
            *(g.goal_id for g in r.goals),
            *(a.area_id for a in r.areas),
            *(a.action_id for a in r.actions),
            *(n.note_id for n in r.notes),
        ]
        out.update(dict.fromkeys(ids, r.document.document_id))
    return out


class _Linker:
    """Relates the decks of one series; ``used`` are the decided pairs of records that it met."""

    def __init__(self, series: Series, languages: Mapping[str, Reader], decisions: Sequence[LinkDecision]) -> None:
        self.series, self.readers, self.decisions = series, languages, decisions
        self.used: list[tuple[str, str]] = []
        self.reports = [r for e in series.editions for r in (e.primary, *e.renditions)]
        self.primaries = frozenset(e.primary.document.document_id for e in series.editions)
        self.order = [r.document.document_id for r in self.reports]
        self.damaged = damaged(self.reports, dict(languages), next(iter(languages)))

    def lineage(self) -> Lineage:
        """Match goals, then areas, then actions, each kind by the names that the one before gave."""
        goals = [g for r in self.reports for g in goals_of(r, self._language(r), is_damaged=self._damaged(r))]
        goal_links = self._deck_links(goals)
        goal_names = names(goals, goal_links)
        areas = [
            a for r in self.reports for a in areas_of(r, self._language(r), goal_names, is_damaged=self._damaged(r))
        ]
        area_links = self._deck_links(areas)
        actions = self._actions(goal_names, names(areas, area_links))
        proposals = self._proposals(goal_names)
        action_links, sources = self._action_links(actions, proposals)
        every = [(goals, goal_links), (areas, area_links), (actions, action_links)]
        found = [k for _, some in every for k in some]
        return Lineage(
            (*found, *sources),
            tuple(row for statements, some in every for row in self._threads(statements, some)),
            tuple(o for statements, some in every for o in self._outcomes(statements, some, sources)),
            tuple(self._changes([*goals, *areas, *actions, *proposals], [*found, *sources])),
            (tuple(sorted(r.document.document_id for r in self.reports)),),
            self._account(actions, proposals, action_links, sources),
        )

    def _language(self, report: Report) -> str:
        code = report.document.language
        return code if code in self.readers else next(iter(self.readers))

    def _damaged(self, report: Report) -> bool:
        return report.document.document_id in self.damaged

    def _matcher(self, statements: Sequence[Statement]) -> Matcher:
        mine = {s.record_id for s in statements}
        self.used += [(d.from_id, d.to_id) for d in self.decisions if {d.from_id, d.to_id} <= mine]
        return Matcher(space(statements, self.readers), self.decisions)

    def _deck_links(self, statements: list[Statement]) -> list[Link]:
        matcher = self._matcher(statements)
        return links(by_deck(matcher, self.series), matcher)

    def _actions(self, goal_names: dict[str, str], area_names: dict[str, str]) -> list[Statement]:
        found = [
            s
            for r in self.reports
            for s in actions_of(
                r,
                self._language(r),
                goal_names,
                area_names,
                is_damaged=self._damaged(r),
            )
        ]
        return chronological(found, self.order)

    def _proposals(self, goal_names: dict[str, str]) -> list[Statement]:
        """Return the proposals of the best-read files; other files of a deck repeat them."""
        return [
            s
            for e in self.series.editions
            for s in proposals_of(e.primary, self._language(e.primary), goal_names, is_damaged=self._damaged(e.primary))
        ]

    def _action_links(self, actions: list[Statement], proposals: list[Statement]) -> tuple[list[Link], list[Link]]:
        """Return the links between actions, and those from proposals to actions."""
        matcher = self._matcher([*actions, *proposals])
        found = links((*by_timeline(matcher, self.series), *by_proposal(matcher, self.series)), matcher)
        notes = {p.record_id for p in proposals}
        sources = [k for k in found if not notes.isdisjoint((k.from_id, k.to_id))]
        return [k for k in found if notes.isdisjoint((k.from_id, k.to_id))], sources

    def _threads(self, statements: list[Statement], found: list[Link]) -> tuple[Thread, ...]:
        ordered = chronological(statements, self.order)
        return threads(ordered, names(ordered, [link for link in found if binds(link)]))

    def _outcomes(self, statements: list[Statement], found: list[Link], sources: list[Link]) -> list[Outcome]:
        primary = [s for s in statements if s.document_id in self.primaries]
        if primary and primary[0].kind == "action":
            proposed = {k.to_id: k.link_id for k in sources if k.decision is not Decision.REJECTED}
            return action_outcomes(primary, names(statements, found), found, proposed)
        own = [link for link in found if link.matched_by != "rendition"]
        decks = [[s for s in primary if s.document_id == e.primary.document.document_id] for e in self.series.editions]
        return deck_outcomes([d for d in decks if d], own)

    def _changes(self, statements: list[Statement], found: list[Link]) -> list[Change]:
        by_id = {s.record_id: s for s in statements}
        out = []
        for link in found:
            a, b = by_id[link.from_id], by_id[link.to_id]
            steps = redline(a.text, b.text, self.readers[b.language], damaged=a.damaged or b.damaged)
            same_deck = link.matched_by == "rendition" and any(s.flat or s.damaged for s in (a, b))
            steps = strays(steps, gained=b.ragged, lost=a.ragged, both=same_deck)
            out += [
                Change(link.link_id, k, s.op, s.before, s.after, s.change_class, s.suspect_noise)
                for k, s in enumerate(steps)
            ]
        return out

    def _account(
        self, actions: list[Statement], proposals: list[Statement], found: list[Link], sources: list[Link]
    ) -> tuple[Issue, ...]:
        mine = [s for s in (*actions, *proposals) if s.document_id in self.primaries]
        return tuple(open_items(accounts(mine, [*found, *sources], names(actions, found))))
