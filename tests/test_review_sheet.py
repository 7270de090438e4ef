"""Answers that are written on the sheet *Review* are read back, in whatever language the workbook is."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.export import exporter
from pipeline.export.review import review_queue
from pipeline.export.sheets import sheets
from pipeline.export.terms import word
from pipeline.locale import translation
from pipeline.locale.templates import said
from pipeline.model import Relation, Status
from pipeline.overrides import load
from tests.export_fixture import CONTEXT, dataset
from tests.test_export import hostile

NAMES = {"en": "Review", "fi": "Tarkistus", "sv": "Granskning"}


def _filled(path: Path, language: str) -> int:
    """Write the workbook and confirm every doubt on it; return how many there are."""
    ((_, content),) = exporter("xlsx")(dataset(), dataclasses.replace(CONTEXT, language=language))
    book = load_workbook(io.BytesIO(content))
    sheet = cast(Worksheet, book[NAMES[language]])
    at = [cell.value for cell in sheet[2]].index("answer") + 1
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, at).value = word("confirm", language)
    book.save(path)
    return sheet.max_row - 2


@pytest.mark.parametrize("language", NAMES)
def test_every_answer_finds_its_doubt(tmp_path: Path, language: str) -> None:
    path = tmp_path / "review.xlsx"
    count = _filled(path, language)
    queue = review_queue(dataset())
    answers = load(path).rows
    assert count == len(queue) == len(answers)
    for doubt, answer in zip(queue, answers, strict=True):
        assert (answer.record_id, answer.field, answer.value) == (doubt.record_id, doubt.field, doubt.value)
        assert (answer.from_id, answer.to_id, answer.document_id) == (doubt.from_id, doubt.to_id, doubt.document_id)
        code, _, details = doubt.reason.partition(": ")
        told = f"{code}: {said(details, language)}"
        assert (answer.page, answer.reason, answer.text) == (doubt.page, told, doubt.text)
        assert answer.answer == "confirm"


def test_a_sheet_without_answers_answers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    ((_, content),) = exporter("xlsx")(hostile(), CONTEXT)
    path.write_bytes(content)
    assert load(path).rows == ()


@pytest.mark.parametrize("language", NAMES)
def test_reasons_and_offered_answers_are_in_the_language_of_the_workbook(language: str) -> None:
    _ = translation(language).gettext
    found = sheets(dataset(), dataclasses.replace(CONTEXT, language=language))
    sheet = next(s for s in found if s.name == _("Review"))
    at = sheet.names.index("reason")
    (link,) = (row for row in sheet.rows if str(row[at]).startswith("link_doubtful"))
    assert ("found by" in str(link[at])) is (language == "en")
    offered = {answer for answers in sheet.choices for answer in answers}
    known = (*Relation, *Status, "confirm", "reject")
    assert offered <= {word(value, language) for value in known}
    assert {word("confirm", language), word("reject", language), word("split", language)} <= offered
    assert not any("," in answer for answer in offered)
