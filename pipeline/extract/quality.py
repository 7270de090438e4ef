"""Is the text layer of a page worth keeping?  Judged by letters and words, not by language detection.

A layer made by an OCR engine without the page's language loses its diacritics and still passes for
Finnish or Swedish; what gives it away is how rarely the letters ä, ö and å come in it.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from pipeline import profiles

_FEWEST_WORDS = 8
_JUNK_SHARE = 0.08
_ODD_SHARE = 0.3
_UNKNOWN_SHARE = 0.45
_CHANCE = 0.01
_CHANCE_WITH_UNKNOWN = 0.05
_UNKNOWN_SOME = 0.2
# Half of the share that å, ä and ö have among the letters of running Finnish and Swedish text (4 to 5 %).
_MARKED_SHARE = 0.02
_VOWELS = set("aeiouyåäöæøéèêáàíóúüõ")
_NUMBER = re.compile(r"[(\[+-]*\d[\d.,:/%€–-]*\)?[.,:;%]*")
_EDGES = "".join(map(chr, range(0x21, 0x30))) + ":;<=>?@[]{}|~«»“”„’‘–—…•●◦▪■□○✓✔→*§°"


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong with a text layer; all shares 0..1, ``reason`` is empty where nothing is."""

    words: int
    junk: float
    odd: float
    unknown: float
    language: str
    reason: str

    @property
    def good(self) -> bool:
        """Whether the text can be kept."""
        return not self.reason


class _Speller(Protocol):
    def spell(self, word: str) -> bool: ...


def judge(words: Sequence[str], languages: Sequence[str] = ("fi", "sv", "en")) -> Quality:
    """Judge the words of one text layer in any order; too few words to tell count as good."""
    tokens = [token for word in words for token in [unicodedata.normalize("NFC", word).strip(_EDGES)] if token]
    text = "".join(words)
    junk = sum(map(_is_junk, text)) / max(len(text), 1)
    odd = sum(map(_is_odd, tokens)) / max(len(tokens), 1)
    language = spoken(tokens, languages)
    unknown = _unknown(tokens) if language == "fi" else 0.0
    reason = ""
    if len(tokens) >= _FEWEST_WORDS or junk > 0.5:
        reason = _reason(junk, odd, unknown, _marks(tokens, language))
    return Quality(len(tokens), junk, odd, unknown, language, reason)


def spoken(words: Sequence[str], languages: Sequence[str]) -> str:
    """Return the language whose commonest words come most often, diacritics aside; empty where none does."""
    folded = [profiles.fold(word) for word in words]
    counts = {code: sum(map(_common(code).__contains__, folded)) for code in languages}
    best = max(counts, key=lambda code: counts[code], default="")
    return best if best and counts[best] >= max(2, len(words) / 100) else ""


@functools.cache
def _common(code: str) -> frozenset[str]:
    return frozenset(map(profiles.fold, profiles.language(code).common))


def _reason(junk: float, odd: float, unknown: float, marks: float) -> str:
    if junk > _JUNK_SHARE:
        return f"{junk:.0%} of its characters are no text"
    if odd > _ODD_SHARE:
        return f"{odd:.0%} of its words are no words"
    if marks < (_CHANCE_WITH_UNKNOWN if unknown > _UNKNOWN_SOME else _CHANCE):
        return "its letters have lost their diacritics"
    if unknown > _UNKNOWN_SHARE:
        return f"{unknown:.0%} of its words are unknown"
    return ""


def _is_junk(character: str) -> bool:
    """Tell control, private and unassigned characters and the mark of a lost one."""
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs")


def _is_odd(token: str) -> bool:
    """Tell what no language writes: letters and digits mixed, no vowel in a long word, letters in strange case."""
    if _NUMBER.fullmatch(token) or len(token) == 1:
        return False
    if token.startswith("(cid:"):
        return True
    plain = [c for c in token if c.isalpha()]
    if not plain:
        return not any(c.isdigit() for c in token)
    if len(plain) < len(token) / 2:
        return True
    mixed = re.search(r"[^\W\d_]\d+[^\W\d_]", token) is not None
    bumpy = len(re.findall(r"[a-zåäö][A-ZÅÄÖ]", token)) > 1
    voiceless = len(plain) >= 5 and not token.isupper() and not _VOWELS & set(token.casefold())
    return mixed or bumpy or voiceless


def _marks(tokens: Sequence[str], language: str) -> float:
    """Return how likely so few å, ä, ö among so many letters are in sound text (1 where no language tells)."""
    if language not in ("fi", "sv"):
        return 1.0
    letters = [c for token in tokens for c in token.casefold() if c.isalpha()]
    return _tail(len(letters), sum(c in "åäö" for c in letters), _MARKED_SHARE)


def _tail(trials: int, hits: int, share: float) -> float:
    """Return the chance of at most ``hits`` in ``trials`` at ``share`` each (Poisson)."""
    mean = trials * share
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(hits + 1)) if mean else 1.0


def _unknown(tokens: Sequence[str]) -> float:
    """Return the share of longer words that Voikko does not know (0 where Voikko is not installed)."""
    speller = _speller()
    long = [t for t in tokens if len(t) >= 5 and t.isalpha() and not t.isupper()]
    if speller is None or len(long) < _FEWEST_WORDS:
        return 0.0
    return sum(not speller.spell(t) for t in long) / len(long)


def known(word: str) -> bool:
    """Tell whether Voikko knows a Finnish word; without Voikko every word passes."""
    speller = _speller()
    return speller is None or speller.spell(word)


@functools.cache
def _speller() -> _Speller | None:
    try:
        import libvoikko

        return cast("_Speller", libvoikko.Voikko("fi"))
    except (ImportError, OSError, RuntimeError):
        return None
    except Exception as error:
        if type(error).__name__ == "VoikkoException":
            return None
        raise
