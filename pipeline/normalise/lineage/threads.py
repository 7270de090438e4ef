"""Threads: records that continue one another, whatever the number of steps between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Band, Decision, Role
from pipeline.naming import record_id
from pipeline.normalise.lineage.statements import Statement
from pipeline.records import Link, Thread

_ROLES = (Role.ROADMAP, Role.PLAN, Role.ASSESSMENT, None)


# From here on a link is more likely than not, and from there on so likely that two records stand in one thread.
LIKELY = 0.5
BINDS = 0.6


class Union:
    """Sets that can be joined (Tarjan 1975); the smallest member of a set, by insertion, names it."""

    def __init__(self, members: Iterable[str]) -> None:
        """Start with each member alone."""
        self._rank = {m: i for i, m in enumerate(members)}
        self._parent = {m: m for m in self._rank}

    def find(self, member: str) -> str:
        """Return the name of the set of ``member``."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, a: str, b: str) -> None:
        """Make one set of the sets of ``a`` and ``b``."""
        first, second = sorted((self.find(a), self.find(b)), key=self._rank.__getitem__)
        self._parent[second] = first


def chronological(statements: Iterable[Statement], documents: Sequence[str]) -> list[Statement]:
    """Return statements by year, deck, role and place; those without a year behind the others of their deck."""
    rank = {d: i for i, d in enumerate(documents)}
    return sorted(
        statements,
        key=lambda s: (s.year or 9999, rank[s.document_id], _ROLES.index(s.role), s.order, s.record_id),
    )


def binds(link: Link) -> bool:
    """Whether a link puts two records into one thread: a sure one, a person's, or one that is likely.

    A weaker one only asks a person; if it bound, the unlike wordings it joins would stand as one action.
    """
    return link.band is Band.SURE or link.decision is Decision.CONFIRMED or link.score >= BINDS


def names(statements: Sequence[Statement], links: Iterable[Link]) -> dict[str, str]:
    """Return for each record the earliest record that it is linked with, directly or not."""
    union = Union(s.record_id for s in statements)
    for link in links:
        if link.decision is not Decision.REJECTED:
            union.join(link.from_id, link.to_id)
    return {s.record_id: union.find(s.record_id) for s in statements}


def threads(statements: Sequence[Statement], thread_of: Mapping[str, str]) -> tuple[Thread, ...]:
    """Return one row per record, thread by thread; every record stands in exactly one thread."""
    rank = {s.record_id: i for i, s in enumerate(statements)}
    rows = sorted(statements, key=lambda s: (rank[thread_of[s.record_id]], rank[s.record_id]))
    return tuple(
        Thread(record_id("thr", thread_of[s.record_id]), s.kind, s.record_id, s.document_id, s.year, s.role)
        for s in rows
    )
