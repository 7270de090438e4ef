"""Tables made of boxes and texts that stand apart, cards, diagrams, titles by their place, shades, spaced letters."""

from __future__ import annotations

from pipeline.extract.furniture import finish
from pipeline.extract.gradients import joined
from pipeline.extract.order import arranged
from pipeline.extract.symbols import is_symbol
from pipeline.extract.tables.loose import loose_tables
from pipeline.model import Block, BlockKind, Box, Fill, Item, Method, Page, Reading, Table, Word


def item(text: str, box: Box, size: float = 12.0, *, bold: bool = False) -> Item:
    """Return an item of plain text."""
    return Item(Reading.of(text), box, size=size, bold=bold)


def block(text: str, x0: float, top: float, x1: float, bottom: float, kind: BlockKind = BlockKind.TEXT) -> Block:
    """Return a block of one item."""
    box = Box(x0, top, x1, bottom)
    return Block(kind, (item(text, box),), box, "#336699" if kind is BlockKind.BOX else "")


def told(table: Table) -> list[tuple[int, int, int, str]]:
    """Return row, column, row span and text of the cells that hold text."""
    return [(c.row, c.column, c.row_span, c.items[0].reading.text) for c in table.cells if c.items]


def tree() -> list[Block]:
    """Return a tree of boxes: a whole, two parts, two ideas for each, a letter behind every idea; headings above."""
    out = [block("Whole", 60, 60, 100, 74), block("Parts", 230, 60, 270, 74), block("Ideas", 450, 60, 490, 74)]
    out += [block("Fewer falls on wards", 30, 160, 150, 260, BlockKind.BOX)]
    for n, top in enumerate((100.0, 150.0, 240.0, 290.0)):
        out.append(block(f"Try a plain idea number {n}", 400, top, 600, top + 36, BlockKind.BOX))
        out.append(block("ABCD"[n], 602, top, 630, top + 36, BlockKind.BOX))
    out.append(block("Knowing", 220, 118, 320, 168, BlockKind.BOX))
    out.append(block("Learning", 220, 258, 320, 308, BlockKind.BOX))
    return out


def test_a_tree_of_boxes_is_a_table_whose_labels_span_their_rows() -> None:
    """Headings, a whole over all rows, parts over two rows each, what stands behind an idea in its row."""
    (table,), left = loose_tables(tree(), ())
    assert left == ()
    assert (table.rows, table.columns) == (5, 4)
    assert told(table)[:6] == [
        (0, 0, 1, "Whole"),
        (0, 1, 1, "Parts"),
        (0, 2, 1, "Ideas"),
        (1, 0, 4, "Fewer falls on wards"),
        (1, 1, 2, "Knowing"),
        (1, 2, 1, "Try a plain idea number 0"),
    ]
    assert (3, 1, 2, "Learning") in told(table)
    assert table.cells[-1].fill == "#336699"


def test_a_text_without_a_place_leaves_boxes_as_they_are() -> None:
    """Nothing is left out of a table silently: with a stranger among the rows there is none."""
    blocks = [*tree(), block("A remark that belongs nowhere", 330, 210, 390, 226)]
    assert loose_tables(blocks, ()) == ((), tuple(blocks))


def test_rows_of_loose_texts_without_headings() -> None:
    """A dot, a wording and who does it, level with one another; a line from the left names the rows below it."""
    blocks = [block("Schools", 40, 80, 120, 94)]
    for top in (100.0, 140.0, 220.0, 260.0):
        blocks.append(block("●", 40, top, 52, top + 12, BlockKind.SYMBOL))
        blocks.append(block("Open the yard for clubs", 80, top, 300, top + 14))
        blocks.append(block("Youth team", 400, top, 470, top + 14))
    blocks.append(block("Libraries", 40, 190, 120, 204))
    (table,), left = loose_tables(blocks, ())
    assert left == ()
    assert (table.rows, table.columns) == (6, 3)
    assert [c.column_span for c in table.cells if c.row in (0, 3)] == [3, 3]


def test_labels_before_wordings_are_no_table() -> None:
    """Numbers before goals, and lists side by side, stay what they are."""
    goals = [block(str(n + 1), 40, 100 + 60 * n, 80, 140 + 60 * n, BlockKind.BOX) for n in range(4)]
    goals += [block("People reach us in time", 100, 112 + 60 * n, 400, 128 + 60 * n) for n in range(4)]
    assert loose_tables(goals, ())[0] == ()
    lists = [block("Wait for the report this year", x, 100 + 20 * n, x + 200, 114 + 20 * n) for n in range(5)
             for x in (40, 400)]  # fmt: skip
    assert loose_tables(lists, ())[0] == ()


def test_cards_in_a_grid_are_read_by_rows_and_columns_under_headings_one_by_one() -> None:
    """Boxes of one kind go row by row; a heading goes with what stands below it."""
    cards = [Box(40, 40, 140, 100), Box(200, 40, 300, 100), Box(40, 140, 140, 200), Box(200, 140, 300, 200)]
    assert arranged(cards, drawn=(0, 1, 2, 3)) == [0, 1, 2, 3]
    looks = ["head", "head", "text", "text"]
    assert arranged(cards, drawn=(0, 1), looks=looks) == [0, 2, 1, 3]


def test_a_frame_keeps_what_it_holds_together() -> None:
    """What stands in one frame is read before what stands in the next, level as it may be."""
    boxes = [Box(20, 20, 90, 40), Box(120, 20, 190, 40), Box(20, 60, 90, 80), Box(120, 60, 190, 80)]
    frames = [Box(10, 10, 100, 100), Box(110, 10, 200, 100)]
    assert arranged(boxes, frames) == [0, 2, 1, 3]


def test_shades_become_one_area_and_a_zebra_does_not() -> None:
    """A gradient painted as strips is one area; rows of two colours in turn stay rows."""
    box = Box(0, 0, 100, 60)
    shades = [Fill(Box(0, 10 * n, 100, 10 * n + 10), f"#{16 + 8 * n:02x}4080") for n in range(6)]
    assert [f.box for f in joined(shades)] == [box]
    zebra = [Fill(s.box, "#ffffff" if n % 2 else "#f4f4f4") for n, s in enumerate(shades)]
    assert joined(zebra) == tuple(zebra)


def test_signs_are_told_by_their_properties() -> None:
    """Any tick, circle, arrow or face is a sign; letters, figures, signs of money and of trade are none."""
    assert all(is_symbol(t) for t in ("◐", "◔", "✔", "🟢", "⚠️", "➜", "★", "⏳", "\uf0fc"))
    assert not any(is_symbol(t) for t in ("", "A", "1", "°", "©", "€", "≤", "–", "OK", "✔ok"))


def test_a_title_stands_where_titles_stand() -> None:
    """A figure larger than the title is no title where the title's place is known from other pages."""

    def page(number: int, *blocks: Block) -> Page:
        return Page(number, 800, 600, Method.NATIVE, (Word("x", Box(0, 0, 1, 1)),), blocks=blocks)

    def title(text: str, kind: BlockKind) -> Block:
        box = Box(40, 30, 300, 54)
        return Block(kind, (item(text, box, 24.0),), box)

    figure = Block(BlockKind.TITLE, (item("312", Box(500, 100, 560, 140), 40.0),), Box(500, 100, 560, 140))
    pages = [page(n, title(f"Part {n}", BlockKind.TITLE)) for n in (1, 2, 3)]
    last = finish([*pages, page(4, title("Figures", BlockKind.HEADING), figure)])[-1]
    assert [b.kind for b in last.blocks] == [BlockKind.TITLE, BlockKind.HEADING]
