"""What lies in the output folder between runs, and whether it still holds.

A finished document waits in ``.work/documents/`` until the whole run is done, then everything moves
to its place and ``run.json`` is written last: until then the old output stays, and a run that was
killed goes on with what waits.  No clock, no absolute path and no password is kept.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TypeVar

from pipeline.codec import decode, encode
from pipeline.errors import OutputError
from pipeline.model import State

WORK = ".work"
DOCUMENTS = "documents"
RUN_FILE = "run.json"
DECK_FILE = "deck.json"
REPORT_FILE = "report.json"
KEYS_FILE = "key.json"
PICTURES = "pages"
_REMEDY = "check the permissions and the free space, or choose another output folder"
_PACKAGE = Path(__file__).parent
_CORE = (
    "errors.py",
    "reading.py",
    "model.py",
    "records.py",
    "codec.py",
    "naming.py",
    "profiles.py",
    "run.py",
    "reports.py",
    "documents.py",
    "deaths.py",
    "finish.py",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a key: what a result depends on, as a digest or a short text."""

    name: str
    value: str


Key = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the deck and the report of a document were made from; empty: not to be used again."""

    extract: Key = ()
    normalise: Key = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records a run gave, and how many answers of people it followed or found stale.

    ``goal_threads`` and ``action_threads`` count what goes on from year to year once, as the report does.
    """

    goals: int = 0
    actions: int = 0
    links: int = 0
    doubts: int = 0
    followed: int = 0
    stale: int = 0
    goal_threads: int = 0
    action_threads: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One input in ``run.json``; ``trouble`` is what to tell the user about it."""

    document_id: str
    path: str
    sha256: str
    state: State
    trouble: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a run wrote, relative to the output folder."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """``run.json``: enough to tell that nothing has changed, and what was done with what."""

    deckline: str
    key: str
    settings: tuple[Part, ...] = ()
    tools: tuple[Part, ...] = ()
    counts: Counts = Counts()
    documents: tuple[Entry, ...] = ()
    files: tuple[Made, ...] = ()


def changed(old: Key, new: Key) -> str:
    """Say which parts differ, for ``-v``; empty when none does."""
    before = {p.name: p.value for p in old}
    return ", ".join(p.name for p in new if before.get(p.name) != p.value)


def digest(*values: object) -> str:
    """Return 16 hex digits over values that ``codec.encode`` takes."""
    return hashlib.sha256(dump([encode(v) for v in values])).hexdigest()[:16]


def code_digest(*stages: str) -> str:
    """Return a digest of the program text of the core and of ``stages``, so that no old result outlives its code."""
    files = [_PACKAGE / name for name in _CORE]
    for stage in stages:
        files += sorted(p for p in (_PACKAGE / stage).rglob("*") if p.is_file() and p.suffix != ".pyc")
    total = hashlib.sha256()
    for path in files:
        if path.is_file():
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def dump(value: object) -> bytes:
    """Return plain data as JSON bytes, keys sorted; a lone surrogate becomes its escape, so it comes back."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def pretty(value: object) -> bytes:
    """Return plain data as indented JSON bytes for people."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8", "backslashreplace")


def load(kind: type[T], path: Path) -> T | None:
    """Read a ``kind`` from a JSON file; None when it is not there, torn, or of another version."""
    try:
        return decode(kind, json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


class Store:
    """The output folder.  Its methods raise ``OutputError`` when it cannot be written."""

    def __init__(self, out: Path) -> None:
        """Stand for ``out``; nothing is touched yet."""
        self.out, self.work = out, out / WORK

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder, keep other runs out of it, and clear away what a killed run left half done."""
        if self.out.exists() and not self.out.is_dir():
            raise OutputError("is a file, not a folder", where=str(self.out), remedy="choose another folder with -o")
        with self._writing():
            self.work.mkdir(parents=True, exist_ok=True)
            lock = (self.work / "lock").open("wb")
        with lock:
            self._lock(lock)
            with self._writing():
                shutil.rmtree(self.work / "jobs", ignore_errors=True)
                shutil.rmtree(self.work / "export", ignore_errors=True)
            yield

    def _lock(self, lock: IO[bytes]) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            remedy = "wait for it, or choose another output folder"
            raise OutputError("another run is writing here", where=str(self.out), remedy=remedy) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = str(error.filename or self.out)
            raise OutputError(error.strerror or str(error), where=where, remedy=_REMEDY) from error

    def record(self) -> RunRecord | None:
        """Return the last whole run, None where there is none."""
        return load(RunRecord, self.out / RUN_FILE)

    def keys(self, document_id: str) -> Keys:
        """Return what the document that lies here was made from; empty where there is none."""
        return load(Keys, self.folder(document_id) / KEYS_FILE) or Keys()

    def folder(self, document_id: str) -> Path:
        """Return where a document lies now: waiting, or in its place."""
        waiting = self.work / DOCUMENTS / document_id
        return waiting if (waiting / KEYS_FILE).is_file() else self.out / DOCUMENTS / document_id

    def job(self, n: int) -> Path:
        """Return the scratch folder of job ``n``."""
        return self.work / "jobs" / str(n)

    def stage(self, document_id: str, made: Path, keys: Keys) -> None:
        """Let a finished document wait for the end of the run; its keys are written last."""
        waiting = self.work / DOCUMENTS / document_id
        with self._writing():
            (made / KEYS_FILE).write_bytes(pretty(encode(keys)))
            shutil.rmtree(waiting, ignore_errors=True)
            waiting.parent.mkdir(parents=True, exist_ok=True)
            made.replace(waiting)

    def leave(self) -> None:
        """Clear the working folder away."""
        shutil.rmtree(self.work, ignore_errors=True)

    def publish(self, record: RunRecord, exported: Path, *, replaces_data: bool) -> None:
        """Move documents and exported files to their places, drop what is stale, write ``run.json`` last.

        Without ``replaces_data`` the files of the last export stay as they are.
        """
        before = self.record()
        with self._writing():
            # From here to the end the folder is neither old nor new, and says so by having no run.json.
            (self.out / RUN_FILE).unlink(missing_ok=True)
            self._settle([e.document_id for e in record.documents])
            old = before.files if before else ()
            fresh = _files(exported)
            files = fresh if replaces_data else old
            for made in fresh:
                _swap(exported / made.path, self.out / made.path, made.sha256)
            for path in sorted({o.path for o in old} - {m.path for m in files}):
                (self.out / path).unlink(missing_ok=True)
            os.sync()  # run.json vouches for all that was written before it
            self._replace(self.out / RUN_FILE, pretty(encode(replace(record, files=files))))
        self.leave()

    def _settle(self, keep: Sequence[str]) -> None:
        documents = self.out / DOCUMENTS
        documents.mkdir(parents=True, exist_ok=True)
        for name in keep:
            waiting = self.work / DOCUMENTS / name
            if (waiting / KEYS_FILE).is_file():
                shutil.rmtree(documents / name, ignore_errors=True)
                waiting.replace(documents / name)
        for folder in sorted(documents.iterdir()):
            if folder.is_dir() and folder.name not in keep and (folder / KEYS_FILE).is_file():
                shutil.rmtree(folder)

    def _replace(self, path: Path, data: bytes) -> None:
        part = self.work / "run.part"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def whole(self, record: RunRecord) -> bool:
        """Whether every file and folder that a run wrote is still there."""
        documents = self.out / DOCUMENTS
        return all((self.out / made.path).is_file() for made in record.files) and all(
            (documents / entry.document_id / KEYS_FILE).is_file() for entry in record.documents
        )


def _files(folder: Path) -> tuple[Made, ...]:
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return tuple(Made(p.relative_to(folder).as_posix(), _digest_of(p)) for p in paths)


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _swap(new: Path, place: Path, sha256: str) -> None:
    if place.is_file() and place.stat().st_size == new.stat().st_size and _digest_of(place) == sha256:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    new.replace(place)
