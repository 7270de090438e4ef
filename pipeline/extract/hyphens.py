"""Whether a hyphen at a line end belongs to the word.

Rules from the spelling guides of the languages (Kielitoimiston ohjepankki "Yhdysmerkki"; Svenska
skrivregler "Bindestreck"): a hyphen stays before a conjunction, beside a capital or digit, and
between two equal vowels; else a line-end hyphen is only a break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline import profiles

HYPHENS = "-\u2010\u2011"
SOFT_HYPHEN = "\u00ad"
DASHES = "–—"
EDGES = ".,;:!?()[]\"'”’*"
VOWELS = "aeiouyåäö"
HYPHENATED = re.compile(r"\w+[-\u2010\u2011]\w+", re.UNICODE)


class Join(StrEnum):
    """What becomes of a line break behind a hyphen: one word, a hyphenated word, or two words."""

    JOIN = ""
    HYPHEN = "-"
    APART = "- "


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known when a hyphen is judged: words of the page that are not broken, and conjunctions."""

    words: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str], languages: Iterable[str]) -> Evidence:
        """Gather evidence from the words of a page; ``languages`` are ISO 639-1 codes."""
        words = frozenset(t.strip(EDGES).lower() for t in texts)
        prefixes = frozenset(m.group().split("-")[0] for w in words for m in HYPHENATED.finditer(w) if "-" in m.group())
        known = set(profiles.known("languages"))
        conjunctions = (c for code in languages if code in known for c in profiles.language(code).conjunctions)
        return cls(words, frozenset(conjunctions), prefixes)


def joins(before: str, after: str, known: Evidence) -> Join:
    """Judge the hyphen at the end of ``before`` when ``after`` begins the next line.

    The first evidence that speaks decides: conjunction, capital or digit, the page's own spelling
    of the whole word, equal vowels, the page's own spelling of the first part, else one word.
    """
    stem, rest = before.strip(EDGES)[:-1], after.strip(EDGES)
    if not stem or not rest or not rest[0].isalnum() or rest.lower() in known.conjunctions:
        return Join.APART
    if rest[0].isdigit() or rest[0].isupper() or stem[-1].isdigit() or stem[-1].isupper():
        return Join.HYPHEN
    whole, parted = f"{stem}{rest}".lower(), f"{stem}-{rest}".lower()
    if (whole in known.words) != (parted in known.words):
        return Join.JOIN if whole in known.words else Join.HYPHEN
    if stem[-1].lower() in VOWELS and stem[-1].lower() == rest[0]:
        return Join.HYPHEN
    last = re.split(f"[{HYPHENS}]", stem)[-1].lower()
    if last in known.prefixes and not any(w != last and w.startswith(last) and "-" not in w for w in known.words):
        return Join.HYPHEN
    return Join.JOIN
