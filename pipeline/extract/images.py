"""Reads pictures of pages: PNG, JPEG and multi-page TIFF."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import Code, CorruptError, DecklineError, LimitError, MissingDependencyError, Severity, told
from pipeline.extract import scan
from pipeline.extract.compose import compose
from pipeline.extract.limits import asks_too_much, within_limits
from pipeline.extract.scene import ReadOptions
from pipeline.model import Issue, Method, Page

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL import Image

_LEAST_DPI, _MOST_DPI, _USUAL_DPI = 72.0, 1200.0, 200.0


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield one page per frame of a picture file; raises ``CorruptError`` where no frame can be opened."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file = Image.open(io.BytesIO(data))
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise CorruptError(
                "is no picture that can be opened", remedy="save it anew as PNG, JPEG or TIFF"
            ) from error
        except Image.DecompressionBombError as error:
            raise LimitError("is too large a picture", remedy="scan at 300 dpi or less") from error
        with file:
            frames = getattr(file, "n_frames", 1)
            for number in range(1, min(frames, options.max_pages) + 1):
                if not options.pages or number in options.pages:
                    options.watch(number, "page")
                    yield _page(file, number, options)
            if frames > options.max_pages:
                message = f"pictures beyond the limit of {options.max_pages} were not read: split the file"
                yield _failed(options.max_pages + 1, Code.PAGE_SKIPPED, message)


def _page(file: Image.Image, number: int, options: ReadOptions) -> Page:
    try:
        file.seek(number - 1)
        across, down = _resolution(file)
        width, height = file.width * 72 / across, file.height * 72 / down
        pixels, turned = _pixels(file, options)
    except MemoryError as error:
        limit = within_limits(error)
        return _failed(number, limit.code, str(limit))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return _failed(number, Code.PAGE_FAILED, f"the picture is damaged: {told(error)}")
    if turned:
        width, height = height, width
    try:
        return compose(scan.read_picture(pixels, number=number, width=width, height=height, options=options), options)
    except MissingDependencyError as error:
        return _failed(number, Code.OCR_UNAVAILABLE, str(error), width, height)
    except Exception as error:
        if asks_too_much(error):
            limit = within_limits(error)
            return _failed(number, limit.code, str(limit), width, height)
        if isinstance(error, DecklineError):
            return _failed(number, Code.OCR_FAILED, str(error), width, height)
        raise


def _resolution(file: Image.Image) -> tuple[float, float]:
    """Return dots per inch across and down; what no scanner makes counts as not given."""
    given = file.info.get("dpi", (0.0, 0.0))
    across, down = (float(value) for value in given[:2])
    if _LEAST_DPI < across <= _MOST_DPI and 0.4 < across / max(down, 1.0) < 2.5:
        return across, down
    return _USUAL_DPI, _USUAL_DPI


def _pixels(file: Image.Image, options: ReadOptions) -> tuple[npt.NDArray[np.uint8], bool]:
    """Return the frame as grey or RGB pixels on white, turned upright by its EXIF flag, within the pixel limit."""
    import numpy as np
    from PIL import Image, ImageOps

    excess = math.sqrt(file.width * file.height / options.max_pixels)
    if excess > 1:
        size = (int(file.width / excess), int(file.height / excess))
        file.draft(None, size)
        frame = file.resize(size)
    else:
        frame = file.copy()
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        with_alpha = frame.convert("RGBA")
        frame = Image.new("RGBA", frame.size, "white")
        frame.alpha_composite(with_alpha)
    if frame.mode.startswith("I;16"):
        frame = Image.fromarray((np.asarray(frame) >> 8).astype(np.uint8))
    upright = ImageOps.exif_transpose(frame)
    turned = file.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return np.asarray(upright.convert("L" if frame.mode in ("1", "L") else "RGB"), dtype=np.uint8), turned


def _failed(number: int, code: str, message: str, width: float = 0.0, height: float = 0.0) -> Page:
    issue = Issue("", number, Severity.ERROR, code, message)
    return Page(number, width, height, Method.NONE, confidence=0.0, issues=(issue,))
