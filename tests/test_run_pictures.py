"""A run keeps the pictures of the pages, gives them to the report, and loses nothing where drawing fails."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.codec import Plain
from pipeline.run import Request, Summary, handle, run
from pipeline.settings import Settings
from pipeline.workers import Step

DUMP = Path(__file__).parents[1] / "samples" / "decks" / "ulpaslahti-2022-dump.txt"
REQUEST = Request(Settings(jobs=1, pages=(4, 5), ocr="never"))
pytestmark = pytest.mark.slow
BREAKS = f"{__name__}:breaks_while_drawing"


def breaks_while_drawing(payload: Plain, folder: Path, step: Step) -> None:
    """Do all of an order but the pictures, then end as a renderer does that a page has broken."""
    assert isinstance(payload, dict)
    handle({**payload, "pictures": False}, folder, step)
    os.abort()


def _run(out: Path, request: Request = REQUEST) -> Summary:
    return run([str(DUMP)], out, request, lambda *_: None)


def _pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.suffix in (".svg", ".png", ".jpg"))


def test_the_report_carries_the_pictures_of_its_pages(tmp_path: Path) -> None:
    summary = _run(tmp_path)
    (entry,) = summary.record.documents
    assert _pictures(tmp_path / "documents") == ["p004.svg", "p005.svg"]
    shown = _pictures(tmp_path / "report")
    assert shown
    assert set(shown) <= {f"{entry.document_id}-p004.svg", f"{entry.document_id}-p005.svg"}
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "report" / "threads").iterdir()]
    assert any(f'src="../pages/{shown[0]}"' in page for page in pages)
    assert _run(tmp_path).unchanged


def test_pictures_can_be_left_out(tmp_path: Path) -> None:
    """Another setting is another reading: the next run without it has them again."""
    without = replace(REQUEST, settings=replace(REQUEST.settings, pictures=False))
    _run(tmp_path, without)
    assert _pictures(tmp_path) == []
    assert (tmp_path / "report" / "index.html").is_file()
    _run(tmp_path)
    assert _pictures(tmp_path / "documents") == ["p004.svg", "p005.svg"]


def test_a_page_that_breaks_the_drawing_costs_no_more_than_the_pictures(tmp_path: Path) -> None:
    whole = _run(tmp_path / "whole", replace(REQUEST, settings=replace(REQUEST.settings, pictures=False)))
    broken = _run(tmp_path / "broken", replace(REQUEST, job=BREAKS))
    assert broken.record.documents == whole.record.documents
    assert broken.record.counts == whole.record.counts
    assert broken.record.counts.actions > 0
