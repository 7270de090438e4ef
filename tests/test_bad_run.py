"""Runs that something goes wrong with: workers that die, a full disk, kills, a fake Tesseract, odd folders."""

from __future__ import annotations

import csv
import io
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pipeline.errors import ExitCode, OutputError
from pipeline.run import Request, Summary, run, understand_again
from pipeline.settings import Settings
from tests.bombs import slides
from tests.fake_jobs import gone
from tests.fake_reader import JOB, JOB_OF_REAL_READERS
from tests.kills import hashes, kill_often

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(jobs=2, ocr="never", page_seconds=6, silent_seconds=60, document_seconds=200)
FAKE = "tests.fake_reader:"
ESCAPE = "\x1b[31m\x1b]0;owned\x07"


def _run(place: Path, out: Path, job: str = JOB, settings: Settings = SETTINGS) -> Summary:
    return run([str(place)], out, Request(settings, job=job), lambda *_: None)


def _rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _command(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DECKLINE_")}
    code = [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, words)]
    environment = {**kept, **environment}
    return subprocess.run(code, capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=300)


def test_pages_behind_one_that_aborts_are_read(tmp_path: Path) -> None:
    """A library that takes its process with it costs a way of reading, not a page, and it is said."""
    (tmp_path / "a.pdf").write_bytes(slides(4))
    summary = _run(tmp_path / "a.pdf", tmp_path / "out", FAKE + "pdfium_aborts")
    (entry,) = summary.record.documents
    assert entry.state == "repaired"
    assert [int(row["words"]) > 20 for row in _rows(tmp_path / "out", "pages")] == [True] * 4
    issues = [row for row in _rows(tmp_path / "out", "issues") if row["code"] == "page_repaired"]
    assert [row["page"] for row in issues] == ["2", "4"]
    assert all("SIGABRT" in row["message"] for row in issues)


def test_page_whose_tables_never_end_keeps_its_words(tmp_path: Path) -> None:
    """A page that burns its CPU time is read without its lines, the others as always."""
    (tmp_path / "a.pdf").write_bytes(slides(3))
    summary = _run(tmp_path / "a.pdf", tmp_path / "out", FAKE + "page_hangs")
    assert summary.record.documents[0].state == "partial"
    assert [int(row["words"]) > 20 for row in _rows(tmp_path / "out", "pages")] == [True] * 3
    assert "CPU" in " ".join(row["message"] for row in _rows(tmp_path / "out", "issues") if row["page"] == "2")


def test_full_disk_in_a_worker_leaves_the_old_output(tmp_path: Path) -> None:
    """It is no fault of the document: the run says so, and what lay there before still stands."""
    (tmp_path / "a.txt").write_text("first page\nsecond page", encoding="utf-8")
    _run(tmp_path / "a.txt", tmp_path / "out")
    before = hashes(tmp_path / "out")
    (tmp_path / "a.txt").write_text("first page\nanother page", encoding="utf-8")
    with pytest.raises(OutputError):
        _run(tmp_path / "a.txt", tmp_path / "out", FAKE + "disk_fills_up")
    assert hashes(tmp_path / "out") == before
    assert _run(tmp_path / "a.txt", tmp_path / "out").exit_code is ExitCode.OK


def test_full_disk_in_the_run_leaves_the_old_output(tmp_path: Path) -> None:
    """No file of the run may be larger than a few kilobytes: exit code 6, one line, and the old files."""
    (tmp_path / "a.txt").write_text("Tavoite 1\nToimenpide", encoding="utf-8")
    _run(tmp_path / "a.txt", tmp_path / "out")
    before = hashes(tmp_path / "out")
    (tmp_path / "a.txt").write_text("Tavoite 2\nToimenpide " + "sana " * 3000, encoding="utf-8")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
    code = f"{limit} from pipeline.cli import main; main()"
    words = [sys.executable, "-c", code, "run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE
    assert len(done.stderr.splitlines()) == 1
    assert hashes(tmp_path / "out") == before


@pytest.mark.slow
def test_killed_runs_go_on_where_they_were(tmp_path: Path) -> None:
    """No torn file, no worker left, and the bytes of a run that nobody disturbed."""
    account = kill_often(4, 1, tmp_path)
    assert (account.torn, account.orphans, account.same) == ((), 0, True)


def test_bytes_do_not_depend_on_surroundings(tmp_path: Path) -> None:
    """Workers, folder, time zone, locale, hash seed and file times: the same bytes of every file."""
    for name in ("one", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.pdf").write_bytes(slides(2))
        (tmp_path / name / "a.txt").write_text("Tavoite 1\n\n- toimenpide\n\n2023\t2024\nvalmis\tkesken\n", "utf-8")
    os.utime(tmp_path / "elsewhere" / "b.pdf", (1, 1))
    first: Mapping[str, str] = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    second: Mapping[str, str] = {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"}
    for place, out, jobs, environment in (("one", "x", "1", first), ("elsewhere", "y/z", "4", second)):
        done = _command("run", tmp_path / place, "-o", tmp_path / out, "-j", jobs, **environment)
        assert done.returncode == 0, done.stderr
    assert hashes(tmp_path / "x") == hashes(tmp_path / "y" / "z")


AUDIT = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(event, args):
    if event.startswith("socket.") and event != "socket.__new__":
        os.write(log, (event + "\\n").encode())
    if event == "open" and isinstance(args[0], (str, bytes)):
        os.write(log, ("open " + os.path.realpath(os.fsdecode(args[0])) + "\\n").encode())
sys.addaudithook(hook)
"""


def test_no_socket_and_no_file_of_others(tmp_path: Path) -> None:
    """Run and workers open nothing but input, output, scratch room, the packages and what tells the system's own."""
    site = tmp_path / "site"
    site.mkdir()
    log = tmp_path / "audit.log"
    (site / "sitecustomize.py").write_text(AUDIT.format(log=str(log)), encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(slides(2))
    (tmp_path / "in" / "a.txt").write_text("Tavoite 1\n\n- toimenpide\n", encoding="utf-8")
    path = os.pathsep.join((str(site), str(ROOT)))
    done = _command("run", tmp_path / "in", "-o", tmp_path / "out", "--ocr", "never", PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    lines = set(log.read_text(encoding="utf-8").splitlines())
    assert any(line.endswith("a.pdf") for line in lines)
    assert not [line for line in lines if line.startswith("socket.")]
    opened = {Path(line.removeprefix("open ")) for line in lines if line.startswith("open ")}
    homes = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, *sys.path) if p}
    system = {Path(p) for p in ("/proc", "/usr", "/lib", "/etc", "/dev", "/sys", "/opt")}
    private = {p for p in opened if not any(p.is_relative_to(h) for h in (*homes, *system, tmp_path, ROOT))}
    assert not {p for p in private if not p.is_relative_to(Path("/tmp"))}
    secrets = ("passwd", "shadow", ".ssh", ".netrc")
    assert not [p for p in opened if any(word in p.name for word in secrets)]


def test_documents_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    """Escape sequences in names and texts are shown as what they are: nothing."""
    deck = tmp_path / "in" / f"a{ESCAPE}.txt"
    deck.parent.mkdir()
    deck.write_text(f"Tavoite 1 {ESCAPE}\n\n- toimenpide {ESCAPE}\n", encoding="utf-8")
    (tmp_path / "in" / f"b{ESCAPE}.pdf").write_bytes(b"%PDF-1.4\n" + ESCAPE.encode())
    out = tmp_path / "out"
    said = [
        _command("run", deck.parent, "-o", out, "-v"),
        _command("run", deck.parent, "-n", "-o", tmp_path / "other"),
        _command("inspect", deck),
        _command("inspect", deck.parent / f"b{ESCAPE}.pdf"),
        _command("audit", out),
        _command("validate", out),
        _command("inspect", tmp_path / f"missing{ESCAPE}.pdf"),
    ]
    for one in said:
        assert "\x1b" not in one.stdout + one.stderr, one.args
        assert "\x07" not in one.stdout + one.stderr, one.args


def test_pages_that_are_not_there_are_said(tmp_path: Path) -> None:
    """None of them: an error; some of them: a warning."""
    (tmp_path / "a.txt").write_text("one\ntwo", encoding="utf-8")
    summary = _run(tmp_path / "a.txt", tmp_path / "out", settings=replace(SETTINGS, pages=(99,)))
    assert summary.exit_code is ExitCode.NOTHING_USABLE
    assert "none of the pages" in summary.record.documents[0].trouble
    some = _run(tmp_path / "a.txt", tmp_path / "out", settings=replace(SETTINGS, pages=(2, 99)))
    assert some.exit_code is ExitCode.OK
    assert "page 99" in " ".join(row["message"] for row in _rows(tmp_path / "out", "issues"))


def test_errors_of_inspect_are_no_data(tmp_path: Path) -> None:
    """The account of a file that cannot be read goes to stderr."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing")
    done = _command("inspect", tmp_path / "a.pdf")
    assert done.returncode == ExitCode.NOTHING_USABLE
    assert done.stdout == ""
    assert "corrupt" in done.stderr


def test_output_that_is_a_file_is_named(tmp_path: Path) -> None:
    """Not a path within it that the user never wrote."""
    for name in ("a.txt", "out"):
        (tmp_path / name).write_text("one page", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        _run(tmp_path / "a.txt", tmp_path / "out")
    assert caught.value.where == str(tmp_path / "out")


def test_understanding_again_counts_what_is_there(tmp_path: Path) -> None:
    """The summary after ``normalise`` tells the goals of the decks, not of tables that were not written."""
    (tmp_path / "a.txt").write_text("Tavoite 1: Järjestöt mukaan\n\n2024\n\n- toimenpide\n", encoding="utf-8")
    request = Request(SETTINGS, job=JOB_OF_REAL_READERS)
    whole = run([str(tmp_path / "a.txt")], tmp_path / "out", request, lambda *_: None)
    again = understand_again(tmp_path / "out", replace(request, force=True), lambda *_: None)
    assert again.record.counts.goals == whole.record.counts.goals
    assert again.record.counts.actions == whole.record.counts.actions


def test_only_regular_files_of_the_folder_are_read(tmp_path: Path) -> None:
    """Links that lead out, pipes, devices and loops are told and left alone; a copy is read once."""
    folder, other = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    other.write_text("not yours", encoding="utf-8")
    (folder / "a.txt").write_text("one page", encoding="utf-8")
    (folder / "copy.txt").write_text("one page", encoding="utf-8")
    (folder / "out.txt").symlink_to(other)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "ring").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    if os.geteuid() == 0:
        os.mknod(folder / "zero.pdf", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    states = {e.path: e.state.value for e in _run(folder, tmp_path / "out").record.documents}
    assert states.pop("a.txt") == "ok"
    assert states.pop("copy.txt") == "duplicate"
    assert set(states.values()) == {"skipped"}
    assert "not yours" not in (tmp_path / "out" / "data" / "notes.csv").read_text(encoding="utf-8")


ANSWERS = """case "$1" in
  --version) echo tesseract 5.3.0; exit;;
  --list-langs) printf 'x\\nfin\\nswe\\neng\\n'; exit;;
esac"""
MODES = {
    "hang": "sleep 600 & echo $! > {pid}; sleep 600",
    "crash": "kill -SEGV $$",
    "rubbish": "head -c 3000 /dev/urandom > $2.tsv",
    "nothing": "exit 0",
    "memory": "exec {python} -c 'x = [bytes(2**28) for _ in range(99)]'",
}


@pytest.mark.parametrize("mode", sorted(MODES))
def test_tesseract_that_misbehaves(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the program does, the page says that it could not be read, and nothing is left running."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    does = MODES[mode].format(pid=tmp_path / "pid", python=sys.executable)
    program.write_text(f"#!/bin/sh\n{ANSWERS}\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    picture, made = Image.new("L", (800, 450), 255), io.BytesIO()
    ImageDraw.Draw(picture).text((40, 40), "Tavoite 1", fill=0)
    picture.save(made, "PNG")
    (tmp_path / "a.png").write_bytes(made.getvalue())
    settings = replace(SETTINGS, ocr="auto", silent_seconds=12)
    summary = _run(tmp_path / "a.png", tmp_path / "out", JOB_OF_REAL_READERS, settings)
    assert summary.record.documents[0].state == "error"
    assert summary.exit_code is ExitCode.NOTHING_USABLE
    if mode == "hang":
        assert gone(int((tmp_path / "pid").read_text(encoding="utf-8")))
