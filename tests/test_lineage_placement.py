"""Placement from a sibling: only what every whole table agrees on, and never a wording."""

from __future__ import annotations

from dataclasses import replace

from pipeline.errors import Code, Severity
from pipeline.model import Issue, Method, Role
from pipeline.normalise.combine import relate
from pipeline.profiles import profile
from pipeline.records import Action, Report
from tests.bench.lineage_decks import Plan, Row, report

PROFILE = profile(("fi",))
GOALS = ((1, "Kulttuuri kuuluu kaikille"), (2, "Luonto on lähellä jokaista"))
MUSEUM = "Museon kokoelmat avataan yleisölle verkossa"
FOREST = "Retkeilyreittien opasteet uusitaan saaristossa"


def _whole(name: str, year: int, *rows: Row) -> Report:
    return report(Plan(name, year, rows, GOALS))


def _row(row_id: str, text: str, year: int, area: str = "Museot", goal: int = 1) -> Row:
    return Row(row_id, goal, area, year, Role.ROADMAP, text)


def _dump(name: str, year: int, *texts: str) -> Report:
    """Return a deck whose roadmap lost goals, areas and years."""
    rows = tuple(Row(f"{name}{k}", None, "", None, Role.ROADMAP, t) for k, t in enumerate(texts))
    made = report(Plan(name, year, rows, GOALS, method=Method.FLAT))
    lost = tuple(
        Issue(name, 1, Severity.WARNING, Code.TABLE_ORDER_LOST, "stood in a lost table", r.row_id) for r in rows
    )
    return replace(made, actions=tuple(replace(a, review=True) for a in made.actions), issues=lost)


def _placed(*reports: Report) -> dict[str, Action]:
    return {a.action_id: a for a in relate(reports, PROFILE).actions}


def test_goal_area_and_year_come_from_the_same_statement_of_a_whole_table() -> None:
    rows = (_row("w1", MUSEUM, 2031), _row("w2", FOREST, 2033, "Reitit", 2))
    dump = _dump("d", 2030, MUSEUM, FOREST)
    found = _placed(_whole("w", 2031, *rows), dump)
    one, two = found["d0"], found["d1"]
    assert (one.goal_number, one.area, one.year, one.placed_from) == (1, "Museot", 2031, "w1")
    assert (two.goal_number, two.area, two.year, two.placed_from) == (2, "Reitit", 2033, "w2")
    assert one.goal_id == "goal-d-1"
    assert one.review
    assert one.confidence == 0.8
    assert one.text == dump.actions[0].text


def test_a_year_that_two_columns_claim_is_left_open() -> None:
    rows = (_row("w1", MUSEUM, 2031), _row("w2", MUSEUM, 2032))
    action = _placed(_whole("w", 2031, *rows), _dump("d", 2030, MUSEUM))["d0"]
    assert action.year is None


def test_a_place_that_two_tables_claim_is_left_open() -> None:
    one = _whole("a", 2031, _row("a1", MUSEUM, 2031))
    other = _whole("b", 2032, _row("b1", MUSEUM, 2031, "Reitit", 2))
    action = _placed(one, other, _dump("d", 2030, MUSEUM))["d0"]
    assert (action.goal_number, action.area, action.goal_id) == (None, "", "")


def test_a_reworded_statement_tells_no_place() -> None:
    action = _placed(_whole("w", 2031, _row("w1", MUSEUM, 2031)), _dump("d", 2030, "Museon esineet kuvataan verkkoon"))
    assert action["d0"].placed_from == ""


def test_an_empty_cell_of_a_whole_table_stays_empty() -> None:
    rows = (Row("x1", None, "", None, Role.ROADMAP, MUSEUM),)
    found = _placed(_whole("w", 2031, _row("w1", MUSEUM, 2031)), report(Plan("x", 2030, rows, GOALS)))
    assert (found["x1"].goal_number, found["x1"].year, found["x1"].placed_from) == (None, None, "")


def test_no_place_comes_from_another_organisation() -> None:
    other = report(Plan("w", 2030, (_row("w1", MUSEUM, 2031),), GOALS, organisation="Naapurikaupunki"))
    assert _placed(other, _dump("d", 2030, MUSEUM))["d0"].placed_from == ""


def test_the_order_of_reports_is_kept_and_does_not_matter() -> None:
    whole, dump = _whole("w", 2031, _row("w1", MUSEUM, 2031)), _dump("d", 2030, MUSEUM)
    assert _placed(whole, dump) == _placed(dump, whole)
    assert [d.document_id for d in relate((dump, whole), PROFILE).documents] == ["d", "w"]


def test_threads_know_the_year_that_was_found() -> None:
    found = relate((_whole("w", 2031, _row("w1", MUSEUM, 2031)), _dump("d", 2030, MUSEUM)), PROFILE)
    assert {t.year for t in found.threads if t.record_id == "d0"} == {2031}
