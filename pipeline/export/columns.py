"""From record types to columns: the one place that every output format takes its tables from.

A ``Reading`` field gives two columns (``text``, ``text_raw``), every other field one.  Values are
plain (text, integer, number, boolean, date, or ``None`` for not given); ``as_text`` writes them for CSV.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from operator import attrgetter
from typing import TypeAlias, cast

from pipeline.model import Box, Issue, Reading, col
from pipeline.records import Change, Dataset, PageRow, Thread

Value: TypeAlias = str | int | float | bool | date | None
Convert: TypeAlias = Callable[[object], Value]

BOX_PATTERN = r"^-?\d+(\.\d+)?( -?\d+(\.\d+)?){3}$"
_SURROGATE = re.compile("[\ud800-\udfff]")
_PRIMARY_KEYS: dict[type, tuple[str, ...]] = {
    PageRow: ("document_id", "page"),
    Change: ("link_id", "position"),
    Thread: ("thread_id", "record_id"),
}
_ISSUE_DOCS = {
    "document_id": col("Document; empty where it concerns the whole run", key="documents"),
    "page": col("Page; 0 means the whole document"),
    "severity": col("error, warning or info"),
    "code": col("Kind of issue, for programs"),
    "message": col("What happened, for people"),
    "record_id": col("Record that it concerns"),
}


class Type(StrEnum):
    """Types of column values, by their names in JSON Schema and Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where its values come from and what they may be.

    ``key`` is ``id`` or the table pointed into; ``values`` the allowed ones, empty where free.
    """

    name: str
    field: str
    type: Type
    description: str
    convert: Convert
    unit: str = ""
    key: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False

    @property
    def title(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that point at the ``references`` columns of ``table``; a missing value points nowhere."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the output: the record type it holds and the columns made of it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    def values(self, dataset: Dataset) -> list[list[Value]]:
        """Return the values of each column, rows in their stable order."""
        return self.values_of(self.records(dataset))

    def values_of(self, records: Sequence[object]) -> list[list[Value]]:
        """Return the values of each column for ``records``."""
        return [list(map(c.convert, map(attrgetter(c.field), records))) for c in self.columns]

    def rows(self, dataset: Dataset) -> Iterator[tuple[Value, ...]]:
        """Yield the rows of this table in their stable order."""
        return zip(*self.values(dataset), strict=True)

    def records(self, dataset: Dataset) -> list[object]:
        """Return the records of this table in an order that does not depend on that of the inputs.

        Records of a document keep their reading order.
        """
        records = cast("tuple[object, ...]", getattr(dataset, self.name))
        return sorted(records, key=functools.partial(_sort_key, _SORT.get(self.name, ("document_id",))))


_SORT = {
    "pages": ("document_id", "page"),
    "corrections": ("document_id", "page", "record_id", "start", "rule", "after"),
    "links": ("kind", "from_year", "to_year", "from_id", "to_id", "link_id"),
    "threads": ("thread_id", "year", "document_id", "record_id"),
    "outcomes": ("record_id", "year", "outcome", "evidence_id"),
    "changes": ("link_id", "position"),
    "tables": ("document_id", "page"),
    "issues": ("document_id", "page", "severity", "code", "record_id", "message"),
}


def _sort_key(fields: tuple[str, ...], record: object) -> tuple[tuple[bool, int | str], ...]:
    values = (cast("int | str | None", getattr(record, name)) for name in fields)
    return tuple((value is not None, 0 if value is None else value) for value in values)


@functools.cache
def tables() -> tuple[Table, ...]:
    """Return the tables of a ``Dataset`` in order, with their keys."""
    hints = typing.get_type_hints(Dataset)
    kinds = {name: cast(type, typing.get_args(hint)[0]) for name, hint in hints.items()}
    plain = {name: table(name, kind) for name, kind in kinds.items()}
    return tuple(dataclasses.replace(t, foreign_keys=_foreign_keys(t, plain)) for t in plain.values())


def table(name: str, kind: type) -> Table:
    """Return the table called ``name`` that holds records of ``kind``, without its foreign keys."""
    hints = typing.get_type_hints(kind)
    docs = _ISSUE_DOCS if kind is Issue else {}
    found: list[Column] = []
    for field in dataclasses.fields(kind):
        found += _columns(field.name, hints[field.name], docs.get(field.name) or field.metadata)
    primary = _PRIMARY_KEYS.get(kind) or tuple(c.name for c in found if c.key == "id")
    must = {*primary, *(c.name for c in found if c.key == "documents" and kind is not Issue)}
    columns = tuple(dataclasses.replace(c, required=c.required or c.name in must) for c in found)
    title = (kind.__doc__ or name).splitlines()[0].rstrip(".")
    return Table(name, title, columns, primary)


def _foreign_keys(own: Table, others: Mapping[str, Table]) -> tuple[ForeignKey, ...]:
    keys = [ForeignKey((c.name,), c.key, others[c.key].primary_key) for c in own.columns if c.key in others]
    names = {c.name for c in own.columns}
    if {"document_id", "page"} <= names and own.name not in ("pages", "issues"):
        keys.append(ForeignKey(("document_id", "page"), "pages", others["pages"].primary_key))
    return tuple(keys)


def _columns(name: str, hint: object, meta: Mapping[str, str]) -> Iterator[Column]:
    kind, optional = _unwrap(hint)
    doc, unit, key = meta.get("doc", ""), meta.get("unit", ""), meta.get("key", "")
    if kind is Reading:
        yield Column(name, name, Type.STRING, f"{doc}, corrected", _reading_text)
        yield Column(f"{name}_raw", name, Type.STRING, f"{doc}, as the page shows it", _reading_raw)
        return
    what, convert = _CONVERTERS.get(kind, (Type.STRING, _text))
    values: tuple[str, ...] = ()
    if isinstance(kind, type) and issubclass(kind, Enum):
        what, convert, values = Type.STRING, _enum, tuple(str(member.value) for member in kind)
    if typing.get_origin(kind) is tuple:
        convert = _joined
    required = not optional and (kind in _CONVERTERS or bool(values)) and kind is not str
    pattern = BOX_PATTERN if kind is Box else ""
    yield Column(name, name, what, doc, convert, unit, key, values, pattern, required)


def _unwrap(hint: object) -> tuple[object, bool]:
    """Return the type without ``None``, and whether ``None`` was allowed."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return inner[0], True
    return hint, False


def clean(text: str) -> str:
    """Return ``text`` with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def surrogates(record: object) -> int:
    """Return how many characters ``clean`` replaces in the fields of ``record``."""
    return sum(_count(getattr(record, field.name)) for field in dataclasses.fields(cast("Issue", record)))


def _count(value: object) -> int:
    if isinstance(value, str):
        return 0 if value.isascii() else len(_SURROGATE.findall(value))
    if isinstance(value, Reading):
        return _count(value.raw)
    return sum(map(_count, value)) if isinstance(value, tuple) else 0


def number_text(value: float, decimals: int = 3) -> str:
    """Return ``value`` with at most ``decimals`` decimals and no zeros at the end."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    return "0" if text == "-0" else text


def as_text(value: Value) -> str:
    """Return ``value`` as it stands in a CSV file; ``None`` is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(value: object) -> Value:
    return clean(str(value)) or None if value is not None else None


def _reading_text(value: object) -> Value:
    return clean(cast(Reading, value).text) or None


def _reading_raw(value: object) -> Value:
    return clean(cast(Reading, value).raw) or None


def _enum(value: object) -> Value:
    return str(cast(Enum, value).value) if value is not None else None


def _joined(value: object) -> Value:
    return clean(";".join(str(v) for v in cast("tuple[object, ...]", value))) or None


def _box(value: object) -> Value:
    if value is None:
        return None
    box = cast(Box, value)
    return " ".join(number_text(side, 2) for side in (box.x0, box.top, box.x1, box.bottom))


def _number(value: object) -> Value:
    number = cast("float | None", value)
    return None if number is None or not math.isfinite(number) else round(float(number), 3) + 0.0


def _same(value: object) -> Value:
    return cast(Value, value)


_CONVERTERS: dict[object, tuple[Type, Convert]] = {
    str: (Type.STRING, _text),
    bool: (Type.BOOLEAN, _same),
    int: (Type.INTEGER, _same),
    float: (Type.NUMBER, _number),
    date: (Type.DATE, _same),
    Box: (Type.STRING, _box),
}
