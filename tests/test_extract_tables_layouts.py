"""Layouts that slides of plans are made of: each drawn here with our own wording and read back."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import BlockKind, Page, Table
from tests.test_extract_tables_pages import Sheet, texts

BOLD = "Helvetica-Bold"


def grid_of(table: Table) -> list[list[str]]:
    """Return the first text of what covers each place, bullets left out, items joined."""
    return [[" | ".join(texts(table, r, c)) for c in range(table.columns)] for r in range(table.rows)]


def put(sheet: Sheet, x: float, top: float, lines: Sequence[str], size: float = 10, font: str = "Helvetica") -> None:
    """Write lines one below the other."""
    for n, text in enumerate(lines):
        sheet.text(x, top + 1.2 * size * n, text, size=size, font=font)


def frame(sheet: Sheet, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Draw the rules of a full lattice."""
    for y in ys:
        sheet.rule(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.rule(x, ys[0], x, ys[-1])


def columns_of_text() -> Page:
    """Set two columns of running text with a narrow gap, under one title."""
    sheet = Sheet()
    sheet.text(60, 30, "Katsaus vuoteen", size=28)
    left = (
        "Kirjastot pidettiin auki iltaisin",
        "ja asukkaat ottivat tilat omikseen",
        "heti alusta. Lainaus kasvoi myös",
        "pienissä pisteissä.",
    )
    right = (
        "Kulttuurin puolella syksy alkoi",
        "tanssilla. Yhdistykset kokosivat",
        "ohjelman, jota kunta tuki samalla",
        "summalla kuin ennenkin.",
    )
    put(sheet, 60, 120, left, 12)
    put(sheet, 246, 120, right, 12)
    return sheet.pages()[0]


def test_two_columns_are_read_one_after_the_other() -> None:
    """Lines of two columns are not joined across a gap of one letter's width."""
    page = columns_of_text()
    assert not page.tables
    said = [i.reading.text for b in page.blocks for i in b.items]
    assert said[1].startswith("Kirjastot pidettiin auki iltaisin ja asukkaat")
    assert said[1].endswith("pienissä pisteissä.")
    assert said[2].startswith("Kulttuurin puolella syksy alkoi tanssilla.")
    assert len(said) == 3


def test_boxes_of_a_diagram_are_boxes() -> None:
    """Goals with their areas below, each in a box: no table, a text for each box, whole."""
    sheet = Sheet()
    sheet.text(60, 30, "Visio ja päämäärät", size=28)
    for n, name in enumerate(("Lähellä", "Avoin", "Taitava")):
        x = 60 + 290 * n
        sheet.fill(x, 120, x + 260, 210, "#d8e8e0")
        sheet.text(x + 12, 130, f"Päämäärä {n + 1}", size=13, font=BOLD)
        put(sheet, x + 12, 150, (f"{name} kirjasto kuuluu kaikille", "seudun asukkaille"), 13)
        for m, area in enumerate(("Tilat", "Palvelut")):
            top = 230 + 50 * m
            sheet.fill(x, top, x + 260, top + 40, "#f2ead8")
            sheet.text(x + 12, top + 12, f"{area} {name.lower()}", size=12, font=BOLD if m == 0 else "Helvetica")
    (page,) = sheet.pages()
    assert not page.tables
    boxes = [[i.reading.text for i in b.items] for b in page.blocks if b.kind is BlockKind.BOX]
    assert boxes[0] == ["Päämäärä 1", "Lähellä kirjasto kuuluu kaikille seudun asukkaille"]
    assert [b[0] for b in boxes[1:3]] == ["Tilat lähellä", "Palvelut lähellä"]
    assert len(boxes) == 9


def test_lists_in_columns_under_bold_headings_are_a_table() -> None:
    """Three columns without a line: headings, and rows of areas with their statements."""
    sheet = Sheet()
    sheet.text(60, 30, "Teot", size=28)
    xs = (60, 250, 560)
    for x, name in zip(xs, ("Kokonaisuus", "Teot 2031", "Teot 2032"), strict=True):
        sheet.text(x, 110, name, size=12, font=BOLD)
    rows = (
        ("Aukioloajat", ("Kokeillaan iltoja",), ("Laajennetaan kokeilua", "Arvioidaan tulokset")),
        ("Kotipalvelu", ("Palkataan kuljettaja", "Hankitaan auto"), ("Aloitetaan reitit",)),
        ("Yhdistykset", ("Avataan haku",), ("Jaetaan avustukset",)),
    )
    for n, (area, first, second) in enumerate(rows):
        top = 140 + 60 * n
        sheet.text(xs[0], top, area, size=11)
        for x, items in zip(xs[1:], (first, second), strict=True):
            for m, item in enumerate(items):
                sheet.text(x, top + 14 * m, f"• {item}", size=11)
    (page,) = sheet.pages()
    (table,) = page.tables
    assert grid_of(table) == [
        ["Kokonaisuus", "Teot 2031", "Teot 2032"],
        *[[area, " | ".join(first), " | ".join(second)] for area, first, second in rows],
    ]


def test_a_merged_label_in_the_middle_belongs_to_all_its_rows() -> None:
    """A label centred over three rows, which have rules only in the other columns."""
    sheet = Sheet()
    xs, ys = (50.0, 250.0, 500.0, 900.0), (80.0, 110.0, 150.0, 190.0, 230.0, 270.0)
    frame(sheet, xs, (ys[0], ys[1], ys[-1]))
    for y in ys[2:-1]:
        sheet.rule(xs[0] if y == 230 else xs[1], y, xs[-1], y)
    for x, name in zip(xs, ("Mål", "Område", "Åtgärd"), strict=False):
        sheet.text(x + 5, 90, name, font=BOLD)
    sheet.text(55, 163, "Mål 1. Nära alla", font=BOLD)
    sheet.text(55, 243, "Mål 2. Öppet", font=BOLD)
    for n, (area, act) in enumerate(
        (("Öppettider", "Prova kvällar"), ("Rum", "Renovera"), ("Bil", "Köp"), ("Nät", "Bygg"))
    ):
        sheet.text(255, ys[n + 1] + 12, area)
        sheet.text(505, ys[n + 1] + 12, act)
    (table,) = sheet.pages()[0].tables
    assert [row[0] for row in grid_of(table)] == ["Mål", *["Mål 1. Nära alla"] * 3, "Mål 2. Öppet"]


def test_a_header_of_two_lines_groups_its_columns_by_year() -> None:
    """Years over two columns each, drawn with nothing but a rule below the header."""
    sheet = Sheet()
    sheet.rule(50, 80, 910, 80)
    sheet.rule(50, 130, 910, 130)
    for x, year in ((380, "2031"), (720, "2032")):
        sheet.text(x, 88, year, font=BOLD)
    xs = (55, 250, 420, 590, 760)
    for x, name in zip(xs, ("Mittari", "Tavoite", "Toteuma", "Tavoite", "Toteuma"), strict=True):
        sheet.text(x, 108, name, font=BOLD)
    rows = (
        ("Lainat", "120", "131", "140", "144"),
        ("Kävijät", "80", "75", "90", "88"),
        ("Tapahtumat", "12", "14", "15", "15"),
    )
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            sheet.text(x, 140 + 18 * n, text)
    sheet.rule(50, 198, 910, 198)
    (table,) = sheet.pages()[0].tables
    assert grid_of(table)[0][1:] == ["2031", "2031", "2032", "2032"]
    assert grid_of(table)[1][1:] == ["Tavoite", "Toteuma", "Tavoite", "Toteuma"]
    assert grid_of(table)[2:] == [list(row) for row in rows]


def test_white_words_on_a_dark_header_are_the_header() -> None:
    """A dark band over a body without any line."""
    sheet = Sheet()
    sheet.fill(50, 80, 910, 110, "#203040")
    xs = (60, 300, 620)
    for x, name in zip(xs, ("Område", "Åtgärder 2031", "Ansvarig"), strict=True):
        sheet.text(x, 88, name, font=BOLD, color="#ffffff")
    rows = (
        ("Öppettider", "Prova kvällsöppet", "Chefen"),
        ("Rum", "Renovera läsesalen", "Lokaltjänst"),
        ("Bil", "Köp en ny", "Chefen"),
    )
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            sheet.text(x, 125 + 30 * n, text)
    (table,) = sheet.pages()[0].tables
    assert grid_of(table) == [["Område", "Åtgärder 2031", "Ansvarig"], *[list(r) for r in rows]]


def test_tables_side_by_side_are_two() -> None:
    """Two lattices with the same rows and a gap between them."""
    sheet = Sheet()
    for left, names in ((50.0, ("Teko", "Tila")), (500.0, ("Mittari", "Luku"))):
        frame(sheet, (left, left + 200, left + 400), (100, 130, 160, 190))
        for r, row in enumerate((names, ("Yksi", "Kaksi"), ("Kolme", "Neljä"))):
            for c, text in enumerate(row):
                sheet.text(left + 5 + 200 * c, 108 + 30 * r, text)
    (page,) = sheet.pages()
    assert [grid_of(t)[0] for t in page.tables] == [["Teko", "Tila"], ["Mittari", "Luku"]]
    assert [(t.rows, t.columns) for t in page.tables] == [(3, 2), (3, 2)]


def test_a_column_of_pictures_stays_a_column() -> None:
    """Cells that hold no word keep the others in their places."""
    sheet = Sheet()
    xs, ys = (50.0, 150.0, 500.0, 900.0), (100.0, 130.0, 180.0, 230.0)
    frame(sheet, xs, ys)
    for x, name in zip(xs[1:], ("Teko", "Vastuu"), strict=False):
        sheet.text(x + 5, 108, name, font=BOLD)
    for n, row in enumerate((("Avataan ovet", "Johtaja"), ("Suljetaan ovet", "Vahtimestari"))):
        sheet.fill(80, ys[n + 1] + 8, 120, ys[n + 2] - 8, "#cc8844")
        for x, text in zip(xs[1:], row, strict=False):
            sheet.text(x + 5, ys[n + 1] + 18, text)
    (table,) = sheet.pages()[0].tables
    assert grid_of(table) == [
        ["", "Teko", "Vastuu"],
        ["", "Avataan ovet", "Johtaja"],
        ["", "Suljetaan ovet", "Vahtimestari"],
    ]


def test_a_hyphenated_heading_is_one_word() -> None:
    """A narrow column breaks its heading; the reading undoes it and keeps the road back."""
    sheet = Sheet()
    xs, ys = (50.0, 130.0, 500.0), (100.0, 145.0, 190.0, 235.0)
    frame(sheet, xs, ys)
    put(sheet, 55, 108, ("Toimenpideko-", "konaisuudet"), 10, BOLD)
    sheet.text(135, 108, "Teot 2031", font=BOLD)
    for n, row in enumerate((("Tilat", "Kunnostetaan sali"), ("Autot", "Ostetaan auto"))):
        sheet.text(55, ys[n + 1] + 10, row[0])
        sheet.text(135, ys[n + 1] + 10, row[1])
    (table,) = sheet.pages()[0].tables
    reading = table.cells[0].items[0].reading
    assert (reading.text, reading.raw) == ("Toimenpidekokonaisuudet", "Toimenpideko- konaisuudet")


def test_a_paragraph_shaded_line_by_line_is_one_box() -> None:
    """Word processors paint the ground of each line; the text is one all the same."""
    sheet = Sheet()
    lines = ("Sitova tavoite koskee koko kuntaa ja", "sen kaikkia palveluja, joita johtokunta", "seuraa keväisin.")
    sheet.text(60, 30, "Sitova tavoite", size=28)
    for n, text in enumerate(lines):
        sheet.fill(50, 200 + 18 * n, 420, 218 + 18 * n, "#dddddd")
        sheet.text(60, 203 + 18 * n, text, size=12)
    (page,) = sheet.pages()
    assert [i.reading.text for b in page.blocks if b.kind is BlockKind.BOX for i in b.items] == [" ".join(lines)]


def test_a_heading_behind_a_list_is_no_part_of_its_last_item() -> None:
    """Areas in bold with their statements as bullets below, all in one column."""
    sheet = Sheet()
    sheet.text(60, 30, "Mål 2. Alla läser", size=28)
    for n, text in enumerate(
        ("Skolor", "– Ge boktips i varje klass", "Bibliotek", "– Köp fler böcker", "– Öppna tidigare")
    ):
        sheet.text(60 if n in (0, 2) else 72, 120 + 24 * n, text, size=14, font=BOLD if n in (0, 2) else "Helvetica")
    (page,) = sheet.pages()
    said = [i.reading.text for b in page.blocks for i in b.items]
    assert said[1:] == ["Skolor", "Ge boktips i varje klass", "Bibliotek", "Köp fler böcker", "Öppna tidigare"]
