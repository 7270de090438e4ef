"""The wording of one language: read from a file, drawn from with a seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("fi", "sv", "en")
Toml = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of work: wordings of its goal, names of areas, what is written and what is done."""

    goals: tuple[str, ...]
    areas: tuple[str, ...]
    docs: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All wording of a language; ``lists`` is keyed by ``section.name``."""

    code: str
    lists: Mapping[str, tuple[str, ...]]
    programmes: tuple[tuple[str, str], ...]
    scales: tuple[Mapping[str, str], ...]
    domains: tuple[Domain, ...]
    total: str

    def of(self, name: str) -> tuple[str, ...]:
        """Return a list of wordings; KeyError where the file has none."""
        return self.lists[name]

    def draw(self, rng: random.Random, name: str, **slots: object) -> str:
        """Return one wording with its slots filled."""
        return fill(rng.choice(self.of(name)), **slots)


def fill(text: str, **slots: object) -> str:
    """Return the text with its slots filled."""
    return text.format(**slots)


def sentence(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _table(value: object) -> Toml:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> tuple[Toml, ...]:
    return tuple(_table(item) for item in value) if isinstance(value, list) else ()


def load(code: str) -> Words:
    """Read the wording of a language (``fi``, ``sv``, ``en``)."""
    raw: Toml = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    lists: dict[str, tuple[str, ...]] = {}
    for section, value in raw.items():
        if isinstance(value, dict):
            lists.update({f"{section}.{name}": _texts(entry) for name, entry in value.items()})
        elif _texts(value):
            lists[section] = _texts(value)
    programmes = tuple((pair[0], pair[1]) for pair in map(_texts, _items(raw["programmes"])))
    domains = tuple(
        Domain(*(_texts(d[n]) for n in ("goals", "areas", "docs", "things"))) for d in _tables(raw["domains"])
    )
    scales = tuple({name: str(word) for name, word in scale.items()} for scale in _tables(raw["scales"]))
    return Words(code, lists, programmes, scales, domains, str(_table(raw["titles"])["total"]))


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else ()
