"""Tables of every kind of layout, drawn here with our own wording, found with their cells and spans."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import pytest
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.pdf import read
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page, Table

WIDTH, HEIGHT = 960.0, 540.0
FONT, SIZE = "Helvetica", 9.0
XS = (40.0, 190.0, 340.0, 560.0, 780.0, 920.0)
HEADER = ("Tavoite", "Kokonaisuus", "2031", "2032", "Vastuu")
ROWS: tuple[tuple[str | None, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "Tavoite 1: Kirjasto on kaikkien olohuone",
        "Aukioloajat",
        ("Selvitetään omatoimiaukiolon laajentaminen lähikirjastoihin", "Pilotoidaan iltoja"),
        ("Otetaan omatoimiaukiolo käyttöön kaikissa pisteissä",),
        "Kirjastojohtaja",
    ),
    (None, "Tilat", ("Kunnostetaan lukusali",), (), "Tilapalvelu"),
    (
        None,
        "Tapahtumat",
        (),
        ("Järjestetään kuukausittainen lukupiiri yhdessä kansalaisopiston ja seurojen kanssa", "Lainataan soittimia"),
        "Tuottaja",
    ),
    (
        "Tavoite 2: Lukutaito kuuluu kaikille",
        "Koulut",
        ("Vinkataan jokainen viidesluokka",),
        ("Laajennetaan vinkkaus yläkouluihin",),
        "Pedagogi",
    ),
    (None, "Neuvolat", ("Jaetaan lukulahja",), (), "Neuvola"),
)


@dataclass(frozen=True)
class Style:
    """How a table is drawn."""

    ruled: bool = False
    row_rules: bool = False
    label_rules: bool = False
    zebra: bool = False
    fills: bool = False
    gap: float = 0.0
    header: str = ""
    line_color: str = "#444444"
    bullet: str = "•"


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, FONT, SIZE) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Sheet:
    """A canvas with a top-left origin."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        """Open a sheet of the given size in points."""
        self.buffer = io.BytesIO()
        self.height = height
        self.canvas = Canvas(self.buffer, pagesize=(width, height), invariant=1)

    def text(
        self, x: float, top: float, text: str, size: float = SIZE, font: str = FONT, color: str = "#000000"
    ) -> None:
        """Write a line whose top is at ``top``."""
        self.canvas.setFillColor(HexColor(color))
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - top - 0.78 * size, text)

    def fill(self, x0: float, top: float, x1: float, bottom: float, color: str | Color) -> None:
        """Fill an area."""
        self.canvas.setFillColor(HexColor(color) if isinstance(color, str) else color)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def rule(self, x0: float, top: float, x1: float, bottom: float, color: str = "#444444", width: float = 0.7) -> None:
        """Draw a line."""
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def dot(self, x: float, top: float, size: float, color: str) -> None:
        """Draw a round dot whose box starts at (x, top)."""
        self.canvas.setFillColor(HexColor(color))
        self.canvas.circle(x + size / 2, self.height - top - size / 2, size / 2, stroke=0, fill=1)

    def next(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()

    def pages(self) -> tuple[Page, ...]:
        """Read the sheets back."""
        self.canvas.save()
        return tuple(read(self.buffer.getvalue(), ReadOptions(ocr="never")))


def cell(sheet: Sheet, column: int, top: float, items: tuple[str, ...], bullet: str, font: str = FONT) -> float:
    """Write items into a column, return where they end."""
    x = XS[column] + 4
    indent = 9 if bullet else 0
    for item in items:
        if bullet:
            sheet.text(x, top, bullet, font=font)
        for part in wrap(item, XS[column + 1] - XS[column] - 8 - indent):
            sheet.text(x + indent, top, part, font=font)
            top += 11
    return top


def row_tops() -> list[float]:
    """Return the border positions of the header and the rows."""
    tops = [60.0, 82.0]
    for goal, _, first, second, _ in ROWS:
        lines = (sum(len(wrap(i, 203)) for i in items) for items in (first, second))
        tops.append(tops[-1] + 11.0 * max(*lines, 3 if goal else 1) + 9)
    return tops


def label_rows() -> list[tuple[int, int]]:
    """Return the first row of each label and the row behind its last."""
    starts = [n for n, row in enumerate(ROWS, start=1) if row[0]]
    return list(zip(starts, [*starts[1:], len(ROWS) + 1], strict=True))


def paint(sheet: Sheet, style: Style, tops: list[float]) -> None:
    """Paint header, zebra or cell fills."""
    half = style.gap / 2

    def area(column: int, first: int, behind: int, color: str) -> None:
        sheet.fill(XS[column] + half, tops[first] + half, XS[column + 1] - half, tops[behind] - half, color)

    for c in range(5 if style.header else 0):
        area(c, 0, 1, style.header)
    for r in range(1, 6, 2) if style.zebra else ():
        sheet.fill(XS[0], tops[r], XS[5], tops[r + 1], "#e6eef5")
    if style.fills:
        for first, behind in label_rows():
            area(0, first, behind, "#dde8f0")
        for c, r in itertools.product(range(1, 5), range(1, 6)):
            area(c, r, r + 1, "#dde8f0" if c == 1 else "#f4f7fa")


def rule(sheet: Sheet, style: Style, tops: list[float]) -> None:
    """Draw the rules of a style; row rules leave out merged labels where the style says so."""
    whole = {0, 6, *(n for rows in label_rows() for n in rows)}
    for r in range(7) if style.ruled or style.row_rules else ():
        short = r not in whole and (style.ruled or style.label_rules)
        sheet.rule(XS[1] if short else XS[0], tops[r], XS[5], tops[r], style.line_color)
    for x in XS if style.ruled else ():
        sheet.rule(x, tops[0], x, tops[6], style.line_color)


def draw(style: Style) -> Table:
    """Draw the plan in a style, read it back, and return its only table."""
    sheet = Sheet()
    sheet.text(40, 20, "Kirjaston suunnitelma", size=22)
    tops = row_tops()
    paint(sheet, style, tops)
    rule(sheet, style, tops)
    for c, name in enumerate(HEADER):
        color = "#ffffff" if style.header else "#000000"
        sheet.text(XS[c] + 4, tops[0] + 6, name, font="Helvetica-Bold", color=color)
    for top, (goal, area, first, second, owner) in zip(tops[1:], ROWS, strict=False):
        for c, (items, bullet, font) in enumerate(
            (
                ((goal,) if goal else (), "", FONT),
                ((area,), "", "Helvetica-Bold"),
                (first, style.bullet, FONT),
                (second, style.bullet, FONT),
                ((owner,), "", FONT),
            )
        ):
            cell(sheet, c, top + 4, items, bullet, font)
    (page,) = sheet.pages()
    assert len(page.tables) == 1, [b.items[0].reading.text for b in page.blocks if b.items]
    return page.tables[0]


def texts(table: Table, row: int, column: int) -> tuple[str, ...]:
    """Return the items of the cell that covers a place."""
    for c in table.cells:
        if c.row <= row < c.row + c.row_span and c.column <= column < c.column + c.column_span:
            return tuple(i.reading.text for i in c.items)
    raise AssertionError(f"no cell covers {row}, {column}")


STYLES = {
    "ruled": Style(ruled=True, header="#224466"),
    "white rules on fills": Style(ruled=True, fills=True, header="#224466", line_color="#ffffff"),
    "fills with gaps": Style(fills=True, gap=2.5, header="#224466"),
    "touching fills": Style(fills=True, header="#224466"),
    "row rules": Style(row_rules=True),
    "row rules, label rules": Style(row_rules=True, label_rules=True, header="#224466"),
    "zebra": Style(zebra=True, header="#224466"),
    "ruled, no bullets": Style(ruled=True, bullet=""),
    "dashes": Style(ruled=True, bullet="–"),
    "no lines at all": Style(),
    "no lines, no bullets": Style(bullet=""),
}


@pytest.mark.parametrize("name", STYLES)
def test_every_statement_stands_in_its_row_and_column(name: str) -> None:
    """Years, areas and owners are found for every statement, whatever parts the cells."""
    style = STYLES[name]
    table = draw(style)
    assert (table.rows, table.columns) == (6, 5)
    assert tuple(texts(table, 0, c)[0] for c in range(5)) == HEADER
    for r, (_, area, first, second, owner) in enumerate(ROWS, start=1):
        assert texts(table, r, 1) == (area,)
        assert texts(table, r, 2) == first
        assert texts(table, r, 3) == second
        assert texts(table, r, 4) == (owner,)


@pytest.mark.parametrize("name", [n for n, s in STYLES.items() if s.ruled or s.fills])
def test_a_merged_label_spans_its_rows(name: str) -> None:
    """A goal drawn once over three rows belongs to these three."""
    table = draw(STYLES[name])
    label = next(c for c in table.cells if c.row == 1 and c.column == 0)
    assert label.row_span == 3
    assert texts(table, 3, 0) == ("Tavoite 1: Kirjasto on kaikkien olohuone",)
    assert texts(table, 5, 0) == ("Tavoite 2: Lukutaito kuuluu kaikille",)
