"""What repeats over pages: footers, page numbers, continued tables."""

from __future__ import annotations

from pipeline.extract.furniture import finish
from pipeline.model import BlockKind, Page
from tests.test_extract_tables_pages import Sheet


def furniture(page: Page) -> list[str]:
    """Return what a page says in its furniture."""
    return [i.reading.text for b in page.blocks if b.kind is BlockKind.FURNITURE for i in b.items]


def test_footers_and_page_numbers_are_furniture() -> None:
    """They stand on every page; titles that repeat are titles all the same."""
    sheet = Sheet()
    for n in range(1, 5):
        sheet.text(60, 30, "Kirjaston vuosi", size=28)
        sheet.text(60, 200, f"Osa {n} kertoo jostakin", size=14)
        sheet.text(60, 515, "Meren kaupunki / Havets stad", size=9)
        sheet.text(900, 515, str(n), size=9)
        sheet.next()
    pages = finish(sheet.pages())
    for n, page in enumerate(pages, start=1):
        assert furniture(page) == ["Meren kaupunki / Havets stad", str(n)]
        assert page.blocks[0].kind is BlockKind.TITLE


def test_a_number_that_is_not_the_page_is_text() -> None:
    """A lone figure at the foot of one page may mean something."""
    sheet = Sheet()
    sheet.text(60, 30, "Luvut", size=28)
    sheet.text(60, 515, "47", size=9)
    (page,) = finish(sheet.pages())
    assert furniture(page) == []


def grid(sheet: Sheet, top: float, rows: tuple[tuple[str, ...], ...], xs: tuple[float, ...]) -> None:
    """Draw a ruled table with rows of 30 points."""
    bottom = top + 30 * len(rows)
    for n in range(len(rows) + 1):
        sheet.rule(xs[0], top + 30 * n, xs[-1], top + 30 * n)
    for x in xs:
        sheet.rule(x, top, x, bottom)
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, top + 30 * n + 8, text, size=10)


def test_a_table_goes_on_over_the_page() -> None:
    """Same columns at the top of the next page, with or without its header; other columns are another table."""
    head = ("Alue", "Teko", "Tila")
    sheet = Sheet()
    sheet.text(60, 30, "Seuranta", size=24)
    grid(sheet, 300, (head, ("Koulut", "Vinkkaus", "Tehty")), (50, 300, 600, 900))
    sheet.next()
    sheet.text(60, 30, "Seuranta", size=24)
    grid(sheet, 80, (("Neuvolat", "Lukulahja", "Kesken"), ("Tilat", "Lukusali", "Tehty")), (50, 300, 600, 900))
    sheet.next()
    sheet.text(60, 30, "Muuta", size=24)
    grid(sheet, 80, (("Vuosi", "Lainat"), ("2031", "120")), (50, 400, 900))
    pages = finish(sheet.pages())
    assert [t.continued for p in pages for t in p.tables] == [False, True, False]
