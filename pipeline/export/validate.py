"""Check that an output folder keeps its promises: files, columns, types, keys, hashes, rules of trust.

Everything is read back from the disk, so that a file that was edited, cut or lost is found.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias, cast

from pipeline.export.columns import Column, Table, Type, tables
from pipeline.export.review import queue_table
from pipeline.export.trust import broken_rules
from pipeline.export.validate_report import wrong_report, wrong_workbook

FILES = ("run.json", "datapackage.json", "dataset.sqlite", "report.xlsx", "report/index.html", "review/queue.csv")
_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table as it stands on the disk; rows are those with as many fields as there are columns."""

    table: Table
    rows: tuple[Mapping[str, str], ...]


Tables: TypeAlias = dict[str, Loaded]


def validate(out: Path) -> tuple[str, ...]:
    """Return what is wrong with the output folder ``out``, one line each; none when all is well.

    A row is named by its place in the file, the header being row 1.
    """
    problems = [f"{name}: missing" for name in FILES if not (out / name).is_file()]
    found: Tables = {}
    for table in tables():
        problems += _load(out / "data" / f"{table.name}.csv", table, found)
    queue: Tables = {}
    if (out / "review/queue.csv").is_file():
        problems += _load(out / "review/queue.csv", queue_table(), queue)
    for loaded in found.values():
        problems += _keys(loaded, found)
    rows = {name: loaded.rows for name, loaded in found.items()}
    doubts = len(queue["queue"].rows) if "queue" in queue else None
    problems += broken_rules(rows)
    problems += wrong_report(out, rows, doubts)
    problems += wrong_workbook(out, rows, doubts)
    problems += _table_files(out, found)
    problems += _run_files(out)
    problems += _package(out)
    problems += _database(out, found)
    return tuple(problems)


def _load(path: Path, table: Table, found: Tables) -> Iterator[str]:
    shown = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        yield f"{shown}: missing"
        return
    except UnicodeDecodeError as error:
        yield f"{shown}: not UTF-8 at byte {error.start}"
        return
    names = [c.name for c in table.columns]
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    header, *lines = list(csv.reader(_lines(text))) or [[]]
    if header != names:
        yield f"{shown} row 1: the columns are {','.join(header)}, not {','.join(names)}"
        return
    for number, line in enumerate(lines, 2):
        yield from (f"{shown} row {number}{wrong}" for wrong in _wrong_row(table, line))
    rows = (dict(zip(names, line, strict=True)) for line in lines if len(line) == len(names))
    found[table.name] = Loaded(table, tuple(rows))


def _wrong_row(table: Table, line: list[str]) -> Iterator[str]:
    if len(line) != len(table.columns):
        yield ": " + f"{len(line)} fields instead of {len(table.columns)}"
        return
    for column, value in zip(table.columns, line, strict=True):
        wrong = _wrong(column, value)
        if wrong:
            yield f", {column.name}: {wrong}"


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of ``text``, ends kept; only LF ends a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _wrong(column: Column, value: str) -> str:
    """Say what is wrong with ``value``, or nothing."""
    if not value:
        return "empty, but a value is required" if column.required else ""
    if column.values and value not in column.values:
        return f"{value!r} is none of {', '.join(column.values)}"
    if column.pattern and not re.fullmatch(column.pattern, value):
        return f"{value!r} is not 'x0 top x1 bottom'"
    return "" if _has_type(column.type, value) else f"{value!r} is no {column.type.value}"


def _has_type(kind: Type, value: str) -> bool:
    if kind is Type.INTEGER:
        return bool(_INTEGER.fullmatch(value))
    if kind is Type.NUMBER:
        return bool(_NUMBER.fullmatch(value))
    if kind is Type.BOOLEAN:
        return value in ("true", "false")
    if kind is Type.DATE:
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return True


def _keys(loaded: Loaded, found: Tables) -> Iterator[str]:
    table, name = loaded.table, f"data/{loaded.table.name}.csv"
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(loaded.rows, 2):
        key = tuple(row[c] for c in table.primary_key)
        if key and key in seen:
            yield f"{name} row {number}, {', '.join(table.primary_key)}: {' '.join(key)!r} is in row {seen[key]} too"
        seen.setdefault(key, number)
    for foreign in table.foreign_keys:
        if foreign.table not in found:
            continue
        there = {tuple(row[c] for c in foreign.references) for row in found[foreign.table].rows}
        for number, row in enumerate(loaded.rows, 2):
            key = tuple(row[c] for c in foreign.columns)
            if all(key) and key not in there:
                yield f"{name} row {number}, {', '.join(foreign.columns)}: {' '.join(key)!r} is not in {foreign.table}"


def _table_files(out: Path, found: Tables) -> Iterator[str]:
    for number, row in enumerate(found["tables"].rows if "tables" in found else (), 2):
        if row["file"] and not (out / row["file"]).is_file():
            yield f"data/tables.csv row {number}, file: {row['file']} is missing"


def _run_files(out: Path) -> Iterator[str]:
    """Compare every file that the run wrote with the hash in its record."""
    try:
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        made = [(cast(str, file["path"]), cast(str, file["sha256"])) for file in record.get("files", ())]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"run.json: cannot be read: {type(error).__name__} {error}"
        return
    for name, sha256 in made:
        path = out / name
        if not path.is_file():
            if name not in FILES and not name.startswith("data/"):
                yield f"{name}: missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"{name}: changed since the run"


def _package(out: Path) -> Iterator[str]:
    path = out / "datapackage.json"
    if not path.is_file():
        return
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        resources = {cast(str, r["path"]): (r["hash"], r["bytes"]) for r in package["resources"]}
    except (ValueError, KeyError, TypeError) as error:
        yield f"datapackage.json: cannot be read: {type(error).__name__} {error}"
        return
    for table in tables():
        name = f"data/{table.name}.csv"
        if name not in resources:
            yield f"datapackage.json: does not list {name}"
        elif (out / name).is_file():
            data = (out / name).read_bytes()
            if resources[name] != (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)):
                yield f"{name}: hash or size are not those of datapackage.json"


def _database(out: Path, found: Tables) -> Iterator[str]:
    path = out / "dataset.sqlite"
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            for (message,) in base.execute("PRAGMA integrity_check"):
                if message != "ok":
                    yield f"dataset.sqlite: {message}"
            for table, row, parent, _ in base.execute("PRAGMA foreign_key_check"):
                yield f"dataset.sqlite: {table} row {row} points at nothing in {parent}"
            for name, loaded in found.items():
                ((count,),) = base.execute(f'SELECT count(*) FROM "{name}"')
                if count != len(loaded.rows):
                    yield f"dataset.sqlite: {name} has {count} rows, data/{name}.csv {len(loaded.rows)}"
    except sqlite3.Error as error:
        yield f"dataset.sqlite: {error}"
