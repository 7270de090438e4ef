"""A character model: how likely a letter is behind the letters before it.

An interpolated n-gram model with absolute discounting (Ney, Essen and Kneser, 1994, On structuring
probabilistic dependences in stochastic language modelling), over the word types of a frequency list.
Counts are sorted arrays, and the distribution behind a context is made when it is asked for first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ORDER = 6
_DISCOUNT = 0.75
# Behind so many letters a compound may go on with the first letter of its next part, and how often it does.
_PART, _JOINT = 3, 0.001
_BITS = 6
_SIZE = 1 << _BITS
_END = "$"
_START = "^"

Counts = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class _Distribution:
    """What stands behind a context: a chance for each code, and the log of each letter's."""

    chance: NDArray[np.float64]
    logs: dict[str, float]


class CharacterModel:
    """Letter probabilities learned from ``words``; without words every letter is as likely as another."""

    def __init__(self, words: Sequence[str]) -> None:
        """Count the n-grams of ``words``, each word once."""
        letters = sorted({c for w in words for c in w})[: _SIZE - 2]
        self._codes = {c: i + 2 for i, c in enumerate(letters)} | {_START: 0, _END: 1}
        self._unseen = math.log(1e-5)
        self._counts = _count(words, self._codes) if words else []
        self._memo: dict[str, _Distribution] = {}

    def after(self, context: str) -> dict[str, float]:
        """Return log P(letter | context) of every letter known; ``$`` is the end of the word."""
        context = context[1 - _ORDER :]
        found = self._memo.get(context)
        return found.logs if found is not None else self._distribution(context).logs

    def word(self, word: str) -> float:
        """Return log P(word), its end included."""
        text, score = _START + word + _END, 0.0
        for i in range(1, len(text)):
            score += self.after(text[max(0, i + 1 - _ORDER) : i]).get(text[i], self._unseen)
        return score

    def _distribution(self, context: str) -> _Distribution:
        """Interpolate what stood behind ``context`` with what stands behind its shorter end."""
        found = self._memo.get(context)
        if found is None:
            shorter = self._distribution(context[1:]) if context else self._uniform()
            found = self._memo[context] = self._interpolated(context, shorter)
        return found

    def _uniform(self) -> _Distribution:
        return _Distribution(np.full(_SIZE, 1.0 / _SIZE), {})

    def _interpolated(self, context: str, shorter: _Distribution) -> _Distribution:
        head = 0
        for letter in context:
            code = self._codes.get(letter, -1)
            if code < 0:
                return shorter
            head = head << _BITS | code
        if not self._counts:
            return shorter
        grams, counts = self._counts[len(context)]
        first, last = grams.searchsorted((head << _BITS, (head + 1) << _BITS)).tolist()
        if first == last:
            return shorter
        some = counts[first:last]
        total = some.sum()
        chance = shorter.chance * (_DISCOUNT * (last - first) / total)
        chance[grams[first:last] & (_SIZE - 1)] += (some - _DISCOUNT) / total
        joined = chance
        if len(context) >= _PART and _START not in context:
            joined = (1 - _JOINT) * chance + _JOINT * self._distribution(_START).chance
        logs = np.log(np.maximum(joined, 1e-12)).tolist()
        return _Distribution(chance, {c: logs[code] for c, code in self._codes.items()})


def _count(words: Sequence[str], codes: dict[str, int]) -> list[Counts]:
    """Count the n-grams of each order as (sorted codes, counts); a start mark stands before each word."""
    text = "".join(f"{_START}{w}{_END}" for w in words)
    keys = np.fromiter((codes[c] for c in text), dtype=np.int64, count=len(text))
    starts = np.maximum.accumulate(np.where(keys == codes[_START], np.arange(len(keys)), 0))
    depth = np.arange(len(keys)) - starts
    result: list[Counts] = []
    gram = np.zeros_like(keys)
    for size in range(_ORDER):
        gram[size:] += keys[: len(keys) - size] << (_BITS * size)
        found, counts = np.unique(gram[(depth >= size) & (depth > 0)], return_counts=True)
        result.append((found, counts.astype(np.float64)))
    return result
