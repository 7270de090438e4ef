"""The picture of a PDF page: the image that covers it, or a rendering."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.errors import told
from pipeline.extract import ocr
from pipeline.extract.scene import ReadOptions

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pypdfium2

_DPI = 300


def picture(data: bytes, number: int, options: ReadOptions) -> tuple[npt.NDArray[np.uint8], float, float]:
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
            image = _embedded(page, width, height, options)
            return (_rendered(page, width, height, options) if image is None else image), width, height
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise ocr.OcrError(f"the page could not be drawn: {told(error)}", remedy="compare with another copy") from error


def spread(data: bytes, most: int, options: ReadOptions) -> tuple[int, ...]:
    """Return the numbers of at most ``most`` pages that lie evenly in a PDF, none where it cannot be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=options.password or None)
    except pypdfium2.PdfiumError:
        return ()
    try:
        count = len(document)
    finally:
        document.close()
    return tuple(sorted({1 + (2 * n + 1) * count // (2 * most) for n in range(most)})) if count else ()


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
