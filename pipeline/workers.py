"""Jobs in processes of their own, each under limits, so that no file can take the run with it.

A job is a function named ``module:function``.  Its process leads a process group and is confined
before it imports anything heavy: CPU time first (the same on a loaded machine), wall time second,
address space, file size, no core dumps.  The CPU budget is for one step (a page) and is renewed by
the job after each, so that a long deck needs no longer limit than a short one.  What a job has done
lies in its folder when it is killed.  Tika's "isolation first", a total and a silence limit, is the
model (https://cwiki.apache.org/confluence/display/TIKA/The+Robustness+of+Apache+Tika).
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import cast

from pipeline.codec import Plain, decode, encode
from pipeline.errors import CrashError, DecklineError, LimitError, OutputError

RESULT = "result.json"
BEAT = "beat"
MAX_FILE = 2 * 1024**3
POLL_SECONDS = 0.01
# sysexits.h: the worker could not even write its result.
IO_ERROR = 74
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)

Step = Callable[[], None]
Job = Callable[[Plain, Path, Step], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """``cpu_seconds`` for one step, wall time without a step and in all, address space in MiB."""

    cpu_seconds: int = 60
    silent_seconds: float = 600.0
    wall_seconds: float = 3600.0
    memory_mb: int = 1536


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


@dataclass(slots=True)
class _Running:
    task: Task
    process: subprocess.Popen[bytes]
    limits: Limits
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    beat: int = 0

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


def work(tasks: Sequence[Task], jobs: int, limits: Limits) -> Iterator[tuple[Task, End]]:
    """Run all tasks, ``jobs`` at a time; yield each with its end, in the order in which they end.

    Leaving the generator early (or an interrupt) kills every worker with its whole group.
    """
    waiting = list(reversed(tasks))
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < max(jobs, 1):
                running.append(_start(waiting.pop(), limits))
            ended = [(one, end) for one in running if (end := _look(one)) is not None]
            for one, end in ended:
                running.remove(one)
                yield one.task, end
            if not ended:
                time.sleep(POLL_SECONDS)
    finally:
        for one in running:
            _kill(one.process)


def _start(task: Task, limits: Limits) -> _Running:
    task.folder.mkdir(parents=True, exist_ok=True)
    for old in (RESULT, BEAT):
        (task.folder / old).unlink(missing_ok=True)
    order = {"function": task.function, "payload": task.payload, "folder": str(task.folder), "limits": encode(limits)}
    process = subprocess.Popen(
        [sys.executable, "-c", "from pipeline.workers import child; child()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    assert process.stdin is not None
    # By the pipe and not by a file: the order may hold a password.
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(order).encode())
        process.stdin.close()
    return _Running(task, process, limits)


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


def _look(one: _Running) -> End | None:
    pid = one.process.pid
    exited = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    late = None if exited else one.overdue(time.monotonic())
    if not exited and late is None:
        return None
    _kill(one.process)
    seconds = time.monotonic() - one.started
    if late is not None:
        error = LimitError(_LATE[late], remedy="raise the limit or look at the file")
        return End(late, error.code, str(error), seconds=seconds)
    return _end(one, one.process.returncode, seconds)


_LATE = {
    Ending.WALL: "the document took longer than document_seconds allows",
    Ending.SILENT: "no page was finished within silent_seconds",
}


def _end(one: _Running, status: int, seconds: float) -> End:
    with suppress(OSError, ValueError):
        result = decode(_Result, json.loads((one.task.folder / RESULT).read_text(encoding="utf-8")))
        return End(result.ending, result.code, result.message, result.trace, seconds)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        limit = LimitError(f"a page took more than {one.limits.cpu_seconds} s of CPU time", remedy="raise page_seconds")
        return End(Ending.CPU, limit.code, str(limit), seconds=seconds)
    if status == IO_ERROR:
        full = _full("the result could not be written")
        return End(Ending.RAISED, full.code, str(full), seconds=seconds)
    how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
    crash = CrashError(f"the worker ended with {how}", remedy="the file breaks a library: convert it, or leave it out")
    return End(Ending.CRASHED, crash.code, str(crash), seconds=seconds)


def _kill(process: subprocess.Popen[bytes]) -> None:
    # The group is killed before its leader is reaped: until then its number cannot be another's.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def child() -> None:
    """Run one job in this process: the order comes on stdin, the result goes to ``result.json``."""
    order = json.load(sys.stdin)
    folder, limits = Path(order["folder"]), decode(Limits, order["limits"])
    _confine(limits)

    def step() -> None:
        _renew(limits.cpu_seconds)
        (folder / BEAT).touch()

    step()
    try:
        find(order["function"])(order["payload"], folder, step)
        result = _Result(Ending.DONE)
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
    memory = limits.memory_mb * 1024**2
    for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, MAX_FILE)):
        with suppress(ValueError, OSError):  # macOS refuses an address space limit
            resource.setrlimit(kind, (value, value))
    die_with_parent()


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
