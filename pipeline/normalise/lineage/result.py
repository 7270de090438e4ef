"""What relating decks yields."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Issue
from pipeline.records import Change, Link, Outcome, Thread


@dataclass(frozen=True, slots=True)
class Lineage:
    """What connects the records of several decks.

    ``series`` are the ids of the documents that belong together; ``issues`` are what the links leave open.
    """

    links: tuple[Link, ...] = ()
    threads: tuple[Thread, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    changes: tuple[Change, ...] = ()
    series: tuple[tuple[str, ...], ...] = ()
    issues: tuple[Issue, ...] = ()
