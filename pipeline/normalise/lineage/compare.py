"""How well two statements agree: features, and the score made of them.

The score is a logistic model over few features whose signs are given by what they mean.  Its weights
were fitted to generated series (``tests/bench/lineage.py --fit``), never to real decks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from pipeline.normalise.lineage.statements import Statement, Term, Words, fold

# A verb tells little about which action it is: programmes reuse a dozen of them.
_VERB_WEIGHT = 0.4
_ROOT_STRENGTH = 0.9
# Nearer than this, two words of which one is unknown may be one word misread.
_MISREAD = 0.7
_MISREAD_LETTERS = 4
_UNSEEN = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a pair; shares are 0..1, agreements are 1 same, -1 different, 0 unknown."""

    common: float
    contained: float
    grams: float
    goal: int
    area: int
    owner: int
    year: int
    order: float
    numbers: bool
    names: bool
    parties: bool
    negation: bool
    swapped: float
    parallel: bool
    added: bool

    @property
    def conflict(self) -> bool:
        """Whether numbers, names, target groups or a negation disagree."""
        return self.numbers or self.names or self.parties or self.negation

    def values(self) -> tuple[float, ...]:
        """Return the features in the order of ``WEIGHTS``."""
        flags = (self.numbers, self.names, self.parties, self.negation)
        return (
            self.common,
            self.contained,
            self.grams,
            self.goal,
            self.area,
            self.owner,
            self.year,
            self.order,
            *map(float, flags),
            self.swapped,
            float(self.parallel),
        )


NAMES = (
    "common",
    "contained",
    "grams",
    "goal",
    "area",
    "owner",
    "year",
    "order",
    "numbers",
    "names",
    "parties",
    "negation",
    "swapped",
    "parallel",
)
BIAS = -2.63
WEIGHTS = (0.65, 3.89, 2.16, 0.92, 1.06, 0.30, 0.40, 0.0, -4.61, -4.93, -5.20, -1.00, -3.04, -1.20)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which terms of one side the other explains: strengths 0..1 per term, in text order."""

    strengths: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def share(self) -> float:
        """Explained share of the weight."""
        total = sum(self.weights)
        return sum(s * w for s, w in zip(self.strengths, self.weights, strict=True)) / total if total else 0.0


def score(evidence: Evidence) -> float:
    """Return how likely the pair is one action, 0..1."""
    total = BIAS + sum(w * v for w, v in zip(WEIGHTS, evidence.values(), strict=True))
    return 1 / (1 + math.exp(-total))


def weights(words: Words, rarity: Mapping[str, float]) -> tuple[float, ...]:
    """Return the weight of each term: how rare it is, nothing for connectives, little for verbs."""
    return tuple(_weight(t, rarity) for t in words.terms)


def _weight(term: Term, rarity: Mapping[str, float]) -> float:
    if term.kind in ("connective", "negation"):
        return 0.0
    rare = max(min((rarity.get(n, _UNSEEN) for n in atom), default=_UNSEEN) for atom in term.atoms)
    return rare * (_VERB_WEIGHT if term.kind == "verb" else 1.0)


def covers(a: Words, b: Words, weight_a: tuple[float, ...], weight_b: tuple[float, ...]) -> tuple[Cover, Cover]:
    """Return how far each of two texts is explained by the other; the weights are those of their terms."""
    left, right = [0.0] * len(a.terms), [0.0] * len(b.terms)
    _whole(a, b, left, right)
    _pieces(a, b, left, right)
    _misread(a, b, left, right)
    return Cover(tuple(left), weight_a), Cover(tuple(right), weight_b)


def _whole(a: Words, b: Words, left: list[float], right: list[float]) -> None:
    at: dict[str, list[int]] = {}
    for j, term in enumerate(b.terms):
        for lemma in term.lemmas:
            at.setdefault(lemma, []).append(j)
    for i, term in enumerate(a.terms):
        found = sorted({j for lemma in term.lemmas for j in at.get(lemma, ())})
        if found:
            left[i] = 1.0
            right[next((j for j in found if not right[j]), found[0])] = 1.0
    lemmas = {lemma for term in a.terms for lemma in term.lemmas}
    for j, term in enumerate(b.terms):
        if term.lemmas & lemmas:
            right[j] = 1.0


def _pieces(a: Words, b: Words, left: list[float], right: list[float]) -> None:
    """Explain a compound as far as its pieces are found; let a root stand for what is derived from it."""
    for mine, other, strength in ((a, b, left), (b, a, right)):
        if all(strength):
            continue
        names = {n for t in other.terms if t.kind != "connective" for atom in t.atoms for n in atom}
        for i, term in enumerate(mine.terms):
            if not strength[i] and term.kind not in ("connective", "number"):
                found = sum(bool(atom & names) for atom in term.atoms)
                strength[i] = _ROOT_STRENGTH * found / len(term.atoms)


def _misread(a: Words, b: Words, left: list[float], right: list[float]) -> None:
    open_b = [j for j, s in enumerate(right) if s < _MISREAD and _readable(b.terms[j])]
    for i, term in enumerate(a.terms):
        if left[i] >= _MISREAD or not _readable(term):
            continue
        for j in open_b:
            other = b.terms[j]
            if term.known and other.known:
                continue
            near = Levenshtein.normalized_similarity(fold(term.surface), fold(other.surface), score_cutoff=_MISREAD)
            left[i], right[j] = max(left[i], near), max(right[j], near)


def _readable(term: Term) -> bool:
    return len(term.surface) >= _MISREAD_LETTERS and term.kind in ("content", "name", "verb")


def evidence(
    a: Statement, b: Statement, x: Words, y: Words, cover: tuple[Cover, Cover], near: tuple[float, float]
) -> Evidence:
    """Return the features of a pair.

    ``x`` and ``y`` are its words, ``cover`` says which of them the other side explains, ``near`` holds the
    likeness of character grams and of the places in the two lists.
    """
    mine, other = cover
    grams, order = near
    total = sum(mine.weights) + sum(other.weights)
    explained = mine.share * sum(mine.weights) + other.share * sum(other.weights)
    return Evidence(
        common=explained / total if total else grams,
        contained=max(mine.share, other.share),
        grams=grams,
        goal=_same(a.goal, b.goal),
        area=_same(a.area, b.area),
        owner=_same(a.owner, b.owner),
        year=_same(str(a.year or ""), str(b.year or "")),
        order=order,
        numbers=_disagree(x.numbers, y.numbers),
        names=_names(x, y),
        parties=_disagree(x.parties, y.parties),
        negation=x.negated != y.negated,
        swapped=min(_left_over(x, mine), _left_over(y, other)),
        parallel=_parallel(x, y, cover),
        added=x.numbers != y.numbers or x.parties != y.parties or _name_added(x, y),
    )


def _same(a: str, b: str) -> int:
    return 0 if not a or not b else 1 if a == b else -1


def _disagree(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a - b and b - a)


def _names(x: Words, y: Words) -> bool:
    return _lacks(y, x.names) and _lacks(x, y.names)


def _name_added(x: Words, y: Words) -> bool:
    return _lacks(y, x.names) or _lacks(x, y.names)


def _lacks(words: Words, names: frozenset[str]) -> bool:
    return any(
        n not in words.names
        and n not in words.folded
        and max((Levenshtein.normalized_similarity(n, fold(t.surface)) for t in words.terms), default=0.0) < _MISREAD
        for n in names
    )


def _parallel(x: Words, y: Words, cover: tuple[Cover, Cover]) -> bool:
    """Whether one sentence is the other with one stretch of content put in the place of another.

    That is how two sister actions look (the same for another group, place or thing); a rewording seldom
    leaves everything else as it was.
    """
    mine, other = (_strange(w, c) for w, c in zip((x, y), cover, strict=True))
    if not mine or not other or mine[-1] - mine[0] >= len(mine) or other[-1] - other[0] >= len(other):
        return False
    frame = [[t.lemmas for i, t in enumerate(w.terms) if i not in out] for w, out in ((x, mine), (y, other))]
    return len(frame[0]) == len(frame[1]) > 1 and all(a & b for a, b in zip(*frame, strict=True))


def _strange(words: Words, cover: Cover) -> list[int]:
    """Return the places of the words with content that the other side does not have."""
    return [
        i
        for i, (t, s) in enumerate(zip(words.terms, cover.strengths, strict=True))
        if s < _ROOT_STRENGTH and t.kind not in ("connective", "verb")
    ]


def _left_over(words: Words, cover: Cover) -> float:
    """Return the share of the weight in content words that the other side does not explain."""
    total = sum(cover.weights)
    lost = sum(
        w * (1 - s)
        for t, s, w in zip(words.terms, cover.strengths, cover.weights, strict=True)
        if t.kind in ("content", "name") and s < _ROOT_STRENGTH
    )
    return lost / total if total else 0.0
