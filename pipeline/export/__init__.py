"""The export stage: a ``Dataset`` becomes files; nothing here knows how it was read.

An exporter is a function ``files(dataset, context) -> Iterator[(path, bytes)]`` with paths relative
to the output folder.  It opens nothing itself: ``write`` puts the bytes in place.  A new format is
one module and one line in ``EXPORTERS``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from pipeline.errors import Code, MissingDependencyError, Severity, UsageError
from pipeline.export.atomic import write_bytes
from pipeline.export.columns import surrogates, tables
from pipeline.export.context import Pictures, RunContext
from pipeline.model import Issue
from pipeline.records import Dataset

__all__ = ["EXPORTERS", "Exporter", "Pictures", "RunContext", "exporter", "write"]

Exporter: TypeAlias = Callable[[Dataset, RunContext], Iterator[tuple[str, bytes]]]

EXPORTERS: dict[str, str] = {
    "csv": "pipeline.export.datapackage:files",
    "sqlite": "pipeline.export.sqlite:files",
    "review": "pipeline.export.review:files",
    "xlsx": "pipeline.export.workbook:files",
    "html": "pipeline.export.html_report:files",
    "parquet": "pipeline.export.parquet:files",
}


def exporter(name: str) -> Exporter:
    """Return the exporter called ``name``; raise ``UsageError`` for one that does not exist."""
    if name not in EXPORTERS:
        raise UsageError(f"unknown output format {name!r}", remedy=f"use one of {', '.join(EXPORTERS)}")
    module, function = EXPORTERS[name].split(":")
    return cast(Exporter, getattr(import_module(module), function))


def write(dataset: Dataset, out: Path, context: RunContext) -> None:
    """Write every format that ``context`` asks for into ``out``; unchanged files are left alone.

    A format whose optional package is missing is left out unless it was asked for by name.
    Raises ``OutputError`` or ``MissingDependencyError``.
    """
    whole = note_replaced(dataset)
    for name in context.formats or tuple(EXPORTERS):
        make = exporter(name)
        try:
            for path, data in make(whole, context):
                write_bytes(out / path, data)
        except MissingDependencyError:
            if name in context.formats:
                raise


def note_replaced(dataset: Dataset) -> Dataset:
    """Add an issue for every record with characters that no file can hold and that become U+FFFD."""
    found = [_replaced(record) for table in tables() for record in table.records(dataset) if surrogates(record)]
    return dataclasses.replace(dataset, issues=(*dataset.issues, *found)) if found else dataset


def _replaced(record: object) -> Issue:
    document, page = getattr(record, "document_id", ""), getattr(record, "page", 0)
    identity = [f for f in dataclasses.fields(cast(Issue, record)) if f.metadata.get("key") == "id"]
    record_id = cast(str, getattr(record, identity[0].name)) if identity else ""
    message = f"{surrogates(record)} characters that are no text (lone surrogates) are written as U+FFFD"
    return Issue(document, page, Severity.WARNING, Code.CHARACTER_REPLACED, message, record_id)
