"""Runs over folders of scripts: every document ends in a state, and the output folder stays whole."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, OutputError, UsageError
from pipeline.run import Request, Summary, export_again, plan, run, understand_again
from pipeline.settings import Settings
from tests.fake_reader import JOB

SETTINGS = Settings(jobs=2, page_seconds=2, silent_seconds=30, document_seconds=60, memory_mb=1536)
REQUEST = Request(SETTINGS, job=JOB)


def _decks(folder: Path, **scripts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        (folder / f"{name}.txt").write_text(script, encoding="utf-8")
    return folder


def _run(places: Sequence[Path], out: Path, request: Request = REQUEST) -> Summary:
    return run([str(p) for p in places], out, request, lambda *_: None)


def _states(summary: Summary) -> dict[str, str]:
    return {entry.path: entry.state.value for entry in summary.record.documents}


def _bytes(out: Path) -> dict[str, str]:
    files = (p for p in sorted(out.rglob("*")) if p.is_file())
    return {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_script_ends_in_its_state(tmp_path: Path) -> None:
    """One bad page never loses the deck, one bad deck never loses the run, nothing is called a success."""
    decks = _decks(
        tmp_path / "in",
        a_good="first page\nsecond page",
        b_page="first page\nfail\nthird page",
        c_spin="first page\nsecond page\nspin\nfourth page",
        d_abort="first page\nabort",
        e_corrupt="corrupt file",
        f_middle="first page\ncorrupt",
        g_ocr="first page\nocr",
        h_copy="first page\nsecond page",
        i_lost="fail\nfail",
        j_empty="",
    )
    summary = _run([decks], tmp_path / "out")
    assert _states(summary) == {
        "a_good.txt": "ok",
        "b_page.txt": "partial",
        "c_spin.txt": "partial",
        "d_abort.txt": "partial",
        "e_corrupt.txt": "error",
        "f_middle.txt": "partial",
        "g_ocr.txt": "needs_ocr",
        "h_copy.txt": "duplicate",
        "i_lost.txt": "error",
        "j_empty.txt": "error",
    }
    assert summary.exit_code is ExitCode.PARTIAL
    rows = {row["path"]: row for row in _rows(tmp_path / "out", "documents")}
    assert rows["c_spin.txt"]["pages"] == "4"
    issues = {(row["document_id"], row["code"]): row["message"] for row in _rows(tmp_path / "out", "issues")}
    assert "CPU" in issues[rows["c_spin.txt"]["document_id"], "limit_exceeded"]
    assert "SIGABRT" in issues[rows["d_abort.txt"]["document_id"], "worker_crashed"]
    assert "a_good.txt" in issues[rows["h_copy.txt"]["document_id"], "duplicate"]
    assert not (tmp_path / "out" / ".work").exists()


def test_second_run_changes_no_byte_and_gives_the_same_code(tmp_path: Path) -> None:
    """Nothing is read again, nothing is written, and a failure stays a failure."""
    decks, out = _decks(tmp_path / "in", a="one page", b="page\nfail"), tmp_path / "out"
    first = _run([decks], out)
    before, times = _bytes(out), {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    second = _run([decks], out)
    assert second.unchanged
    assert not first.unchanged
    assert (second.exit_code, second.record) == (first.exit_code, first.record)
    assert _bytes(out) == before
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()} == times


def test_bytes_do_not_depend_on_jobs_or_folder(tmp_path: Path) -> None:
    """Same input, same bytes: with 1 or 4 workers, elsewhere, with other file times."""
    scripts = {name: f"page of {name}\nmore" for name in "abcd"}
    one = _decks(tmp_path / "in", **scripts)
    other = _decks(tmp_path / "elsewhere", **dict(reversed(scripts.items())))
    os.utime(other / "a.txt", (1, 1))
    _run([one], tmp_path / "out1", replace(REQUEST, settings=replace(SETTINGS, jobs=1)))
    _run([other], tmp_path / "out4", replace(REQUEST, settings=replace(SETTINGS, jobs=4)))
    assert _bytes(tmp_path / "out1") == _bytes(tmp_path / "out4")


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    """The plan says why; a removed input leaves no stale folder."""
    decks, out = _decks(tmp_path / "in", a="page one", b="page two", c="page three"), tmp_path / "out"
    _run([decks], out)
    (decks / "c.txt").unlink()
    (decks / "b.txt").write_text("two changed", encoding="utf-8")
    steps = {s.candidate.input.shown_as: (s.read, s.why) for s in plan([str(decks)], out, REQUEST)}
    assert steps["a.txt"] == (False, "")
    assert steps["b.txt"][0]
    summary = _run([decks], out)
    assert len(list((out / "documents").iterdir())) == 2
    assert summary.record.documents[1].path == "b.txt"
    pages = replace(REQUEST, settings=replace(SETTINGS, pages=(1,)))
    whys = [s.why for s in plan([str(decks)], out, pages)]
    assert whys == ["changed: options"] * 2


def test_copies_in_folders_of_a_year_each_have_ids_of_their_own(tmp_path: Path) -> None:
    """The same bytes under the same name: the copy is named by its path, whatever other copies there are."""
    for year in ("2023", "2024", "2025"):
        (tmp_path / "in" / year).mkdir(parents=True)
        _decks(tmp_path / "in" / year, agenda="one page")
    out = tmp_path / "out"
    assert list(_states(_run([tmp_path / "in"], out)).values()) == ["ok", "duplicate", "duplicate"]
    ids = {row["path"]: row["document_id"] for row in _rows(out, "documents")}
    tail = hashlib.sha256(b"one page").hexdigest()[:8]
    assert ids == {
        "2023/agenda.txt": f"agenda-{tail}",
        "2024/agenda.txt": f"2024-agenda-txt-{tail}",
        "2025/agenda.txt": f"2025-agenda-txt-{tail}",
    }
    (tmp_path / "in" / "2024" / "agenda.txt").unlink()
    _run([tmp_path / "in"], out)
    assert {row["path"]: row["document_id"] for row in _rows(out, "documents")}.items() < ids.items()


def test_deleted_output_is_made_again(tmp_path: Path) -> None:
    """A file that somebody removed comes back with the same bytes; strange files are left alone."""
    decks, out = _decks(tmp_path / "in", a="one page"), tmp_path / "out"
    _run([decks], out)
    before = _bytes(out)
    (out / "data" / "actions.csv").unlink()
    (out / "review" / "answers.csv").write_text("mine", encoding="utf-8")
    assert not _run([decks], out).unchanged
    assert _bytes(out) == {**before, "review/answers.csv": hashlib.sha256(b"mine").hexdigest()}


def test_stages_one_by_one_give_what_a_run_gives(tmp_path: Path) -> None:
    """``extract``, ``normalise`` and ``export`` work from what lies in the folder."""
    decks = _decks(tmp_path / "in", a="one page", b="page\nspin", c="corrupt file")
    _run([decks], tmp_path / "whole")
    out = tmp_path / "steps"
    _run([decks], out, replace(REQUEST, export=False))
    assert not (out / "data").exists()
    assert understand_again(out, REQUEST, lambda *_: None).exit_code is ExitCode.PARTIAL
    export_again(out, REQUEST)
    whole, steps = _bytes(tmp_path / "whole"), _bytes(out)
    assert {k: v for k, v in steps.items() if k != "run.json"} == {k: v for k, v in whole.items() if k != "run.json"}


def test_walked_text_that_is_no_deck_is_skipped_and_a_named_one_is_read(tmp_path: Path) -> None:
    """A folder of mixed files ends well; naming a file asks for it."""
    decks = _decks(tmp_path / "in", a="one page")
    for name in ("notes.md", "gold.json", "draw.py"):
        (decks / name).write_text(f"text of {name}", encoding="utf-8")
    (decks / "odd.bin").write_bytes(bytes(range(256)) * 8)
    summary = _run([decks], tmp_path / "out")
    assert summary.exit_code is ExitCode.OK
    states = _states(summary)
    assert states.pop("a.txt") == "ok"
    assert set(states.values()) == {"skipped"}
    named = _run([decks / "notes.md", decks / "odd.bin"], tmp_path / "named")
    assert _states(named) == {"notes.md": "ok", "odd.bin": "error"}
    assert named.exit_code is ExitCode.PARTIAL


@pytest.mark.parametrize(
    ("script", "code"),
    [("corrupt file", ExitCode.NOTHING_USABLE), ("ocr wanted", ExitCode.MISSING_DEPENDENCY), ("a page", ExitCode.OK)],
)
def test_exit_codes_of_single_documents(script: str, code: ExitCode, tmp_path: Path) -> None:
    """A run with errors never calls itself a success."""
    assert _run([_decks(tmp_path / "in", a=script)], tmp_path / "out").exit_code is code


def test_missing_path_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    """Alone it is a usage error, beside others it is 5."""
    decks = _decks(tmp_path / "in", a="one page")
    summary = _run([decks, tmp_path / "nope"], tmp_path / "out")
    assert summary.exit_code is ExitCode.PARTIAL
    assert "nope" in str(summary.missing[0])
    with pytest.raises(UsageError, match="nope"):
        _run([tmp_path / "nope"], tmp_path / "out")


def test_output_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    decks = _decks(tmp_path / "in", a="one page")
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError):
        _run([decks], tmp_path / "out")


def test_wall_limit_result_is_not_kept_for_the_next_run(tmp_path: Path) -> None:
    """Slowness may be the machine's fault: such a document is tried again."""
    decks, out = _decks(tmp_path / "in", a="one page\nsleep"), tmp_path / "out"
    slow = replace(REQUEST, settings=replace(SETTINGS, document_seconds=6))
    assert _states(_run([decks], out, slow)) == {"a.txt": "partial"}
    assert [s.read for s in plan([str(decks)], out, slow)] == [True]


def test_killed_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """Killed hard in the middle: no torn file, no orphan, and the next run ends as if nothing had been."""
    decks, out = _decks(tmp_path / "in", a="one page", b="page\nspin", c="page three"), tmp_path / "out"
    _run([decks], tmp_path / "whole")
    code = (
        "import sys; from tests.test_run import REQUEST; from pipeline.run import run; from pathlib import Path;"
        "run([sys.argv[1]], Path(sys.argv[2]), REQUEST, lambda *a: None)"
    )
    root = Path(__file__).parents[1]
    for seconds in (0.3, 1.2, 2.0):
        process = subprocess.Popen([sys.executable, "-c", code, str(decks), str(out)], cwd=root)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for path in out.rglob("*.json"):
            if ".work" not in path.parts:
                json.loads(path.read_bytes())
    _run([decks], out)
    assert _bytes(out) == _bytes(tmp_path / "whole")


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    """The second is told to wait."""
    from pipeline.cache import Store

    decks, out = _decks(tmp_path / "in", a="one page"), tmp_path / "out"
    with Store(out).locked(), pytest.raises(OutputError, match="another run"):
        _run([decks], out)
