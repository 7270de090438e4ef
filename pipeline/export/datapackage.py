"""``data/<table>.csv`` and ``datapackage.json``, which gives each table's schema, keys and hash.

The descriptor follows Data Package v2 (datapackage.org).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence

from pipeline.codec import Plain
from pipeline.export.columns import Column, ForeignKey, Table, clean, tables
from pipeline.export.context import RunContext
from pipeline.export.csv_tables import encode_table
from pipeline.locale import LANGUAGES, translation
from pipeline.records import Dataset

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TOLD = {code: translation(code, "columns").gettext for code in LANGUAGES if code != "en"}
_DIALECT: dict[str, Plain] = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield every table, the empty ones too, and then the descriptor."""
    data = {table.name: encode_table(table, table.values(dataset)) for table in tables()}
    yield from ((f"data/{name}.csv", table) for name, table in data.items())
    resources = [
        _resource(table, data[table.name], f"data/{table.name}.csv")
        | {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": dict(_DIALECT)}
        for table in tables()
    ]
    yield "datapackage.json", descriptor(dataset, context, resources)


def parquet_descriptor(dataset: Dataset, context: RunContext, data: dict[str, bytes]) -> bytes:
    """Return the descriptor of the tables of ``data`` (table name -> Parquet file), which lies beside them."""
    resources = [
        _resource(table, data[table.name], f"{table.name}.parquet")
        | {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
        for table in tables()
    ]
    return descriptor(dataset, context, resources)


def descriptor(dataset: Dataset, context: RunContext, resources: Sequence[dict[str, Plain]]) -> bytes:
    """Return the file that describes a package of ``resources``."""
    package: dict[str, Plain] = {
        "$schema": PROFILE,
        "name": "deckline",
        "title": "Committee decks as data",
        "description": "Goals, actions and how their wording changed, read from committee decks by deckline.",
        "version": context.version,
        **({"sources": _sources(dataset)} if dataset.documents else {}),
        "resources": list(resources),
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _sources(dataset: Dataset) -> list[Plain]:
    documents = sorted(dataset.documents, key=lambda d: d.document_id)
    return [{"title": clean(d.title or d.path), "path": clean(d.path), "hash": f"sha256:{d.sha256}"} for d in documents]


def _resource(table: Table, data: bytes, path: str) -> dict[str, Plain]:
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "translations": {code: {"title": told(table.title)} for code, told in _TOLD.items()},
        "path": path,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Plain]:
    """Return the Table Schema of ``table``; an empty field is a missing value."""
    schema: dict[str, Plain] = {"fields": [_field(table, c) for c in table.columns], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [_foreign_key(table, key) for key in table.foreign_keys]
    return schema


def _field(table: Table, column: Column) -> dict[str, Plain]:
    unit = f" ({column.unit})" if column.unit else ""
    field: dict[str, Plain] = {
        "name": column.name,
        "type": column.type.value,
        "title": column.title,
        "description": column.description + unit,
        "translations": {code: _translated(column, told) for code, told in _TOLD.items()},
    }
    constraints: dict[str, Plain] = {"required": True} if column.required else {}
    if (column.name,) == table.primary_key:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = column.pattern.strip("^$")
    return field | ({"constraints": constraints} if constraints else {})


def _translated(column: Column, told: Callable[[str], str]) -> dict[str, Plain]:
    unit = f" ({told(column.unit)})" if column.unit else ""
    return {"title": told(column.title), "description": told(column.description) + unit}


def _foreign_key(table: Table, key: ForeignKey) -> dict[str, Plain]:
    reference: dict[str, Plain] = {"fields": list(key.references)}
    if key.table != table.name:
        reference = {"resource": key.table, **reference}
    return {"fields": list(key.columns), "reference": reference}
