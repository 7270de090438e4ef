"""A second opinion on a PDF: how many pages and how much text PDFium sees, and its words where no other way is left.

pdfminer.six drops what it cannot read without a word (a flipped bit may cost a fifth of a deck); PDFium
reads by code of its own, so that a page of which it sees much more was not read whole.  Counting costs
about a millisecond for a page.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import LimitError, Severity
from pipeline.extract.glyphs import Glyph, is_bold, words_of
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Box, Issue, Method

HYPHEN = "\u0002"
FINE = 100.0
LARGEST = 1_000_000.0


class Second:
    """A PDF as PDFium sees it; pages count from 1.  Close it after use."""

    def __init__(self, data: bytes, password: str) -> None:
        """Open the file; raises ``pypdfium2.PdfiumError``."""
        self._document = pypdfium2.PdfDocument(data, password=password or None)
        self.pages = len(self._document)

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

    def attachments(self) -> int:
        """Return how many files the catalog names as embedded (ISO 32000-1, 7.11.4); none of them is opened."""
        return max(int(self._document.count_attachments()), 0)

    def loadable(self, most: int) -> list[int]:
        """Return the numbers of the pages that can be opened, of at most ``most``: a page tree may promise more."""
        return [number for number in range(1, min(self.pages, most) + 1) if self._loads(number)]

    def _loads(self, number: int) -> bool:
        try:
            self._document[number - 1].close()
        except (pypdfium2.PdfiumError, IndexError):
            return False
        return True

    def letters(self, number: int, limit: int) -> int:
        """Return how many characters other than blanks the page shows; 0 where it cannot be opened.

        Raises ``LimitError`` for more than ``limit``.
        """
        with suppress(pypdfium2.PdfiumError, IndexError):
            page = self._document[number - 1]
            try:
                text = page.get_textpage()
                if text.count_chars() > 2 * limit:
                    raise LimitError(f"more than {limit} glyphs on one page", remedy="print it anew as a picture")
                return sum(map(len, str(text.get_text_range()).split()))
            finally:
                page.close()
        return 0

    def anew(self, numbers: list[int]) -> bytes:
        """Return a new file with these pages, each an object of its own; raises ``pypdfium2.PdfiumError``."""
        fresh = pypdfium2.PdfDocument.new()
        try:
            fresh.import_pages(self._document, [number - 1 for number in numbers])
            saved = io.BytesIO()
            fresh.save(saved)
            return saved.getvalue()
        finally:
            fresh.close()

    def scene(self, number: int, options: ReadOptions) -> Scene:
        """Return the words of a page with their boxes, without rulings and fills; raises ``pypdfium2.PdfiumError``."""
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            turn = float(page.get_rotation())
            glyphs = list(_glyphs(page, width, height, options.max_glyphs))
        finally:
            page.close()
        words = tuple(painted.word for painted in words_of(glyphs))
        scene = Scene(number, width, height, Method.NATIVE, words, rotation=turn)
        if len(glyphs) < options.max_glyphs:
            return scene
        message = f"characters beyond the limit of {options.max_glyphs} were not read"
        return replace(scene, issues=(Issue("", number, Severity.ERROR, LimitError.code, message),))


def _glyphs(page: pypdfium2.PdfPage, width: float, height: float, limit: int) -> Iterator[Glyph]:
    text = page.get_textpage()
    turn = int(page.get_rotation())
    for n in range(min(text.count_chars(), limit)):
        if raw.FPDFText_IsGenerated(text, n) == 1:
            continue
        letter = _letter(raw.FPDFText_GetUnicode(text, n))
        box = _box(page, text, n, width, height)
        if letter and box is not None:
            vertical = _vertical(raw.FPDFText_GetCharAngle(text, n), turn)
            size = _size(text, n) or (box.width if vertical else box.height)
            tall = box if vertical else Box(box.x0, box.bottom - size, box.x1, box.bottom)
            yield Glyph(letter, tall, round(size, 2), is_bold(_font(text, n)), _color(text, n), vertical, n)


def _letter(code: int) -> str:
    """Return a character; PDFium has a mark of its own for the hyphen at the end of a line, and 0 for none."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return "-" if chr(code) == HYPHEN else chr(code)


def _box(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, n: int, width: float, height: float) -> Box | None:
    """Return the box of a character as a person sees the page; ``None`` off the page."""
    found = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, n, found):
        return None
    ends = [
        _seen(page, x, y, width, height) for x, y in ((found.left, found.bottom), (found.right, found.top)) if x == x
    ]
    if len(ends) != 2:
        return None
    (ax, ay), (bx, by) = ends
    box = Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return box if 0 <= x <= width and 0 <= y <= height else None


def _seen(page: pypdfium2.PdfPage, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """Turn a point of the page's own space into one from the top left of the page as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    fine = min(FINE, LARGEST / max(width, height, 1.0))
    size = (round(width * fine), round(height * fine))
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value / fine, down.value / fine


def _size(text: pypdfium2.PdfTextPage, n: int) -> float:
    """Return the size of a character's font in points, scaled as it is painted; 0 where PDFium does not know."""
    matrix = raw.FS_MATRIX()
    scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, n, matrix) else 1.0
    return float(raw.FPDFText_GetFontSize(text, n)) * scale


def _vertical(angle: float, turn: int) -> int:
    """Return 0 for text that reads across, 1 upwards, -1 downwards; ``angle`` is in radians counter-clockwise."""
    quarters = round(angle / (math.pi / 2) - turn / 90) % 4 if angle >= 0 else 0
    return {1: 1, 3: -1}.get(quarters, 0)


def _font(text: pypdfium2.PdfTextPage, n: int) -> str:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, n, name, len(name), flags)
    return name.value.decode("utf-8", "replace") if 0 < length <= len(name) else ""


def _color(text: pypdfium2.PdfTextPage, n: int) -> str:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text, n, *parts):
        return ""
    return "#{:02x}{:02x}{:02x}".format(*(part.value for part in parts[:3]))
