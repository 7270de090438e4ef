"""Checks an output folder against the schemas of its tables and the rules of trust."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cache import RUN_FILE, RunRecord, load
from pipeline.errors import UsageError
from pipeline.model import State

if TYPE_CHECKING:
    from pipeline.export.columns import Column, Table

Rows = Sequence[Mapping[str, str]]
_TEXTS = (("goals", "goal_id", "text"), ("areas", "area_id", "name"), ("actions", "action_id", "text"))
_MORE_TEXTS = (("indicators", "indicator_id", "text"), ("notes", "note_id", "text"))
_NUMBERS = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "boolean": "true|false"}


def problems(out: Path) -> Iterator[str]:
    """Yield one line for everything that is wrong; raise ``UsageError`` when there is no finished run."""
    from pipeline.export.columns import tables

    record = load(RunRecord, out / RUN_FILE)
    if record is None or not record.files:
        remedy = "give the folder that 'deckline run' wrote"
        raise UsageError("holds no finished run", where=str(out), remedy=remedy)
    yield from _files(out, record)
    data: dict[str, Rows] = {table.name: _read(out, table.name) for table in tables()}
    for table in tables():
        yield from _schema(table, data[table.name])
        yield from _keys(table, data)
    yield from _words(data["pages"])
    yield from _readings(data)
    yield from _doubts(data)


def _files(out: Path, record: RunRecord) -> Iterator[str]:
    for made in record.files:
        path = out / made.path
        if not path.is_file():
            yield f"{made.path}: missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != made.sha256:
            yield f"{made.path}: changed since the run"


def _read(out: Path, name: str) -> Rows:
    try:
        with (out / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, restkey="?", restval="?"))
    except (OSError, UnicodeDecodeError):
        return ()


def _schema(table: Table, rows: Rows) -> Iterator[str]:
    names = [column.name for column in table.columns]
    if rows and [key for key in rows[0] if key != "?"] != names:
        yield f"{table.name}: columns are not {', '.join(names)}"
        return
    for n, row in enumerate(rows, 2):
        for column in table.columns:
            if wrong := _wrong(column, row[column.name]):
                yield f"{table.name}, line {n}, {column.name}: {wrong}"


def _wrong(column: Column, value: str) -> str:
    if not value:
        return "is empty" if column.required else ""
    if column.values and value not in column.values:
        return f"{value!r} is none of {', '.join(column.values)}"
    if column.pattern and not re.fullmatch(column.pattern, value):
        return f"{value!r} does not fit {column.pattern}"
    if column.type in _NUMBERS and not re.fullmatch(_NUMBERS[column.type], value):
        return f"{value!r} is no {column.type}"
    if column.type == "date" and not _is_date(value):
        return f"{value!r} is no date"
    if column.name == "confidence" and not 0 <= float(value) <= 1:
        return f"{value} is not between 0 and 1"
    return ""


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _keys(table: Table, data: Mapping[str, Rows]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for row in data[table.name]:
        key = tuple(row.get(name, "") for name in table.primary_key)
        if key and key in seen:
            yield f"{table.name}: {' '.join(key)} stands there twice"
        seen.add(key)
    for foreign in table.foreign_keys:
        known = {tuple(row.get(name, "") for name in foreign.references) for row in data[foreign.table]}
        for row in data[table.name]:
            points = tuple(row.get(name, "") for name in foreign.columns)
            if all(points) and points not in known:
                yield f"{table.name}: {', '.join(foreign.columns)} {' '.join(points)} is not in {foreign.table}"


def _words(pages: Rows) -> Iterator[str]:
    for row in pages:
        parts = [row.get(f"words_{name}", "") for name in ("in_records", "furniture", "unassigned")]
        counts = [int(part) for part in (row.get("words", ""), *parts) if part.isdigit()]
        if len(counts) == 4 and counts[0] != sum(counts[1:]):
            yield f"pages: {row['document_id']} page {row['page']}: {counts[0]} words, {sum(counts[1:])} accounted for"


def _readings(data: Mapping[str, Rows]) -> Iterator[str]:
    """Undo every correction: what the page shows must come back."""
    edits: dict[str, list[Mapping[str, str]]] = {}
    for row in data["corrections"]:
        if row.get("applied") == "true" and row.get("record_id"):
            edits.setdefault(row["record_id"], []).append(row)
    for table, key, text in (*_TEXTS, *_MORE_TEXTS):
        for row in data[table]:
            raw, shown = row.get(f"{text}_raw", ""), row.get(text, "")
            if not unicodedata.is_normalized("NFC", shown):
                yield f"{table}: {row[key]}: the text is not NFC"
            if _corrected(raw, edits.get(row[key], ())) != shown:
                yield f"{table}: {row[key]}: the corrections do not lead from {text}_raw to {text}"


def _corrected(raw: str, edits: Rows) -> str:
    for edit in sorted(edits, key=lambda e: (int(e["start"]), len(e["before"])), reverse=True):
        start, end = int(edit["start"]), int(edit["start"]) + len(edit["before"])
        raw = raw[:start] + edit["after"] + raw[end:]
    return raw


def _doubts(data: Mapping[str, Rows]) -> Iterator[str]:
    told = {row.get("record_id", "") for row in data["issues"]}
    for row in data["actions"]:
        open_places = [name for name in ("goal_id", "year") if not row.get(name)]
        if open_places and row.get("review") != "true" and row["action_id"] not in told:
            yield f"actions: {row['action_id']}: {' and '.join(open_places)} empty without a doubt on it"
    explained = {row.get("document_id", "") for row in data["issues"]}
    for row in data["documents"]:
        if row.get("state") not in (State.OK, State.REPAIRED) and row["document_id"] not in explained:
            yield f"documents: {row['document_id']}: {row.get('state')} without an issue"
