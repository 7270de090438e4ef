"""Layouts that lay actions out freely: cards, verdicts as headings, tables on their side."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Status
from pipeline.normalise.sections import verdict_heading
from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import profile
from tests.bench.answers import from_gold
from tests.bench.hard.__main__ import make, write
from tests.bench.hard.decks import others
from tests.bench.hard.measure import Result, compare
from tests.bench.hard.reading import read

WORDS = vocabulary(profile())


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("Klart", "Klart", Status.DONE),
        ("Completed (3)", "Completed", Status.DONE),
        ("✔ Done:", "Done", Status.DONE),
        ("Keskeneräiset toimenpiteet", "Keskeneräiset", Status.IN_PROGRESS),
        ("Inte påbörjat", "Inte påbörjat", Status.NOT_STARTED),
    ],
)
def test_a_heading_may_be_a_verdict(text: str, words: str, status: Status) -> None:
    """Counts, signs and a word for action around it do not matter."""
    assert verdict_heading(text, WORDS) == (words, status)


@pytest.mark.parametrize("text", ["Planned", "What was said", "Planerade åtgärder", "Seuraavaksi"])
def test_a_plan_is_no_verdict(text: str) -> None:
    """What is planned heads a plan, and other headings say nothing of the kind."""
    assert verdict_heading(text, WORDS) is None


def _read(seed: int, folder: Path) -> Result:
    path, answers = write(make(seed, "pptx"), "pptx", folder)
    result = Result(path.name)
    compare(from_gold(answers), read(path, profile())[1], result)
    return result


@pytest.mark.parametrize("seed", [7000, 7001, 7003, 7004, 7008, 7012, 7017, 7022, 7027])
def test_decks_of_free_layouts_are_read(seed: int, tmp_path: Path) -> None:
    """Every action is found, none is invented, no value is wrong without a doubt."""
    counts = _read(seed, tmp_path).counts
    assert counts["recall.right"] == counts["recall.of"] > 0
    assert counts["precision.right"] == counts["precision.of"]
    assert counts["status.right"] == counts["status.of"] > 0
    assert counts["wrong.right"] == 0


@pytest.mark.parametrize("place", range(9, 18))
def test_strategies_trainings_and_sales_hold_no_action(place: int, tmp_path: Path) -> None:
    """Decks of another kind give neither a goal nor an action."""
    studio = others(1, "pptx")[place]
    path, _ = write(studio, "pptx", tmp_path)
    report, _ = read(path, profile())
    assert report.goals == ()
    assert report.actions == ()
