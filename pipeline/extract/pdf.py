"""PDF bytes to pages: text and vector objects of native pages, pictures handed over to OCR.

Every page is read on its own: one that fails keeps its number and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.errors import Code, LimitError, MissingDependencyError, Severity, describe
from pipeline.extract.compose import compose
from pipeline.extract.limits import asks_too_much, within_limits
from pipeline.extract.pdf_rescue import Book, Seen, open_book
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Issue, Method, Page

COVERS_PAGE = 0.5
PICTURE, TABLES, WORDS = "picture", "tables", "words"


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Return the pages of a PDF, read one by one; raises ``EncryptedError``, ``CorruptError`` or ``LimitError``."""
    if len(data) > options.max_file_bytes:
        raise LimitError(f"the file is larger than {options.max_file_bytes} bytes", remedy="split it")
    return _read_and_close(open_book(data, options), options)


def _read_and_close(book: Book, options: ReadOptions) -> Iterator[Page]:
    try:
        yield from _read_all(book, options)
    finally:
        book.close()


def _read_all(book: Book, options: ReadOptions) -> Iterator[Page]:
    wanted = set(options.pages)
    last = min(book.count, options.max_pages)
    attached = _attached(book)
    for number in range(1, last + 1):
        if not wanted or number in wanted:
            page = _read_page(book, number, options)
            page, attached = replace(page, issues=(*attached, *page.issues)), ()
            lost = Issue("", number, Severity.ERROR, Code.PAGE_SKIPPED, book.lost)
            yield replace(page, issues=(*page.issues, lost)) if book.lost and number == last else page
    if book.count > last:
        message = f"pages beyond the limit of {options.max_pages} were not read: split the file"
        yield failed_page(last + 1, Code.PAGE_SKIPPED, message)


def _attached(book: Book) -> tuple[Issue, ...]:
    """Say how many files are attached, as all documents of a portfolio are."""
    count = book.second.attachments() if book.second is not None else 0
    message = f"files attached to this one were not read ({count}): save them as files of their own"
    return (Issue("", 0, Severity.WARNING, Code.ATTACHMENT_UNREAD, message),) if count else ()


def failed_page(number: int, code: Code, message: str, width: float = 0.0, height: float = 0.0) -> Page:
    """Return the page that stands for one that could not be read."""
    issue = Issue("", number, Severity.ERROR, code, " ".join(message.split()))
    return Page(number, width, height, Method.NONE, confidence=0.0, issues=(issue,))


def _read_page(book: Book, number: int, options: ReadOptions) -> Page:
    try:
        seen = book.seen(number)
    except (LimitError, MemoryError) as error:
        limit = within_limits(error)
        issue = Issue("", number, Severity.ERROR, limit.code, str(limit))
        seen = Seen(Scene(number, 0.0, 0.0, Method.NONE, issues=(issue,)), 1.0)
    except Exception as error:
        seen = Seen(Scene(number, 0.0, 0.0, Method.NONE, issues=(_failure(number, error),)), 1.0)
    scene = _with_ocr(book, seen.scene, seen.share, options)
    try:
        if book.may(number, TABLES):
            return _with_insets(book, scene, compose(scene, options), options)
        message = "lines and areas were not looked at, tables may be missing"
        issue = Issue("", number, Severity.ERROR, Code.TABLE_UNREAD, message)
        bare = replace(scene, rulings=(), fills=(), issues=(*scene.issues, issue))
        if book.may(number, WORDS):
            return compose(bare, options)
    except Exception as error:
        return failed_page(number, Code.PAGE_FAILED, describe(error), scene.width, scene.height)
    return failed_page(number, Code.PAGE_FAILED, "every way of reading it failed", scene.width, scene.height)


def _with_insets(book: Book, scene: Scene, page: Page, options: ReadOptions) -> Page:
    if not scene.insets or scene.method is not Method.NATIVE or not book.may(scene.number, PICTURE):
        return page
    from pipeline.extract.pdf_insets import with_insets

    try:
        return with_insets(page, scene.insets, book.data, book.numbers.get(scene.number, scene.number), options)
    except Exception as error:
        issue = Issue("", scene.number, Severity.WARNING, Code.OCR_FAILED, f"a picture was not read: {describe(error)}")
        return replace(page, issues=(*page.issues, issue))


def _with_ocr(book: Book, scene: Scene, share: float, options: ReadOptions) -> Scene:
    """Let OCR read the page where its own words do not tell what it shows; without OCR say so."""
    native = scene if scene.method is not Method.NONE else None
    try:
        from pipeline.extract import scan

        if not scan.needs_ocr(scene, share, options):
            return scene
        if not book.may(scene.number, PICTURE):
            return _unread(scene, Code.OCR_FAILED, "the picture of the page could not be read")
        read_again = scan.read_pdf_page(book.data, book.numbers.get(scene.number, scene.number), native, options)
        read_again = replace(read_again, number=scene.number)
        return replace(read_again, issues=(*scene.issues, *read_again.issues))
    except ImportError:
        if scene.words or share < COVERS_PAGE:
            return scene
        return _unread(scene, Code.PAGE_NEEDS_OCR, "the page is a picture")
    except MissingDependencyError as error:
        return _unread(scene, Code.OCR_UNAVAILABLE, str(error))
    except Exception as error:
        if asks_too_much(error):
            limit = within_limits(error)
            return _unread(scene, limit.code, str(limit))
        return _unread(scene, Code.OCR_FAILED, describe(error))


def _unread(scene: Scene, code: str, message: str) -> Scene:
    issue = Issue("", scene.number, Severity.ERROR, code, message)
    method = scene.method if scene.words else Method.NONE
    return replace(scene, method=method, issues=(*scene.issues, issue))


def _failure(number: int, error: Exception) -> Issue:
    return Issue("", number, Severity.ERROR, Code.PAGE_FAILED, describe(error))
