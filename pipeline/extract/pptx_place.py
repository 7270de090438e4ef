"""Places for words that a slide gives only as text in a box.

A slide stores no lines: the words are set as a plain typesetter would set them, in a face like the
usual sans serifs, so a word's box is an estimate inside its shape's or cell's box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.pptx_text import Ink, Paragraph
from pipeline.extract.text_clean import tidy
from pipeline.model import Box, Item, Word

_NARROW, _USUAL, _WIDE, _BOLD, _BLANK = 0.28, 0.55, 0.7, 1.07, 0.28
_THIN_LETTERS = frozenset("fijlrtI.,:;!'’|()[]/-*1")
_WIDE_LETTERS = frozenset("mwMW@%")
_LEADING = 1.17
_SHIFT = {"ctr": 0.5, "r": 1.0}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where text may stand: a box, and whether the text hangs from its top, middle or bottom (``t ctr b``)."""

    box: Box
    anchor: str = "t"


class Sheet:
    """The words of a page, collected while its items are made."""

    def __init__(self) -> None:
        """Start with no word."""
        self.words: list[Word] = []

    def items(self, paragraphs: tuple[Paragraph, ...], frame: Frame) -> tuple[Item, ...]:
        """Set the paragraphs into the frame, keep their words, return one item for each."""
        return tuple(self._item(p, boxes) for p, boxes in zip(paragraphs, set_text(paragraphs, frame), strict=True))

    def _item(self, paragraph: Paragraph, boxes: tuple[Box, ...]) -> Item:
        first = len(self.words)
        look = paragraph.words[0]
        if paragraph.bullet:
            color = paragraph.bullet_color or look.color
            self.words.append(Word(paragraph.bullet, boxes[0], look.size, look.bold, color))
        for ink, box in zip(paragraph.words, boxes[1:], strict=True):
            self.words.append(Word(ink.text, box, ink.size, ink.bold, ink.color))
        used = boxes if paragraph.bullet else boxes[1:]
        return Item(
            tidy(" ".join(w.text for w in paragraph.words)),
            Box.around(used),
            tuple(range(first, len(self.words))),
            paragraph.bullet,
            paragraph.level,
            max(w.size for w in paragraph.words),
            all(w.bold for w in paragraph.words),
            look.color,
        )


def width_of(ink: Ink) -> float:
    """Return the width in points that a word takes."""
    share = sum(
        _NARROW if c in _THIN_LETTERS else _WIDE if c.isupper() or c in _WIDE_LETTERS else _USUAL for c in ink.text
    )
    return share * ink.size * (_BOLD if ink.bold else 1.0)


def height_of(paragraphs: tuple[Paragraph, ...], width: float) -> float:
    """Return the height in points that the paragraphs need at a width."""
    return sum(p.space + sum(line[-1] for line in _lines(p, width)) for p in paragraphs)


def set_text(paragraphs: tuple[Paragraph, ...], frame: Frame) -> Iterator[tuple[Box, ...]]:
    """Yield for each paragraph the boxes of its bullet (always first) and of its words, all inside the frame."""
    box = frame.box
    needed = height_of(paragraphs, box.width)
    squeeze = min(1.0, box.height / needed) if needed > 0 else 1.0
    spare = box.height - needed * squeeze
    top = box.top + {"ctr": spare / 2, "b": spare}.get(frame.anchor, 0.0)
    for paragraph in paragraphs:
        boxes = [Box(box.x0, top, box.x0, top)]
        for starts, widths, height in _lines(paragraph, box.width):
            bottom = top + height * squeeze
            room = max(0.0, box.width - starts[-1] - widths[-1])
            starts = [x + room * _SHIFT.get(paragraph.align, 0.0) for x in starts]
            if len(boxes) == 1:
                left = min(box.x0 + paragraph.left, box.x0 + starts[0])
                sign = replace(paragraph.words[0], text=paragraph.bullet or " ")
                boxes[0] = _within(Box(left, top, left + width_of(sign), bottom), box)
            pairs = zip(starts, widths, strict=True)
            boxes += [_within(Box(box.x0 + x, top, box.x0 + x + w, bottom), box) for x, w in pairs]
            top = bottom
        top += paragraph.space * squeeze
        yield tuple(boxes)


def _lines(paragraph: Paragraph, width: float) -> list[tuple[list[float], list[float], float]]:
    """Break a paragraph greedily: for each line the words' left offsets and widths, and the line's height."""
    indent = min(max(paragraph.indent, paragraph.words[0].size if paragraph.bullet else 0.0), width / 2)
    lines: list[tuple[list[float], list[float], float]] = []
    starts: list[float] = []
    widths: list[float] = []
    height, x = 0.0, indent
    for word in paragraph.words:
        wide = width_of(word)
        if starts and x + wide > width:
            lines.append((starts, widths, height))
            starts, widths, height, x = [], [], 0.0, indent
        starts.append(x)
        widths.append(wide)
        height = max(height, word.size * _LEADING)
        x += wide + word.size * _BLANK
    return [*lines, (starts, widths, height)]


def _within(box: Box, frame: Box) -> Box:
    x0, x1 = min(max(box.x0, frame.x0), frame.x1), max(min(box.x1, frame.x1), frame.x0)
    top, bottom = min(max(box.top, frame.top), frame.bottom), max(min(box.bottom, frame.bottom), frame.top)
    return Box(x0, top, max(x0, x1), max(top, bottom))
