"""One-to-one alignment of answers and readings, best for the whole rather than pair by pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

LEAST_RATIO = 0.6
AGREEMENT_WEIGHT = 0.3


class HasVariants(Protocol):
    """Anything with texts to compare."""

    @property
    def variants(self) -> tuple[str, ...]:
        """All texts that count as right."""


G = TypeVar("G", bound=HasVariants)
P = TypeVar("P", bound=HasVariants)


def likeness(gold: HasVariants, read: HasVariants) -> float:
    """Return the best rapidfuzz ratio of any variant with the reading, 0 to 1, case aside."""
    text = read.variants[0].casefold()
    return max(fuzz.ratio(variant.casefold(), text) for variant in gold.variants) / 100


def align(gold: Sequence[G], read: Sequence[P], agreement: Callable[[G, P], float]) -> tuple[tuple[int, int], ...]:
    """Return pairs (index in ``gold``, index in ``read``), no index twice.

    The sum of text likeness and agreement of the fields (0 to 1, ``AGREEMENT_WEIGHT``) over all
    pairs is the greatest possible (linear sum assignment), so that one sentence that stands in
    several tables meets its own reading.  Pairs less alike than ``LEAST_RATIO`` are none.
    """
    if not gold or not read:
        return ()
    scores = np.zeros((len(gold), len(read)))
    for i, left in enumerate(gold):
        for j, right in enumerate(read):
            ratio = likeness(left, right)
            if ratio >= LEAST_RATIO:
                scores[i, j] = ratio + AGREEMENT_WEIGHT * agreement(left, right)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True) if scores[i, j] > 0)
