"""Splits a list whose item marks were lost, so that its items run together in one line.

A new item begins at a capitalised word that would be written small inside a sentence: one whose
small form is a word of the language.  Names and abbreviations do not begin an item, unless the
word before them ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.model import Item

CAPITAL = re.compile(r"(?<=\s)[A-ZÅÄÖ][a-zåäö]+(?:-[a-zåäö]+)*(?=[\s,;]|\.(?:\s|$)|$)")
MARKS = re.compile(r"(?:^|\s)[*+«»¢•·°](?=\s+[^\W\d_a-zåäö])\s+")
HEAD, TAIL = 4, 6


def split_items(item: Item, is_word: Callable[[str], bool]) -> tuple[Item, ...]:
    """Return the items that run together in ``item``; ``is_word`` says whether a small-letter word is one."""
    text = item.reading.text
    starts = [0, *(m.start() for m in CAPITAL.finditer(text) if _begins_item(text, m.start(), m.group(), is_word))]
    if len(starts) == 1:
        return (item,)
    parts = []
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:stop]
        end = start + len(piece.rstrip())
        reading = item.reading.part(start, end)
        parts.append(replace(item, reading=reading, run_on=False, confidence=item.confidence * 0.95))
    return tuple(parts)


def split_marks(item: Item) -> tuple[Item, ...]:
    """Part an item of a read picture at list marks that were taken for text (``* Aita ... * Portti ...``).

    A star is a footnote mark behind a word; one that stands alone before a capital letter is a bullet.
    """
    text = item.reading.text
    marks = [m for m in MARKS.finditer(text) if m.start() == 0 or text[m.start()].isspace()]
    if not marks:
        return (item,)
    stops = [*(m.start() for m in marks), len(text)]
    pieces = [(0, stops[0])] if text[: stops[0]].strip() else []
    pieces += [(m.end(), stop) for m, stop in zip(marks, stops[1:], strict=True)]
    trimmed = [(start, start + len(text[start:stop].rstrip())) for start, stop in pieces]
    parts = [replace(item, reading=item.reading.part(a, b), bullet="•") for a, b in trimmed if b > a]
    return tuple(parts) or (item,)


def _begins_item(text: str, at: int, word: str, is_word: Callable[[str], bool]) -> bool:
    before = text[:at].rstrip()
    if not before or before.endswith((",", ":", "(", "/", "–", "-")):
        return False
    small = word.lower()
    cuts = range(HEAD, len(small) - TAIL + 1)
    return is_word(small) or any(is_word(small[:cut]) and is_word(small[cut:]) for cut in cuts)
