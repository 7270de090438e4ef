"""The workbook that a run writes, filled in as a clerk fills it in, is followed by the next run."""

from __future__ import annotations

import csv
from itertools import cycle
from pathlib import Path
from typing import cast

from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli import deckline

DECKS = Path(__file__).parents[1] / "samples" / "decks"
SMALL = (DECKS / "ulpaslahti-2023.pptx", DECKS / "ulpaslahti-2024.pptx")


def _run(out: Path, *options: str) -> str:
    told = CliRunner().invoke(deckline, ["run", *map(str, SMALL), "-o", str(out), *options])
    assert told.exit_code == 0, told.output
    return told.output


def _filled(report: Path, path: Path) -> dict[str, str]:
    """Answer every row of the sheet *Review*; return the answers about links by the id of the link."""
    book = load_workbook(report)
    sheet = cast(Worksheet, book["Review"])
    at = {str(cell.value): cell.column or 0 for cell in sheet[2]}
    turn = cycle(("confirm", "reject", "reworded"))
    links: dict[str, str] = {}
    for row in range(3, sheet.max_row + 1):
        assert isinstance(sheet.cell(row, at["page"]).value, int | None)
        answer = "confirm"
        if sheet.cell(row, at["kind"]).value == "link":
            answer = links[str(sheet.cell(row, at["record_id"]).value)] = next(turn)
        sheet.cell(row, at["answer"]).value = answer
    book.save(path)
    return links


def test_answers_written_into_the_workbook_are_followed(tmp_path: Path) -> None:
    """All of them: in the words of the summary, and in the links that were decided."""
    out, answers = tmp_path / "out", tmp_path / "answers.xlsx"
    _run(out)
    given = _filled(out / "report.xlsx", answers)
    assert set(given.values()) == {"confirm", "reject", "reworded"}
    told = _run(out, "--overrides", str(answers))
    count = sum(1 for _ in csv.reader((out / "review" / "queue.csv").open(encoding="utf-8")))
    assert "followed" in told
    assert "override_stale" not in told
    assert "open doubts" in told
    assert count < len(given)
    with (out / "data" / "links.csv").open(encoding="utf-8") as file:
        decided = {row["link_id"]: row["decision"] for row in csv.DictReader(file)}
    wanted = {name: "rejected" if answer == "reject" else "confirmed" for name, answer in given.items()}
    assert {name: decided.get(name) for name in wanted} == wanted


def test_links_of_the_workbook_show_what_they_are_about(tmp_path: Path) -> None:
    """A page is a number that leads to its picture, not the name of the picture."""
    out = tmp_path / "out"
    _run(out)
    book = load_workbook(out / "report.xlsx")
    actions = cast(Worksheet, book["Actions"])
    at = {str(cell.value): cell.column or 0 for cell in actions[1]}
    page, thread = (actions.cell(2, at[name]) for name in ("Page", "Thread"))
    assert isinstance(page.value, int)
    assert page.hyperlink is not None
    assert str(page.hyperlink.target).startswith("report/pages/")
    assert thread.value == "wordings"
    shown = [cell.value for row in cast(Worksheet, book["Read me"]).iter_rows() for cell in row]
    assert not [value for value in shown if isinstance(value, str) and "index.html" in value]
