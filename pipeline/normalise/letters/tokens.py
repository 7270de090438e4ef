"""Cuts a text into the units that may be repaired, and guards what must stay as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = frozenset("äöåÄÖÅ")

_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"(?i)^\W*(https?:|www\.|\S+@\S+\.\w|[\w-]+(\.[\w-]+)*\.(fi|se|com|org|net|eu|ax|gov|int|info|io|uk)\b)")
# What Tesseract makes of letters may be a sign or digit, so a unit is whatever stands between plain separators.
_UNIT = re.compile(r"[^\s\-‐-―/().,:;?\"”“„«»…*&+=<>\[\]{}•]+")
_ENDS = "'‘’´`!|_~^°\\"
_ACRONYM = re.compile(r"^\W*[A-ZÅÄÖ]{2,}[A-ZÅÄÖ0-9]*:\w+")
_LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch ``text[start:end]`` that may be a damaged word; ``hyphen`` when it is a piece at a hyphen."""

    start: int
    end: int
    text: str
    hyphen: bool = False
    opening: bool = False


def units(text: str) -> Iterator[Unit]:
    """Yield the units of ``text`` that are words and not guarded."""
    shouted = is_shouted(text)
    opening = True
    for token in _TOKEN.finditer(text):
        word = token.group()
        if not _ADDRESS.match(word) and not _ACRONYM.match(word):
            yield from _inside(word, token.start(), shouted, opening)
        opening = word[-1] in ".:!?•"


def is_shouted(text: str) -> bool:
    """Return whether ``text`` is set in capitals, so that capitals make no acronym."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _inside(word: str, offset: int, shouted: bool, opening: bool) -> Iterator[Unit]:
    for found in _UNIT.finditer(word):
        start, end = found.span()
        while start < end and word[start] in _ENDS:
            start += 1
        while end > start and word[end - 1] in _ENDS:
            end -= 1
        piece = word[start:end]
        if _is_word(piece) and (shouted or not _is_acronym(piece)):
            hyphen = word[start - 1 : start] in ("-", "‐", "–") or word[end : end + 1] in ("-", "‐", "–")
            yield Unit(offset + start, offset + end, piece, hyphen, opening and start <= 1)


def _is_word(piece: str) -> bool:
    letters = sum(c.isalpha() for c in piece)
    digits = sum(c.isdigit() for c in piece)
    if letters < 2 or (digits and (letters < 4 or digits > 2 or piece[0].isdigit())):
        return False
    return letters >= 0.6 * len(piece)


def _is_acronym(piece: str) -> bool:
    """Return whether ``piece`` is short and in capitals, or has capitals inside (``LinkedIn``)."""
    if piece.isupper():
        return len(piece) <= _LONGEST_ACRONYM
    inner = piece[1:]
    return bool(re.search(r"[a-zåäö]", inner)) and bool(re.search(r"[B-FH-NP-ZÅÄÖ]", inner))
