"""The rules of trust, checked on the tables as they stand on the disk."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pipeline.export.columns import BOX_PATTERN

Row: TypeAlias = Mapping[str, str]
Rows: TypeAlias = Mapping[str, Sequence[Row]]

_TEXTS = {
    "goals": ("goal_id", "text"),
    "areas": ("area_id", "name"),
    "actions": ("action_id", "text"),
    "indicators": ("indicator_id", "text"),
    "notes": ("note_id", "text"),
}
_KINDS = {"action": ("actions", "action_id"), "goal": ("goals", "goal_id"), "area": ("areas", "area_id")}


def broken_rules(tables: Rows) -> Iterator[str]:
    """Yield a line for every row that breaks a rule; tables that are missing are passed over."""
    yield from _words(tables.get("pages", ()))
    for name, rows in tables.items():
        yield from _boxes(name, rows)
        yield from _confidence(name, rows)
    yield from _readings(tables)
    yield from _references(tables)
    yield from _redlines(tables)
    yield from _untold(tables)


def _words(pages: Sequence[Row]) -> Iterator[str]:
    """Check that every word stands in a record, in furniture, or in the list of unassigned words."""
    for number, row in enumerate(pages, 2):
        try:
            total = int(row["words"])
            parts = [int(row[f"words_{part}"]) for part in ("in_records", "furniture", "unassigned")]
        except ValueError:
            continue
        if sum(parts) != total or min(parts) < 0:
            listed = " + ".join(map(str, parts))
            yield f"data/pages.csv row {number}, words: {total}, but in records + furniture + unassigned: {listed}"


def _boxes(name: str, rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, 2):
        box = row.get("bbox", "")
        if box and re.fullmatch(BOX_PATTERN, box):
            x0, top, x1, bottom = map(float, box.split())
            if x1 < x0 or bottom < top:
                yield f"data/{name}.csv row {number}, bbox: {box!r} is turned inside out"


def _confidence(name: str, rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, 2):
        for column in ("confidence", "score"):
            try:
                value = float(row.get(column) or 0)
            except ValueError:
                continue
            if not 0 <= value <= 1:
                yield f"data/{name}.csv row {number}, {column}: {row[column]} is not between 0 and 1"


def _readings(tables: Rows) -> Iterator[str]:
    """Check that the raw text with its applied corrections gives the text."""
    edits: dict[str, list[Row]] = defaultdict(list)
    for row in tables.get("corrections", ()):
        edits[row["record_id"]].append(row)
    known = set()
    for name, (identity, text) in _TEXTS.items():
        for number, row in enumerate(tables.get(name, ()), 2):
            known.add(row[identity])
            if not unicodedata.is_normalized("NFC", row[text]):
                yield f"data/{name}.csv row {number}, {text}: not NFC"
            wrong = _mismatch(row[f"{text}_raw"], row[text], edits.get(row[identity], ()))
            if wrong:
                yield f"data/{name}.csv row {number}, {text}: {wrong}"
    for number, row in enumerate(tables.get("corrections", ()), 2):
        if row["record_id"] and row["record_id"] not in known:
            yield f"data/corrections.csv row {number}, record_id: {row['record_id']!r} is no record with a text"


def _mismatch(raw: str, text: str, edits: Sequence[Row]) -> str:
    out, at = [], 0
    try:
        ordered = sorted(edits, key=lambda e: (int(e["start"]), len(e["before"])))
    except ValueError:
        return ""
    for edit in ordered:
        start, before = int(edit["start"]), edit["before"]
        if raw[start : start + len(before)] != before:
            return f"the correction at {start} does not find {before!r} in the raw text"
        if edit["applied"] != "true":
            continue
        if start < at:
            return f"the correction at {start} overlaps the one before it"
        out += [raw[at:start], edit["after"]]
        at = start + len(before)
    made = "".join(out) + raw[at:]
    return "" if made == text else "the raw text with its corrections gives another text"


def _references(tables: Rows) -> Iterator[str]:
    """Check that what links, threads and outcomes name by kind is there."""
    ids = {kind: {row[key] for row in tables.get(name, ())} for kind, (name, key) in _KINDS.items()}
    # A proposal of a survey, kept as a note, may be what an action came from.
    notes = {row["note_id"] for row in tables.get("notes", ())}
    places = (("links", ("from_id", "to_id")), ("threads", ("record_id",)), ("outcomes", ("record_id",)))
    for name, columns in places:
        for number, row in enumerate(tables.get(name, ()), 2):
            if row["kind"] not in ids:
                yield f"data/{name}.csv row {number}, kind: {row['kind']!r} is none of {', '.join(_KINDS)}"
                continue
            for column in columns:
                known = ids[row["kind"]] | notes if column == "from_id" else ids[row["kind"]]
                if row[column] not in known:
                    yield f"data/{name}.csv row {number}, {column}: there is no {row['kind']} {row[column]!r}"


def _redlines(tables: Rows) -> Iterator[str]:
    """Check that the steps of a redline, put together, are the texts that the link joins."""
    texts = {row[identity]: row[text] for n, (identity, text) in _TEXTS.items() for row in tables.get(n, ())}
    joined: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row in tables.get("changes", ()):
        for side, column in zip(joined[row["link_id"]], ("before", "after"), strict=True):
            side.append(row[column])
    for number, row in enumerate(tables.get("links", ()), 2):
        for side, column in zip(joined.get(row["link_id"], ()), ("from_id", "to_id"), strict=False):
            if "".join(side) != texts.get(row[column], ""):
                yield f"data/links.csv row {number}, {column}: the changes of {row['link_id']} do not make up its text"


def _untold(tables: Rows) -> Iterator[str]:
    """Check that nothing is left open in silence: a missing year or goal is a doubt, a bad state has a reason."""
    told = {row["record_id"] for row in tables.get("issues", ())}
    for number, row in enumerate(tables.get("actions", ()), 2):
        for column in ("goal_id", "year"):
            if not row[column] and row["review"] != "true" and row["action_id"] not in told:
                yield f"data/actions.csv row {number}, {column}: empty, but neither for review nor in the issues"
    explained = {row["document_id"] for row in tables.get("issues", ())}
    for number, row in enumerate(tables.get("documents", ()), 2):
        if row["state"] not in ("ok", "repaired") and row["document_id"] not in explained:
            yield f"data/documents.csv row {number}, state: {row['state']} without an issue that says why"
