"""Glyphs to words and items, on the pseudo geometry of a text dump.

Line n (from 0) of a page lies between 12 n and 12 (n + 1) points, and every character is 6 points wide,
so that the place of each value can be found again in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.hyphens import HYPHENS, Evidence, Join, joins
from pipeline.extract.text_clean import tidy
from pipeline.extract.text_marks import Glyph, shows
from pipeline.model import Box, Edit, Item, Word

CHARACTER, LINE = 6.0, 12.0
# Markdown's strong emphasis: opened before a word and closed behind one, which a footnote mark never is.
_STRONG = re.compile(r"(?<![\w*])(\*\*|__)(?=[\w(«“”\"'])(.+?)(?<=[\w).:!?»”\"'])\1(?![\w*])")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in front of an item's text: the bullet's glyphs (none where it is not printed), its level."""

    glyphs: tuple[Glyph, ...] = ()
    bullet: str = ""
    level: int = 0
    run_on: bool = False


class FlatSheet:
    """The words of a page of flat text, collected while its items are made."""

    def __init__(self, evidence: Evidence) -> None:
        """Start with no word; ``evidence`` judges hyphens at line ends."""
        self.words: list[Word] = []
        self._evidence = evidence

    def item(self, lines: Sequence[Sequence[Glyph]], label: Label) -> Item:
        """Keep the words of the lines and return them as one item; the lines hold at least one word."""
        first = len(self.words)
        if label.glyphs:
            self.words.append(_word(label.glyphs))
        start = len(self.words)
        breaks = []
        for line in lines:
            self.words += map(_word, _split(line))
            breaks.append(len(self.words) - start)
        texts = [w.text for w in self.words[start:]]
        raw = " ".join(texts)
        strong = tuple(_STRONG.finditer(raw))
        self._embolden(start, strong)
        edits = [*_hashes(raw), *(e for m in strong for e in _markup(m))]
        reading = tidy(raw, *edits, *_line_hyphens(texts, breaks[:-1], self._evidence))
        used = self.words[first:]
        return Item(
            reading,
            Box.around([w.box for w in used]),
            tuple(range(first, len(self.words))),
            label.bullet,
            label.level,
            bold=all(w.bold for w in self.words[start:]),
            run_on=label.run_on,
        )

    def _embolden(self, start: int, strong: Sequence[re.Match[str]]) -> None:
        at = 0
        for index in range(start, len(self.words)):
            word = self.words[index]
            if any(m.start() < at + len(word.text) and at < m.end() for m in strong):
                self.words[index] = replace(word, bold=True)
            at += len(word.text) + 1


def _markup(match: re.Match[str]) -> Iterator[Edit]:
    sign = match.group(1)
    yield Edit(match.start(), sign, "", "markup")
    yield Edit(match.end() - len(sign), sign, "", "markup")


def _hashes(raw: str) -> Iterator[Edit]:
    """Yield the edit that takes a Markdown heading's mark away."""
    mark = re.match(r"#{1,6} (?=\S)", raw)
    if mark:
        yield Edit(0, mark.group(), "", "markup")


def _line_hyphens(texts: Sequence[str], breaks: Sequence[int], evidence: Evidence) -> Iterator[Edit]:
    """Yield the edits that undo hyphens at line ends; ``breaks`` count the words before each line break."""
    at = 0
    for index, (text, after) in enumerate(pairwise(texts)):
        end = at + len(text)
        if index + 1 in breaks and len(text) > 1 and text[-1] in HYPHENS:
            verdict = joins(text, after, evidence)
            if verdict is not Join.APART:
                yield Edit(end - 1, f"{text[-1]} ", verdict.value, "line_hyphen")
        at = end + 1


def _split(line: Sequence[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Split at blanks; what shows nothing (no-break blanks, zero width) makes no word of its own."""
    word: list[Glyph] = []
    for glyph in (*line, Glyph(" ", 0, 0)):
        if glyph.text not in " \t\v\n":
            word.append(glyph)
            continue
        if shows(word):
            yield tuple(word)
        word = []


def _word(glyphs: tuple[Glyph, ...]) -> Word:
    first, last = glyphs[0], glyphs[-1]
    top = LINE * first.line
    box = Box(CHARACTER * first.column, top, CHARACTER * (last.column + max(last.width, 1)), top + LINE)
    return Word("".join(g.text for g in glyphs), box, bold=all(g.bold for g in glyphs))


def glyphs_of(text: str, line: int, column: int = 0) -> tuple[Glyph, ...]:
    """Return the characters of a line without markup."""
    return tuple(Glyph(c, line, column + i) for i, c in enumerate(text))
