"""Settings of a run: a flag wins over ``DECKLINE_*``, that over ``deckline.toml``, that over the default.

All three sources are read by the same parsers, so a value means the same wherever it stands, and a
message names where it came from.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from pipeline.errors import UsageError
from pipeline.profiles import known

FILE = "deckline.toml"
PREFIX = "DECKLINE_"
DEBUG = "DECKLINE_DEBUG"
OCR_MODES = ("auto", "always", "never")
LOG_FORMATS = ("text", "json")
EXECUTORS = ("local", "dask")
UI_LANGUAGES = ("en", "fi", "sv")
MAX_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set.

    ``profile`` and ``lang`` empty: all that are known; ``pages`` empty: all; ``jobs`` 0: one per core;
    ``executor`` is where documents are read, ``scheduler`` the address of a Dask cluster's scheduler.
    ``password_file`` holds a password per line, for files that want one; ``overrides`` a person's answers.
    ``pictures``: keep pictures of the pages for the report; ``ui_lang`` is the language of report, workbook and
    messages.  ``page_seconds`` is CPU time for one page; ``silent_seconds`` wall time without a finished page;
    ``document_seconds`` wall time for a document; ``memory_mb`` address space of a worker in MiB.
    """

    profile: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    jobs: int = 0
    executor: str = "local"
    scheduler: str = ""
    ocr: str = "auto"
    password_file: str = ""
    overrides: str = ""
    pictures: bool = True
    strict: bool = False
    ui_lang: str = "en"
    log_format: str = "text"
    page_seconds: int = 60
    silent_seconds: int = 600
    document_seconds: int = 3600
    memory_mb: int = 1280

    @property
    def workers(self) -> int:
        """Number of worker processes at a time."""
        return self.jobs or cores()


class Flags(TypedDict, total=False):
    """Common options as they were typed; None where they were not."""

    quiet: bool
    verbose: int
    log_format: str | None
    profile: str | None
    lang: str | None
    jobs: str | None
    executor: str | None
    scheduler: str | None
    pages: str | None
    ocr: str | None
    password_file: str | None
    overrides: str | None
    strict: bool | None
    pictures: bool | None
    ui_lang: str | None


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


Raw = object
_NAMES = tuple(f.name for f in dataclasses.fields(Settings))


def gather(flags: Mapping[str, Raw], environment: Mapping[str, str], folder: Path) -> Settings:
    """Merge the sources; ``flags`` that are None were not given; ``deckline.toml`` is looked for in ``folder``.

    Raise ``UsageError`` for an unknown key or a value that does not fit, naming its place.
    """
    values: dict[str, object] = {}
    for name, value in _file(folder / FILE).items():
        values[name] = _parse(name, value, f"{FILE}: {name}")
    for name, text in _environment(environment).items():
        values[name] = _parse(name, text, PREFIX + name.upper())
    for name, value in flags.items():
        if value is not None:
            values[name] = _parse(name, value, "--" + name.replace("_", "-"))
    return dataclasses.replace(Settings(), **values)  # type: ignore[arg-type]


def _file(path: Path) -> dict[str, Raw]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError("cannot be read", where=path.name, remedy=error.strerror or "check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is no TOML: {error}", where=path.name, remedy="mend the line it names") from error
    values = {key.replace("-", "_"): value for key, value in data.items()}
    for key in values:
        _check_known(key, key, _NAMES, path.name)
    return values


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    found = {key: value for key, value in environment.items() if key.startswith(PREFIX) and key != DEBUG}
    for key in sorted(found):
        _check_known(key, key.removeprefix(PREFIX).lower(), _NAMES, "environment", PREFIX)
    return {key.removeprefix(PREFIX).lower(): value for key, value in sorted(found.items()) if value}


def _check_known(shown: str, name: str, names: Iterable[str], where: str, prefix: str = "") -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name, list(names), 1)
    spelled = [prefix + n.upper() if prefix else n for n in (near or names)]
    remedy = f"did you mean {spelled[0]}?" if near else f"known: {', '.join(spelled)}"
    raise UsageError(f"unknown setting {shown!r}", where=where, remedy=remedy)


def _parse(name: str, value: Raw, where: str) -> object:
    return _PARSERS[name](value, where)


def _number(least: int) -> Callable[[Raw, str], int]:
    def parse(value: Raw, where: str) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not text.isascii() or not text.isdigit() or int(text) < least:
            raise UsageError(
                f"{text!r} is no whole number of at least {least}", where=where, remedy=f"give {least} or more"
            )
        return int(text)

    return parse


def _choice(*choices: str) -> Callable[[Raw, str], str]:
    def parse(value: Raw, where: str) -> str:
        if value not in choices:
            near = difflib.get_close_matches(str(value), choices, 1)
            remedy = f"did you mean {near[0]}?" if near else f"choose from {', '.join(choices)}"
            raise UsageError(f"unknown value {value!r}", where=where, remedy=remedy)
        return str(value)

    return parse


def _flag(value: Raw, where: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    text = str(value).strip().lower()
    if text not in words:
        raise UsageError(f"{text!r} is neither true nor false", where=where, remedy="give true or false")
    return words[text]


def _names(value: Raw, where: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        raise UsageError(f"{value!r} is no list of names", where=where, remedy="give names with commas between")
    names = (str(part).strip() for part in parts)
    return tuple(dict.fromkeys(n for n in names if n))


def _path(value: Raw, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{value!r} is no path", where=where, remedy="name a file")
    return value


def passwords(settings: Settings) -> tuple[str, ...]:
    """Return the lines of the password file, in order, each once; raise ``UsageError`` when it cannot be read."""
    if not settings.password_file:
        return ()
    path = Path(settings.password_file)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = "is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror or "cannot be read"
        raise UsageError(why, where=path.name, remedy="give a text file with one password per line") from error
    return tuple(dict.fromkeys(line.removesuffix("\r") for line in lines if line.strip("\r")))


def _languages(value: Raw, where: str) -> tuple[str, ...]:
    codes = _names(value, where)
    for code in codes:
        _choice(*known("languages"))(code, where)
    return codes


def _pages(value: Raw, where: str) -> tuple[int, ...]:
    pages: set[int] = set()
    for part in _names(value, where):
        first, dash, last = part.partition("-")
        low = _number(1)(first, where)
        high = _number(low)(last, where) if dash else low
        if high > MAX_PAGE:
            raise UsageError(f"page {high} is out of reach", where=where, remedy="give pages like 1-3,7")
        pages.update(range(low, high + 1))
    return tuple(sorted(pages))


_PARSERS: dict[str, Callable[[Raw, str], object]] = {
    "profile": _names,
    "lang": _languages,
    "pages": _pages,
    "jobs": _number(0),
    "executor": _choice(*EXECUTORS),
    "scheduler": _path,
    "ocr": _choice(*OCR_MODES),
    "password_file": _path,
    "overrides": _path,
    "pictures": _flag,
    "strict": _flag,
    "ui_lang": _choice(*UI_LANGUAGES),
    "log_format": _choice(*LOG_FORMATS),
    "page_seconds": _number(1),
    "silent_seconds": _number(1),
    "document_seconds": _number(1),
    "memory_mb": _number(256),
}
