"""What is read by place, repetition and content where no heading and no word says it."""

from __future__ import annotations

from pipeline.errors import Code
from pipeline.model import Block, BlockKind, Box, Cell, Deck, Item, Method, Page, Reading, Source, Status, Table, Word
from pipeline.normalise import understand
from pipeline.normalise.columns import read_layout
from pipeline.normalise.goal_words import with_goal_word, with_page_kinds
from pipeline.normalise.labels import goal_label
from pipeline.normalise.loose import read_loose
from pipeline.normalise.schedule import is_period
from pipeline.normalise.vocabulary import Vocabulary, vocabulary
from pipeline.profiles import profile
from pipeline.records import Report

WORDS: Vocabulary = vocabulary(profile())
COLORS = {"●g": "#2e9e4f", "●r": "#d23b3b"}


def _item(text: str, x: float, y: float, *, size: float = 14.0, bold: bool = False, bullet: str = "") -> Item:
    shown, color = (text[0], COLORS[text]) if text in COLORS else (text, "#222222")
    box = Box(x, y, x + 6.0 * len(shown), y + size)
    return Item(Reading.of(shown), box, bullet=bullet, level=int(bool(bullet)), size=size, bold=bold, color=color)


def _block(kind: BlockKind, *items: Item, fill: str = "") -> Block:
    return Block(kind, items, Box.around([i.box for i in items]), fill)


def _title(text: str) -> Block:
    return _block(BlockKind.TITLE, _item(text, 40, 20, size=28, bold=True))


def _page(number: int, *blocks: Block, tables: tuple[Table, ...] = ()) -> Page:
    return Page(number, 960.0, 540.0, Method.NATIVE, (Word("x", Box(0, 0, 1, 1)),), tables, blocks)


def _table(rows: list[list[str]], top: float = 100.0, *, head: bool = True, fills: dict[tuple[int, int], str]) -> Table:
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(40 + 200.0 * c, top + 40.0 * r, 240 + 200.0 * c, top + 40.0 + 40.0 * r)
            item = _item(text, box.x0, box.top, bold=head and r == 0) if text else None
            fill = fills.get((r, c), "#dddddd" if head and r == 0 else "")
            found.append(Cell(r, c, 1, 1, (item,) if item else (), box, fill))
    return Table(tuple(found), len(rows), len(rows[0]), Box.around([c.box for c in found]))


def _cover(year: int = 2023) -> Page:
    return _page(1, _title("Hamnprogram 2022–2025"), _block(BlockKind.TEXT, _item(f"Uppföljning av år {year}", 40, 90)))


def _understood(*pages: Page) -> Report:
    source = Source("deck.pptx", "0" * 64, "application/x", "test", "1")
    return understand(Deck(source, (_cover(), *pages)), "d", profile())


def test_marked_quarters_are_when_an_action_is_due() -> None:
    """Neighbouring marks make a span, others are listed; a colour marks where the row is plain."""
    rows = [
        ["Åtgärd", "Ansvarig", "Q1", "Q2", "Q3"],
        ["Kajen byggs ut i två etapper", "Hamnen", "x", "x", ""],
        ["Farleden märks ut med nya bojar", "Hamnen", "x", "", "x"],
        ["Kranen byts mot en eldriven", "Tekniska", "", "", ""],
    ]
    report = _understood(_page(2, _title("Mål 1: Hamnen är öppen"), tables=(_table(rows, fills={(3, 4): "#cc3333"}),)))
    assert [a.due for a in report.actions] == ["Q1–Q2", "Q1, Q3", "Q3"]


def test_a_date_below_a_heading_is_no_calendar() -> None:
    """A row of one date beside an action must not be taken for a second row of headings."""
    rows = [
        ["Åtgärd", "Tidsplan"],
        ["Pröva ett bokningssystem med partner", "6/2024"],
        ["Bygg en kaj", "Q3/2024"],
    ]
    assert is_period("Q3/2024", WORDS)
    layout = read_layout(_table(rows, fills={}), WORDS)
    assert layout.header_rows == 1
    assert [c.kind for c in layout.columns] == ["action", "due"]


def test_a_cross_below_a_step_of_the_scale_is_the_verdict() -> None:
    """The heading of the marked column is what the page says; two marks in a row say nothing."""
    rows = [
        ["Åtgärd", "Klart", "Delvis", "Inte påbörjat"],
        ["Kajen byggs ut i två etapper", "x", "", ""],
        ["Farleden märks ut med nya bojar", "", "", "x"],
        ["Kranen byts mot en eldriven", "x", "x", ""],
    ]
    report = _understood(_page(2, _title("Mål 1: Hamnen är öppen"), tables=(_table(rows, fills={}),)))
    assert [a.status for a in report.actions] == [Status.DONE, Status.NOT_STARTED, None]
    assert [a.status_raw for a in report.actions] == ["Klart", "Inte påbörjat", ""]


def test_headings_that_no_list_knows_are_told_by_how_they_are_set() -> None:
    """The first row is bold on a fill, the sentences stand beside verdicts."""
    rows = [
        ["Det vi tog oss an", "Så blev det"],
        ["Kajen byggs ut i två etapper", "Klart"],
        ["Farleden märks ut med nya bojar", "Pågår"],
        ["Kranen byts mot en eldriven", "Klart"],
    ]
    report = _understood(_page(2, _title("Mål 1: Hamnen är öppen"), tables=(_table(rows, fills={}),)))
    assert [a.status for a in report.actions] == [Status.DONE, Status.IN_PROGRESS, Status.DONE]


def test_a_legend_of_verdicts_is_no_list_of_actions() -> None:
    """Each verdict stands once beside the sentence that explains it."""
    rows = [
        ["Klart", "Åtgärden har gjorts som planerat under året"],
        ["Delvis", "En del av åtgärden har gjorts under året"],
        ["Inte påbörjat", "Åtgärden har ännu inte börjat alls"],
    ]
    report = _understood(_page(2, _title("Så läser du tabellerna"), tables=(_table(rows, head=False, fills={}),)))
    assert not report.actions


def test_rows_of_loose_texts_are_a_table() -> None:
    """Number, wording, unit and dot stand side by side, each by itself; a bold line between heads what follows."""
    legend = (
        _block(BlockKind.SYMBOL, _item("●g", 60, 480)),
        _block(BlockKind.TEXT, _item("Klart", 80, 480)),
        _block(BlockKind.SYMBOL, _item("●r", 300, 480)),
        _block(BlockKind.TEXT, _item("Inte påbörjat", 320, 480)),
    )
    lines = ("Kajen byggs ut i två etapper", "Farleden märks ut med bojar", "Kranen byts mot en ny")
    blocks: list[Block] = []
    for n, text in enumerate(lines):
        y = 120.0 + 60 * n + (40 if n == 2 else 0)
        blocks.append(_block(BlockKind.SYMBOL, _item("●r" if n == 1 else "●g", 60, y)))
        blocks.append(_block(BlockKind.TEXT, _item(f"1.{n + 1}", 90, y, bold=True)))
        blocks.append(_block(BlockKind.TEXT, _item(text, 140, y)))
        blocks.append(_block(BlockKind.TEXT, _item(("Tekniska enheten", "Hamnverket", "Miljöenheten")[n], 600, y)))
    blocks.insert(8, _block(BlockKind.TEXT, _item("Maskiner", 60, 230, bold=True)))
    page = _page(2, _title("Mål 1: Hamnen är öppen"), *blocks, *legend)
    assert read_loose(page, WORDS) is not None
    report = _understood(page)
    assert [a.text.text for a in report.actions] == list(lines)
    assert [a.status for a in report.actions] == [Status.DONE, Status.NOT_STARTED, Status.DONE]
    assert [a.owner for a in report.actions] == ["Tekniska enheten", "Hamnverket", "Miljöenheten"]
    assert [a.area for a in report.actions] == ["", "", "Maskiner"]


def _listed(number: int, title: str) -> Page:
    lines = ("Kajen byggs ut i två etapper (klart)", "Farleden märks ut med bojar (pågår)")
    items = (_item(f"{text} {number}"[:-2], 60, 120 + 40.0 * n, bullet="•") for n, text in enumerate(lines))
    return _page(number, _title(title), _block(BlockKind.LIST, *items))


def test_a_deck_may_call_its_goals_by_a_word_of_its_own() -> None:
    """The word stands before numbers from 1 on, each with its own wording, over lists with verdicts."""
    report = _understood(_listed(2, "Ledstjärna 1: Hamnen är öppen"), _listed(3, "Ledstjärna 2: Kajerna är trygga"))
    assert [(g.number, g.text.text) for g in report.goals] == [(1, "Hamnen är öppen"), (2, "Kajerna är trygga")]
    assert [a.goal_number for a in report.actions] == [1, 1, 2, 2]


def test_numbered_parts_of_a_text_are_no_goals() -> None:
    """A word for a part of a document, or numbers with a hole, call no goals."""
    for first, second in (("Bilaga 1", "Bilaga 2"), ("Ledstjärna 1", "Ledstjärna 3")):
        pages = (_listed(2, f"{first}: Hamnen är öppen"), _listed(3, f"{second}: Kajerna är trygga"))
        deck = Deck(Source("deck.pptx", "0" * 64, "application/x", "test", "1"), pages)
        assert with_goal_word(deck, WORDS) is WORDS


def test_what_follows_the_numbers_of_several_goals_is_no_wording() -> None:
    """*Goal 1: the year* and *Goal 2: the year* say what their pages hold."""
    pages = (_listed(2, "Mål 1: läget i år"), _listed(3, "Mål 2: läget i år"))
    words = with_page_kinds(Deck(Source("deck.pptx", "0" * 64, "application/x", "test", "1"), pages), WORDS)
    label = goal_label("Mål 1: läget i år", words)
    assert label is not None
    assert (label.number, label.start) == (1, len("Mål 1: läget i år"))


def test_the_title_of_a_page_may_be_its_one_action() -> None:
    """The verdict stands before the wording; the goal's label stands on the page."""
    goal = _block(BlockKind.TEXT, _item("Mål 1. Hamnen är öppen året om", 40, 90))
    pages = (
        _page(2, _title("Klart: Kajen byggs ut i två etapper"), goal),
        _page(3, _title("Pågår: Farleden märks ut med bojar"), goal),
    )
    report = _understood(*pages)
    found = [(a.text.text, a.status, a.goal_number, a.year) for a in report.actions]
    assert found == [
        ("Kajen byggs ut i två etapper", Status.DONE, 1, 2023),
        ("Farleden märks ut med bojar", Status.IN_PROGRESS, 1, 2023),
    ]


def test_a_verdict_ends_a_line_without_a_mark_where_most_lines_have_one() -> None:
    """A tab became a blank; one such line alone proves nothing."""
    lines = ("Kajen byggs ut i två etapper Klart", "Farleden märks ut med bojar Pågår", "Kranen byts mot en ny Klart")
    items = tuple(_item(text, 60, 120 + 40.0 * n, bullet=f"{n + 1}.") for n, text in enumerate(lines))
    report = _understood(_page(2, _title("Mål 1: Hamnen är öppen"), _block(BlockKind.LIST, *items)))
    assert [a.status_raw for a in report.actions] == ["Klart", "Pågår", "Klart"]
    assert report.actions[0].text.text == "Kajen byggs ut i två etapper"


def test_a_column_of_remarks_becomes_notes() -> None:
    """A remark belongs to the goal of its row and to no action's wording."""
    rows = [
        ["Åtgärd", "Läge", "Kommentar"],
        ["Kajen byggs ut i två etapper", "Klart", "Invigdes i maj"],
        ["Farleden märks ut med nya bojar", "Pågår", ""],
    ]
    report = _understood(_page(2, _title("Mål 1: Hamnen är öppen"), tables=(_table(rows, fills={}),)))
    assert [(n.text.text, n.goal_number) for n in report.notes if n.page == 2] == [("Invigdes i maj", 1)]
    assert report.actions[0].text.text == "Kajen byggs ut i två etapper"


def test_a_verdict_in_two_languages_is_one() -> None:
    """Both halves say the same; where they differ, a person decides."""
    assert WORDS.verdict("Valmis / Klar") == (True, Status.DONE)
    assert WORDS.verdict("Valmis / Ej klar") == (False, None)


def test_a_plan_alone_reports_on_no_year() -> None:
    """The year before the meeting is a custom of reports; a plan's own year is no doubt."""
    rows = [["Åtgärd", "Ansvarig", "Q1", "Q2"], ["Kajen byggs ut i två etapper", "Hamnen", "x", ""]]
    page = _page(2, _title("Mål 1: Hamnen är öppen"), tables=(_table(rows, fills={}),))
    cover = _page(1, _title("Hamnprogram"), _block(BlockKind.TEXT, _item("Hamnnämnden 4.12.2024", 40, 90)))
    source = Source("deck.pptx", "0" * 64, "application/x", "test", "1")
    report = understand(Deck(source, (cover, page)), "d", profile())
    assert report.document.reporting_year is None
    assert not any(i.code is Code.YEAR_MISSING and i.page == 0 for i in report.issues)


def test_names_of_units_alone_make_no_actions() -> None:
    """People beside their units, on a page of no goal, are no programme."""
    people = ("Kaisa Vuorela, ritning och byggande", "Ilkka Haapala, underhåll och lager", "Senja Mantere, lön och hr")
    blocks: list[Block] = []
    for n, name in enumerate(people):
        blocks.append(
            _block(BlockKind.BOX, _item(("Tekniska enheten", "Hamnverket", "Miljöenheten")[n], 60, 120 + 60.0 * n))
        )
        blocks.append(_block(BlockKind.BOX, _item(name, 300, 120 + 60.0 * n)))
    assert not _understood(_page(2, _title("Organisation"), *blocks)).actions
