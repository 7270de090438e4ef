"""Answers in people's words, all mistakes of a file at once, and answers about what was taken from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import Code, Severity, UsageError
from pipeline.export.terms import word
from pipeline.locale import translation
from pipeline.locale.templates import said
from pipeline.model import Edit, Issue, Reading, Relation, Role, Status
from pipeline.normalise import relate
from pipeline.overrides import Override, Overrides, load
from pipeline.overrides.apply import apply, stale_lines
from pipeline.overrides.fields import Kind
from pipeline.records import Action, Report
from tests.overrides_fixture import (
    BOATS,
    FIRST,
    HOUSE,
    LAMPS,
    PIERS,
    SECOND,
    SIGNS,
    about,
    action,
    report,
    written,
)

DECK = report(FIRST, 2023)
LANGUAGES = ["en", "fi", "sv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("title", "field"), [("Status", "status"), ("Goal", "goal_id"), ("Year", "year")])
def test_a_column_goes_by_its_title_on_the_sheet(tmp_path: Path, language: str, title: str, field: str) -> None:
    told = translation(language).gettext(title)
    row = about(action(DECK, LAMPS), told, "", "confirm") | {"kind": word("action", language)}
    (one,) = load(written(tmp_path / "a.csv", [row])).rows
    assert (one.kind, one.field) == (Kind.ACTION, field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_of_the_review_sheet_do_as_names_of_columns(tmp_path: Path, language: str) -> None:
    titles = [
        translation(language).gettext(t) for t in ("What", "Record", "Column", "Was read", "Your answer", "Meaning")
    ]
    row = ("action", action(DECK, LAMPS).action_id, "owner", "", "Satama", "x")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(";".join(line) for line in (titles, row)), encoding="utf-8")
    (one,) = load(path).rows
    assert (one.record_id, one.field, one.answer) == (row[1], "owner", "Satama")


@pytest.mark.parametrize(
    "said", ["toteutunut", "genomförd", "completed", "done", *(word("done", x) for x in LANGUAGES)]
)
def test_a_verdict_may_be_said_in_any_language(tmp_path: Path, said: str) -> None:
    lamps = action(DECK, LAMPS)
    path = written(tmp_path / "a.csv", [about(lamps, "status", lamps.status_raw, said)])
    done = apply([DECK], load(path))
    assert action(done.reports[0], LAMPS).status is Status.DONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_relation_may_be_said_in_any_language(tmp_path: Path, language: str) -> None:
    row = {"kind": word("link", language), "from_id": "act-000000000001", "to_id": "act-000000000002",
           "value": word("unchanged", language), "answer": word("reworded", language)}  # fmt: skip
    (one,) = load(written(tmp_path / "a.csv", [row])).rows
    assert (one.kind, one.value, one.answer) == (Kind.LINK, "unchanged", "reworded")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_offered_may_be_answered_in_any_language(tmp_path: Path, language: str) -> None:
    """Commands, relations and verdicts, as the lists of the workbook offer them."""
    ends = {"kind": "link", "from_id": "act-000000000001", "value": "unchanged"}
    links = ["confirm", "reject", *Relation]
    rows = [ends | {"to_id": f"act-{n:012}", "answer": word(a, language)} for n, a in enumerate(links, start=2)]
    assert [one.answer for one in load(written(tmp_path / "links.csv", rows)).rows] == links
    lamps = action(DECK, LAMPS)
    for status in Status:
        row = about(lamps, "status", lamps.status_raw, word(status, language))
        done = apply([DECK], load(written(tmp_path / "a.csv", [row])))
        assert action(done.reports[0], LAMPS).status is status
    with pytest.raises(UsageError, match="did you mean"):
        load(written(tmp_path / "a.csv", [about(lamps, "owner", "", word("confirm", language)[:-1])]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_is_found_by_its_reason_in_any_language(tmp_path: Path, language: str) -> None:
    message = "read with confidence 0.41"
    issue = Issue(FIRST, 1, Severity.WARNING, Code.LOW_CONFIDENCE, message)
    row = {"kind": word("issue", language), "document_id": FIRST, "page": "1", "answer": word("confirm", language),
           "reason": f"{Code.LOW_CONFIDENCE}: {said(message, language)}"}  # fmt: skip
    done = apply([replace(DECK, issues=(issue,))], load(written(tmp_path / "a.csv", [row])))
    assert (done.followed, done.stale) == (1, 0)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    lamps = action(DECK, LAMPS)
    wrong = [
        about(lamps, "colour", "", "red"),
        about(lamps, "year", "2023", "20x3"),
        about(lamps, "status", "", "fertig"),
        about(lamps, "owner", "", "fine"),
        about(lamps, "owner", "", "otherwise"),
    ]
    with pytest.raises(UsageError) as caught:
        load(written(tmp_path / "a.csv", wrong))
    assert [one.where for one in caught.value.each] == [f"a.csv line {n}" for n in (2, 3, 4, 6)]


def test_all_unknown_ids_are_told_at_once() -> None:
    rows = tuple(Override(n, Kind.ACTION, f"act-{n}", "owner", "", "x") for n in (2, 3))
    with pytest.raises(UsageError) as caught:
        apply([DECK], Overrides("a.csv", rows))
    assert [one.where for one in caught.value.each] == ["a.csv line 2", "a.csv line 3"]


def test_stale_answers_are_named_the_first_ones_of_many() -> None:
    issues = [Issue("", 0, Severity.WARNING, Code.OVERRIDE_STALE, f"line {n}") for n in range(25)]
    lines = list(stale_lines(issues))
    assert (len(lines), lines[0], lines[-1].split()[0]) == (21, "line 0", "5")


def test_rejecting_the_rival_of_a_confirmed_correction_is_no_stale_answer() -> None:
    signs = action(DECK, SIGNS)
    start = SIGNS.index("aallon")
    rivals = [Edit(start, "aallon", new, "letters", 0.5, applied=False) for new in ("aaltojen", "aallot")]
    actions = tuple(replace(a, text=Reading.of(SIGNS, *rivals)) if a is signs else a for a in DECK.actions)
    deck = replace(DECK, actions=actions)
    rows = [
        Override(n, Kind.CORRECTION, signs.action_id, "text", "aallon", answer, candidates=new)
        for n, (answer, new) in enumerate((("confirm", "aaltojen"), ("reject", "aallot")), start=2)
    ]
    for some in (rows, rows[::-1]):
        done = apply([deck], Overrides("a.csv", tuple(some)))
        assert (done.followed, done.stale) == (2, 0)
        assert "aaltojen" in action(done.reports[0], SIGNS).text.text


# --- values taken from a twin -----------------------------------------------------------------------


def _lost() -> tuple[Report, Report]:
    """Return a deck and a dump of it whose table lost its order: goals, areas and years are not known there."""
    whole = replace(DECK, actions=tuple(replace(a, role=Role.ROADMAP, review=False) for a in DECK.actions))
    twin = report(SECOND, 2024)
    twin = replace(twin, document=replace(twin.document, reporting_year=2023))
    actions = tuple(
        replace(a, goal_id="", goal_number=None, area_id="", area="", year=None, role=Role.ROADMAP, review=True)
        for a in twin.actions
    )
    issues = [
        Issue(SECOND, 1, Severity.WARNING, code, "lost", a.action_id)
        for a in actions
        for code in (Code.TABLE_ORDER_LOST, Code.YEAR_MISSING)
    ]
    return whole, replace(twin, actions=actions, issues=tuple(issues))


def _answered(*rows: Override) -> tuple[Action, int]:
    done = apply(_lost(), Overrides("a.csv", rows))
    dataset = relate(done.reports, HOUSE, done.decisions)
    return next(a for a in dataset.actions if a.document_id == SECOND and a.text.raw == PIERS), done.stale


def _about(field: str, value: str, answer: str, code: Code = Code.YEAR_MISSING) -> Override:
    piers = action(_lost()[1], PIERS)
    return Override(2, Kind.ACTION, piers.action_id, field, value, answer, SECOND, 1, PIERS, reason=f"{code}: lost")


def test_a_placed_action_shows_the_place_of_its_twin() -> None:
    piers, _ = _answered(_about("owner", "", "Satama"))
    assert (piers.year, piers.goal_number, piers.area) == (2023, 1, "Laiturit")


@pytest.mark.parametrize(("answer", "year"), [("confirm", 2023), ("2023", 2023), ("2021", 2021), ("-", None)])
def test_an_answer_about_a_year_taken_from_a_twin_is_followed(answer: str, year: int | None) -> None:
    piers, stale = _answered(_about("year", "2023", answer))
    assert (piers.year, stale, piers.decided) == (year, 0, ("year",))
    assert (piers.goal_number, piers.area) == (1, "Laiturit")


def test_what_was_confirmed_whole_keeps_the_place_of_its_twin() -> None:
    piers, stale = _answered(_about("year", "2023", "confirm"), _about("", "", "confirm", Code.TABLE_ORDER_LOST))
    assert (piers.year, piers.goal_number, piers.review, stale) == (2023, 1, False, 0)


def test_a_value_that_was_read_and_has_changed_is_stale_all_the_same() -> None:
    boats = action(DECK, BOATS)
    row = Override(2, Kind.ACTION, boats.action_id, "year", "2022", "confirm", FIRST, 1, BOATS)
    assert apply([DECK], Overrides("a.csv", (row,))).stale == 1
