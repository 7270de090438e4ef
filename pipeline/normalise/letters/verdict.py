"""Decides what becomes of a ranked word: nothing, an applied edit, or a proposal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Edit
from pipeline.normalise.letters.align import pieces
from pipeline.normalise.letters.context import Place, weighed
from pipeline.normalise.letters.speller import Ranking, Speller
from pipeline.normalise.letters.tokens import MARKS, Unit
from pipeline.normalise.lexicon import Lexicon

# Margins in nats above which an edit is applied, chosen on freshly drawn and badly read pages
# (tests/bench/letters.py --curve): lost marks only; other letters of the table or the deck as well;
# a word of no list, in a language that has lists only.  Free edits are never applied.
_MARKS_LIMIT, _SHAPES_LIMIT, _UNLISTED_LIMIT = 3.0, 6.0, 5.0
# In a deck so badly read that whole letters are lost, of lost marks; all else is proposed.
_WORN_LIMIT = 8.0
# A free edit that is a toss-up is not worth a person's time.
_WORTH = 0.5
# Rivals closer than this are proposed beside the best, at most so many.
_RIVAL, _RIVALS = 2.0, 2
# Letters that a word with a digit or sign inside must have to be changed without a person.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Judge:
    """Turns units into edits for one language of one deck; ``names`` is the lexicon that knows names, if any."""

    language: str
    speller: Speller
    precise: bool
    names: Lexicon | None

    def edits(self, unit: Unit, where: Place) -> Iterator[Edit]:
        """Yield the edit of a unit, and close rivals as proposals with a negative margin."""
        ranking = weighed(self.speller.rank(unit.text), where, self.language)
        if ranking.best.text == unit.text:
            return
        kind = self.speller.kind(ranking)
        if kind == "unknown" and not unit.text.isalpha():
            return
        if kind == "free" and ranking.margin < _WORTH:
            return
        applied = ranking.margin >= self._limit(kind, ranking) and not self._guarded(unit, where, ranking)
        rule = f"letters:{kind}"
        yield Edit(unit.start, unit.text, ranking.best.text, rule, round(ranking.margin, 2), applied)
        if not applied:
            for rival in ranking.options[1 : 1 + _RIVALS]:
                behind = rival.score - ranking.best.score
                if -behind < _RIVAL and rival.text != unit.text:
                    yield Edit(unit.start, unit.text, rival.text, rule, round(min(behind, -0.01), 2), False)

    def _limit(self, kind: str, ranking: Ranking) -> float:
        only_marks = all(set(clean) <= MARKS for clean, _ in pieces(ranking.best.text, ranking.observed))
        if self.speller.worn:
            return _WORN_LIMIT if kind == "known" and only_marks else math.inf
        if kind == "known":
            return _MARKS_LIMIT if only_marks else _SHAPES_LIMIT
        if kind == "unknown" and only_marks and not self.precise:
            return _UNLISTED_LIMIT
        return math.inf

    def _guarded(self, unit: Unit, where: Place, ranking: Ranking) -> bool:
        """Return whether the unit may only be proposed: a name, a broken line's half, too few letters to tell."""
        word = unit.text
        if unit.broken or (sum(map(str.isalpha, word)) < _TELLING and not word.isalpha()):
            return True
        if not word.istitle():
            return False
        named = self.names and self.names.known(word) and not self.names.known(word.lower())
        return bool(named) or (not where.opening and not self.speller.is_common(ranking.best.text))
