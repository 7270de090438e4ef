"""Legends: which verdict a symbol or a coloured dot stands for, read from the decks themselves.

A symbol means what the words right behind it say.  Without a legend a symbol is reported as it is
and means nothing: a colour is never guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import BlockKind, Deck, Item, Page, Status
from pipeline.normalise.vocabulary import Vocabulary

GLYPHS = "\u2190-\u21ff\u2295-\u22a1\u2300-\u23ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
SIGN = re.compile(rf"[{GLYPHS}]")
LETTER = re.compile(r"[A-ZÅÄÖ]{1,2}|\d")
ENTRY = re.compile(rf"([{GLYPHS}])\s*(?:=|:|–|-)?\s*([^{GLYPHS}=;|]+?)\s*(?=[,;|]?\s*(?:[{GLYPHS}]|$))")
NEAR = 60.0
BESIDE = 90.0
LEAST = 2
TICKS = frozenset("\u2713\u2714\u2611\u2705\u2717\u2718\u274c")


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol with its colour (``""``: black or unknown)."""

    glyph: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sign stands for, in the legend's words."""

    words: str
    status: Status | None


class Legend:
    """The signs of one deck."""

    def __init__(self, entries: Iterable[tuple[Sign, Meaning]]) -> None:
        """Keep the entries; a sign that is said to mean two things means nothing."""
        self.signs: dict[Sign, Meaning] = {}
        doubtful = set()
        for sign, meaning in entries:
            if self.signs.setdefault(sign, meaning).status is not meaning.status:
                doubtful.add(sign)
        for sign in doubtful:
            del self.signs[sign]
        self.letters = frozenset(s.glyph for s in self.signs if LETTER.fullmatch(s.glyph))

    def read(self, item: Item) -> tuple[str, Status | None, bool] | None:
        """Return (status as shown, status, explained) for an item that is a sign, ``None`` for other text."""
        text = item.reading.text.strip()
        if len(text) <= 2 and text in self.letters:
            return self.look_up(text, item.color)
        return self.look_up(text[0], item.color) if len(text) <= 2 and SIGN.match(text) else None

    def look_up(self, glyph: str, color: str) -> tuple[str, Status | None, bool]:
        """Return (as shown, status, explained); of dots told apart by colour the legend's words are what is shown."""
        near = self._nearest(Sign(glyph, color))
        if near is None:
            return glyph, None, False
        many = sum(s.glyph == glyph for s in self.signs) > 1
        return (near.words if many else glyph), near.status, True

    def _nearest(self, sign: Sign) -> Meaning | None:
        """Find the sign; dots of one glyph are told apart by colour, and a scan's colour is only nearly the same."""
        same = {s: m for s, m in self.signs.items() if s.glyph == sign.glyph}
        if len(same) <= 1:
            only = next(iter(same.items()), None)
            return only[1] if only and _may_be_one(only[0].color, sign.color) else None
        distances = sorted((color_distance(s.color, sign.color), m.words, m) for s, m in same.items())
        best = distances[0]
        # A legend that every page repeats has nearly the same colour for the same words on each.
        rivals = [near for near, _, meaning in distances if meaning.status is not best[2].status]
        return best[2] if best[0] <= NEAR and min(rivals, default=441.0) >= best[0] + NEAR / 2 else None


def _may_be_one(one: str, other: str) -> bool:
    """Whether two signs of one glyph may be one sign: a colour that is plain ink or unknown fits any."""
    plain = not is_color(one) or not is_color(other)
    return plain or color_distance(one, other) <= 2 * NEAR


def is_color(color: str) -> bool:
    """Whether a ``#rrggbb`` colour is more than black, white or a grey."""
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)] if len(color) == 7 else [0]
    return max(parts) - min(parts) > 40


def color_distance(one: str, other: str) -> float:
    """Return the Euclidean distance of two ``#rrggbb`` colours, 0..441; unknown colours are far from all."""
    if one == other:
        return 0.0
    if len(one) != 7 or len(other) != 7:
        return 441.0
    return math.dist(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (one, other)))


def read_legend(deck: Deck, vocabulary: Vocabulary) -> Legend:
    """Collect what the signs of a deck stand for, outside its tables and inside them.

    One sign alone is no scale: it is a list mark before a line that happens to say *done*, unless it is a tick.
    """
    found = [entry for page in deck.pages for entry in _entries(page, vocabulary)]
    alone = len({sign for sign, _ in found}) < LEAST
    return Legend(e for e in found if not alone or e[0].glyph in TICKS)


def is_legend(item: Item) -> bool:
    """Whether a line explains several signs."""
    return len(ENTRY.findall(f"{item.bullet} {item.reading.text}".strip())) > 1


def _entries(page: Page, vocabulary: Vocabulary) -> Iterable[tuple[Sign, Meaning]]:
    loose = [i for b in page.blocks if b.kind is not BlockKind.NOTES for i in b.items]
    for item in loose:
        for glyph, words in ENTRY.findall(f"{item.bullet} {item.reading.text}".strip()):
            known, status = vocabulary.verdict(words)
            if known:
                yield Sign(glyph, _color(item, page, glyph)), Meaning(words.strip(), status)
    texts = [i for i in loose if not SIGN.fullmatch(i.reading.text.strip())]
    yield from _letters(page, texts, vocabulary)
    for item in loose:
        if SIGN.fullmatch(item.reading.text.strip()):
            words = _beside(item, texts)
            known, status = vocabulary.verdict(words)
            if known:
                yield Sign(item.reading.text.strip(), item.color), Meaning(words, status)


def _letters(page: Page, texts: list[Item], vocabulary: Vocabulary) -> Iterable[tuple[Sign, Meaning]]:
    """Yield the letters that stand alone in coloured boxes beside verdicts, where there are several of them."""
    boxed = [b.items[0] for b in page.blocks if b.fill and len(b.items) == 1]
    found = {}
    for item in boxed:
        letter = item.reading.text.strip()
        words = _beside(item, [t for t in texts if t is not item]) if LETTER.fullmatch(letter) else ""
        known, status = vocabulary.verdict(words) if words else (False, None)
        if known:
            found[letter] = (Sign(letter), Meaning(words, status))
    return found.values() if len(found) >= LEAST else ()


def _color(item: Item, page: Page, glyph: str) -> str:
    return next((page.words[w].color for w in item.words if page.words[w].text == glyph), item.color)


def _beside(sign: Item, texts: list[Item]) -> str:
    """Return the text that begins right of the sign on its line."""
    middle = (sign.box.top + sign.box.bottom) / 2
    right = [t for t in texts if t.box.top <= middle <= t.box.bottom and t.box.x0 >= sign.box.x1 - 2]
    nearest = min(right, key=lambda t: (t.box.x0, t.reading.text), default=None)
    return nearest.reading.text.strip() if nearest and nearest.box.x0 - sign.box.x1 < BESIDE else ""
