"""What an organisation or the deck itself says about spelling: it outranks every guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Edit
from pipeline.normalise.letters.tokens import MARKS
from pipeline.profiles import Profile

_FOLD = str.maketrans("äöåÄÖÅ", "aoaAOA")
_TOKEN = re.compile(r"[^\s(),;:!?\"”“]+")
_PART = re.compile(r"[^\s\-‐–/(),;:!?\"”“]+")


class House:
    """House terms and names of the profile, and the words that the deck itself repeats with their marks."""

    def __init__(self, profile: Profile, repeated: frozenset[str]) -> None:
        """Take the terms of all organisations of ``profile``; ``repeated`` are words to be left alone."""
        terms = {t for o in profile.organisations for t in o.house_terms}
        words = {w for o in profile.organisations for n in o.names for w in n.split() if not w.islower()}
        self._stay = repeated | terms | words
        self._lost = {t.translate(_FOLD): t for t in sorted(terms) if MARKS & set(t)}

    def guards(self, word: str) -> bool:
        """Return whether ``word`` must stay as it is."""
        return word in self._stay

    def edits(self, text: str) -> Iterator[Edit]:
        """Yield an edit for each house term that lost its marks."""
        done = -1
        for pattern in (_TOKEN, _PART):
            for found in pattern.finditer(text):
                word = found.group().rstrip(".")
                term = self._lost.get(word)
                if term is not None and term != word and found.start() > done:
                    done = found.end()
                    yield Edit(found.start(), word, term, "letters:house")
