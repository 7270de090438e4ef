"""Jobs for workers under test: one for each way in which a document can take its worker with it."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

from pipeline.codec import Plain
from pipeline.errors import CorruptError
from pipeline.workers import Step


def write(payload: Plain, folder: Path, step: Step) -> None:
    """End well."""
    (folder / "answer.txt").write_text(str(payload), encoding="utf-8")


def refuse(payload: Plain, folder: Path, step: Step) -> None:
    """Say that the file cannot be used."""
    raise CorruptError("broken", where="a.pdf", remedy="mend it")


def fail(payload: Plain, folder: Path, step: Step) -> None:
    """Raise what no reader should."""
    raise KeyError("a bug\nof two lines")


def spin(payload: Plain, folder: Path, step: Step) -> None:
    """Burn CPU time for ever."""
    while True:
        pass


def steps(payload: Plain, folder: Path, step: Step) -> None:
    """Burn more CPU time in all than one step may, and end well."""
    for _ in range(4):
        until = time.process_time() + 0.8
        while time.process_time() < until:
            pass
        step()


def sleep(payload: Plain, folder: Path, step: Step) -> None:
    """Hang without burning CPU time, with a child of its own that would outlive it."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder / "grandchild").write_text(str(child.pid), encoding="utf-8")
    time.sleep(60)


def nap(payload: Plain, folder: Path, step: Step) -> None:
    """Work on slowly, step by step."""
    for _ in range(4):
        time.sleep(0.3)
        step()


def abort(payload: Plain, folder: Path, step: Step) -> None:
    """Die as PDFium does."""
    os.abort()


def leave(payload: Plain, folder: Path, step: Step) -> None:
    """End without a result."""
    os._exit(0)


def allocate(payload: Plain, folder: Path, step: Step) -> None:
    """Take all memory, and hide the error as pdfplumber does."""
    try:
        cast("list[bytes]", [bytes(64 * 1024**2) for _ in range(1000)])
    except MemoryError:
        raise ValueError from None


def orphan(payload: Plain, folder: Path, step: Step) -> None:
    """Take the server of the workers away."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def load(payload: Plain, folder: Path, step: Step) -> None:
    """Tell whether a module was there before, and whether an earlier job has run here; load it."""
    (folder / "answer.txt").write_text(f"{'colorsys' in sys.modules} {hasattr(sys, 'stained')}", encoding="utf-8")
    importlib.import_module("colorsys")
    setattr(sys, "stained", True)  # noqa: B010 - no attribute that the type checker would know


def report_environment(payload: Plain, folder: Path, step: Step) -> None:
    """Write down what the job can see of its surroundings."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    lines = [str(soft), str(os.getpgrp() == os.getpid()), os.environ["TZ"], str("pandas" in sys.modules)]
    (folder / "answer.txt").write_text("\n".join(lines), encoding="utf-8")


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process ends within ``seconds``: a kill takes a moment; a zombie has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return True
        if stat.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
