"""Reads the words of misread statements as the words of the series that they look like.

A recogniser takes letters for others of their shape.  Where a misread deck has a word that nobody knows, and other
decks of the series have one of the same shape, the two are taken for one word, so that the misreading speaks neither
for nor against a pair.  What people see stays as it was read: this is for comparing alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from pipeline.normalise.lineage.statements import Reader, Statement, Term, Words, fold

# Letters that a recogniser takes for one another, by shape (strokes, bowls, arches), one mark per class; what looks
# like two of them is undone first.
_CLASSES = ("oadec6089bgq", "iltj1!f|r", "vwyunhmk", "sz52")
_SHAPES = str.maketrans({letter: group[0] for group in _CLASSES for letter in group})
_LIGATURES = ((re.compile("rn"), "m"), (re.compile("vv"), "w"), (re.compile("cl"), "d"))
# Of shorter words too many share a shape; so many of its letters may be wrong in a longer one.
_LETTERS = 3
_SHARE = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a series that can be trusted, by their shape."""

    by_shape: Mapping[str, tuple[Term, ...]]

    def read(self, term: Term) -> Term:
        """Return ``term`` as the one word that it looks like most, itself where there is none or are two."""
        if term.known or term.kind == "number" or len(term.surface) < _LETTERS:
            return term
        mine = fold(term.surface)
        allowed = max(1, len(mine) // _SHARE)
        near = [(Levenshtein.distance(mine, fold(t.surface)), t) for t in self.by_shape.get(shape(mine), ())]
        least = min((d for d, _ in near), default=allowed + 1)
        best = [t for d, t in near if d == least]
        if least > allowed or any(not t.lemmas & best[0].lemmas for t in best):
            return term
        return best[0]


def shape(folded: str) -> str:
    """Return the classes of the letters of a word in lower case without diacritics."""
    for pattern, letter in _LIGATURES:
        folded = pattern.sub(letter, folded)
    return folded.translate(_SHAPES)


def vocabulary(statements: Sequence[Statement], words: Sequence[Words]) -> Vocabulary:
    """Return the words of ``statements`` that a lexicon knows or a well-read deck has."""
    terms: dict[str, Term] = {}
    for statement, said in zip(statements, words, strict=True):
        for term in said.terms:
            if (term.known or not statement.damaged) and len(term.surface) >= _LETTERS and term.kind != "number":
                terms.setdefault(term.surface.casefold(), term)
    found: dict[str, list[Term]] = {}
    for _, term in sorted(terms.items()):
        found.setdefault(shape(fold(term.surface)), []).append(term)
    return Vocabulary({key: tuple(some) for key, some in found.items()})


def mended(statements: Sequence[Statement], words: Sequence[Words], readers: Sequence[Reader]) -> tuple[Words, ...]:
    """Return the words of each statement, those of misread ones as what they look like."""
    out = list(words)
    for language in sorted({s.language for s in statements if s.damaged}):
        mine = [i for i, s in enumerate(statements) if s.language == language]
        known = vocabulary([statements[i] for i in mine], [words[i] for i in mine])
        misread = [i for i in mine if statements[i].damaged]
        strange = {t.surface: t for i in misread for t in words[i].terms if not t.known}
        read = {surface: known.read(term) for surface, term in strange.items()}
        for i in misread:
            terms = words[i].terms
            if not read.keys().isdisjoint(t.surface for t in terms):
                out[i] = readers[i].gathered(replace(read.get(t.surface, t), start=t.start) for t in terms)
    return tuple(out)
