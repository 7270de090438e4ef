"""The workbook goes through LibreOffice Calc as a clerk's does: shown whole, filled in, saved, and read back."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.export import exporter
from pipeline.overrides import load
from tests.export_fixture import CONTEXT, dataset

CALC = Path("/usr/lib/libreoffice/program/libsclo.so")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("soffice") and CALC.exists()), reason="needs LibreOffice Calc"),
]


def _converted(path: Path, form: str, folder: Path) -> Path:
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{form}"


def _written(path: Path, language: str) -> Path:
    ((_, content),) = exporter("xlsx")(dataset(), dataclasses.replace(CONTEXT, language=language))
    path.write_bytes(content)
    return path


def _filled(path: Path, sheet: str) -> None:
    book = load_workbook(path)
    page = cast(Worksheet, book[sheet])
    at = [cell.value for cell in page[2]].index("answer") + 1
    for row in range(3, page.max_row + 1):
        page.cell(row, at).value = "confirm"
    book.save(path)


@pytest.mark.parametrize(("language", "sheet"), [("en", "Review"), ("sv", "Granskning")])
def test_answers_survive_calc(tmp_path: Path, language: str, sheet: str) -> None:
    """Saved as ODS and as XLSX again, the same answers are about the same doubts."""
    written = _written(tmp_path / "report.xlsx", language)
    _filled(written, sheet)
    open_document = _converted(written, "ods", tmp_path / "ods")
    back = _converted(open_document, "xlsx", tmp_path / "back")
    given, found = load(written).rows, load(back).rows
    assert len(given) > 5
    assert found == given


def test_texts_are_shown_whole_in_calc(tmp_path: Path) -> None:
    """Calc shows rows as high as they are said to be; what was wrapped is in the picture that it prints."""
    text = "\n".join(
        subprocess.run(
            [
                "pdftotext",
                "-layout",
                str(_converted(_written(tmp_path / "report.xlsx", "en"), "pdf", tmp_path / "pdf")),
                "-",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    )
    words = {word for action in dataset().actions for word in action.text.text.split() if word.isalpha()}
    assert len(words) > 10
    assert {word for word in words if word not in text} == set()
