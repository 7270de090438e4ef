"""What is in the data package, the database, Parquet, the data frames and the workbook."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.codec import Plain
from pipeline.export import exporter, write
from pipeline.export.columns import tables
from pipeline.export.frames import frames
from pipeline.export.sheets import Marked, sheets, shown
from pipeline.export.sqlite import APPLICATION_ID, SEARCHED
from pipeline.records import Dataset
from tests.export_fixture import CONTEXT, WORDING, dataset
from tests.test_export import HOSTILE, hostile


def _one(name: str, data: Dataset) -> bytes:
    ((_, found),) = exporter(name)(data, CONTEXT)
    return found


@pytest.mark.parametrize("make", [dataset, hostile, Dataset])
def test_frictionless_finds_the_package_valid(make: type[Dataset], tmp_path: Path) -> None:
    """Types, constraints, keys, hashes: an empty foreign key is a missing value."""
    frictionless = pytest.importorskip("frictionless")
    write(make(), tmp_path, dataclasses.replace(CONTEXT, formats=("csv",)))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    assert report.stats["tasks"] == 15


def test_frictionless_finds_a_broken_key(tmp_path: Path) -> None:
    """The keys are declared in a way that is really checked."""
    frictionless = pytest.importorskip("frictionless")
    data = dataset()
    lost = dataclasses.replace(data, goals=data.goals[1:])
    write(lost, tmp_path, dataclasses.replace(CONTEXT, formats=("csv",)))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {e[0] for e in report.flatten(["type"])} == {"foreign-key"}


def test_the_package_names_its_sources() -> None:
    """Every deck is a source with its hash; there is no clock."""
    package = cast("dict[str, Plain]", json.loads(dict(exporter("csv")(dataset(), CONTEXT))["datapackage.json"]))
    sources = cast("list[dict[str, str]]", package["sources"])
    assert [s["path"] for s in sources] == [f"kuusilahti/Ohjelma {y}.pdf" for y in (2023, 2024, 2025)]
    assert sources[0]["hash"] == "sha256:" + "2023" * 16
    assert "created" not in package


def test_the_database_has_types_and_keys() -> None:
    """Keys hold, a missing value is NULL, booleans are numbers."""
    base = sqlite3.connect(":memory:")
    base.deserialize(_one("sqlite", dataset()))
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    row = base.execute("SELECT goal_id, typeof(year), typeof(review), typeof(confidence) FROM actions WHERE review")
    assert row.fetchall() == [(None, "integer", "integer", "real")]
    base.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("INSERT INTO indicators SELECT * FROM indicators")


def test_the_view_of_threads_has_a_row_per_year() -> None:
    """The wording of every year, the verdict beside it."""
    base = sqlite3.connect(":memory:")
    base.deserialize(_one("sqlite", dataset()))
    rows = base.execute("SELECT year, text, status, records FROM v_thread_years WHERE status = 'done'").fetchall()
    assert rows == [(year, text, "done", 1) for year, text in WORDING.items()]
    count, threads = base.execute("SELECT count(*), count(thread_id) FROM v_actions").fetchone()
    assert (count, threads) == (8, 6)


def test_a_double_key_loses_no_row() -> None:
    """Rows with one id stay; the key is left out."""
    data = dataset()
    base = sqlite3.connect(":memory:")
    base.deserialize(_one("sqlite", dataclasses.replace(data, goals=(*data.goals, data.goals[0]))))
    assert base.execute("SELECT count(*) FROM goals").fetchone() == (7,)


def test_a_search_finds_words_without_their_diacritics() -> None:
    """Every text that is searched for is found as it is written and as a dump would have it."""
    base = sqlite3.connect(":memory:")
    base.deserialize(_one("sqlite", dataset()))
    found = "SELECT a.year FROM actions_fts f JOIN actions a ON a.rowid = f.rowid WHERE actions_fts MATCH ? ORDER BY 1"
    assert base.execute(found, ("jarjestamme kylakirjastoissa",)).fetchall() == [(2023,), (2024,)]
    assert base.execute(found, ("bybiblioteken",)).fetchall() == [(2025,)]
    for table in SEARCHED:
        assert base.execute(f"SELECT count(*) FROM {table}_fts").fetchone()[0] > 0
        base.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")


def test_the_parquet_files_are_a_package_of_their_own() -> None:
    """Its descriptor has the paths, hashes and schemas of the files beside it."""
    pytest.importorskip("pyarrow")
    made = dict(exporter("parquet")(dataset(), CONTEXT))
    package = json.loads(made["parquet/datapackage.json"])
    for resource in package["resources"]:
        data = made[f"parquet/{resource['path']}"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["schema"]["fields"]


def test_exact_text_in_the_database() -> None:
    """Odd characters are kept; only what UTF-8 cannot hold is replaced."""
    base = sqlite3.connect(":memory:")
    base.deserialize(_one("sqlite", hostile()))
    assert base.execute("SELECT DISTINCT text FROM goals").fetchall() == [(HOSTILE.replace("\ud800", "\ufffd"),)]


def test_parquet_has_the_types() -> None:
    """Years are integers, dates are dates, every table is there."""
    parquet = pytest.importorskip("pyarrow.parquet")
    made = dict(exporter("parquet")(dataset(), CONTEXT))
    assert len(made) == 16
    schema = parquet.read_table(io.BytesIO(made["parquet/actions.parquet"])).schema
    assert [str(schema.field(n).type) for n in ("year", "review", "confidence", "text")] == [
        "int64", "bool", "double", "string",
    ]  # fmt: skip
    documents = parquet.read_table(io.BytesIO(made["parquet/documents.parquet"]))
    assert str(documents.schema.field("meeting_date").type) == "date32[day]"


def test_data_frames_have_types() -> None:
    """A library user gets nullable types, categories and dates."""
    made = frames(dataset())
    assert list(made) == [t.name for t in tables()]
    actions = made["actions"]
    assert [str(actions[c].dtype) for c in ("year", "review", "status", "text")] == [
        "Int64", "boolean", "category", "string",
    ]  # fmt: skip
    assert actions["goal_number"].isna().sum() == 1
    assert made["documents"]["meeting_date"].dt.year.tolist() == [2023, 2024, 2025]
    assert all(len(frame) == 0 for frame in frames(Dataset()).values())


def _book(data: Dataset) -> Workbook:
    return load_workbook(io.BytesIO(_one("xlsx", data)), rich_text=True)


def _sheet(book: Workbook, name: str) -> Worksheet:
    return cast(Worksheet, book[name])


def test_the_workbook_explains_itself() -> None:
    """Read me first; every sheet of data has a frozen header and a filter."""
    book = _book(dataset())
    assert book.sheetnames[:6] == ["Read me", "Actions", "Threads", "Changes", "Goals", "Review"]
    for name in book.sheetnames[1:]:
        sheet = _sheet(book, name)
        assert sheet.auto_filter.ref, name
        assert str(sheet.freeze_panes)[-1] == ("3" if name == "Review" else "2"), name
    assert book.properties.created == datetime(2000, 1, 1)


@pytest.mark.parametrize("make", [dataset, hostile])
def test_the_workbook_holds_no_formula_and_links_into_the_report_only(make: type[Dataset]) -> None:
    """Text that looks like a formula or an address stays text."""
    archive = zipfile.ZipFile(io.BytesIO(_one("xlsx", make())))
    parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    assert not [text for name, text in parts.items() if name.startswith("xl/worksheets/") and "<f>" in text]
    links = [
        target
        for name, text in parts.items()
        if name.startswith("xl/worksheets/_rels/")
        for target in re.findall('Target="([^"]*)" TargetMode="External"', text)
    ]
    assert links
    assert all(re.fullmatch(r"report/(threads|pages)/[\w.-]+|report/index\.html", target) for target in links)
    pages = {path for path, _ in exporter("html")(make(), CONTEXT)}
    assert set(links) <= pages


def test_every_answer_of_the_review_can_be_chosen() -> None:
    """The second row names the columns of the queue; what can be answered is offered in the cell."""
    sheet = _sheet(_book(dataset()), "Review")
    names = [cell.value for cell in sheet[2]]
    assert {"record_id", "kind", "field", "value", "answer", "comment", "from_id", "to_id"} <= set(names)
    kinds = {cell.value: str(sheet.cell(cell.row, names.index("answer") + 1).coordinate) for cell in sheet["B"][2:]}
    offered = {
        kind: rule.formula1
        for kind, place in kinds.items()
        for rule in sheet.data_validations.dataValidation
        if place in rule.sqref
    }
    assert offered["link"] == '"confirm,reject,unchanged,reworded,split,merged"'
    assert offered["correction"] == '"confirm,reject"'
    assert set(offered) == set(kinds)


def test_the_workbook_speaks_the_language_that_was_asked_for() -> None:
    """Sheets, headers and values in Finnish; the names by which answers are read stay."""
    found = sheets(dataset(), dataclasses.replace(CONTEXT, language="fi"))
    assert [s.name for s in found][:3] == ["Ohje", "Toimenpiteet", "Ketjut"]
    review = next(s for s in found if s.names)
    assert "answer" in review.names
    assert review.headers[review.answer][0] == "Vastaus"
    assert all(len(s.name) <= 31 for s in found)
    assert any("toteutunut" in row for row in found[1].rows)


def test_dates_and_numbers_are_real() -> None:
    """A spreadsheet can reckon with them."""
    book = _book(dataset())
    assert isinstance(_sheet(book, "Documents")["D2"].value, datetime)
    assert _sheet(book, "Actions")["A2"].value == 2023
    assert [c.value for c in _sheet(book, "Threads")[1]][3:6] == ["2023", "2024", "2025"]


def test_new_words_are_marked_in_the_matrix() -> None:
    """The words that came in since the year before stand out in the cell."""
    matrix = next(s for s in sheets(dataset(), CONTEXT) if s.name == "Threads")
    marked = [cell for row in matrix.rows for cell in row if isinstance(cell, Marked)]
    assert [text.strip() for cell in marked for text, new in cell.pieces if new] == [
        "kahdesti",
        WORDING[2025],
        "ja pukukopit",
    ]
    assert str(_sheet(_book(dataset()), "Threads")["E2"].value) == WORDING[2024]


def test_shown_text_is_harmless_and_not_endless() -> None:
    """Control and direction marks become visible, a megabyte is cut with a word about it."""
    assert shown("a\x00b\u202ec\ud800\nd\te") == "a\ufffdb\ufffdc\ufffd\nd\te"
    assert len(shown("x" * 10**6)) == 32_000
    assert shown("x" * 10**6).endswith("x […]")
