"""How well two statements agree: features, and the score made of them.

The score is a logistic model over few features whose signs are given by what they mean.  Its weights
were fitted to generated series (``tests/bench/lineage.py --fit``), never to real decks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from rapidfuzz.distance import Levenshtein

from pipeline.normalise.lineage.noise import shape
from pipeline.normalise.lineage.statements import Statement, Term, Words, fold

# A verb tells little about which action it is: programmes reuse a dozen of them.
_VERB_WEIGHT = 0.4
_ROOT_STRENGTH = 0.9
# Nearer than this, two words of which one is unknown may be one word misread.
_MISREAD = 0.7
_MISREAD_LETTERS = 4
# In a deck that is misread in many places two letters of six may be wrong.
_WORN = 0.6
# Stretches this near to one another may be one stretch, misread; other groups and places look less alike.
_ALIKE = 0.4
# So many letters at the head of a name are its stem; in a long one so many of its last letters may bend.
_NAME_LETTERS = 3
_LONG_NAME = 5
_NAME_SHARE = 0.6
_BENT_LETTERS = 2
# In a name that is misread, one letter in so many is of another shape.
_LETTERS_A_SLIP = 8
_UNSEEN = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a pair; shares are 0..1, agreements are 1 same, -1 different, 0 unknown."""

    common: float
    contained: float
    telling: float
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
    recounted: bool
    added: bool

    @property
    def conflict(self) -> bool:
        """Whether numbers, names, target groups or a negation disagree."""
        return self.numbers or self.recounted or self.names or self.parties or self.negation

    def values(self) -> tuple[float, ...]:
        """Return the features in the order of ``WEIGHTS``."""
        flags = (self.numbers, self.names, self.parties, self.negation)
        return (
            self.common,
            self.contained,
            self.telling,
            self.grams,
            self.goal,
            self.area,
            self.owner,
            self.year,
            self.order,
            *map(float, flags),
            self.swapped,
            float(self.parallel and not (self.recounted or self.names or self.parties)),
            float(self.recounted),
        )


NAMES = (
    "common",
    "contained",
    "telling",
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
    "recounted",
)
BIAS = -5.04
WEIGHTS = (2.48, 4.06, 1.0, 2.02, 1.18, 1.18, 0.30, 0.40, 0.0, -3.0, -7.96, -6.54, -1.00, 0.0, -2.0, -4.23)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which terms of one side the other explains: strengths 0..1 per term, in text order."""

    strengths: tuple[float, ...]
    weights: tuple[float, ...]
    total: float = field(init=False)
    share: float = field(init=False)

    def __post_init__(self) -> None:
        """Sum up once: ``total`` weight, and ``share`` of it that is explained."""
        total = sum(self.weights)
        object.__setattr__(self, "total", total)
        object.__setattr__(self, "share", sum(map(mul, self.strengths, self.weights)) / total if total else 0.0)


def score(evidence: Evidence) -> float:
    """Return how likely the pair is one action, 0..1."""
    total = BIAS + sum(map(mul, WEIGHTS, evidence.values()))
    return 1 / (1 + math.exp(-total))


def weights(words: Words, rarity: Mapping[str, float]) -> tuple[float, ...]:
    """Return the weight of each term: how rare it is, nothing for connectives, little for verbs."""
    return tuple(_weight(t, rarity) for t in words.terms)


def _weight(term: Term, rarity: Mapping[str, float]) -> float:
    if term.kind in ("connective", "negation"):
        return 0.0
    rare = max(min((rarity.get(n, _UNSEEN) for n in atom), default=_UNSEEN) for atom in term.atoms)
    return rare * (_VERB_WEIGHT if term.kind == "verb" else 1.0)


def covers(
    a: Words, b: Words, weight_a: tuple[float, ...], weight_b: tuple[float, ...], *, damaged: bool = False
) -> tuple[Cover, Cover]:
    """Return how far each of two texts is explained by the other; the weights are those of their terms.

    ``damaged`` says that one of them is known to be misread in many places.
    """
    left, right = [0.0] * len(a.terms), [0.0] * len(b.terms)
    _whole(a, b, left, right)
    _pieces(a, b, left, right)
    _misread(a, b, left, right, _WORN if damaged else _MISREAD)
    return Cover(tuple(left), weight_a), Cover(tuple(right), weight_b)


def _whole(a: Words, b: Words, left: list[float], right: list[float]) -> None:
    """Explain words that the other side has, inflected or without its diacritics."""
    for mine, other, strength in ((a, b, left), (b, a, right)):
        for i, term in enumerate(mine.terms):
            if not other.keys.isdisjoint(term.keys):
                strength[i] = 1.0


def _pieces(a: Words, b: Words, left: list[float], right: list[float]) -> None:
    """Explain a compound as far as its pieces are found; let a root stand for what is derived from it."""
    for mine, other, strength in ((a, b, left), (b, a, right)):
        if all(strength):
            continue
        names = other.pieces
        for i, term in enumerate(mine.terms):
            if not strength[i] and term.kind not in ("connective", "number"):
                atoms = term.atoms
                if len(atoms) == 1:
                    strength[i] = 0.0 if names.isdisjoint(atoms[0]) else _ROOT_STRENGTH
                else:
                    strength[i] = _ROOT_STRENGTH * sum(not names.isdisjoint(atom) for atom in atoms) / len(atoms)


def _misread(a: Words, b: Words, left: list[float], right: list[float], limit: float) -> None:
    """Explain words that misreading turned into one another: at least as far as makes them no strangers."""
    if all(s >= _MISREAD or t.known for w, side in ((a, left), (b, right)) for t, s in zip(w.terms, side, strict=True)):
        return
    open_b = [j for j, s in enumerate(right) if s < _MISREAD and _readable(b.terms[j])]
    for i, term in enumerate(a.terms):
        if left[i] >= _MISREAD or not _readable(term):
            continue
        for j in open_b:
            other = b.terms[j]
            if term.known and other.known:
                continue
            mine, its = fold(term.surface), fold(other.surface)
            near = Levenshtein.normalized_similarity(mine, its, score_cutoff=limit)
            # Where no deck is worn, two letters at the head make another word (låg-, hög-).
            other_head = limit >= _MISREAD and mine[0] != its[0] and Levenshtein.distance(mine, its) > 1
            near = max(near, _MISREAD) if near and not other_head else 0.0
            left[i], right[j] = max(left[i], near), max(right[j], near)


def _readable(term: Term) -> bool:
    return len(term.surface) >= _MISREAD_LETTERS and term.kind in ("content", "name", "verb")


def evidence(
    a: Statement,
    b: Statement,
    x: Words,
    y: Words,
    cover: tuple[Cover, Cover],
    near: tuple[float, float],
    telling: float = 0.0,
) -> Evidence:
    """Return the features of a pair.

    ``x`` and ``y`` are its words, ``cover`` says which of them the other side explains, ``near`` holds the
    likeness of character grams and of the places in the two lists, ``telling`` how rare what they share is there.
    """
    mine, other = cover
    grams, order = near
    total = mine.total + other.total
    explained = mine.share * mine.total + other.share * other.total
    places = _strange(x, mine), _strange(y, other)
    strange = [[w.terms[i] for i in some] for w, some in zip((x, y), places, strict=True)]
    parallel = _parallel(x, y, *places, limit=_WORN if a.damaged or b.damaged else _MISREAD)
    recounted = parallel and all(t.kind in ("number", "numeral") for side in strange for t in side)
    actors = parallel and _other_actors(*strange, damaged=a.damaged or b.damaged)
    return Evidence(
        common=explained / total if total else grams,
        contained=max(mine.share, other.share),
        telling=telling,
        grams=grams,
        goal=_same(a.goal, b.goal),
        area=_same(a.area, b.area),
        owner=_same(a.owner, b.owner),
        year=_same(str(a.year or ""), str(b.year or "")),
        order=order,
        numbers=_disagree(x.numbers, y.numbers) and not recounted,
        names=_disagree_names(x, y, damaged=a.damaged or b.damaged),
        parties=_disagree(x.parties, y.parties) or actors,
        negation=x.negated != y.negated or x.undoes(y),
        swapped=min(_left_over(x, mine), _left_over(y, other)),
        parallel=parallel,
        recounted=recounted,
        added=x.numbers != y.numbers or x.parties != y.parties or _name_added(x, y, damaged=a.damaged or b.damaged),
    )


def _same(a: str, b: str) -> int:
    return 0 if not a or not b else 1 if a == b else -1


def _disagree(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a - b and b - a)


def _other_actors(a: Sequence[Term], b: Sequence[Term], *, damaged: bool) -> bool:
    """Whether one word for people stands in the place of another; a misread one may look like any word."""
    named = any(t.actor for t in (*a, *b))
    both = all(any(t.actor or damaged or not t.known for t in side) for side in (a, b))
    return named and both and not {t.actor for t in a} & {t.actor for t in b} - {""}


def foreign(part: Words, whole: Words, *, damaged: bool) -> bool:
    """Whether a text says a number, name or target group that the text does not say of which it may be a part.

    A whole that says nothing of who may have left that out.
    """
    if part.numbers - whole.numbers:
        return True
    others = part.parties - whole.parties if whole.parties else frozenset()
    said = {n for t in whole.terms for atom in t.atoms for n in atom} if others else set()
    return any(said.isdisjoint(map(str.strip, p.split("="))) for p in others) or _lacks(
        whole, part.names, damaged=damaged
    )


def _disagree_names(x: Words, y: Words, *, damaged: bool) -> bool:
    return _lacks(y, x.names, damaged=damaged) and _lacks(x, y.names, damaged=damaged)


def _name_added(x: Words, y: Words, *, damaged: bool) -> bool:
    return _lacks(y, x.names, damaged=damaged) or _lacks(x, y.names, damaged=damaged)


def _lacks(words: Words, names: frozenset[str], *, damaged: bool) -> bool:
    """Whether one of ``names`` is not among the words, be it inflected, part of a compound or misread."""
    if names <= words.names:
        return False
    terms = [t for t in words.terms if t.kind in ("name", "content")]
    others = {fold(form) for t in terms for form in (t.surface, min(t.lemmas))}
    return any(n not in words.names and not any(_same_name(n, o, damaged=damaged) for o in others) for n in names)


def _same_name(a: str, b: str, *, damaged: bool) -> bool:
    """Whether the name ``a`` may be in the word ``b``, both folded: inflected, compounded, or letters misread.

    A letter more at the head makes another name (Åsby, Näsby); recognisers change letters, they seldom add any.
    """
    short, long = sorted((a, b), key=len)
    if len(short) < _NAME_SHARE * len(a):
        return False
    head = next((i for i, (c, d) in enumerate(zip(short, long, strict=False)) if c != d), len(short))
    if head >= _NAME_LETTERS and (head == len(short) or head >= max(len(short) - _BENT_LETTERS, _LONG_NAME)):
        return True
    return damaged and len(a) == len(b) and Levenshtein.distance(shape(a), shape(b)) <= len(a) // _LETTERS_A_SLIP


def _parallel(x: Words, y: Words, mine: Sequence[int], other: Sequence[int], *, limit: float) -> bool:
    """Whether one sentence is the other with one stretch of content put in the place of another.

    That is how two sister actions look (the same for another group, place or thing); a rewording seldom
    leaves everything else as it was.
    """
    if not (_stretch(x, mine) and _stretch(y, other)):
        return False
    frame = [[*w.terms[: out[0]], *w.terms[out[-1] + 1 :]] for w, out in ((x, mine), (y, other))]
    if _framed(*frame, limit=limit):
        return True
    # A group or place may bring an article or preposition along; in a worn deck a short word may be anything.
    bare = [[t for t in side if t.kind != "connective"] for side in frame]
    said = [fold(" ".join(w.terms[i].surface for i in out)) for w, out in ((x, mine), (y, other))]
    worn = limit < _MISREAD and Levenshtein.normalized_similarity(*said) >= _ALIKE
    return not worn and _framed(*bare, limit=limit)


def _stretch(words: Words, places: Sequence[int]) -> bool:
    """Whether nothing but connectives stands between the words at ``places``."""
    inside = range(places[0], places[-1]) if places else ()
    return bool(places) and all(i in places or words.terms[i].kind == "connective" for i in inside)


def _framed(a: Sequence[Term], b: Sequence[Term], *, limit: float) -> bool:
    return len(a) == len(b) > 1 and all(_same_word(t, u, limit) for t, u in zip(a, b, strict=True))


def _same_word(a: Term, b: Term, limit: float) -> bool:
    if a.lemmas & b.lemmas or fold(a.surface) == fold(b.surface):
        return True
    near = Levenshtein.normalized_similarity(fold(a.surface), fold(b.surface))
    return not (a.known and b.known) and near >= limit


def _strange(words: Words, cover: Cover) -> list[int]:
    """Return the places of the words with content that the other side does not have."""
    return [
        i
        for i, (t, s) in enumerate(zip(words.terms, cover.strengths, strict=True))
        if s < _MISREAD and t.kind not in ("connective", "verb")
    ]


def _left_over(words: Words, cover: Cover) -> float:
    """Return the share of the weight in content words that the other side does not explain."""
    total = cover.total
    lost = sum(
        w * (1 - s)
        for t, s, w in zip(words.terms, cover.strengths, cover.weights, strict=True)
        if t.kind in ("content", "name") and s < _ROOT_STRENGTH
    )
    return lost / total if total else 0.0
