"""What became of each record: continued, new, dropped, not carried, completed; each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Decision, Fate, Relation, Role, Status
from pipeline.normalise.lineage.statements import Statement
from pipeline.normalise.lineage.threads import Union
from pipeline.records import Link, Outcome

_WORK = (Role.PLAN, Role.ASSESSMENT)
_PARTED = (Relation.SPLIT, Relation.MERGED)


class _Threads:
    """The records of the primary decks by strand, and the links that lead from and to each record.

    A strand is what continues whole; splits and merges lead from strand to strand, and only one way: what became of
    one part of a split says nothing of the other.
    """

    def __init__(self, statements: Sequence[Statement], thread_of: Mapping[str, str], links: Iterable[Link]) -> None:
        kept = [k for k in links if k.decision is not Decision.REJECTED and {k.from_id, k.to_id} <= thread_of.keys()]
        union = Union(thread_of)
        for k in kept:
            if k.relation not in _PARTED:
                union.join(k.from_id, k.to_id)
        self.strand = {r: union.find(r) for r in thread_of}
        self.members: dict[str, list[Statement]] = {}
        for s in statements:
            self.members.setdefault(self.strand[s.record_id], []).append(s)
        parted = [(self.strand[k.from_id], self.strand[k.to_id]) for k in kept if k.relation in _PARTED]
        self.later, self.earlier = _steps(parted), _steps((b, a) for a, b in parted)
        self.links = {(k.from_id, k.to_id): k.link_id for k in kept}

    def after(self, statement: Statement) -> list[Statement]:
        """Return the other records of its strand, and those of what it became a part of or fell into."""
        return self._reached(statement, self.later)

    def before(self, statement: Statement) -> list[Statement]:
        """Return the other records of its strand, and those of what it was a part of or is made of."""
        return self._reached(statement, self.earlier)

    def _reached(self, statement: Statement, steps: Mapping[str, Sequence[str]]) -> list[Statement]:
        reached = dict.fromkeys([self.strand[statement.record_id]])
        front = list(reached)
        while front:
            front = [n for name in front for n in steps.get(name, ()) if n not in reached]
            reached.update(dict.fromkeys(front))
        return [m for name in reached for m in self.members.get(name, ()) if m is not statement]

    def evidence(self, earlier: str, later: str) -> str:
        """Return the link between two records, or the later record where they are linked by way of others."""
        return self.links.get((earlier, later), later)


def _steps(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for a, b in pairs:
        out.setdefault(a, []).append(b)
    return out


def action_outcomes(
    statements: Sequence[Statement],
    thread_of: Mapping[str, str],
    links: Iterable[Link],
    proposed: Mapping[str, str],
) -> list[Outcome]:
    """Return the outcomes of the actions of the primary decks of one series, in the order of ``statements``.

    ``proposed`` gives the link to the proposal that became a (then new) action.
    """
    known = _Threads(statements, thread_of, links)
    years = sorted({s.year for s in statements if s.role in _WORK and s.year is not None})
    assessed: dict[int, set[str]] = {}
    for s in statements:
        if s.role is Role.ASSESSMENT and s.year is not None:
            assessed.setdefault(s.year, set()).add(s.document_id)
    roadmaps = any(s.role is Role.ROADMAP for s in statements)
    out: list[Outcome] = []
    for s in statements:
        if s.year is None or s.fragment:
            continue
        if s.role is Role.ROADMAP:
            out += _of_roadmap(s, known, years)
        elif s.role in _WORK:
            new = _origin(s, known, years, roadmaps=roadmaps)
            out += [replace(o, evidence_id=proposed.get(s.record_id, "")) for o in new]
            out += _end(s, known, assessed, years)
    return out


def _of_roadmap(s: Statement, known: _Threads, years: Sequence[int]) -> list[Outcome]:
    """Tell whether what was due in a year of the roadmap came into the work of that year or a later one."""
    year = s.year or 0
    if not any(y >= year for y in years):
        return []
    taken = [m for m in known.after(s) if m.role in _WORK and (m.year or 0) >= year]
    if not taken:
        return [Outcome(s.record_id, s.kind, year, Fate.NOT_CARRIED, "")]
    first = min(taken, key=lambda m: (m.year or 0, m.role is Role.ASSESSMENT))
    return [Outcome(s.record_id, s.kind, first.year, Fate.CONTINUED, known.evidence(s.record_id, first.record_id))]


def _origin(s: Statement, known: _Threads, years: Sequence[int], *, roadmaps: bool) -> list[Outcome]:
    """Call a record new when something earlier exists to be compared with and none of it is its source."""
    year = s.year or 0
    comparable = roadmaps or any(y < year for y in years)
    earlier = [m for m in known.before(s) if m.role is Role.ROADMAP or (m.year or 9999) < year]
    first = [m for m in known.before(s) if m.year == year and m.role is Role.PLAN and s.role is Role.ASSESSMENT]
    if not comparable or earlier or first:
        return []
    return [Outcome(s.record_id, s.kind, year, Fate.NEW, "")]


def _end(s: Statement, known: _Threads, assessed: Mapping[int, set[str]], years: Sequence[int]) -> list[Outcome]:
    year = s.year or 0
    mates = [m for m in known.after(s) if m.role in _WORK and m.year is not None]
    later = [m for m in mates if (m.year or 0) > year]
    if later:
        first = min(later, key=lambda m: m.year or 0)
        return [Outcome(s.record_id, s.kind, first.year, Fate.CONTINUED, known.evidence(s.record_id, first.record_id))]
    done = [m for m in (s, *mates) if m.status is Status.DONE and m.year == year]
    if done:
        return [Outcome(s.record_id, s.kind, year, Fate.COMPLETED, done[0].record_id)]
    judged = [m for m in mates if m.year == year and m.role is Role.ASSESSMENT]
    silent = s.role is Role.PLAN and not judged and bool(assessed.get(year, set()) - {s.document_id})
    after = [y for y in years if y > year]
    if after or silent:
        return [Outcome(s.record_id, s.kind, year if silent else after[0], Fate.DROPPED, "")]
    return []


def deck_outcomes(decks: Sequence[Sequence[Statement]], links: Iterable[Link]) -> list[Outcome]:
    """Return the outcomes of goals or areas, compared from each deck of a series to the next."""
    after: dict[str, Link] = {}
    before: set[str] = set()
    for link in (k for k in links if k.decision is not Decision.REJECTED):
        after.setdefault(link.from_id, link)
        before.add(link.to_id)
    out: list[Outcome] = []
    for k, deck in enumerate(decks):
        following = decks[k + 1] if k + 1 < len(decks) else ()
        for s in deck:
            if k and s.record_id not in before:
                out.append(Outcome(s.record_id, s.kind, s.year, Fate.NEW, ""))
            if s.record_id in after:
                link = after[s.record_id]
                out.append(Outcome(s.record_id, s.kind, link.to_year, Fate.CONTINUED, link.link_id))
            elif following:
                out.append(Outcome(s.record_id, s.kind, following[0].year, Fate.DROPPED, ""))
    return out
