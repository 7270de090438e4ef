"""A text dump gives the same rows in whatever encoding it was saved, through the whole pipeline."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest

from pipeline.profiles import profile
from tests.bench.hard.reading import read

DUMP = next(iter(sorted((Path(__file__).parents[1] / "samples" / "decks").glob("**/*.txt"))))
TEXT = DUMP.read_text(encoding="utf-8")


def rows(folder: Path, data: bytes) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of goals, actions and notes that are read from a dump."""
    path = folder / DUMP.name
    path.write_bytes(data)
    report, _ = read(path, profile())
    found = (report.goals, report.actions, report.notes)
    goals, actions, notes = ([row.text.text for row in part] for part in found)
    return goals, actions, notes


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        unicodedata.normalize("NFD", TEXT).encode("utf-8"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=["utf-8 with BOM", "utf-16 with BOM", "utf-16-le", "utf-16-be", "decomposed", "line ends"],
)
def test_the_same_rows_in_every_encoding(tmp_path: Path, data: bytes) -> None:
    """Nothing is lost, nothing is guessed into other letters."""
    plain = rows(tmp_path, TEXT.encode("utf-8"))
    assert any(plain)
    assert rows(tmp_path, data) == plain
