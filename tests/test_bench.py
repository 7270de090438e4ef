"""The bench: how other tools' tables become actions, what a command costs, how sheets are kept and shown."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pipeline.normalise.vocabulary import Vocabulary, vocabulary
from pipeline.profiles import profile
from tests.bench import peers, quality, run
from tests.bench.answers import Answers, Statement
from tests.bench.cost import cost
from tests.bench.peer_driver import markdown
from tests.bench.peer_rows import TablePage, statements
from tests.bench.table import Part, Sheet, lines, load, save

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary(profile(("fi",)))


def test_year_columns_hold_actions_and_merged_goals_are_filled_down(words: Vocabulary) -> None:
    rows = (
        ("Tavoite", "Kokonaisuus", "2022", "2023"),
        ("Tavoite 1. Satama on\nauki", "Laiturit", "• Korjataan\nlaituri\n• Avataan ranta", ""),
        (None, "Valot", None, "• Uusitaan valot *"),
    )
    found = statements([TablePage(4, "Tiekartta", (rows,))], words, paragraphs=False)
    assert [(s.goal, s.area, s.year, s.text) for s in found] == [
        (1, "Laiturit", 2022, "Korjataan laituri"),
        (1, "Laiturit", 2022, "Avataan ranta"),
        (1, "Valot", 2023, "Uusitaan valot"),
    ]


def test_a_table_without_a_known_header_gives_no_action(words: Vocabulary) -> None:
    rows = (("Vene", "Hinta"), ("Jolla", "1 200"))
    assert statements([TablePage(1, "", (rows,))], words, paragraphs=False) == ()


def test_on_slides_each_paragraph_is_an_action_and_the_year_may_stand_in_the_title(words: Vocabulary) -> None:
    rows = (("Tavoite", "Toimenpiteet"), ("Tavoite 2. Meri", "Siivotaan ranta\nTuodaan astiat"))
    found = statements([TablePage(1, "Vuoden 2024 toimenpiteet\nmuuta", (rows,))], words, paragraphs=True)
    assert [(s.goal, s.year, s.text) for s in found] == [(2, 2024, "Siivotaan ranta"), (2, 2024, "Tuodaan astiat")]


def test_markdown_tables_are_taken_apart() -> None:
    text = "| a | b |\n| --- | --- |\n| 1 | x<br>y |\n\ntext\n| c |\n"
    assert markdown(text) == [[["a", "b"], ["1", "x\ny"]], [["c"]]]


def test_a_wrong_year_counts_only_where_there_is_no_doubt() -> None:
    gold = Answers("d", statements=(Statement("1", ("Korjataan laituri",), 1, "Laiturit", 2022),))
    wrong = Statement("1", ("Korjataan laituri",), 1, "Laiturit", 2023)
    doubted = Statement("1", ("Korjataan laituri",), 1, "Laiturit", 2023, review=True)
    assert peers.score(gold, [wrong], "x") == (1, 0, 0, 1, 0, 0)
    assert peers.score(gold, [doubted], "Korjataan lai-\nturi") == (1, 0, 0, 0, 0, 1)


def test_the_cost_of_a_command_is_that_of_its_children_too() -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    one = cost([sys.executable, "-c", outer])
    assert one.cpu >= 0.3
    assert one.code == 0
    assert one.parent > 1


def test_figures_are_picked_out_of_what_a_measure_prints() -> None:
    asked = {ask.name.split(",")[0]: ask for ask in quality.asks("build")}
    line = "noise fi: words 10, right raw 70.00% applied 98.00% proposed 98.5%; CER 5.0% 0.4% 0.3%; applied 9, "
    line += "precision 99.00%, broken 0; 812 words/s"
    pattern = next(ask.pattern for ask in asked.values() if "letters" in ask.name)
    assert list(quality.figures(pattern, line)) == [
        "raw 70.00%",
        "applied 98.00%",
        "CER 0.4%",
        "precision 99.00%",
        "broken 0",
        "speed 812",
    ]


def test_every_measuring_command_can_be_started() -> None:
    from importlib.util import find_spec

    assert all(find_spec(ask.command[0]) for ask in quality.asks())


def test_parts_are_kept_and_shown(tmp_path: Path) -> None:
    one = Part("speed", "2030-01-02", "a machine", ("deckline 1",), (Sheet("T", ("a", "b"), (("x|y", "1"),), "note"),))
    run.keep(one, tmp_path)
    run.keep(Part("quality", "2030-01-02", "m", (), ()), tmp_path)
    assert list(load(tmp_path / "bench.json")) == ["quality", "speed"]
    assert load(tmp_path / "bench.json")["speed"] == one
    assert "| x\\|y | 1 |" in (tmp_path / "bench.md").read_text(encoding="utf-8")


def test_the_committed_page_shows_the_committed_figures(tmp_path: Path) -> None:
    parts = list(load(DOCS / "bench.json").values())
    assert parts
    save(parts, tmp_path)
    assert (tmp_path / "bench.md").read_bytes() == (DOCS / "bench.md").read_bytes()
    assert json.loads((tmp_path / "bench.json").read_bytes()) == json.loads((DOCS / "bench.json").read_bytes())
    assert any(line.startswith("## ") for line in lines(parts))


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["sped"])
    assert "unknown: sped" in capsys.readouterr().err
