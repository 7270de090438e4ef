"""The command: data on stdout, one line per error on stderr, the exit codes of the contract."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import run as stages
from pipeline.errors import ExitCode
from pipeline.run import Request
from pipeline.settings import Settings
from tests.fake_jobs import gone
from tests.fake_reader import JOB

ROOT = Path(__file__).parents[1]


def _deckline(*words: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DECKLINE_")}
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**kept, **environment},
        timeout=120,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a run over two scripts, one of them broken."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("one page", encoding="utf-8")
    (folder / "in" / "b.txt").write_text("page\nfail", encoding="utf-8")
    request = Request(Settings(), job=JOB)
    stages.run([str(folder / "in")], folder / "out", request, lambda *_: None)
    return folder / "out"


def _one_line(text: str) -> str:
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("deckline: ")
    return lines[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["foo"], "No such command"),
        (["run", "samples"], "-o"),
        (["run", "/no/such/deck.pdf", "-o", "x"], "/no/such/deck.pdf: no such file or folder"),
        (["run", "samples", "-o", "x", "--ocr", "alway"], "did you mean always?"),
        (["run", "samples", "-o", "x", "--profile", "vak"], "did you mean vake?"),
        (["run", "samples", "-o", "x", "--lang", "fii"], "did you mean fi?"),
        (["audit", "/no/such/folder"], "holds no finished run"),
        (["validate", "/no/such/folder"], "holds no finished run"),
        (["profiles", "show", "nobody"], "no profile 'nobody'"),
        (["profiles", "check", "none.toml"], "none.toml: cannot be read"),
    ],
)
def test_usage_errors_are_one_line_and_2(words: list[str], said: str) -> None:
    """What, where, what to do; nothing on stdout."""
    done = _deckline(*words)
    assert done.returncode == ExitCode.USAGE
    assert said in _one_line(done.stderr)
    assert done.stdout == ""


def test_unknown_setting_in_the_environment() -> None:
    """A slip of the pen is named with the nearest known name."""
    done = _deckline("run", "samples", "-o", "x", "-n", DECKLINE_JOB="2")
    assert done.returncode == ExitCode.USAGE
    assert "did you mean DECKLINE_JOBS?" in _one_line(done.stderr)


def test_help_and_version() -> None:
    """Every command of the contract is listed; without a command the help is shown."""
    done = _deckline("--help")
    assert done.returncode == 0
    commands = ("run", "extract", "normalise", "export", "inspect", "audit", "validate", "profiles", "doctor")
    assert all(f"\n  {command} " in done.stdout for command in commands)
    assert _deckline("--version").stdout.startswith("deckline, version ")


def test_unwritable_output_is_6(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = _deckline("run", ROOT / "README.md", "-o", tmp_path / "file" / "out")
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE
    assert "another output folder" in _one_line(done.stderr)


def test_no_usable_document_is_4(tmp_path: Path) -> None:
    """An empty file alone; the run still leaves its row."""
    (tmp_path / "empty.pdf").touch()
    done = _deckline("run", tmp_path / "empty.pdf", "-o", tmp_path / "out", "-q")
    assert done.returncode == ExitCode.NOTHING_USABLE
    assert "empty.pdf" in _one_line(done.stderr)
    assert "empty_file" in (tmp_path / "out" / "data" / "issues.csv").read_text(encoding="utf-8")


def test_dry_run_lists_and_touches_nothing(tmp_path: Path) -> None:
    """The list is data; a list of paths may come on stdin."""
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    (tmp_path / "b.txt").write_text("one", encoding="utf-8")
    listed = f"{tmp_path / 'a.txt'}\n{tmp_path / 'b.txt'}\n"
    done = _deckline("run", "-", "-o", tmp_path / "out", "-n", stdin=listed)
    assert done.returncode == 0
    assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [
        ["a.txt", "read"],
        ["b.txt", "copy of a.txt"],
    ]
    assert not (tmp_path / "out").exists()


def test_validate_finds_what_was_tampered_with(out: Path, tmp_path: Path) -> None:
    """A whole folder is valid; a changed word is found by its hash and by its road back."""
    import shutil

    done = _deckline("validate", out)
    assert (done.returncode, done.stdout) == (0, "")
    copy = shutil.copytree(out, tmp_path / "copy")
    notes = copy / "data" / "pages.csv"
    notes.write_text(notes.read_text(encoding="utf-8").replace("native", "guessed"), encoding="utf-8")
    done = _deckline("validate", copy)
    assert done.returncode == ExitCode.PARTIAL
    assert "data/pages.csv: changed since the run" in done.stdout
    assert "'guessed' is none of" in done.stdout


def test_audit_speaks_json(out: Path) -> None:
    """Data goes to stdout, and an empty answer is an answer."""
    done = _deckline("audit", out, "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == []
    assert _deckline("audit", out).stdout == "0 changes in the wording\n"


def test_inspect_shows_pages_and_fails_in_one_line(tmp_path: Path) -> None:
    """A file that cannot be used is no traceback."""
    (tmp_path / "deck.txt").write_text("Sida ett\n\fSida två\n", encoding="utf-8")
    done = _deckline("inspect", tmp_path / "deck.txt")
    assert done.returncode == 0, done.stderr
    assert "deck.txt: ok" in done.stdout
    assert "flat" in done.stdout
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing more")
    done = _deckline("inspect", tmp_path / "bad.pdf")
    assert done.returncode == ExitCode.NOTHING_USABLE
    assert "Traceback" not in done.stdout + done.stderr


def test_profiles_and_doctor() -> None:
    """What is known and what is installed is data."""
    assert "language\tfi\t" in _deckline("profiles", "list").stdout
    assert _deckline("profiles", "check").returncode == 0
    assert 'tesseract = "fin"' in _deckline("profiles", "show", "fi").stdout
    done = _deckline("doctor")
    assert done.returncode == 0
    assert "tesseract" in done.stdout


def test_a_bug_is_one_line() -> None:
    """No traceback unless it is asked for."""
    code = (
        "import pipeline.doctor as d\n"
        "def broken(): raise ZeroDivisionError('boom\\nboom')\n"
        "d.examine = broken\n"
        "import sys; sys.argv = ['deckline', 'doctor']\n"
        "from pipeline.cli import main; main()"
    )
    for debug in ("", "1"):
        environment = {**os.environ, "DECKLINE_DEBUG": debug}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
        )
        assert done.returncode == ExitCode.NOTHING_USABLE
        assert "internal error: ZeroDivisionError: boom boom" in done.stderr
        assert ("Traceback" in done.stderr) is bool(debug)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_is_130_and_leaves_no_worker(sent: signal.Signals, tmp_path: Path) -> None:
    """The same command goes on afterwards."""
    (tmp_path / "a.txt").write_text("one\nsleep", encoding="utf-8")
    code = (
        "import pipeline.run as r, dataclasses, sys\n"
        "r.Request.__init__.__defaults__ = tuple("
        "'tests.fake_reader:run_script' if d == r.JOB else d for d in r.Request.__init__.__defaults__)\n"
        "from pipeline.cli import main; main()"
    )
    words = ["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background has interrupts ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    spool = tmp_path / "out" / ".work" / "jobs" / "0" / "pages.jsonl"
    deadline = time.monotonic() + 60
    while not (spool.exists() and spool.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    worker = int((spool.parent / "pid").read_text(encoding="utf-8"))
    process.send_signal(sent)
    _, told = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "interrupted" in _one_line(told)
    assert gone(worker)


@pytest.mark.parametrize("arguments", [("run", "", "-o", "out"), ("run", ".", "-o", ""), ("validate", "")])
def test_empty_name_is_no_folder(arguments: tuple[str, ...]) -> None:
    done = _deckline(*arguments)
    assert done.returncode == ExitCode.USAGE
    assert "the name of a file or folder is empty" in done.stderr
    assert len(done.stderr.splitlines()) == 1
