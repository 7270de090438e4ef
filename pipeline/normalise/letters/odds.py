"""How sure a reading is: the log odds that it is right, from what speaks for it and against it.

A logistic regression (weights in ``data/odds.toml``, fitted by ``tests/bench/letters_fit.py`` on generated
decks that were drawn and badly read) turns the margin of a ranking into a probability that can be trusted.
"""

from __future__ import annotations

import functools
import math
import tomllib
from dataclasses import astuple, dataclass, fields
from importlib import resources
from typing import TypedDict, cast

# Margins beyond this say no more.
_FAR = 12.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against a reading; flags are 0 or 1.

    ``margin`` in nats; ``free`` and ``unknown`` are the class of the edit, ``unlisted``: neither frequency list nor
    deck has the reading; ``others`` counts the letters changed beyond lost marks, ``slips`` those lost or added as
    an author may do; ``stands``: what was read is a word itself; ``own``: the deck has the reading elsewhere;
    ``capital``: a capital inside a sentence; ``short``: 1 / letters; ``worn``: share of the deck's words that lost
    marks do not explain; ``unchecked``: no dictionary of the language checks the words.
    """

    margin: float
    free: float
    unknown: float
    unlisted: float
    others: float
    slips: float
    stands: float
    own: float
    capital: float
    short: float
    worn: float
    unchecked: float

    def terms(self) -> tuple[float, ...]:
        """Return the terms of the regression: 1, the signs, and those that weigh more where others hold."""
        near = min(self.margin, _FAR) / _FAR
        plain = (1.0, near, *astuple(self)[1:])
        return (
            *plain,
            *(near * x for x in (self.free, self.unknown, self.stands, self.worn, self.unchecked)),
            *self._pairs(),
        )

    def _pairs(self) -> tuple[float, ...]:
        share = self.others * self.short
        return (self.worn * self.others, share, self.free * self.short, self.free * self.own)


_NEAR = ("margin free", "margin unknown", "margin stands", "margin worn", "margin unchecked")
_PAIRS = ("worn others", "others short", "free short", "free own")
TERMS = ("one", *(f.name for f in fields(Signs)), *_NEAR, *_PAIRS)


class _Fit(TypedDict):
    limit: float
    limit_unchecked: float
    limit_of_words: float
    weights: dict[str, float]


@functools.cache
def _fit() -> _Fit:
    text = resources.files(__package__).joinpath("data/odds.toml").read_text(encoding="utf-8")
    return cast(_Fit, tomllib.loads(text))


def limit(signs: Signs) -> float:
    """Return the probability from which a reading is applied.

    It is higher where what was read is a word itself, and where no dictionary checks the words.
    """
    fit = _fit()
    return fit["limit_of_words"] if signs.stands else fit["limit_unchecked"] if signs.unchecked else fit["limit"]


def probability(signs: Signs) -> float:
    """Return how likely the reading is right (0..1)."""
    weights = _fit()["weights"]
    odds = sum(weights[name] * term for name, term in zip(TERMS, signs.terms(), strict=True))
    return 1 / (1 + math.exp(-odds))
