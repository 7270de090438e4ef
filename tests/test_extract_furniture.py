"""What repeats over pages: footers, page numbers, continued tables."""

from __future__ import annotations

import pytest

from pipeline.extract.furniture import finish
from pipeline.extract.scene import ReadOptions
from pipeline.extract.text import read
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


@pytest.mark.parametrize("kicker", ["Tavoite {}", "Mål {}", "{}. tavoite"])
def test_a_goal_that_counts_up_above_is_no_page_number(kicker: str) -> None:
    """A line above the title says which goal the page is about, even where pages and goals count alike."""
    sheet = Sheet()
    for n in range(1, 6):
        sheet.text(60, 20, kicker.format(n), size=12)
        sheet.text(60, 50, f"{'Abcdef'[n]} kerrotaan tästä", size=28)
        sheet.text(60, 515, f"Havets stad, sida {n}", size=9)
        sheet.next()
    pages = finish(sheet.pages())
    assert [furniture(p) for p in pages] == [[f"Havets stad, sida {n}"] for n in range(1, 6)]


def test_a_footnote_that_stands_on_several_pages_keeps_its_meaning() -> None:
    """What a mark means is said at the foot of every table page; that makes it no footer."""
    sheet = Sheet()
    for n in range(1, 7):
        sheet.text(60, 30, f"{'Abcdef'[n - 1]} on otsikko", size=28)
        if n < 5:
            sheet.text(60, 490, "* Siirretty edelliseltä vuodelta", size=9)
        sheet.text(60, 515, "Meren kaupunki", size=9)
        sheet.next()
    assert all(furniture(p) == ["Meren kaupunki"] for p in finish(sheet.pages()))


def test_a_text_on_few_pages_is_text() -> None:
    """Three of ten pages that begin alike above are a chapter."""
    sheet = Sheet()
    for n in range(1, 11):
        sheet.text(60, 30, "Talous" if n < 4 else "Abcdefghijk"[n] * 4, size=12)
        sheet.text(60, 200, f"Teksti {'abcdefghijk'[n] * 5}", size=14)
        sheet.next()
    assert not any(furniture(p) for p in finish(sheet.pages()))


def flat(*pages: str) -> tuple[Page, ...]:
    """Read text pages."""
    return finish(tuple(read("\f".join(pages).encode(), ReadOptions())))


def test_flat_pages_have_footers_too() -> None:
    """The last line of most pages is furniture though an engine misread it here and there; the rest stays."""
    bodies = ("Alku sanoo tämän.", "Keskellä puhutaan muusta.", "Loppu lupaa paljon.", "Aivan lopussa kiitetään.")
    foots = ("Meren kaupunki, johtokunta 1", "Meren kaupunki, johtokunta 2", "Meren kaupunkl, johtokunta", "")
    pages = flat(*(f"Otsikko\n\n{body}\n\n{foot}" for body, foot in zip(bodies, foots, strict=True)))
    assert [furniture(p) for p in pages] == [[f] if f else [] for f in foots]
    kept = [i.reading.text for p in pages for b in p.blocks if b.kind is not BlockKind.FURNITURE for i in b.items]
    assert [k for k in kept if k != "Otsikko"] == list(bodies)


def test_flat_pages_keep_every_word_in_one_item() -> None:
    """Marking furniture moves items and loses none."""
    pages = flat(*(f"Osa {n}\n\n- Yksi {n}\n- Kaksi\n- Kolme\n\nVuosikertomus 2031" for n in range(4)))
    for page in pages:
        held = sorted(w for b in page.blocks for i in b.items for w in i.words)
        assert held == list(range(len(page.words)))


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
