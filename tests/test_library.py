"""deckline as a library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import DocumentError, ProfileError, UsageError
from pipeline.model import Deck
from pipeline.records import Dataset

SAMPLES = Path(__file__).parents[1] / "samples" / "decks"


@pytest.fixture(scope="module")
def decks() -> tuple[Deck, ...]:
    """Read two yearly decks of the samples."""
    return tuple(pipeline.read(SAMPLES / f"ulpaslahti-{year}.pptx", languages=("fi", "sv")) for year in (2022, 2023))


@pytest.fixture(scope="module")
def dataset(decks: tuple[Deck, ...]) -> Dataset:
    """Link the decks."""
    return pipeline.relate(pipeline.understand(deck) for deck in decks)


def test_from_file_to_frames(dataset: Dataset) -> None:
    """Each step feeds the next; the frames have the tables of the output with their types."""
    tables = pipeline.frames(dataset)
    assert len(tables["documents"]) == 2
    assert len(tables["actions"]) == len(dataset.actions) > 50
    assert str(tables["actions"].dtypes["year"]) == "Int64"
    assert set(tables["links"]["kind"]) >= {"action", "goal"}


def test_writing_one_format(dataset: Dataset, tmp_path: Path) -> None:
    """Formats can be chosen."""
    pipeline.write(dataset, tmp_path, formats=("csv",))
    assert (tmp_path / "data" / "actions.csv").is_file()
    assert not (tmp_path / "report.xlsx").exists()


def test_only_some_pages() -> None:
    """Pages are numbers from 1."""
    deck = pipeline.read(SAMPLES / "ulpaslahti-2022.pptx", pages=(2,))
    assert [page.number for page in deck.pages] == [2]


def test_errors_say_what_is_wrong(tmp_path: Path) -> None:
    """A file that is none, one that cannot be read, an option that does not exist."""
    with pytest.raises(UsageError, match="no such file"):
        pipeline.read(tmp_path / "not-there.pdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing else")
    with pytest.raises(DocumentError):
        pipeline.read(broken)
    with pytest.raises(UsageError, match="sometimes"):
        pipeline.read(SAMPLES / "ulpaslahti-2022.pptx", ocr="sometimes")
    with pytest.raises(ProfileError):
        pipeline.relate((), profiles=("nobody",))
    with pytest.raises(AttributeError):
        _ = pipeline.nothing  # type: ignore[attr-defined]


def test_importing_it_loads_no_stage() -> None:
    """The functions are loaded when they are used, so that the command starts at once."""
    code = "import pipeline, sys; print(sum(m.startswith('pipeline.') for m in sys.modules), 'pandas' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["0", "False"]
