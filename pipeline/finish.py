"""The end of a run: what the documents that are read amount to."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import reports
from pipeline.cache import DECK_FILE, REPORT_FILE, Counts, Entry, Store, load
from pipeline.errors import OutputError
from pipeline.model import Deck
from pipeline.records import Dataset, Report

QUEUE = "review/queue.csv"


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of each document, the counts of the run, and lines to warn of."""

    entries: tuple[Entry, ...]
    counts: Counts
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """The documents as one dataset, and what became of each; how many answers of people were followed or stale."""

    dataset: Dataset
    entries: tuple[Entry, ...]
    lines: tuple[str, ...]
    followed: int
    stale: int


def counted(store: Store, ids: Sequence[str]) -> Finished:
    """Look through the documents, one at a time, writing nothing."""
    entries, goals, actions = [], 0, 0
    for identity in ids:
        found = report(store, identity)
        entries.append(entry(found))
        goals, actions = goals + len(found.goals), actions + len(found.actions)
    return Finished(tuple(entries), Counts(goals, actions))


def report(store: Store, identity: str) -> Report:
    """Return what was understood of a document; raises ``OutputError`` where it is not there."""
    folder = store.folder(identity)
    found = load(Report, folder / REPORT_FILE)
    if found is not None:
        return found
    deck = load(Deck, folder / DECK_FILE)
    if deck is None:
        raise OutputError("a document is missing here", where=str(folder), remedy="run again with --force")
    return reports.read_only(deck, identity)


def entry(found: Report) -> Entry:
    """Return what ``run.json`` says of a document."""
    document = found.document
    issue = reports.trouble(found)
    told = (issue.message, issue.code) if issue else ("", "")
    return Entry(document.document_id, document.path, document.sha256, document.state, *told)


def doubts(queue: Path) -> int:
    """Return how many doubts wait in the queue."""
    with queue.open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(max(csv.field_size_limit(), queue.stat().st_size + 1))
        return sum(1 for _ in csv.DictReader(file))
