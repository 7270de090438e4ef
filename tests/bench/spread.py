"""A Dask cluster on this machine, two workers, beside two local workers: the same documents, the same bytes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.bench.cost import Cost, deckline
from tests.bench.growth import draw
from tests.bench.table import ROOT, Sheet

DOCUMENTS, ROUNDS = 48, 2
READY_SECONDS = 90


@contextmanager
def cluster(workers: int = 2) -> Iterator[str]:
    """Start a scheduler and workers of one thread each on loopback; yield the scheduler's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    started = [_start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))]
    try:
        started += [_start("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(workers)]
        _await(address, workers)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def _start(module: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *options, "--no-dashboard"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=ROOT)


def _await(address: str, workers: int) -> None:
    """Wait until the workers have found their scheduler; TimeoutError where they do not."""
    from pipeline.cluster import connected
    from pipeline.errors import UsageError

    until = time.monotonic() + READY_SECONDS
    with tempfile.TemporaryDirectory() as shared:
        while time.monotonic() < until:
            try:
                with connected(address, Path(shared), []) as found:
                    if found.slots >= workers:
                        return
            except UsageError:
                pass
            time.sleep(0.5)
    raise TimeoutError(f"no {workers} workers at {address}")


def sheet() -> Sheet:
    """Run the same documents on both, in turns; the least wall time of each counts."""
    title, head = "Two Dask workers beside two local ones", ("run", "wall s")
    if find_spec("distributed") is None:
        return Sheet(title, head, (), "Not measured: distributed is not installed.")
    found: dict[str, list[Cost]] = {"local": [], "dask": []}
    with tempfile.TemporaryDirectory() as made, cluster() as address:
        inputs = draw(Path(made) / "in", DOCUMENTS)
        for n in range(ROUNDS):
            for name, how in (("local", ("--jobs", "2")), ("dask", ("--executor", "dask", "--scheduler", address))):
                found[name].append(deckline("run", "-q", inputs, "-o", Path(made) / f"{name}-{n}", *how))
        same = _bytes(Path(made) / "local-0") == _bytes(Path(made) / "dask-0")
    wall = {name: min(c.wall for c in costs) for name, costs in found.items()}
    rows = [(name, f"{seconds:.1f}") for name, seconds in wall.items()]
    rows.append(("dask by local (asked: at most 1.15)", f"{wall['dask'] / wall['local']:.2f}"))
    note = (
        f"{DOCUMENTS} documents, least of {ROUNDS} runs in turns, scheduler and workers on this machine; the load of "
        f"the machine was {os.getloadavg()[0]:.1f}. Bytes of the output: {'same' if same else 'NOT the same'}."
    )
    return Sheet(title, head, tuple(rows), note)


def _bytes(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
