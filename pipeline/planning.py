"""What a run has to do: which inputs are new, which are known, which are copies of another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cache import DECK_FILE, Key, Keys, Part, Store, changed, code_digest, digest
from pipeline.discovery import Input
from pipeline.doctor import language_tools, reading_tools
from pipeline.errors import DocumentError, LimitError
from pipeline.naming import document_id
from pipeline.profiles import Profile
from pipeline.settings import Settings

MAX_BYTES = 1_000_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Basis:
    """What the results of a run depend on beside its inputs."""

    reading: Key
    understanding: Key
    relating: Key
    tools: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An input with its content hash and id; ``trouble`` is why it cannot be opened, ``copy_of`` the id of its twin."""

    input: Input
    sha256: str
    document_id: str
    trouble: DocumentError | None = None
    copy_of: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with a candidate: ``read`` it, ``understand`` what was read before, or nothing, and why."""

    candidate: Candidate
    keys: Keys
    read: bool
    understand: bool
    why: str = ""


def basis(settings: Settings, profile: Profile, language: str = "en") -> Basis:
    """Collect what results depend on: program text, options, limits, profiles, tools."""
    read_with, corrected_with = reading_tools(), language_tools()
    limits = (settings.page_seconds, settings.memory_mb)
    options = (settings.lang, settings.pages, settings.ocr, *limits)
    reading = (
        Part("program", code_digest("extract")),
        Part("options", digest(*options)),
        Part("tools", digest(read_with)),
    )
    understanding = (
        Part("program", code_digest("normalise")),
        Part("profiles", hashlib.sha256(repr(profile).encode()).hexdigest()[:16]),
        Part("tools", digest(corrected_with)),
    )
    relating = (Part("program", code_digest("normalise", "export")), Part("language", language))
    return Basis(reading, understanding, relating, (*read_with, *corrected_with))


def candidates(inputs: Sequence[Input]) -> tuple[Candidate, ...]:
    """Hash the inputs and name them; the second and later files of one content become copies of the first."""
    found: list[Candidate] = []
    first: dict[str, Candidate] = {}
    taken: set[str] = set()
    for one in inputs:
        candidate = _candidate(one)
        twin = first.get(candidate.sha256) if candidate.sha256 else None
        name = _free(candidate.document_id, taken)
        taken.add(name)
        copy = (twin.document_id, twin.input.shown_as) if twin else ("", "")
        whole = Candidate(one, candidate.sha256, name, candidate.trouble, *copy)
        if candidate.sha256 and twin is None:
            first[candidate.sha256] = whole
        found.append(whole)
    return tuple(found)


def _candidate(one: Input) -> Candidate:
    try:
        sha256 = "" if one.refusal else _hash(one.path)
    except DocumentError as error:
        return Candidate(one, "", _unhashed(one), error)
    if one.refusal:
        refused = DocumentError(one.refusal, where=one.shown_as, remedy="copy the file itself into the folder")
        return Candidate(one, "", _unhashed(one), refused)
    return Candidate(one, sha256, document_id(one.shown_as, sha256))


def _unhashed(one: Input) -> str:
    return document_id(one.shown_as, hashlib.sha256(one.shown_as.encode()).hexdigest())


def _hash(path: Path) -> str:
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            size = 0
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise LimitError("larger than 1 GB", where=path.name, remedy="split the file or leave it out")
                total.update(chunk)
    except OSError as error:
        remedy = "check the permissions"
        raise DocumentError(error.strerror or str(error), where=path.name, remedy=remedy) from error
    return total.hexdigest()


def _free(name: str, taken: set[str]) -> str:
    n, free = 2, name
    while free in taken:
        free, n = f"{name}-{n}", n + 1
    return free


def plan(found: Sequence[Candidate], on: Basis, store: Store, *, force: bool) -> tuple[Step, ...]:
    """Compare each candidate with what lies in the store."""
    return tuple(_step(one, on, store, force) for one in found)


def _step(one: Candidate, on: Basis, store: Store, force: bool) -> Step:
    own = (Part("content", one.sha256), Part("path", one.input.shown_as), Part("named", str(one.input.named)))
    extract = (*own, *on.reading)
    keys = Keys(extract, (*on.understanding, Part("deck", digest(extract))))
    if one.trouble or one.copy_of:
        return Step(one, keys, read=False, understand=False)
    old = store.keys(one.document_id)
    if force or not old.extract:
        return Step(one, keys, read=True, understand=True, why="asked for" if force else "new or unfinished")
    if why := changed(old.extract, extract):
        return Step(one, keys, read=True, understand=True, why=f"changed: {why}")
    has_deck = (store.folder(one.document_id) / DECK_FILE).is_file()
    why = changed(old.normalise, keys.normalise) if has_deck else ""
    return Step(one, keys, read=False, understand=bool(why), why=f"changed: {why}" if why else "")


def again(documents: Sequence[tuple[str, str, str]], on: Basis, store: Store, force: bool) -> tuple[Step, ...]:
    """Plan to understand what was read before; ``documents`` are (id, shown path, sha256)."""
    steps: list[Step] = []
    for name, shown_as, sha256 in documents:
        old = store.keys(name)
        keys = Keys(old.extract, (*on.understanding, Part("deck", digest(old.extract))))
        why = "asked for" if force else changed(old.normalise, keys.normalise)
        has_deck = (store.folder(name) / DECK_FILE).is_file()
        candidate = Candidate(Input(Path(), shown_as, named=True), sha256, name)
        steps.append(Step(candidate, keys, read=False, understand=bool(why) and has_deck, why=why if has_deck else ""))
    return tuple(steps)
