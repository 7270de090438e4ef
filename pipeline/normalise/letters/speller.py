"""Ranks what each damaged word of a deck may have been.

The first pass thinks only of lost marks.  The words it is sure of say how this deck was misread and which
words it uses; a second pass mends what else is no word, and shows which other letters this deck confuses;
the ranking that counts knows all of that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.normalise.letters.align import pieces
from pipeline.normalise.letters.channel import Piece, channel, is_stripped, learned_table, stripped_table
from pipeline.normalise.letters.prior import Prior
from pipeline.normalise.letters.search import Reach, candidates
from pipeline.normalise.letters.tokens import MARKS

# Margins in nats above which a word is evidence for the next pass, and is not ranked again.
_SURE, _SETTLED = 3.0, 8.0
# Margin above which a repaired letter is evidence, and the words that must show it: what a reader confuses
# comes again, an author's slip does not.
_SHOWN, _SHOWN_IN = 6.0, 2
# Share of the deck's own words, and the number of words from which it is about reached.
_OWN, _OWN_BASE = 0.3, 50
# What another form of an own word has of that word's share.
_KIN = 0.05
# Share of words of another language that stand in the text as they are.
_GUEST = 0.01
# A name or foreign word that no list holds: its share of the words, and the odds of each letter.
_FOREIGN, _FOREIGN_NAME, _FOREIGN_LETTER = 0.001, 0.02, 1 / 20
# The deck's own words that resemble an unknown one are candidates too: how many, and how far (share of letters).
_ALIKE, _ALIKE_SHARE = 4, 0.3
_UNRIVALLED = 20.0
# Searches beyond lost marks in one deck: garbage without end must not take time without end.
_MOST_SEARCHES = 4_000


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a word: ``score`` is log P(observed, word), ``known`` whether the lexicon has it."""

    text: str
    score: float
    known: bool


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
        """Distance in nats from the best reading to the next, case aside."""
        best = self.options[0]
        rivals = (o.score for o in self.options if o.text.lower() != best.text.lower())
        return best.score - next(rivals, best.score - _UNRIVALLED)


class Speller:
    """Ranks the words of one language within one deck."""

    def __init__(self, prior: Prior, guests: Sequence[Prior], loss: float, wear: float = 1.0) -> None:
        """``loss`` and ``wear`` as in ``channel``; ``guests`` are the other languages of the deck."""
        self._prior, self._guests, self._loss, self._wear = prior, guests, loss, wear
        self._own: Mapping[str, int] = {}
        self._own_total = 0
        self._words: list[str] = []
        self._left = _MOST_SEARCHES
        self._kin = Counter[str]()
        self._table, self._reach = learned_table(), tuple(Reach)
        self._channel = channel(self._table, loss, wear)
        self._memo: dict[str, Ranking] = {}
        self.unread = 0.0
        self.precise = prior.words.precise

    def trust(self, own: Mapping[str, int]) -> None:
        """Take words of the deck (lower case, with counts) as read right."""
        self._take(own)
        self._memo = {}

    def learn(self, observed: Mapping[str, int]) -> None:
        """Rank all words of the deck and take what is sure as evidence for the ranking that counts."""
        first = {w: self._rank(w, Reach.MARKS) for w in sorted(observed)}
        sure = {w: r for w, r in first.items() if r.margin >= _SURE and r.best.known}
        own = Counter[str]()
        for word, ranking in sure.items():
            own[ranking.best.text.lower()] += observed[word]
        self._take(own)
        seen = Counter[Piece]()
        for word, ranking in sure.items():
            seen.update({p: n * observed[word] for p, n in _all_pieces(ranking.best.text, word).items()})
        unread = sum(n for w, n in observed.items() if not first[w].best.known)
        self.unread = unread / max(1, sum(observed.values()))
        if is_stripped(seen):
            self._reach, self._table = (Reach.MARKS,), stripped_table()
            seen = Counter({p: n for p, n in seen.items() if p[0] == p[1] or p in self._table.misread})
        self._channel = channel(self._table, self._loss, self._wear, seen)
        self._memo = {w: r for w, r in sure.items() if r.margin >= _SETTLED}
        if Reach.ANY in self._reach:
            seen.update(self._shown([w for w in observed if w not in sure]))
            self._channel = channel(self._table, self._loss, self._wear, seen)
            self._memo = {w: r for w, r in self._memo.items() if w in sure}

    def _take(self, own: Mapping[str, int]) -> None:
        self._own, self._own_total, self._kin = own, sum(own.values()), Counter[str]()
        self._words = sorted(own)
        for word in sorted(own):
            self._kin.update(dict.fromkeys(self._prior.words.lemmas(word), own[word]))

    def rank(self, word: str) -> Ranking:
        """Return the readings of ``word``, best first."""
        found = self._memo.get(word)
        if found is None:
            found = self._memo[word] = self._search(word)
        return found

    def _search(self, word: str) -> Ranking:
        """Rank ``word`` among ever more misreadings until the best reading is a word."""
        found = self._rank(word, Reach.MARKS)
        for reach in self._reach[1:]:
            if found.best.known or not self._left:
                break
            self._left -= 1
            found = self._rank(word, reach)
        return found

    def is_common(self, word: str) -> bool:
        """Return whether the frequency list or the deck itself has ``word``."""
        return word.lower() in self._prior.frequencies or word.lower() in self._own

    def is_own(self, word: str) -> bool:
        """Return whether the deck has ``word`` among those that are sure."""
        return word.lower() in self._own

    def lost_marks(self, word: str) -> bool:
        """Return whether ``word`` is far commoner with marks than as it stands."""
        return self._prior.lost_marks(word)

    def is_word(self, word: str) -> bool:
        """Return whether the lexicon has ``word`` as it stands."""
        return self._prior.known(word) and not self._prior.lost_marks(word)

    def is_verb(self, word: str) -> bool:
        """Return whether a dictionary reads ``word`` as a finite verb."""
        return self._prior.words.verb(word.lower())

    def kind(self, ranking: Ranking) -> str:
        """Return the class of the best reading: ``known`` confusion, ``free`` edit, ``unknown`` to the lexicon."""
        if not ranking.best.known:
            return "unknown"
        odd = pieces(ranking.best.text, ranking.observed)
        return "known" if all(self._channel.is_known(p) and not is_slip(p) for p in odd) else "free"

    def _shown(self, words: Iterable[str]) -> Counter[Piece]:
        """Return the misreadings that several repaired words of the deck show."""
        shown = Counter[Piece]()
        for word in sorted(words):
            ranking = self.rank(word)
            if ranking.best.known and ranking.margin >= _SHOWN:
                shown.update({p for p in pieces(ranking.best.text, word) if not is_slip(p)})
        return Counter({p: n for p, n in shown.items() if n >= _SHOWN_IN})

    def _rank(self, word: str, reach: Reach) -> Ranking:
        found = {c.text: c.channel for c in candidates(word, self._channel, self._prior.characters, reach)}
        if reach is not Reach.MARKS:
            found = self._alike(word) | found
        options = (Option(text, cost + self._log(text, word), self._prior.known(text)) for text, cost in found.items())
        return Ranking(word, tuple(sorted(options, key=lambda o: (-o.score, o.text))))

    def _alike(self, word: str) -> dict[str, float]:
        low, reach = word.lower(), max(1, round(_ALIKE_SHARE * len(word)))
        near = process.extract(low, self._words, scorer=Levenshtein.distance, limit=_ALIKE, score_cutoff=reach)
        cased = [text.capitalize() if word[0].isupper() else text for text, _, _ in near]
        return {text: self._channel.cost(text, word) for text in cased}

    def _log(self, text: str, observed: str) -> float:
        total = math.exp(self._prior.log(text))
        times = self._own.get(text.lower(), 0)
        kin = max(self._kin[x] for x in self._prior.words.lemmas(text.lower())) if self._prior.known(text) else 0
        total += _OWN * (times or _KIN * kin) / (self._own_total + _OWN_BASE)
        if text == observed:
            total += _GUEST * sum(guest.frequencies.get(text.lower(), 0.0) for guest in self._guests)
            total += (_FOREIGN_NAME if text.istitle() else _FOREIGN) * _FOREIGN_LETTER ** len(text)
        return math.log(total)


def is_slip(piece: Piece) -> bool:
    """Return whether letters without marks were lost or added and nothing else changed, as an author may do."""
    short, long = sorted(piece, key=len)
    if len(short) == len(long) or not _is_within(short, long):
        return False
    return MARKS.isdisjoint((Counter(piece[0]) - Counter(piece[1])).keys())


def _is_within(short: str, long: str) -> bool:
    """Return whether the letters of ``short`` stand in ``long`` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _all_pieces(clean: str, read: str) -> Counter[Piece]:
    """Return the pieces of an alignment, equal letters too."""
    odd = list(pieces(clean, read))
    equal = Counter(clean) - Counter(c for before, _ in odd for c in before)
    return Counter(odd) + Counter({(c, c): n for c, n in equal.items()})
