"""The noisy channel: how likely a piece of clean text is to be read as what stands there.

After Kernighan, Church and Gale (1990, A spelling correction program based on a noisy channel model) and
Brill and Moore (2000, An improved error model for noisy channel spelling correction): pieces of one to three
characters, counted on aligned pairs.  The table comes from ``learn.py``.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from rapidfuzz.distance import Levenshtein

from pipeline.normalise.letters.align import pieces
from pipeline.normalise.letters.tokens import MARKS

Piece = tuple[str, str]
Sources = Mapping[str, tuple[tuple[str, float], ...]]

# Pieces of the deck it takes to outweigh the table: fonts differ in what they make of ä, ö and å, hence few;
# other misreadings are so rare that a deck says little of them.
_TRUST_MARKED = 12.0
_TRUST_OTHER = 200.0
# A marked letter may be read as any other, which the table has too rarely to count.
_SMEAR = 2e-4
_DOUBLED = "dé3468i"
# What no Finnish or Swedish word has, so that trying it costs nothing elsewhere.
_STRANGE_READ = frozenset("é34680")
_BASE = dict(zip("äöåÄÖÅ", "aoaAOA", strict=True))
_READ_AS = "abcdefghijklmnopqrstuvwxyz034568"
_LEAST = 1e-6
# Cost in nats of an edit that neither table nor deck saw.
FREE = -11.0
# What was seen more rarely is no known confusion.
_KNOWN = math.log(5e-4)
# Marked letters it takes to tell stripped text from misread text, of which at least so many become another letter.
_ENOUGH = 40
_STRANGE = 0.005


@dataclass(frozen=True, slots=True)
class Channel:
    """Sources of what was read, each with log P(read | clean), also by piece (``rates``).

    ``marks[read]`` holds only ä, ö and å (and runs of them) as table or deck saw them, ``all[read]`` every piece.
    """

    marks: Sources
    all: Sources
    kept: Mapping[str, float]
    rates: Mapping[Piece, float]

    def keep(self, character: str) -> float:
        """Return log P(character | character)."""
        return self.kept.get(character, -1e-3)

    def is_known(self, piece: Piece) -> bool:
        """Return whether table or deck saw the misreading often enough."""
        return self.rates.get(piece, -math.inf) >= _KNOWN

    def cost(self, clean: str, read: str) -> float:
        """Return log P(read | clean) along their alignment, an edit that nobody saw at a flat rate."""
        odd = list(pieces(clean, read))
        left = Counter(clean) - Counter(c for before, _ in odd for c in before)
        kept = sum(n * self.keep(c) for c, n in left.items())
        return kept + sum(max(self.rates.get(p, -math.inf), FREE * Levenshtein.distance(*p)) for p in odd)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts: how often a clean piece was misread as another, and how often it stood in the text."""

    misread: Mapping[Piece, float]
    stood: Mapping[str, float]


@functools.cache
def learned_table() -> Table:
    """Return the table that comes with the package."""
    text = resources.files(__package__).joinpath("data/channel.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith(("#", "clean\t"))]
    return Table({(r[0], r[1]): float(r[2]) for r in rows}, {r[0]: float(r[3]) for r in rows})


def stripped_table() -> Table:
    """Return the table of text that was not misread but stripped: each marked letter became its base letter."""
    misread = dict.fromkeys(_BASE.items(), 1.0)
    return Table(misread, {clean: 1.0 for clean, _ in misread})


def is_stripped(deck: Mapping[Piece, int]) -> bool:
    """Return whether the pieces of a deck show marked letters read as their base letters and as nothing else."""
    lost = {p: n for p, n in deck.items() if p[0] in MARKS and p[0] != p[1]}
    strange = sum(n for (clean, read), n in lost.items() if (clean, read) not in stripped_table().misread)
    total = sum(lost.values())
    return total >= _ENOUGH and strange < _STRANGE * total


def channel(table: Table, loss: float, wear: float, deck: Mapping[Piece, int] | None = None) -> Channel:
    """Build the channel of a deck.

    ``loss`` (0..1) is the share of ä, ö and å that the deck lost, ``wear`` (1: as in the table) how much oftener
    other letters are misread.  ``deck`` counts the pieces, equal ones too, of words that were read with
    confidence: the table is the prior (Dirichlet) and they are the evidence.
    """
    seen = Counter(deck or {})
    total: Counter[str] = Counter()
    for (clean, _), n in seen.items():
        total[clean] += n
    rates = {p: n / max(table.stood[p[0]], n) for p, n in table.misread.items()}
    rates |= {p: 0.0 for p in sorted(seen) if p[0] != p[1] and p not in rates}
    for clean in sorted(MARKS) if len(table.misread) > len(MARKS) else ():
        for read in _READ_AS if clean.islower() else _READ_AS.upper():
            rates.setdefault((clean, read), _SMEAR)
        base = _BASE[clean]
        for read in _DOUBLED:
            rates.setdefault((clean, read + base), _SMEAR)
            rates.setdefault((clean, base + read), _SMEAR)
    misread: defaultdict[str, float] = defaultdict(float)
    for (clean, _), rate in rates.items():
        misread[clean] += rate
    marks: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    everything: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    gone: defaultdict[str, float] = defaultdict(float)
    logs: dict[Piece, float] = {}
    for (clean, read), rate in sorted(rates.items()):
        scale = loss / misread[clean] if clean in MARKS else loss if MARKS & set(clean) else wear
        trust = _TRUST_MARKED if clean in MARKS else _TRUST_OTHER
        rate = (trust * rate * scale + seen[clean, read]) / (trust + total[clean])
        rate = max(rate, _SMEAR / 4 * loss if clean in MARKS else _LEAST)
        gone[clean] += rate
        source = clean, math.log(rate)
        logs[clean, read] = source[1]
        everything[read].append(source)
        strange = not _STRANGE_READ.isdisjoint(read)
        if set(clean) <= MARKS and (strange or seen[clean, read] or (clean, read) in table.misread):
            marks[read].append(source)
    kept = {c: math.log(max(1.0 - gone[c], 1e-4)) for c in gone if len(c) == 1}
    return Channel(_ordered(marks), _ordered(everything), kept, logs)


def _ordered(sources: Mapping[str, list[tuple[str, float]]]) -> Sources:
    return {read: tuple(sorted(s, key=lambda x: (-x[1], x[0]))) for read, s in sources.items()}
