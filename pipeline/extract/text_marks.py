"""One line of a dump as glyphs with their columns: HTML tags taken out, entities read, emphasis known."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>ul|ol|li|br|p|div|span|b|strong|i|em|u|sup|sub|font|a|hr|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the place where it stands in the file: line and first column, and how wide it is there."""

    text: str
    line: int
    column: int
    width: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Strand:
    """What becomes one item: its glyphs, and what the markup says of it.

    ``run_on`` marks a list whose item borders the dump has lost.
    """

    glyphs: tuple[Glyph, ...]
    bullet: str = ""
    level: int = 0
    run_on: bool = False


def strands(text: str, line: int, column: int) -> tuple[Strand, ...]:
    """Split a cell or line at its markup: list items, line breaks and paragraphs each give a strand.

    A list opener without ``<li>`` behind it (and mostly without an end) holds items that run together:
    it gives one strand with ``run_on``.  The glyphs are the text as a person would see it; the tags stand
    nowhere, because an edit for each would tell nothing about the text.
    """
    state = _Markup(line)
    at = 0
    for tag in _TAG.finditer(text):
        state.add(text[at : tag.start()], column + at)
        state.tag(tag.group("name").lower(), bool(tag.group("close")))
        at = tag.end()
    state.add(text[at:], column + at)
    state.flush()
    return tuple(s for s in state.done if shows(s.glyphs))


def shows(glyphs: Iterable[Glyph]) -> bool:
    """Whether a person would see anything of the glyphs."""
    return any(g.text.isprintable() and not g.text.isspace() for g in glyphs)


class _Markup:
    """The open lists and emphasis while a line is read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.done: list[Strand] = []
        self._glyphs: list[Glyph] = []
        self._lists: list[tuple[str, int]] = []
        self._bold = 0
        self._now = Strand(())

    def add(self, text: str, column: int) -> None:
        at = 0
        for entity in _ENTITY.finditer(text):
            self._plain(text[at : entity.start()], column + at)
            seen = html.unescape(entity.group())
            wide = len(entity.group())
            for i, char in enumerate(seen):
                self._glyphs.append(Glyph(char, self.line, column + entity.start(), 0 if i else wide, self._bold > 0))
            at = entity.end()
        self._plain(text[at:], column + at)

    def _plain(self, text: str, column: int) -> None:
        self._glyphs += [Glyph(c, self.line, column + i, 1, self._bold > 0) for i, c in enumerate(text)]

    def tag(self, name: str, close: bool) -> None:
        if name in ("b", "strong"):
            self._bold = max(0, self._bold + (-1 if close else 1))
        elif name in ("ul", "ol"):
            self.flush()
            if close:
                del self._lists[-1:]
                self._now = Strand(())
            else:
                self._lists.append((name, 0))
                self._now = Strand((), "", len(self._lists), True)
        elif name == "li" and not close:
            self.flush()
            kind, count = self._lists.pop() if self._lists else ("ul", 0)
            self._lists.append((kind, count + 1))
            self._now = Strand((), f"{count + 1}." if kind == "ol" else "•", len(self._lists))
        elif name in ("br", "p", "div", "li", "hr") or name.startswith("h"):
            self.flush()
            self._now = replace(self._now, bullet="") if self._now.bullet else self._now

    def flush(self) -> None:
        self.done.append(replace(self._now, glyphs=tuple(self._glyphs)))
        self._glyphs = []
