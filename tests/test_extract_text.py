"""Text dumps: encodings, pages, tables with lost list borders, lists, wrapped lines, honesty about order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.errors import Code, UnsupportedError
from pipeline.extract.scene import ReadOptions
from pipeline.extract.text import read
from pipeline.extract.text_decode import decode
from pipeline.model import Block, BlockKind, Item, Method, Page

SHARED = Path(__file__).parents[1].parent / "shared"


def pages(text: str | bytes) -> list[Page]:
    """Read a dump."""
    return list(read(text.encode() if isinstance(text, str) else text, ReadOptions()))


def page(text: str) -> Page:
    """Read a dump of one page."""
    [only] = pages(text)
    return only


def items(of: Page) -> list[Item]:
    """Return all items of a page."""
    return [
        *(i for b in of.blocks for i in b.items),
        *(i for t in of.tables for c in t.cells for i in c.items),
    ]


def listed(block: Block) -> list[tuple[str, int, str]]:
    """Return bullet, level and text of a block's items."""
    return [(i.bullet, i.level, i.reading.text) for i in block.items]


def accounted(of: Page) -> bool:
    """Whether every word stands in exactly one item."""
    return sorted(w for i in items(of) for w in i.words) == list(range(len(of.words)))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Pöytä".encode(), "utf-8"),
        ("\ufeffPöytä".encode(), "utf-8"),
        ("Pöytä on tässä".encode("utf-16"), "utf-16-le"),
        ("\ufeffPöytä on tässä".encode("utf-32-le"), "utf-32-le"),
        ("\ufeffPöytä on tässä".encode("utf-32-be"), "utf-32-be"),
        ("Pöytä on tässä".encode("utf-16-be"), "utf-16-be"),
        ("Pöytä – ”ensimmäinen”".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    """BOM, zeros, UTF-8 and plausible Windows-1252 are told apart, and a guess is said."""
    decoded = decode(data)
    assert decoded.text.startswith("Pöytä")
    assert decoded.encoding == encoding
    assert [i.code for i in decoded.issues] == ([Code.ENCODING_GUESSED] if encoding == "cp1252" else [])


def test_a_few_broken_bytes_are_replaced_and_counted() -> None:
    """Two broken bytes do not turn a UTF-8 dump into another charset."""
    decoded = decode("Tämä käsittää työn määrän\n".encode() * 9 + b"ab\xffcd\xfe\n")
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 2
    [issue] = decoded.issues
    assert issue.code == Code.CHARACTER_REPLACED
    assert issue.message.startswith("2 ")


def test_control_characters_do_not_travel() -> None:
    """Escape sequences of a terminal never reach the data; line ends of all kinds are one."""
    decoded = decode(b"a\x1b[31m\r\nb\rc\x85".replace(b"\x85", "\x85".encode()))
    assert decoded.text == "a\ufffd[31m\nb\nc\n"
    assert [i.code for i in decoded.issues] == [Code.CHARACTER_REPLACED]


def test_other_charsets_are_not_guessed() -> None:
    """Cyrillic in KOI8-R is refused with what to do."""
    with pytest.raises(UnsupportedError, match="UTF-8"):
        decode("Это обычный русский текст".encode("koi8-r"))


@pytest.mark.parametrize("text", ["Yksi\fKaksi\fKolme", "Yksi\fKaksi\fKolme\f", "\fYksi\fKaksi\fKolme"])
def test_form_feeds_divide_pages(text: str) -> None:
    """A form feed may end or begin the pages."""
    assert [p.words[0].text for p in pages(text)] == ["Yksi", "Kaksi", "Kolme"]
    assert [p.number for p in pages(text)] == [1, 2, 3]


def test_an_empty_page_keeps_its_number() -> None:
    """A page that was a picture is there, with an issue."""
    read_pages = pages("Yksi\f\n\fKolme\f")
    assert len(read_pages) == 3
    assert [i.code for i in read_pages[1].issues] == [Code.PAGE_EMPTY]


def test_table_whose_lists_lost_their_borders() -> None:
    """A list opener without items gives one item that is marked, with the place of its words in the file."""
    row = 'Mål 1\tSamarbete\t<ul style="list-style-type: none"> Gruppen inrättas Rådet hörs* \tKlart'
    read_page = page(f"Handlingsplan\n\nMål\tOmråde\tÅtgärder\tLäge\n{row}\n\tLokaler\t\t\n")
    [table] = read_page.tables
    assert (table.rows, table.columns, table.spans_known) == (3, 4, False)
    cells = {(c.row, c.column): c for c in table.cells}
    [item] = cells[1, 2].items
    assert item.run_on
    assert item.reading.text == item.reading.raw == "Gruppen inrättas Rådet hörs*"
    assert item.level == 1
    word = read_page.words[item.words[0]]
    assert (word.box.x0 / 6, word.box.top / 12) == (row.index("Gruppen"), 3)
    assert cells[2, 0].items == ()
    assert not cells[1, 3].items[0].run_on
    assert read_page.method is Method.FLAT
    assert accounted(read_page)


def test_proper_html_lists_breaks_and_entities() -> None:
    """List items and line breaks divide, other tags go, entities are read, a less-than sign stays."""
    cell = "<ul><li>Yksi &amp; toinen</li><li><b>Kaksi</b>&nbsp;osaa</li></ul>"
    read_page = page(f"a\tb\n{cell}\tYlä<br/>Ala <10 %\n<ol><li>eka<li>toka</ol>\t<span>x</span>\n")
    cells = {(c.row, c.column): c for c in read_page.tables[0].cells}
    assert [(i.bullet, i.level, i.reading.text, i.run_on) for i in cells[1, 0].items] == [
        ("•", 1, "Yksi & toinen", False),
        ("•", 1, "Kaksi osaa", False),
    ]
    assert [i.reading.text for i in cells[1, 1].items] == ["Ylä", "Ala <10 %"]
    assert [(i.bullet, i.reading.text) for i in cells[2, 0].items] == [("1.", "eka"), ("2.", "toka")]
    assert cells[2, 1].items[0].reading.text == "x"


def test_bullets_inside_a_cell_divide_it() -> None:
    """A cell flattened with its bullets falls apart at them."""
    read_page = page("a\tb\nx\tEnsin tämä • Sitten tuo • Lopuksi se\n")
    cells = {(c.row, c.column): c for c in read_page.tables[0].cells}
    assert [(i.bullet, i.reading.text) for i in cells[1, 1].items] == [
        ("", "Ensin tämä"),
        ("•", "Sitten tuo"),
        ("•", "Lopuksi se"),
    ]
    assert accounted(read_page)


def test_markdown_tables() -> None:
    """Pipes divide cells too, and the rule below the header is no row."""
    read_page = page("Plan\n\n| Mål | 2027 |\n|:---|---:|\n| Mål 1 | <ul><li>Ett</li><li>Två</li></ul> |\n|  | Tre |\n")
    [table] = read_page.tables
    assert (table.rows, table.columns) == (3, 2)
    got = {(c.row, c.column): [i.reading.text for i in c.items] for c in table.cells}
    assert got == {(0, 0): ["Mål"], (0, 1): ["2027"], (1, 0): ["Mål 1"], (1, 1): ["Ett", "Två"], (2, 0): []} | {
        (2, 1): ["Tre"]
    }
    assert accounted(read_page)


def test_lists_with_levels_by_indentation() -> None:
    """One blank of indentation is a level; numbers are bullets; blank lines do not end a list."""
    text = (
        "Katsaus\n\n- Päätös tehtiin.\n - Alakohta\n  * Syvempi\n - Toinen alakohta\n\n- Seuraava\n 1. Eka\n 2. Toka\n"
    )
    [_, block] = page(text).blocks
    assert block.kind is BlockKind.LIST
    assert listed(block) == [
        ("-", 1, "Päätös tehtiin."),
        ("-", 2, "Alakohta"),
        ("*", 3, "Syvempi"),
        ("-", 2, "Toinen alakohta"),
        ("-", 1, "Seuraava"),
        ("1.", 2, "Eka"),
        ("2.", 2, "Toka"),
    ]


def test_tab_behind_a_bullet_is_no_table() -> None:
    """Lists copied from an office program have tabs behind their bullets."""
    read_page = page("Otsikko\n\n•\tYksi asia\n•\tToinen asia\n")
    assert read_page.tables == ()
    assert listed(read_page.blocks[1]) == [("•", 1, "Yksi asia"), ("•", 1, "Toinen asia")]


def test_emphasis_goes_by_edits_and_footnote_marks_stay() -> None:
    """Two stars around words are markup; behind a word, or before a blank, they are footnote marks."""
    text = (
        "Otsikko\n\n- **BINDANDE MÅL:** Alla hörs\n- Utbildning ordnas**\n- Rådet hörs* och möts **\n\n"
        "* Flyttad från ifjol, ** Ur enkäten\n"
    )
    read_page = page(text)
    first, second, third = read_page.blocks[1].items
    assert first.reading.text == "BINDANDE MÅL: Alla hörs"
    assert first.reading.raw == "**BINDANDE MÅL:** Alla hörs"
    assert {e.rule for e in first.reading.edits} == {"markup"}
    assert [read_page.words[w].bold for w in first.words] == [False, True, True, False, False]
    assert second.reading.text == "Utbildning ordnas**"
    assert third.reading.text == "Rådet hörs* och möts **"
    assert listed(read_page.blocks[2]) == [("", 0, "* Flyttad från ifjol, ** Ur enkäten")]


def test_wrapped_lines_join_and_hyphens_are_undone() -> None:
    """A paragraph's lines are one item; a hyphen at a line end goes by an edit, one that belongs stays."""
    text = (
        "Otsikko\n\nKunta järjestää asukkaille uusia palve-\nluita ja kuulee hyte-\n"
        "ja sote-alan ammattilaisia työssään.\n"
    )
    [item] = page(text).blocks[1].items
    assert item.reading.text == (
        "Kunta järjestää asukkaille uusia palveluita ja kuulee hyte- ja sote-alan ammattilaisia työssään."
    )
    assert "palve- luita" in item.reading.raw
    assert item.reading.undo() == item.reading.raw


def test_item_goes_on_only_where_it_looks_so() -> None:
    """Lower case goes on, a capital below a line with room left is an item of its own."""
    text = (
        "Otsikko\n\n* Kerättiin tietoa monesta lähteestä ja arvioitiin\ntulokset.\nKuultiin kaikkia järjestöjä.\n"
        "* Viimeinen kohta tässä luettelossa\n"
    )
    assert listed(page(text).blocks[1]) == [
        ("*", 1, "Kerättiin tietoa monesta lähteestä ja arvioitiin tulokset."),
        ("", 1, "Kuultiin kaikkia järjestöjä."),
        ("*", 1, "Viimeinen kohta tässä luettelossa"),
    ]


def test_statements_of_one_cell_fall_apart_and_doubt_is_marked() -> None:
    """Lines that each begin a statement are items; where a full line hides the border the item says so."""
    apart = "Otsikko\n\nPerustetaan työryhmä\nLaaditaan yhteinen malli\nArvioidaan tulokset\n"
    assert len(page(apart).blocks[1].items) == 3
    joined = "Otsikko\n\nPerustetaan työryhmä kaikkien alueen toimijoiden kesken\nLaaditaan yhteinen malli\n"
    [item] = page(joined).blocks[1].items
    assert item.run_on


def test_misread_bullets_of_ocr() -> None:
    """A lone ``e`` before a capital is a bullet that OCR misread; ``e`` as a letter is not."""
    block = page("Otsikko\n\n* Ensimmäinen kohta\ne Toinen kohta\n").blocks[1]
    assert listed(block) == [("*", 1, "Ensimmäinen kohta"), ("e", 1, "Toinen kohta")]


def test_a_line_set_in_begins_anew() -> None:
    """The border of two pages that became one blank does not join their texts."""
    text = (
        "Otsikko\n\n* Viimeinen kohta mahtuu riville juuri ja juuri tähän\n"
        " MÅL 3: Informationen flyter\n\n* Första punkten\n"
    )
    read_page = page(text)
    assert [b.kind for b in read_page.blocks[1:]] == [BlockKind.LIST, BlockKind.HEADING, BlockKind.LIST]
    hanging = page("Otsikko\n\n- Kohta jossa mainitaan\n  Esimerkkilän kaupunki\n")
    assert len(hanging.blocks) == 2


def test_headings() -> None:
    """Capitals, and a short line without a full stop; the first text is the title."""
    text = "Plan 2031\n\nVISION OCH MÅL\n\nVi arbetar tillsammans för alla i regionen.\n\n## Åtgärder\n\n- En\n- Två\n"
    read_page = page(text)
    kinds = [b.kind for b in read_page.blocks]
    assert kinds == [BlockKind.TITLE, BlockKind.HEADING, BlockKind.TEXT, BlockKind.HEADING, BlockKind.LIST]
    assert read_page.blocks[3].items[0].reading.text == "Åtgärder"


def test_lost_order_is_said() -> None:
    """Column headings in one line, or a dozen loose pieces: nobody knows what stood in which column."""
    heads = page("Plan\n\nGoal 1 Goal 2 Goal 3\nHear the people Build a house Plant trees\n")
    assert heads.order_lost
    assert [i.code for i in heads.issues] == [Code.TABLE_ORDER_LOST]
    assert page("Plan\n\n2027 2028 2029\n").order_lost
    pieces = "\n\n".join(f"Piece of a cell number {n}" for n in range(14))
    assert page(pieces).order_lost
    prose = "\n\n".join(f"This is sentence number {n} of the report." for n in range(30))
    assert not page(prose).order_lost
    assert not page("Mål\t2027\t2028\t2029\nA\tb\tc\td\n").order_lost


@given(st.text(alphabet=st.sampled_from("aÄ1 .-*|\t\n\f•<ul>li/&amp;\u00a0\u00ad\u0308")))
@example("\u00ad")
def test_no_word_is_lost_and_raw_comes_back(text: str) -> None:
    """Whatever the dump holds: every word stands in one item, and undoing the edits gives raw."""
    for read_page in pages(text):
        assert accounted(read_page)
        for item in items(read_page):
            assert item.reading.undo() == item.reading.raw


@pytest.mark.skipif(not SHARED.exists(), reason="the shared decks are not here")
def test_real_dumps() -> None:
    """The clean dump keeps its tables, the scanned one says that its order is lost."""
    [clean] = pages((SHARED / "decks/flat/vake2026.txt").read_bytes())
    assert [(t.rows, t.columns) for t in clean.tables] == [(12, 6), (10, 4)]
    assert not clean.order_lost
    [scanned] = pages((SHARED / "decks/flat/vake2025.txt").read_bytes())
    assert scanned.order_lost
    assert accounted(clean)
    assert accounted(scanned)
