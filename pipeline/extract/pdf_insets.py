"""Pictures with text on PDF pages of text: a screenshot of a table is read like a scan and put in its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.extract.pptx_pictures import with_pixels
from pipeline.extract.scene import ReadOptions
from pipeline.model import Box, Page

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_DPI = 300
_MOST = 3
_SHADES = 32
_PLAIN = 0.3


def with_insets(page: Page, insets: Sequence[Box], data: bytes, place: int, options: ReadOptions) -> Page:
    """Return the page with what its largest pictures say; ``place`` is its number in ``data``.

    Pictures without a plain ground, as text has one, are photographs and are left alone.
    """
    if options.ocr == "never":
        return page
    for box in sorted(insets, key=lambda b: (-b.width * b.height, b))[:_MOST]:
        pixels = _cut_out(data, place, box, options)
        if pixels is not None and _has_ground(pixels):
            page = with_pixels(page, box, pixels, options)
    return page


def _cut_out(data: bytes, place: int, box: Box, options: ReadOptions) -> npt.NDArray[np.uint8] | None:
    """Return a part of a page as RGB pixels, ``None`` where it cannot be drawn."""
    import numpy as np
    import pypdfium2

    scale = min(_DPI / 72, math.sqrt(options.max_pixels / max(box.width * box.height, 1.0)))
    try:
        document = pypdfium2.PdfDocument(data, password=options.password or None)
        try:
            page = document[place - 1]
            width, height = page.get_size()
            around = (box.x0, height - box.bottom, width - box.x1, box.top)
            bitmap = page.render(scale=scale, crop=around, rev_byteorder=True)
            return np.ascontiguousarray(bitmap.to_numpy()[..., :3])
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        return None


def _has_ground(pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether one shade fills a good part of a picture: text stands on a ground, photographs have none."""
    import numpy as np

    shades = np.bincount((pixels.mean(axis=2) * _SHADES / 256).astype(np.int64).ravel(), minlength=_SHADES)
    return float(shades.max()) >= _PLAIN * float(shades.sum())
