"""A person's answers outrank the machine's, survive every run, and go to nothing else than they were meant for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import Code, UsageError
from pipeline.export import write
from pipeline.export.review import review_queue
from pipeline.export.validate import validate
from pipeline.model import Decision, NoteKind, Relation, Status
from pipeline.normalise import relate
from pipeline.overrides import load
from pipeline.overrides.apply import Answered, apply
from pipeline.records import Dataset, Report
from tests.export_fixture import CONTEXT
from tests.overrides_fixture import (
    AGAIN,
    BOATS,
    FIRST,
    HOUSE,
    LAMPS,
    PIERS,
    SECOND,
    SIGNS,
    about,
    action,
    link,
    report,
    thirty,
    written,
)

BOTH = (report(FIRST, 2023), report(SECOND, 2024))


def _applied(folder: Path, *rows: dict[str, str], reports: tuple[Report, ...] = BOTH) -> Answered:
    return apply(reports, load(written(folder / "answers.csv", rows)))


def _dataset(answered: Answered) -> Dataset:
    made = relate(answered.reports, HOUSE, answered.decisions)
    return replace(made, issues=(*made.issues, *answered.issues))


def test_thirty_answers_of_every_kind_are_followed(tmp_path: Path) -> None:
    answered = _applied(tmp_path, *thirty(*BOTH))
    assert (answered.followed, answered.stale, answered.issues) == (30, 0, ())
    for made, year in zip(answered.reports, (2023, 2024), strict=True):
        piers, lamps, signs, boats = made.actions
        assert (piers.text.text, piers.text.raw) == (f"{PIERS} yhdessä", PIERS)
        assert (piers.owner, piers.year) == ("Satamajohtaja", year - 1)
        assert piers.decided == ("text", "owner", "year")
        assert (lamps.status, lamps.status_raw, lamps.goal_number) == (Status.DONE, "Osittain toteutunut", 1)
        assert lamps.goal_id == made.goals[0].goal_id
        assert (boats.area, boats.goal_number) == ("Laiturit", 1)
        assert signs.text.text == SIGNS.replace("aallon", "aaltojen")
        assert (signs.review, lamps.area) == (False, "Valot")
        assert [g.text.text for g in made.goals][2] == "Opastus on selkeää"
        assert made.assessments[0].status is Status.IN_PROGRESS
        assert made.notes[0].kind is NoteKind.VISION
        assert (made.document.organisation, made.document.series) == ("Satamalaitos", "Satamat")
        decided = {c.record_id for c in made.corrections if c.decision is Decision.CONFIRMED}
        assert {piers.action_id, signs.action_id, made.areas[1].area_id} <= decided


def test_decided_links_come_before_all_passes(tmp_path: Path) -> None:
    links = {(k.from_id, k.to_id): k for k in _dataset(_applied(tmp_path, *thirty(*BOTH))).links}
    a, b = (made.actions for made in BOTH)
    assert links[a[0].action_id, b[0].action_id].decision is Decision.CONFIRMED
    assert links[a[1].action_id, b[1].action_id].decision is Decision.REJECTED
    assert links[a[2].action_id, b[2].action_id].relation is Relation.REWORDED
    assert links[a[3].action_id, b[3].action_id].decision is Decision.REJECTED
    assert links[a[2].action_id, b[3].action_id].decision is Decision.CONFIRMED


def test_thirty_answers_survive_a_new_scan_of_one_deck(tmp_path: Path) -> None:
    """Every answer is followed, or an issue names its line; one whose value changed is never followed."""
    again = report(AGAIN, 2024, piers=f"{PIERS} huolella", boats="Uudet poijut hankitaan", verdict="Kesken")
    answered = _applied(tmp_path, *thirty(*BOTH), reports=(BOTH[0], again))
    stale = [i for i in answered.issues if i.code == Code.OVERRIDE_STALE]
    assert answered.followed + len(stale) == 30
    assert answered.stale == len(stale) == len({i.message.split(":")[0] for i in stale}) == 8
    assert all(i.message.startswith("answers.csv line ") for i in stale)
    _, new = answered.reports
    assert action(new, f"{PIERS} huolella").decided == ()
    assert action(new, "Uudet poijut hankitaan").area == "Opastus"
    assert action(new, LAMPS).status is Status.DONE
    assert new.document.series == "Satamat"
    moved = [i for i in answered.issues if i.code == Code.OVERRIDE_MOVED]
    assert all("took the place of" in i.message for i in moved)
    assert len(moved) == 9


def test_the_order_of_the_decks_changes_nothing(tmp_path: Path) -> None:
    one, other = (_applied(tmp_path, *thirty(*BOTH), reports=some) for some in (BOTH, BOTH[::-1]))
    assert one.reports == other.reports[::-1]
    assert one.decisions == other.decisions


def test_what_was_decided_is_valid_data_and_no_doubt_any_more(tmp_path: Path) -> None:
    before = _dataset(Answered(BOTH))
    after = _dataset(_applied(tmp_path, *thirty(*BOTH)))
    write(after, tmp_path / "out", CONTEXT)
    # The run writes run.json and the cells of tables; everything else must hold.
    assert [p for p in validate(tmp_path / "out") if "run.json" not in p and "data/tables.csv" not in p] == []
    asked = {row.record_id for row in review_queue(before)}
    left = {row.record_id for row in review_queue(after)}
    assert {BOTH[0].goals[2].goal_id, action(BOTH[0], SIGNS).action_id} <= asked
    assert left <= {k.link_id for k in after.links}


def test_a_rejected_correction_is_kept_and_asked_no_more(tmp_path: Path) -> None:
    signs = action(BOTH[0], SIGNS)
    row = {"kind": "correction", "record_id": signs.action_id, "value": "aallon", "answer": "reject"}
    made = _applied(tmp_path, row).reports[0]
    assert action(made, SIGNS).text.text == SIGNS
    assert not action(made, SIGNS).review
    (kept,) = [c for c in made.corrections if c.record_id == signs.action_id]
    assert (kept.applied, kept.decision) == (False, Decision.REJECTED)
    assert [q for q in review_queue(_dataset(Answered((made,)))) if q.kind == "correction"] == []


def test_a_confirmation_settles_the_doubt_and_changes_nothing(tmp_path: Path) -> None:
    signs = action(BOTH[0], SIGNS)
    row = about(signs, "", "", "confirm") | {"reason": "correction_proposed: a correction is proposed"}
    made = action(_applied(tmp_path, row).reports[0], SIGNS)
    assert (made.text, made.review, made.decided) == (signs.text, False, ("review",))


def test_an_issue_about_the_whole_deck_can_be_settled(tmp_path: Path) -> None:
    issue = replace(BOTH[0].issues[0], record_id="", page=0, code=Code.NUMBERING_GAP, message="goal 4 is missing")
    made = replace(BOTH[0], issues=(issue,))
    row = {"kind": "issue", "document_id": FIRST, "page": "0", "reason": "numbering_gap: goal 4 is missing"}
    settled = _applied(tmp_path, row | {"answer": "confirm"}, reports=(made,))
    assert review_queue(Dataset(issues=settled.reports[0].issues)) == ()
    assert review_queue(Dataset(issues=made.issues)) != ()


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("text", "Laiturit puretaan", "Laiturit korjataan"),
        ("year", "2022", "2021"),
        ("year", "", "2021"),
        ("goal_id", "2", "3"),
        ("goal_id", "1", "9"),
        ("area_id", "Laiturit", "Uimarannat"),
        ("status", "Kesken", "done"),
    ],
)
def test_a_stale_answer_is_an_issue_that_names_it(tmp_path: Path, field: str, value: str, answer: str) -> None:
    piers = action(BOTH[0], PIERS)
    answered = _applied(tmp_path, about(piers, field, value, answer))
    (issue,) = answered.issues
    assert (answered.followed, answered.stale) == (0, 1)
    assert (issue.code, issue.record_id, issue.document_id) == (Code.OVERRIDE_STALE, piers.action_id, FIRST)
    assert f"line 2: the answer {answer!r} ({piers.action_id}, {field}) is not followed" in issue.message
    assert answered.reports == BOTH
    assert any(q.reason.startswith("override_stale") for q in review_queue(_dataset(answered)))


def test_a_value_can_be_emptied(tmp_path: Path) -> None:
    piers = action(BOTH[0], PIERS)
    rows = (about(piers, "goal_id", "1", "-"), about(piers, "year", "2023", "-"))
    made = action(_applied(tmp_path, *rows).reports[0], PIERS)
    assert (made.goal_id, made.goal_number, made.year, made.review) == ("", None, None, False)


def test_a_wording_typed_where_the_confidence_was_doubted_is_the_wording(tmp_path: Path) -> None:
    piers = action(BOTH[0], PIERS)
    made = _applied(tmp_path, about(piers, "confidence", "0.41", "Laiturit korjataan")).reports[0]
    assert action(made, PIERS).text.text == "Laiturit korjataan"


def test_a_series_set_by_hand_parts_and_joins_decks(tmp_path: Path) -> None:
    name = {"kind": "document", "record_id": SECOND, "field": "series", "answer": "Kulttuuripalvelujen vuosi"}
    assert _dataset(Answered(BOTH)).links
    assert not _dataset(_applied(tmp_path, name)).links
    other = replace(
        BOTH[0], document=replace(BOTH[0].document, programme="Kulttuuripalvelujen vuosi", organisation="X")
    )
    assert not _dataset(Answered((other, BOTH[1]))).links
    assert _dataset(_applied(tmp_path, name, reports=(other, BOTH[1]))).links


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"record_id": "act-9018cc44bca9"}, "line 3: unknown id 'act-9018cc44bca9' - did you mean act-"),
        ({"record_id": "laiturit"}, "line 3: unknown id 'laiturit'"),
        ({"kind": "acton"}, "line 3: unknown kind 'acton' - did you mean action?"),
        ({"kind": "note", "field": "text"}, "line 3: .* is no note but action"),
        ({"field": "ovner"}, "line 3: action has no 'ovner' to set - did you mean owner?"),
        ({"field": "status", "answer": "doen"}, "line 3: unknown value 'doen' - did you mean done?"),
        ({"field": "year", "answer": "24"}, "line 3: '24' is not a year"),
        ({"answer": "confrim"}, "line 3: unknown answer 'confrim' - did you mean confirm?"),
        ({"answer": "-", "field": "text"}, "line 3: text cannot be empty"),
        ({"page": "x"}, "line 3: 'x' is no page"),
    ],
)
def test_a_slip_names_its_line_and_applies_nothing(tmp_path: Path, slip: dict[str, str], told: str) -> None:
    good = about(action(BOTH[0], LAMPS), "owner", "", "Satama")
    piers = action(BOTH[0], PIERS)
    slip = {k: piers.action_id[:-1] + "_" if v == "act-9018cc44bca9" else v for k, v in slip.items()}
    told = told.replace("act-9018cc44bca9", piers.action_id[:-1] + "_")
    with pytest.raises(UsageError, match=told):
        _applied(tmp_path, good, about(piers, "owner", "", "Satama") | slip)


def test_two_answers_to_one_question_are_an_error(tmp_path: Path) -> None:
    boats = action(BOTH[0], BOATS)
    rows = [about(boats, "owner", "", name) for name in ("Satama", "Kaupunki")]
    with pytest.raises(UsageError, match="line 3: answers 'Kaupunki' where line 2 answers 'Satama'"):
        _applied(tmp_path, *rows)
    assert _applied(tmp_path, rows[0], rows[0]).followed == 2


def test_a_link_answer_that_is_none_is_an_error(tmp_path: Path) -> None:
    a, b = (action(made, PIERS) for made in BOTH)
    with pytest.raises(UsageError, match="unknown answer 'splitt' - did you mean split"):
        _applied(tmp_path, link(a, b, "splitt"))
    with pytest.raises(UsageError, match="needs from_id and to_id"):
        _applied(tmp_path, link(a, b, "confirm") | {"from_id": ""})


def test_what_is_no_action_becomes_a_note_and_keeps_its_words(tmp_path: Path) -> None:
    signs = action(BOTH[0], SIGNS)
    made = _applied(tmp_path, about(signs, "confidence", "0.41", "reject")).reports[0]
    assert signs.action_id not in {a.action_id for a in made.actions}
    (note,) = [n for n in made.notes if n.text == signs.text]
    assert (note.page, note.bbox, note.decided) == (signs.page, signs.bbox, ("kind",))
    assert {c.record_id for c in made.corrections if not c.applied} == {note.note_id}
    write(_dataset(Answered((made, BOTH[1]))), tmp_path / "out", CONTEXT)
    assert [p for p in validate(tmp_path / "out") if "run.json" not in p and "data/tables.csv" not in p] == []


def test_a_refused_value_is_emptied(tmp_path: Path) -> None:
    made = action(_applied(tmp_path, about(action(BOTH[0], PIERS), "year", "2023", "reject")).reports[0], PIERS)
    assert (made.year, made.decided) == (None, ("year",))
