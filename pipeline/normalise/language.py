"""Which language a text is in, by its commonest words: good enough for a page, and it works without diacritics."""

from __future__ import annotations

import re

from pipeline.profiles import Profile, fold


def language_of(text: str, profile: Profile, fallback: str = "") -> str:
    """Return the ISO 639-1 code of the language whose common words and letters fit best, else ``fallback``."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    plain = text.casefold()
    scores = []
    for order, language in enumerate(profile.languages):
        common = {fold(w) for w in (*language.common, *language.conjunctions)}
        hits = sum(w in common for w in words) + sum(plain.count(c) for c in language.letters) / 8
        scores.append((hits, -order, language.code))
    best = max(scores, default=(0.0, 0, fallback))
    return best[2] if best[0] >= 1 else fallback
