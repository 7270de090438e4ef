"""Every export format keeps the contract of the registry."""

from __future__ import annotations

import dataclasses
import importlib
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from pipeline.errors import MissingDependencyError, OutputError, UsageError
from pipeline.export import EXPORTERS, exporter, write
from pipeline.export.atomic import write_bytes
from pipeline.model import Reading
from pipeline.records import Dataset
from tests.export_fixture import CONTEXT, dataset

HOSTILE = '=HYPERLINK("http://x.invalid","y") <script>alert(1)</script>\x00\x1b[31m \u202eabc\ud800\r\n"x",\t{{ 7*7 }}'


def hostile() -> Dataset:
    """Return the fixture with every kind of odd text in titles and wordings."""
    data = dataset()
    title = "T" * 1_000_000
    return dataclasses.replace(
        data,
        documents=(dataclasses.replace(data.documents[0], title=title, path=HOSTILE), *data.documents[1:]),
        actions=tuple(
            dataclasses.replace(a, text=Reading.of(HOSTILE), area=HOSTILE, markers=(HOSTILE,)) for a in data.actions
        ),
        goals=tuple(dataclasses.replace(g, text=Reading.of(HOSTILE)) for g in data.goals),
        corrections=(),
        changes=(),
        issues=tuple(dataclasses.replace(i, message=HOSTILE) for i in data.issues),
    )


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("make", [dataset, hostile, Dataset])
def test_contract(name: str, make: type[Dataset]) -> None:
    """A format takes any dataset, gives relative paths, and equal bytes for equal data."""
    first, second = list(exporter(name)(make(), CONTEXT)), list(exporter(name)(make(), CONTEXT))
    assert first == second
    assert first
    for path, data in first:
        assert not PurePosixPath(path).is_absolute()
        assert ".." not in PurePosixPath(path).parts
        assert data


def test_no_path_is_written_by_two_formats() -> None:
    """Formats do not write over each other."""
    paths = [path for name in EXPORTERS for path, _ in exporter(name)(dataset(), CONTEXT)]
    assert len(paths) == len(set(paths))


def test_the_folder_of_the_contract(tmp_path: Path) -> None:
    """The files that others rely on are there."""
    write(dataset(), tmp_path, CONTEXT)
    for name in ("datapackage.json", "dataset.sqlite", "report.xlsx", "report/index.html", "review/queue.csv"):
        assert (tmp_path / name).is_file(), name
    assert len(list((tmp_path / "data").glob("*.csv"))) == 15
    assert not list(tmp_path.rglob(".tmp-*"))


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    """Unchanged files keep their time stamps."""
    write(dataset(), tmp_path, CONTEXT)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    write(dataset(), tmp_path, CONTEXT)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    """Formats can be chosen; an unknown one is a mistake of the caller."""
    write(dataset(), tmp_path, dataclasses.replace(CONTEXT, formats=("review",)))
    assert [path.name for path in tmp_path.rglob("*.*")] == ["queue.csv"]
    with pytest.raises(UsageError, match="unknown output format 'cvs'"):
        exporter("cvs")


def test_a_missing_optional_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format without its package is left out, unless it was asked for."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    write(dataset(), tmp_path, CONTEXT)
    assert not (tmp_path / "parquet").exists()
    assert (tmp_path / "report.xlsx").is_file()
    with pytest.raises(MissingDependencyError, match=r"deckline\[parquet\]"):
        write(dataset(), tmp_path, dataclasses.replace(CONTEXT, formats=("parquet",)))


def test_importing_the_stage_is_light() -> None:
    """Nothing heavy is loaded before a format is used."""
    code = "import sys, pipeline.export; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"pandas", "xlsxwriter", "jinja2", "sqlite3", "pyarrow", "numpy"}.isdisjoint(loaded)


def test_only_one_module_knows_pandas() -> None:
    """Everything else writes without it."""
    folder = Path(importlib.import_module("pipeline.export").__path__[0])
    assert [p.name for p in sorted(folder.glob("*.py")) if "import pandas" in p.read_text("utf-8")] == ["frames.py"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Bytes are put in place in one step, folders included; equal bytes are left alone."""
    path = tmp_path / "a" / "b.txt"
    assert [write_bytes(path, b"one"), write_bytes(path, b"one"), write_bytes(path, b"two")] == [True, False, True]
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]
    assert path.stat().st_mode & 0o444


def test_an_unwritable_place(tmp_path: Path) -> None:
    """The error names the place and the remedy, and owns exit code 6."""
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(OutputError, match=r"data.*check the permissions") as caught:
        write(dataset(), tmp_path, CONTEXT)
    assert caught.value.exit_code == 6
