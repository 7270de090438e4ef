"""Native PDF pages: what a person sees is read, what nobody sees is counted, what fails says why."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest
from pdfplumber.utils.exceptions import MalformedPDFException
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.colors import CMYKColorSep, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import Code, CorruptError, EncryptedError, LimitError, Severity
from pipeline.extract.pdf import read
from pipeline.extract.scene import ReadOptions
from pipeline.model import BlockKind, Method, Page
from tests.test_extract_tables_pages import Sheet

NEVER = ReadOptions(ocr="never")


def shown(page: Page) -> list[str]:
    """Return the words of a page in order."""
    return [w.text for w in page.words]


def hidden(page: Page) -> bool:
    """Whether the page says that it left text out."""
    return any(i.code == Code.TEXT_HIDDEN for i in page.issues)


def test_words_carry_size_weight_and_colour() -> None:
    """A word knows how it is set."""
    sheet = Sheet()
    sheet.text(50, 50, "Otsikko", size=24, font="Helvetica-Bold", color="#114477")
    (page,) = sheet.pages()
    (word,) = page.words
    assert (word.text, word.size, word.bold, word.color) == ("Otsikko", 24.0, True, "#114477")
    assert word.box.x0 == pytest.approx(50, abs=1)
    assert page.method is Method.NATIVE


def test_text_drawn_twice_is_read_once() -> None:
    """A shadow and a poor man's bold face do not double the text; the upper drawing counts."""
    sheet = Sheet()
    sheet.text(51.5, 51.5, "Varjo", size=24, color="#999999")
    sheet.text(50, 50, "Varjo", size=24, color="#000000")
    for shift in (0, 0.3, 0.6):
        sheet.text(50 + shift, 120, "Lihava", size=12)
    (page,) = sheet.pages()
    assert shown(page) == ["Varjo", "Lihava"]
    assert page.words[0].color == "#000000"


def test_text_that_nobody_sees_is_left_out_and_counted() -> None:
    """White on white, off the page and in invisible mode."""
    sheet = Sheet()
    sheet.text(50, 50, "Näkyy")
    sheet.text(50, 80, "valkoinen", color="#ffffff")
    sheet.text(-300, 90, "ulkona")
    sheet.canvas.setFillColor(HexColor("#000000"))
    ghost = sheet.canvas.beginText(50, 300)
    ghost.setTextRenderMode(3)
    ghost.textOut("aave")
    ghost.setTextRenderMode(0)
    sheet.canvas.drawText(ghost)
    (page,) = sheet.pages()
    assert shown(page) == ["Näkyy"]
    assert hidden(page)


def test_white_text_on_a_dark_area_stays() -> None:
    """The ground decides, not the colour."""
    sheet = Sheet()
    sheet.fill(40, 40, 400, 80, "#223344")
    sheet.text(50, 50, "Otsikkopalkki", size=16, color="#ffffff")
    (page,) = sheet.pages()
    assert shown(page) == ["Otsikkopalkki"]
    assert not hidden(page)


def test_full_ink_of_a_spot_colour_is_not_white() -> None:
    """In a separation 1.0 is full ink; taken for grey it would be white on white and vanish."""
    sheet = Sheet()
    sheet.canvas.setFillColor(CMYKColorSep(1, 0.5, 0, 0, spotName="HOUSE", density=1))
    sheet.canvas.setFont("Helvetica", 12)
    sheet.canvas.drawString(50, 400, "Painoväri")
    (page,) = sheet.pages()
    assert shown(page) == ["Painoväri"]


@pytest.mark.parametrize("spacing", [4.0, 8.0])
def test_letter_spaced_headings_are_closed_up(spacing: float) -> None:
    """Tracked type is one word a word, with the blank between words kept."""
    sheet = Sheet()
    line = sheet.canvas.beginText(50, 400)
    line.setFont("Helvetica", 14)
    line.setCharSpace(spacing)
    line.textOut("UUSI TAVOITE")
    sheet.canvas.drawText(line)
    line = sheet.canvas.beginText(50, 300)
    line.setFont("Helvetica", 14)
    line.setCharSpace(0)
    line.textOut("T A V O I T E")
    sheet.canvas.drawText(line)
    (page,) = sheet.pages()
    assert shown(page) == ["UUSI", "TAVOITE", "TAVOITE"]


def test_a_turned_page_reads_as_it_is_seen() -> None:
    """The rotation flag is undone, and the page's size with it."""
    sheet = Sheet(400, 600)
    sheet.canvas.setPageRotation(90)
    sheet.canvas.saveState()
    sheet.canvas.translate(300, 50)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Helvetica", 12)
    sheet.canvas.drawString(0, 0, "Poikittain")
    sheet.canvas.restoreState()
    (page,) = sheet.pages()
    assert (page.width, page.height, page.rotation) == (400, 600, 90)
    (word,) = page.words
    assert word.text == "Poikittain"
    assert word.box.width > word.box.height
    assert (word.box.x0, word.box.bottom) == pytest.approx((50, 302), abs=3)


def test_coloured_dots_become_words_in_their_colour() -> None:
    """A traffic light beside a text can be read with a legend."""
    sheet = Sheet()
    sheet.text(50, 50, "Seuranta", size=12)
    sheet.dot(200, 50, 10, "#2e8b57")
    sheet.dot(500, 300, 150, "#2e8b57")
    (page,) = sheet.pages()
    assert [(w.text, w.color) for w in page.words] == [("Seuranta", "#000000"), ("●", "#2e8b57")]


def test_an_empty_page_keeps_its_number() -> None:
    """Nothing on a page is no failure."""
    sheet = Sheet()
    sheet.text(50, 50, "Yksi")
    sheet.next()
    sheet.next()
    sheet.text(50, 50, "Kolme")
    pages = sheet.pages()
    assert [p.number for p in pages] == [1, 2, 3]
    assert [shown(p) for p in pages] == [["Yksi"], [], ["Kolme"]]


def test_only_the_wanted_pages_are_read() -> None:
    """``pages`` picks, ``max_pages`` cuts off and says so."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for n in range(4):
        canvas.drawString(50, 500, f"Sivu{n + 1}")
        canvas.showPage()
    canvas.save()
    data = buffer.getvalue()
    assert [p.number for p in read(data, ReadOptions(ocr="never", pages=(2, 4)))] == [2, 4]
    cut = list(read(data, ReadOptions(ocr="never", max_pages=2)))
    assert [p.number for p in cut] == [1, 2, 3]
    assert cut[-1].issues[0].code == Code.PAGE_SKIPPED
    assert cut[-1].method is Method.NONE


def test_passwords() -> None:
    """An empty user password opens, a right one opens, a missing one is said."""

    def locked(user: str) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption(user, "owner", strength=128), invariant=1)
        canvas.drawString(50, 500, "Salainen")
        canvas.save()
        return buffer.getvalue()

    assert shown(next(read(locked(""), NEVER))) == ["Salainen"]
    assert shown(next(read(locked("avain"), ReadOptions(ocr="never", password="avain")))) == ["Salainen"]
    with pytest.raises(EncryptedError):
        read(locked("avain"), NEVER)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4 rubbish", b""])
def test_broken_files_are_corrupt(data: bytes) -> None:
    """A file without pages is one error, not a traceback."""
    with pytest.raises(CorruptError):
        list(read(data, NEVER))


def test_limits_hold() -> None:
    """Too many bytes refuse the file, too many glyphs only the page."""
    sheet = Sheet()
    sheet.text(50, 50, "Pitkä teksti")
    sheet.canvas.save()
    data = sheet.buffer.getvalue()
    with pytest.raises(LimitError):
        read(data, ReadOptions(max_file_bytes=10))
    (page,) = read(data, ReadOptions(ocr="never", max_glyphs=3))
    assert page.number == 1
    assert page.issues[0].code == LimitError.code


def test_reading_is_deterministic() -> None:
    """Same bytes, same pages."""
    sheet = Sheet()
    sheet.text(50, 50, "Otsikko", size=24)
    sheet.text(50, 120, "• Kohta")
    sheet.canvas.save()
    data = sheet.buffer.getvalue()
    assert tuple(read(data, NEVER)) == tuple(read(data, NEVER))
    assert next(read(data, NEVER)).blocks[0].kind is BlockKind.TITLE


def test_invisible_text_over_a_picture_is_its_text_layer() -> None:
    """A scan that someone made searchable keeps its words, told apart from native ones."""
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (96, 54), 230)), 0, 0, 960, 540)
    layer = sheet.canvas.beginText(50, 300)
    layer.setTextRenderMode(3)
    layer.setFont("Helvetica", 14)
    layer.textOut("Luettu kuvasta")
    sheet.canvas.drawText(layer)
    (page,) = sheet.pages()
    assert shown(page) == ["Luettu", "kuvasta"]
    assert page.method is Method.TEXT_LAYER


def test_a_crop_box_is_the_page() -> None:
    """What lies outside the crop box is no part of the page, and coordinates start at its corner."""
    sheet = Sheet()
    sheet.text(200, 200, "Sisällä")
    sheet.text(20, 20, "Ulkona")
    sheet.canvas.setCropBox((100, 100, 860, 440))
    (page,) = sheet.pages()
    assert (page.width, page.height) == (760, 340)
    assert shown(page) == ["Sisällä"]
    assert (page.words[0].box.x0, page.words[0].box.top) == pytest.approx((100, 100), abs=2)


@pytest.mark.parametrize("odd", [b"/Rotate /Ninety", b"/Rotate 0 /CropBox [0 (a) 5 9]"])
def test_what_pdfplumber_refuses_is_read_without_it(odd: bytes) -> None:
    """A rotation that is no number or a box that holds a text costs neither the page nor the deck."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=0)
    for word in ("Yksi", "Kaksi"):
        canvas.drawString(50, 500, word)
        canvas.showPage()
    canvas.save()
    data = buffer.getvalue().replace(b"/Rotate 0", odd, 1)
    with pytest.raises((TypeError, MalformedPDFException)):
        len(pdfplumber.open(io.BytesIO(data)).pages)
    assert [shown(p) for p in read(data, NEVER)] == [["Yksi"], ["Kaksi"]]


@pytest.mark.parametrize("count", [0, 2])
def test_attached_files_are_counted_and_not_read(count: int) -> None:
    """A portfolio of decks is not a deck of one page without saying so, and says it once."""
    sheet = Sheet()
    sheet.text(50, 50, "Kansi")
    sheet.canvas.showPage()
    sheet.text(50, 50, "Loppu")
    sheet.canvas.save()
    made = pypdfium2.PdfDocument(sheet.buffer.getvalue())
    for number in range(count):
        made.new_attachment(f"liite {number}.pdf").set_data(b"Piilossa")
    out = io.BytesIO()
    made.save(out)
    for wanted in ((), (2,)):
        pages = list(read(out.getvalue(), replace(NEVER, pages=wanted)))
        found = [i for page in pages for i in page.issues if i.code == Code.ATTACHMENT_UNREAD]
        assert [(i.page, i.severity) for i in found] == [(0, Severity.WARNING)] * bool(count)
        assert all(f"({count})" in i.message for i in found)
        assert "Piilossa" not in [w for page in pages for w in shown(page)]
