"""The signs behind what was understood are shown for every kind of page."""

from __future__ import annotations

from pipeline.inspection import lines
from pipeline.model import Block, BlockKind, Box, Cell, Deck, Item, Method, Page, Reading, Source, Table, Word
from pipeline.normalise import explain, understand
from pipeline.profiles import profile

WIDTH, HEIGHT = 960.0, 540.0


def _item(text: str, at: tuple[float, float], *, bullet: str = "", size: float = 18.0, bold: bool = False) -> Item:
    box = Box(at[0], at[1], at[0] + 250, at[1] + size)
    return Item(Reading.of(text), box, bullet=bullet, level=1 if bullet else 0, size=size, bold=bold)


def _block(kind: BlockKind, *items: Item) -> Block:
    return Block(kind, items, Box.around([i.box for i in items]))


def _title(text: str) -> Block:
    return _block(BlockKind.TITLE, _item(text, (40, 20), size=28, bold=True))


def _page(number: int, *blocks: Block, tables: tuple[Table, ...] = ()) -> Page:
    words = (Word("x", Box(0, 0, 1, 1)),)
    return Page(number, WIDTH, HEIGHT, Method.NATIVE, words, tables, blocks)


def _cells(rows: list[list[str]]) -> Table:
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(40 + 200.0 * c, 100 + 40.0 * r, 240 + 200.0 * c, 140 + 40.0 * r)
            item = Item(Reading.of(text), box, size=14)
            found.append(Cell(r, c, 1, 1, (item,) if text else (), box))
    return Table(tuple(found), len(rows), len(rows[0]), Box(40, 100, 900, 100 + 40.0 * len(rows)))


def _deck(*pages: Page) -> Deck:
    return Deck(Source("deck.pptx", "0" * 64, "application/x", "test", "1"), pages)


def _shown(*pages: Page) -> list[str]:
    return [e.line() for e in explain(_deck(*pages), profile())]


def test_a_table_says_what_each_column_is_and_why() -> None:
    """A heading names a column, or the cells below an unknown one do."""
    table = _cells(
        [
            ["Åtgärd", "Ansvarig", "Kajkaptenens ord"],
            ["Kajen byggs ut i två etapper", "Hamnen", "Klart"],
            ["Farleden märks ut med nya bojar", "Hamnen", "Pågår"],
            ["Kranen byts mot en eldriven", "Tekniska", "Klart"],
        ]
    )
    shown = "\n".join(_shown(_page(1, _title("Mål 1: Hamnen är öppen året om"), tables=(table,))))
    assert "title: goal 1" in shown
    assert "column 1 action by 'Åtgärd'" in shown
    assert "column 2 owner by 'Ansvarig'" in shown
    assert "column 3 status by its cells" in shown


def test_a_list_shows_its_signs_with_their_weights() -> None:
    """A verdict as a heading makes actions of the lines below it."""
    items = (
        _item("Completed", (40, 100), bold=True, size=20),
        _item("Open the ferry café at weekends", (40, 130), bullet="•"),
        _item("Plant willows along the canal bank", (40, 160), bullet="•"),
    )
    shown = "\n".join(_shown(_page(1, _title("Goal 1: A living canal"), _block(BlockKind.LIST, *items))))
    assert "heading: action, assessment, Completed" in shown
    assert "actions because verdict as heading +2.0" in shown


def test_prose_shows_that_nothing_speaks_for_actions() -> None:
    """A list without any sign says so."""
    items = (_item("Visitors came from nine countries.", (40, 130), bullet="•"),)
    shown = _shown(_page(1, _title("The summer in short"), _block(BlockKind.LIST, *items)))
    assert any("no actions" in line for line in shown)


def test_inspection_prints_the_signs() -> None:
    """The account of a file ends with the signs, page by page."""
    deck = _deck(_page(1, _title("Tavoite 1: Satama on auki ympäri vuoden")))
    shown = list(lines(deck, understand(deck, "d", profile()), profile()))
    assert "signs:" in shown
    assert any(line.startswith("page 1: title: goal 1") for line in shown)


def test_the_signs_are_those_of_the_languages_asked_for() -> None:
    """With a language left out its headings name no columns, in the signs as in the reading itself."""
    table = _cells([["Åtgärd", "Ansvarig"], ["Kajen byggs ut", "Hamnen"], ["Farleden märks ut", "Hamnen"]])
    deck = _deck(_page(1, _title("Mål 1: Hamnen är öppen året om"), tables=(table,)))
    for codes, named in ((("sv",), True), (("en",), False)):
        known = profile(codes)
        shown = "\n".join(lines(deck, understand(deck, "d", known), known))
        assert ("column 1 action by 'Åtgärd'" in shown) is named
