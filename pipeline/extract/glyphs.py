"""Glyphs in the order they are painted to words: gaps, doubled text, letter spacing, symbol fonts."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from pipeline.model import Box, Word

GAP = 0.17
BACK = 0.6
SHADOW = 0.14
SMALL = 0.8
LIFTED = 0.15
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!lig)|[-,]bd\b", re.IGNORECASE)
SYMBOL_FONTS = re.compile(r"wingdings|webdings|symbol|zapfdingbats|dingbats", re.IGNORECASE)
# The marks that office programs set from these fonts, by code position in the fonts' own encodings.
WINGDINGS = {
    "§": "▪", "Ø": "➢", "ü": "✓", "û": "✗", "v": "❖", "q": "❑", "n": "■", "l": "●", "à": "→", "è": "➔", "o": "□",
    "u": "◆", "w": "⬥", "¡": "○", "¨": "◻", "þ": "☑", "ý": "☒", "ð": "⇨", "J": "☺", "K": "😐", "L": "☹",
}  # fmt: skip
SYMBOL = {"·": "•", "®": "→", "¬": "←"}
ZAPF = {"l": "●", "n": "■", "u": "◆", "4": "✔", "3": "✓", "8": "✘", "7": "✗", "o": "❏", "m": "❍"}


class Glyph(NamedTuple):
    """One painted character; ``vertical`` is 0 for upright text, 1 reading upwards, -1 downwards."""

    text: str
    box: Box
    size: float
    bold: bool
    color: str
    vertical: int
    order: int


class PaintedWord(NamedTuple):
    """A word and its place in the painting order."""

    word: Word
    order: int
    vertical: int


def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    return BOLD.search(font) is not None


def symbol(font: str, text: str) -> str:
    """Return the Unicode character for a glyph of a symbol font, the text itself where unknown."""
    name = font.lower()
    code = text
    if len(text) == 1 and 0xF000 <= ord(text) <= 0xF0FF:
        code = chr(ord(text) - 0xF000)
    if "dingbats" in name and "zapf" in name:
        return ZAPF.get(code, text)
    if "wingdings" in name or "webdings" in name:
        return WINGDINGS.get(code, text)
    return SYMBOL.get(code, text)


def words_of(glyphs: Iterable[Glyph]) -> list[PaintedWord]:
    """Group glyphs into words, drop what was painted twice, close up letter-spaced words."""
    words = [w for group in _runs(_single(glyphs)) if (w := _word(group)) is not None]
    return close_up(_without_shadows(words))


def _single(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Drop a glyph painted again on itself (a poor man's bold face)."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int], dict[int, list[int]]] = {}
    for glyph in glyphs:
        if glyph.text.isspace():
            kept.append(glyph)
            continue
        step = min(max(0.04 * glyph.size, 0.3), 1.0)
        column, row = round(glyph.box.x0), round(glyph.box.top)
        # Most letters have no other of their kind above or below, so most of these look-ups end at the first.
        columns = [rows for dx in (-1, 0, 1) if (rows := places.get((glyph.text, column + dx)))]
        near = (n for rows in columns for dy in (-1, 0, 1) for n in rows.get(row + dy, ()))
        same = next((n for n in near if _close(kept[n].box, glyph.box, step) and kept[n].size == glyph.size), None)
        if same is not None:
            kept[same] = glyph
            continue
        places.setdefault((glyph.text, column), {}).setdefault(row, []).append(len(kept))
        kept.append(glyph)
    return kept


def _close(a: Box, b: Box, step: float) -> bool:
    return abs(a.x0 - b.x0) <= step and abs(a.top - b.top) <= step


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            if run:
                yield run
            run = []
            continue
        if run and not _continues(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _continues(last: Glyph, glyph: Glyph) -> bool:
    if last.vertical != glyph.vertical:
        return False
    a, b = last.box, glyph.box
    size = max(min(last.size, glyph.size), 0.5 * max(last.size, glyph.size))
    if glyph.vertical:
        gap = a.top - b.bottom if glyph.vertical > 0 else b.top - a.bottom
        shared = min(a.x1, b.x1) - max(a.x0, b.x0)
        lower = min(a.width, b.width)
    else:
        gap = b.x0 - a.x1
        shared = min(a.bottom, b.bottom) - max(a.top, b.top)
        lower = min(a.height, b.height)
    return shared >= 0.4 * lower and -BACK * size <= gap <= GAP * size


def _word(run: Sequence[Glyph]) -> PaintedWord | None:
    text = _raised(run).replace("\x00", "")
    if not text.strip():
        return None
    first = run[0]
    size = max(g.size for g in run)
    bold = sum(g.bold for g in run) * 2 > len(run)
    color = next((g.color for g in run if g.color), "")
    box = Box.around([g.box for g in run])
    return PaintedWord(Word(text, _rounded(box), round(size, 2), bold, color), first.order, first.vertical)


def _raised(run: Sequence[Glyph]) -> str:
    """Return the text of a run, small figures above the base line as superscripts: they are footnotes' marks."""
    size = max(g.size for g in run)
    floor = max(g.box.bottom for g in run if g.size == size)
    return "".join(
        g.text.translate(SUPERSCRIPT)
        if g.size < SMALL * size and not g.vertical and g.box.bottom < floor - LIFTED * size
        else g.text
        for g in run
    )


def _rounded(box: Box) -> Box:
    return Box(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))


def _without_shadows(words: Sequence[PaintedWord]) -> list[PaintedWord]:
    """Keep the last of words with the same text at nearly the same place: the one on top."""
    places: dict[str, list[Box]] = defaultdict(list)
    kept: list[PaintedWord] = []
    for painted in reversed(words):
        word = painted.word
        step = max(SHADOW * word.size, 1.0)
        if any(_close(box, word.box, step) for box in places[word.text]):
            continue
        places[word.text].append(word.box)
        kept.append(painted)
    return kept[::-1]


def close_up(words: Sequence[PaintedWord]) -> list[PaintedWord]:
    """Join runs of four or more single letters that stand at even distances on one line.

    Two letters may stand as one where the font pulls them together (``ÄT`` in ``MÄTER``).
    """
    out: list[PaintedWord] = []
    run: list[PaintedWord] = []
    for painted in words:
        if run and not _spaced(run[-1], painted):
            out += _closed(run)
            run = []
        run.append(painted)
    return out + _closed(run)


def _spaced(last: PaintedWord, painted: PaintedWord) -> bool:
    a, b = last.word, painted.word
    if not (_single_or_pair(a) and _single_or_pair(b)) or last.vertical or painted.vertical or a.size != b.size:
        return False
    return abs(a.box.bottom - b.box.bottom) < 0.2 * a.size and 0 < b.box.x0 - a.box.x1 < 1.5 * a.size


def _single_or_pair(word: Word) -> bool:
    return len(word.text) == 1 or (len(word.text) == 2 and word.text.isupper())


def _closed(run: list[PaintedWord]) -> list[PaintedWord]:
    single = sum(len(w.word.text) == 1 for w in run)
    if len(run) < 4 or single < 0.75 * len(run) or sum(w.word.text.isalpha() for w in run) < 0.75 * len(run):
        return run
    gaps = [b.word.box.x0 - a.word.box.x1 for a, b in itertools.pairwise(run)]
    usual = median(gaps)
    if usual > 0.8 * run[0].word.size:
        return run
    groups: list[list[PaintedWord]] = [[run[0]]]
    for gap, painted in zip(gaps, run[1:], strict=True):
        if gap > max(1.8 * usual, usual + 0.15 * painted.word.size):
            groups.append([])
        groups[-1].append(painted)
    return [_merged(g) for g in groups]


def _merged(group: list[PaintedWord]) -> PaintedWord:
    text = "".join(w.word.text for w in group)
    box = Box.around([w.word.box for w in group])
    return group[0]._replace(word=replace(group[0].word, text=text, box=box))
