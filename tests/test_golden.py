"""Golden files: what the sample decks become, line by line, and the account of their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import open_document
from pipeline.extract.furniture import finish
from pipeline.extract.scene import ReadOptions
from pipeline.model import Deck
from pipeline.naming import document_id
from pipeline.normalise import understand
from pipeline.normalise.letters import repair
from pipeline.profiles import profile
from pipeline.records import Report

DECKS = Path(__file__).parents[1] / "samples" / "decks"
GOLDEN = Path(__file__).parent / "golden"
NAMES = ("ulpaslahti-2022.pdf", "ulpaslahti-2024.pptx")


def report(name: str) -> Report:
    """Read a sample deck in this process."""
    source, pages = open_document(DECKS / name, name, ReadOptions())
    deck = repair(Deck(source, finish(tuple(pages))), profile())
    return understand(deck, document_id(name, source.sha256), profile())


def lines(read: Report) -> str:
    """Return the records of a report as text, a line each, without ids and places."""
    out = [f"document\t{read.document.title}\t{read.document.body}\t{read.document.reporting_year}"]
    out += [f"goal\t{g.page}\t{g.number}\t{g.binding}\t{g.text.text}" for g in read.goals]
    out += [f"area\t{a.page}\t{a.goal_number}\t{a.name.text}" for a in read.areas]
    for a in read.actions:
        place = f"{a.page}\t{a.goal_number}\t{a.area}\t{a.year}\t{a.role}"
        told = f"{a.status}\t{a.status_raw}\t{';'.join(a.markers)}\t{a.owner}\t{a.due}\t{'?' * a.review}"
        out.append(f"action\t{place}\t{told}\t{a.text.text}")
    out += [f"indicator\t{i.page}\t{i.text.text}" for i in read.indicators]
    out += [f"note\t{n.page}\t{n.goal_number}\t{n.level}\t{n.kind}\t{n.text.text}" for n in read.notes]
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_deck_becomes_what_its_golden_file_says(name: str, request: pytest.FixtureRequest) -> None:
    read = report(name)
    path = GOLDEN / f"{name}.tsv"
    if request.config.getoption("--golden"):
        path.write_text(lines(read), encoding="utf-8")
    assert lines(read) == path.read_text(encoding="utf-8")
    for row in read.pages:
        assert row.words == row.words_in_records + row.words_furniture + row.words_unassigned
        assert row.words_unassigned == 0, f"page {row.page}"


def test_golden_files_are_compared_not_written(request: pytest.FixtureRequest) -> None:
    assert not request.config.getoption("--golden"), "golden files were written: look at the difference and run again"
