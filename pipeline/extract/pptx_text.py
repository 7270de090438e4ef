"""Paragraphs of a slide: runs joined, bullets and numbers resolved, levels by where the bullet stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.glyphs import SYMBOL_FONTS, symbol
from pipeline.extract.pptx_package import Node, attr, child, descend, kids, local, number, text_of
from pipeline.extract.pptx_style import Cascade, bullet_font, bullet_left, bullet_of, level_of, space_around, text_left

TYPED_BULLETS = "•‣◦▪▫●○■□➢➤►·∙–—-"
_TYPED = re.compile(rf"[{re.escape(TYPED_BULLETS)}][ \t\u00a0]+(?=\S)|[•‣▪➢➤►∙](?=\w)")
_TYPED_NUMBER = re.compile(r"(\d{1,2})[.)][ \t\u00a0]+(?=\S)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLANKS = " \t\n\v\r\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Ink:
    """A word before it has a place: its text and how it looks."""

    text: str
    size: float
    bold: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its words; in points: where its bullet and text stand, the space around; ``l ctr r``."""

    words: tuple[Ink, ...]
    bullet: str = ""
    level: int = 0
    left: float = 0.0
    indent: float = 0.0
    outline: int = 0
    space: float = 0.0
    align: str = "l"
    bullet_color: str = ""


def read_paragraphs(body: Node | None, cascade: Cascade, page: int) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text body that hold words; fields show the page's number."""
    counters: dict[int, tuple[str, int]] = {}
    found = []
    for node in kids(body, "p"):
        properties = cascade.properties(node)
        words = tuple(_words(_pieces(node, cascade, properties, page)))
        if not words:
            continue
        outline = level_of(node)
        sign = bullet_of(properties)
        bullet = _bullet(sign, bullet_font(properties), counters, outline)
        left = bullet_left(properties) if sign is not None else text_left(properties)
        space = space_around(properties, words[0].size)
        align = next((attr(p, "algn") for p in properties if attr(p, "algn")), "l")
        found.append(Paragraph(words, bullet, 0, left, text_left(properties), outline, space, align))
    return _levelled(_rejoined(_typed_numbers([_typed_bullet(p) for p in found])))


def _rejoined(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Join a line that the author broke with the return key: plain text that goes on in lower case."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        before = out[-1] if out else None
        if before is not None and not before.bullet and not paragraph.bullet and before.outline == paragraph.outline:
            phrase = before.words[0].text[:1].isupper() and before.words[-1].text[-1].isalnum()
            if phrase and paragraph.words[0].text[:1].islower():
                out[-1] = replace(before, words=before.words + paragraph.words)
                continue
        out.append(paragraph)
    return out


def _pieces(paragraph: Node, cascade: Cascade, properties: tuple[Node, ...], page: int) -> Iterator[Ink]:
    for node in paragraph:
        kind = local(node)
        size, bold, color, face = cascade.run(node if kind in ("r", "fld") else None, properties)
        if kind == "br":
            yield Ink(" ", size)
        elif kind == "fld" and attr(node, "type") == "slidenum":
            yield Ink(str(page), size, bold, color)
        elif kind in ("r", "fld"):
            text = _unescaped("".join(text_of(t) for t in kids(node, "t")))
            raised = number(child(node, "rPr"), "baseline") > 0 and text.isdigit()
            yield Ink(_in_font(text.translate(_SUPERSCRIPT) if raised else text, face), size, bold, color)
        elif kind in ("AlternateContent", "m", "oMath", "oMathPara"):
            chosen = child(node, "Choice") if kind == "AlternateContent" else node
            yield Ink("".join(text_of(t) for t in descend(chosen, "t")), size, bold, color)


def _unescaped(text: str) -> str:
    """Undo ``_x000B_`` and its kind (22.9.2.19); control characters are blanks."""
    text = _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), text)
    return "".join(" " if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def _in_font(text: str, face: str) -> str:
    """Return what a symbol font shows for a text: there a letter is a tick or an arrow."""
    return "".join(symbol(face, c) for c in text) if SYMBOL_FONTS.search(face) else text


def _words(pieces: Iterator[Ink]) -> Iterator[Ink]:
    """Split joined runs at blanks; a word looks like the run that it starts in."""
    text, look = "", Ink("", 0.0)
    for piece in pieces:
        for char in piece.text:
            if char in _BLANKS:
                if _seen(text):
                    yield replace(look, text=text)
                text = ""
                continue
            if not text:
                look = piece
            text += char
    if _seen(text):
        yield replace(look, text=text)


def _seen(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def _bullet(sign: Node | None, font: str, counters: dict[int, tuple[str, int]], outline: int) -> str:
    """Return the printed bullet or number; a number goes on while its level and its kind do."""
    for deeper in [k for k in counters if k > outline]:
        del counters[deeper]
    if sign is None or local(sign) != "buAutoNum":
        counters.pop(outline, None)
        if sign is None:
            return ""
        return (_in_font(attr(sign, "char"), font) or "•") if local(sign) == "buChar" else "•"
    kind, start = attr(sign, "type", "arabicPeriod"), int(min(max(number(sign, "startAt", 1), 1), 32_767))
    before = counters.get(outline)
    value = before[1] + 1 if before is not None and before[0] == kind else start
    counters[outline] = (kind, value)
    return numeral(value, kind)


def numeral(value: int, kind: str) -> str:
    """Write a list number in a numbering kind of 20.1.10.61, as ``3.``, ``c)``, ``(iii)``."""
    if kind.startswith("alpha"):
        text = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif kind.startswith("roman"):
        text = _roman(value)
    else:
        text = str(value)
    text = text.upper() if "Uc" in kind else text
    if kind.endswith("ParenBoth"):
        return f"({text})"
    if kind.endswith("ParenR"):
        return f"{text})"
    return text if kind.endswith("Plain") else f"{text}."


def _roman(value: int) -> str:
    out = ""
    for amount, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")):
        out += sign * (value // amount)
        value %= amount
    return out + "i" * value


def _typed_bullet(paragraph: Paragraph) -> Paragraph:
    """Move a bullet that the author typed as text from the words to the bullet."""
    if paragraph.bullet:
        return paragraph
    line = " ".join(w.text for w in paragraph.words)
    return _cut(paragraph, line, _TYPED.match(line))


def _typed_numbers(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Move typed numbers to the bullet where at least two paragraphs count on from one another.

    A lone ``1.`` may be the number of a goal or begin a date, so it stays text.
    """
    found = []
    for at, paragraph in enumerate(paragraphs):
        line = " ".join(w.text for w in paragraph.words)
        match = None if paragraph.bullet else _TYPED_NUMBER.match(line)
        if match:
            found.append((at, int(match.group(1)), line, match))
    out = list(paragraphs)
    for place, (at, value, line, match) in enumerate(found):
        near = [found[i][1] for i in (place - 1, place + 1) if 0 <= i < len(found)]
        if value + 1 in near[-1:] or (place and value - 1 == near[0]):
            out[at] = _cut(paragraphs[at], line, match)
    return out


def _cut(paragraph: Paragraph, line: str, match: re.Match[str] | None) -> Paragraph:
    if match is None:
        return paragraph
    bullet, rest, words = match.group().strip(), line[match.end() :], []
    length = len(rest)
    for word in reversed(paragraph.words):
        take = min(len(word.text), length)
        if take <= 0:
            break
        words.append(replace(word, text=word.text[len(word.text) - take :]))
        length -= take + 1
    return replace(paragraph, words=tuple(reversed(words)), bullet=bullet, bullet_color=paragraph.words[0].color)


def _levelled(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Give bulleted paragraphs a level from 1: the rank of where their bullets stand, then of their outline.

    Outline levels alone would not do: many templates leave the first level without bullets, and many
    authors indent by hand.
    """
    places: list[tuple[float, int]] = []
    for place in sorted({(p.left, p.outline) for p in paragraphs if p.bullet}):
        if not places or place[0] - places[-1][0] > 3.0 or place[1] != places[-1][1]:
            places.append(place)
    ranked = []
    for p in paragraphs:
        rank = sum(1 for place in places if place <= (p.left, p.outline)) if p.bullet else 0
        ranked.append(replace(p, level=rank))
    return tuple(ranked)
