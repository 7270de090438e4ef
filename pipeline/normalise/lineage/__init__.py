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
  thread survives a year's gap.  A footnote that marks an item as carried over speaks of this chain.
- The roadmap's cells due by Y to the plan and to the assessment of Y, within the deck (or from the last
  deck that prints a roadmap).
- Statements whose list is unknown, as in a dump that lost its tables, to all of the neighbouring deck.

Links of both bands make threads; the band tells which ones a person should see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.normalise.lineage.chains import by_deck, by_timeline, links
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.outcomes import action_outcomes, deck_outcomes
from pipeline.normalise.lineage.placement import dated, place
from pipeline.normalise.lineage.redline import redline
from pipeline.normalise.lineage.result import Lineage
from pipeline.normalise.lineage.series import Series, series_of
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import (
    Reader,
    Statement,
    actions_of,
    areas_of,
    damaged,
    goals_of,
    readers,
)
from pipeline.normalise.lineage.threads import chronological, names, threads
from pipeline.profiles import Profile
from pipeline.records import Change, Link, Outcome, Report, Thread

__all__ = ["Lineage", "dated", "place", "relate"]


def relate(reports: Sequence[Report], profile: Profile) -> Lineage:
    """Return links, threads, outcomes and changes of ``reports``; the same for every order of them."""
    single = {r.document.document_id: r for r in sorted(reports, key=lambda r: r.document.path, reverse=True)}
    languages = readers(profile)
    parts = [_Linker(series, languages).lineage() for series in series_of(list(single.values()))]
    return Lineage(
        tuple(x for p in parts for x in p.links),
        tuple(x for p in parts for x in p.threads),
        tuple(x for p in parts for x in p.outcomes),
        tuple(x for p in parts for x in p.changes),
        tuple(x for p in parts for x in p.series),
    )


class _Linker:
    """Relates the decks of one series."""

    def __init__(self, series: Series, languages: Mapping[str, Reader]) -> None:
        self.series, self.readers = series, languages
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
        area_names = names(areas, area_links)
        actions = self._actions(goal_names, area_names)
        action_links = self._action_links(actions)
        every = [(goals, goal_links), (areas, area_links), (actions, action_links)]
        return Lineage(
            tuple(link for _, found in every for link in found),
            tuple(row for statements, found in every for row in self._threads(statements, found)),
            tuple(o for statements, found in every for o in self._outcomes(statements, found)),
            tuple(c for statements, found in every for c in self._changes(statements, found)),
            (tuple(sorted(r.document.document_id for r in self.reports)),),
        )

    def _language(self, report: Report) -> str:
        code = report.document.language
        return code if code in self.readers else next(iter(self.readers))

    def _damaged(self, report: Report) -> bool:
        return report.document.document_id in self.damaged

    def _deck_links(self, statements: list[Statement]) -> list[Link]:
        matcher = Matcher(space(statements, self.readers))
        return links(by_deck(matcher, self.series), statements)

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

    def _action_links(self, actions: list[Statement]) -> list[Link]:
        matcher = Matcher(space(actions, self.readers))
        return links(by_timeline(matcher, self.series), actions)

    def _threads(self, statements: list[Statement], found: list[Link]) -> tuple[Thread, ...]:
        ordered = chronological(statements, self.order)
        return threads(ordered, names(ordered, found))

    def _outcomes(self, statements: list[Statement], found: list[Link]) -> list[Outcome]:
        primary = [s for s in statements if s.document_id in self.primaries]
        if primary and primary[0].kind == "action":
            return action_outcomes(primary, names(statements, found), found)
        own = [link for link in found if link.matched_by != "rendition"]
        decks = [[s for s in primary if s.document_id == e.primary.document.document_id] for e in self.series.editions]
        return deck_outcomes([d for d in decks if d], own)

    def _changes(self, statements: list[Statement], found: list[Link]) -> list[Change]:
        by_id = {s.record_id: s for s in statements}
        out = []
        for link in found:
            a, b = by_id[link.from_id], by_id[link.to_id]
            steps = redline(a.text, b.text, self.readers[b.language], damaged=a.damaged or b.damaged)
            out += [
                Change(link.link_id, k, s.op, s.before, s.after, s.change_class, s.suspect_noise)
                for k, s in enumerate(steps)
            ]
        return out
