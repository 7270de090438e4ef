"""What changed in the wording, told from the tables of an output folder: for a terminal, as HTML, as JSON."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack
from urllib.parse import quote

from pipeline import __version__
from pipeline.audit.changes import CLASSES, Changed, changes, wanted
from pipeline.audit.lines import terminal
from pipeline.locale import translation

__all__ = ["CLASSES", "Asked", "Changed", "as_json", "changes", "html", "terminal", "told", "wanted"]


class Asked(TypedDict):
    """What the audit is asked for, as it was typed."""

    first: int | None
    last: int | None
    only: str
    thread: str
    by: str


def told(out: Path, form: str, *, colours: bool, language: str = "en", **asked: Unpack[Asked]) -> str:
    """Return what changed as ``terminal``, ``html`` or ``json``; lines fit the terminal, or 80 columns."""
    first, last = asked["first"], asked["last"]
    found = changes(out, first, last, wanted(asked["only"]), asked["thread"])
    if form != "terminal":
        return html(found, first, last, language, out) if form == "html" else as_json(found)
    width = max(shutil.get_terminal_size().columns, 40)
    return "\n".join(terminal(found, colours=colours, width=width, by=asked["by"], language=language))


def as_json(found: Sequence[Changed]) -> str:
    """Return a list of objects: both statements with their places, the redline, and what changed."""
    return json.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=1)


def html(
    found: Sequence[Changed], first: int | None, last: int | None, language: str = "en", out: Path | None = None
) -> str:
    """Return a page that stands alone: by pair of years, each redline with the pages that prove it.

    Beside the folder ``out`` as it was named, it leads to the threads of its report.
    """
    from pipeline.export.html_report import page_alone

    years = dict.fromkeys(str(year) if year is not None else "" for year in (first, last))
    span = " – ".join(years).strip() or "deckline"
    root = "" if out is None else out.as_uri() if out.is_absolute() else quote(out.as_posix())
    linked = [
        dataclasses.replace(one, thread_page=f"{root}/{one.thread_page}" if root and one.thread_page else "")
        for one in found
    ]
    return page_alone("audit.html", translation(language).gettext("Changes"), span, __version__, linked, language)
