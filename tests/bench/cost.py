"""What a command costs: CPU seconds of all its processes, wall time, memory of the first and of the largest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.bench.table import ROOT

DECKLINE = (sys.executable, "-c", "from pipeline.cli import main; main()")
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds; ``parent`` and ``largest`` are resident MiB at their highest; the exit code."""

    cpu: float
    wall: float
    parent: float
    largest: float
    code: int


def _peak(pid: int) -> float:
    """Return the highest resident memory so far in MiB, 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s*(\d+)", text)
    return int(found.group(1)) / 1024 if found else 0.0


def cost(command: Sequence[str | Path], env: Mapping[str, str] | None = None, stdout: IO[str] | None = None) -> Cost:
    """Run a command to its end, its output thrown away or written to ``stdout``."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(c) for c in command],
        cwd=ROOT,
        env={**os.environ, "OMP_THREAD_LIMIT": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout or subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    parent = 0.0
    while True:
        parent = max(parent, _peak(process.pid))
        pid, status, use = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(_POLL)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    return Cost(use.ru_utime + use.ru_stime, wall, parent, use.ru_maxrss / 1024, process.returncode)


def deckline(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a deckline command to its end."""
    return cost([*DECKLINE, *arguments], env)


def least(costs: Sequence[Cost]) -> Cost:
    """Return the cost with the least CPU seconds of repeated measurements."""
    return min(costs, key=lambda c: c.cpu)
