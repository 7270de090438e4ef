"""What a run has to do: which inputs are new, which are known, which are copies of another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cache import DECK_FILE, Key, Keys, Part, Store, changed, code_digest, digest
from pipeline.discovery import Input
from pipeline.doctor import language_tools, reading_tools
from pipeline.errors import DocumentError, LimitError
from pipeline.naming import document_id, slug
from pipeline.profiles import Profile
from pipeline.settings import Settings

MAX_BYTES = 1_000_000_000
_CHUNK = 1 << 20
_LOCKED = b"/Encrypt"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the results of a run depend on beside its inputs."""

    reading: Key
    understanding: Key
    relating: Key
    tools: tuple[Part, ...]
    passwords: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An input with its content hash and id.

    ``trouble`` is why it cannot be opened, ``copy_of`` the id of its twin, ``locked`` whether it may want a password.
    """

    input: Input
    sha256: str
    document_id: str
    trouble: DocumentError | None = None
    copy_of: str = ""
    twin: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with a candidate: ``read`` it, ``understand`` what was read before, or nothing, and why."""

    candidate: Candidate
    keys: Keys
    read: bool
    understand: bool
    why: str = ""


def basis(settings: Settings, profile: Profile, language: str = "en", passwords: tuple[str, ...] = ()) -> Basis:
    """Collect what results depend on: program text, options, limits, profiles, tools, passwords (as a digest)."""
    read_with, corrected_with = reading_tools(), language_tools()
    limits = (settings.page_seconds, settings.memory_mb)
    options = (settings.lang, settings.pages, settings.ocr, settings.pictures, *limits)
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
    return Basis(reading, understanding, relating, (*read_with, *corrected_with), _digest_of(passwords))


def _digest_of(passwords: tuple[str, ...]) -> str:
    """Return a salted digest that is slow to guess at (scrypt, RFC 7914): it lies in the output folder."""
    if not passwords:
        return ""
    joined = "\n".join(passwords).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(joined, salt=b"deckline passwords", n=2**14, r=8, p=1, dklen=16).hex()


def candidates(inputs: Sequence[Input]) -> tuple[Candidate, ...]:
    """Hash the inputs and name them; the second and later files of one content become copies of the first."""
    found: list[Candidate] = []
    first: dict[str, Candidate] = {}
    taken: set[str] = set()
    for one in inputs:
        candidate = _candidate(one)
        twin = first.get(candidate.sha256) if candidate.sha256 else None
        name = _free(candidate, taken)
        taken.add(name)
        copy = (twin.document_id, twin.input.shown_as) if twin else ("", "")
        whole = replace(candidate, document_id=name, copy_of=copy[0], twin=copy[1])
        if candidate.sha256 and twin is None:
            first[candidate.sha256] = whole
        found.append(whole)
    return tuple(found)


def _candidate(one: Input) -> Candidate:
    try:
        sha256, locked = ("", False) if one.refusal else _hash(one.path)
    except DocumentError as error:
        return Candidate(one, "", _unhashed(one), error)
    if one.refusal:
        refused = DocumentError(one.refusal, where=one.shown_as, remedy="copy the file itself into the folder")
        return Candidate(one, "", _unhashed(one), refused)
    return Candidate(one, sha256, document_id(one.shown_as, sha256), locked=locked)


def _unhashed(one: Input) -> str:
    return document_id(one.shown_as, hashlib.sha256(one.shown_as.encode()).hexdigest())


def _hash(path: Path) -> tuple[str, bool]:
    """Return the SHA-256 of a file, and whether it names an encryption as a PDF does (never compressed)."""
    total, locked, before = hashlib.sha256(), False, b""
    try:
        with path.open("rb") as file:
            size = 0
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise LimitError("larger than 1 GB", where=path.name, remedy="split the file or leave it out")
                total.update(chunk)
                locked = locked or _LOCKED in before + chunk
                before = chunk[-len(_LOCKED) :]
    except OSError as error:
        remedy = "check the permissions"
        raise DocumentError(error.strerror or str(error), where=path.name, remedy=remedy) from error
    return total.hexdigest(), locked


def _free(one: Candidate, taken: set[str]) -> str:
    """Name a copy by its path where the file's name alone is taken; a number tells only like paths apart."""
    if one.document_id not in taken:
        return one.document_id
    tail = one.document_id.rpartition("-")[2]
    name = f"{slug(one.input.shown_as)}-{tail}"
    n, free = 2, name
    while free in taken:
        free, n = f"{name}-{n}", n + 1
    return free


def plan(found: Sequence[Candidate], on: Basis, store: Store, *, force: bool) -> tuple[Step, ...]:
    """Compare each candidate with what lies in the store."""
    return tuple(_step(one, on, store, force) for one in found)


def _step(one: Candidate, on: Basis, store: Store, force: bool) -> Step:
    own = (Part("content", one.sha256), Part("path", one.input.shown_as), Part("named", str(one.input.named)))
    opened = (Part("passwords", digest(on.passwords, one.sha256)),) if one.locked and on.passwords else ()
    extract = (*own, *on.reading, *opened)
    keys = Keys(extract, (*on.understanding, Part("deck", digest(extract))))
    if one.trouble or one.copy_of:
        return Step(one, keys, read=False, understand=False)
    old = store.keys(one.document_id)
    if force or not old.extract:
        return Step(one, keys, read=True, understand=True, why="asked for" if force else "new or unfinished")
    if why := changed(old.extract, extract) or changed(extract, old.extract):
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
