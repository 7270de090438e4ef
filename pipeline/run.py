"""Wires the stages: inputs -> workers -> reports -> dataset -> output folder.

The only module that imports all three stages, each where it is used: the parent never loads a
reader, a worker never loads pandas.
"""

from __future__ import annotations

import json
import logging
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline import __version__, finish, planning, profiles, reports
from pipeline.cache import (
    DECK_FILE,
    PICTURES,
    REPORT_FILE,
    Counts,
    Part,
    RunRecord,
    Store,
    digest,
    dump,
    load,
)
from pipeline.cluster import mapping
from pipeline.codec import Plain, decode, encode
from pipeline.deaths import PAGES_FILE, Trail, check_wanted, kept, left, marked
from pipeline.discovery import discover
from pipeline.documents import SOURCE_FILE, Order, Progress, Runner, made_in
from pipeline.errors import EncryptedError, ExitCode, UnsupportedError, UsageError
from pipeline.model import Deck, Page, Source
from pipeline.overrides import Overrides
from pipeline.planning import Basis, Candidate
from pipeline.planning import Step as Todo
from pipeline.pool import apart
from pipeline.profiles import Profile
from pipeline.records import Dataset, Report
from pipeline.settings import Settings
from pipeline.workers import Step

if TYPE_CHECKING:
    from pipeline.export import RunContext

JOB = "pipeline.run:handle"
# Text with these endings is no deck unless it is named one by one.
OTHER_TEXT = (
    *(".bib", ".bat", ".c", ".cfg", ".conf", ".cpp", ".css", ".csv", ".go", ".h", ".ini", ".ipynb", ".java", ".js"),
    *(".json", ".jsonl", ".lock", ".log", ".md", ".ps1", ".py", ".r", ".rst", ".sh", ".sql", ".svg", ".tex", ".toml"),
    *(".ts", ".tsv", ".xml", ".yaml", ".yml"),
)

log = logging.getLogger("deckline")


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for beside its inputs; ``job`` is the workers' function, ``passwords`` are tried in order."""

    settings: Settings
    language: str = "en"
    export: bool = True
    force: bool = False
    job: str = JOB
    passwords: tuple[str, ...] = field(default=(), repr=False)
    overrides: Overrides = field(default_factory=Overrides)

    def profile(self) -> Profile:
        """Return the profile of the run; raise ``ProfileError`` where it is not known."""
        return _profile(self.settings.lang, self.settings.profile or None)

    def basis(self) -> Basis:
        """Return what the results depend on beside the inputs."""
        return planning.basis(self.settings, self.profile(), self.language, self.passwords)

    def runner(self, store: Store, progress: Progress) -> Runner:
        """Return what runs the documents into ``store``."""
        return Runner(store, self.settings, progress, self.job, self.passwords)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: ``record`` as in ``run.json``, and the exit code that it deserves."""

    record: RunRecord
    exit_code: ExitCode
    missing: tuple[UsageError, ...] = ()
    unchanged: bool = False


def handle(payload: Plain, folder: Path, step: Step) -> None:
    """Do one order in a worker: leave ``deck.json``, ``tables/`` and ``report.json`` in ``made_in(folder)``."""
    order = decode(Order, payload)
    made = made_in(folder, order.document_id)
    made.mkdir(parents=True, exist_ok=True)
    if order.deck:
        shutil.copytree(order.deck, made, dirs_exist_ok=True)
    else:
        read = _resume(order, folder) if order.stopped else _read(order, folder, step)
        _keep_deck(read, order.document_id, folder, made)
    step()
    if order.understand:
        # Understood from the disk, where numbers are rounded: the stages one by one give the same bytes.
        deck = decode(Deck, json.loads((made / DECK_FILE).read_bytes()))
        profile = _profile(order.languages, None if order.every_organisation else order.organisations)
        (made / REPORT_FILE).write_bytes(dump(encode(_understand(deck, order.document_id, profile))))
    if order.pictures and not order.deck:
        # Last, so that a page that breaks the drawing costs no more than the pictures.
        _draw(read, order, made / PICTURES, step)


def warm(payload: Plain) -> None:
    """Load in advance, for the workers of a run, what they share: words of its languages, where one needed them."""
    order = decode(Order, payload)
    known = _profile(order.languages, None if order.every_organisation else order.organisations)
    if "wordfreq" in sys.modules:
        from pipeline.normalise.letters.prior import prior

        for language in known.languages:
            if language.letters:
                prior(language.code)


def _draw(deck: Deck, order: Order, folder: Path, step: Step) -> None:
    from pipeline.extract.pictures import write

    with suppress(OSError):
        write(Path(order.path).read_bytes(), deck, folder, order.passwords, step)


def _profile(languages: tuple[str, ...], organisations: tuple[str, ...] | None) -> Profile:
    return profiles.profile(languages, organisations)


def _read(order: Order, folder: Path, step: Step) -> Deck:
    from pipeline.extract.furniture import finish

    done = kept(folder) if order.deaths else []
    source, pages = _opened(order, folder, done)
    if not order.named and source.media_type.startswith("text/") and Path(order.path).suffix.lower() in OTHER_TEXT:
        raise UnsupportedError("text of another kind", where=order.shown_as, remedy="name the file to read it")
    (folder / SOURCE_FILE).write_bytes(dump(encode(source)))
    read = marked([*done, *_spooled(done, pages, folder / PAGES_FILE, step)], order.deaths)
    issues = check_wanted(order.pages, read)
    return reports.with_state(Deck(source, finish(read)), issues, stopped=False)


def _opened(order: Order, folder: Path, done: Sequence[Page]) -> tuple[Source, Iterator[Page]]:
    """Open the file without a password, then with each of those that were given, behind the pages that are done."""
    from pipeline.extract import open_document
    from pipeline.extract.scene import ReadOptions

    given = ReadOptions()
    options = replace(
        given,
        languages=order.languages or given.languages,
        pages=left(order.pages, done[-1].number if done else 0, given.max_pages, order.deaths),
        ocr=order.ocr,
        fatal=frozenset((death.page, death.rung) for death in order.deaths),
        watch=Trail(folder).watch,
    )
    *first, last = ("", *order.passwords)
    for password in first:
        with suppress(EncryptedError):
            return open_document(Path(order.path), order.shown_as, replace(options, password=password))
    return open_document(Path(order.path), order.shown_as, replace(options, password=last))


def _spooled(done: Sequence[Page], pages: Iterable[Page], spool: Path, step: Step) -> Iterator[Page]:
    with spool.open("wb") as file:
        for page in done:
            file.write(dump(encode(page)) + b"\n")
        for page in pages:
            file.write(dump(encode(page)) + b"\n")
            file.flush()
            step()
            yield page


def _resume(order: Order, folder: Path) -> Deck:
    from pipeline.extract.furniture import finish

    source = decode(Source, json.loads((folder / SOURCE_FILE).read_bytes()))
    issues = [order.stopped] if order.stopped else []
    return reports.with_state(Deck(source, finish(marked(kept(folder), order.deaths))), issues, stopped=True)


def _keep_deck(deck: Deck, identity: str, folder: Path, made: Path) -> None:
    from pipeline.export.cells import write_tables

    (made / DECK_FILE).write_bytes(dump(encode(deck)))
    write_tables(deck, identity, folder)


def _understand(deck: Deck, identity: str, profile: Profile) -> Report:
    from pipeline.normalise import understand
    from pipeline.normalise.letters import repair

    return reports.complete(understand(repair(deck, profile), identity, profile), deck)


def plan(places: Sequence[str], out: Path, request: Request, stdin: Iterable[str] = ()) -> tuple[Todo, ...]:
    """Return what a run would do, touching nothing."""
    found = planning.candidates(discover(places, out, stdin).inputs)
    basis = request.basis()
    return planning.plan(found, basis, Store(out), force=request.force)


def run(places: Sequence[str], out: Path, request: Request, progress: Progress, stdin: Iterable[str] = ()) -> Summary:
    """Read ``places`` into ``out``; ``request.export`` False stops after reading.

    Raises ``UsageError`` (nothing there, unknown profile) and ``OutputError``; trouble with a
    document is a row of the data and counts in the exit code.
    """
    basis = request.basis()
    found = discover(places, out, stdin)
    candidates = planning.candidates(found.inputs)
    store = Store(out)
    if not candidates:
        where = ", ".join(places)
        raise UsageError("no files to read", where=where, remedy="name files, or folders that hold some")
    with store.locked():
        todo = planning.plan(candidates, basis, store, force=request.force)
        key = _run_key(candidates, basis, request.overrides) if request.export else ""
        before = store.record()
        if (
            before
            and key
            and before.key == key
            and store.whole(before)
            and not any(t.read or t.understand for t in todo)
        ):
            store.leave()
            return _summary(before, found.missing, unchanged=True)
        _tell(todo)
        runner = request.runner(store, progress)
        runner.unopened(todo)
        runner.documents(todo, understand=request.export)
        return _finish(store, [c.document_id for c in candidates], request, basis, key, found.missing)


def _tell(todo: Sequence[Todo]) -> None:
    for one in todo:
        if one.why:
            log.info("%s: %s (%s)", one.candidate.input.shown_as, "read" if one.read else "understood", one.why)


def _run_key(candidates: Sequence[Candidate], basis: Basis, overrides: Overrides) -> str:
    inputs = tuple(
        Part(f"{c.document_id} {c.input.shown_as} {c.input.named} {c.copy_of}", c.sha256 or str(c.trouble))
        for c in candidates
    )
    locked = basis.passwords if any(c.locked for c in candidates) else ""
    return digest(inputs, basis.reading, basis.understanding, basis.relating, locked, overrides.digest)


def _summary(record: RunRecord, missing: Sequence[UsageError] = (), *, unchanged: bool = False) -> Summary:
    codes = [entry.code for entry in record.documents]
    code = reports.exit_code([entry.state for entry in record.documents], codes, missing=bool(missing))
    return Summary(record, code, tuple(missing), unchanged)


def understand_again(out: Path, request: Request, progress: Progress) -> Summary:
    """Understand again what was read into ``out`` before, where program, profiles or tools have changed."""
    store, basis = Store(out), request.basis()
    with store.locked():
        before = _known(store)
        todo = planning.again(
            [(e.document_id, e.path, e.sha256) for e in before.documents], basis, store, request.force
        )
        _tell(todo)
        request.runner(store, progress).documents(todo, understand=True)
        ids = [entry.document_id for entry in before.documents]
        return _finish(store, ids, replace(request, export=False), basis, "", ())


def export_again(out: Path, request: Request) -> Summary:
    """Relate the reports that lie in ``out`` and write every table and report anew."""
    store, basis = Store(out), request.basis()
    with store.locked():
        before = _known(store)
        ids = [entry.document_id for entry in before.documents]
        return _finish(store, ids, request, basis, before.key if not request.overrides.rows else "", ())


def _known(store: Store) -> RunRecord:
    record = store.record()
    if record is None:
        store.leave()
        raise UsageError("holds no finished run", where=str(store.out), remedy="run 'deckline extract' or 'run' first")
    return record


def _finish(
    store: Store, ids: Sequence[str], request: Request, basis: Basis, key: str, missing: Sequence[UsageError]
) -> Summary:
    exported = store.work / "export"
    exported.mkdir(parents=True, exist_ok=True)
    # Neither the dataset nor what relates and writes it is ever loaded here, so this process stays small.
    open_to_all = replace(request, passwords=())
    finished = apart(_write, store, ids, open_to_all, exported) if request.export else finish.counted(store, ids)
    for line in finished.lines:
        log.warning(line)
    record = RunRecord(__version__, key, _settings(request), basis.tools, finished.counts, finished.entries)
    store.publish(record, exported, replaces_data=request.export)
    return _summary(store.record() or record, missing)


def _settings(request: Request) -> tuple[Part, ...]:
    s = request.settings
    values = {
        "profile": ",".join(Path(name).name for name in s.profile) or "all",
        "lang": ",".join(s.lang) or "all",
        "pages": ",".join(map(str, s.pages)) or "all",
        "ocr": s.ocr,
        "pictures": "true" if s.pictures else "false",
        "page_seconds": str(s.page_seconds),
        "memory_mb": str(s.memory_mb),
        "language": request.language,
        "overrides": request.overrides.digest,
    }
    return tuple(Part(name, value) for name, value in values.items())


def _relate(store: Store, ids: Sequence[str], request: Request) -> finish.Related:
    from pipeline.normalise import relate
    from pipeline.overrides.apply import apply, stale_lines

    loaded = [finish.report(store, identity) for identity in ids]
    entries = tuple(map(finish.entry, loaded))
    answered = apply(loaded, request.overrides)
    size = sum(len(one.actions) for one in answered.reports)
    with mapping(request.settings, store.work, size) as each:
        dataset: Dataset = relate(answered.reports, request.profile(), answered.decisions, each)
    dataset = replace(dataset, issues=(*dataset.issues, *answered.issues))
    return finish.Related(dataset, entries, tuple(stale_lines(dataset.issues)), answered.followed, answered.stale)


def _write(store: Store, ids: Sequence[str], request: Request, folder: Path) -> finish.Finished:
    from pipeline.export import write
    from pipeline.export.views import tally

    # Apart again: the word lists that relate are gone when the tables are written.
    related = apart(_relate, store, ids, request)
    dataset = related.dataset
    write(dataset, folder, _context(store, related, request))
    size = (len(dataset.goals), len(dataset.actions), len(dataset.links))
    counts = Counts(*size, finish.doubts(folder / finish.QUEUE), related.followed, related.stale, *tally(dataset))
    return finish.Finished(related.entries, counts, related.lines)


def _context(store: Store, related: finish.Related, request: Request) -> RunContext:
    from pipeline.export import Pictures, RunContext

    inputs = tuple((e.path, e.sha256, str(e.state)) for e in related.entries)
    settings = tuple((part.name, part.value) for part in _settings(request))
    folders = {d.document_id: store.folder(d.document_id) / PICTURES for d in related.dataset.documents}
    return RunContext(__version__, settings, inputs, request.language, pictures=Pictures.of(folders))


def understand(deck: Deck, identity: str, request: Request) -> Report:
    """Return what a deck says, in this process."""
    return _understand(deck, identity, request.profile())


def relate(loaded: Sequence[Report], request: Request) -> Dataset:
    """Return the reports as one dataset, its records linked through the years, in this process."""
    from pipeline.normalise import relate as linked

    return linked(loaded, request.profile())


def look(place: str, request: Request, *, understand: bool = True) -> tuple[Deck | None, Report]:
    """Read one file in a worker and return what was found, keeping nothing."""
    candidates = planning.candidates(discover([place], None).inputs[:1])
    with TemporaryDirectory(prefix="deckline-") as scratch:
        store, basis = Store(Path(scratch)), request.basis()
        with store.locked():
            todo = planning.plan(candidates, basis, store, force=True)
            local = replace(request, settings=replace(request.settings, executor="local"))
            runner = local.runner(store, lambda *_: None)
            runner.unopened(todo)
            runner.documents(todo, understand=understand)
            identity = candidates[0].document_id
            return load(Deck, store.folder(identity) / DECK_FILE), finish.report(store, identity)


def drawn(place: str, deck: Deck, request: Request, folder: Path) -> tuple[Path, ...]:
    """Draw what was found in a file upon pictures of its pages, one file each in ``folder``."""
    from pipeline.extract.overlay import draw

    return draw(Path(place), deck.pages, folder, request.passwords)
