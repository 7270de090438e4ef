"""Spreads work that is the same for many things over processes, where that is worth their start."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
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
