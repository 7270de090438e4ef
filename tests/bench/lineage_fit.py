"""Fits the weights of the pair score to generated series (the part for choosing, never the held-back one).

``python -m tests.bench.lineage_fit`` prints the weights; signs are fixed by what the features mean.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.optimize import minimize

from pipeline.normalise.lineage.compare import BIAS, NAMES, WEIGHTS
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import normal, readers
from pipeline.profiles import profile
from tests.bench.lineage_decks import statements
from tests.bench.lineage_series import series
from tests.bench.lineage_texts_build import BUILD
from tests.bench.lineage_texts_fourth import FOURTH

SEEDS = range(100, 120)
# What the generator does not vary keeps its weight, and so does what it varies unlike real decks: their statements
# share more words, and their numbers change more often.
_FIXED = ("owner", "year", "negation", "telling", "numbers")
_NEGATIVE = ("numbers", "names", "parties", "negation", "swapped", "parallel", "recounted")
_RIDGE = 0.006


def samples() -> tuple[list[tuple[float, ...]], list[bool]]:
    """Return features and labels of all candidate pairs that no exact match took."""
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for language, texts in (*BUILD.items(), *FOURTH.items()):
        for seed in SEEDS:
            plans, gold = series(texts, language, seed, scanned=seed % 2 == 0)
            decks = [statements(p) for p in plans]
            every = [s for d in decks for s in d]
            matcher = Matcher(space(every, readers(profile((language,)))))
            starts = np.cumsum([0, *map(len, decks)]).tolist()
            for k in range(len(decks) - 1):
                a, b = range(starts[k], starts[k + 1]), range(starts[k + 1], starts[k + 2])
                texts_a, texts_b = {normal(every[i].text) for i in a}, {normal(every[j].text) for j in b}
                open_a = [i for i in a if normal(every[i].text) not in texts_b]
                open_b = [j for j in b if normal(every[j].text) not in texts_a]
                for c in matcher.compare(open_a, open_b, a, b):
                    relation = gold.links.get((every[c.source].record_id, every[c.target].record_id))
                    if relation in (None, "reworded", "unchanged"):
                        rows.append(c.evidence.values())
                        labels.append(relation is not None)
    return rows, labels


def main() -> None:
    """Print bias and weights."""
    rows, labels = samples()
    x, y = np.array(rows), np.array(labels, dtype=np.float64)
    bounds = [(None, None)] + [
        (w, w) if n in _FIXED else (None, 0.0) if n in _NEGATIVE else (0.0, None)
        for n, w in zip(NAMES, WEIGHTS, strict=True)
    ]

    def loss(v: np.ndarray) -> float:
        z = v[0] + x @ v[1:]
        return float(np.mean(np.logaddexp(0, z) - y * z) + _RIDGE * np.mean(v[1:] ** 2) / len(v))

    best = minimize(loss, np.array([BIAS, *WEIGHTS]), bounds=bounds, method="L-BFGS-B")
    pairs = [f"{n} {w:.2f}" for n, w in zip(("bias", *NAMES), best.x, strict=True)]
    sys.stdout.write(f"{len(y)} pairs, {int(y.sum())} true, loss {best.fun:.4f}\n" + "\n".join(pairs) + "\n")


if __name__ == "__main__":
    main()
