"""Slides as office programs print them: what their tables, bands and boxes look like on the page."""

from __future__ import annotations

from pipeline.extract.furniture import finish
from pipeline.model import BlockKind, Page
from tests.test_extract_items import read
from tests.test_extract_tables_layouts import grid_of
from tests.test_extract_tables_pages import Sheet

BOLD = "Helvetica-Bold"
HEADS = ((64, "Aihe"), (220, "Tilanne"), (380, "Mitä tehdään"), (640, "Kuka"))
ROWS = (
    ("Uimahalli", "Valmis", "#cfe8cf", "Halli peruskorjataan ja avataan", "Liikunta"),
    ("", "Kesken", "#fbefc2", "Vuoroja jaetaan seuroille", "Liikunta"),
    ("", "", "", "Hinnoista päätetään vuosittain", "Talous"),
    ("Kirjasto", "Kesken", "#fbefc2", "Aukioloa pidennetään iltaan", "Kulttuuri"),
)


def ruled_with_verdicts(sheet: Sheet, first: int, stop: int, top: float, *, head: bool) -> None:
    """Draw rows between horizontal rules, only the verdicts' cells filled, the label merged over its rows."""
    if head:
        sheet.rule(60, top, 800, top)
        for x, text in HEADS:
            sheet.text(x, top + 6, text, font=BOLD)
        top += 24
    sheet.rule(60, top, 800, top)
    for n in range(first, stop):
        label, verdict, color, action, owner = ROWS[n]
        if color:
            sheet.fill(216, top, 340, top + 34, color)
        for x, text in ((64, label), (220, verdict), (380, action), (640, owner)):
            sheet.text(x, top + 6, text)
        top += 34
        left = 60 if n + 1 == stop or ROWS[n + 1][0] else 216
        sheet.rule(left, top, 800, top)


def band(sheet: Sheet, title: str) -> None:
    """Write a title on a band along the top of the page."""
    sheet.fill(0, 0, 960, 70, "#1f4e79")
    sheet.text(40, 25, title, size=24, font=BOLD, color="#ffffff")


def printed() -> tuple[Page, ...]:
    """Draw a table over two slides, its header on the first alone."""
    sheet = Sheet()
    band(sheet, "Tilanne syksyllä")
    ruled_with_verdicts(sheet, 0, 3, 100, head=True)
    sheet.next()
    band(sheet, "Tilanne syksyllä (jatkuu)")
    ruled_with_verdicts(sheet, 1, 4, 100, head=False)
    return finish(sheet.pages())


def test_columns_beside_filled_verdicts_are_found() -> None:
    """Fills under one column do not mean that there are no others; a label spans to the next rule on its side."""
    table = printed()[0].tables[0]
    assert grid_of(table)[0] == ["Aihe", "Tilanne", "Mitä tehdään", "Kuka"]
    assert [row[1] for row in grid_of(table)[1:]] == ["Valmis", "Kesken", ""]
    assert [row[3] for row in grid_of(table)[1:]] == ["Liikunta", "Liikunta", "Talous"]
    assert {(c.row, c.row_span) for c in table.cells if c.column == 0} == {(0, 1), (1, 3)}


def test_a_title_on_a_band_does_not_part_a_table_from_its_continuation() -> None:
    """The band is the page's title, and the table below it goes on from the page before."""
    pages = printed()
    assert [b.kind for p in pages for b in p.blocks] == [BlockKind.TITLE, BlockKind.TITLE]
    assert [t.continued for p in pages for t in p.tables] == [False, True]


def test_headings_pair_off_with_columns_that_are_set_to_the_right() -> None:
    """As many headings as columns: the n-th names the n-th, though none stands above its own figures."""
    sheet = Sheet()
    for y in (100, 130, 160, 190, 220):
        sheet.rule(60, y, 560, y)
    for x, text in ((64, "Vuosi"), (164, "Asiakkaat"), (294, "Käynnit"), (424, "Kulut")):
        sheet.text(x, 107, text, font=BOLD)
    for n, row in enumerate((("2021", "14", "30", "7"), ("2022", "15", "31", "8"), ("2023", "17", "36", "9"))):
        sheet.text(64, 137 + 30 * n, row[0])
        for right, text in zip((284, 414, 550), row[1:], strict=True):
            sheet.text(right - 12, 137 + 30 * n, text)
    (page,) = sheet.pages()
    assert grid_of(page.tables[0])[:2] == [["Vuosi", "Asiakkaat", "Käynnit", "Kulut"], ["2021", "14", "30", "7"]]


def test_an_outline_that_begins_amid_an_edge_is_a_box() -> None:
    """Some programs draw a rectangle from the middle of its lower edge."""
    sheet = Sheet()
    sheet.text(40, 20, "Kortit", size=24)
    for x in (60, 260):
        path = sheet.canvas.beginPath()
        path.moveTo(x + 90, 540 - 300)
        for px, top in ((x, 300), (x, 100), (x + 180, 100), (x + 180, 300), (x + 90, 300)):
            path.lineTo(px, 540 - top)
        path.close()
        sheet.canvas.drawPath(path, stroke=1, fill=0)
        sheet.text(x + 10, 120, f"Kortti {x}")
    (page,) = sheet.pages()
    assert [b.kind for b in page.blocks].count(BlockKind.BOX) == 2


def test_paragraphs_that_begin_alike_are_parted() -> None:
    """Lines that begin with one label, or with one that counts on, are no wrapped sentence."""
    lines = ((10, 0, "Päämäärä 1: Lapset voivat hyvin"), (10, 12, "Päämäärä 2: Luonto kukoistaa kaikkialla aina"))
    assert len(read(*lines, right=220)) == 2
    labelled = ((10, 0, "Tavoite: Lapset voivat hyvin kotona"), (10, 12, "Tavoite: Luonto kukoistaa"))
    assert len(read(*labelled, right=185)) == 2
    assert (
        len(read((10, 0, "Vuonna 2022 avattiin uusi halli ja"), (10, 12, "Vuonna 2029 se maalataan"), right=170)) == 1
    )


def test_a_dash_where_dashes_began_items_begins_one() -> None:
    """After a line that is as long as any, only the dashes above tell that this one is a bullet too."""
    lines = (
        (10, 0, "•  Eka"),
        (22, 12, "–  Alakohta"),
        (10, 24, "•  Toinen kohta on koko rivin pituinen"),
        (22, 36, "–  Alakohta"),
    )
    assert [level for _, level, _ in read(*lines, right=205)] == [1, 2, 1, 2]


def test_a_text_over_several_columns_names_the_rows_below() -> None:
    """A row of one text that runs over column borders is one cell all across, however far the text reaches."""
    sheet = Sheet()
    rows = (
        ("Nro", "Mitä", "Kuka"),
        ("Osa 1: kaikille yhteiset asiat kunnassa",),
        ("1.1", "Avataan", "Liikunta"),
        ("1.2", "Jaetaan", "Talous"),
        ("Osa 2: lasten ja nuorten asiat kunnassa",),
        ("2.1", "Kysytään", "Nuoret"),
    )
    for n, row in enumerate(rows):
        if len(row) == 1:
            sheet.fill(60, 100 + 30 * n, 800, 130 + 30 * n, "#dce3ee")
        sheet.rule(60, 130 + 30 * n, 800, 130 + 30 * n)
        for x, text in zip((64, 160, 640), row, strict=False):
            sheet.text(x, 107 + 30 * n, text, font="Helvetica" if n else BOLD)
    sheet.rule(60, 100, 800, 100)
    (page,) = sheet.pages()
    assert [(c.row, c.column_span) for c in page.tables[0].cells if c.column_span > 1] == [(1, 3), (4, 3)]


def test_small_raised_figures_are_superscripts() -> None:
    """A footnote's mark set small and high is told from the word's own figures."""
    sheet = Sheet()
    sheet.text(60, 100, "Hallit", size=20)
    width = sheet.canvas.stringWidth("Hallit", "Helvetica", 20)
    sheet.text(60 + width, 99, "1", size=11)
    (page,) = sheet.pages()
    assert [w.text for w in page.words] == ["Hallit¹"]
