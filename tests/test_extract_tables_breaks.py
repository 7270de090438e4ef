"""Tables that the page breaks, and rows that only some rules part."""

from __future__ import annotations

from pipeline.extract.furniture import finish
from pipeline.model import Page
from tests.test_extract_tables_layouts import BOLD, frame, grid_of, put
from tests.test_extract_tables_pages import Sheet


def over_pages(header_again: bool, note: bool = False) -> tuple[Page, ...]:
    """Set a table that goes on over the page; its last row is split by the break."""
    sheet = Sheet()
    xs = (50.0, 250.0, 700.0, 900.0)
    head, group = ("Kokonaisuus", "Teot 2031", "Vastuu"), "TAVOITE 2: Kirjasto tukee lukemista ja oppimista seudulla"
    sheet.text(60, 20, "Suunnitelma", size=24)
    ys = (300.0, 330.0, 370.0, 400.0, 440.0, 510.0)
    frame(sheet, xs[:1] + xs[-1:], ys)
    for x in xs[1:-1]:
        sheet.rule(x, ys[0], x, ys[2])
        sheet.rule(x, ys[3], x, ys[5])
    for r, row in enumerate((head, ("Tilat", "Kunnostetaan lukusali", "Johtaja"))):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, ys[r] + 8, text)
    sheet.text(55, ys[2] + 8, group)
    for r, row in (
        (3, ("Autot", "Hankitaan auto", "Kuljettaja")),
        (4, ("Illat", "Kokeillaan aukioloa iltaisin sekä", "Johtaja")),
    ):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, ys[r] + 8, text)
    sheet.next()
    rows = ((head,) if header_again else ()) + (("", "viikonloppuisin", ""), ("Seurat", "Avataan haku", "Sihteeri"))
    sheet.text(60, 20, "Suunnitelma", size=24)
    more = (80.0, *(110.0 + 30 * n for n in range(len(rows))))
    frame(sheet, xs, more)
    for r, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            if text:
                sheet.text(x + 5, more[r] + 8, text)
    if note:
        sheet.rule(50, more[-1], 50, more[-1] + 40)
        sheet.rule(900, more[-1], 900, more[-1] + 40)
        sheet.rule(50, more[-1] + 40, 900, more[-1] + 40)
        sheet.text(
            55,
            more[-1] + 10,
            "* Siirretty edellisen vuoden ohjelmasta, jota ei ehditty toteuttaa henkilöstön vaihduttua",
        )
    return finish(sheet.pages())


def test_a_row_that_the_page_breaks_goes_on_in_its_columns() -> None:
    """Both parts have three columns; the second is marked, with and without its header."""
    for again in (True, False):
        first, second = (p.tables[0] for p in over_pages(again))
        assert (first.continued, second.continued) == (False, True)
        assert first.columns == second.columns == 3
        rest = grid_of(second)[1 if again else 0]
        assert rest == ["", "viikonloppuisin", ""]
        assert grid_of(first)[-1] == ["Illat", "Kokeillaan aukioloa iltaisin sekä", "Johtaja"]


def test_a_group_row_is_no_note() -> None:
    """A row over all columns within a table, and one that a page break leaves last, stay rows."""
    first = over_pages(False)[0].tables[0]
    assert grid_of(first)[2] == ["TAVOITE 2: Kirjasto tukee lukemista ja oppimista seudulla"] * 3
    sheet = Sheet()
    xs, ys = (50.0, 300.0, 900.0), (350.0, 380.0, 410.0, 440.0)
    frame(sheet, (xs[0], xs[-1]), ys)
    sheet.rule(xs[1], ys[0], xs[1], ys[2])
    for r, row in enumerate((("Kokonaisuus", "Teot 2031"), ("Tilat", "Kunnostetaan sali"))):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 5, ys[r] + 8, text)
    sheet.text(55, ys[2] + 8, "TAVOITE 3: Henkilöstö voi hyvin ja osaa sen mitä työ siltä vuosien varrella vaatii")
    (table,) = sheet.pages()[0].tables
    assert table.rows == 3


def test_a_note_below_a_table_is_no_row() -> None:
    """What a footnote's mark begins is cut off though the frame goes around it."""
    page = over_pages(True, note=True)[1]
    assert grid_of(page.tables[0])[-1] == ["Seurat", "Avataan haku", "Sihteeri"]
    said = [i.reading.text for b in page.blocks for i in b.items]
    assert any(s.startswith("* Siirretty edellisen") for s in said)


def rows_and_rules(top: float = 100.0) -> Sheet:
    """Set a roadmap with row rules that leave out a merged goal; nothing is planned for the last year."""
    sheet = Sheet()
    sheet.rule(50, top - 25, 910, top - 25, "#cc8833")
    for y in (top, top + 50, top + 150):
        sheet.rule(50, y, 910, y)
    sheet.rule(180, top + 100, 910, top + 100)
    for x, name in ((60, "Mål"), (370, "2031"), (560, "2032"), (750, "2033")):
        sheet.text(x, top + 19, name, size=11, font=BOLD)
    put(sheet, 190, top + 12, ("Utvecklings-", "område"), 11, BOLD)
    put(sheet, 60, top + 88, ("1. Rum för alla", "i hela staden"), 11, BOLD)
    for n, (area, first, second) in enumerate(
        (("Öppettider", "Prova kvällsöppet", "Utvidga till fler"), ("Rum", "Renovera salen", ""))
    ):
        y = top + 58 + 50 * n
        for x, text in ((190, area), (370, first), (560, second)):
            sheet.text(x, y, text, size=11)
    return sheet


def test_a_year_without_plans_keeps_its_column() -> None:
    """Headings show a column that no row fills; a rule of the page's own above adds no row."""
    (table,) = rows_and_rules().pages()[0].tables
    assert grid_of(table) == [
        ["Mål", "Utvecklingsområde", "2031", "2032", "2033"],
        ["Rum för alla i hela staden", "Öppettider", "Prova kvällsöppet", "Utvidga till fler", ""],
        ["Rum för alla i hela staden", "Rum", "Renovera salen", "", ""],
    ]


def test_rules_that_leave_out_a_column_within_merge_its_cells() -> None:
    """Row rules with a hole: the area in the third column belongs to both rows, as does the goal."""
    sheet = Sheet()
    xs = (60.0, 250.0, 500.0, 720.0)
    for y in (100, 130, 230, 330):
        sheet.rule(50, y, 910, y)
    for y in (180, 280):
        sheet.rule(240, y, 490, y)
        sheet.rule(710, y, 910, y)
    for x, name in zip(xs, ("Tavoite", "Toimi", "Alue", "Aika"), strict=True):
        sheet.text(x, 108, name, font=BOLD)
    for n, (goal, area) in enumerate((("Tavoite 1", "Tilat"), ("Tavoite 2", "Verkko"))):
        sheet.text(xs[0], 174 + 100 * n, goal)
        sheet.text(xs[2], 174 + 100 * n, area)
        for m in range(2):
            sheet.text(xs[1], 140 + 100 * n + 50 * m, f"Tehdään {'abcd'[2 * n + m]} valmiiksi")
            sheet.text(xs[3], 140 + 100 * n + 50 * m, ("kevät", "syksy")[m])
    (table,) = sheet.pages()[0].tables
    assert [row[0] for row in grid_of(table)] == ["Tavoite", "Tavoite 1", "Tavoite 1", "Tavoite 2", "Tavoite 2"]
    assert [row[2] for row in grid_of(table)] == ["Alue", "Tilat", "Tilat", "Verkko", "Verkko"]
    assert [row[3] for row in grid_of(table)] == ["Aika", "kevät", "syksy", "kevät", "syksy"]


def test_ruled_rows_stay_whole_where_a_cell_has_two_lines() -> None:
    """A mark in the middle of a row and an owner on two lines make no second row."""
    sheet = Sheet()
    for y in (80, 110, 160, 210, 260, 310):
        sheet.rule(50, y, 910, y)
    xs = (60, 130, 480, 760)
    for x, name in zip(xs, ("Nro", "Toimi", "Vastuu", "Tila"), strict=True):
        sheet.text(x, 88, name, font=BOLD)
    acts = (
        ("Avataan ovet iltaisin kaikille", "asukkaille"),
        ("Suljetaan portti",),
        ("Maalataan aita", "keväällä"),
        ("Istutetaan puu",),
    )
    owners = (("Johtaja",), ("Tilapalvelu,", "Puisto"), ("Puisto",), ("Tilapalvelu,", "Johtaja"))
    for n, (act, owner) in enumerate(zip(acts, owners, strict=True)):
        sheet.text(xs[0], 118 + 50 * n, f"1.{n + 1}")
        put(sheet, xs[1], 118 + 50 * n, act)
        put(sheet, xs[2], 118 + 50 * n, owner)
        sheet.text(xs[3], 126 + 50 * n, "kesken")
    (table,) = sheet.pages()[0].tables
    assert table.rows == 5
    assert [row[2] for row in grid_of(table)[1:]] == [" ".join(o) for o in owners]


def test_lines_that_end_early_are_rows() -> None:
    """One cell for a body of many lines: each is a row, figures that stand right as well as labels."""
    sheet = Sheet()
    for y in (80, 104, 250):
        sheet.rule(50, y, 700, y)
    sheet.text(55, 86, "Mittari", font=BOLD)
    sheet.text(600, 86, "Tavoitetaso", font=BOLD)
    rows = (
        ("Lainat", "kasvavat viidenneksen"),
        ("Kävijät", "ovat ennallaan"),
        ("Tapahtumat", "lisääntyvät"),
        ("Verkko", "kaksinkertaistuu"),
    )
    for n, (name, value) in enumerate(rows):
        sheet.text(55, 112 + 16 * n + (14 if n > 1 else 0), name)
        sheet.canvas.drawRightString(690, sheet.height - (112 + 16 * n + (14 if n > 1 else 0)) - 7.2, value)
    (table,) = sheet.pages()[0].tables
    assert grid_of(table)[1:] == [list(row) for row in rows]


def test_numbers_in_a_column_of_their_own_are_no_list() -> None:
    """A table without a line: numbers, marks in the middle of a row, owners on two lines."""
    sheet = Sheet()
    sheet.text(60, 30, "Läget för åtgärderna", size=28)
    xs = (60, 130, 480, 760)
    for x, name in zip(xs, ("Nr", "Åtgärd", "Ansvarig", "Läge"), strict=True):
        sheet.text(x, 100, name, font=BOLD)
    rows = (
        ("1.1", "Prova kvällsöppet", "Chefen"),
        ("1.2", "Renovera salen", "Lokaltjänst,"),
        ("2.1", "Köp en bil", "Chefen"),
    )
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x, 125 + 40 * n, text)
        if n == 1:
            sheet.text(480, 137 + 40 * n, "chefen")
        sheet.dot(770, 131 + 40 * n, 10, "#2e8b57")
    (table,) = sheet.pages()[0].tables
    assert [row[:2] for row in grid_of(table)] == [["Nr", "Åtgärd"], *[list(r[:2]) for r in rows]]
    assert [row[2] for row in grid_of(table)[1:]] == ["Chefen", "Lokaltjänst, chefen", "Chefen"]
    assert [row[3] for row in grid_of(table)[1:]] == ["●"] * 3
