"""Work in other processes: the same for many things, where that is worth their start, or one thing apart."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import ParamSpec, Protocol, TypeVar, cast

from pipeline.errors import OutputError
from pipeline.workers import die_with_parent

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
# A process costs the time of some thousand statements to start.
WORTH = 20_000
# So many portions per process even out what is large and what is small.
_PORTIONS = 4


class Each(Protocol):
    """Maps over things, like ``map``."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """Return the results in the order of ``items``."""


@contextmanager
def mapping(jobs: int, size: int) -> Iterator[Each]:
    """Give a map over ``jobs`` processes; the plain one where one is enough for ``size`` statements."""
    if jobs < 2 or size < WORTH:
        yield map
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:

        def each(function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
            found = tuple(items)
            return pool.map(function, found, chunksize=max(1, len(found) // (_PORTIONS * jobs)))

        yield each


def apart(function: Callable[P, R], *values: P.args, **named: P.kwargs) -> R:
    """Return what ``function`` returns in a process of its own: what it loads and holds is never in this one.

    Everything travels, so it must be picklable; so do errors.  Raises ``OutputError`` where the process is killed.
    An interrupt of this process ends the other with all that it started.
    """
    context = multiprocessing.get_context("spawn")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(answer, function, values, named))
    process.start()
    answer.close()
    try:
        done, result = answers.recv()
    except EOFError:
        done, result = False, None
    finally:
        _end(process.pid)
        process.join()
    if done:
        return cast(R, result)
    remedy = "the same command goes on where it was; where memory was short, close other programs"
    raise result or OutputError(f"a process ended with {process.exitcode} before its answer", remedy=remedy)


def _answer(pipe: Connection, function: Callable[..., object], values: object, named: object) -> None:
    with suppress(OSError):
        os.setsid()
    die_with_parent()
    try:
        answer = True, function(*cast("tuple[object, ...]", values), **cast("dict[str, object]", named))
    except Exception as error:
        error.add_note(traceback.format_exc())
        answer = False, error
    with suppress(BrokenPipeError):  # who asked is gone
        pipe.send(answer)


def _end(leader: int | None) -> None:
    # The leader is not reaped before this, so that its number cannot be another's.
    with suppress(ProcessLookupError, PermissionError):
        if leader is not None and os.getpgid(leader) == leader:
            os.killpg(leader, signal.SIGKILL)
        elif leader is not None:
            os.kill(leader, signal.SIGKILL)
