"""Writes answers as the output of a run that read everything right, to measure the measuring."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench.answers import Answers, Statement, Text, from_gold
from tests.bench.links import components, gold_links

Row = dict[str, str]
Damage = Callable[[str, list[Row]], list[Row]]


def untouched(table: str, rows: list[Row]) -> list[Row]:
    """Leave the rows of ``table`` as they are."""
    return rows


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def action_id(deck: str, key: str) -> str:
    """Return the id that the run gives to a gold action."""
    return f"act-{deck}-{key}"


def _action(deck: str, s: Statement) -> Row:
    fields = ("area", "role", "status", "status_raw", "owner", "indicator", "due", "text")
    row = {name: _text(getattr(s, name)) for name in fields}
    numbers = {"goal_number": _text(s.goal), "year": _text(s.year), "page": _text(s.page)}
    marks = ";".join(sorted(s.markers))
    return {
        "action_id": action_id(deck, s.id),
        "document_id": deck,
        **row,
        **numbers,
        "markers": marks,
        "review": "false",
    }


def _note(deck: str, note: Text, notes: Sequence[Text]) -> Row:
    parent = next((f"note-{i}" for i, other in enumerate(notes) if other.text == note.parent), "")
    numbers = {"goal_number": _text(note.goal), "level": _text(note.level), "page": _text(note.page)}
    place = f"note-{next(i for i, other in enumerate(notes) if other is note)}"
    return {"note_id": place, "document_id": deck, "parent_id": parent, "kind": note.kind, "text": note.text, **numbers}


def tables(gold: Answers) -> dict[str, list[Row]]:
    """Return the tables of a run that holds just the answers of one deck."""
    deck = gold.name
    areas = {area.text: f"area-{i}" for i, area in enumerate(gold.areas)}
    return {
        "documents": [{"document_id": deck, "path": f"{deck}.pptx", **dict(gold.facts)}],
        "pages": [{"document_id": deck, "words": "10", "words_unassigned": "0"}],
        "actions": [_action(deck, statement) for statement in gold.statements],
        "goals": [
            {"document_id": deck, "number": _text(g.goal), "text": g.text, "binding": _text(g.binding)}
            for g in gold.goals
        ],
        "areas": [
            {"area_id": areas[a.text], "document_id": deck, "goal_id": "", "goal_number": _text(a.goal), "name": a.text}
            for a in gold.areas
        ],
        "indicators": [{"document_id": deck, "text": indicator.text} for indicator in gold.indicators],
        "notes": [_note(deck, note, gold.notes) for note in gold.notes],
        "assessments": [
            {
                "document_id": deck,
                "goal_id": "",
                "area_id": areas[v.area],
                "year": _text(v.year),
                "status": v.status,
                "status_raw": v.status_raw,
            }
            for v in gold.verdicts
        ],
    }


def link_tables(lineage: Path) -> dict[str, list[Row]]:
    """Return links, threads and outcomes as ``lineage.csv`` and ``outcomes.csv`` beside it have them."""
    with lineage.open(encoding="utf-8", newline="") as file:
        steps = [row for row in csv.DictReader(file) if row["relation"] != "decoy"]
    with (lineage.parent / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        fates = list(csv.DictReader(file))
    links = [
        {
            "kind": "action",
            "from_id": action_id(step["from_deck"], step["from_key"]),
            "to_id": action_id(step["to_deck"], step["to_key"]),
            "relation": step["relation"],
            "moved": step["moved"],
            "band": "sure",
            "decision": "auto",
        }
        for step in steps
    ]
    outcomes = [
        {"record_id": action_id(fate["deck"], fate["key"]), "kind": "action", "outcome": fate["outcome"]}
        for fate in fates
    ]
    groups = components(link.ends for link in gold_links(lineage) if link.relation != "decoy" and not link.weak)
    threads = [
        {"thread_id": f"thr-{number}", "kind": "action", "record_id": action_id(*record)}
        for number, group in enumerate(groups)
        for record in sorted(group)
    ]
    return {"links": links, "outcomes": outcomes, "threads": threads}


def write_run(
    folder: Path, golds: Iterable[Path], extra: Mapping[str, list[Row]] | None = None, damage: Damage = untouched
) -> Path:
    """Write a run folder from gold files; ``damage`` may change the rows of each table."""
    whole: dict[str, list[Row]] = dict(extra or {})
    for path in golds:
        for name, rows in tables(from_gold(path)).items():
            whole.setdefault(name, []).extend(rows)
    (folder / "data").mkdir(parents=True)
    for name, rows in whole.items():
        header = sorted({key for row in rows for key in row})
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(damage(name, rows))
    return folder
