"""What the neighbours of a word say of it: *i år* but *det är*, a capital at the start of a sentence.

The rules are data (``data/context.toml``); each adds evidence in nats to one word.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import TypedDict, cast

from pipeline.normalise.letters.speller import Ranking
from pipeline.profiles import fold

# Log odds of a capital at and after the start of a sentence.
_CAPITAL_OPENING, _CAPITAL_INSIDE = 1.0, -2.0


class _Row(TypedDict, total=False):
    language: str
    word: str
    nats: float
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Evidence of ``nats`` for a word whose neighbours match one of ``before`` and one of ``after``, where given."""

    nats: float
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def fits(self, before: str, after: str) -> bool:
        """Return whether the folded neighbours match."""
        return _matches(before, self.before) and _matches(after, self.after)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: its folded neighbours (``^`` and ``$`` at the borders of a sentence)."""

    before: str
    after: str

    @property
    def opening(self) -> bool:
        """Whether the word begins a sentence."""
        return self.before == "^"


@functools.cache
def rules(language: str) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of a language by word."""
    text = resources.files(__package__).joinpath("data/context.toml").read_text(encoding="utf-8")
    found: dict[str, tuple[Rule, ...]] = {}
    for row in cast("list[_Row]", tomllib.loads(text)["rule"]):
        if row["language"] == language:
            rule = Rule(row["nats"], tuple(row.get("before", ())), tuple(row.get("after", ())))
            found[row["word"]] = (*found.get(row["word"], ()), rule)
    return found


def place(text: str, start: int, end: int) -> Place:
    """Return where ``text[start:end]`` stands."""
    before, after = text[:start].split()[-1:], text[end:].split()[:1]
    glued = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
    left = "^" if glued or not before or before[0][-1] in ".:!?" else _folded(before[0])
    behind = after[0] if after and text[end : end + 1].isspace() else ""
    return Place(left, _folded(behind) if behind else "$")


def weighed(ranking: Ranking, where: Place, language: str) -> Ranking:
    """Return the ranking with the evidence of the neighbours and of capitals added."""
    table = rules(language)
    texts = {o.text for o in ranking.options}
    if not any(t.lower() in table for t in texts) and len({t[:1].isupper() for t in texts}) < 2:
        return ranking
    options = []
    for option in ranking.options:
        # A rule tells pairs like är and år apart; it is no evidence against a word of another length.
        found = table.get(option.text.lower(), ()) if len(option.text) == len(ranking.observed) else ()
        more = sum(r.nats for r in found if r.fits(where.before, where.after))
        if option.text[:1].isupper():
            more += _CAPITAL_OPENING if where.opening else _CAPITAL_INSIDE
        options.append(replace(option, score=option.score + more))
    return Ranking(ranking.observed, tuple(sorted(options, key=lambda o: (-o.score, o.text))))


def _folded(word: str) -> str:
    bare = word.strip(".,;:()%")
    if re.fullmatch(r"(19|20)\d\d([-–](19|20)?\d\d)?", bare):
        return "#year"
    return "#" if re.search(r"\d$", bare) else fold(word) or "$"


def _matches(word: str, wanted: Sequence[str]) -> bool:
    plain = "#" if word == "#year" else word
    return not wanted or any(plain.endswith(w[1:]) if w[0] == "~" else w in (word, plain) for w in wanted)
