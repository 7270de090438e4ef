"""Frozen dataclasses to plain JSON values and back, by their annotations.

Used for what waits on disk between the stages (``deck.json``, ``report.json``): defaults are left
out, so files stay small, and an unknown or missing field is an error, so an old file is never
half-read.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from datetime import date
from enum import Enum
from typing import TypeVar, cast

T = TypeVar("T")
Plain: typing.TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


@functools.cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def encode(value: object) -> Plain:
    """Return ``value`` as plain JSON data; floats keep three decimals."""
    if isinstance(value, Enum):
        return cast(Plain, value.value)
    if isinstance(value, float):
        return round(value, 3)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Plain] = {}
        for f in dataclasses.fields(value):
            item = getattr(value, f.name)
            if f.default is dataclasses.MISSING or item != f.default:
                out[f.name] = encode(item)
        return out
    raise TypeError(f"cannot encode {type(value).__name__}")


def decode(kind: type[T], data: Plain) -> T:
    """Build a ``kind`` from what ``encode`` returned; raise ``ValueError`` where it does not fit."""
    try:
        return cast(T, _decode(kind, data))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


def _decode(kind: object, data: Plain) -> object:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(kind) if a is not type(None)]
        return None if data is None else _decode(inner[0], data)
    if origin is tuple:
        (item, *_) = typing.get_args(kind)
        return tuple(_decode(item, v) for v in cast("list[Plain]", data))
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return _dataclass(kind, cast("dict[str, Plain]", data))
        if issubclass(kind, date):
            return date.fromisoformat(cast(str, data))
        if issubclass(kind, Enum):
            return kind(data)
        if kind is float:
            return float(cast(float, data))
    return data


def _dataclass(kind: type, data: dict[str, Plain]) -> object:
    hints = _hints(kind)
    unknown = data.keys() - hints.keys()
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r} in {kind.__name__}")
    return kind(**{name: _decode(hints[name], value) for name, value in data.items()})
