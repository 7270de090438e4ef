"""What the neighbours of a word say of it: *i år* but *det är*, a capital at the start of a sentence.

The cues are data (``data/context.toml``); each adds evidence in nats to the words of a class.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import TypedDict, cast

from pipeline.normalise.letters.speller import Option, Ranking
from pipeline.profiles import fold

# Log odds of a capital inside a sentence, and how many of the best readings are tried with and without one.
_CAPITAL_INSIDE = -2.0
_CASED = 3
# Small letters as tall as capitals, and the capital like them.
_TALL = "lijtfI"
_AROUND = ".,;:()%!?\"'”“’»«[]"


class _Cue(TypedDict, total=False):
    before: str
    after: str
    nats: float


class _Tag(TypedDict):
    language: str
    name: str
    words: str
    cue: list[_Cue]


class _Table(TypedDict):
    lists: dict[str, dict[str, str]]
    tag: list[_Tag]


@dataclass(frozen=True, slots=True)
class Cue:
    """Evidence of ``nats`` for a word whose neighbours match one of ``before`` and one of ``after``, where given."""

    nats: float
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def fits(self, before: str, after: str) -> bool:
        """Return whether the folded neighbours match."""
        return _matches(before, self.before) and _matches(after, self.after)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: its neighbours (``^`` and ``$`` at the borders of a sentence)."""

    before: str
    after: str

    @property
    def opening(self) -> bool:
        """Whether the word begins a sentence."""
        return self.before == "^"


@functools.cache
def tags(language: str) -> Mapping[str, tuple[tuple[Cue, ...], ...]]:
    """Return the cues of each tag that a word of a language has."""
    text = resources.files(__package__).joinpath("data/context.toml").read_text(encoding="utf-8")
    data = cast("_Table", tomllib.loads(text))
    lists = data["lists"].get(language, {})
    found: dict[str, tuple[tuple[Cue, ...], ...]] = {}
    for tag in data["tag"]:
        if tag["language"] == language:
            cues = tuple(
                Cue(c["nats"], _spelled(c.get("before", ""), lists), _spelled(c.get("after", ""), lists))
                for c in tag["cue"]
            )
            found |= {word: (*found.get(word, ()), cues) for word in tag["words"].split()}
    return found


def _spelled(text: str, lists: Mapping[str, str]) -> tuple[str, ...]:
    """Return the neighbours that ``text`` names, each list spelled out."""
    return tuple(x for word in text.split() for x in (lists[word[1:]].split() if word[0] == "@" else (word,)))


def place(text: str, start: int, end: int) -> Place:
    """Return where ``text[start:end]`` stands."""
    before, after = text[:start].split()[-1:], text[end:].split()[:1]
    glued = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
    left = "^" if glued or not before or before[0][-1] in ".:!?" else before[0]
    return Place(left, after[0] if after and text[end : end + 1].isspace() else "$")


def weighed(ranking: Ranking, where: Place, language: str, read: Callable[[str], str], capital: float) -> Ranking:
    """Return the ranking with the evidence of the neighbours and of capitals added.

    ``read`` gives the likeliest reading of a neighbour taken alone; ``capital`` is the log odds that a sentence
    of the deck begins with a capital.
    """
    table = tags(language)
    options = (*ranking.options, *_other_case(ranking))
    texts = {o.text for o in options}
    told = any(t.lower() in table for t in texts)
    if not told and len({t[:1].isupper() for t in texts}) < 2:
        return ranking
    before, after = (_folded(w, read) if told else "" for w in (where.before, where.after))
    found = []
    for option in options:
        # A cue tells pairs like är and år apart; it is no evidence against a word of another length.
        cues = table.get(option.text.lower(), ()) if len(option.text) == len(ranking.observed) else ()
        more = max((sum(c.nats for c in tag if c.fits(before, after)) for tag in cues), default=0.0)
        if option.text[:1].isupper():
            more += capital if where.opening else _CAPITAL_INSIDE
        found.append(replace(option, score=option.score + more))
    return Ranking(ranking.observed, tuple(sorted(found, key=lambda o: (-o.score, o.text))))


def _other_case(ranking: Ranking) -> Iterator[Option]:
    """Yield the best readings in the other case where what their first letter was read as does not tell its case."""
    seen = ranking.observed[:1]
    if seen.isalpha() and seen not in _TALL:
        return
    texts = {o.text for o in ranking.options}
    for option in ranking.options[:_CASED]:
        first, rest = option.text[:1], option.text[1:]
        if first.lower() != seen.lower() and first.isalpha() and (not rest or rest.islower()):
            other = first.swapcase() + rest
            if other not in texts:
                yield replace(option, text=other)


def _folded(word: str, read: Callable[[str], str]) -> str:
    if word in ("^", "$"):
        return word
    bare = word.strip(_AROUND)
    if re.fullmatch(r"(19|20)\d\d([-–](19|20)?\d\d)?", bare):
        return "#year"
    if re.search(r"\d$", bare) and not re.search(r"[^\W\d]", bare):
        return "#"
    return fold(read(bare)) or "$"


def _matches(word: str, wanted: Sequence[str]) -> bool:
    plain = "#" if word == "#year" else word
    return not wanted or any(plain.endswith(w[1:]) if w[0] == "~" else w in (word, plain) for w in wanted)
