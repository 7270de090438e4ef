"""Overlays: what was found, drawn on the page it was found on."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.furniture import finish
from pipeline.extract.overlay import CELL, FURNITURE, KEY, LEGEND, LOST, TABLE, draw
from pipeline.extract.scene import ReadOptions
from pipeline.extract.text import read as read_text
from pipeline.model import Box, Method, Page, Word
from tests.test_extract_furniture import grid
from tests.test_extract_tables_pages import Sheet


def drawn(pages: tuple[Page, ...], data: bytes, folder: Path) -> list[Image.Image]:
    """Draw and open again."""
    return [Image.open(path) for path in draw(data, pages, folder)]


def count(picture: Image.Image, color: str) -> int:
    """Count the pixels of a colour above the key."""
    shown = picture.crop((0, 0, picture.width, picture.height - LEGEND))
    wanted = tuple(int(color[n : n + 2], 16) for n in (1, 3, 5))
    colors = shown.getcolors(shown.width * shown.height) or []
    return sum(n for n, c in colors if c == wanted)


def table_sheet() -> Sheet:
    """Set a page with a table and a footer."""
    sheet = Sheet()
    for _ in range(3):
        grid(sheet, 100, (("Alue", "Teko"), ("Koulut", "Vinkkaus"), ("Tilat", "Lukusali")), (50, 300, 600))
        sheet.text(50, 515, "Meren kaupunki", size=9)
        sheet.next()
    return sheet


def test_tables_cells_and_furniture_are_drawn_in_their_colours(tmp_path: Path) -> None:
    """One picture a page, in the page's shape, with a table on it."""
    sheet = table_sheet()
    pages = finish(sheet.pages())
    pictures = drawn(pages, sheet.buffer.getvalue(), tmp_path / "new" / "folder")
    assert [p.size for p in pictures] == [(1800, 1012 + LEGEND)] * 3
    assert all(count(p, color) > 500 for p in pictures for color in (TABLE, CELL, FURNITURE))
    assert not any(count(p, LOST) for p in pictures)
    assert sorted(p.name for p in (tmp_path / "new" / "folder").iterdir()) == [f"page-00{n}.png" for n in (1, 2, 3)]


def test_words_that_no_item_holds_stand_out(tmp_path: Path) -> None:
    """A lost word is red."""
    sheet = table_sheet()
    page = sheet.pages()[0]
    page = replace(page, words=(*page.words, Word("hukka", Box(500, 400, 600, 420))))
    assert count(drawn((page,), sheet.buffer.getvalue(), tmp_path)[0], LOST) > 100


def test_text_is_drawn_on_white(tmp_path: Path) -> None:
    """A source without pictures of its pages has overlays as well; the same input gives the same bytes."""
    data = b"Otsikko\n\n- Yksi\n- Kaksi\n"
    pages = tuple(read_text(data, ReadOptions()))
    first = draw(data, pages, tmp_path / "a")[0].read_bytes()
    assert draw(data, pages, tmp_path / "b")[0].read_bytes() == first
    assert len(KEY) == 7


def test_a_locked_page_is_drawn_with_its_password(tmp_path: Path) -> None:
    """With the right password among those given the page shows; without it the ground is white."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption("avain", "owner", strength=128), invariant=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.rect(100, 100, 300, 300, stroke=0, fill=1)
    canvas.save()
    page = Page(1, 612, 792, Method.NATIVE)
    shades = []
    for name, keys in (("a", ("väärä", "avain")), ("b", ())):
        (path,) = draw(buffer.getvalue(), (page,), tmp_path / name, keys)
        shades.append(Image.open(path).convert("L").crop((500, 1000, 501, 1001)).getextrema())
    assert shades == [(89, 89), (255, 255)]
