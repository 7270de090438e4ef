"""Which files a run takes: named files, and what lies in named folders.

A walked folder gives regular files only: nothing hidden, no earlier output, no link that leads out
of it, no device or pipe.  Order and shown paths do not depend on machine or file system.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError

STDIN = "-"
RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``shown_as`` is relative to its input folder, with ``/``.

    ``named`` files were given one by one, the others found in a folder.  ``refusal`` says why a file
    is not opened at all.
    """

    path: Path
    shown_as: str
    named: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs of a run in order, and what was asked for and is not there."""

    inputs: tuple[Input, ...]
    missing: tuple[UsageError, ...] = ()


def discover(places: Sequence[str], out: Path | None, stdin: Iterable[str] = ()) -> Found:
    """Expand files, folders and ``-`` (paths from ``stdin``, one per line) into inputs.

    Raise ``UsageError`` when nothing that was asked for exists, or a folder is input and output at once.
    """
    inputs: dict[Path, Input] = {}
    missing: list[UsageError] = []
    for place in _places(places, stdin):
        if not os.path.lexists(place) or not place.exists():
            missing.append(UsageError("no such file or folder", where=shown(str(place)), remedy="check the path"))
            continue
        for found in _expand(place, out):
            kept = inputs.get(found.path)
            if kept is None or (found.named and not kept.named):
                inputs[found.path] = found
    if missing and not inputs:
        raise missing[0]
    return Found(tuple(sorted(inputs.values(), key=lambda i: (i.shown_as, str(i.path)))), tuple(missing))


def shown(path: str) -> str:
    """Return a path fit for data and terminals: NFC, no control characters, no lone surrogates."""
    plain = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in unicodedata.normalize("NFC", plain)
    )


def _places(places: Sequence[str], stdin: Iterable[str]) -> Iterator[Path]:
    for place in places:
        if place != STDIN:
            yield Path(place)
            continue
        yield from (Path(line) for line in (raw.rstrip("\r\n") for raw in stdin) if line)


def _expand(place: Path, out: Path | None) -> Iterator[Input]:
    if not place.is_dir():
        refusal = "" if place.is_file() else "not a regular file"
        yield Input(place.resolve(), shown(place.name), named=True, refusal=refusal)
        return
    root = place.resolve()
    if out is not None and out.resolve() == root:
        raise UsageError("is input and output at once", where=shown(str(place)), remedy="choose another folder with -o")
    yield from _walk(root, out.resolve() if out else None)


def _walk(root: Path, out: Path | None) -> Iterator[Input]:
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not _hidden(f) and not _left_out(here / f, out))
        for name in sorted(files):
            if not _hidden(name):
                path = here / name
                shown_as = shown(path.relative_to(root).as_posix())
                yield Input(path, shown_as, named=False, refusal=_refusal(path, root))


def _hidden(name: str) -> bool:
    # Office keeps "~$deck.pptx" beside an open deck: an owner's name, no document.
    return name.startswith((".", "~$")) or name == "__pycache__"


def _left_out(folder: Path, out: Path | None) -> bool:
    if folder.is_symlink() or (out is not None and folder == out):
        return True
    return (folder / RUN_FILE).is_file() and (folder / "documents").is_dir()


def _refusal(path: Path, root: Path) -> str:
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError):
        return "a link that leads nowhere"
    if not target.is_relative_to(root):
        return "a link that leads out of the folder"
    return "" if stat.S_ISREG(mode) else "not a regular file"
