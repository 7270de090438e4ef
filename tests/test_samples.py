"""The sample decks, their answers and the script that draws them agree."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from samples.content import YEARS, Content, load
from samples.draw import slides, write_answers
from samples.gold import Gold, answers
from samples.sheets import SampleDeck, TableSheet, lay_out

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(__file__).parents[2] / "shared"
DECKS = SAMPLES / "decks"
CONTENT: Content = load()
LAID: tuple[SampleDeck, ...] = tuple(lay_out(CONTENT, year) for year in YEARS)
GOLDS: tuple[Gold, ...] = tuple(answers(CONTENT, deck) for deck in LAID)
by_gold = pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.deck)
by_deck = pytest.mark.parametrize("deck", LAID, ids=lambda deck: deck.name)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _paragraphs(shape: BaseShape) -> Iterator[str]:
    if isinstance(shape, GraphicFrame):
        for cell in shape.table.iter_cells():
            yield from (paragraph.text for paragraph in cell.text_frame.paragraphs)
    elif isinstance(shape, Shape):
        yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)


def _slide_texts(slide: Slide) -> tuple[str, ...]:
    return tuple(text for shape in slide.shapes for text in _paragraphs(shape) if text)


def _placed_texts(gold: Gold) -> Iterator[tuple[int, str]]:
    """Every text of the gold with its page."""
    marks = {footnote.meaning: footnote.marker for footnote in gold.footnotes}
    for action in gold.actions:
        glue = " " if action.role == "plan" else ""
        yield action.page, action.text + "".join(glue + marks[meaning] for meaning in action.markers)
        yield from ((action.page, text) for text in (action.area, action.owner, action.due, action.status_raw) if text)
        yield action.page, next(f"Tavoite {g.number}. {g.text}" for g in gold.goals if g.number == action.goal)
    yield from ((area.page, area.name) for area in gold.areas)
    yield from ((goal.page, goal.text if not goal.binding else f"Sitova tavoite: {goal.text}") for goal in gold.goals)
    yield from ((note.page, note.text) for note in gold.narrative)
    for texts in (gold.indicators, gold.proposals, gold.other, gold.titles, (gold.vision,)):
        yield from ((text.page, text.text) for text in texts)
    yield from ((footnote.page, f"{footnote.marker} {footnote.text}") for footnote in gold.footnotes)


def _steps() -> list[dict[str, str]]:
    with (SAMPLES / "gold" / "lineage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pdf_pages(path: Path) -> list[tuple[str, int]]:
    """Text and number of pictures of each page."""
    document = pypdfium2.PdfDocument(path)
    picture = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    pages = [(page.get_textpage().get_text_range(), len(list(page.get_objects(filter=[picture])))) for page in document]
    document.close()
    return pages


@by_deck
def test_drawing_twice_gives_the_same_bytes(deck: SampleDeck) -> None:
    assert slides(CONTENT, deck) == slides(CONTENT, deck)


@by_deck
def test_committed_slides_are_what_the_script_draws(deck: SampleDeck) -> None:
    assert _parts((DECKS / f"{deck.name}.pptx").read_bytes()) == _parts(slides(CONTENT, deck))


def test_committed_answers_are_what_the_script_writes(tmp_path: Path) -> None:
    write_answers(CONTENT, LAID, tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text(encoding="utf-8") for path in (SAMPLES / "gold").iterdir()}
    assert len(written) == len(YEARS) + 2


@by_gold
def test_every_gold_text_stands_on_its_slide(gold: Gold) -> None:
    pages = [_slide_texts(slide) for slide in Presentation(str(DECKS / f"{gold.deck}.pptx")).slides]
    missing = [(page, text) for page, text in _placed_texts(gold) if text not in pages[page - 1]]
    assert missing == []


@by_gold
def test_no_slide_says_what_gold_does_not(gold: Gold) -> None:
    known = {text for _, text in _placed_texts(gold)}
    furniture = {f"{CONTENT.fact('organisation')}  |  {CONTENT.fact('organisation_sv')}"}
    slides_of = Presentation(str(DECKS / f"{gold.deck}.pptx")).slides
    for number, slide in enumerate(slides_of, 1):
        laid = next(deck for deck in LAID if deck.name == gold.deck).sheets[number - 1]
        head = {"Tavoite", "Kokonaisuus", *laid.headers} if isinstance(laid, TableSheet) else set()
        assert set(_slide_texts(slide)) <= known | furniture | head | {str(number)}


@by_gold
def test_every_gold_word_stands_on_its_page_of_the_pdf(gold: Gold) -> None:
    words = [set(text.split()) for text, _ in _pdf_pages(DECKS / f"{gold.deck}.pdf")]
    assert len(words) == gold.document.pages
    missing = {(page, word) for page, text in _placed_texts(gold) for word in text.split()} - {
        (number, word) for number, found in enumerate(words, 1) for word in found
    }
    assert missing == set()


def test_scan_holds_pictures_only() -> None:
    pages = _pdf_pages(DECKS / "ulpaslahti-2023-scan.pdf")
    assert pages == [("", 1)] * GOLDS[1].document.pages


def test_dump_has_lost_its_diacritics_and_kept_its_pages() -> None:
    text = (DECKS / "ulpaslahti-2022-dump.txt").read_text(encoding="utf-8")
    assert text.count("\f") == GOLDS[0].document.pages
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", text))
    assert "Tiekartta" in text


def test_samples_are_small() -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 3_000_000


def test_steps_join_statements_that_exist_and_say_what_is_true_of_them() -> None:
    texts = {(gold.deck, action.key): action.text for gold in GOLDS for action in gold.actions}
    for step in _steps():
        before, after = (texts[step[f"{end}_deck"], step[f"{end}_key"]] for end in ("from", "to"))
        assert (before == after) == (step["relation"] == "unchanged"), step
        assert (step["change_class"] == "none") == (step["relation"] == "unchanged"), step


def test_years_show_every_kind_of_change() -> None:
    steps = _steps()
    assert {step["relation"] for step in steps} == {"unchanged", "reworded", "split", "merged", "decoy"}
    classes = {part for step in steps if step["relation"] != "decoy" for part in step["change_class"].split(";")}
    wanted = {
        "number",
        "date",
        "party",
        "modality",
        "negation",
        "order",
        "scope_added",
        "scope_removed",
        "state_to_action",
    }
    assert wanted <= classes
    assert any(step["moved"] == "true" for step in steps if step["relation"] == "unchanged")
    assert sum(step["moved"] == "true" for step in steps) < len(steps) / 10
    with (SAMPLES / "gold" / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        outcomes = {row["outcome"] for row in csv.DictReader(file)}
    assert outcomes == {"continued", "new", "dropped", "not_carried", "completed"}


def test_goals_are_renumbered_between_the_second_and_the_third_deck() -> None:
    owned = [{(area.name, area.goal) for area in gold.areas} for gold in GOLDS]
    assert owned[0] == owned[1] != owned[2]
    assert {name for name, _ in owned[0]} == {name for name, _ in owned[2]}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the decks beside the design are not here")
def test_wording_is_our_own() -> None:
    theirs: set[str] = set()
    for path in sorted((SHARED / "decks" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        theirs.update(entry["text"] for part in ("actions", "narrative", "goals", "areas") for entry in gold[part])
    ours = {text for gold in GOLDS for _, text in _placed_texts(gold)}
    assert len(theirs) > 100
    assert not ours & theirs
