"""Text outside tables: titles, headings, boxes, columns, and what is no table."""

from __future__ import annotations

from pipeline.model import Block, BlockKind, Page
from tests.test_extract_tables_pages import Sheet

PROSE = (
    "Kirjasto palvelee asukkaita kaikissa kaupunginosissa ja kehittää",
    "toimintaansa yhdessä heidän kanssaan. Lainaus kasvoi, tilat olivat",
    "ahkerassa käytössä ja uusi auto tuli reitille syksyllä. Palaute",
    "oli kiittävää ja toiveita kirjattiin runsaasti seuraavalle kaudelle.",
)


def said(block: Block) -> list[str]:
    """Return the texts of a block."""
    return [i.reading.text for i in block.items]


def kinds(page: Page) -> list[tuple[BlockKind, str]]:
    """Return kind and first text of every block, in reading order."""
    return [(b.kind, said(b)[0]) for b in page.blocks]


def bullets(sheet: Sheet, x: float, top: float, lines: tuple[tuple[int, str], ...]) -> None:
    """Write a list with levels."""
    for level, text in lines:
        sheet.text(x + 20 * level, top, "•", size=14)
        sheet.text(x + 20 * level + 14, top, text, size=14)
        top += 22


def test_title_heading_list_in_order() -> None:
    """The largest text is the title, bold lines are headings, lists have levels."""
    sheet = Sheet()
    sheet.text(60, 40, "Vuosi kirjastossa", size=28)
    sheet.text(60, 120, "Onnistumiset", size=14, font="Helvetica-Bold")
    bullets(sheet, 60, 160, ((0, "Lainaus kasvoi"), (1, "Erityisesti lastenkirjat"), (0, "Uusi auto")))
    (page,) = sheet.pages()
    assert page.tables == ()
    assert kinds(page) == [
        (BlockKind.TITLE, "Vuosi kirjastossa"),
        (BlockKind.HEADING, "Onnistumiset"),
        (BlockKind.LIST, "Lainaus kasvoi"),
    ]
    assert [i.level for i in page.blocks[2].items] == [1, 2, 1]


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns of running text are no table and not read across."""
    sheet = Sheet(700)
    sheet.text(60, 40, "Katsaus", size=28)
    for x in (40, 380):
        for n, text in enumerate(PROSE * 3):
            sheet.text(x, 120 + 12 * n, text)
    (page,) = sheet.pages()
    assert page.tables == ()
    assert [b.kind for b in page.blocks] == [BlockKind.TITLE, BlockKind.TEXT, BlockKind.TEXT]
    assert said(page.blocks[1])[0].startswith("Kirjasto palvelee asukkaita")


def test_text_boxes_are_blocks_of_their_own() -> None:
    """Boxes in a row with others below: each is one block, read column by column, and none is a table."""
    sheet = Sheet()
    sheet.text(60, 30, "Kartta", size=28)
    for n, name in enumerate(("Palvelut", "Tilat", "Väki")):
        x = 60 + 280 * n
        sheet.fill(x, 120, x + 250, 160, "#335577")
        sheet.text(x + 20, 132, name, size=16, color="#ffffff")
        for k in range(2):
            sheet.fill(x, 180 + 70 * k, x + 250, 230 + 70 * k, "#dde6ee")
            sheet.text(x + 20, 195 + 70 * k, f"{name} osa {k + 1}", size=12)
    (page,) = sheet.pages()
    assert page.tables == ()
    assert all(b.kind is BlockKind.BOX for b in page.blocks[1:])
    assert [said(b)[0] for b in page.blocks] == [
        "Kartta",
        *(t for n in ("Palvelut", "Tilat", "Väki") for t in (n, f"{n} osa 1", f"{n} osa 2")),
    ]


def test_frames_and_panels_are_no_tables() -> None:
    """A page frame, a panel with two halves and an underlined title hold text, not cells."""
    sheet = Sheet()
    for y in (10, 530):
        sheet.rule(10, y, 950, y)
    for x in (10, 950):
        sheet.rule(x, 10, x, 530)
    sheet.text(60, 40, "Kehys", size=28)
    sheet.rule(60, 75, 900, 75)
    sheet.fill(60, 100, 470, 400, "#eef2f6")
    sheet.fill(470, 100, 900, 400, "#f6f2ee")
    bullets(sheet, 80, 130, ((0, "Vasen yksi"), (0, "Vasen kaksi")))
    bullets(sheet, 490, 130, ((0, "Oikea yksi"), (0, "Oikea kaksi")))
    (page,) = sheet.pages()
    assert page.tables == ()
    assert [said(b) for b in page.blocks] == [["Kehys"], ["Vasen yksi", "Vasen kaksi"], ["Oikea yksi", "Oikea kaksi"]]


def test_lists_side_by_side_are_no_table() -> None:
    """Text boxes whose lines happen to stand level are lists."""
    sheet = Sheet()
    sheet.text(60, 30, "Kolme teemaa", size=28)
    for n, name in enumerate(("Luku", "Laulu", "Leikki")):
        bullets(sheet, 60 + 290 * n, 120, tuple((0, f"{name} {word}") for word in ("tänään", "huomenna", "aina")))
    (page,) = sheet.pages()
    assert page.tables == ()
    assert [said(b) for b in page.blocks[1:]] == [
        [f"{n} tänään", f"{n} huomenna", f"{n} aina"] for n in ("Luku", "Laulu", "Leikki")
    ]


def test_headed_lists_side_by_side_are_no_table() -> None:
    """Bold headings over lists look like a header row, but lists are not cells."""
    sheet = Sheet()
    sheet.text(60, 30, "Kolme teemaa", size=28)
    for n, name in enumerate(("Luku", "Laulu", "Leikki")):
        sheet.text(60 + 290 * n, 96, name, size=14, font="Helvetica-Bold")
        bullets(sheet, 60 + 290 * n, 120, tuple((0, f"{name} {word}") for word in ("tänään", "huomenna", "aina")))
    (page,) = sheet.pages()
    assert page.tables == ()


def test_every_word_has_its_place() -> None:
    """No word of a page is lost between tables and blocks."""
    sheet = Sheet()
    sheet.text(60, 30, "Sekalaista", size=28)
    sheet.fill(60, 100, 300, 200, "#ddeeff")
    sheet.text(80, 140, "Laatikko", size=12)
    sheet.dot(400, 140, 9, "#cc0000")
    bullets(sheet, 60, 260, ((0, "Kohta"), (1, "Alakohta")))
    (page,) = sheet.pages()
    used = [i for b in page.blocks for item in b.items for i in item.words]
    assert sorted(used) == list(range(len(page.words)))


def test_lines_of_a_title_page_stay_apart() -> None:
    """Who and when are lines of their own, though nothing but the title shows how wide the page is."""
    sheet = Sheet()
    sheet.text(80, 150, "Vapaa-ajan palvelujen ohjelman seuranta", size=34, font="Helvetica-Bold")
    sheet.text(80, 260, "Vapaa-ajan lautakunta 4.5.2031", size=18)
    sheet.text(80, 282, "Maija Meikäläinen", size=18)
    (page,) = sheet.pages()
    assert [i.reading.text for b in page.blocks for i in b.items] == [
        "Vapaa-ajan palvelujen ohjelman seuranta",
        "Vapaa-ajan lautakunta 4.5.2031",
        "Maija Meikäläinen",
    ]


def test_a_wrapped_paragraph_stays_whole() -> None:
    """Lines that end where the next word would not have fitted are one paragraph, names or not."""
    sheet = Sheet()
    sheet.text(80, 40, "Seutu kasvaa", size=30)
    for n, text in enumerate(
        ("Hanke alkaa keväällä kaikissa kunnissa ja", "Merikunta vastaa sen rahoituksesta. Työtä", "Tehdään yhdessä.")
    ):
        sheet.text(80, 150 + 22 * n, text, size=18)
    (page,) = sheet.pages()
    assert len(page.blocks) == 2
    assert len(page.blocks[1].items) == 1


def test_a_small_text_beside_a_large_one_is_its_own() -> None:
    """Two boxes on one base line, their gap hardly wider than a blank."""
    sheet = Sheet()
    sheet.text(80, 40, "Teot vuonna 2031", size=28, font="Helvetica-Bold")
    sheet.text(330, 47, "* Siirretty vuodelta 2030", size=18)
    sheet.text(330, 70, "** Toivottu kyselyssä", size=18)
    (page,) = sheet.pages()
    assert [[i.reading.text for i in b.items] for b in page.blocks] == [
        ["Teot vuonna 2031"],
        ["* Siirretty vuodelta 2030", "** Toivottu kyselyssä"],
    ]
