"""The work of a run on a Dask cluster: the same tasks as ``workers.work``, spread over machines.

Every Dask worker runs a task the way the local machine would: in a process of its own, under limits
(``workers.work``).  What a task makes it writes to the output folder, which all machines share; only
the order and its end travel.  Each attempt writes to a folder of its own, so that a worker that was
lost, and is still writing somewhere, cannot touch what its successor makes.

Before work begins every worker is asked who it is and what it can see: the same version of the
program, the same program text, the output folder, the inputs, and the same OCR engine.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar, cast

from pipeline import pool, workers
from pipeline.cache import code_digest
from pipeline.doctor import language_tools, reading_tools
from pipeline.errors import CrashError, MissingDependencyError, UsageError
from pipeline.nursery import Nursery
from pipeline.pool import WORTH, Each
from pipeline.settings import Settings
from pipeline.workers import End, Ending, Limits, Task

CONNECT_SECONDS = 10
TRIES = 3  # times that a document whose worker was lost is begun
_THREAD = threading.local()
TOKEN = "token"  # a file by which workers show that they see the shared folder
Work = Callable[[Sequence[Task], Limits], Iterator[tuple[Task, End]]]
A = TypeVar("A")
B = TypeVar("B")


class _Future(Protocol):
    def result(self) -> tuple[Task, End]: ...


class _Client(Protocol):
    """What is used of ``distributed.Client``, which has no types of its own."""

    loop: object

    def submit(self, function: object, *values: object, pure: bool, retries: int) -> _Future: ...
    def map(self, function: object, values: object, *, pure: bool, retries: int) -> list[object]: ...
    def gather(self, futures: list[object]) -> list[object]: ...
    def cancel(self, futures: list[_Future], *, force: bool) -> None: ...
    def run(self, function: object, *values: object, on_error: str) -> dict[str, object]: ...
    def scheduler_info(self, n_workers: int) -> dict[str, dict[str, dict[str, int]]]: ...
    def close(self, timeout: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Probe:
    """What a machine answers before work begins: its programs, the token it read, inputs that it does not see."""

    python: str
    code: str
    token: str
    unseen: tuple[str, ...]
    tools: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A connected cluster; ``slots`` is the number of tasks that it runs at a time."""

    client: _Client
    slots: int

    def work(self, tasks: Sequence[Task], limits: Limits) -> Iterator[tuple[Task, End]]:
        """Run all tasks; yield each, with the folder that it wrote to, in the order in which they end.

        Leaving the generator early cancels what has not ended.
        """
        as_completed = import_module("distributed").as_completed
        submit = self.client.submit
        futures = {submit(run_task, task, limits, pure=False, retries=TRIES): task for task in tasks}
        try:
            for future in as_completed(list(futures), loop=self.client.loop):
                yield _ended(futures.pop(future), future)
        finally:
            if futures:
                self.client.cancel(list(futures), force=True)

    def each(self, function: Callable[[A], B], values: Iterable[A], /) -> list[B]:
        """Return ``function`` of each value, in order; both travel, so they must be picklable."""
        futures = self.client.map(function, list(values), pure=False, retries=TRIES)
        return cast("list[B]", self.client.gather(futures))


@contextmanager
def crew(settings: Settings, shared: Path, inputs: Sequence[Path]) -> Iterator[Work]:
    """Yield what runs tasks: processes of this machine, or a cluster as ``settings`` say; see ``connected``."""
    if settings.executor == "local":
        yield lambda tasks, limits: workers.work(tasks, settings.workers, limits)
        return
    if not settings.scheduler:
        raise UsageError("a cluster needs the address of its scheduler", remedy="give --scheduler tcp://HOST:8786")
    with connected(settings.scheduler, shared, inputs) as cluster:
        yield cluster.work


@contextmanager
def mapping(settings: Settings, shared: Path, size: int) -> Iterator[Each]:
    """Yield a map for what ``size`` statements are parted into: over processes, or over a cluster."""
    if settings.executor == "local" or size < WORTH:
        with pool.mapping(settings.workers, size) as each:
            yield each
    else:
        with connected(settings.scheduler, shared, ()) as cluster:
            yield cluster.each


@contextmanager
def connected(address: str, shared: Path, inputs: Sequence[Path]) -> Iterator[Cluster]:
    """Connect to the scheduler at ``address`` and check its workers.

    ``shared`` is the folder that all of them must see, ``inputs`` some of the files that they will read.
    Raises ``UsageError`` where no scheduler answers, there is no worker or one of them does not fit,
    ``MissingDependencyError`` without dask.
    """
    client = _client(address)
    try:
        addresses = client.scheduler_info(n_workers=-1)["workers"]
        if not addresses:
            raise UsageError("the cluster has no workers", where=address, remedy=f"start some: dask worker {address}")
        _check(client, address, shared, inputs)
        yield Cluster(client, sum(int(w["nthreads"]) for w in addresses.values()))
    finally:
        with suppress(Exception):
            client.close(timeout=2)


def _client(address: str) -> _Client:
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        remedy = "install it with: pip install 'deckline[cluster]'"
        raise MissingDependencyError("a cluster needs dask", remedy=remedy) from error
    for name in ("distributed", "distributed.core", "distributed.comm", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return cast(_Client, distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False))
    except (OSError, TimeoutError, ValueError) as error:
        remedy = "start one with 'dask scheduler', or check the address"
        raise UsageError("no Dask scheduler answers", where=address, remedy=remedy) from error


def _check(client: _Client, address: str, shared: Path, inputs: Sequence[Path]) -> None:
    token = secrets.token_hex(16)
    path = shared / TOKEN
    path.write_text(token, encoding="ascii")
    asked = [str(p) for p in inputs]
    own = probe(str(path), asked)
    try:
        answers = client.run(probe, str(path), asked, on_error="return")
    finally:
        path.unlink(missing_ok=True)
    for worker, answer in sorted(answers.items()):
        found = trouble(own, answer)
        if found:
            raise UsageError(f"worker {worker} {found[0]}", where=address, remedy=found[1])


def trouble(own: Probe, answer: object) -> tuple[str, str] | None:
    """Return why a worker that answered so cannot do the work of this machine, and what to do; None where it can."""
    if not isinstance(answer, Probe):
        return f"cannot run deckline ({type(answer).__name__})", "install the same version of deckline there"
    if answer.token != own.token:
        return "does not see the output folder", "put it on storage that all machines mount at the same path"
    if answer.unseen:
        return f"does not see {answer.unseen[0]}", "put the inputs where all machines see them at the same path"
    if (answer.python, answer.code) != (own.python, own.code):
        return "has another version of deckline or Python", "install the same versions on all machines"
    for name, value in own.tools:
        other = dict(answer.tools).get(name, "")
        if other != value:
            return f"has {name} {other or 'missing'}, this machine {value}", "install the same on all machines"
    return None


def probe(token: str, inputs: Sequence[str]) -> Probe:
    """Say what this machine has and sees."""
    seen = ""
    with suppress(OSError):
        seen = Path(token).read_text(encoding="ascii")
    unseen = tuple(path for path in inputs if not Path(path).is_file())
    version = ".".join(map(str, sys.version_info[:3]))
    tools = tuple((part.name, part.value) for part in (*reading_tools(), *language_tools()))
    return Probe(version, code_digest("extract", "normalise", "profiles"), seen, unseen, tools)


def run_task(task: Task, limits: Limits) -> tuple[Task, End]:
    """Run one task on the machine of a Dask worker, in a folder of its own, and return it with that folder."""
    base = task.folder.name.partition("~")[0]
    attempt = replace(task, folder=task.folder.with_name(f"{base}~{secrets.token_hex(4)}"))
    if task.folder.is_dir():  # a rescue goes on with what an earlier attempt left
        shutil.copytree(task.folder, attempt.folder)
    ((_, end),) = workers.work([attempt], 1, limits, _nursery())
    return attempt, end


def _nursery() -> Nursery:
    """Return what starts the processes of this thread of a Dask worker, whose tasks come one by one."""
    mine: Nursery | None = getattr(_THREAD, "nursery", None)
    if mine is None or not mine.alive:
        mine = _THREAD.nursery = workers.nursery()
    return mine


def _ended(task: Task, future: _Future) -> tuple[Task, End]:
    lost = import_module("distributed").KilledWorker
    try:
        return future.result()
    except lost:
        remedy = "look at the machines; the document is tried again in the next run"
        error = CrashError("several workers of the cluster were lost with this document", remedy=remedy)
        # An end that depends on the machines, not on the file: nothing of it is kept as final.
        return task, End(Ending.SILENT, error.code, str(error))
