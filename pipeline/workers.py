"""Jobs in processes of their own, each under limits, so that no file can take the run with it.

A job is a function named ``module:function``.  Its process leads a process group.  It is forked from one
that has loaded what earlier jobs had to load, and has run none of them (``nursery``), and is confined before
it begins: CPU time first (the same on a loaded machine), wall time second, address space, file size, no core
dumps.  The CPU budget is for one step (a page) and is renewed by the job after each, so that a long deck
needs no longer limit than a short one.  What a job has done lies in its folder when it is killed.  Tika's
"isolation first", a total and a silence limit, is the model
(https://cwiki.apache.org/confluence/display/TIKA/The+Robustness+of+Apache+Tika).
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import cast

from pipeline.codec import Plain, decode, encode
from pipeline.errors import CrashError, DecklineError, LimitError, OutputError
from pipeline.nursery import LostError, Nursery
from pipeline.nursery import serve as nursery_server

RESULT = "result.json"
BEAT = "beat"
MAX_FILE = 2 * 1024**3
# Address space of a worker that has loaded nothing yet, bytes.
FRESH = 32 * 1024**2
POLL_SECONDS = 0.2
# sysexits.h: the worker could not even write its result.
IO_ERROR = 74
# The status of a worker whose server was killed.
LOST = 256
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)

Step = Callable[[], None]
Job = Callable[[Plain, Path, Step], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """``cpu_seconds`` for one step, wall time without a step and in all, address space in MiB."""

    cpu_seconds: int = 60
    silent_seconds: float = 600.0
    wall_seconds: float = 3600.0
    memory_mb: int = 1280


@dataclass(frozen=True, slots=True)
class Task:
    """A job to run: its name, what it is given, and the folder it may write to (it is made)."""

    name: str
    function: str
    payload: Plain
    folder: Path


class Ending(StrEnum):
    """How a worker ended; ``SILENT`` and ``WALL`` depend on the machine's load, the others do not."""

    DONE = "done"
    RAISED = "raised"
    CPU = "cpu"
    MEMORY = "memory"
    SILENT = "silent"
    WALL = "wall"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class End:
    """The end of a worker: the error's code and line, a trace for the log, and wall seconds."""

    ending: Ending
    code: str = ""
    message: str = ""
    trace: str = ""
    seconds: float = 0.0

    @property
    def killed(self) -> bool:
        """Whether the worker was stopped from outside, so that what it had done is worth keeping."""
        return self.ending not in (Ending.DONE, Ending.RAISED)


@dataclass(frozen=True, slots=True)
class _Result:
    ending: Ending
    code: str = ""
    message: str = ""
    trace: str = ""
    loaded: tuple[str, ...] = ()


@dataclass(slots=True)
class _Running:
    task: Task
    limits: Limits
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    beat: int = 0
    late: Ending | None = None

    def overdue(self, now: float) -> Ending | None:
        """Return the wall limit that this worker has passed, if any."""
        if now - self.started > self.limits.wall_seconds:
            return Ending.WALL
        if now - self.heard > self.limits.silent_seconds:
            with suppress(OSError):
                beat = (self.task.folder / BEAT).stat().st_mtime_ns
                if beat != self.beat:
                    self.beat, self.heard = beat, now
                    return None
            return Ending.SILENT
        return None


def nursery() -> Nursery:
    """Return what workers are started by; to be closed."""
    return Nursery([sys.executable, "-c", "from pipeline.workers import serve; serve()"], _environment())


def work(
    tasks: Sequence[Task], jobs: int, limits: Limits, started_by: Nursery | None = None
) -> Iterator[tuple[Task, End]]:
    """Run all tasks, ``jobs`` at a time; yield each with its end, in the order in which they end.

    Leaving the generator early (or an interrupt) kills every worker with its whole group.  The workers are
    started by a nursery of their own unless one is given.
    """
    waiting, lost = list(reversed(tasks)), set[str]()
    running: dict[int, _Running] = {}
    home = started_by or nursery()
    try:
        while waiting or running:
            try:
                while waiting and len(running) < max(jobs, 1):
                    process = home.begin(_order(waiting[-1], limits))
                    running[process] = _Running(waiting.pop(), limits)
                _end_overdue(running, home)
                ended = home.ended(POLL_SECONDS)
            except LostError:
                # Its workers went with it.  Once is no fault of theirs: each is begun again.
                ended = [(process, LOST) for process, one in running.items() if one.task.name in lost]
                again = {process: one.task for process, one in running.items() if one.task.name not in lost}
                lost.update(task.name for task in again.values())
                waiting += again.values()
                running = {process: one for process, one in running.items() if process not in again}
                home.close()
                home = nursery()
            for process, status in ended:
                if process in running:
                    one = running.pop(process)
                    yield one.task, _end(one, status)
    finally:
        _leave(running, home, given=home is started_by)


def _leave(running: dict[int, _Running], home: Nursery, *, given: bool) -> None:
    if not given:
        home.close()
        return
    with suppress(LostError):
        for process in running:
            home.end(process)
        while running:
            for process, _ in home.ended(POLL_SECONDS):
                running.pop(process, None)


def _order(task: Task, limits: Limits) -> bytes:
    """Return what a worker is told: by a pipe and not by a file, for it may hold a password."""
    task.folder.mkdir(parents=True, exist_ok=True)
    for old in (RESULT, BEAT):
        (task.folder / old).unlink(missing_ok=True)
    order = {"function": task.function, "payload": task.payload, "folder": str(task.folder), "limits": encode(limits)}
    return json.dumps(order).encode()


def _end_overdue(running: Mapping[int, _Running], home: Nursery) -> None:
    for process, one in running.items():
        if one.late is None and (late := one.overdue(time.monotonic())):
            one.late = late
            home.end(process)


def _environment() -> dict[str, str]:
    fixed = {
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    return {**os.environ, **fixed}


_LATE = {
    Ending.WALL: "the document took longer than document_seconds allows",
    Ending.SILENT: "no page was finished within silent_seconds",
}


def _end(one: _Running, status: int) -> End:
    seconds = time.monotonic() - one.started
    if one.late is not None:
        error = LimitError(_LATE[one.late], remedy="raise the limit or look at the file")
        return End(one.late, error.code, str(error), seconds=seconds)
    with suppress(OSError, ValueError):
        result = decode(_Result, json.loads((one.task.folder / RESULT).read_text(encoding="utf-8")))
        return End(result.ending, result.code, result.message, result.trace, seconds)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        limit = LimitError(f"a page took more than {one.limits.cpu_seconds} s of CPU time", remedy="raise page_seconds")
        return End(Ending.CPU, limit.code, str(limit), seconds=seconds)
    if status == IO_ERROR:
        full = _full("the result could not be written")
        return End(Ending.RAISED, full.code, str(full), seconds=seconds)
    how = signal.Signals(-status).name if status < 0 else "its server" if status == LOST else f"exit code {status}"
    crash = CrashError(f"the worker ended with {how}", remedy="the file breaks a library: convert it, or leave it out")
    return End(Ending.CRASHED, crash.code, str(crash), seconds=seconds)


def serve() -> None:
    """Start workers for the process that started this one, until it is gone."""
    tried: set[str] = set()
    nursery_server(child, lambda order: _warm(order, tried))


def _warm(order: bytes, tried: set[str]) -> None:
    """Load here what a worker had to load, so that the next one finds it there; the job may load more by ``warm``."""
    told = json.loads(order)
    try:
        result = decode(_Result, json.loads((Path(told["folder"]) / RESULT).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return
    fresh = [name for name in result.loaded if name not in tried and name not in sys.modules]
    if not fresh or sys.platform != "linux":  # elsewhere a library that is loaded may not survive a fork
        return
    tried.update(fresh)
    for name in fresh:
        with suppress(Exception):
            importlib.import_module(name)
    module = sys.modules.get(told["function"].partition(":")[0])
    with suppress(Exception):
        getattr(module, "warm", lambda payload: None)(told["payload"])
    gc.freeze()


def child(told: bytes) -> None:
    """Run one job in this process, by its order; the result goes to ``result.json``."""
    order = json.loads(told)
    before = frozenset(sys.modules)
    folder, limits = Path(order["folder"]), decode(Limits, order["limits"])
    _confine(limits)

    def step() -> None:
        _renew(limits.cpu_seconds)
        (folder / BEAT).touch()

    step()
    try:
        find(order["function"])(order["payload"], folder, step)
        result = _Result(Ending.DONE, loaded=tuple(sorted(sys.modules.keys() - before)))
    except DecklineError as error:
        result = _Result(Ending.RAISED, error.code, str(error), traceback.format_exc())
    except BaseException as error:
        result = _failure(error, limits)
    try:
        _write(folder / RESULT, json.dumps(encode(result)))
    except OSError:
        os._exit(IO_ERROR)
    os._exit(0)  # pdfminer's and PDFium's destructors are slow, and may crash


def find(name: str) -> Job:
    """Return the function that ``module:function`` names."""
    module, _, function = name.partition(":")
    return cast(Job, getattr(importlib.import_module(module), function))


def _failure(error: BaseException, limits: Limits) -> _Result:
    if _is_memory(error):
        limit = LimitError(f"the worker needed more than {limits.memory_mb} MiB", remedy="raise memory_mb")
        return _Result(Ending.MEMORY, limit.code, str(limit))
    if isinstance(error, OSError) and error.errno in FULL:
        full = _full(error.strerror or "the disk is full")
        return _Result(Ending.RAISED, full.code, str(full))
    crash = CrashError(f"{type(error).__name__}: {str(error)[:200]}", remedy="please report the file")
    return _Result(Ending.RAISED, crash.code, str(crash), traceback.format_exc())


def _full(what: str) -> OutputError:
    return OutputError(what, remedy="make room, or choose another output folder")


def _is_memory(error: BaseException | None) -> bool:
    # pdfplumber wraps a MemoryError into an error of its own with no message.
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, MemoryError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _confine(limits: Limits) -> None:
    # What the server has loaded comes on top, so that a document may take as much whoever was read before it.
    memory = limits.memory_mb * 1024**2 + max(_address_space() - FRESH, 0)
    for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, MAX_FILE)):
        with suppress(ValueError, OSError):  # macOS refuses an address space limit
            resource.setrlimit(kind, (value, value))
    die_with_parent()


def _address_space() -> int:
    """Return the address space of this process in bytes, 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    return 0


def die_with_parent() -> None:
    """Let the system end this process when its parent ends, so that a killed run leaves no orphan (Linux)."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _renew(cpu_seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + cpu_seconds + 1, hard))


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
