"""The author's account of a plan: every item says where it comes from, and whether that source is there.

Where footnotes mark what is carried over or comes from a survey, the account is closed: a marked item has
its source where its mark says, an unmarked one in the roadmap's column of its year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import Code, Severity
from pipeline.model import Decision, Issue, Role
from pipeline.normalise.lineage.statements import PROPOSAL, Statement
from pipeline.records import Link

CARRIED = "carried_over"
SURVEY = "from_survey"
_WORK = (Role.PLAN, Role.ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a closed account; ``source`` names where it should come from, ``found`` the links from there."""

    statement: Statement
    source: str
    found: tuple[str, ...]


def accounts(statements: Sequence[Statement], links: Iterable[Link], thread_of: Mapping[str, str]) -> list[Item]:
    """Return the items of all plans whose footnotes mark sources; those without any source list are left out.

    ``statements`` are the actions and proposals of the best-read file of each deck.  What a plan's item comes
    from, its reprints in later decks come from, too: they share a thread and a year.
    """
    by_id = {s.record_id: s for s in statements}
    sources: dict[tuple[str, int | None], list[tuple[Statement, str]]] = {}
    for k in links:
        if k.decision is not Decision.REJECTED and k.from_id in by_id and k.to_id in by_id:
            for mine, other in ((k.from_id, k.to_id), (k.to_id, k.from_id)):
                key = (thread_of.get(mine, mine), by_id[mine].year)
                sources.setdefault(key, []).append((by_id[other], k.link_id))
    plans: dict[tuple[str, int | None], list[Statement]] = {}
    for s in statements:
        if s.role is Role.PLAN and s.year is not None:
            plans.setdefault((s.document_id, s.year), []).append(s)
    closed = [s for plan in plans.values() if any({CARRIED, SURVEY} & set(s.markers) for s in plan) for s in plan]
    told = {s.record_id: sources.get((thread_of.get(s.record_id, s.record_id), s.year), []) for s in closed}
    return [item for s in closed for item in _item(s, statements, told[s.record_id])]


def _item(item: Statement, statements: Sequence[Statement], sources: Sequence[tuple[Statement, str]]) -> list[Item]:
    name = next((m for m in (CARRIED, SURVEY) if m in item.markers), "" if item.markers else "roadmap")
    if not name or not any(_fits(s, item, name) for s in statements):
        return []
    found = tuple(link for s, link in sources if _fits(s, item, name))
    return [Item(item, name, found)]


def _fits(source: Statement, item: Statement, name: str) -> bool:
    """Whether a statement is of the list that an item's source should stand in."""
    if name == CARRIED:
        return source.role in _WORK and source.year is not None and source.year < (item.year or 0)
    if name == SURVEY:
        return source.kind == PROPOSAL
    return source.role is Role.ROADMAP and source.year == item.year


def open_items(items: Iterable[Item]) -> list[Issue]:
    """Return an issue for each item without its source."""
    said = {
        CARRIED: "is marked as carried over, but nothing before it is its source",
        SURVEY: "is marked as coming from the survey, but no proposal is its source",
        "roadmap": "is unmarked, but does not stand in the roadmap's column of its year",
    }
    return [
        Issue(
            item.statement.document_id,
            0,
            Severity.INFO if item.source == "roadmap" else Severity.WARNING,
            Code.ACCOUNT_OPEN,
            said[item.source],
            item.statement.record_id,
        )
        for item in items
        if not item.found
    ]
