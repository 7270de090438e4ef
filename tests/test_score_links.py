"""The measuring of links between years."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.links import components, gold_links, measure_links, pairs_within
from tests.bench.measure import Figure
from tests.bench.perfect import Row, action_id, link_tables, write_run

GOLD = Path(__file__).parents[1] / "samples" / "gold"
LINEAGE = GOLD / "lineage.csv"
DECKS = sorted(GOLD.glob("*.json"))


def _figures(folder: Path, change: Callable[[list[Row]], list[Row]] = lambda rows: rows) -> dict[str, Figure]:
    def damage(name: str, rows: list[Row]) -> list[Row]:
        return change(rows) if name == "links" else rows

    run = write_run(folder / "run", DECKS, link_tables(LINEAGE), damage)
    return {figure.name: figure for figure in measure_links(run, LINEAGE, {})}


def _wanted() -> int:
    return sum(link.relation != "decoy" and not link.weak for link in gold_links(LINEAGE))


def _decoy() -> Row:
    with LINEAGE.open(encoding="utf-8", newline="") as file:
        step = next(row for row in csv.DictReader(file) if row["relation"] == "decoy")
    return {end: action_id(step[f"{end[:-3]}_deck"], step[f"{end[:-3]}_key"]) for end in ("from_id", "to_id")}


def test_gold_links_measured_against_themselves_are_perfect(tmp_path: Path) -> None:
    figures = _figures(tmp_path)
    for name in ("f1", "recall", "precision", "relation", "moved", "sure_precision", "split.f1", "merged.f1"):
        assert figures[f"links.{name}"].value == 100, name
    assert {f.value for name, f in figures.items() if name.startswith(("outcomes.", "threads."))} == {100.0}
    assert figures["links.decoys_sure"].value == 0
    assert figures["links.neutral"].value == sum(link.weak for link in gold_links(LINEAGE))


def test_missing_links_lower_recall_only(tmp_path: Path) -> None:
    figures = _figures(tmp_path, lambda rows: [row for row in rows if row["relation"] not in ("split", "merged")])
    assert figures["links.recall"].value == pytest.approx(100 * (_wanted() - 4) / _wanted())
    assert figures["links.precision"].value == 100
    assert figures["links.recall_split"].value == figures["links.merged.f1"].value == 0


def test_decoy_is_a_fault_in_its_band(tmp_path: Path) -> None:
    figures = _figures(tmp_path, lambda rows: [*rows, {**rows[0], **_decoy()}])
    assert figures["links.decoys_sure"].value == 1
    assert figures["links.sure_precision"].value == pytest.approx(100 * _wanted() / (_wanted() + 1))
    doubted = _figures(tmp_path / "doubted", lambda rows: [*rows, {**rows[0], **_decoy(), "band": "review"}])
    assert doubted["links.decoys_sure"].value == 0
    assert doubted["links.decoys_review"].value == 1
    assert doubted["links.sure_precision"].value == 100


def test_rejected_link_is_no_link(tmp_path: Path) -> None:
    figures = _figures(tmp_path, lambda rows: [*rows, {**rows[0], **_decoy(), "decision": "rejected"}])
    assert figures["links.precision"].value == 100


def test_wrong_relation_and_direction(tmp_path: Path) -> None:
    def turned(rows: list[Row]) -> list[Row]:
        return [{**row, "from_id": row["to_id"], "to_id": row["from_id"], "relation": "split"} for row in rows]

    figures = _figures(tmp_path, turned)
    assert figures["links.f1"].value == 100
    assert figures["links.relation"].value == pytest.approx(100 * 2 / _wanted())


def test_two_steps_taken_at_once_are_neutral(tmp_path: Path) -> None:
    long_way = {
        "from_id": action_id("ulpaslahti-2022", "roadmap/omatoimi-23"),
        "to_id": action_id("ulpaslahti-2024", "roadmap/omatoimi-23"),
    }
    figures = _figures(tmp_path, lambda rows: [*rows, {**rows[0], **long_way}])
    assert figures["links.precision"].value == 100
    assert figures["links.neutral"].value == 1 + sum(link.weak for link in gold_links(LINEAGE))


def test_outcome_of_a_record_that_gold_does_not_judge_is_neutral(tmp_path: Path) -> None:
    extra = link_tables(LINEAGE)
    record = action_id("ulpaslahti-2022", "roadmap/omatoimi-24")
    assert record not in {row["record_id"] for row in extra["outcomes"]}
    judged = extra["outcomes"][0]
    extra["outcomes"].append({**judged, "record_id": record})
    whole = {f.name: f.value for f in measure_links(write_run(tmp_path / "a", DECKS, extra), LINEAGE, {})}
    assert whole["outcomes.continued.f1"] == 100
    extra["outcomes"].append({**judged, "outcome": "dropped"})
    wrong = {f.name: f.value for f in measure_links(write_run(tmp_path / "b", DECKS, extra), LINEAGE, {})}
    assert wrong["outcomes.dropped.f1"] != 100


def test_components_and_pairs() -> None:
    a, b, c, d, e = (("deck", name) for name in "abcde")
    groups = components([frozenset({a, b}), frozenset({d, e}), frozenset({b, c})])
    assert groups == (frozenset({a, b, c}), frozenset({d, e}))
    assert len(pairs_within(groups)) == 4
