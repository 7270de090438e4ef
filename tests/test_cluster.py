"""A run on a Dask cluster: a real scheduler and workers, on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline.cluster import Probe, connected, crew, mapping, run_task, trouble
from pipeline.errors import UsageError
from pipeline.pool import WORTH
from pipeline.run import Request, run
from pipeline.settings import Settings
from pipeline.workers import Ending, Limits, Task

pytest.importorskip("distributed")

SAMPLES = Path(__file__).parents[1] / "samples" / "decks"
ROOT = Path(__file__).parents[1]
OWN = Probe("3.11.2", "abcd", "token", (), (("tesseract", "5.3.0"), ("voikko", "4.3")))


@dataclass(slots=True)
class Farm:
    """A scheduler and its workers as processes."""

    address: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, module: str, *options: str) -> None:
        """Start a scheduler or a worker."""
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options, "--no-dashboard"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        quiet = subprocess.DEVNULL
        self.processes.append(subprocess.Popen(command, stdout=quiet, stderr=quiet, env=env, cwd=ROOT))


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    """Start a scheduler with two workers of one thread each."""
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        port = probe_socket.getsockname()[1]
    made = Farm(f"tcp://127.0.0.1:{port}")
    made.start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
    for _ in range(2):
        made.start("dask_worker", made.address, "--nthreads", "1", "--no-nanny")
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


def _connected_workers(farm: Farm, tmp_path: Path, wanted: int) -> int:
    """Wait until the workers have found their scheduler."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            with connected(farm.address, tmp_path, []) as cluster:
                if cluster.slots >= wanted:
                    return cluster.slots
        except UsageError:
            pass
        time.sleep(0.5)
    return 0


def test_the_bytes_are_those_of_a_local_run(farm: Farm, tmp_path: Path) -> None:
    """Documents read on two workers give the output that this machine gives alone."""
    assert _connected_workers(farm, tmp_path, 2) == 2
    places = [str(SAMPLES / f"ulpaslahti-{year}.pptx") for year in (2022, 2023)]
    seen: list[tuple[int, int]] = []
    for name, settings in (
        ("local", Settings(jobs=2)),
        ("dask", Settings(executor="dask", scheduler=farm.address)),
    ):
        run(places, tmp_path / name, Request(settings), lambda done, total, _: seen.append((done, total)))
    local = {p.relative_to(tmp_path / "local"): p for p in (tmp_path / "local").rglob("*") if p.is_file()}
    spread = {p.relative_to(tmp_path / "dask"): p for p in (tmp_path / "dask").rglob("*") if p.is_file()}
    assert local.keys() == spread.keys()
    assert [name for name in local if local[name].read_bytes() != spread[name].read_bytes()] == []
    assert seen == [(1, 2), (2, 2)] * 2


def test_a_lost_worker_costs_no_document(farm: Farm, tmp_path: Path) -> None:
    """What a killed worker was doing is done again elsewhere."""
    assert _connected_workers(farm, tmp_path, 2) == 2
    tasks = [Task(str(n), "tests.fake_jobs:nap", n, tmp_path / str(n)) for n in range(6)]
    tasks += [Task("last", "tests.fake_jobs:write", "answer", tmp_path / "last")]
    endings: dict[str, tuple[Ending, Path]] = {}
    with crew(Settings(executor="dask", scheduler=farm.address), tmp_path, []) as work:
        for task, end in work(tasks, Limits()):
            if not endings:
                farm.processes[1].send_signal(signal.SIGKILL)
            endings[task.name] = (end.ending, task.folder)
    assert {name: ending for name, (ending, _) in endings.items()} == {t.name: Ending.DONE for t in tasks}
    assert (endings["last"][1] / "answer.txt").read_text(encoding="utf-8") == "answer"
    assert endings["last"][1].name.startswith("last~")


def test_series_are_related_on_the_cluster(farm: Farm, tmp_path: Path) -> None:
    """What is mapped comes back in order, whichever worker did it."""
    assert _connected_workers(farm, tmp_path, 1) >= 1
    with mapping(Settings(executor="dask", scheduler=farm.address), tmp_path, WORTH) as each:
        assert list(each(str.upper, ["a", "b", "c"])) == ["A", "B", "C"]
    with mapping(Settings(jobs=1), tmp_path, WORTH) as each:
        assert list(each(str.upper, ["a", "b"])) == ["A", "B"]


def test_no_scheduler_is_one_line(tmp_path: Path) -> None:
    """Nothing answers at the address: said before work begins."""
    settings = Settings(executor="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="no Dask scheduler answers"), crew(settings, tmp_path, []):
        pass
    with (
        pytest.raises(UsageError, match="address of its scheduler"),
        crew(replace(settings, scheduler=""), tmp_path, []),
    ):
        pass


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (replace(OWN, token=""), "does not see the output folder"),
        (replace(OWN, unseen=("/data/a.pdf",)), "does not see /data/a.pdf"),
        (replace(OWN, code="ffff"), "another version of deckline"),
        (replace(OWN, python="3.12.1"), "another version of deckline or Python"),
        (replace(OWN, tools=(("tesseract", ""), ("voikko", "4.3"))), "tesseract missing, this machine 5.3.0"),
        (ModuleNotFoundError("pipeline"), "cannot run deckline"),
    ],
)
def test_a_worker_that_does_not_fit_is_named(answer: object, told: str) -> None:
    """Another version, no Tesseract, no files: each is one line."""
    found = trouble(OWN, answer)
    assert found is not None
    assert told in found[0]
    assert trouble(OWN, OWN) is None


def test_a_rescue_goes_on_with_what_was_left(tmp_path: Path) -> None:
    """A further attempt sees the pages of the one before, in a folder of its own."""
    left = tmp_path / "3~0a0a0a0a"
    left.mkdir()
    (left / "pages.jsonl").write_text("{}\n", encoding="utf-8")
    task, end = run_task(Task("three", "tests.fake_jobs:write", "x", left), Limits())
    assert end.ending is Ending.DONE
    assert task.folder != left
    assert task.folder.name.startswith("3~")
    assert (task.folder / "pages.jsonl").is_file()
