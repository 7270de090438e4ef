"""Decides what becomes of a ranked word: nothing, an applied edit, or a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Edit
from pipeline.normalise.letters.align import pieces
from pipeline.normalise.letters.context import Place, weighed
from pipeline.normalise.letters.odds import Signs, limit, probability
from pipeline.normalise.letters.speller import Ranking, Speller, is_slip
from pipeline.normalise.letters.tokens import MARKS, Unit
from pipeline.normalise.lexicon import Lexicon

# A free edit that is a toss-up is not worth a person's time.
_WORTH = 0.5
# Rivals closer than this are proposed beside the best, at most so many.
_RIVAL, _RIVALS = 2.0, 2
# Letters that a word with a digit or sign at its border must have to be changed without a person; between small
# letters a digit is no number.
_TELLING = 4
_INSIDE = re.compile(r"[^\W\d_][a-zåäöé]*\d[a-zåäöé]+")
# What was lost or added is the reader's doing, not the author's, where the deck has the same word whole and no other
# reading comes near.
_OWN_SLIP = 6.0
# A reading that the dictionary does not know is right half the time where another comes nearer than this.
_UNKNOWN = 6.0


@dataclass(frozen=True, slots=True)
class Judge:
    """Turns units into edits for one language of one deck.

    ``names`` is the lexicon that knows names, if any; ``capital`` the log odds that a sentence of the deck begins
    with a capital.
    """

    language: str
    speller: Speller
    names: Lexicon | None
    capital: float

    def edits(self, unit: Unit, where: Place) -> Iterator[Edit]:
        """Yield the edit of a unit, and close rivals as proposals with a negative margin."""
        ranking = weighed(self.speller.rank(unit.text), where, self.language, self._alone, self.capital)
        if ranking.best.text == unit.text:
            return
        kind = self.speller.kind(ranking)
        if kind == "unknown" and not unit.text.isalpha():
            return
        if kind == "free" and ranking.margin < _WORTH:
            return
        signs = self._signs(kind, ranking, where)
        applied = (
            probability(signs) >= limit(signs)
            and not may_be_authors(signs)
            and not self._guarded(unit, where, ranking, signs)
        )
        rule = f"letters:{kind}"
        yield Edit(unit.start, unit.text, ranking.best.text, rule, round(ranking.margin, 2), applied)
        if not applied:
            for rival in ranking.options[1 : 1 + _RIVALS]:
                behind = rival.score - ranking.best.score
                if -behind < _RIVAL and rival.text != unit.text:
                    yield Edit(unit.start, unit.text, rival.text, rule, round(min(behind, -0.01), 2), False)

    def _alone(self, word: str) -> str:
        """Return the likeliest reading of a neighbour."""
        return self.speller.rank(word).best.text if word.isalnum() else word

    def _signs(self, kind: str, ranking: Ranking, where: Place) -> Signs:
        read, best = ranking.observed, ranking.best.text
        odd = tuple(pieces(best, read))
        return Signs(
            margin=ranking.margin,
            free=kind == "free",
            unknown=kind == "unknown",
            unlisted=not self.speller.is_common(best),
            others=sum(max(len(a), len(b)) for a, b in odd if not MARKS & set(a)),
            slips=sum(is_slip(p) for p in odd),
            stands=self.speller.is_word(read),
            own=self.speller.is_own(best),
            capital=read.istitle() and not where.opening,
            short=1 / len(read),
            worn=self.speller.unread,
            unchecked=not self.speller.precise,
        )

    def _guarded(self, unit: Unit, where: Place, ranking: Ranking, signs: Signs) -> bool:
        """Return whether the unit may only be proposed: a verb, a name, half a word, too few letters to tell."""
        word = unit.text
        if self._is_other_verb(word, ranking.best.text, signs):
            return True
        if signs.unknown and not signs.unchecked and ranking.margin < _UNKNOWN:
            return True
        short = sum(map(str.isalpha, word)) < _TELLING and not word.isalpha()
        if unit.broken or (short and not _INSIDE.fullmatch(word) and not self._is_own(ranking)):
            return True
        if not word.istitle():
            return False
        lone = where.opening and not where.after[:1].isupper()
        if self.names and self.names.known(word) and not self.names.known(word.lower()):
            return not (lone and self.speller.lost_marks(word))
        return not where.opening and not self.speller.is_common(ranking.best.text)

    def _is_other_verb(self, read: str, best: str, signs: Signs) -> bool:
        """Return whether the change says another thing was done: beyond lost marks, or one word for another."""
        verb = self.speller.is_verb
        return bool(signs.free and verb(best)) or bool(signs.stands and (verb(read) or verb(best)))

    def _is_own(self, ranking: Ranking) -> bool:
        """Return whether the deck has the best reading, of as many letters, elsewhere and no other comes near."""
        best = ranking.best.text
        return self.speller.is_own(best) and ranking.margin >= _OWN_SLIP and len(best) == len(ranking.observed)


def may_be_authors(signs: Signs) -> bool:
    """Return whether letters were lost or added, as likely by the author as by the reader, so that they stay."""
    return bool(signs.free and signs.slips) and not (signs.own and signs.margin >= _OWN_SLIP)
