"""A damaged output folder is found out, by table, row and column; the schemas are those of the code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.export import write
from pipeline.export.cells import grid, write_tables
from pipeline.export.validate import validate
from pipeline.model import Box, Cell, Deck, Item, Method, Page, Reading, Source, Table
from tests.export_fixture import BOX, CONTEXT, DECKS, dataset
from tests.test_export import hostile


def _item(text: str, bullet: str = "") -> Item:
    return Item(Reading.of(text), BOX, bullet=bullet)


def _table() -> Table:
    cells = (
        Cell(0, 0, 1, 2, (_item("Tavoite"),), BOX),
        Cell(1, 0, 2, 1, (_item("Kirjasto, auki", "•"), _item("Ranta", "2.")), BOX),
        Cell(1, 1, 1, 1, (), BOX),
        Cell(2, 1, 1, 1, (_item('"Tehty"'),), BOX),
    )
    return Table(cells, 3, 2, Box(0, 0, 100, 100))


def _deck(tables: int = 2) -> Deck:
    source = Source("kuusilahti/Ohjelma 2023.pdf", "2023" * 16, "application/pdf", "pdf", "1")
    pages = (Page(1, 720, 540, Method.NATIVE), Page(2, 720, 540, Method.NATIVE, tables=(_table(),) * tables))
    return Deck(source, pages)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a whole output folder, not to be touched."""
    folder = tmp_path_factory.mktemp("whole")
    write(dataset(), folder, CONTEXT)
    write_tables(_deck(), DECKS[2023], folder)
    (folder / "run.json").write_text("{}\n")
    return folder


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """Return a whole output folder to damage."""
    return shutil.copytree(whole, tmp_path / "out")


def test_a_whole_folder_has_no_problem(out: Path) -> None:
    """What was written is what was promised."""
    assert validate(out) == ()


def test_odd_text_is_no_problem(tmp_path: Path) -> None:
    """Characters of every kind come through all formats."""
    write(hostile(), tmp_path, CONTEXT)
    assert [p for p in validate(tmp_path) if "missing" not in p] == []


@pytest.mark.parametrize(
    ("table", "before", "after", "problem"),
    [
        ("actions", ",roadmap,", ",roadmop,", r"data/actions.csv row 2, role: 'roadmop' is none of roadmap"),
        ("actions", ",2023,roadmap", ",20x3,roadmap", r"data/actions.csv row 2, year: '20x3' is no integer"),
        ("actions", "0.93,false", "0.93,no", r"row 2, review: 'no' is no boolean"),
        ("actions", "72 120.5 360.25 160", "72 120.5", r"row 2, bbox: '72 120.5' is not 'x0 top x1 bottom'"),
        ("actions", "72 120.5 360.25 160", "72 120.5 36 160", r"row 2, bbox: .* is turned inside out"),
        ("actions", "kerran viikossa,", "kerran päivässä,", r"row 2, text: the raw text with its corrections gives"),
        ("actions", "Järjestä- mme", "Järjestä mme", r"row 2, text: the correction at 8 does not find '- '"),
        ("actions", ",2,72", ",7,72", r"row 2, document_id, page: 'ohjelma-2023-20232023 7' is not in pages"),
        ("actions", "action_id,", "id,", r"data/actions.csv row 1: the columns are id,document_id"),
        ("actions", "0.93,false,", "0.93", r"data/actions.csv row 2: 21 fields instead of 23"),
        ("pages", ",40,36,4,0,", ",40,35,4,0,", r"pages.csv row 2, words: 40, but in .*: 35 \+ 4 \+ 0"),
        ("pages", "0,1\n", "0,1.5\n", r"pages.csv row 2, confidence: 1.5 is not between 0 and 1"),
        ("documents", "2023-03-14", "14.3.2023", r"documents.csv row 2, meeting_date: '14.3.2023' is no date"),
        ("links", ",reworded,false,0.", ",reworded,,0.", r"links.csv row \d, moved: empty, but a value is required"),
        ("threads", ",action,act-", ",action,act_", r"threads.csv row \d, record_id: there is no action 'act_"),
        ("corrections", "act-", "act_", r"corrections.csv row 2, record_id: 'act_.*' is no record with a text"),
        (
            "changes",
            "kahdesti",
            "kolmesti",
            r"links.csv row \d, \w+_id: the changes of link-\w+ do not make up its text",
        ),
        ("documents", ",ok,", ",partial,", r"documents.csv row 2, state: partial without an issue that says why"),
        (
            "actions",
            ",2023,roadmap,",
            ",,roadmap,",
            r"actions.csv row 2, year: empty, but neither for review nor in the issues",
        ),
        ("tables", "p02-t1.csv", "p02-t9.csv", r"tables.csv row \d, file: .*p02-t9.csv is missing"),
    ],
)
def test_damage_is_named(out: Path, table: str, before: str, after: str, problem: str) -> None:
    """The line says table, row and column; the hash is wrong as well."""
    path = out / "data" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    told = validate(out)
    assert [p for p in told if re.search(problem, p)], told
    assert f"data/{table}.csv: hash or size are not those of datapackage.json" in told


def test_the_record_of_the_run_is_checked(out: Path) -> None:
    """A file that was touched after the run, or is gone, is found by the run's own hashes."""
    files = [{"path": name, "sha256": "0" * 64} for name in ("report/index.html", "report/gone.html")]
    (out / "run.json").write_text(json.dumps({"files": files}))
    assert validate(out) == ("report/index.html: changed since the run", "report/gone.html: missing")
    for broken in ("[]", "{", '{"files": [{"path": "report.xlsx"}]}'):
        (out / "run.json").write_text(broken)
        (told,) = validate(out)
        assert told.startswith("run.json: cannot be read: ")


def test_a_doubled_row_is_named(out: Path) -> None:
    """Keys are unique."""
    path = out / "data" / "goals.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), "utf-8")
    told = validate(out)
    assert [p for p in told if re.search(r"goals.csv row 8, goal_id: 'goal-.*' is in row 2 too", p)]
    assert "dataset.sqlite: goals has 6 rows, data/goals.csv 7" in told


def test_missing_and_broken_files_are_named(out: Path) -> None:
    """Every promised file is looked for; what cannot be read is a problem, not a crash."""
    for name in ("run.json", "report.xlsx", "data/links.csv"):
        (out / name).unlink()
    (out / "data/notes.csv").write_bytes(b"\xff\xfe")
    (out / "data/areas.csv").write_bytes(b"")
    (out / "datapackage.json").write_text("{")
    (out / "dataset.sqlite").write_bytes(b"no database at all" * 100)
    told = " | ".join(validate(out))
    for problem in (
        "run.json: missing", "report.xlsx: missing", "data/links.csv: missing", "data/notes.csv: not UTF-8 at byte 0",
        "data/areas.csv row 1: the columns are ,", "datapackage.json: cannot be read", "dataset.sqlite: file is not a",
    ):  # fmt: skip
        assert problem in told
    assert validate(out / "nowhere")[0] == "run.json: missing"


def test_cells_stand_in_their_first_place() -> None:
    """A merged cell is not copied; a number before an item stays, a dot does not."""
    assert grid(_table()) == (("Tavoite", ""), ("Kirjasto, auki\n2. Ranta", ""), ("", '"Tehty"'))


def test_tables_stand_where_the_data_says(tmp_path: Path) -> None:
    """The path is that of the table's row; a table that is gone leaves no file behind."""
    write_tables(_deck(), DECKS[2023], tmp_path)
    files = [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.rglob("*.csv"))]
    assert files == sorted(row.file for row in dataset().tables)
    read = list(csv.reader(io.StringIO((tmp_path / files[0]).read_text("utf-8"), newline="")))
    assert read == [list(row) for row in grid(_table())]
    write_tables(_deck(1), DECKS[2023], tmp_path)
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.csv")] == files[:1]


def test_tables_in_an_unwritable_place(tmp_path: Path) -> None:
    """The error is that of the output folder."""
    (tmp_path / "documents").write_text("a file")
    with pytest.raises(OutputError):
        write_tables(_deck(), DECKS[2023], tmp_path)
