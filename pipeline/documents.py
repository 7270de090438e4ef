"""The documents of a run: orders for the workers, and what becomes of a document when its worker ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import reports
from pipeline.cache import DECK_FILE, DOCUMENTS, REPORT_FILE, Keys, Store, dump, load
from pipeline.cluster import Work, crew
from pipeline.codec import decode, encode
from pipeline.deaths import MOST_DEATHS, PAGES_FILE, Death, died_at, whole_lines
from pipeline.errors import Code, OutputError, Severity, UnsupportedError
from pipeline.model import Deck, Issue, State
from pipeline.planning import Candidate, Step
from pipeline.records import Report
from pipeline.settings import Settings
from pipeline.workers import End, Ending, Limits, Task

SOURCE_FILE = "source.json"

log = logging.getLogger("deckline")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to do with one document.

    ``deck`` is a folder with a deck that was read before; ``stopped`` the issue that ended an earlier
    worker, whose pages lie in this one's folder; ``deaths`` what earlier workers died of, ``spent`` the seconds
    that they took; ``passing`` says that the machine's load may have stopped one.
    """

    path: str
    shown_as: str
    named: bool
    document_id: str
    languages: tuple[str, ...]
    organisations: tuple[str, ...]
    every_organisation: bool
    pages: tuple[int, ...]
    ocr: str
    understand: bool
    pictures: bool = False
    passwords: tuple[str, ...] = ()
    deck: str = ""
    stopped: Issue | None = None
    passing: bool = False
    deaths: tuple[Death, ...] = ()
    spent: float = 0.0


def made_in(folder: Path, identity: str) -> Path:
    """Return where a worker with the scratch ``folder`` leaves a document: laid out like the output folder."""
    return folder / DOCUMENTS / identity


@dataclass(frozen=True, slots=True)
class Runner:
    """One run into one output folder; ``job`` is the worker's function, ``passwords`` go to workers by pipe alone."""

    store: Store
    settings: Settings
    progress: Progress
    job: str
    passwords: tuple[str, ...] = ()

    def orders(self, todo: Sequence[Step], *, understand: bool) -> list[Task]:
        """Return the tasks of all documents that something is to be done with."""
        return [
            Task(one.candidate.document_id, self.job, encode(self._order(one, understand)), self.store.job(n))
            for n, one in enumerate(todo)
            if one.read or (understand and one.understand)
        ]

    def _order(self, one: Step, understand: bool) -> Order:
        candidate, settings = one.candidate, self.settings
        return Order(
            str(candidate.input.path),
            candidate.input.shown_as,
            candidate.input.named,
            candidate.document_id,
            settings.lang,
            settings.profile,
            not settings.profile,
            settings.pages,
            settings.ocr,
            understand,
            settings.pictures,
            self.passwords if candidate.locked else (),
            "" if one.read else str(self.store.folder(candidate.document_id)),
        )

    def documents(self, todo: Sequence[Step], *, understand: bool) -> None:
        """Read and understand what is to be, each document in its worker; every one is staged as it ends."""
        tasks = self.orders(todo, understand=understand)
        if tasks:
            inputs = [one.candidate.input.path for one in todo if one.read and one.candidate.sha256]
            with crew(self.settings, self.store.work, inputs) as work:
                self._run(work, {one.candidate.document_id: one for one in todo}, tasks, understand)

    def _run(self, work: Work, steps: Mapping[str, Step], tasks: list[Task], understand: bool) -> None:
        done, total = 0, len(tasks)
        while tasks:
            again: list[Task] = []
            for task, end in work(tasks, self._limits()):
                log.debug("%s: %s in %.2f s", task.name, end.ending, end.seconds)
                rescue = self._ended(steps[task.name], task, end, understand)
                again += [rescue] if rescue else []
                done += rescue is None
                self.progress(done, total, steps[task.name].candidate.input.shown_as)
            tasks = again

    def _limits(self) -> Limits:
        s = self.settings
        return Limits(s.page_seconds, s.silent_seconds, s.document_seconds, s.memory_mb)

    def _ended(self, one: Step, task: Task, end: End, understand: bool) -> Task | None:
        """Stage what a worker left; return a task that saves the pages of one that was stopped."""
        made = made_in(task.folder, task.name)
        order = decode(Order, task.payload)
        passing = order.passing or end.ending in (Ending.SILENT, Ending.WALL)
        if end.trace:
            log.debug("%s", end.trace)
        if end.ending is Ending.DONE:
            keys = one.keys if understand else Keys(one.keys.extract)
            self.store.stage(task.name, made, Keys() if passing else keys)
            return None
        if end.code == OutputError.code:
            raise OutputError(end.message)
        issue = Issue("", 0, Severity.ERROR, end.code, end.message)
        deck = load(Deck, made / DECK_FILE)
        if deck is None and (further := self._further(order, task.folder, end)):
            return replace(task, payload=encode(replace(further, passing=passing)))
        if load(Report, made / REPORT_FILE) is not None or (deck is not None and not understand):
            # All but the pictures of the pages was done.
            self.store.stage(task.name, made, one.keys if understand else Keys(one.keys.extract))
            return None
        if deck is None and order.stopped is None and whole_lines(task.folder / PAGES_FILE):
            return replace(task, payload=encode(replace(order, stopped=issue, passing=passing)))
        made.mkdir(parents=True, exist_ok=True)
        report = self._failure(one.candidate, end, issue) if deck is None else reports.unread(deck, task.name, issue)
        (made / REPORT_FILE).write_bytes(dump(encode(report)))
        # What the load of the machine may have caused is tried again in the next run.
        self.store.stage(task.name, made, Keys() if passing else one.keys)
        return None

    def _further(self, order: Order, folder: Path, end: End) -> Order | None:
        """Return the order to go on behind what killed a worker; ``None`` where it has to stop."""
        spent = order.spent + end.seconds
        over = spent > self.settings.document_seconds or len(order.deaths) >= MOST_DEATHS
        if order.stopped or order.deck or over or not end.killed or end.ending is Ending.WALL:
            return None
        death = died_at(folder, end.code, end.message)
        if death is None or (death.page, death.rung) in [(d.page, d.rung) for d in order.deaths]:
            return None
        return replace(order, deaths=(*order.deaths, death), spent=spent)

    def _failure(self, one: Candidate, end: End, issue: Issue) -> Report:
        skipped = end.code == UnsupportedError.code and not one.input.named
        state = State.SKIPPED if skipped else State.ERROR
        told = replace(issue, severity=Severity.INFO) if skipped else issue
        return reports.bare(one.document_id, one.input.shown_as, one.sha256, state, told)

    def unopened(self, todo: Sequence[Step]) -> None:
        """Stage the rows of inputs that no worker sees: copies of another, and what cannot be opened."""
        for n, one in enumerate(todo):
            issue, state = _without_worker(one.candidate)
            if issue is None:
                continue
            candidate = one.candidate
            made = made_in(self.store.job(n), candidate.document_id)
            made.mkdir(parents=True, exist_ok=True)
            report = reports.bare(candidate.document_id, candidate.input.shown_as, candidate.sha256, state, issue)
            (made / REPORT_FILE).write_bytes(dump(encode(report)))
            self.store.stage(candidate.document_id, made, Keys())


def _without_worker(one: Candidate) -> tuple[Issue | None, State]:
    if one.copy_of:
        message = f"same content as {one.twin} ({one.copy_of})"
        return Issue("", 0, Severity.INFO, Code.DUPLICATE, message), State.DUPLICATE
    if one.trouble is None:
        return None, State.OK
    state = State.ERROR if one.input.named or not one.input.refusal else State.SKIPPED
    severity = Severity.ERROR if state is State.ERROR else Severity.INFO
    return Issue("", 0, severity, one.trouble.code, str(one.trouble)), state
