"""PDF bytes to pages: text and vector objects of native pages, pictures handed over to OCR.

Every page is read on its own: one that fails keeps its number and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pipeline.errors import Code, CorruptError, LimitError, MissingDependencyError, Severity
from pipeline.extract.compose import compose
from pipeline.extract.pdf_objects import page_size, scene_of
from pipeline.extract.pdf_pages import SAVE_ANEW, Leaf, open_leaves
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Issue, Method, Page

COVERS_PAGE = 0.5


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield the pages of a PDF in order; raises ``EncryptedError``, ``CorruptError`` or ``LimitError``."""
    if len(data) > options.max_file_bytes:
        raise LimitError(f"the file is larger than {options.max_file_bytes} bytes", remedy="split it")
    pages = open_leaves(data, options.password)
    try:
        first = next(pages)
    except StopIteration as error:
        raise CorruptError("the file has no pages", remedy=SAVE_ANEW) from error
    except Exception as error:
        raise CorruptError("the page tree is broken", remedy=SAVE_ANEW) from error
    return _read_all(data, chain((first,), pages), options)


def _read_all(data: bytes, pages: Iterator[Leaf], options: ReadOptions) -> Iterator[Page]:
    wanted = set(options.pages)
    number = 0
    try:
        for page in pages:
            number = page.number
            if number > options.max_pages:
                message = f"pages beyond the limit of {options.max_pages} were not read"
                yield failed_page(number, Code.PAGE_SKIPPED, message)
                return
            if not wanted or number in wanted:
                yield _read_page(data, page, options)
    except Exception as error:
        yield failed_page(number + 1, Code.PAGE_FAILED, f"the page tree ends here: {_say(error)}")


def failed_page(number: int, code: Code, message: str, width: float = 0.0, height: float = 0.0) -> Page:
    """Return the page that stands for one that could not be read."""
    issue = Issue("", number, Severity.ERROR, code, " ".join(message.split()))
    return Page(number, width, height, Method.NONE, confidence=0.0, issues=(issue,))


def _read_page(data: bytes, leaf: Leaf, options: ReadOptions) -> Page:
    number = leaf.number
    width = height = 0.0
    try:
        width, height = page_size(leaf.page)
        scene, share = scene_of(leaf, options)
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
