"""What a run makes of the sample decks holds the committed floors of quality."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.floors import check_floors, load
from tests.bench.score import score_document, score_links

SAMPLES = Path(__file__).parents[1] / "samples"
DECKS = ("ulpaslahti-2022", "ulpaslahti-2023", "ulpaslahti-2024")
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()", "run", "-q")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Run the pipeline over the three decks in one format."""
    out = tmp_path_factory.mktemp("run")
    paths = [SAMPLES / "decks" / f"{deck}.{request.param}" for deck in DECKS]
    subprocess.run([*COMMAND, *paths, "-o", out], check=True)
    return out


@pytest.mark.parametrize("run", ["pptx", "pdf"], indirect=True)
def test_run_over_the_samples_holds_the_floors(run: Path) -> None:
    floors = load()
    fallen: list[str] = []
    for deck in DECKS:
        name, figures = score_document(run, SAMPLES / "gold" / f"{deck}.json")
        assert floors[name]
        fallen.extend(f"{name}: {line}" for line in check_floors(figures, floors[name]))
    links = score_links(run, SAMPLES / "gold" / "lineage.csv", {})
    fallen.extend(f"lineage: {line}" for line in check_floors(links, floors["lineage"]))
    assert fallen == []
