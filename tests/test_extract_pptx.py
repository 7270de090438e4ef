"""Slides made here by python-pptx, read back: titles, lists, tables, groups, notes, symbols, order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from pipeline.errors import Code
from pipeline.extract.pptx import read
from pipeline.extract.pptx_text import numeral
from pipeline.extract.scene import ReadOptions
from pipeline.model import Block, BlockKind, Item, Method, Page

SHARED = Path(__file__).parents[1].parent / "shared"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def pages(deck: Deck, options: ReadOptions | None = None) -> list[Page]:
    """Save the deck and read it back."""
    out = io.BytesIO()
    deck.save(out)
    return list(read(out.getvalue(), options or ReadOptions()))


def new(layout: int = 6) -> tuple[Deck, Slide]:
    """Return a deck of one slide (5: title only, 6: blank, 1: title and content)."""
    deck = Presentation()
    return deck, deck.slides.add_slide(deck.slide_layouts[layout])


def box(
    slide: Slide, text: str, left: float = 50, top: float = 100, width: float = 300, height: float = 60
) -> TextFrame:
    """Add a text box; line feeds divide paragraphs."""
    frame: TextFrame = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height)).text_frame
    frame.text = text
    return frame


def bullet(frame: TextFrame, paragraph: int, xml: str, level: int = 0) -> None:
    """Give a paragraph a bullet element."""
    properties = frame.paragraphs[paragraph]._p.get_or_add_pPr()
    if level:
        properties.set("lvl", str(level))
    properties.append(parse_xml(xml.replace("/>", f" {A}/>")))


def of_kind(page: Page, kind: BlockKind) -> list[Block]:
    """Return the page's blocks of a kind."""
    return [b for b in page.blocks if b.kind is kind]


def items(page: Page) -> Iterator[Item]:
    """Yield all items of a page."""
    for block in page.blocks:
        yield from block.items
    for table in page.tables:
        for cell in table.cells:
            yield from cell.items


def texts(page: Page) -> list[str]:
    """Return the texts of the page's blocks, item by item."""
    return [i.reading.text for b in page.blocks for i in b.items]


def accounted(page: Page) -> bool:
    """Whether every word stands in one item whose raw text is its words, all inside the page."""
    used = [w for i in items(page) for w in i.words]
    raw_is_words = all(
        " ".join(page.words[w].text for w in i.words[1 if i.bullet else 0 :]) == i.reading.raw for i in items(page)
    )
    inside = all(-1 <= w.box.x0 <= w.box.x1 <= page.width + 1 for w in page.words)
    return sorted(used) == list(range(len(page.words))) and raw_is_words and inside


def test_title_and_inherited_bullets() -> None:
    """A body placeholder's paragraphs are list items by its master's bullets, one with ``buNone`` is not."""
    deck, slide = new(1)
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Kirjastojen\vvuosisuunnitelma"
    body = slide.placeholders[1].text_frame
    body.text = "Johdanto ilman luettelomerkkiä\nAvataan uusi sivupiste\nHankitaan kirjat\n\nKerätään palaute"
    bullet(body, 0, "<a:buNone/>")
    body.paragraphs[2].level = 1
    [page] = pages(deck)
    assert page.method is Method.NATIVE
    assert [i.reading.text for i in of_kind(page, BlockKind.TITLE)[0].items] == ["Kirjastojen vuosisuunnitelma"]
    [block] = of_kind(page, BlockKind.LIST)
    assert [(i.bullet, i.level) for i in block.items] == [("", 0), ("•", 1), ("–", 2), ("•", 1)]
    assert accounted(page)
    assert page.words[block.items[1].words[0]].text == "•"


def test_runs_join_without_blanks_and_typography_is_edited() -> None:
    """A word cut into runs is one word; soft hyphen, ligature and no-break blank leave by edits."""
    deck, slide = new()
    frame = box(slide, "")
    for text, bold in (("Hyvin", True), ("vointi\u00ad", False), ("suunnitelma e\ufb03cient 1\u00a0000\v kpl", False)):
        run = frame.paragraphs[0].add_run()
        run.text, run.font.bold, run.font.size = text, bold, Pt(11)
    [page] = pages(deck)
    [item] = items(page)
    assert item.reading.text == "Hyvinvointisuunnitelma efficient 1 000 kpl"
    assert item.reading.raw == "Hyvinvointi\u00adsuunnitelma e\ufb03cient 1\u00a0000 kpl"
    assert item.reading.undo() == item.reading.raw
    assert {e.rule for e in item.reading.edits} == {"soft_hyphen", "ligature", "blank"}
    assert page.words[0].bold
    assert not page.words[1].bold
    assert item.size == 11


def test_automatic_numbers_continue_and_restart() -> None:
    """Numbers count on over deeper items and begin anew behind another kind of bullet at their level."""
    deck, slide = new()
    frame = box(slide, "yksi\nkaksi\nalakohta\nkolme\nmerkki\nalusta", height=200)
    number = '<a:buAutoNum type="arabicPeriod"/>'
    for place, xml, level in (
        (0, number, 0),
        (1, number, 0),
        (2, '<a:buAutoNum type="alphaLcParenR"/>', 1),
        (3, number, 0),
        (4, '<a:buChar char="•"/>', 0),
        (5, '<a:buAutoNum type="romanUcPeriod" startAt="4"/>', 0),
    ):
        bullet(frame, place, xml, level)
    [page] = pages(deck)
    assert [i.bullet for i in items(page)] == ["1.", "2.", "a)", "3.", "•", "IV."]
    assert [i.level for i in items(page)] == [1, 1, 2, 1, 1, 1]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [(28, "alphaUcPeriod", "BB."), (49, "romanLcParenBoth", "(xlix)"), (7, "arabicPlain", "7")],
)
def test_numerals(value: int, kind: str, text: str) -> None:
    """Numbers are written in their kind."""
    assert numeral(value, kind) == text


def test_typed_bullets_and_numbers_are_taken_out_of_the_text() -> None:
    """Bullets typed as text, and numbers that count on, become bullets; a date and a verdict stay text."""
    deck, slide = new()
    box(slide, "– Ensimmäinen asia\n• Toinen asia\n-", top=20)
    box(slide, "1. Perustetaan työryhmä\n2) Kuullaan asukkaita", top=120)
    box(slide, "18. maaliskuuta päätetään", top=220)
    box(slide, "* Siirtyi viime vuodelta", top=320)
    [page] = pages(deck)
    got = [(i.bullet, i.reading.text) for i in items(page)]
    assert got == [
        ("–", "Ensimmäinen asia"),
        ("•", "Toinen asia"),
        ("", "-"),
        ("1.", "Perustetaan työryhmä"),
        ("2)", "Kuullaan asukkaita"),
        ("", "18. maaliskuuta päätetään"),
        ("", "* Siirtyi viime vuodelta"),
    ]
    assert accounted(page)


def test_table_with_merged_cells_and_lists() -> None:
    """Spans are true, merged-away cells are gone, paragraphs of a cell are items, fills are known."""
    deck, slide = new()
    table = slide.shapes.add_table(3, 3, Pt(40), Pt(60), Pt(600), Pt(300)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 0).text = "Mål och område"
    table.cell(0, 2).text = "2027"
    table.cell(1, 0).text = "Mål 1"
    table.cell(1, 2).text = "Inrättas en grupp\nUtbildas personalen"
    table.cell(2, 2).fill.solid()  # type: ignore[no-untyped-call]
    table.cell(2, 2).fill.fore_color.rgb = RGBColor(0x12, 0xAB, 0x00)  # type: ignore[no-untyped-call]
    bullet(table.cell(1, 2).text_frame, 0, '<a:buChar char="•"/>')
    bullet(table.cell(1, 2).text_frame, 1, '<a:buChar char="•"/>')
    [page] = pages(deck)
    [read_table] = page.tables
    assert (read_table.rows, read_table.columns, read_table.spans_known) == (3, 3, True)
    shape = {(c.row, c.column): (c.row_span, c.column_span) for c in read_table.cells}
    assert shape == {(0, 0): (1, 2), (0, 2): (1, 1), (1, 0): (2, 1), (1, 1): (1, 1), (1, 2): (1, 1), (2, 1): (1, 1)} | {
        (2, 2): (1, 1)
    }
    by_place = {(c.row, c.column): c for c in read_table.cells}
    assert [(i.bullet, i.level, i.reading.text) for i in by_place[1, 2].items] == [
        ("•", 1, "Inrättas en grupp"),
        ("•", 1, "Utbildas personalen"),
    ]
    assert by_place[2, 2].fill == "#12ab00"
    assert by_place[2, 2].items == ()
    assert by_place[1, 0].box.height == pytest.approx(200)
    assert accounted(page)


def test_text_in_groups_stands_where_it_is_seen() -> None:
    """Nested groups are undone, scaled and moved ones too."""
    deck, slide = new()
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    shape = inner.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(100), Pt(100), Pt(200), Pt(50))
    shape.text_frame.text = "Ryhmässä"
    group.left, group.top, group.width, group.height = Pt(20), Pt(30), Pt(100), Pt(25)
    [page] = pages(deck)
    [block] = page.blocks
    assert block.kind is BlockKind.BOX
    assert 20 <= block.box.x0 <= block.box.x1 <= 120
    assert 30 <= block.box.top <= block.box.bottom <= 55


def test_furniture_notes_and_hidden_slides() -> None:
    """Footers and slide numbers are furniture, notes are notes, a hidden slide says so."""
    deck, slide = new(5)
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Otsikko"
    for place in deck.slide_layouts[5].placeholders:  # type: ignore[misc]
        if place.placeholder_format.type in (13, 15):
            slide.shapes._spTree.append(parse_xml(_clone(place.element)))
    for shape in slide.placeholders:
        if shape.placeholder_format.type == 15:
            shape.text_frame.text = "Esimerkkilän kaupunki"
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Kerro tästä lisää"
    slide.element.set("show", "0")
    [page] = pages(deck)
    assert page.hidden
    assert [texts_of(b) for b in of_kind(page, BlockKind.NOTES)] == [["Kerro tästä lisää"]]
    assert [t for b in of_kind(page, BlockKind.FURNITURE) for t in texts_of(b)] == ["Esimerkkilän kaupunki", "1"]
    assert page.blocks[0].kind is BlockKind.TITLE
    assert accounted(page)


def _clone(element: object) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]

    data: bytes = etree.tostring(element)
    return data


def texts_of(block: Block) -> list[str]:
    """Return the texts of a block's items."""
    return [i.reading.text for i in block.items]


def test_reading_order_is_by_place_not_by_drawing_order() -> None:
    """Rows from the top, in a row from the left, whatever was drawn first."""
    deck, slide = new()
    box(slide, "oikea alhaalla", 400, 303)
    box(slide, "vasen alhaalla", 50, 300)
    box(slide, "oikea ylhäällä", 400, 100)
    box(slide, "vasen ylhäällä", 50, 104)
    [page] = pages(deck)
    assert texts(page) == ["vasen ylhäällä", "oikea ylhäällä", "vasen alhaalla", "oikea alhaalla"]


def test_large_text_at_the_top_is_the_title_where_there_is_no_placeholder() -> None:
    """Decks from other programs have text boxes for titles."""
    deck, slide = new()
    box(slide, "Tavallista tekstiä", 50, 200).paragraphs[0].runs[0].font.size = Pt(14)
    box(slide, "Iso otsikko", 50, 30).paragraphs[0].runs[0].font.size = Pt(32)
    [page] = pages(deck)
    assert [b.kind for b in page.blocks] == [BlockKind.TITLE, BlockKind.TEXT]
    assert texts(page)[0] == "Iso otsikko"


def test_bold_and_large_lines_are_headings() -> None:
    """A single line that is bold or larger than the text is a heading, as on a page; a plain one is text."""
    kinds = []
    for size, bold in ((18, True), (18, False), (26, False)):
        deck, slide = new(5)
        run = box(slide, "Painopisteet", 50, 300, height=30).paragraphs[0].runs[0]
        run.font.bold, run.font.size = bold, Pt(size)
        bullet(box(slide, "Kuullaan asukkaita ja kerrotaan tuloksista", 50, 335), 0, '<a:buChar char="•"/>')
        kinds.append(pages(deck)[0].blocks[0].kind)
    assert kinds == [BlockKind.HEADING, BlockKind.TEXT, BlockKind.HEADING]


def test_coloured_dots_are_symbols_with_their_colour() -> None:
    """A small filled oval is a symbol; theme colours are resolved; large ovals are decoration."""
    deck, slide = new()
    for place, size in ((100, 12), (300, 120)):
        dot = slide.shapes.add_shape(MSO_SHAPE.OVAL, Pt(place), Pt(100), Pt(size), Pt(size))
        dot.fill.solid()
        dot.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    [page] = pages(deck)
    [block] = page.blocks
    assert block.kind is BlockKind.SYMBOL
    [word] = page.words
    assert (word.text, word.color) == ("●", "#4f81bd")


def test_shadow_text_is_read_once_and_hidden_text_is_counted() -> None:
    """Text drawn twice stands once; hidden shapes and shapes beside the slide are left out, and said so."""
    deck, slide = new()
    box(slide, "Varjostettu", 50, 100)
    box(slide, "Varjostettu", 51, 101)
    box(slide, "kolme sanaa sivussa", -900, 100)
    hidden = slide.shapes.add_textbox(Pt(50), Pt(300), Pt(100), Pt(30))
    hidden.text_frame.text = "piilossa"
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")
    [page] = pages(deck)
    assert texts(page) == ["Varjostettu"]
    [issue] = page.issues
    assert issue.code == Code.TEXT_HIDDEN
    assert issue.message.startswith("4 words")


def test_chart_names_are_read() -> None:
    """Category and series names of a chart are text of the slide."""
    deck, slide = new()
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Pohjoinen", "Etelä"]
    data.add_series("Vuosi 2030", (1, 2))  # type: ignore[no-untyped-call]
    place = (Pt(10), Pt(10), Pt(300), Pt(200))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)  # type: ignore[arg-type]
    [page] = pages(deck)
    assert set(texts(page)) >= {"Pohjoinen", "Etelä", "Vuosi 2030"}


def test_symbol_fonts_and_raised_figures() -> None:
    """A letter of Wingdings is the tick that is seen; a raised figure does not run into its word."""
    deck, slide = new()
    frame = box(slide, "")
    tick = frame.paragraphs[0].add_run()
    tick.text, tick.font.name = "\u00fc", "Wingdings"
    word = frame.paragraphs[0].add_run()
    word.text = " valmis m"
    raised = frame.paragraphs[0].add_run()
    raised.text = "2"
    raised._r.get_or_add_rPr().set("baseline", "30000")
    [page] = pages(deck)
    assert texts(page) == ["✓ valmis m²"]


def test_empty_slides_and_pages_asked_for() -> None:
    """Empty placeholders give nothing but an issue; only the pages asked for are read, under their numbers."""
    deck, _ = new(1)
    deck.slides.add_slide(deck.slide_layouts[6])
    read_pages = pages(deck, ReadOptions(pages=(2,)))
    assert [p.number for p in read_pages] == [2]
    assert [i.code for i in read_pages[0].issues] == [Code.PAGE_EMPTY]
    assert read_pages[0].blocks == ()


def test_a_phrase_broken_by_the_return_key_is_one_item() -> None:
    """A line that goes on in lower case belongs to the one above; one with a capital does not."""
    deck, slide = new()
    box(slide, "Vaikuttavat\npalvelut\nToinen")
    [page] = pages(deck)
    assert texts(page) == ["Vaikuttavat palvelut", "Toinen"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared decks are not here")
def test_real_slides_lose_no_word() -> None:
    """Every word of the real decks stands in one item."""
    for name in ("vake2025.pptx", "vake2026.pptx"):
        for page in read((SHARED / "decks" / name).read_bytes(), ReadOptions()):
            assert accounted(page), (name, page.number)
            assert not page.issues
