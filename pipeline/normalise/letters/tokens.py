"""Cuts a text into the units that may be repaired, and guards what must stay as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = frozenset("äöåÄÖÅ")

_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"(?i)^\W*(https?:|www\.|\S+@\S+\.\w|[\w-]+(\.[\w-]+)*\.(fi|se|com|org|net|eu|ax|gov|int|info|io|uk)\b)"
)
# What Tesseract makes of letters may be a sign or digit, so a unit is whatever stands between plain separators.
# An & beside a small letter is one of these: it is how å and ä are often read.
_UNIT = re.compile(r"(?:[^\s\-‐-―/().,:;?\"”“„«»…*&+=<>\[\]{}•]|(?<=[a-zåäö])&|&(?=[a-zåäö]))+")
_ENDS = "'‘’´`!|_~^°™®©\\"
_ACRONYM = re.compile(r"^\W*[A-ZÅÄÖ]{2,}[A-ZÅÄÖ0-9]*:\w+")
_LONGEST_ACRONYM, _LONGEST_WORD = 5, 60
# Signs that have no place between letters; so many of them, and so large a share, make a word unreadable.
_SIGNS = re.compile(r"[^\w\s\-‐-―/.&@%§]|_")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_JUNK_LETTERS, _JUNK_SIGNS, _JUNK_SHARE = 2, 2, 0.3


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch ``text[start:end]`` that may be a damaged word; ``broken`` when the line breaks it with a hyphen."""

    start: int
    end: int
    text: str
    broken: bool = False


def units(text: str) -> Iterator[Unit]:
    """Yield the units of ``text`` that are words and not guarded."""
    shouted = is_shouted(text)
    for token in _TOKEN.finditer(text):
        word = token.group()
        if not _ADDRESS.match(word) and not _ACRONYM.match(word) and not _is_junk(word):
            yield from _inside(word, token.start(), shouted, text[token.end() :].isspace() or token.end() == len(text))


def unreadable(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that are beyond repair: too many signs between too few letters."""
    for token in _TOKEN.finditer(text):
        if not _ADDRESS.match(token.group()) and _is_junk(token.group()):
            yield token.group()


def is_shouted(text: str) -> bool:
    """Return whether ``text`` is set in capitals, so that capitals make no acronym."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _inside(word: str, offset: int, shouted: bool, last: bool) -> Iterator[Unit]:
    for found in _UNIT.finditer(word):
        start, end = found.span()
        while start < end and word[start] in _ENDS:
            start += 1
        while end > start and word[end - 1] in _ENDS:
            end -= 1
        piece = word[start:end]
        if _is_word(piece) and (shouted or not _is_acronym(piece)):
            yield Unit(offset + start, offset + end, piece, last and word[end:] in ("-", "‐"))


def _is_junk(word: str) -> bool:
    core = _AROUND.sub("", word)
    letters = sum(map(str.isalpha, core))
    signs = len(_SIGNS.findall(core))
    return letters >= _JUNK_LETTERS and signs >= _JUNK_SIGNS and signs > _JUNK_SHARE * letters


def _is_word(piece: str) -> bool:
    letters = sum(c.isalpha() for c in piece)
    digits = sum(c.isdigit() for c in piece)
    if not 2 <= letters <= _LONGEST_WORD or digits > (2 if letters >= 4 else 1):
        return False
    return letters >= 0.6 * len(piece)


def _is_acronym(piece: str) -> bool:
    """Return whether ``piece`` is short and in capitals, or has capitals inside (``LinkedIn``)."""
    if piece.isupper():
        return len(piece) <= _LONGEST_ACRONYM
    inner = piece[1:]
    return bool(re.search(r"[a-zåäö]", inner)) and bool(re.search(r"[B-FH-NP-ZÅÄÖ]", inner))
