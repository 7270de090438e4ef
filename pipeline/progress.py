"""What is shown on a terminal while decks are read: how many are done, and how many of their pages."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from pipeline.cache import WORK
from pipeline.deaths import PAGES_FILE
from pipeline.locale import translation

_SECONDS = 0.4
_NAME = 30


class PageCount:
    """Counts the pages of a run, each of which its worker tells by a line in a file; no line is read twice."""

    def __init__(self, out: Path) -> None:
        """Count what is read for the output folder ``out``."""
        self._jobs = out / WORK / "jobs"
        self._read: dict[Path, int] = {}
        self.pages = 0

    def look(self) -> int:
        """Return how many pages have been read so far."""
        for path in sorted(self._jobs.glob(f"*/{PAGES_FILE}")):
            try:
                with path.open("rb") as file:
                    file.seek(self._read.get(path, 0))
                    more = file.read()
            except OSError:
                continue
            self._read[path] = self._read.get(path, 0) + len(more)
            self.pages += more.count(b"\n")
        return self.pages


def progress(stack: ExitStack, out: Path, language: str, *, quiet: bool) -> Callable[[int, int, str], None]:
    """Return what is told of each finished deck: a bar on a terminal, nothing elsewhere.

    The bar also counts pages while decks are being read; it ends with ``stack``.
    """
    if quiet or not sys.stderr.isatty():
        return lambda done, total, name: None
    from tqdm import tqdm

    _ = translation(language).gettext
    form = _("decks") + " {n_fmt}/{total_fmt} |{bar}| {desc}[{elapsed}]"
    bar = stack.enter_context(tqdm(total=None, file=sys.stderr, leave=False, bar_format=form))
    ended, counted, last = threading.Event(), PageCount(out), [""]

    def tell() -> None:
        pages = _("pages: %(num)d") % {"num": counted.look()}
        bar.set_description_str(f"{pages} {last[0]} ")

    def watch() -> None:
        while not ended.wait(_SECONDS):
            tell()

    def show(done: int, total: int, name: str) -> None:
        bar.total, bar.n, last[0] = total, done, name[-_NAME:]
        bar.refresh()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    stack.callback(watcher.join)
    stack.callback(ended.set)
    return show
