"""What is said on stderr while a command runs: complaints, the log, the progress bar.

Standard library only at the top, for every start of the command loads it.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import TextIO

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
    complain("interrupted - the same command goes on where it was")


def report_bug(error: Exception) -> None:
    """Say in one line that the program is wrong, with the trace for those who asked for it."""
    if os.environ.get("DECKLINE_DEBUG") or log.isEnabledFor(logging.DEBUG):
        traceback.print_exception(error)
    line = " ".join(str(error).split())[:200]
    complain(f"internal error: {type(error).__name__}: {line} - please report it with the output of DECKLINE_DEBUG=1")


def log_to_stderr(form: str, *, quiet: bool, verbose: int) -> None:
    """Write the log as ``text`` or ``json``: errors only when ``quiet``, else more with each ``verbose``."""
    from pipeline.messages import handler

    levels = (logging.WARNING, logging.INFO, logging.DEBUG)
    log.handlers[:] = [handler(form)]
    log.setLevel(logging.ERROR if quiet else levels[min(verbose, 2)])
    log.propagate = False


def progress(stack: ExitStack, quiet: bool) -> Callable[[int, int, str], None]:
    """Return what is told of each finished document: a bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        return lambda done, total, name: None
    from tqdm import tqdm

    bar = stack.enter_context(tqdm(total=None, unit="deck", file=sys.stderr, leave=False))

    def show(done: int, total: int, name: str) -> None:
        bar.total, bar.n = total, done
        bar.set_postfix_str(name[-30:])

    return show
