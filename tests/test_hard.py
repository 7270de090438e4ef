"""The hard decks: seeds differ, both forms hold the same answers, and the measuring counts right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.answers import from_gold
from tests.bench.hard.__main__ import make, seeds, write
from tests.bench.hard.decks import BUILD, HELD, NAMES, others
from tests.bench.hard.measure import Result, compare
from tests.bench.hard.words import LANGUAGES, load


def test_seeds_are_named_or_numbered() -> None:
    assert seeds("build") == BUILD
    assert seeds("3,7-9") == (3, 7, 8, 9)
    assert not set(BUILD) & set(HELD)


def test_build_seeds_meet_every_layout_and_language() -> None:
    names = [make(seed, "pdf").gold.deck for seed in BUILD]
    assert {name.split("-")[3] for name in names} == set(NAMES)
    assert {name.split("-")[2] for name in names} == set(LANGUAGES)


@pytest.mark.parametrize("seed", BUILD)
def test_both_forms_hold_the_same_answers_and_look_different(seed: int) -> None:
    slides, pdf = make(seed, "pptx"), make(seed, "pdf")
    assert slides.gold.to_json() == pdf.gold.to_json()
    assert slides.look != pdf.look


@pytest.mark.parametrize("seed", BUILD)
def test_every_action_stands_on_its_page(seed: int) -> None:
    import pypdfium2

    from tests.bench.hard.decks import paint

    studio = make(seed, "pdf")
    pages = pypdfium2.PdfDocument(paint(studio, "pdf"))
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    assert studio.gold.actions
    for action in studio.gold.actions:
        text, page = "".join(str(action["text"]).split()), int(str(action["page"]))
        assert text in texts[page - 1], action


def test_decks_of_another_kind_hold_no_action() -> None:
    for studio in others(1, "pptx"):
        assert studio.gold.actions == []
        assert studio.gold.goals == []


def test_a_perfect_reading_has_no_fault(tmp_path: Path) -> None:
    _, path = write(make(1, "pdf"), "pdf", tmp_path)
    gold = from_gold(path)
    result = Result("perfect")
    compare(gold, gold, result)
    assert result.faults == []
    assert result.counts["recall.right"] == result.counts["recall.of"] == len(gold.statements)
    assert result.counts["wrong.right"] == 0


def test_a_wrong_year_is_counted(tmp_path: Path) -> None:
    _, path = write(make(1, "pdf"), "pdf", tmp_path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["actions"][0]["year"] = 1999
    (tmp_path / "wrong.json").write_text(json.dumps(raw), encoding="utf-8")
    result = Result("wrong")
    compare(from_gold(path), from_gold(tmp_path / "wrong.json"), result)
    assert result.counts["wrong.right"] == 1
    assert [kind for kind, _ in result.faults] == ["year wrong"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_are_enough_for_every_goal(code: str) -> None:
    words = load(code)
    assert all(len(d.docs) + len(d.things) >= 9 and len(d.areas) >= 3 for d in words.domains)
    assert {len(words.of(f"heads.{name}")) for name in ("goal", "goals")} == {4}


def test_a_scan_has_the_same_pages_and_the_same_bytes_each_time() -> None:
    import pypdfium2

    from tests.bench.hard.decks import paint
    from tests.bench.hard.scanning import scanned

    studio = others(1, "pdf")[2]
    pdf = paint(studio, "pdf")
    first = scanned(pdf, 5)
    assert first == scanned(pdf, 5)
    assert len(pypdfium2.PdfDocument(first)) == len(studio.slides)
