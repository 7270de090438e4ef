"""A person's decisions about links: they come before every pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.errors import Code, Severity
from pipeline.model import Issue, Relation


class Verdict(StrEnum):
    """What a person says of two records."""

    MUST = "must"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """Two records of one kind that do, or do not, continue one another; ``relation`` where the person names it."""

    from_id: str
    to_id: str
    verdict: Verdict
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about the rows of one space: rows that must be linked, and pairs, both ways, that cannot be."""

    must: Mapping[tuple[int, int], Relation | None] = field(default_factory=dict)
    cannot: frozenset[tuple[int, int]] = frozenset()
    rejected: tuple[tuple[int, int], ...] = ()


def decided(decisions: Iterable[LinkDecision], rows: Mapping[str, int]) -> Decided:
    """Return what ``decisions`` say of the records in ``rows``; of two about one pair the later counts.

    Where a person names no relation, records that share an end are parts of a split or merge.
    """
    last: dict[frozenset[int], tuple[int, int, LinkDecision]] = {}
    for d in decisions:
        if d.from_id in rows and d.to_id in rows and d.from_id != d.to_id:
            i, j = rows[d.from_id], rows[d.to_id]
            last[frozenset((i, j))] = (i, j, d)
    kept = sorted(last.values(), key=lambda x: x[:2])
    yes = [(i, j, d.relation) for i, j, d in kept if d.verdict is Verdict.MUST]
    no = [(i, j) for i, j, d in kept if d.verdict is Verdict.CANNOT]
    starts, ends = Counter(i for i, _, _ in yes), Counter(j for _, j, _ in yes)
    must = {(i, j): relation or _shared(starts[i], ends[j]) for i, j, relation in yes}
    return Decided(must, frozenset((*no, *((j, i) for i, j in no))), tuple(no))


def _shared(starts: int, ends: int) -> Relation | None:
    return Relation.MERGED if ends > 1 else Relation.SPLIT if starts > 1 else None


def stale(decisions: Iterable[LinkDecision], known: Mapping[str, str], used: Iterable[Sequence[str]]) -> list[Issue]:
    """Return an issue for each decision that could not be followed.

    ``known`` gives the document of every record, ``used`` the pairs of record ids that lay in one series.
    """
    followed = {tuple(pair) for pair in used}
    out = []
    for d in decisions:
        if (d.from_id, d.to_id) in followed:
            continue
        gone = " and ".join(i for i in (d.from_id, d.to_id) if i not in known)
        why = f"there is no record {gone}" if gone else "they are not of one kind and series"
        text = f"the decision that {d.from_id} and {d.to_id} {d.verdict} be linked does nothing: {why}"
        where = known.get(d.to_id, known.get(d.from_id, ""))
        out.append(Issue(where, 0, Severity.WARNING, Code.OVERRIDE_STALE, text))
    return out
