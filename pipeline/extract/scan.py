"""A picture of a page -> words, rulings and fills in points of the page as a person sees it."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import profiles
from pipeline.errors import Code, DecklineError, MissingDependencyError, Severity
from pipeline.extract import ocr, quality
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Box, Issue, Method, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pypdfium2

_DPI = 300
_PICTURE_SHARE = 0.5
_FEW_WORDS = 8


def needs_ocr(native: Scene | None, picture_share: float, options: ReadOptions) -> bool:
    """Decide whether a page must be read from its picture; ``picture_share`` (0..1) is the area that pictures cover.

    A page without words is always read; a page with words where they are junk, have lost their
    diacritics, or are few beside a picture that fills the page.
    """
    if options.ocr != "auto":
        return options.ocr == "always"
    if native is None or not native.words:
        return True
    if picture_share >= _PICTURE_SHARE and len(native.words) < _FEW_WORDS:
        return True
    return not quality.judge([word.text for word in native.words], options.languages).good


def read_pdf_page(data: bytes, number: int, native: Scene | None, options: ReadOptions) -> Scene:
    """Read page ``number`` (from 1) of a PDF from its picture.

    Where that fails, the scene holds the native words, if there are any, and the reason as an issue.
    """
    try:
        picture, width, height = pdf_picture(data, number, options)
        return read_picture(picture, number=number, width=width, height=height, options=options)
    except MissingDependencyError as error:
        return _unread(number, native, Code.OCR_UNAVAILABLE, str(error))
    except DecklineError as error:
        return _unread(number, native, Code.OCR_FAILED, str(error))


def read_picture(
    image: npt.NDArray[np.uint8],
    *,
    number: int,
    width: float,
    height: float,
    options: ReadOptions,
    engine: ocr.Engine | None = None,
) -> Scene:
    """Read a picture (rows, columns) or (rows, columns, RGB) of a page of ``width`` x ``height`` points.

    Raises ``MissingDependencyError`` without an engine and ``OcrError`` where it fails.
    """
    import cv2

    engine = engine or ocr.engine()
    wanted = [profiles.language(code).tesseract for code in options.languages if code != "en"] or ["eng"]
    languages = ocr.installed(wanted, engine.languages())
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    points = width / grey.shape[1]
    factor = 2.0 if points > 72 / 200 else 1.0
    large = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    request = ocr.Request(languages, dpi=max(70, round(72 / points * factor)))
    found = engine.read([large.astype("uint8")], request)[0]
    missing = tuple(code for code in wanted if code not in languages)
    issues = tuple(_issue(number, Severity.WARNING, Code.LANGUAGE_MISSING, f"Tesseract lacks {c}") for c in missing)
    return Scene(number, width, height, Method.OCR, words(found, points / factor), issues=issues)


def words(found: Sequence[ocr.OcrWord], points: float) -> tuple[Word, ...]:
    """Turn words in pixels into words in points (``points`` per pixel) with their font size."""
    lines: dict[int, list[ocr.OcrWord]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    sizes = {line: statistics.median(map(_size, members)) * points for line, members in lines.items()}
    return tuple(
        Word(
            w.text,
            Box(*(round(v * points, 2) for v in (w.x0, w.top, w.x1, w.bottom))),
            size=round(sizes[w.line], 1),
            confidence=w.confidence,
        )
        for w in found
    )


def _size(word: ocr.OcrWord) -> float:
    """Guess the font size from a word's box: x-height, ascenders and descenders as shares of an em."""
    rise = 0.72 if any(c.isupper() or c.isdigit() or c in "bdfhklt()[]/|!?" for c in word.text) else 0.53
    if any(c in "ÄÖÅÉ" for c in word.text):
        rise = 0.93
    elif any(c in "äöåéij" for c in word.text):
        rise = max(rise, 0.7)
    drop = 0.21 if any(c in "gjpqy,;()[]/|Q" for c in word.text) else 0.0
    if not any(c.isalnum() for c in word.text):
        return (word.bottom - word.top) / 0.8
    return (word.bottom - word.top) / (rise + drop)


def pdf_picture(data: bytes, number: int, options: ReadOptions) -> tuple[npt.NDArray[np.uint8], float, float]:
    """Return the picture of a PDF page with the page's width and height in points, as a person sees it.

    The embedded image where one covers the page upright: at low resolution a re-rendering that differs
    by a pixel costs letters.  Else the page rendered at up to 300 dpi, within ``options.max_pixels``.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=options.password or None)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            picture = _embedded(page, width, height, options)
            return (_rendered(page, width, height, options) if picture is None else picture), width, height
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise ocr.OcrError(f"the page could not be drawn: {error}") from error


def _embedded(
    page: pypdfium2.PdfPage, width: float, height: float, options: ReadOptions
) -> npt.NDArray[np.uint8] | None:
    import numpy as np
    import pypdfium2

    images = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if len(images) != 1 or page.get_rotation() != 0:
        return None
    matrix = images[0].get_matrix()
    left, bottom, right, top = images[0].get_bounds()
    covers = right - left >= 0.98 * width and top - bottom >= 0.98 * height
    inside = right - left <= 1.02 * width and top - bottom <= 1.02 * height
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 1e-3
    columns, rows = images[0].get_px_size()
    if not (covers and inside and upright) or columns * rows > options.max_pixels:
        return None
    if not 0.98 < (columns / rows) / (width / height) < 1.02:
        return None
    pixels = np.ascontiguousarray(images[0].get_bitmap().to_numpy())
    return _as_rgb(pixels)


def _as_rgb(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """Return PDFium's grey, BGR or BGRA pixels as grey or RGB; ``None`` for what has transparency."""
    import numpy as np

    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return pixels.reshape(pixels.shape[:2])
    if pixels.shape[2] == 4 and int(pixels[..., 3].min()) < 255 and int(pixels[..., 3].max()) > 0:
        return None
    return np.ascontiguousarray(pixels[..., 2::-1])


def _rendered(page: pypdfium2.PdfPage, width: float, height: float, options: ReadOptions) -> npt.NDArray[np.uint8]:
    import numpy as np

    scale = min(_DPI / 72, math.sqrt(options.max_pixels / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return np.ascontiguousarray(bitmap.to_numpy()[..., :3])


def _unread(number: int, native: Scene | None, code: Code, message: str) -> Scene:
    issue = _issue(number, Severity.ERROR, code, message)
    if native is None:
        return Scene(number, 0.0, 0.0, Method.NONE, issues=(issue,))
    method = Method.TEXT_LAYER if native.words else Method.NONE
    return replace(native, method=method, issues=(*native.issues, issue))


def _issue(number: int, severity: Severity, code: Code, message: str) -> Issue:
    return Issue("", number, severity, code, message)
