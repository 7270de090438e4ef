"""Weights of words and candidate pairs: which statements could speak of the same thing.

Candidates come from an inverted index over the rarest features of each statement (lemmas, compound
parts, character 4-grams), never from all pairs, so cost grows with the number of statements.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pipeline.model import Role
from pipeline.normalise.lineage.compare import Cover, covers, weights
from pipeline.normalise.lineage.noise import mended
from pipeline.normalise.lineage.statements import Reader, Statement, Words

# So many of its rarest features stand for a statement in the index: a heavy rewording keeps two or three
# words, that is 10 to 20 grams, and a reading error destroys four grams.
_INDEXED = 40
_GRAM = 4
_SHORT_GRAM = 3
# So many partners are looked at per statement, in both directions.
CANDIDATES = 6
# Blocks up to this many pairs are compared in full: cheaper than to choose, and nothing is missed.
_ALL_PAIRS = 1_500
# Rows of the index that are multiplied at a time, which bounds the memory of one product.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Space:
    """All statements of a series with their words, weights and vectors; rows count in ``statements``.

    ``crowds`` tell how common each topic is within one list.
    """

    statements: tuple[Statement, ...]
    readers: tuple[Reader, ...]
    words: tuple[Words, ...]
    weights: tuple[tuple[float, ...], ...]
    grams: csr_array
    index: csr_array
    crowds: Mapping[str, int]

    def telling(self, a: int, b: int) -> float:
        """Return how telling the rarest topic is that two rows share: 1 where no list speaks of it twice."""
        shared = self.words[a].topics & self.words[b].topics
        return max((1 / self.crowds[name] ** 2 for name in shared), default=0.0)

    def covers(self, a: int, b: int) -> tuple[Cover, Cover]:
        """Return how far each of two rows is explained by the other."""
        damaged = self.statements[a].damaged or self.statements[b].damaged
        return covers(self.words[a], self.words[b], self.weights[a], self.weights[b], damaged=damaged)

    def likeness(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosine of character 3-grams for each pair of rows, 0..1."""
        if not len(left):
            return np.zeros(0)
        return np.asarray(self.grams[left].multiply(self.grams[right]).sum(axis=1), dtype=np.float64).ravel()

    def candidates(self, left: Sequence[int], right: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return pairs of rows worth comparing: for each row its best partners on the other side."""
        a, b = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
        if len(a) * len(b) <= _ALL_PAIRS:
            return np.repeat(a, len(b)), np.tile(b, len(a))
        there, here = _best(self.index, a, b), _best(self.index, b, a)
        pairs = np.unique(np.vstack([np.column_stack(there), np.column_stack(here[::-1])]), axis=0)
        return pairs[:, 0], pairs[:, 1]


def space(statements: Sequence[Statement], readers: Mapping[str, Reader]) -> Space:
    """Read all ``statements`` and weigh their words by how rare they are among them."""
    by_row = tuple(readers[s.language] for s in statements)
    as_read = [reader.read(s.text) for s, reader in zip(statements, by_row, strict=True)]
    words = mended(statements, as_read, by_row)
    atoms = [sorted({name for term in w.terms for atom in term.atoms for name in atom}) for w in words]
    seen = Counter(name for row in atoms for name in row)
    rarity = {name: math.log((1 + len(words)) / (1 + n)) + 1 for name, n in seen.items()}
    grams = [_grams(w.folded, _SHORT_GRAM) for w in words]
    features = [
        [*(f"={n}" for n in row), *sorted(set(_grams(w.folded, _GRAM)))] for row, w in zip(atoms, words, strict=True)
    ]
    weighed = tuple(weights(w, rarity) for w in words)
    return Space(
        tuple(statements),
        by_row,
        words,
        weighed,
        _matrix(grams, None),
        _matrix(features, _INDEXED),
        _crowds(statements, words),
    )


def _crowds(statements: Sequence[Statement], words: Sequence[Words]) -> dict[str, int]:
    """Return for each topic in how many statements of one list (deck, role, year) it is at most."""
    lists: dict[tuple[str, Role | None, int | None], Counter[str]] = {}
    for s, w in zip(statements, words, strict=True):
        lists.setdefault((s.document_id, s.role, s.year), Counter()).update(w.topics)
    out: dict[str, int] = {}
    for seen in lists.values():
        out.update((name, n) for name, n in seen.items() if n > out.get(name, 0))
    return out


def _grams(folded: str, size: int) -> list[str]:
    return [g for word in folded.split() for padded in (f" {word} ",) for g in _slices(padded, size)]


def _slices(padded: str, size: int) -> list[str]:
    return [padded[i : i + size] for i in range(max(1, len(padded) - size + 1))]


def _matrix(rows: Sequence[Sequence[str]], keep: int | None) -> csr_array:
    """Return TF-IDF rows of unit length, of the ``keep`` rarest features where that is given."""
    seen = Counter(name for row in rows for name in set(row))
    column = {name: i for i, name in enumerate(sorted(seen))}
    weight = {name: math.log((1 + len(rows)) / (1 + n)) + 1 for name, n in seen.items()}
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for row in rows:
        counts = Counter(row)
        names = sorted(counts, key=lambda n: (-weight[n], n))[:keep]
        values = [counts[n] * weight[n] for n in names]
        length = math.sqrt(sum(v * v for v in values)) or 1.0
        data += [v / length for v in values]
        indices += [column[n] for n in names]
        starts.append(len(indices))
    return csr_array(
        (np.array(data), np.array(indices, dtype=np.int32), np.array(starts)), shape=(len(rows), max(1, len(column)))
    )


def _best(index: csr_array, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each of the rows ``a`` the nearest of the rows ``b`` (as pairs)."""
    other = csr_array(index[b].T)
    left: list[NDArray[np.int64]] = []
    right: list[NDArray[np.int64]] = []
    for at in range(0, len(a), _CHUNK):
        rows = a[at : at + _CHUNK]
        product = csr_array(index[rows] @ other)
        for k, row in enumerate(rows):
            part = slice(int(product.indptr[k]), int(product.indptr[k + 1]))
            values, columns = product.data[part], product.indices[part]
            order = np.lexsort((columns, -values))[:CANDIDATES]
            left.append(np.full(len(order), row, dtype=np.int64))
            right.append(b[columns[order]])
    return np.concatenate(left), np.concatenate(right)
