"""Files that want a password: those of a file are tried, and none of them is kept anywhere."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import ExitCode, UsageError
from pipeline.run import Request, Summary, plan, run
from pipeline.settings import Settings, passwords

ROOT = Path(__file__).parents[1]
SECRET = "salaisuus 42"
REQUEST = Request(Settings(jobs=1, ocr="never"))


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """Return a folder with one locked deck."""
    folder, lock = tmp_path / "in", pdfencrypt.StandardEncryption(SECRET, "owner", strength=128)
    folder.mkdir()
    canvas = Canvas(str(folder / "locked.pdf"), encrypt=lock, invariant=1)
    canvas.drawString(50, 500, "Alla barn har en plats")
    canvas.save()
    return folder


def _run(decks: Path, out: Path, *given: str) -> Summary:
    return run([str(decks)], out, replace(REQUEST, passwords=given), lambda *_: None)


def test_passwords_are_tried_in_turn_and_leave_no_trace(decks: Path, tmp_path: Path) -> None:
    """The right one opens wherever it stands; the output holds none of them, not even as a plain hash."""
    out = tmp_path / "out"
    shut = _run(decks, out)
    assert shut.exit_code is ExitCode.NOTHING_USABLE
    assert "--password-file" in shut.record.documents[0].trouble
    assert _run(decks, out, "wrong").exit_code is ExitCode.NOTHING_USABLE
    summary = _run(decks, out, "漢字", SECRET, "later")
    assert [e.state.value for e in summary.record.documents] == ["ok"]
    assert "Alla barn" in next(out.rglob("deck.json")).read_text(encoding="utf-8")
    kept = b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert SECRET.encode() not in kept
    assert "salaisuus" not in repr(replace(REQUEST, passwords=(SECRET,)))
    assert _run(decks, out, "漢字", SECRET, "later").unchanged
    assert _run(decks, out).exit_code is ExitCode.NOTHING_USABLE


def test_other_passwords_concern_only_what_is_locked(decks: Path, tmp_path: Path) -> None:
    """A deck that nobody locked is not read again for them."""
    (decks / "open.txt").write_text("Alla barn har en plats.", encoding="utf-8")
    out = tmp_path / "out"
    _run(decks, out, "wrong")
    steps = plan([str(decks)], out, replace(REQUEST, passwords=("other",)))
    assert [(s.candidate.input.shown_as, s.read, s.why) for s in steps] == [
        ("locked.pdf", True, "changed: passwords"),
        ("open.txt", False, ""),
    ]


def test_the_file_is_named_and_never_shown(decks: Path, tmp_path: Path) -> None:
    """On the command line stands a path; at the greatest verbosity no password is told."""
    (tmp_path / "words").write_text(f"wrong\r\n\r\n{SECRET}\r\n", encoding="utf-8-sig")
    words = ["inspect", decks / "locked.pdf", "--password-file", tmp_path / "words", "--ocr", "never", "-vv"]
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, words)],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "locked.pdf: ok" in done.stdout
    assert "salaisuus" not in done.stdout + done.stderr


def test_lines_of_the_file(tmp_path: Path) -> None:
    """Blanks belong to a password, empty lines do not count; what cannot be read is named."""
    path = tmp_path / "words"
    path.write_text(" a \n\nb\nb\n", encoding="utf-8")
    assert passwords(Settings(password_file=str(path))) == (" a ", "b")
    assert passwords(Settings()) == ()
    path.write_bytes(b"\xff\xfe")
    for place in (path, tmp_path / "none"):
        with pytest.raises(UsageError, match="one password per line"):
            passwords(Settings(password_file=str(place)))
