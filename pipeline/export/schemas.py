"""``schemas/``: a JSON Schema (2020-12) for a row of each table, made from the record types.

``python -m pipeline.export.schemas`` writes them, ``--check`` only compares and leaves with 1 where
they differ.  A row is meant as it loads from the data: an empty field is ``null``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.codec import Plain
from pipeline.export.atomic import write_bytes
from pipeline.export.columns import Column, Table, Type, tables
from pipeline.export.review import queue_table

# Raised when a column changes its name, type or meaning; a column added at the end raises the minor part.
VERSION = "1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).parents[2] / "schemas"


def files() -> Iterator[tuple[str, bytes]]:
    """Yield every schema as (file name, bytes)."""
    for table in (*tables(), queue_table()):
        text = json.dumps(row_schema(table), ensure_ascii=False, indent=2)
        yield f"{table.name}.schema.json", f"{text}\n".encode()


def row_schema(table: Table) -> dict[str, Plain]:
    """Return the JSON Schema of a row of ``table``."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:deckline:schema:{VERSION}:{table.name}",
        "title": table.title,
        "type": "object",
        "properties": {column.name: _property(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Plain]:
    kind = "string" if column.type is Type.DATE else column.type.value
    unit = f" ({column.unit})" if column.unit else ""
    made: dict[str, Plain] = {
        "title": column.title,
        "description": column.description + unit,
        "type": kind if column.required else [kind, "null"],
    }
    if column.type is Type.DATE:
        made["format"] = "date"
    if column.values:
        made["enum"] = [*column.values] if column.required else [*column.values, None]
    if column.pattern:
        made["pattern"] = column.pattern
    return made


def stale(folder: Path) -> tuple[str, ...]:
    """Return the names of the schemas in ``folder`` that are missing, differ or belong to no table."""
    made = dict(files())
    there = {path.name for path in folder.glob("*.json")}
    wrong = {name for name, data in made.items() if name not in there or (folder / name).read_bytes() != data}
    return tuple(sorted(wrong | (there - made.keys())))


def main(arguments: Sequence[str]) -> int:
    """Write or check the schemas; return the exit code."""
    wrong = stale(FOLDER)
    if "--check" in arguments:
        for name in wrong:
            sys.stderr.write(f"schemas/{name}: not as the code says - run python -m pipeline.export.schemas\n")
        return 1 if wrong else 0
    made = dict(files())
    for name in wrong:
        if name in made:
            write_bytes(FOLDER / name, made[name])
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
