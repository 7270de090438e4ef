"""Fits the odds of a repair: ``python -m tests.bench.letters_fit [FILE]``.

On the decks of ``letters_decks`` as they were read, and the same decks with nothing but their marks stripped,
each repair is right or wrong: a logistic regression over its signs gives the weights, and the limit is the
lowest probability above which the repairs of decks that were left out of the fit are right often enough.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.model import Edit
from pipeline.normalise.letters import verdict
from pipeline.normalise.letters.odds import TERMS, Signs
from pipeline.normalise.letters.verdict import may_be_authors
from tests.bench.letters import Word, plain_quotes, repaired, words
from tests.bench.letters_decks import STRIP, drawn
from tests.bench.letters_noise import ReadPage

# Precision that the limits must reach on decks left out of the fit, and the parts they are left out in: with a
# dictionary; without one, where a stricter limit leaves out more right ones than wrong ones; of repairs of what is a
# word as it stands, among sentences where such words abound.
_WANTED, _WANTED_UNCHECKED, _WANTED_OF_WORDS, _FOLDS = 0.9975, 0.993, 0.975, 5
# What a repair in a line of odd words counts, of which real decks have fewer, and one in the sentences.
_ODD_WEIGHT, _SENTENCE_WEIGHT = 0.15, 0.3
# A deck worse than this is not readable.
_WORST = 0.35
_RIDGE, _STEPS = 3.0, 30
_LIMITS = (0.0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One repair: the deck it stands in, its word, its signs, whether it is right, and what it counts."""

    deck: str
    word: Word
    signs: Signs
    right: bool
    weight: float


def cases(name: str, pages: Sequence[ReadPage]) -> Iterator[Case]:
    """Yield the repairs of a deck, each with its word, its signs, and whether it is right (case aside)."""
    kept: list[Signs] = []

    def record(signs: Signs) -> float:
        kept.append(signs)
        return 0.0

    pages = [p for p in pages if p.read]
    with patch.object(verdict, "probability", record):
        found, _ = repaired([p.read for p in pages])
    best = [e for r in found for e in r.edits if e.margin is not None and e.margin >= 0]
    if len(best) != len(kept):
        raise ValueError(f"{name}: {len(best)} edits, {len(kept)} signs")
    signs = {id(e): s for e, s in zip(best, kept, strict=True)}
    rows = iter(found)
    for page in pages:
        lines = [next(rows) for _ in page.read]
        odd = set(page.clean[-1].split())
        for word in words(lines, " ".join(page.clean).split()):
            edits = [e for e in word.edits if id(e) in signs]
            if len(edits) == 1 and _is_pair(word) and signs[id(edits[0])].worn < _WORST:
                weight = _ODD_WEIGHT if word.gold in odd else _SENTENCE_WEIGHT if "sentences" in name else 1.0
                yield Case(name, word, signs[id(edits[0])], _right(word, edits[0]), weight)


def _is_pair(word: Word) -> bool:
    """Return whether the gold word is what was read, not its neighbour."""
    if "|" in word.gold:
        return False
    near = Levenshtein.distance(word.read.translate(STRIP).lower(), word.gold.translate(STRIP).lower())
    return near <= 0.5 * len(word.gold)


def _right(word: Word, edit: Edit) -> bool:
    """Return whether the repaired letters stand in the gold word: signs around it are no matter of the repair."""
    return edit.after.lower() in plain_quotes(word).gold.lower()


def stripped(pages: Sequence[ReadPage]) -> list[ReadPage]:
    """Return pages whose reading lost its marks and nothing else."""
    return [ReadPage(p.look, p.clean, tuple(x.translate(STRIP) for x in p.clean)) for p in pages]


def fit(terms: Floats, right: Floats, weight: Floats) -> Floats:
    """Return the weights of a ridge logistic regression (Newton's method; terms scaled to unit variance)."""
    scale = np.maximum(terms.std(axis=0), 1e-9)
    scale[0] = 1.0
    x = terms / scale
    found = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[0] = 1e-6
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ found))
        hessian = (x.T * (weight * p * (1 - p))) @ x + np.diag(ridge)
        found = found + np.linalg.solve(hessian, x.T @ (weight * (right - p)) - ridge * found)
    return np.asarray(found / scale)


def held_out(found: Sequence[Case], terms: Floats, right: Floats, weight: Floats) -> Floats:
    """Return the probability of each repair by weights fitted to the other decks."""
    names = sorted({c.deck for c in found})
    part = np.array([names.index(c.deck) % _FOLDS for c in found])
    result = np.zeros(len(found))
    for fold in range(_FOLDS):
        weights = fit(terms[part != fold], right[part != fold], weight[part != fold])
        result[part == fold] = 1 / (1 + np.exp(-terms[part == fold] @ weights))
    return result


def curve(sure: Floats, right: Floats, weight: Floats) -> list[tuple[float, float, float]]:
    """Return limit, share of repairs at or above it, and share of these that are right."""
    rows = []
    for limit in _LIMITS:
        above = np.where(sure >= limit, weight, 0.0)
        if above.any():
            rows.append((limit, float(above.sum() / weight.sum()), float(right @ above / above.sum())))
    return rows


def lowest(rows: Sequence[tuple[float, float, float]], wanted: float) -> float:
    """Return the lowest limit from which on the precision is as wanted; 1 where none is."""
    return min((r[0] for r in rows if all(x[2] >= wanted for x in rows if x[0] >= r[0])), default=1.0)


def table(name: str, rows: Sequence[tuple[float, float, float]]) -> Iterator[str]:
    """Yield a curve as a Markdown table."""
    yield from (f"\n{name}\n", "| probability at least | applied | right |", "|---|---|---|")
    yield from (f"| {limit:.2f} | {share:.1%} | {precision:.2%} |" for limit, share, precision in rows)


def main() -> None:
    """Fit, show the curves, and write the weights to the file that is named, if any."""
    decks = list(drawn())
    found = [c for name, _, pages in decks for c in cases(name, pages)]
    found += [c for name, _, pages in decks for c in cases(f"{name}, stripped", stripped(pages))]
    terms = np.array([c.signs.terms() for c in found])
    right, weight = np.array([float(c.right) for c in found]), np.array([c.weight for c in found])
    sure = held_out(found, terms, right, weight)
    # What may be the author's slip is never applied, so no limit is chosen by it.
    kept = [not may_be_authors(c.signs) for c in found]
    stands = np.array([bool(c.signs.stands) for c in found]) & kept
    decks_only = ~stands & np.array(["sentences" not in c.deck for c in found]) & kept
    unchecked = np.array([bool(c.signs.unchecked) for c in found])
    chosen = {
        "What was read is no word, a dictionary checks it": (decks_only & ~unchecked, _WANTED),
        "What was read is no word, none checks it": (decks_only & unchecked, _WANTED_UNCHECKED),
        "What was read is a word itself": (stands, _WANTED_OF_WORDS),
    }
    curves = {name: curve(sure[part], right[part], weight[part]) for name, (part, _) in chosen.items()}
    limits = [lowest(curves[name], wanted) for name, (_, wanted) in chosen.items()]
    rows = [f"{len(found)} repairs, limits {limits}"]
    rows += [row for name, points in curves.items() for row in table(name, points)]
    sys.stdout.write("\n".join(rows) + "\n")
    if sys.argv[1:]:
        source = (
            "generated decks and own sentences, drawn in twelve open fonts and read by Tesseract (eng), or stripped"
        )
        head = f'source = "tests/bench/letters_fit.py: {source}; {len(found)} repairs"\n'
        names = ("limit", "limit_unchecked", "limit_of_words")
        head += "".join(f"{n} = {x}\n" for n, x in zip(names, limits, strict=True)) + "\n[weights]\n"
        body = "".join(f'"{n}" = {x:.3f}\n' for n, x in zip(TERMS, fit(terms, right, weight).tolist(), strict=True))
        Path(sys.argv[1]).write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()
