"""PDF bytes to pages: text and vector objects of native pages, pictures handed over to OCR.

pdfplumber opens the file and knows its page boxes.  The objects are taken from the pdfminer layer
below it, because building a dictionary for every glyph costs as much time as reading the page.
Every page is read on its own: one that fails keeps its number and says why.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import Code, CorruptError, EncryptedError, LimitError, MissingDependencyError, Severity
from pipeline.extract.compose import compose
from pipeline.extract.pdf_objects import scene_of
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Issue, Method, Page

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.pdf import PDF

PASSWORD_NAMES = ("PDFPasswordIncorrect", "PDFEncryptionError")
COVERS_PAGE = 0.5


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield the pages of a PDF in order; raises ``EncryptedError``, ``CorruptError`` or ``LimitError``."""
    if len(data) > options.max_file_bytes:
        raise LimitError(f"the file is larger than {options.max_file_bytes} bytes", remedy="split it")
    pdf = _open(data, options.password)
    try:
        pages = _pages(pdf)
    except Exception:
        pdf.close()
        raise
    return _read_all(data, pdf, pages, options)


def _read_all(data: bytes, pdf: PDF, pages: list[PlumberPage], options: ReadOptions) -> Iterator[Page]:
    wanted = set(options.pages)
    with pdf:
        for page in pages[: options.max_pages]:
            if wanted and page.page_number not in wanted:
                continue
            yield _read_page(data, page, options)
            page.close()
        left = len(pages) - options.max_pages
        if left > 0:
            number = options.max_pages + 1
            message = f"{left} pages beyond the limit of {options.max_pages} were not read"
            yield failed_page(number, Code.PAGE_SKIPPED, message)


def failed_page(number: int, code: Code, message: str, width: float = 0.0, height: float = 0.0) -> Page:
    """Return the page that stands for one that could not be read."""
    issue = Issue("", number, Severity.ERROR, code, " ".join(message.split()))
    return Page(number, width, height, Method.NONE, confidence=0.0, issues=(issue,))


def _open(data: bytes, password: str) -> PDF:
    import pdfplumber

    refused: Exception | None = None
    for attempt in dict.fromkeys(("", password)):
        try:
            return pdfplumber.open(io.BytesIO(data), password=attempt)
        except Exception as error:
            if not _wants_password(error):
                raise CorruptError("this is no readable PDF", remedy="open it in a viewer and save it anew") from error
            refused = error
    raise EncryptedError("the file wants a password", remedy="give it with --password") from refused


def _wants_password(error: BaseException) -> bool:
    names = {type(error).__name__, *(type(a).__name__ for a in error.args)}
    return not names.isdisjoint(PASSWORD_NAMES)


def _pages(pdf: PDF) -> list[PlumberPage]:
    try:
        pages: list[PlumberPage] = pdf.pages
    except Exception as error:
        raise CorruptError("the page tree is broken", remedy="open it in a viewer and save it anew") from error
    if not pages:
        raise CorruptError("the file has no pages", remedy="open it in a viewer and save it anew")
    return pages


def _read_page(data: bytes, page: PlumberPage, options: ReadOptions) -> Page:
    number: int = page.page_number
    width, height = float(page.width), float(page.height)
    try:
        scene, share = scene_of(page, options)
    except Exception as error:
        scene, share = Scene(number, width, height, Method.NONE, issues=(_failure(number, error),)), 1.0
    try:
        return compose(_with_ocr(data, scene, share, options), options)
    except Exception as error:
        return failed_page(number, Code.PAGE_FAILED, _say(error), width, height)


def _with_ocr(data: bytes, scene: Scene, share: float, options: ReadOptions) -> Scene:
    """Let OCR read the page where its own words do not tell what it shows; without OCR say so."""
    native = scene if scene.method is not Method.NONE else None
    try:
        from pipeline.extract import scan

        if not scan.needs_ocr(scene, share, options):
            return scene
        read_again = scan.read_pdf_page(data, scene.number, native, options)
        return replace(read_again, issues=(*scene.issues, *read_again.issues))
    except ImportError:
        if scene.words or share < COVERS_PAGE:
            return scene
        return _unread(scene, Code.PAGE_NEEDS_OCR, "the page is a picture")
    except MissingDependencyError as error:
        return _unread(scene, Code.OCR_UNAVAILABLE, str(error))
    except Exception as error:
        return _unread(scene, Code.OCR_FAILED, _say(error))


def _unread(scene: Scene, code: Code, message: str) -> Scene:
    issue = Issue("", scene.number, Severity.ERROR, code, message)
    method = scene.method if scene.words else Method.NONE
    return replace(scene, method=method, issues=(*scene.issues, issue))


def _failure(number: int, error: Exception) -> Issue:
    return Issue("", number, Severity.ERROR, Code.PAGE_FAILED, _say(error))


def _say(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
