"""The pages of a PDF through pdfplumber, and through pdfminer.six alone where pdfplumber refuses them.

Of pdfplumber's layers the lowest is used, ``Page.layout``: its ``objects`` (a dictionary per glyph)
make the reading of a page half as dear again, and lose the order in which text and areas are
painted, which tells what lies on top.  pdfplumber refuses pages for an odd media box or rotation that
hinder nobody from reading them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix
from pdfplumber.page import Page as PlumbedPage
from pdfplumber.pdf import PDF

from pipeline.errors import CorruptError, EncryptedError, LimitError
from pipeline.extract.pdf_annotations import appearances

INVISIBLE_MODES = (3, 7)
SAVE_ANEW = "open it in a viewer and save it anew"
# A password with letters that the file's encryption has no code for cannot be the right one.
REFUSED = (PDFPasswordIncorrect, PDFEncryptionError, UnicodeEncodeError)


@dataclass(frozen=True, slots=True)
class Painted:
    """The layout objects of a page, and what they do not say of themselves, by their ids.

    ``invisible`` are glyphs drawn in a mode that shows nothing, ``spaces`` the names of the fill and
    stroke colour spaces of a path; ``shaded`` says that areas are painted that are no objects.
    """

    layout: LTPage
    invisible: frozenset[int]
    spaces: dict[int, tuple[str, str]]
    shaded: bool


class _Device(PDFPageAggregator):
    """Collects layout objects, marks text drawn in an invisible mode, and stops at a limit."""

    def __init__(self, manager: PDFResourceManager, number: int, limit: int) -> None:
        """Start a page of at most ``limit`` glyphs."""
        super().__init__(manager, pageno=number, laparams=None)
        self.limit, self.drawn, self.shaded = limit, 0, False
        self.invisible: set[int] = set()
        self.spaces: dict[int, tuple[str, str]] = {}

    def render_string(self, textstate, seq, ncs, graphicstate):  # type: ignore[no-untyped-def]
        """Mark the glyphs of text rendering modes 3 and 7 (ISO 32000-1, table 106)."""
        start = len(self.cur_item._objs)
        super().render_string(textstate, seq, ncs, graphicstate)
        fresh = self.cur_item._objs[start:]
        self.drawn += len(fresh)
        if self.drawn > self.limit:
            raise LimitError(f"more than {self.limit} glyphs on one page", remedy="print it anew as a picture")
        if textstate.render in INVISIBLE_MODES:
            self.invisible.update(map(id, fresh))

    def paint_path(self, gstate, stroke, fill, evenodd, path):  # type: ignore[no-untyped-def]
        """Keep the colour spaces with a path: in a spot colour 1.0 means full ink, not white."""
        start = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        for item in self.cur_item._objs[start:]:
            self.spaces[id(item)] = (gstate.ncs.name, gstate.scs.name)


class _Interpreter(PDFPageInterpreter):
    """Notes shadings, which paint areas that never show up as fills; paints what annotations show."""

    over: tuple[tuple[PDFStream, Matrix], ...] = ()

    def process_page(self, page: PDFPage) -> None:
        """Paint a page and, over it, its annotations."""
        self.over = tuple(appearances(page))
        super().process_page(page)

    def render_contents(self, resources, streams, ctm=MATRIX_IDENTITY):  # type: ignore[no-untyped-def]
        """Run the streams of the page or of a form; after those of the page those of its annotations."""
        super().render_contents(resources, streams, ctm=ctm)
        over, self.over = self.over, ()
        for stream, matrix in over:
            own = resolve1(stream.attrs.get("Resources")) or resources
            self.subinterp().render_contents(own, [stream], ctm=mult_matrix(matrix, ctm))

    def do_sh(self, name: object) -> None:
        """Note a shading, so that the ground behind text counts as unknown."""
        if isinstance(self.device, _Device):
            self.device.shaded = True
        super().do_sh(name)


def _painted(manager: PDFResourceManager, page: PDFPage, number: int, limit: int) -> Painted:
    device = _Device(manager, number, limit)
    _Interpreter(manager, device).process_page(page)
    return Painted(device.get_result(), frozenset(device.invisible), device.spaces, device.shaded)


class _Plumbed(PlumbedPage):
    """A page of pdfplumber whose layout is collected by our device; ``close`` lets go of the layout."""

    def painted(self, limit: int) -> Painted:
        """Return what the page paints; raises what pdfminer raises, and ``LimitError``."""
        found = _painted(self.pdf.rsrcmgr, self.page_obj, self.page_number, limit)
        self._layout = found.layout
        return found


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an open document: ``page`` has its boxes and rotation, ``painted`` reads it."""

    number: int
    page: PDFPage
    pdf: PDF | None

    def painted(self, limit: int) -> Painted:
        """Return what the page paints, at most ``limit`` glyphs; nothing of it is kept."""
        plumbed = self._plumbed()
        if plumbed is None:
            return _painted(PDFResourceManager(), self.page, self.number, limit)
        try:
            return plumbed.painted(limit)
        finally:
            plumbed.close()

    def _plumbed(self) -> _Plumbed | None:
        try:
            return _Plumbed(self.pdf, self.page, self.number) if self.pdf is not None else None
        except Exception:  # of a media box or a rotation that pdfplumber cannot use
            return None


def open_leaves(data: bytes, password: str) -> Iterator[Leaf]:
    """Open a document and return its pages, found one by one; raises ``EncryptedError`` or ``CorruptError``."""
    refused: Exception | None = None
    for attempt in dict.fromkeys(("", password)):
        try:
            document, pdf = _open(data, attempt)
        except REFUSED as error:
            refused = error
        except Exception as error:
            raise CorruptError("this is no readable PDF", remedy=SAVE_ANEW) from error
        else:
            pages = enumerate(PDFPage.create_pages(document), start=1)
            return (Leaf(number, page, pdf) for number, page in pages)
    raise EncryptedError("the file wants a password", remedy="give it in a file, with --password-file") from refused


def _open(data: bytes, password: str) -> tuple[PDFDocument, PDF | None]:
    try:
        pdf = PDF(io.BytesIO(data), password=password, unicode_norm=None)
    except Exception:  # pdfminer.six says for itself what is wrong, if anything is
        return PDFDocument(PDFParser(io.BytesIO(data)), password=password), None
    return pdf.doc, pdf
