"""Tables that nothing is drawn around: columns by their gaps, rows by where cells begin, labels in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Page
from tests.test_extract_tables_layouts import grid_of, put
from tests.test_extract_tables_pages import Sheet

BOLD = "Helvetica-Bold"
Lines = tuple[str, ...]
XS = (40.0, 190.0, 320.0, 580.0, 820.0)
TOPS = (140.0, 220.0, 300.0, 380.0)
AREAS = ("Asuminen", "Liikkuminen", "Energia")
FIRST: tuple[Lines, ...] = (
    ("Kunnostetaan vuokratalojen", "pihat yhdessä asukkaiden kanssa"),
    ("Avataan kutsulinja kyliin",),
    ("Vaihdetaan katuvalot",),
)
SECOND: tuple[Lines, ...] = (
    ("Laaditaan tonttiohjelma",),
    (),
    ("Liitetään koulut aurinkovoimaan", "ja seurataan tuottoa"),
)
MARKS = ("Valmis", "Kesken", "Siirtyy")


def middle(sheet: Sheet, x: float, top: float, bottom: float, lines: Sequence[str], font: str = "Helvetica") -> None:
    """Write lines in the middle between two heights."""
    put(sheet, x, (top + bottom) / 2 - 6 * len(lines) + 1, lines, font=font)


def two_years() -> Page:
    """Draw a header of two lines, labels over their rows, verdicts in the middle of each row; no line, no fill."""
    sheet = Sheet()
    sheet.text(40, 30, "Katsaus kahteen vuoteen", size=26, font=BOLD)
    put(sheet, 560, 98, ["Teot"], font=BOLD)
    for x, name in zip(XS, ("Päämäärä", "Alue", "2031", "2032", "Tilanne"), strict=True):
        put(sheet, x, 116 if name.isdigit() else 107, [name], font=BOLD)
    for n, area in enumerate(AREAS):
        put(sheet, XS[1], TOPS[n], [area], font=BOLD)
        put(sheet, XS[2], TOPS[n], FIRST[n])
        put(sheet, XS[3], TOPS[n], SECOND[n])
        middle(sheet, XS[4], TOPS[n], TOPS[n + 1], [MARKS[n]])
    middle(sheet, XS[0], TOPS[0], TOPS[2], ["Hyvä arki", "kaikille"], BOLD)
    middle(sheet, XS[0], TOPS[2], TOPS[3], ["Puhdas", "ilma"], BOLD)
    return sheet.pages()[0]


def test_labels_in_the_middle_span_the_rows_around_them() -> None:
    """A label centred over two rows holds for both, one centred over a single row for that alone."""
    (table,) = two_years().tables
    rows = grid_of(table)[-3:]
    assert [row[0] for row in rows] == ["Hyvä arki kaikille", "Hyvä arki kaikille", "Puhdas ilma"]
    assert [row[1] for row in rows] == list(AREAS)
    assert [row[2] for row in rows] == [" ".join(lines) for lines in FIRST]
    assert [row[3] for row in rows] == [" ".join(lines) for lines in SECOND]
    assert [row[4] for row in rows] == list(MARKS)


def test_a_heading_over_two_years_spans_their_columns() -> None:
    """Headings on three heights are one header: the year stands above its column, the heading over both."""
    (table,) = two_years().tables
    columns = list(zip(*grid_of(table)[:-3], strict=True))
    assert [c[-1] for c in columns] == ["Päämäärä", "Alue", "2031", "2032", "Tilanne"]
    assert [c[0] for c in columns][2:4] == ["Teot", "Teot"]
    assert table.spans_known


def banded() -> Page:
    """Draw rows whose verdicts alone are filled, under bands that name their goal."""
    sheet = Sheet()
    for x, name in zip(XS, ("Alue", "Nro", "Teko", "Tilanne", "Kuka"), strict=True):
        put(sheet, x, 100, [name], font=BOLD)
    top = 124.0
    for goal in (1, 2):
        sheet.fill(36, top, 920, top + 22, "#205060")
        put(sheet, 40, top + 6, [f"Päämäärä {goal}. Palvelut ovat lähellä jokaista asukasta"], font=BOLD)
        top += 22
        for n in range(2):
            sheet.fill(576, top, 700, top + 44, ("#cfe8cf", "#fbefc2")[n])
            middle(sheet, XS[3], top, top + 44, [MARKS[n]])
            put(sheet, XS[1], top + 6, [f"{goal}.{n + 1}"])
            put(sheet, XS[2], top + 6, FIRST[n])
            put(sheet, XS[4], top + 6, ["Tekninen"])
            top += 44
        middle(sheet, XS[0], top - 88, top, [AREAS[goal]], BOLD)
    return sheet.pages()[0]


def test_columns_beside_filled_verdicts_stand_under_their_headings() -> None:
    """Fills under one column alone are no table of one column; bands name the rows below them."""
    (table,) = banded().tables
    rows = grid_of(table)
    assert rows[0] == ["Alue", "Nro", "Teko", "Tilanne", "Kuka"]
    assert [row[0] for row in rows[2:4]] == [AREAS[1], AREAS[1]]
    assert [row[0] for row in rows[5:7]] == [AREAS[2], AREAS[2]]
    assert [row[1] for row in (*rows[2:4], *rows[5:7])] == ["1.1", "1.2", "2.1", "2.2"]
    assert [row[3] for row in rows[2:4]] == [*MARKS[:2]]
    assert {c.column_span for c in table.cells if c.row in (1, 4)} == {5}


def test_lists_under_three_headings_are_no_table() -> None:
    """Three lists side by side begin level and go on as they like."""
    sheet = Sheet()
    for x, name, gap in ((40.0, "Kaupunki", 30.0), (340.0, "Seutu", 42.0), (640.0, "Maakunta", 36.0)):
        put(sheet, x, 100, [name], font=BOLD)
        for n in range(4):
            put(sheet, x, 130 + gap * n, ["• Avataan ovet kaikille"])
    assert not sheet.pages()[0].tables


def test_cards_that_repeat_their_labels_are_no_table() -> None:
    """Every card says who and when: a table says it once, in its header."""
    sheet = Sheet()
    for x, name in ((40.0, "Sali auki"), (340.0, "Kentät kuntoon"), (640.0, "Polut viitoiksi")):
        put(sheet, x, 100, [name], font=BOLD)
        put(sheet, x, 130, ["Vastuu: liikunta"])
        put(sheet, x, 160, ["Aikataulu: kevät"])
    assert not sheet.pages()[0].tables
