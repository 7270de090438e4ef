"""A process that forks others, so that what is slow to load is loaded once and each job still has its own process.

Two ends of two pipes: ``Nursery`` asks, ``serve`` answers.  The server runs no job itself and has one
thread.  It kills the group of a process before it reaps it: until then the number cannot be another's.
When its caller is gone, however it went, it ends every group and itself.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence

POLL_SECONDS = 0.01
CLOSE_SECONDS = 10
# A process that raised what its job should have caught.
BROKEN = 70


class LostError(Exception):
    """The server is gone, and its processes with it."""


class Nursery:
    """Starts processes by way of a server; for one thread."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the server: ``command`` must call ``serve``."""
        self._server = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._orders, self._answers = self._server.stdin, self._server.stdout
        self._heard = b""
        self._begun: list[int] = []
        self._ended: list[tuple[int, int]] = []

    @property
    def alive(self) -> bool:
        """Whether the server is there."""
        return self._server.poll() is None

    def begin(self, order: bytes) -> int:
        """Run the job of an order (one line) in a new process; return its number.  Raises ``LostError``."""
        self._say(b"begin " + order)
        while not self._begun:
            self._hear(None)
        return self._begun.pop()

    def end(self, process: int) -> None:
        """Kill the group of a process; its end is told by ``ended``."""
        self._say(b"end %d" % process)

    def ended(self, seconds: float) -> list[tuple[int, int]]:
        """Return number and exit status (a signal below 0) of processes that ended, waiting for one at most so long.

        Raises ``LostError``.
        """
        if not self._ended:
            self._hear(seconds)
        found, self._ended = self._ended, []
        return found

    def close(self) -> None:
        """End all processes."""
        with contextlib.suppress(OSError):
            self._orders.close()
        try:
            self._server.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._answers.close()

    def _say(self, line: bytes) -> None:
        try:
            self._orders.write(line + b"\n")
            self._orders.flush()
        except OSError as error:
            raise LostError from error

    def _hear(self, seconds: float | None) -> None:
        told = self._answers.fileno()
        if not select.select([told], [], [], seconds)[0]:
            return
        part = os.read(told, 1 << 16)
        if not part:
            raise LostError
        *lines, self._heard = (self._heard + part).split(b"\n")
        for line in lines:
            word, *numbers = line.split()
            if word == b"begun":
                self._begun.append(int(numbers[0]))
            else:
                self._ended.append((int(numbers[0]), int(numbers[1])))


def serve(run: Callable[[bytes], None], warm: Callable[[bytes], None]) -> None:
    """Answer a ``Nursery`` until it is gone: ``run`` an order in a fork; ``warm`` here for one that ended well."""
    orders, answers = os.dup(0), os.dup(1)
    _hush()  # what a library prints is no answer
    running: dict[int, bytes] = {}
    heard = b""
    while True:
        if select.select([orders], [], [], POLL_SECONDS if running else None)[0]:
            part = os.read(orders, 1 << 16)
            if not part:
                break
            *lines, heard = (heard + part).split(b"\n")
            for line in lines:
                verb, _, rest = line.partition(b" ")
                if verb == b"begin":
                    process = _begin(run, rest, (orders, answers))
                    running[process] = rest
                    os.write(answers, b"begun %d\n" % process)
                elif int(rest) in running:
                    _kill(int(rest))
        for process in [p for p in running if os.waitid(os.P_PID, p, os.WEXITED | os.WNOHANG | os.WNOWAIT)]:
            status = _reaped(process)
            os.write(answers, b"ended %d %d\n" % (process, status))
            order = running.pop(process)
            if status == 0:
                warm(order)
    for process in running:
        _reaped(process)


def _hush() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def _begin(run: Callable[[bytes], None], order: bytes, pipes: tuple[int, int]) -> int:
    process = os.fork()
    if process:
        with contextlib.suppress(OSError):  # by now it may have done so itself
            os.setpgid(process, process)
        return process
    try:
        os.setpgid(0, 0)
        for pipe in pipes:
            os.close(pipe)
        run(order)
    finally:
        os._exit(BROKEN)


def _reaped(process: int) -> int:
    _kill(process)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _kill(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
