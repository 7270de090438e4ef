"""How likely a word is: frequency lists, a dictionary, a character model, and the deck's own words.

The frequencies are those of the ``wordfreq`` package (Speer, 2022, https://github.com/rspeer/wordfreq),
read where it is installed and never copied.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from pipeline.normalise.letters.characters import CharacterModel
from pipeline.normalise.lexicon import Lexicon, lexicon
from pipeline.profiles import language

_FOLD = str.maketrans("äöåÄÖÅ", "aoaAOA")
_TYPES = 120_000
_LAST_LETTER = "ž"
# A plain spelling this much rarer than a marked one is that word without its marks, as people type it.
_JUNK = 10.0

# Shares of a text's words: in the frequency list; in the dictionary alone; in neither; the deck's own.
_LISTED, _ACCEPTED, _OTHER, _OWN = 0.70, 0.25, 0.01, 0.3
# Share of the strings of the character model that the dictionary accepts.
_WORDLIKE = 0.3
_DOUBTED = 0.02
_LEAST = 1e-40
# Parts of a compound have so many letters at least, and are so common, short ones more; the commonest words of all
# (and, has, but) are no parts.  What a joint costs, and where a letter may link the parts.
_PART, _PART_SHARE, _SHORT_SHARE, _MOST_SHARE = 3, 1e-7, 2e-6, 2e-3
_JOINT = 0.3
_LINKS = {"sv": "s"}


class Prior:
    """Log probabilities of the words of one language; what is costly is made when it is asked for first."""

    def __init__(self, code: str, *, lists: bool = True, words: Lexicon | None = None) -> None:
        """Load what there is for the language ``code``; ``lists=False`` leaves the frequency lists out."""
        self.code = code
        self.words = words or lexicon(code)
        self.frequencies = _frequencies(code) if lists else {}
        self.marked = _marked(self.frequencies)
        self.log = functools.lru_cache(1 << 16)(self._log)
        self.compound = functools.lru_cache(1 << 16)(self._compound)

    @functools.cached_property
    def characters(self) -> CharacterModel:
        """The character model of the language's common words."""
        return CharacterModel(self._types())

    def known(self, word: str) -> bool:
        """Return whether the dictionary, or the list and compounds of it, knows ``word`` as it is or in lower case."""
        low = word.lower()
        if self.words.known(word) or (word != low and self.words.known(low)):
            return True
        return not self.words.precise and self.compound(low) > 0.0

    def lost_marks(self, word: str) -> bool:
        """Return whether ``word`` is far commoner with ä, ö or å than as it stands."""
        low = word.lower()
        return self.marked.get(low, 0.0) > _JUNK * self.frequencies.get(low, 0.0)

    def share(self, word: str) -> float:
        """Return how common ``word`` is, with its marks or having lost them (0..1)."""
        low = word.lower()
        return max(self.frequencies.get(low, 0.0), self.marked.get(low, 0.0))

    def _log(self, word: str) -> float:
        """Return log P(word)."""
        low = word.lower()
        share, spelled = self.frequencies.get(low, 0.0), math.exp(self.characters.word(low))
        junk = self.lost_marks(word) and not self.words.precise
        if not self.known(word):
            return math.log(_DOUBTED * share * (_DOUBTED if junk else 1.0) + _OTHER * spelled + _LEAST)
        formed = 0.0 if share and not self.words.precise else _ACCEPTED * (spelled / _WORDLIKE + self.compound(low)) / 2
        return math.log((_DOUBTED if junk else 1.0) * (_LISTED * share + formed) + _LEAST)

    def _compound(self, low: str) -> float:
        """Return how likely ``low`` is as a listed head and a listed, or again compound, tail."""
        total = 0.0
        for cut in range(_PART, len(low) - _PART + 1):
            head, tail = low[:cut], low[cut:]
            share = self._part(head)
            if head[-1] in _LINKS.get(self.code, "") and len(head) > _PART:
                share = max(share, self._part(head[:-1]))
            if share:
                total += _JOINT * share * (self._part(tail) or self.compound(tail))
        return total

    def _part(self, low: str) -> float:
        """Return how common ``low`` is, 0 where it is too rare, too short or too common to be part of a compound."""
        share = self.frequencies.get(low, 0.0)
        least = _SHORT_SHARE if len(low) <= _PART else _PART_SHARE
        return share if least < share < _MOST_SHARE and not self.lost_marks(low) else 0.0

    def _types(self) -> list[str]:
        ranked = sorted(self.frequencies, key=lambda w: (-self.frequencies[w], w))[:_TYPES]
        return [w for w in ranked if w.isalpha() and max(w) <= _LAST_LETTER and self._is_genuine(w)]

    def _is_genuine(self, word: str) -> bool:
        if word not in self.marked:
            return True
        return self.words.known(word) if self.words.precise else not self.lost_marks(word)


@functools.cache
def prior(code: str) -> Prior:
    """Return the prior of the language ``code`` (ISO 639-1) with all that is installed."""
    return Prior(code)


def _frequencies(code: str) -> dict[str, float]:
    try:
        from wordfreq import get_frequency_dict

        # A language without marks is only asked whether a word is one of its common ones.
        return get_frequency_dict(code, "best" if language(code).letters else "small")
    except (ImportError, LookupError):
        return {}


def _marked(frequencies: Mapping[str, float]) -> dict[str, float]:
    """Return the frequency of the commonest word with marks for each spelling without them."""
    best: dict[str, float] = {}
    for word, share in frequencies.items():
        if word.isascii():
            continue
        plain = word.translate(_FOLD)
        if plain != word and share > best.get(plain, 0.0):
            best[plain] = share
    return best
