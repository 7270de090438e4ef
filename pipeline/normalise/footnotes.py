"""Footnotes: which lines explain footnote marks, and what they say of them."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.model import Item
from pipeline.normalise.vocabulary import Vocabulary

FOOTNOTE = re.compile(
    r"(?:^|(?<=[\s,;]))(\*{1,4}|[†‡§]|[¹²³⁴⁵])\s*=?\s*([^*†‡§¹²³⁴⁵]+?)\s*(?=[,;.]?\s*(?:\*|[†‡§¹²³⁴⁵]|$))"
)
LOWERED = re.compile(r"^([1-5])[.)]?\s+(?=\S)")
RAISED = dict(zip("12345", "¹²³⁴⁵", strict=True))
SIGNS = ("*", "†", "‡", "§", "¹", "²", "³", "⁴", "⁵")


def footnotes_of(item: Item, beside: int, used: Collection[str], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return (mark, meaning) of a line of footnotes, nothing where it is none.

    A star before a line is a footnote only where it is no list mark among others (``beside`` lines); a plain
    number only where actions of the page carry it raised (``used``).
    """
    text = item.reading.text.strip()
    listed = item.bullet.startswith("*")
    if listed and (beside > 3 or text.endswith(":") or len(text.split()) > 8):
        return ()
    full = f"{item.bullet} {text}" if listed or any(c.isdigit() for c in item.bullet) else text
    lowered = LOWERED.match(full)
    if lowered and RAISED[lowered[1]] in used:
        full = RAISED[lowered[1]] + full[lowered.end() :]
    if not full.startswith(SIGNS):
        return ()
    found = FOOTNOTE.findall(full)
    if item.bullet and len(found) == 1 and not vocabulary.meaning(found[0][1]) and not lowered:
        return ()
    return tuple((mark, vocabulary.meaning(words) or words.strip(" .,;")) for mark, words in found)
