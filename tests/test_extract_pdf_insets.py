"""Pictures with text on native pages: read where they stand, and only where they can hold text."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from pipeline.errors import Code
from pipeline.extract import pdf_insets
from pipeline.extract.pdf import read
from pipeline.extract.scene import ReadOptions
from pipeline.model import Box, Method, Page
from tests.test_extract_tables_pages import Sheet


def screenshot() -> Image.Image:
    """Return a picture of a small ruled table."""
    sheet = Sheet(width=400, height=160)
    for y in (10, 55, 100, 145):
        sheet.rule(10, y, 390, y)
    for x in (10, 200, 390):
        sheet.rule(x, 10, x, 145)
    for r, row in enumerate((("Paikka", "Tilanne"), ("Uimahalli", "Avattu"), ("Kirjasto", "Kesken"))):
        for c, text in enumerate(row):
            sheet.text(20 + 190 * c, 22 + 45 * r, text, size=18)
    sheet.canvas.save()
    picture: Image.Image = pypdfium2.PdfDocument(sheet.buffer.getvalue())[0].render(scale=2.5).to_pil()
    return picture


def noise() -> Image.Image:
    """Return what no text stands on."""
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (400, 1000, 3), dtype=np.uint8).astype(np.uint8))


def page_with(picture: Image.Image, ocr: str = "auto", caption: bool = False) -> Page:
    """Read a page of text with a picture on it."""
    sheet = Sheet()
    sheet.text(60, 30, "Tilanne syksyllä", size=28)
    for n in range(4):
        sheet.text(60, 90 + 20 * n, "Lautakunta seuraa tilannetta ja saa siitä selvityksen keväällä.", size=12)
    sheet.canvas.drawImage(ImageReader(picture), 100, 540 - 400, 500, 200)
    if caption:
        sheet.text(200, 250, "Kuvan päälle kirjoitettu", size=12)
    sheet.canvas.save()
    (page,) = read(sheet.buffer.getvalue(), ReadOptions(ocr=ocr))
    return page


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """Note which pictures would be read, without reading them."""
    boxes: list[Box] = []
    keep: Callable[..., Page] = lambda page, box, pixels, options: boxes.append(box) or page  # type: ignore[func-returns-value]  # noqa: E731
    monkeypatch.setattr(pdf_insets, "with_pixels", keep)
    return boxes


def test_a_picture_that_may_hold_text_is_looked_at(asked: list[Box]) -> None:
    """It is large, has a plain ground and nothing is drawn over it."""
    page_with(screenshot())
    assert [round(b.x0) for b in asked] == [100]


@pytest.mark.parametrize("why", ["photograph", "never", "written on"])
def test_other_pictures_cost_nothing(why: str, asked: list[Box]) -> None:
    """Photographs, pictures under text, and all where nobody may read."""
    picture = noise() if why == "photograph" else screenshot()
    page_with(picture, "never" if why == "never" else "auto", caption=why == "written on")
    assert asked == []


@pytest.mark.ocr
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
def test_a_table_in_a_picture_joins_the_page() -> None:
    """Its cells stand where the picture does, its words have their own confidence, and the page tells."""
    page = page_with(screenshot())
    assert page.method is Method.NATIVE
    assert [i.code for i in page.issues].count(Code.PICTURE_READ) == 1
    (table,) = page.tables
    said = {(c.row, c.column): " ".join(i.reading.text for i in c.items) for c in table.cells}
    assert said[1, 0] == "Uimahalli"
    assert said[2, 1] == "Kesken"
    assert 95 <= table.box.x0 <= 125
    assert 195 <= table.box.top <= 225
    assert sorted(i for c in table.cells for x in c.items for i in x.words) == list(range(34, len(page.words)))
