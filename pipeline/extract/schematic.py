"""A plain drawing of a page from what was read of it, as SVG: its boxes, its cells and its lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from pipeline.model import Block, Box, Cell, Item, Method, Page, Word

_INK, _LINE = "#1b2a2e", "#9fb0b3"
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LIGHT = 0.6


def schematic(page: Page) -> str:
    """Return the drawing of ``page``, one point to a unit; it holds no script and no address."""
    width, height = _n(page.width), _n(page.height)
    family = "monospace" if page.method is Method.FLAT else "Arial,Helvetica,sans-serif"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/><g font-family="{family}">',
    ]
    for block in page.blocks:
        parts += _block(page, block)
    for table in page.tables:
        for cell in table.cells:
            parts += _cell(page, cell)
    return "".join((*parts, "</g></svg>\n"))


def _block(page: Page, block: Block) -> Iterator[str]:
    if _COLOUR.fullmatch(block.fill):
        yield _area(block.box, block.fill, "none")
    for item in block.items:
        yield from _item(page, item, block.fill)


def _cell(page: Page, cell: Cell) -> Iterator[str]:
    yield _area(cell.box, cell.fill if _COLOUR.fullmatch(cell.fill) else "none", _LINE)
    for item in cell.items:
        yield from _item(page, item, cell.fill)


def _item(page: Page, item: Item, ground: str) -> Iterator[str]:
    words = [page.words[i] for i in item.words if i < len(page.words)]
    if not words:
        yield from _paragraph(item, ground)
    for _, line in groupby(words, key=lambda w: round(w.box.top)):
        yield _line(tuple(line), ground)


def _line(words: Sequence[Word], ground: str) -> str:
    """Return a line of words, as wide as it is on the page."""
    box = Box.around([w.box for w in words])
    size = words[0].size or 0.8 * box.height
    text = " ".join(w.text for w in words)
    bold = ' font-weight="bold"' if words[0].bold else ""
    wide = f' textLength="{_n(box.width)}" lengthAdjust="spacingAndGlyphs"' if len(text) > 1 and box.width > 1 else ""
    ink = _ink(words[0].color, ground)
    where = f'x="{_n(box.x0)}" y="{_n(box.bottom - 0.22 * box.height)}" font-size="{_n(size)}"'
    return f'<text {where} fill="{ink}"{bold}{wide}>{_text(text)}</text>'


def _paragraph(item: Item, ground: str) -> Iterator[str]:
    """Yield an item that has no words of its own, on one line at its place."""
    if item.reading.text and item.box.width > 1:
        size = min(item.size or 10.0, max(item.box.height, 4.0))
        where = f'x="{_n(item.box.x0)}" y="{_n(item.box.top + size)}" font-size="{_n(size)}"'
        yield f'<text {where} fill="{_ink(item.color, ground)}">{_text(item.reading.text[:200])}</text>'


def _area(box: Box, fill: str, line: str) -> str:
    place = f'x="{_n(box.x0)}" y="{_n(box.top)}" width="{_n(max(box.width, 0))}" height="{_n(max(box.height, 0))}"'
    return f'<rect {place} fill="{fill}" stroke="{line}"/>'


def _ink(color: str, ground: str) -> str:
    """Return the colour of a text; one that would not show on its ground becomes dark or white."""
    paper = _lightness(ground) if _COLOUR.fullmatch(ground) else 1.0
    if _COLOUR.fullmatch(color) and abs(_lightness(color) - paper) > 1 - _LIGHT:
        return color
    return _INK if paper > 1 - _LIGHT else "#ffffff"


def _lightness(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _text(text: str) -> str:
    return escape(_UNSHOWN.sub("\ufffd", text[:4000]))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
