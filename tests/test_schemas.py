"""The committed schemas are those of the code, and rows of the data follow them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pipeline.export.columns import tables
from pipeline.export.review import queue_table, review_queue
from pipeline.export.schemas import FOLDER, VERSION, files, main, stale
from tests.export_fixture import dataset


def test_the_committed_schemas_are_those_of_the_code() -> None:
    """Run ``python -m pipeline.export.schemas`` after a change of the records."""
    assert stale(FOLDER) == ()
    assert main(["--check"]) == 0


def test_a_stale_or_foreign_schema_is_named(tmp_path: Path) -> None:
    """Missing, changed and superfluous files are told apart from good ones."""
    for name, data in files():
        (tmp_path / name).write_bytes(data)
    assert stale(tmp_path) == ()
    (tmp_path / "goals.schema.json").unlink()
    (tmp_path / "links.schema.json").write_text("{}")
    (tmp_path / "odd.schema.json").write_text("{}")
    assert stale(tmp_path) == ("goals.schema.json", "links.schema.json", "odd.schema.json")


@pytest.mark.parametrize("name", [t.name for t in (*tables(), queue_table())])
def test_a_schema_is_valid_and_versioned(name: str) -> None:
    """Each is a JSON Schema 2020-12 with its own id."""
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:deckline:schema:{VERSION}:{name}"


def test_rows_follow_their_schemas() -> None:
    """Every value of the fixture has the type that the schema promises."""
    data = dataset()
    made = [(table, list(table.rows(data))) for table in tables()]
    queue = queue_table()
    made.append((queue, list(zip(*queue.values_of(review_queue(data)), strict=True))))
    for table, rows in made:
        schema = json.loads(dict(files())[f"{table.name}.schema.json"])
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        assert rows, table.name
        for row in rows:
            values = (value.isoformat() if isinstance(value, date) else value for value in row)
            validator.validate(dict(zip([c.name for c in table.columns], values, strict=True)))
