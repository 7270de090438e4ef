"""Columns follow the contract, and values are written exactly."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.export import note_replaced
from pipeline.export.columns import Type, as_text, number_text, tables
from pipeline.export.csv_tables import encode
from pipeline.export.datapackage import files
from pipeline.model import Box, Reading
from tests.export_fixture import BOX, CONTEXT, dataset

# The columns that others rely on: a literal copy of the contract, never derived from the code.
CONTRACT = {
    "documents": "document_id, path, sha256, media_type, title, organisation, body, meeting_date, author, "
    "reporting_year, plan_period, language, pages, state, profile",
    "pages": "document_id, page, title, method, rotation, language, words, words_in_records, words_furniture, "
    "words_unassigned, confidence",
    "goals": "goal_id, document_id, number, text, text_raw, binding, page, bbox, confidence",
    "areas": "area_id, document_id, goal_id, goal_number, name, name_raw, page, bbox, confidence",
    "actions": "action_id, document_id, goal_id, goal_number, area_id, area, year, role, text, text_raw, markers, "
    "status, status_raw, owner, indicator, due, page, bbox, method, confidence, review",
    "assessments": "assessment_id, document_id, goal_id, area_id, year, status, status_raw, page, bbox, confidence",
    "indicators": "indicator_id, document_id, goal_id, text, text_raw, page, bbox, confidence",
    "notes": "note_id, document_id, goal_id, goal_number, parent_id, level, kind, text, text_raw, page, bbox, "
    "confidence",
    "corrections": "document_id, page, record_id, start, before, after, rule, margin, applied",
    "links": "link_id, kind, from_id, to_id, from_year, to_year, relation, moved, score, band, matched_by, margin, "
    "rival_id, decision",
    "threads": "thread_id, kind, record_id, document_id, year, role",
    "outcomes": "record_id, kind, year, outcome, evidence_id",
    "changes": "link_id, position, op, before, after, change_class, suspect_noise",
    "tables": "table_id, document_id, page, rows, columns, bbox, continued_from, file",
    "issues": "document_id, page, severity, code, message, record_id",
}


def _table(name: str) -> dict[str, list[dict[str, str]]]:
    data = {path: body.decode() for path, body in files(dataset(), CONTEXT)}
    return {name: list(csv.DictReader(io.StringIO(data[f"data/{name}.csv"], newline="")))}


def test_the_tables_are_those_of_the_contract() -> None:
    """The tables are those of the contract."""
    assert [t.name for t in tables()] == list(CONTRACT)


def test_the_columns_begin_with_those_of_the_contract() -> None:
    """The columns begin with those of the contract."""
    for table in tables():
        wanted = CONTRACT[table.name].split(", ")
        assert [c.name for c in table.columns][: len(wanted)] == wanted


def test_every_column_says_what_it_holds() -> None:
    """Every column says what it holds."""
    assert [f"{t.name}.{c.name}" for t in tables() for c in t.columns if not c.description] == []


def test_the_fixture_fills_every_table() -> None:
    """The fixture fills every table."""
    assert [t.name for t in tables() if not t.records(dataset())] == []


def test_values_are_written_as_agreed() -> None:
    """Values are written as agreed."""
    assert [as_text(v) for v in (None, True, False, 7, 0.5, 1.0, -0.0, 0.12345, date(2024, 3, 1), "ä")] == [
        "", "true", "false", "7", "0.5", "1", "0", "0.123", "2024-03-01", "ä",
    ]  # fmt: skip
    assert number_text(120.504, 2) == "120.5"
    assert number_text(100.0, 0) == "100"


def test_a_row_of_actions() -> None:
    """A row of actions."""
    row = next(r for r in _table("actions")["actions"] if r["status"] == "done")
    assert row["bbox"] == "72 120.5 360.25 160"
    assert row["markers"] == "carried_over;from_survey"
    assert (row["text"][:11], row["text_raw"][:13]) == ("Järjestämme", "Järjestä- mme")
    assert (row["year"], row["role"], row["review"], row["method"]) == ("2023", "roadmap", "false", "ocr")


def test_a_number_that_is_none_becomes_empty() -> None:
    """A number that is none becomes empty."""
    column = next(c for t in tables() if t.name == "links" for c in t.columns if c.name == "margin")
    assert column.type is Type.NUMBER
    assert [column.convert(m) for m in (None, float("nan"), float("inf"), 2)] == [None] * 3 + [2.0]


def test_the_order_of_the_inputs_changes_nothing() -> None:
    """The order of the inputs changes nothing."""
    data = dataset()
    turned = replace(data, documents=data.documents[::-1], links=data.links[::-1], threads=data.threads[::-1])
    assert dict(files(data, CONTEXT)) == dict(files(turned, CONTEXT))


def test_empty_tables_have_a_header() -> None:
    """Empty tables have a header."""
    empty = dict(files(type(dataset())(), CONTEXT))
    assert empty["data/changes.csv"] == b"link_id,position,op,before,after,change_class,suspect_noise\n"
    assert len(empty) == len(CONTRACT) + 1


def test_lone_surrogates_are_replaced_and_counted() -> None:
    """Lone surrogates are replaced and counted."""
    data = dataset()
    odd = replace(data.goals[0], text=Reading.of("a\ud800b\udfffc"))
    whole = note_replaced(replace(data, goals=(odd, *data.goals[1:])))
    row = next(r for r in tables()[2].rows(whole) if r[0] == odd.goal_id)
    assert row[3:5] == ("a\ufffdb\ufffdc", "a\ufffdb\ufffdc")
    (issue,) = [i for i in whole.issues if i.code == "character_replaced"]
    assert (issue.record_id, issue.document_id, issue.message[:2]) == (odd.goal_id, odd.document_id, "2 ")
    assert note_replaced(data) == data


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), min_size=1))
def test_any_text_comes_back_from_csv(lines: list[list[str]]) -> None:
    """Any text comes back from csv."""
    text = encode(lines).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == lines


def test_a_single_empty_field_is_no_blank_line() -> None:
    """A single empty field is no blank line."""
    assert encode([["a"], [""]]) == b'a\n""\n'


def test_a_box_is_rounded_to_hundredths() -> None:
    """A box is rounded to hundredths."""
    column = next(c for c in tables()[2].columns if c.name == "bbox")
    assert column.convert(Box(-0.001, 1.005, 2.999, 3.0)) == "0 1 3 3"
    assert BOX.bottom == 160.0
