"""What a worker was at when it died, so that the next one goes on behind it.

A reader tells what it begins (page and way of reading) before it does; that lies in the trail of the
worker's folder, beside the pages that were finished.  A page that takes a worker with it loses one way
of reading, in the end itself, never the pages behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.codec import decode
from pipeline.errors import Code, DocumentError, Severity
from pipeline.model import Issue, Method, Page

TRAIL_FILE = "trail"
PAGES_FILE = "pages.jsonl"
WHOLE_PAGE = "page"
MOST_DEATHS = 12
_BEYOND = 2**31


@dataclass(frozen=True, slots=True)
class Death:
    """A way of reading (``rung``) of a page (0: of the whole file) that ended a worker, and how."""

    page: int
    rung: str
    code: str
    message: str


class Trail:
    """Where a worker says what it begins; a few bytes, written over each time."""

    def __init__(self, folder: Path) -> None:
        """Open the trail in a worker's folder; it is empty until something is begun."""
        self._file = os.open(folder / TRAIL_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def watch(self, page: int, rung: str) -> None:
        """Note what is begun."""
        os.pwrite(self._file, f"{page} {rung}".ljust(60).encode() + b"\n", 0)


def whole_lines(spool: Path) -> list[bytes]:
    """Return the lines of a file that were written to the end; none when it is not there."""
    try:
        return spool.read_bytes().split(b"\n")[:-1]
    except OSError:
        return []


def kept(folder: Path) -> list[Page]:
    """Return the pages that an earlier worker finished."""
    return [decode(Page, json.loads(line)) for line in whole_lines(folder / PAGES_FILE)]


def died_at(folder: Path, code: str, message: str) -> Death | None:
    """Return what the worker of a folder died of; ``None`` where going on would not help.

    That is where nothing is known of it, and where it died behind the page it was at.
    """
    lines = whole_lines(folder / PAGES_FILE)
    last = int(json.loads(lines[-1])["number"]) if lines else 0
    for line in whole_lines(folder / TRAIL_FILE):
        page, _, rung = line.decode().strip().partition(" ")
        return Death(int(page), rung, code, message) if page == "0" or int(page) > last else None
    return Death(last + 1, WHOLE_PAGE, code, message) if last else None


def left(wanted: Sequence[int], done: int, most: int, deaths: Sequence[Death]) -> tuple[int, ...]:
    """Return which pages are still to be read behind page ``done``; as in ``wanted``, none means all."""
    lost = {death.page for death in deaths if death.rung == WHOLE_PAGE}
    if not done and not lost:
        return tuple(wanted)
    return tuple(n for n in wanted or range(1, most + 2) if n > done and n not in lost) or (_BEYOND,)


def marked(pages: Iterable[Page], deaths: Sequence[Death]) -> tuple[Page, ...]:
    """Return the pages with what workers died of in their issues; a page that none survived is a failed one."""
    found = {page.number: page for page in pages}
    for death in deaths:
        if death.rung == WHOLE_PAGE and death.page not in found:
            found[death.page] = Page(death.page, 0.0, 0.0, Method.NONE, confidence=0.0)
        number = death.page if death.page in found else min(found, default=0)
        if number:
            page = found[number]
            lost = page.method is Method.NONE and death.rung == WHOLE_PAGE
            severity = Severity.ERROR if lost else Severity.WARNING
            issue = _issue(death, number, severity)
            found[number] = replace(page, issues=(*page.issues, issue))
    return tuple(found[number] for number in sorted(found))


def _issue(death: Death, number: int, severity: Severity) -> Issue:
    if severity is Severity.ERROR:
        return Issue("", number, severity, death.code, death.message)
    what = "page" if death.page else "file"
    message = f"reading this {what} with {death.rung} ended the worker ({death.message}); another way was taken"
    return Issue("", number, severity, Code.PAGE_REPAIRED, message)


def check_wanted(wanted: Sequence[int], pages: Sequence[Page]) -> tuple[Issue, ...]:
    """Return an issue for pages that were asked for and are not there; raises ``DocumentError`` where none is."""
    missing = sorted(set(wanted) - {page.number for page in pages})
    if not missing:
        return ()
    if not pages:
        raise DocumentError("none of the pages that were asked for is there", remedy="look at the file with 'inspect'")
    return (Issue("", 0, Severity.WARNING, Code.PAGE_SKIPPED, f"asked for and not there: {_ranges(missing)}"),)


def _ranges(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"page {first}" if first == last else f"{len(numbers)} pages from {first} to {last}"
