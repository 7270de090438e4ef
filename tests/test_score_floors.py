"""Floors of quality only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.floors import Floor, check_floors, load, raise_floors, save
from tests.bench.measure import Figure

RECALL = Figure("actions.recall", 197, 200)
LOST = Figure("unquestioned.lost", 2, 200, at_most=True)


def test_nothing_is_said_while_the_floors_hold() -> None:
    assert check_floors([RECALL, LOST], {"actions.recall": Floor(98.5), "unquestioned.lost": Floor(2)}) == ()


def test_what_fell_is_named() -> None:
    floors = {"actions.recall": Floor(98.51), "unquestioned.lost": Floor(1), "notes.recall": Floor(90)}
    assert check_floors([RECALL, LOST], floors) == (
        "actions.recall: 98.50, at least 98.51",
        "notes.recall: not measured, floor 90",
        "unquestioned.lost: 2, at most 1",
    )


def test_raising_never_lowers() -> None:
    old = {"actions.recall": Floor(99.0), "unquestioned.lost": Floor(5), "gone": Floor(1)}
    assert raise_floors([RECALL, LOST], old) == {**old, "unquestioned.lost": Floor(2)}
    assert raise_floors([RECALL, Figure("empty", 0, 0), Figure("review", 1, 9, tracked=False)], {}) == {
        "actions.recall": Floor(98.5)
    }


def test_raised_floor_is_not_above_what_was_measured() -> None:
    third = Figure("x", 2, 3)
    assert check_floors([third], raise_floors([third], {})) == ()


def test_floors_survive_writing(tmp_path: Path) -> None:
    lowered = Floor(97.0, 99.0, 'the "answers" were wrong')
    sections = {"b.pdf": {"actions.recall": lowered}, "a.pptx": {"x": Floor(1.25), "a": Floor(100)}}
    save(sections, tmp_path / "floors.toml")
    assert load(tmp_path / "floors.toml") == sections


@pytest.mark.parametrize("entry", ["{ at = 97, was = 99 }", '{ at = 97, was = 99, reason = " " }'])
def test_lowering_without_a_reason_is_refused(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(f'["a"]\n"x" = {entry}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="a: x: a lowered floor needs a reason"):
        load(path)


def test_committed_floors_can_be_read() -> None:
    assert all(floor.reason for entries in load().values() for floor in entries.values() if floor.was is not None)
