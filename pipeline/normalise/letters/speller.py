"""Ranks what each damaged word of a deck may have been, in two passes.

The first pass asks table, lists and dictionary.  The words it is sure of say how this deck was misread
and which words it uses; the second pass asks again, knowing that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.normalise.letters.channel import Channel, Piece, channel, is_stripped, learned_table, stripped_table
from pipeline.normalise.letters.learn import pieces
from pipeline.normalise.letters.prior import Prior
from pipeline.normalise.letters.search import Reach, candidates
from pipeline.normalise.letters.tokens import MARKS

_SURE = 3.0
_SETTLED = 8.0
_OWN = 0.3
_OWN_BASE = 50
# A word of another language that stands in the text as it is.
_GUEST = 0.01
# A name or foreign word that no list holds: its share of the words, and the odds of each letter.
_FOREIGN, _FOREIGN_NAME, _FOREIGN_LETTER = 0.001, 0.02, 1 / 20


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a word: ``score`` is log P(observed, word), ``known`` whether the lexicon has it."""

    text: str
    score: float
    known: bool
    free: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The readings of an observed word, best first; at least one."""

    observed: str
    options: tuple[Option, ...]

    @property
    def best(self) -> Option:
        """The likeliest reading."""
        return self.options[0]

    @property
    def margin(self) -> float:
        """Distance in nats from the best reading to the next."""
        return self.options[0].score - self.options[1].score if len(self.options) > 1 else _SETTLED * 2

    @property
    def kind(self) -> str:
        """Class of the edit: known confusion, free edit, or unknown to the lexicon."""
        return "free" if self.best.free else "known" if self.best.known else "unknown"


class Speller:
    """Ranks the words of one language within one deck."""

    def __init__(self, prior: Prior, guests: tuple[Prior, ...], loss: float, wear: float = 1.0) -> None:
        """``loss`` and ``wear`` as in ``channel``; ``guests`` are the other languages of the deck."""
        self._prior, self._guests, self._loss, self._wear = prior, guests, loss, wear
        self._own: Mapping[str, int] = {}
        self._own_total = 0
        self._table, self._reach = learned_table(), tuple(Reach)
        self._channel = channel(self._table, loss, wear)
        self._memo: dict[str, Ranking] = {}

    def learn(self, observed: Mapping[str, int]) -> None:
        """Rank all words of the deck once and take what is sure as evidence for the ranking that counts."""
        first = {w: self._rank(w, self._channel) for w in sorted(observed)}
        sure = {w: r for w, r in first.items() if r.margin >= _SURE and r.kind == "known"}
        own: Counter[str] = Counter()
        seen: Counter[Piece] = Counter()
        for word, ranking in sure.items():
            own[ranking.best.text.lower()] += observed[word]
            for piece in _all_pieces(ranking.best.text, word):
                seen[piece] += observed[word]
        self._own, self._own_total = own, sum(own.values())
        if is_stripped(seen):
            self._reach, self._table = (Reach.MARKS,), stripped_table()
        self._channel = channel(self._table, self._loss, self._wear, seen)
        self._memo = {w: r for w, r in sure.items() if r.margin >= _SETTLED}

    def rank(self, word: str) -> Ranking:
        """Return the readings of ``word``, best first."""
        found = self._memo.get(word)
        if found is None:
            found = self._memo[word] = self._search(word)
        return found

    def _search(self, word: str) -> Ranking:
        for reach in self._reach:
            found = self._rank(word, self._channel, reach)
            if found.best.known:
                break
        return found

    def _rank(self, word: str, through: Channel, reach: Reach = Reach.MARKS) -> Ranking:
        options = []
        for found in candidates(word, through, self._prior.characters, reach):
            known = self._prior.known(found.text)
            options.append(Option(found.text, found.channel + self._log(found.text, word), known, found.free))
        return Ranking(word, tuple(sorted(options, key=lambda o: (-o.score, o.text))))

    def _log(self, text: str, observed: str) -> float:
        total = math.exp(self._prior.log(text))
        times = self._own.get(text.lower(), 0)
        if times:
            total += _OWN * times / (self._own_total + _OWN_BASE)
        if text == observed:
            total += _GUEST * sum(guest.frequencies.get(text.lower(), 0.0) for guest in self._guests)
            total += (_FOREIGN_NAME if text.istitle() else _FOREIGN) * _FOREIGN_LETTER ** len(text)
        return math.log(total)


def _all_pieces(clean: str, read: str) -> Iterable[Piece]:
    """Return the pieces of an alignment, equal letters too."""
    odd = list(pieces(clean, read))
    yield from odd
    equal = Counter(clean)
    equal.subtract(c for before, _ in odd for c in before)
    for letter, n in equal.items():
        yield from [(letter, letter)] * max(n, 0)
