"""Placement from a sibling: where a statement stood whose table lost its order.

A dump that reads a table column by column keeps what each statement says and loses under which goal,
area or year it stood.  Where the same statement stands in a whole table of another file of the series,
that table tells the place.  Only what every such statement agrees on is taken, never a wording, and the
action stays one for a person to confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import Band, Decision, Relation, Role
from pipeline.normalise.lineage.result import Lineage
from pipeline.normalise.lineage.statements import normal
from pipeline.normalise.lineage.threads import Union
from pipeline.records import Action, Link, Report

# A place that was taken from elsewhere is never as good as one that was read.
_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class _Sources:
    """The actions that know their place, by what they say, and what is matched with what."""

    by_class: Mapping[str, Sequence[Action]]
    classes: Mapping[str, str]
    goals: Mapping[str, str]
    likely_goals: Mapping[str, str]
    areas: Mapping[str, str]
    years: Mapping[str, int | None]

    def same_statement(self, action: Action) -> Sequence[Action]:
        """Return the placed actions that say the same, those of other files of the same deck where there are any."""
        found = self.by_class.get(self.classes.get(action.action_id, ""), ())
        twins = [s for s in found if self.twin(s, action)]
        return twins or found

    def twin(self, one: Action, other: Action) -> bool:
        """Whether two actions stand in decks of one reporting year."""
        year = self.years[one.document_id]
        return year is not None and year == self.years[other.document_id]


def place(reports: Sequence[Report], lineage: Lineage) -> tuple[Report, ...]:
    """Return ``reports`` in their order, what lost its place placed as far as the same statement elsewhere tells.

    Of the links in ``lineage`` only sure ones between unchanged texts count.
    """
    lost = {r.document.document_id: _lost(r) for r in reports}
    placed: dict[str, Report] = {}
    for members in lineage.series:
        mine = [r for r in reports if r.document.document_id in members]
        if any(lost[m] for m in members):
            sources = _sources(mine, lost, lineage.links)
            placed.update((r.document.document_id, _placed(r, lost[r.document.document_id], sources)) for r in mine)
    return tuple(placed.get(r.document.document_id, r) for r in reports)


def dated(lineage: Lineage, reports: Sequence[Report]) -> Lineage:
    """Return ``lineage`` with the years that actions of ``reports`` were placed in."""
    years = {a.action_id: a.year for r in reports for a in r.actions if a.placed_from and a.year is not None}
    if not years:
        return lineage
    links = tuple(
        replace(k, from_year=years.get(k.from_id, k.from_year), to_year=years.get(k.to_id, k.to_year))
        for k in lineage.links
    )
    threads = tuple(replace(t, year=years.get(t.record_id, t.year)) for t in lineage.threads)
    return replace(lineage, links=links, threads=threads)


def _lost(report: Report) -> frozenset[str]:
    """Return the actions that stood in a table whose order was lost, but those that a person has placed whole."""
    told = {i.record_id for i in report.issues if i.code == Code.TABLE_ORDER_LOST}
    return frozenset(a.action_id for a in report.actions if a.action_id in told and (a.review or not _whole(a)))


def _whole(action: Action) -> bool:
    known = {"goal_id": action.goal_id or action.goal_number, "area_id": action.area, "year": action.year}
    return all(value or column in action.decided for column, value in known.items())


def _sources(reports: Sequence[Report], lost: Mapping[str, frozenset[str]], links: Sequence[Link]) -> _Sources:
    actions = [a for r in reports for a in r.actions]
    hidden = frozenset(i for r in reports for i in lost[r.document.document_id])
    mine = {a.action_id for a in actions}
    same = [k for k in links if k.relation is Relation.UNCHANGED and _counts(k) and {k.from_id, k.to_id} <= mine]
    classes = _classes(actions, hidden, same)
    by_class: dict[str, list[Action]] = {}
    for action in actions:
        if action.action_id not in hidden:
            by_class.setdefault(classes[action.action_id], []).append(action)
    goals = [g.goal_id for r in reports for g in r.goals]
    areas = [a.area_id for r in reports for a in r.areas]
    return _Sources(
        by_class,
        classes,
        _joined(goals, links, sure=True),
        _joined(goals, links, sure=False),
        _joined(areas, links, sure=True),
        {r.document.document_id: r.document.reporting_year for r in reports},
    )


def _counts(link: Link) -> bool:
    return link.band is Band.SURE and link.decision is not Decision.REJECTED


def _classes(actions: Sequence[Action], hidden: frozenset[str], same: Sequence[Link]) -> dict[str, str]:
    """Name for each action what it says: one name for those linked as unchanged and those of equal text.

    Equal texts of actions that lost their place prove nothing; they count by their links alone.
    """
    linked = {end for k in same for end in (k.from_id, k.to_id)}
    union = Union(a.action_id for a in actions)
    for link in same:
        union.join(link.from_id, link.to_id)
    first: dict[str, str] = {}
    for action in (a for a in actions if a.action_id not in hidden):
        text = normal(action.text.text)
        union.join(first.setdefault(text, action.action_id), action.action_id)
    alone = hidden - linked
    return {a.action_id: "" if a.action_id in alone else union.find(a.action_id) for a in actions}


def _joined(records: Iterable[str], links: Sequence[Link], *, sure: bool) -> dict[str, str]:
    """Name for each goal or area the first that it is linked with, where ``sure`` says so in the sure band alone."""
    union = Union(records)
    out = dict.fromkeys(records, "")
    for k in links:
        if k.from_id in out and k.to_id in out and (_counts(k) or not (sure or k.decision is Decision.REJECTED)):
            union.join(k.from_id, k.to_id)
    return {r: union.find(r) for r in out}


def _placed(report: Report, lost: frozenset[str], sources: _Sources) -> Report:
    if not lost:
        return report
    return replace(
        report, actions=tuple(_place(a, report, sources) if a.action_id in lost else a for a in report.actions)
    )


def _place(action: Action, report: Report, sources: _Sources) -> Action:
    same = [s for s in sources.same_statement(action) if not s.review]
    if not same or len(same) < len(sources.same_statement(action)):
        return action
    goal = (
        not action.goal_id
        and action.goal_number is None
        and "goal_id" not in action.decided
        and _agree(same, sources.likely_goals)
    )
    out = _with_goal(action, same, report, sources) if goal else action
    if (
        not action.area
        and "area_id" not in action.decided
        and _agree(same, sources.likely_goals)
        and len({normal(s.area) for s in same}) == 1
    ):
        out = _with_area(out, same, report, sources)
    dated = [s for s in same if sources.twin(s, action) or action.role is s.role is Role.ROADMAP]
    if (
        action.year is None
        and "year" not in action.decided
        and len(dated) == len(same)
        and len({s.year for s in same}) == 1
    ):
        out = replace(out, year=same[0].year)
    if out == action:
        return action
    return replace(out, confidence=min(action.confidence, _CONFIDENCE), placed_from=same[0].action_id)


def _agree(same: Sequence[Action], goals: Mapping[str, str]) -> bool:
    """Whether all stand under one goal, be it renumbered."""
    return len({goals.get(s.goal_id, f"number {s.goal_number}") for s in same}) == 1


def _with_goal(action: Action, same: Sequence[Action], report: Report, sources: _Sources) -> Action:
    """Take the goal, as the action's own document knows it; a number that means another goal there is no answer."""
    names = {sources.goals.get(s.goal_id) for s in same}
    for goal in report.goals:
        if sources.goals[goal.goal_id] in names:
            return replace(action, goal_id=goal.goal_id, goal_number=goal.number)
    numbers = {s.goal_number for s in same}
    clear = len(numbers) == 1 and not numbers & {g.number for g in report.goals}
    return replace(action, goal_number=same[0].goal_number) if clear else action


def _with_area(action: Action, same: Sequence[Action], report: Report, sources: _Sources) -> Action:
    names = {sources.areas.get(s.area_id) for s in same}
    own = next((a for a in report.areas if sources.areas[a.area_id] in names), None)
    if own is None:
        return replace(action, area=same[0].area)
    return replace(action, area=own.name.text, area_id=own.area_id)
