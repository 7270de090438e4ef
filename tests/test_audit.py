"""What the audit shows: by pair of years, what was asked for, in three forms."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.audit import CLASSES, changes, html, terminal, wanted
from pipeline.errors import UsageError
from pipeline.export import write
from pipeline.export.terms import word
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
    assert lines[-1] == f"{len(found)} change{'s' if len(found) != 1 else ''} in the wording"
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


def _relabelled(out: Path, folder: Path, **values: str) -> Path:
    """Return a copy of an output folder whose links have other values."""
    shutil.copytree(out, folder)
    path = folder / "data" / "links.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | values for row in rows)
    return folder


def test_two_files_of_one_deck_are_no_change(out: Path, tmp_path: Path) -> None:
    """What differs between renditions is shown when asked for, and says what it is."""
    twins = _relabelled(out, tmp_path / "twins", matched_by="rendition")
    assert changes(twins) == ()
    found = changes(twins, only=wanted("rendition"))
    assert {one.link_id for one in found} == {one.link_id for one in changes(out)}
    assert "two files of one deck" in "\n".join(terminal(found, colours=False))


def test_a_terminal_of_eighty_columns_holds_every_line(out: Path) -> None:
    """Lines are broken between words; colours end with their line and lose no word."""
    for width in (40, 80):
        plain = list(terminal(changes(out), colours=False, width=width))
        assert max(map(len, plain)) <= width
        painted = list(terminal(changes(out), colours=True, width=width))
        bare = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in painted]
        assert max(map(len, bare)) <= width
        assert all(line.endswith("\x1b[0m") for line in painted if line.count("\x1b") % 2)
        words = re.sub(r"\[-|-\]|\{\+|\+\}", "", "".join(plain)).split()
        assert "".join(words) == "".join("".join(bare).split())


def test_changes_can_stand_under_their_thread(out: Path) -> None:
    """By thread the same changes, thread by thread; one thread alone by its id or that of a record."""
    found = changes(out)
    lines = list(terminal(found, colours=False, by="thread"))
    for one in found:
        assert sum(one.thread_id in line for line in lines) == 1
    assert lines[-1] == list(terminal(found, colours=False))[-1]
    first = found[0]
    alone = tuple(one for one in found if one.thread_id == first.thread_id)
    assert changes(out, thread=first.thread_id) == changes(out, thread=first.later.record_id) == alone
    with pytest.raises(UsageError, match=f"did you mean {first.thread_id}"):
        changes(out, thread=first.thread_id[:-1])


def test_years_the_wrong_way_round_are_refused(out: Path) -> None:
    done = _deckline(out, "--from", "2024", "--to", "2023")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--from 2024 is after --to 2023" in done.stderr


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_language_is_asked_for_by_flag_or_environment(out: Path, language: str) -> None:
    told = _deckline(out, "--ui-lang", language).stdout
    assert told == _deckline(out, DECKLINE_UI_LANG=language).stdout != _deckline(out).stdout
    assert word("reworded", language) in told
    assert "page " not in told
    assert f'<html lang="{language}">' in _deckline(out, "--format", "html", "--ui-lang", language).stdout
    assert _deckline(out, "--ui-lang", "xx").returncode == 2


def test_the_same_change_is_told_once_with_all_its_places(out: Path, tmp_path: Path) -> None:
    """A roadmap's statement that is reworded alike in the plan and in the assessment is one change."""
    twice = tmp_path / "twice"
    shutil.copytree(out, twice)
    first = changes(out)[0]
    for table, key in (("links", "link_id"), ("changes", "link_id")):
        path = twice / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows([*rows, *(row | {key: "link-z"} for row in rows if row[key] == first.link_id)])
    found = changes(twice)
    assert len(found) == len(changes(out))
    (one,) = (x for x in found if x.link_id == first.link_id)
    assert [sides.link_id for sides in one.also] == ["link-z"]
    assert len(one.places) == 2


def test_a_page_leads_to_the_threads_of_the_report(out: Path) -> None:
    page = _deckline(out, "--format", "html").stdout
    for one in changes(out):
        if one.thread_page:
            assert (out / one.thread_page).is_file()
            assert f'href="{out.as_uri()}/{one.thread_page}"' in page
    assert any(one.thread_page for one in changes(out))
    assert "report/threads" not in html(changes(out), None, None)


def test_entries_name_their_area_and_threads_their_statement(out: Path) -> None:
    one = next(one for one in changes(out) if one.later.area)
    assert one.later.area in " ".join(" ".join(terminal([one], colours=False, width=300)).split())
    head = next(iter(terminal([one], colours=False, width=300, by="thread")))
    assert head.startswith(one.later.text[:20])
