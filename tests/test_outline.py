"""Pages of free shapes: pieces, keys of badges, verdicts in the text, heads of trees, and whole decks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import Code
from pipeline.model import Block, BlockKind, Box, Item, Method, Page, Reading, Status, Word
from pipeline.normalise import explain, understand
from pipeline.normalise.book import Book
from pipeline.normalise.drafts import Drafts
from pipeline.normalise.legend import Legend
from pipeline.normalise.outline import Outline, Signs
from pipeline.normalise.outline_heads import levels_of
from pipeline.normalise.outline_key import read_key
from pipeline.normalise.outline_pieces import Piece, pieces_of
from pipeline.normalise.outline_reader import OutlineReader
from pipeline.normalise.outline_runin import run_in
from pipeline.normalise.sections import Section
from pipeline.normalise.vocabulary import Vocabulary, vocabulary
from pipeline.profiles import profile
from tests.bench.answers import from_gold
from tests.bench.hard.__main__ import make, write
from tests.bench.hard.decks import FREE, FREE_SEEDS, look
from tests.bench.hard.measure import Result, compare
from tests.bench.hard.others_free import KINDS, free
from tests.bench.hard.reading import read, read_deck


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary(profile())


def _item(text: str, x: float, y: float, *, size: float = 12.0, bold: bool = False, width: float = 100.0) -> Item:
    return Item(Reading.of(text), Box(x, y, x + width, y + size), size=size, bold=bold, color="#222222")


def _box(text: str, place: Box, fill: str = "#eeeeee", *, bold: bool = False) -> Block:
    item = _item(text, place.x0 + 4, place.top + 4, bold=bold, width=place.width - 8)
    return Block(BlockKind.BOX, (item,), place, fill)


def _page(*blocks: Block, words: tuple[Word, ...] = ()) -> Page:
    return Page(2, 960.0, 540.0, Method.NATIVE, words=words, blocks=blocks)


def _head(text: str, place: Box) -> Piece:
    return pieces_of(_page(_box(text, place, bold=True)))[0]


def test_lines_broken_inside_a_box_are_one_piece() -> None:
    first = Block(BlockKind.BOX, (_item("Knowing who is", 40, 100, bold=True),), Box(30, 90, 160, 140), "#28679e")
    second = Block(BlockKind.HEADING, (_item("at risk", 40, 115, bold=True),), Box(40, 115, 140, 127))
    pieces = pieces_of(_page(first, second))
    assert [p.text for p in pieces] == ["Knowing who is at risk"]
    assert pieces[0].frame == Box(30, 90, 160, 140)


def test_statements_one_below_the_other_stay_apart() -> None:
    blocks = (_box("Open the gate", Box(30, 90, 160, 120)), _box("Paint the hall", Box(30, 122, 160, 152)))
    assert [p.text for p in pieces_of(_page(*blocks))] == ["Open the gate", "Paint the hall"]


def _legend_line(code: str, text: str, x: float, fill: str) -> tuple[Block, Block]:
    words = Block(BlockKind.TEXT, (_item(text, x + 24, 504),), Box(x + 24, 500, x + 120, 520))
    return _box(code, Box(x, 500, x + 18, 518), fill, bold=True), words


def test_a_key_of_letters_is_read_where_its_words_are_verdicts(words: Vocabulary) -> None:
    page = _page(*_legend_line("K", "Completed", 40, "#2e9e4f"), *_legend_line("E", "Not started", 240, "#d23b3b"))
    key = read_key((pieces_of(page),), Legend(()), words)
    assert [(e.code, e.status) for e in key.entries] == [("E", Status.NOT_STARTED), ("K", Status.DONE)]
    badge = pieces_of(_page(_box("K", Box(500, 100, 520, 120), "#2e9e4f")))[0]
    entry = key.of_code(badge)
    assert entry is not None
    assert entry.status is Status.DONE


def test_a_badge_of_another_colour_is_not_the_keys(words: Vocabulary) -> None:
    page = _page(*_legend_line("K", "Completed", 40, "#2e9e4f"), *_legend_line("E", "Not started", 240, "#d23b3b"))
    key = read_key((pieces_of(page),), Legend(()), words)
    red = pieces_of(_page(_box("K", Box(500, 100, 520, 120), "#d23b3b")))[0]
    assert key.of_code(red) is None


def test_letters_that_explain_no_verdicts_are_no_key(words: Vocabulary) -> None:
    page = _page(*_legend_line("N", "North", 40, "#2e9e4f"), *_legend_line("S", "South", 240, "#d23b3b"))
    assert read_key((pieces_of(page),), Legend(()), words).entries == ()


def _lines(*texts: str) -> Page:
    items = tuple(_item(t, 40, 100 + 30 * n, width=600) for n, t in enumerate(texts))
    return _page(Block(BlockKind.TEXT, items, Box(40, 100, 640, 400)))


def test_a_verdict_behind_a_statement_parts_it_from_what_came_of_it(words: Vocabulary) -> None:
    page = _lines(
        "Open a single line for all calls. Completed. It answers at once.", "Send plain letters. Not started."
    )
    found = run_in(page, pieces_of(page), words)
    assert [(r.statement.text, r.status) for r in found] == [
        ("Open a single line for all calls", Status.DONE),
        ("Send plain letters", Status.NOT_STARTED),
    ]
    assert found[0].rest is not None
    assert found[0].rest.text == "It answers at once."
    assert found[0].statement.undo() == found[0].statement.raw


def test_verdicts_before_statements_part_those_that_run_together(words: Vocabulary) -> None:
    page = _lines(
        "Completed: Open a line for all calls In progress: Train the new staff", "Not started: Send letters out"
    )
    found = run_in(page, pieces_of(page), words)
    assert [r.statement.text for r in found] == [
        "Open a line for all calls",
        "Train the new staff",
        "Send letters out",
    ]


def test_questions_and_answers_are_no_statements_with_verdicts(words: Vocabulary) -> None:
    page = _lines("Do I need to book? Yes. Booking is online.", "May I bring a dog? No. The room is small.")
    assert run_in(page, pieces_of(page), words) == ()


def test_heads_of_a_tree_stand_in_the_middle_of_their_branches() -> None:
    leaves = [Box(400, y, 640, y + 20) for y in (100, 130, 160, 220, 250, 310)]
    heads = [
        _head("First", Box(200, 125, 300, 155)),
        _head("Second", Box(200, 230, 300, 260)),
        _head("Third", Box(200, 305, 300, 325)),
    ]
    level = levels_of(leaves, heads)[0]
    assert level.of == (0, 0, 0, 1, 1, 2)
    assert level.sure
    assert not level.above


def test_heads_that_fit_badly_are_not_sure() -> None:
    leaves = [Box(400, y, 640, y + 20) for y in (100, 130, 160, 190, 220, 250)]
    heads = [
        _head("First", Box(200, 60, 300, 80)),
        _head("Second", Box(200, 300, 300, 320)),
        _head("Third", Box(200, 330, 300, 350)),
    ]
    assert not any(level.sure for level in levels_of(leaves, heads) if not level.above)


def test_lanes_hold_what_stands_beside_them() -> None:
    leaves = [Box(x, y, x + 80, y + 30) for y in (110, 210) for x in (300, 400)]
    heads = [_head("Upper", Box(40, 100, 200, 190)), _head("Lower", Box(40, 200, 200, 290))]
    level = levels_of(leaves, heads)[0]
    assert level.of == (0, 0, 1, 1)
    assert level.sure


@pytest.mark.parametrize("kind", range(len(FREE)))
@pytest.mark.parametrize("form", ["pptx", "pdf"])
def test_decks_of_free_shapes_are_read(kind: int, form: str, tmp_path: Path) -> None:
    studio = make(FREE_SEEDS + len(FREE) + kind, form)
    path, answers = write(studio, form, tmp_path)
    result = Result(path.name)
    compare(from_gold(answers), read(path, profile())[1], result)
    counts = result.counts
    assert counts["recall.right"] >= 0.8 * counts["recall.of"]
    assert counts["precision.right"] >= 0.95 * counts["precision.of"]
    assert counts["wrong.right"] <= 0.03 * counts["wrong.of"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_boxes_of_another_kind_are_no_actions(kind: str, language: str, tmp_path: Path) -> None:
    studio = free(9, language, kind, look(9, "pptx"))
    path, _ = write(studio, "pptx", tmp_path)
    report, _ = read(path, profile())
    assert report.actions == ()
    assert report.goals == ()


def test_the_signs_of_an_outline_can_be_inspected(tmp_path: Path) -> None:
    path, _ = write(make(FREE_SEEDS + 4, "pptx"), "pptx", tmp_path)
    found = [e for e in explain(read_deck(path), profile()) if e.what == "outline"]
    assert found
    assert all(e.signs for e in found)


@pytest.mark.parametrize(
    ("signs", "doubted"),
    [
        ((("below goals", 1.0), ("heads in levels", 0.5)), 0),
        ((("below goals", 1.0), ("owners or dates", 0.75)), 1),
        ((("verdicts", 1.5),), 1),
        ((("a title for actions", 1.0), ("heads in levels", 0.5)), 1),
    ],
)
def test_place_alone_raises_no_doubt(signs: Signs, doubted: int, words: Vocabulary) -> None:
    """Of statements that were not read a person hears where more than their place makes actions of them."""
    drafts = Drafts()
    reader = OutlineReader(_page(), Book(), drafts, words, Section(), None)
    assert reader.read(Outline(_page(), [], (), (), None, None, (), signs), 3) == (3, set())
    assert [t.code for t in drafts.troubles] == [Code.TABLE_UNREAD] * doubted
    assert [e.signs for e in drafts.evidence] == [signs]


def test_goals_and_areas_in_boxes_raise_no_doubt() -> None:
    deck = read_deck(Path(__file__).parents[1] / "samples" / "decks" / "ulpaslahti-2022.pptx")
    assert [i for i in understand(deck, "d", profile()).issues if i.code == Code.TABLE_UNREAD] == []
