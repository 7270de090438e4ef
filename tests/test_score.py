"""The measuring measures: all is 100 % on the answers themselves, and damage shows where it was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.align import align
from tests.bench.answers import Text, find_document, from_gold, nearest
from tests.bench.measure import Figure
from tests.bench.perfect import Damage, Row, write_run
from tests.bench.score import main, score_document

GOLD = Path(__file__).parents[1] / "samples" / "gold"
DECK = GOLD / "ulpaslahti-2023.json"
SHARED = Path(__file__).parents[2] / "shared" / "decks" / "gold"
ACTIONS = 80


def _damaged(folder: Path, table: str, change: Callable[[list[Row]], list[Row]]) -> dict[str, Figure]:
    """Figures of a run in which one table was changed."""

    def damage(name: str, rows: list[Row]) -> list[Row]:
        return change(rows) if name == table else rows

    return _figures(folder, damage)


def _figures(folder: Path, damage: Damage | None = None) -> dict[str, Figure]:
    run = write_run(folder / "run", [DECK], damage=damage) if damage else write_run(folder / "run", [DECK])
    return {figure.name: figure for figure in score_document(run, DECK)[1]}


def _edited(rows: list[Row], count: int, **values: str) -> list[Row]:
    return [{**row, **values} if index < count else row for index, row in enumerate(rows)]


def _imperfect(figures: dict[str, Figure]) -> dict[str, float | None]:
    at_most_review = {name: figure for name, figure in figures.items() if name != "actions.review"}
    return {
        name: figure.value
        for name, figure in at_most_review.items()
        if figure.value not in ((0.0,) if figure.at_most else (100.0, None))
    }


@pytest.mark.parametrize("gold", sorted(GOLD.glob("*.json")), ids=lambda path: path.stem)
def test_answers_measured_against_themselves_are_perfect(gold: Path, tmp_path: Path) -> None:
    name, figures = score_document(write_run(tmp_path / "run", [gold]), gold)
    assert name == f"{gold.stem}.pptx"
    assert _imperfect({figure.name: figure for figure in figures}) == {}
    assert sum(figure.of > 0 for figure in figures) > 60


def test_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    assert _imperfect(_damaged(tmp_path, "actions", lambda rows: rows[::-1])) == {}


def test_missing_action_lowers_recall_and_is_counted_as_lost(tmp_path: Path) -> None:
    figures = _damaged(tmp_path, "actions", lambda rows: rows[4:])
    assert figures["actions.recall"].value == pytest.approx(100 * (ACTIONS - 4) / ACTIONS)
    assert figures["actions.precision"].value == 100
    assert figures["unquestioned.lost"].value == 4


def test_invented_action_lowers_precision(tmp_path: Path) -> None:
    spare = {"action_id": "x", "text": "Hankitaan kuntosalille uudet pyörät", "review": "false", "role": "plan"}
    figures = _damaged(tmp_path, "actions", lambda rows: [*rows, {**rows[0], **spare}])
    assert figures["actions.recall"].value == 100
    assert figures["actions.precision"].value == pytest.approx(100 * ACTIONS / (ACTIONS + 1))
    assert figures["unquestioned.invented"].value == 1


def test_lost_diacritics_show_in_text_and_nowhere_else(tmp_path: Path) -> None:
    bare = str.maketrans("äöÄÖ", "aoAO")
    figures = _damaged(tmp_path, "actions", lambda rows: [{**row, "text": row["text"].translate(bare)} for row in rows])
    assert figures["actions.diacritics"].value == 0
    marks = figures["actions.diacritics"].of
    characters = figures["actions.characters"]
    assert characters.of - characters.right == marks > 100
    assert figures["actions.recall"].value == figures["actions.goal"].value == 100
    assert set(_imperfect(figures)) == {"actions.exact", "actions.whole", "actions.characters", "actions.diacritics"}


@pytest.mark.parametrize(
    ("field", "column", "value"),
    [("goal", "goal_number", "9"), ("year", "year", "1999"), ("area", "area", "Digitaidot")],
)
def test_wrong_value_counts_as_unquestioned_until_it_asks_for_review(
    field: str, column: str, value: str, tmp_path: Path
) -> None:
    figures = _damaged(tmp_path, "actions", lambda rows: _edited(rows, 3, **{column: value}))
    assert figures[f"actions.{field}"].value == pytest.approx(100 * (ACTIONS - 3) / ACTIONS)
    assert figures[f"unquestioned.wrong_{field}"].value == 3
    asked = _damaged(tmp_path / "asked", "actions", lambda rows: _edited(rows, 3, review="true", **{column: value}))
    assert asked[f"actions.{field}"].value == figures[f"actions.{field}"].value
    assert asked[f"unquestioned.wrong_{field}"].value == 0


def test_empty_value_is_missing_and_not_wrong(tmp_path: Path) -> None:
    figures = _damaged(tmp_path, "actions", lambda rows: _edited(rows, 5, year=""))
    assert figures["unquestioned.wrong_year"].value == 0
    assert figures["unquestioned.missing_year"].value == 5


def test_misread_area_name_is_still_the_right_area(tmp_path: Path) -> None:
    figures = _damaged(tmp_path, "actions", lambda rows: _edited(rows, 1, area="Aukioloajat ja saavutettavuns"))
    assert figures["actions.area"].value == 100
    assert nearest("Jotain muuta", ("Digitaidot", "Verkkokirjasto")) == ""


def test_wrong_level_and_parent_of_a_note_show(tmp_path: Path) -> None:
    def flat(rows: list[Row]) -> list[Row]:
        return [{**row, "level": "1", "parent_id": ""} if row["level"] == "2" else row for row in rows]

    figures = _damaged(tmp_path, "notes", flat)
    deep = sum(note.level == 2 for note in from_gold(DECK).notes)
    assert deep > 3
    for name in ("notes.level", "notes.parent"):
        assert figures[name].of - figures[name].right == deep
    assert figures["notes.recall"].value == 100


def test_label_read_as_a_note_is_neutral_and_noise_is_not(tmp_path: Path) -> None:
    def extra(rows: list[Row]) -> list[Row]:
        label = {**rows[0], "note_id": "a", "text": "Mittarit"}
        return [*rows, label, {**rows[0], "note_id": "b", "text": "xx qq 17 zz"}]

    figures = _damaged(tmp_path, "notes", extra)
    known = len(from_gold(DECK).notes)
    assert figures["notes.precision"].value == pytest.approx(100 * known / (known + 1))


def test_alignment_is_best_for_the_whole() -> None:
    """The likest pair, taken first, would leave the other two apart."""
    gold = [Text(("abcdefghij",)), Text(("abcdefghxx",))]
    read = [Text(("abcdefghix",)), Text(("abcdefzzij",))]
    assert align(gold, read, lambda left, right: 0.0) == ((0, 1), (1, 0))


def test_same_sentence_in_two_tables_meets_its_own_reading() -> None:
    gold = [Text(("Sama lause",), goal=1), Text(("Sama lause",), goal=2)]
    pairs = align(gold, gold[::-1], lambda left, right: float(left.goal == right.goal))
    assert pairs == ((0, 1), (1, 0))


def test_unlike_texts_are_no_pair_however_much_they_agree() -> None:
    assert align([Text(("Avataan ovi",))], [Text(("Quux 1234",))], lambda left, right: 1.0) == ()


def test_document_is_found_by_name_or_by_id(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [DECK])
    assert find_document(run, "ulpaslahti-2023")["path"] == "ulpaslahti-2023.pptx"
    assert find_document(run, "", "ulpaslahti-2023.pptx")["document_id"] == "ulpaslahti-2023"
    with pytest.raises(LookupError, match="no document nothing"):
        find_document(run, "nothing")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the decks beside the design are not here")
@pytest.mark.parametrize("deck", ["vake2025", "vake2026"])
def test_other_format_of_answers_measures_the_same_way(deck: str, tmp_path: Path) -> None:
    gold = SHARED / f"{deck}.json"
    figures = score_document(write_run(tmp_path / "run", [gold]), gold)[1]
    assert _imperfect({figure.name: figure for figure in figures}) == {}


def test_command_prints_and_writes_the_three_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = write_run(tmp_path / "run", [DECK])
    assert main([str(run), str(DECK), "--csv-for-shared", str(tmp_path / "csv")]) == 0
    assert "actions.recall" in capsys.readouterr().out
    lines = (tmp_path / "csv" / "ACTIONS.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "goal_number,area,year,text,markers,status_raw,table,page"
    assert len(lines) == 1 + ACTIONS
    assert len((tmp_path / "csv" / "GOALS.csv").read_text(encoding="utf-8").splitlines()) == 1 + 4
    bullets = sum(note.kind == "bullet" for note in from_gold(DECK).notes)
    assert len((tmp_path / "csv" / "NARR.csv").read_text(encoding="utf-8").splitlines()) == 1 + bullets
