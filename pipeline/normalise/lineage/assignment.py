"""The best one-to-one choice among scored candidates, and what the next best choice would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.model import Band, Relation
from pipeline.normalise.lineage.compare import Cover, Evidence

# Components up to this many cells are assigned exactly; larger ones only arise from texts that are all alike.
_EXACT_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A match of two rows of the space.

    ``rival`` is the row of the best other candidate, ``candidates`` are the likeliest sources of the target.
    """

    source: int
    target: int
    score: float
    matched_by: str
    relation: Relation
    band: Band
    margin: float | None = None
    rival: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of rows that was compared."""

    source: int
    target: int
    score: float
    evidence: Evidence
    cover: tuple[Cover, Cover]
    grams: float


def one_to_one(candidates: Sequence[Candidate], limit: float) -> list[Candidate]:
    """Return the one-to-one choice of candidates above ``limit`` with the greatest total gain over it."""
    good = [c for c in candidates if c.score > limit]
    if not good:
        return []
    lefts, rights = sorted({c.source for c in good}), sorted({c.target for c in good})
    row, column = {r: k for k, r in enumerate(lefts)}, {r: k for k, r in enumerate(rights)}
    size = len(lefts) + len(rights)
    i = np.array([row[c.source] for c in good])
    j = np.array([len(lefts) + column[c.target] for c in good])
    _, label = connected_components(coo_array((np.ones(len(good)), (i, j)), shape=(size, size)), directed=False)
    groups: dict[int, list[Candidate]] = {}
    for c, k in zip(good, i.tolist(), strict=True):
        groups.setdefault(int(label[k]), []).append(c)
    return [c for _, group in sorted(groups.items()) for c in _assign(group, limit)]


def _assign(group: list[Candidate], limit: float) -> list[Candidate]:
    if len(group) == 1:
        return group
    lefts, rights = sorted({c.source for c in group}), sorted({c.target for c in group})
    if len(lefts) * len(rights) > _EXACT_CELLS:
        return _greedy(group)
    row, column = {r: k for k, r in enumerate(lefts)}, {r: k for k, r in enumerate(rights)}
    gain = np.zeros((len(lefts), len(rights)))
    at = {}
    for c in group:
        gain[row[c.source], column[c.target]] = c.score - limit
        at[(row[c.source], column[c.target])] = c
    chosen = linear_sum_assignment(gain, maximize=True)
    return [at[cell] for cell in zip(*(part.tolist() for part in chosen), strict=True) if cell in at]


def _greedy(group: list[Candidate]) -> list[Candidate]:
    out, used_a, used_b = [], set(), set()
    for c in sorted(group, key=lambda c: (-c.score, c.source, c.target)):
        if c.source not in used_a and c.target not in used_b:
            out.append(c)
            used_a.add(c.source)
            used_b.add(c.target)
    return out


def best_rivals(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate]
) -> dict[tuple[int, int], tuple[int | None, float | None, float]]:
    """Return for each chosen pair its best rival's row, the plain margin to it, and what the next best costs.

    The cost of the next best choice counts what the rival loses when it gives up its own partner.
    """
    own_a, own_b = {c.source: c for c in chosen}, {c.target: c for c in chosen}
    scores = {(c.source, c.target): c.score for c in candidates}
    out: dict[tuple[int, int], tuple[int | None, float | None, float]] = {
        (c.source, c.target): (None, None, 1.0) for c in chosen
    }
    for c in candidates:
        for mine in {id(x): x for x in (own_a.get(c.source), own_b.get(c.target)) if x is not None}.values():
            key = (mine.source, mine.target)
            if key == (c.source, c.target):
                continue
            row, mate = (c.target, own_b.get(c.target)) if c.source == mine.source else (c.source, own_a.get(c.source))
            loss = mine.score - c.score
            if mate is not None:
                crossed = (mate.source, mine.target) if c.source == mine.source else (mine.source, mate.target)
                loss += mate.score - scores.get(crossed, 0.0)
            rival, plain, least = out[key]
            if plain is None or mine.score - c.score < plain:
                rival, plain = row, mine.score - c.score
            out[key] = (rival, plain, min(least, loss))
    return out
