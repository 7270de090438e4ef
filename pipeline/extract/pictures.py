"""Pictures of pages, for people who want to see where a statement stands.

A page of a PDF or of a picture file is drawn as it looks.  A slide and a text dump have nothing that
could draw them: for these a plain drawing is made of what was read (words, cells, boxes), and says so.
The same bytes and the same libraries give the same pictures.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codec import encode
from pipeline.extract import sniff
from pipeline.extract.schematic import schematic
from pipeline.model import Deck, Method, Page, PagePicture

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

INDEX = "index.json"
_SCALE = 100 / 72
_LONGEST = 1600
_COLOURS = 32
_QUALITY = 50
_PICTURES = (sniff.PNG, sniff.JPEG, sniff.TIFF)
Draw = Callable[[Page], "Image.Image | None"]


def write(data: bytes, deck: Deck, folder: Path, passwords: Sequence[str], step: Callable[[], None]) -> None:
    """Write a picture of every page of ``deck`` that holds words into ``folder``, and ``index.json`` at the end.

    ``data`` is the file that the deck was read from; ``passwords`` are tried; ``step`` is called after
    each page.  A page that cannot be drawn is drawn from what was read.  Raises ``OSError`` where the
    folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[PagePicture] = []
    for picture, content in pictures(data, deck, passwords):
        (folder / picture.file).write_bytes(content)
        drawn.append(picture)
        step()
    (folder / INDEX).write_text(json.dumps(encode(tuple(drawn)), sort_keys=True), encoding="utf-8")


def pictures(data: bytes, deck: Deck, passwords: Sequence[str] = ()) -> Iterator[tuple[PagePicture, bytes]]:
    """Yield the picture of each page that holds words, with its bytes."""
    draw = _drawer(data, deck.source.media_type, passwords)
    for page in deck.pages:
        if not page.words or min(page.width, page.height) < 1:
            continue
        image = draw(page)
        if image is None:
            content, ending = schematic(page).encode(), "svg"
        elif page.method is Method.OCR:
            content, ending = _jpeg(image), "jpg"
        else:
            content, ending = _png(image), "png"
        name = f"p{page.number:03d}.{ending}"
        yield PagePicture(page.number, name, round(page.width, 2), round(page.height, 2), image is None), content


def straight(picture: Image.Image, rotation: float) -> Image.Image:
    """Undo the quarter turns and the skew (degrees clockwise) that reading has undone."""
    quarters = round(rotation / 90)
    upright = picture.rotate(90 * quarters, expand=True) if quarters else picture
    skew = rotation - 90 * quarters
    return upright.rotate(skew, fillcolor="white") if skew else upright


def frame(data: bytes, number: int) -> Image.Image | None:
    """Return page ``number`` of a picture file, turned as its camera meant it; nothing where it is damaged."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as file:
            file.seek(number - 1)
            return ImageOps.exif_transpose(file.convert("RGB"))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError):
        return None


def password_of(data: bytes, passwords: Sequence[str]) -> str | None:
    """Return the password that opens a PDF, nothing where it needs none or none is right."""
    import pypdfium2

    for password in (None, *passwords):
        with suppress(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(data, password=password).close()
            return password
    return None


def _drawer(data: bytes, kind: str, passwords: Sequence[str]) -> Draw:
    if kind == sniff.PDF:
        return _pdf_drawer(data, passwords)
    if kind in _PICTURES:
        return lambda page: _fitted(frame(data, page.number), page)
    return lambda page: None


def _pdf_drawer(data: bytes, passwords: Sequence[str]) -> Draw:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password_of(data, passwords))
    except pypdfium2.PdfiumError:
        return lambda page: None

    def draw(page: Page) -> Image.Image | None:
        try:
            return _fitted(_rendered(document, page.number), page)
        except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError):
            return None

    return draw


def _rendered(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number - 1]
    scale = min(_SCALE, _LONGEST / max(*page.get_size(), 1.0))
    image: Image.Image = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False).to_pil()
    return image


def _fitted(picture: Image.Image | None, page: Page) -> Image.Image | None:
    """Return the picture upright and in the shape of the page, so that boxes of the page fit on it."""
    if picture is None:
        return None
    upright = straight(picture, page.rotation) if page.method is Method.OCR else picture
    scale = min(_SCALE, _LONGEST / max(page.width, page.height))
    size = (max(math.ceil(page.width * scale), 1), max(math.ceil(page.height * scale), 1))
    if max(abs(a - b) for a, b in zip(upright.size, size, strict=True)) > 2:
        upright = upright.resize(size, reducing_gap=2.0)
    return upright.convert("RGB")


def _png(image: Image.Image) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
