"""Answers come back as spreadsheets write them, and a run takes them from flag, environment or file of settings."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.export.csv_tables import encode_table
from pipeline.export.review import queue_table, review_queue
from pipeline.export.workbook import files
from pipeline.locale.templates import said
from pipeline.normalise import relate
from pipeline.overrides import COLUMNS, Overrides, load
from pipeline.overrides.apply import apply
from pipeline.run import Request, export_again, plan, run
from pipeline.settings import Settings, gather
from tests.export_fixture import CONTEXT
from tests.fake_reader import JOB
from tests.overrides_fixture import FIRST, HOUSE, PIERS, SECOND, SIGNS, about, action, report, written

BOTH = (report(FIRST, 2023), report(SECOND, 2024))
DATA = relate(BOTH, HOUSE)
ANSWERS = {"correction": "confirm", "link": "reworded", "issue": "confirm", "goal": "confirm", "area": "confirm"}


def _queue() -> list[dict[str, str]]:
    table = queue_table()
    text = encode_table(table, table.values_of(review_queue(DATA))).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_queue_filled_in_is_a_file_of_answers(tmp_path: Path) -> None:
    rows = _queue()
    assert {"correction", "issue"} <= {row["kind"] for row in rows}
    for row in rows:
        row["answer"] = "Opastus toimii" if row["field"] == "text" and row["kind"] == "issue" else ANSWERS[row["kind"]]
    done = apply(BOTH, load(written(tmp_path / "queue.csv", rows)))
    assert (done.followed, done.stale) == (len(rows), 0)
    assert [r for r in review_queue(relate(done.reports, HOUSE, done.decisions)) if r.kind != "link"] == []


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_sheet_filled_in_says_the_same_as_the_queue(tmp_path: Path, language: str) -> None:
    """The workbook's titles are words for people in their language; every row finds its way back."""
    context = replace(CONTEXT, language=language)
    path = tmp_path / "report.xlsx"
    path.write_bytes(next(data for name, data in files(DATA, context) if name == "report.xlsx"))
    _answer_all(path)
    rows = [row | {"answer": "confirm"} for row in _queue()]
    told = load(written(tmp_path / "queue.csv", rows)).rows
    assert [replace(one, line=0, candidates="") for one in load(path).rows] == [
        replace(one, line=0, candidates="", reason=_in_words(one.reason, language)) for one in told
    ]


def _in_words(reason: str, language: str) -> str:
    code, colon, details = reason.partition(": ")
    return f"{code}{colon}{said(details, language)}"


def _answer_all(path: Path) -> None:
    """Write ``confirm`` into every answer of the review sheet, as a spreadsheet would: into the XML."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for name, data in parts.items():
        answers = re.search(rb'<dataValidation [^>]*sqref="([A-Z]+)', data)
        if answers:
            cell = re.compile(rb'<c r="(%s\d+)"( s="\d+")?/>' % answers.group(1))
            parts[name] = cell.sub(rb'<c r="\1"\2 t="inlineStr"><is><t>confirm</t></is></c>', data)
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def test_every_column_of_the_queue_is_known() -> None:
    assert {column.name for column in queue_table().columns} <= set(COLUMNS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_spreadsheet_may_have_saved_it(tmp_path: Path, delimiter: str, coding: str) -> None:
    row = about(action(BOTH[0], PIERS), "owner", "", "Säätiö; kaupunki, ja\nmuut")
    path = written(tmp_path / "a.csv", [row, about(action(BOTH[0], SIGNS), "owner", "", "")], delimiter)
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(coding))
    (one,) = load(path).rows
    assert (one.line, one.field, one.answer.split()) == (2, "owner", ["Säätiö;", "kaupunki,", "ja", "muut"])


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cases: Mapping[bytes, str] = {
        b"": "no table with a column 'answer'",
        b"record_id,field\nact-0,year\n": "line 1: no column 'answer' - add it",
        b"record_id,field,value,answr\n": "line 1: unknown column 'answr' - did you mean answer",
        b"record_id,record_id,answer\n": "line 1: column 'record_id' twice",
        "record_id,answer\nä".encode("latin-1"): "is no UTF-8 text - save it as 'CSV UTF-8'",
        b"PK\x03\x04 and no more": "is no workbook",
    }
    for data, told in cases.items():
        path.write_bytes(data)
        with pytest.raises(UsageError, match=told):
            load(path)
    with pytest.raises(UsageError, match="No such file"):
        load(tmp_path / "nowhere.csv")


def test_a_workbook_without_answers_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("One").write(0, 0, "x")
        book.add_worksheet("Two")
    with pytest.raises(UsageError, match="no table with a column 'answer'"):
        load(path)
    with zipfile.ZipFile(path, "w") as broken:
        broken.writestr("xl/worksheets/sheet1.xml", "<worksheet")
    with pytest.raises(UsageError, match="is no workbook"):
        load(path)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"kind,record_id,field,answer\n" + data)
    told = ""
    try:
        assert all(row.answer for row in load(path).rows)
    except UsageError as error:
        told = str(error)
    assert told == "" or "any.csv" in told


def _request(overrides: Path | None = None) -> Request:
    settings = Settings(jobs=1, memory_mb=1536)
    return Request(settings, job=JOB, overrides=load(overrides) if overrides else Overrides())


def test_a_run_follows_answers_without_reading_again(tmp_path: Path) -> None:
    """The answers count in what a run depends on, never in what was read."""
    deck, out = tmp_path / "deck.txt", tmp_path / "out"
    deck.write_text("first page\nsecond page", encoding="utf-8")
    quiet = lambda *_: None  # noqa: E731
    first = run([str(deck)], out, _request(), quiet)
    (entry,) = first.record.documents
    row = {"kind": "document", "record_id": entry.document_id, "field": "body", "answer": "Lautakunta"}
    answers = written(tmp_path / "answers.csv", [row, row | {"field": "author", "value": "A", "answer": "B"}])
    todo = plan([str(deck)], out, _request(answers))
    assert [(one.read, one.understand) for one in todo] == [(False, False)]
    second = run([str(deck)], out, _request(answers), quiet)
    counts = second.record.counts
    assert (second.unchanged, counts.followed, counts.stale) == (False, 1, 1)
    assert counts.doubts == first.record.counts.doubts + 1
    told = (out / "data" / "documents.csv").read_text(encoding="utf-8")
    assert "Lautakunta" in told
    assert "override_stale" in (out / "data" / "issues.csv").read_text(encoding="utf-8")
    assert run([str(deck)], out, _request(answers), quiet).unchanged
    assert "Lautakunta" not in (out / "documents" / entry.document_id / "report.json").read_text(encoding="utf-8")
    assert export_again(out, _request(answers)).record.counts == counts
    assert not run([str(deck)], out, _request(), quiet).unchanged
    assert "Lautakunta" not in (out / "data" / "documents.csv").read_text(encoding="utf-8")


def test_an_unknown_id_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    deck, out = tmp_path / "deck.txt", tmp_path / "out"
    deck.write_text("first page", encoding="utf-8")
    run([str(deck)], out, _request(), lambda *_: None)
    before = (out / "run.json").read_bytes()
    row = {"kind": "document", "record_id": "deck", "field": "body", "answer": "Lautakunta"}
    with pytest.raises(UsageError, match=r"answers.csv line 2: unknown id 'deck' - did you mean deck-"):
        run([str(deck)], out, _request(written(tmp_path / "answers.csv", [row])), lambda *_: None)
    assert (out / "run.json").read_bytes() == before


def test_the_file_of_answers_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "deckline.toml").write_text('overrides = "a.csv"\n', encoding="utf-8")
    assert gather({}, {}, tmp_path).overrides == "a.csv"
    assert gather({}, {"DECKLINE_OVERRIDES": "b.csv"}, tmp_path).overrides == "b.csv"
    assert gather({"overrides": "c.csv"}, {"DECKLINE_OVERRIDES": "b.csv"}, tmp_path).overrides == "c.csv"


def test_answers_in_the_output_folder_are_refused_before_a_run_writes_over_them(tmp_path: Path) -> None:
    (tmp_path / "out" / "review").mkdir(parents=True)
    path = tmp_path / "out" / "review" / "queue.csv"
    path.write_text("record_id,field,answer\n", encoding="utf-8")
    with pytest.raises(UsageError, match="lies in the output folder"):
        load(path, tmp_path / "out")
    assert not load(path, tmp_path / "elsewhere").rows
