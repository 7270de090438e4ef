"""Splits and merges: a left-over statement may be the missing part of a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Band, Relation
from pipeline.normalise.lineage.assignment import Pair
from pipeline.normalise.lineage.compare import Cover, foreign
from pipeline.normalise.lineage.space import Space
from pipeline.normalise.lineage.statements import Words

# A left-over has to explain so much of what a match leaves unexplained, and be explained itself so far.
EXPLAINS = 0.6
EXPLAINED = 0.5
_TERMS = 2
# A part shares character grams with its whole, be it reworded.
_GRAMS = 0.15
# A split or merge is sure when the parts are in the whole and the whole is in the parts, up to a word or so.
_WHOLE = 0.95


def with_parts(
    space: Space,
    pairs: Sequence[Pair],
    open_a: Sequence[int],
    open_b: Sequence[int],
    cannot: frozenset[tuple[int, int]] = frozenset(),
) -> list[Pair]:
    """Return ``pairs`` and what links the rows still open to them as parts, all halves named alike.

    Pairs of rows in ``cannot``, both ways, are never linked.
    """
    inexact = [p for p in pairs if p.matched_by not in ("exact", "noise", "decision")]
    merges = _found(space, open_a, {p.target: p.source for p in inexact}, cannot)
    splits = _found(space, open_b, {p.source: p.target for p in inexact}, cannot)
    out = list(pairs)
    for whole, parts in sorted(merges.items()):
        known = [p for p in out if p.target == whole]
        out = _replaced(out, known, [_pair(i, whole, gain, Relation.MERGED) for i, gain in parts])
        out = _judged(space, out, [p for p in out if p.target == whole], whole, merged=True)
    for whole, parts in sorted(splits.items()):
        known = [p for p in out if p.source == whole]
        out = _replaced(out, known, [_pair(whole, j, gain, Relation.SPLIT) for j, gain in parts])
        out = _judged(space, out, [p for p in out if p.source == whole], whole, merged=False)
    return out


def _found(
    space: Space, loose: Sequence[int], wholes: dict[int, int], cannot: frozenset[tuple[int, int]]
) -> dict[int, list[tuple[int, float]]]:
    """Give each left-over to the match whose unexplained rest it explains best: whole -> (part, gain)."""
    if not loose or not wholes:
        return {}
    best: dict[int, tuple[float, int]] = {}
    parts, against = space.candidates(loose, sorted(wholes))
    near = space.likeness(parts, against) >= _GRAMS
    told = {whole: space.covers(whole, known)[0] for whole, known in wholes.items()}
    for part, whole in zip(parts[near].tolist(), against[near].tolist(), strict=True):
        gain = 0.0 if (part, whole) in cannot else _gain(space, whole, told[whole], part)
        if gain > best.get(part, (0.0, -1))[0]:
            best[part] = (gain, whole)
    out: dict[int, list[tuple[int, float]]] = {}
    for part, (gain, whole) in sorted(best.items()):
        out.setdefault(whole, []).append((part, gain))
    return out


def _gain(space: Space, whole: int, told: Cover, part: int) -> float:
    """Return how well ``part`` explains what is left of ``whole`` when ``told`` is taken out, 0 where it does not."""
    damaged = space.statements[part].damaged or space.statements[whole].damaged
    if foreign(space.words[part], space.words[whole], damaged=damaged):
        return 0.0
    more, mine = space.covers(whole, part)
    rest = sum(w * (1 - s) for s, w in zip(told.strengths, told.weights, strict=True))
    new = [w * (s - t) for s, t, w in zip(more.strengths, told.strengths, told.weights, strict=True) if s > t and w]
    share = _share(space.words[part], mine, people=bool(space.words[whole].parties))
    if len(new) < _TERMS or share < EXPLAINED or sum(new) < EXPLAINS * rest:
        return 0.0
    return min(1.0, (sum(new) / rest + share) / 2)


def _share(words: Words, cover: Cover, *, people: bool) -> float:
    """Return how far a part is explained, without what people it names where the whole names none."""
    told = zip(words.terms, cover.strengths, cover.weights, strict=True)
    kept = [(s, w) for t, s, w in told if people or s or not t.actor]
    total = sum(w for _, w in kept)
    return sum(s * w for s, w in kept) / total if total else 0.0


def _pair(source: int, target: int, gain: float, relation: Relation) -> Pair:
    return Pair(source, target, gain, "residual", relation, Band.REVIEW)


def _replaced(pairs: list[Pair], known: list[Pair], parts: list[Pair]) -> list[Pair]:
    return [replace(p, relation=parts[0].relation) if p in known else p for p in pairs] + parts


def _judged(space: Space, pairs: list[Pair], group: list[Pair], whole: int, *, merged: bool) -> list[Pair]:
    """Accept a split or merge whose parts and whole account for each other completely."""
    strengths = [0.0] * len(space.words[whole].terms)
    complete = True
    weights: tuple[float, ...] = ()
    for pair in group:
        part = pair.source if merged else pair.target
        told, mine = space.covers(whole, part)
        complete = complete and mine.share >= _WHOLE
        strengths = [max(a, b) for a, b in zip(strengths, told.strengths, strict=True)]
        weights = told.weights
    share = sum(s * w for s, w in zip(strengths, weights, strict=True)) / (sum(weights) or 1.0)
    band = Band.SURE if complete and share >= _WHOLE else Band.REVIEW
    return [replace(p, band=band) if p in group else p for p in pairs]
