"""``validate`` follows what a reader of report and workbook could follow, and counts what one could count."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.export import write
from pipeline.export.validate import validate
from tests.export_fixture import CONTEXT, dataset


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("written")
    write(dataset(), out, CONTEXT)
    return out


def _found(out: Path) -> list[str]:
    return [line for line in validate(out) if line.startswith(("report/", "report.xlsx"))]


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def _member(path: Path, name: str, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {one: book.read(one) for one in book.namelist()}
    assert before in parts[name]
    with zipfile.ZipFile(path, "w") as book:
        for one, data in parts.items():
            book.writestr(one, data.replace(before, after, 1) if one == name else data)


def test_what_a_run_writes_is_sound(written: Path) -> None:
    assert _found(written) == []


def _no_thread(out: Path) -> None:
    next((out / "report" / "threads").glob("*.html")).unlink()


def _formula(out: Path) -> None:
    _member(out / "report.xlsx", "xl/worksheets/sheet2.xml", b"<is><t>", b"<f>1+1</f><is><t>")


def _row_less(out: Path) -> None:
    _member(out / "report.xlsx", "xl/worksheets/sheet5.xml", b"<row ", b"<gap ")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda out: _edit(out / "report/index.html", ' data-count="actions"', ""), "does not count actions"),
        (lambda out: _edit(out / "report/index.html", 'data-count="goals"', 'data-count="x"'), "does not count goals"),
        (lambda out: _edit(out / "report/goals.html", 'href="threads/', 'href="thread/'), "leads nowhere"),
        (lambda out: _edit(out / "report/index.html", "goals.html#", "goals.html#x"), "there is no place"),
        (lambda out: _edit(out / "report/index.html", 'href="goals.html"', 'href="../x.html"'), "out of the report"),
        (lambda out: _edit(out / "report/index.html", 'href="goals.html"', 'href="https://a.b"'), "out of the report"),
        (_no_thread, "missing"),
        (_formula, "has 1 formulas"),
        (_row_less, "rows, goals "),
        (lambda out: (out / "report.xlsx").write_bytes(b"no zip"), "cannot be read"),
    ],
)
def test_what_was_changed_is_told(written: Path, tmp_path: Path, harm: Callable[[Path], object], told: str) -> None:
    out = tmp_path / "out"
    shutil.copytree(written, out)
    harm(out)
    assert any(told in line for line in _found(out)), _found(out)


def test_a_figure_that_the_tables_do_not_bear_out_is_told(written: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(written, out)
    page = out / "report" / "index.html"
    count = page.read_text(encoding="utf-8").partition('" data-count="actions"')[0].rpartition('"')[2]
    _edit(page, f'value="{count}" data-count="actions"', 'value="4711" data-count="actions"')
    assert f"report/index.html: counts 4711 actions, the tables {count}" in _found(out)
