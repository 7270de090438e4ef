"""What is said on stderr: log lines and the lines at the end of a run."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.cache import Entry
from pipeline.discovery import shown
from pipeline.model import State
from pipeline.overrides import Overrides
from pipeline.planning import Step
from pipeline.run import Summary

_MARKS = {State.ERROR: "failed", State.PARTIAL: "in part", State.NEEDS_OCR: "needs OCR"}
_FILES = (("report/index.html", "what changed"), ("report.xlsx", "the tables"), ("review/queue.csv", "open doubts"))
_MOST = 20


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


class _TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # Line by line, so that nothing in a document can move the cursor.
        return "\n".join(shown(line) for line in record.getMessage().splitlines())


def handler(form: str) -> logging.Handler:
    """Return a handler for stderr that writes ``text`` or one JSON object per line."""
    made = logging.StreamHandler()
    made.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter())
    return made


def closing_lines(summary: Summary, out: Path, *, exported: bool, quiet: bool) -> Iterator[str]:
    """Yield what to tell at the end: troubles first, then what there is and which file to open."""
    record = summary.record
    troubled = [entry for entry in record.documents if entry.state in _MARKS]
    yield from (_trouble(entry) for entry in troubled[:_MOST])
    if len(troubled) > _MOST:
        yield f"and {len(troubled) - _MOST} more: see {out / 'data' / 'issues.csv'}"
    if quiet:
        return
    states = Counter(entry.state for entry in record.documents)
    parts = ", ".join(f"{states[state]} {state.value}" for state in State if states[state])
    yield f"decks: {parts}" + (" (nothing has changed)" if summary.unchanged else "")
    if not exported:
        yield f"read into {out / 'documents'}"
        return
    counts = record.counts
    if counts.followed or counts.stale:
        stale = f", {counts.stale} not: data/issues.csv says why (override_stale)" if counts.stale else ""
        yield f"answers: {counts.followed} followed{stale}"
    yield f"goals: {counts.goals}, actions: {counts.actions}, links: {counts.links}, open doubts: {counts.doubts}"
    for name, purpose in _FILES:
        if (out / name).is_file():
            yield f"{purpose}: {out / name}"


def plan_lines(todo: Iterable[Step], overrides: Overrides) -> Iterator[str]:
    """Yield a line per input: what would be done with it and why; then the answers that would be followed."""
    for one in todo:
        candidate = one.candidate
        what = "read" if one.read else "understand" if one.understand else "keep"
        if candidate.copy_of:
            what = f"copy of {candidate.twin}"
        if candidate.trouble:
            what = str(candidate.trouble)
        yield f"{candidate.input.shown_as}\t{what}" + (f"\t{one.why}" if one.why else "")
    if overrides.file:
        yield f"{overrides.file}\tfollow\t{len(overrides.rows)} answers"


def _trouble(entry: Entry) -> str:
    told = shown(entry.trouble)
    where = "" if told.startswith(entry.path) else f"{entry.path}: "
    return f"deckline: {_MARKS[entry.state]}: {where}{told}"
