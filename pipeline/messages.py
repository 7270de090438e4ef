"""What is said on stderr: log lines and the lines at the end of a run."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.cache import Counts, Entry
from pipeline.discovery import shown
from pipeline.export.terms import word
from pipeline.locale import marked, told, translation
from pipeline.locale.templates import said
from pipeline.model import State
from pipeline.overrides import Overrides
from pipeline.planning import Step
from pipeline.run import Summary

_MARKS = (State.ERROR, State.PARTIAL, State.NEEDS_OCR)
_FILES = (
    ("report/index.html", marked("what changed")),
    ("report.xlsx", marked("the tables")),
    ("review/queue.csv", marked("open doubts")),
)
# What a dry run says, for programs and for people.
_PLANNED = {
    "read": marked("to be read"),
    "understand": marked("to be understood anew"),
    "keep": marked("kept as it is"),
}
_MOST = 20


class _JsonFormatter(logging.Formatter):
    """One JSON object per line, in English, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


class _TextFormatter(logging.Formatter):
    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def format(self, record: logging.LogRecord) -> str:
        # Line by line, so that nothing in a document can move the cursor.
        return "\n".join(shown(said(line, self._language)) for line in record.getMessage().splitlines())


def handler(form: str, language: str = "en") -> logging.Handler:
    """Return a handler for stderr that writes ``text`` in ``language``, or one JSON object per line."""
    made = logging.StreamHandler()
    made.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter(language))
    return made


def closing_lines(summary: Summary, out: Path, *, exported: bool, quiet: bool, language: str = "en") -> Iterator[str]:
    """Yield what to tell at the end: troubles first, then what there is and which file to open."""
    _ = translation(language).gettext
    record = summary.record
    troubled = [entry for entry in record.documents if entry.state in _MARKS]
    yield from (_trouble(entry, language) for entry in troubled[:_MOST])
    if len(troubled) > _MOST:
        more = {"num": len(troubled) - _MOST, "file": out / "data" / "issues.csv"}
        yield _("and %(num)d more: see %(file)s") % more
    if quiet:
        return
    states = Counter(entry.state for entry in record.documents)
    parts = ", ".join(f"{states[state]} {word(state, language)}" for state in State if states[state])
    unchanged = " " + _("(nothing has changed)") if summary.unchanged else ""
    only = states[State.OK] if set(states) == {State.OK} else 0
    yield (_("decks: %(num)d read") % {"num": only} if only else _("decks: %(states)s") % {"states": parts}) + unchanged
    if not exported:
        yield _("read into %(folder)s") % {"folder": out / "documents"}
        return
    yield from _counts(record.counts, language)
    for name, purpose in _FILES:
        if (out / name).is_file():
            yield f"{_(purpose)}: {out / name}"


def _counts(counts: Counts, language: str) -> Iterator[str]:
    _ = translation(language).gettext
    if counts.followed or counts.stale:
        stale = ", " + _("%(num)d not: data/issues.csv says why (override_stale)") % {"num": counts.stale}
        yield _("answers: %(num)d followed") % {"num": counts.followed} + (stale if counts.stale else "")
    totals = {"goals": counts.goal_threads, "actions": counts.action_threads, "statements": counts.actions}
    yield _("goals: %(goals)d, actions: %(actions)d (in %(statements)d statements)") % totals
    yield _("open doubts: %(num)d") % {"num": counts.doubts}


def plan_lines(todo: Iterable[Step], overrides: Overrides, language: str = "en") -> Iterator[str]:
    """Yield a line per input: what would be done with it and why; then the answers that would be followed."""
    _ = translation(language).gettext
    for one in todo:
        candidate = one.candidate
        what = "read" if one.read else "understand" if one.understand else "keep"
        what = what if language == "en" else _(_PLANNED[what])
        if candidate.copy_of:
            what = said(f"copy of {candidate.twin}", language)
        if candidate.trouble:
            what = told(candidate.trouble, language)
        yield f"{candidate.input.shown_as}\t{what}" + (f"\t{said(one.why, language)}" if one.why else "")
    if overrides.file:
        yield f"{overrides.file}\t" + _("answers to be followed: %(num)d") % {"num": len(overrides.rows)}


def _trouble(entry: Entry, language: str) -> str:
    why = shown(said(entry.trouble, language))
    where = "" if why.startswith(entry.path) else f"{entry.path}: "
    return f"deckline: {word(entry.state, language)}: {where}{why}"
