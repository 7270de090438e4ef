"""Reads a folder of documents in one process, so that a large output folder is there in minutes.

What the documents leave is what workers leave; the next ``deckline run`` finds it waiting, as after a run
that was stopped before its end, and does the rest: the links, the tables, the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from pipeline.cluster import Work
from pipeline.run import Request, handle, run
from pipeline.settings import Settings
from pipeline.workers import End, Ending, Limits, Task


class _DoneError(Exception):
    """All documents were read."""


def _here(tasks: Sequence[Task], limits: Limits) -> Iterator[tuple[Task, End]]:
    for task in tasks:
        task.folder.mkdir(parents=True, exist_ok=True)
        handle(task.payload, task.folder, lambda: None)
        yield task, End(Ending.DONE)


@contextmanager
def _crew(settings: Settings, shared: Path, inputs: Sequence[Path]) -> Iterator[Work]:
    yield _here


def _stop(*_: object) -> None:
    raise _DoneError


def read(inputs: Path, out: Path) -> None:
    """Read all documents of ``inputs`` into ``out`` and stop before they are related."""
    with patch("pipeline.documents.crew", _crew), patch("pipeline.run._finish", _stop):
        try:
            run([str(inputs)], out, Request(Settings(pictures=True)), lambda *_: None)
        except _DoneError:
            return
