"""What a command costs: CPU seconds of all its processes, wall time, memory of the first and of the largest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.bench.table import ROOT

DECKLINE = (sys.executable, "-c", "from pipeline.cli import main; main()")
LAUNCH = Path(__file__).parent / "launch.py"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds; ``parent`` and ``largest`` are resident MiB at their highest; the exit code."""

    cpu: float
    wall: float
    parent: float
    largest: float
    code: int


def cost(command: Sequence[str | Path], env: Mapping[str, str] | None = None, stdout: IO[str] | None = None) -> Cost:
    """Run a command to its end, its output thrown away or written to ``stdout``."""
    with tempfile.TemporaryDirectory() as made:
        report = Path(made) / "cost.json"
        subprocess.run(
            [sys.executable, str(LAUNCH), str(report), *map(str, command)],
            cwd=ROOT,
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONPATH": str(ROOT), **(env or {})},
            stdout=stdout or subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        told = json.loads(report.read_text(encoding="ascii"))
    return Cost(told["cpu"], told["wall"], told["parent"], told["largest"], told["code"])


def deckline(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a deckline command to its end."""
    return cost([*DECKLINE, *arguments], env)


def least(costs: Sequence[Cost]) -> Cost:
    """Return the cost with the least CPU seconds of repeated measurements."""
    return min(costs, key=lambda c: c.cpu)
