"""What is said on stderr while a command runs: complaints and the log; the names that a user gives.

Standard library only at the top, for every start of the command loads it.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TextIO

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.errors import DecklineError
    from pipeline.settings import Settings

log = logging.getLogger("deckline")
_RED, _PLAIN = "\x1b[31m", "\x1b[0m"


def colours(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal of someone who wants colours (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def complain(line: str) -> None:
    """Say in one line what went wrong."""
    sys.stderr.write(f"deckline: {_RED}{line}{_PLAIN}\n" if colours(sys.stderr) else f"deckline: {line}\n")


def interrupted() -> None:
    """Say that nothing is lost."""
    complain(said("interrupted - the same command goes on where it was"))


def told(error: DecklineError) -> str:
    """Return an error on one line, in the language of the user."""
    return locale.told(error, locale.wanted(sys.argv, os.environ)) if (locale := _locale()) else str(error)


def localise(command: object) -> None:
    """Let a command and those under it explain themselves in the language of the user."""
    if locale := _locale():
        locale.localise(command, locale.wanted(sys.argv, os.environ))


def said(text: str) -> str:
    """Return a message in the language of the user."""
    locale = _locale()
    if not locale:
        return text
    templates = import_module("pipeline.locale.templates")
    return str(templates.said(text, locale.wanted(sys.argv, os.environ)))


def _locale() -> ModuleType | None:
    """Load the languages only for who asks for one: a start in English stays as quick as it is."""
    asked = "DECKLINE_UI_LANG" in os.environ or any(one.startswith("--ui-lang") for one in sys.argv)
    return import_module("pipeline.locale") if asked else None


def report_bug(error: Exception) -> None:
    """Say in one line that the program is wrong, with the trace for those who asked for it."""
    if os.environ.get("DECKLINE_DEBUG") or log.isEnabledFor(logging.DEBUG):
        traceback.print_exception(error)
    line = " ".join(str(error).split())[:200]
    told = f"internal error: {type(error).__name__}: {line} - please report it with the output of DECKLINE_DEBUG=1"
    complain(said(told))


def log_to_stderr(settings: Settings, *, quiet: bool, verbose: int) -> None:
    """Write the log in the form and language of the settings: errors only when ``quiet``."""
    from pipeline.messages import handler

    levels = (logging.WARNING, logging.INFO, logging.DEBUG)
    log.handlers[:] = [handler(settings.log_format, settings.ui_lang)]
    log.setLevel(logging.ERROR if quiet else levels[min(verbose, 2)])
    log.propagate = False


def named(text: str) -> str:
    """Return the name of an input or folder; raises ``UsageError`` for none, which would mean the working folder."""
    if not text:
        raise UsageError("the name of a file or folder is empty", remedy="name it; . is the folder you are in")
    return text


def folder(text: str) -> Path:
    """Return the output folder of that name; raises ``UsageError``."""
    return Path(named(text))
