"""What the audit shows: by pair of years, what was asked for, in three forms."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.audit import CLASSES, changes, html, terminal, wanted
from pipeline.errors import UsageError
from pipeline.export import write
from tests.export_fixture import CONTEXT, dataset
from tests.test_export import hostile

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a small dataset."""
    folder = tmp_path_factory.mktemp("audit")
    write(dataset(), folder, CONTEXT)
    return folder


def _deckline(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "audit", *map(str, words)],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **environment}, timeout=60,
    )  # fmt: skip


def test_lines_stand_under_their_pair_of_years(out: Path) -> None:
    """Each pair of years once, in order, with the number of its changes; the sum is the last line."""
    found = changes(out)
    lines = list(terminal(found, colours=False))
    heads = [m.groups() for line in lines if (m := re.match(r"(\d{4}) -> (\d{4}): (\d+) changes?\b", line))]
    assert heads == sorted(set(heads))
    assert sum(int(number) for _, _, number in heads) == len(found) > 0
    assert lines[-1] == f"{len(found)} change{'s' if len(found) != 1 else ''}"
    text = "\n".join(lines)
    assert "[-" in text
    assert "{+" in text


def test_only_what_was_asked_for(out: Path) -> None:
    """The classes part the changes; a slip of the pen names the nearest class."""
    found = changes(out)
    some = found[0].classes[0]
    assert set(changes(out, only=wanted(some))) == {one for one in found if some in one.classes}
    assert changes(out, only=wanted(",".join((*CLASSES, "moved", "split", "merged")))) == found
    assert wanted(" number , modality,") == {"number", "modality"}
    with pytest.raises(UsageError, match="did you mean modality"):
        wanted("modalities")


def test_every_form_tells_the_same_changes(out: Path) -> None:
    """JSON holds both texts with their places, HTML each redline, neither a colour."""
    found = changes(out)
    told = json.loads(_deckline(out, "--format", "json").stdout)
    assert [one["link_id"] for one in told] == [one.link_id for one in found]
    for one in told:
        for side in ("earlier", "later"):
            assert one[side]["text"]
            assert one[side]["page"]
            assert one[side]["bbox"]
            assert one[side]["document_id"]
        assert one["classes"] == sorted({p["change_class"] for p in one["redline"] if p["change_class"]})
    page = _deckline(out, "--format", "html").stdout
    assert page.count("<article") == len(found)
    assert page.rstrip().endswith("</html>")


def test_a_page_runs_nothing_that_a_deck_says(tmp_path: Path) -> None:
    """Markup in a statement stays text."""
    write(hostile(), tmp_path, CONTEXT)
    page = html(changes(tmp_path), 2023, None)
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_colours_are_for_terminals_that_want_them(out: Path) -> None:
    """A pipe gets none; on a terminal ``NO_COLOR`` takes them away."""
    assert "\x1b" not in _deckline(out).stdout
    pty = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-c', sys.argv[1], 'audit', sys.argv[2]]))"
    command = [sys.executable, "-c", pty, "from pipeline.cli import main; main()", str(out)]
    kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    for environment, coloured in ((kept, True), ({**kept, "NO_COLOR": "1"}, False)):
        shown = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=True, cwd=ROOT, env=environment, timeout=60
        ).stdout
        assert b"changes" in shown
        assert (b"\x1b[" in shown) is coloured
