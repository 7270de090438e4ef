"""While decks are read, a terminal shows how many decks and how many pages are done; nothing else does."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from pipeline.progress import PageCount, progress

PROGRAM = """
import sys, time
from contextlib import ExitStack
from pathlib import Path
from pipeline.progress import progress
with ExitStack() as stack:
    show = progress(stack, Path(sys.argv[1]), "sv", quiet=False)
    show(1, 3, "2023.pdf")
    time.sleep(1)
"""


def _read(out: Path, worker: str, lines: str) -> None:
    spool = out / ".work" / "jobs" / worker / "pages.jsonl"
    spool.parent.mkdir(parents=True, exist_ok=True)
    with spool.open("a", encoding="utf-8") as file:
        file.write(lines)


def test_pages_are_counted_as_workers_finish_them(tmp_path: Path) -> None:
    """A line that is being written counts when it is whole; no line counts twice."""
    counted = PageCount(tmp_path)
    assert counted.look() == 0
    _read(tmp_path, "0", "{}\n{}\n{")
    _read(tmp_path, "1", "{}\n")
    assert counted.look() == 3
    _read(tmp_path, "0", "}\n")
    assert counted.look() == counted.look() == 4


def test_where_nobody_looks_nothing_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as stack:
        progress(stack, tmp_path, "en", quiet=False)(1, 2, "a.pdf")
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_decks_and_pages(tmp_path: Path) -> None:
    """In the language of the user."""
    _read(tmp_path, "0", "{}\n" * 7)
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(tmp_path)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    told = b""
    with suppress(OSError):
        while more := os.read(terminal, 4096):
            told += more
    assert os.waitpid(child, 0)[1] == 0
    assert "presentationer 1/3" in told.decode()
    assert "sidor: 7 2023.pdf" in told.decode()
