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
from collections.abc import Callable, Hashable
from datetime import date
from enum import Enum
from typing import TypeVar, cast

T = TypeVar("T")
Plain: typing.TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


def encode(value: object) -> Plain:
    """Return ``value`` as plain JSON data; floats keep three decimals."""
    return _encoder(cast(Hashable, type(value)))(value)


@functools.cache
def _encoder(kind: type) -> Callable[[object], Plain]:
    """Return what encodes values of ``kind``: looked into once, for a deck holds its types thousands of times."""
    if issubclass(kind, Enum):
        return lambda value: cast(Plain, cast(Enum, value).value)
    if issubclass(kind, float):
        return lambda value: round(cast(float, value), 3)
    if issubclass(kind, (types.NoneType, bool, int, str)):
        return lambda value: cast(Plain, value)
    if issubclass(kind, date):
        return lambda value: cast(date, value).isoformat()
    if issubclass(kind, tuple):
        return lambda value: [encode(v) for v in cast("tuple[object, ...]", value)]
    if dataclasses.is_dataclass(kind):
        fields = tuple((f.name, f.default) for f in dataclasses.fields(kind))
        return lambda value: _plain(value, fields)
    raise TypeError(f"cannot encode {kind.__name__}")


def _plain(value: object, fields: tuple[tuple[str, object], ...]) -> dict[str, Plain]:
    out: dict[str, Plain] = {}
    for name, default in fields:
        item = getattr(value, name)
        if default is dataclasses.MISSING or item != default:
            out[name] = encode(item)
    return out


def decode(kind: type[T], data: Plain) -> T:
    """Build a ``kind`` from what ``encode`` returned; raise ``ValueError`` where it does not fit."""
    try:
        return cast(T, _decoder(cast(Hashable, kind))(data))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


@functools.cache
def _decoder(kind: object) -> Callable[[Plain], object]:
    """Return what builds values of the annotation ``kind``."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _decoder(next(a for a in typing.get_args(kind) if a is not types.NoneType))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _decoder(typing.get_args(kind)[0])
        return lambda data: tuple(map(item, cast("list[Plain]", data)))
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return functools.partial(_dataclass, kind)
        if issubclass(kind, date):
            return lambda data: kind.fromisoformat(cast(str, data))
        if issubclass(kind, Enum):
            return kind
        if kind is float:
            return lambda data: float(cast(float, data))
    return lambda data: data


@functools.cache
def _decoders(kind: type) -> dict[str, Callable[[Plain], object]]:
    return {name: _decoder(hint) for name, hint in typing.get_type_hints(kind).items()}


def _dataclass(kind: type, data: Plain) -> object:
    values, known = cast("dict[str, Plain]", data), _decoders(kind)
    unknown = values.keys() - known.keys()
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r} in {kind.__name__}")
    return kind(**{name: known[name](value) for name, value in values.items()})
