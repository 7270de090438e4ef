"""``docs/data-dictionary*.md``: every table and column in words, made from the record types, in three languages.

``python -m pipeline.export.dictionary`` writes them, ``--check`` only compares and leaves with 1 where
they differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.export.atomic import write_bytes
from pipeline.export.columns import Column, Table, tables
from pipeline.export.review import queue_table
from pipeline.locale import LANGUAGES, translation

FOLDER = Path(__file__).parents[2] / "docs"
_INTRO = (
    "Every table lies in data/ as CSV, in dataset.sqlite and in parquet/; the list of doubts in review/queue.csv.",
    "Names of columns and values are the same in every language. An empty field means that the page does not say it.",
)
_HEADS = ("Column", "Meaning", "Type", "Values")


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the dictionary of each language as (file name, bytes)."""
    for code in LANGUAGES:
        name = "data-dictionary.md" if code == "en" else f"data-dictionary.{code}.md"
        told = translation(code, "columns").gettext
        yield name, ("\n".join(_lines(told)) + "\n").encode()


def _lines(told: Callable[[str], str]) -> Iterator[str]:
    yield f"# {told('Data dictionary')}"
    yield ""
    yield "<!-- python -m pipeline.export.dictionary -->"
    for sentence in _INTRO:
        yield ""
        yield told(sentence)
    for table in (*tables(), queue_table()):
        yield from _table(table, told)


def _table(table: Table, told: Callable[[str], str]) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield told(table.title).replace("``", "`") + "."
    yield ""
    yield f"| {' | '.join(map(told, _HEADS))} |"
    yield "|---|---|---|---|"
    for column in table.columns:
        unit = f" ({told(column.unit)})" if column.unit else ""
        keys = [*([told("key")] if column.name in table.primary_key else []), *_target(table, column)]
        kind = ", ".join([column.type.value, *keys])
        values = ", ".join(f"`{value}`" for value in column.values)
        yield f"| `{column.name}` | {told(column.description)}{unit} | {kind} | {values} |"


def _target(table: Table, column: Column) -> Iterator[str]:
    for key in table.foreign_keys:
        if key.columns == (column.name,):
            yield f"→ `{key.table}`"


def stale(folder: Path) -> tuple[str, ...]:
    """Return the names of the files in ``folder`` that are missing or differ."""
    return tuple(n for n, data in files() if not (folder / n).is_file() or (folder / n).read_bytes() != data)


def main(arguments: Sequence[str]) -> int:
    """Write or check the dictionaries; return the exit code."""
    wrong = stale(FOLDER)
    if "--check" in arguments:
        for name in wrong:
            sys.stderr.write(f"docs/{name}: not as the code says - run python -m pipeline.export.dictionary\n")
        return 1 if wrong else 0
    for name, data in files():
        write_bytes(FOLDER / name, data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
