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

from pipeline.normalise.letters.prior import prior
from pipeline.normalise.letters.speller import Option, Ranking
from pipeline.profiles import fold

# Log odds of a capital inside a sentence, and how many of the best readings are tried with and without one.
_CAPITAL_INSIDE = -2.0
_CASED = 3
# Small letters as tall as capitals, and the capital like them.
_TALL = "lijtfI"
# Letters of a stem whose endings tell how it inflects.
_STEM = 2
_AROUND = ".,;:()%!?\"'”“’»«[]"


class _Cue(TypedDict, total=False):
    before: str
    after: str
    nats: float


class _Tag(TypedDict, total=False):
    language: str
    name: str
    words: str
    forms: str
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

    def fits(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Return whether one of the folded neighbours of each side matches."""
        return any(_matches(x, self.before) for x in before) and any(_matches(x, self.after) for x in after)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: its neighbours, ``^`` and ``$`` at the borders of a sentence, and those ``further`` off."""

    before: str
    after: str
    further: tuple[str, str] = ("^", "$")

    @property
    def opening(self) -> bool:
        """Whether the word begins a sentence."""
        return self.before == "^"


class Tags:
    """The classes of a language's words: those that are listed, and those that inflect like them."""

    def __init__(self, language: str) -> None:
        """Read the cues of ``language``; its frequency list tells how a word inflects."""
        text = resources.files(__package__).joinpath("data/context.toml").read_text(encoding="utf-8")
        data = cast("_Table", tomllib.loads(text))
        self._lists = data["lists"].get(language, {})
        self.skip = frozenset(self._lists.get("skip", "").split())
        self.listed: dict[str, tuple[tuple[Cue, ...], ...]] = {}
        self._formed: list[tuple[str, tuple[str, ...], tuple[Cue, ...]]] = []
        for tag in data["tag"]:
            if tag["language"] == language:
                self._read(tag)
        self._prior = prior(language)
        self.of = functools.lru_cache(1 << 14)(self._of)

    def _read(self, tag: _Tag) -> None:
        cues = tuple(
            Cue(c["nats"], _spelled(c.get("before", ""), self._lists), _spelled(c.get("after", ""), self._lists))
            for c in tag["cue"]
        )
        self.listed |= {word: (*self.listed.get(word, ()), cues) for word in tag["words"].split()}
        for form in tag.get("forms", "").split():
            ending, _, kin = form.partition(":")
            self._formed.append((ending.strip("-"), tuple(x.strip("-") for x in kin.split(",")), cues))

    def _of(self, word: str) -> tuple[tuple[Cue, ...], ...]:
        """Return the cues of each class of ``word`` (lower case): as listed, else as its other forms tell."""
        if word in self.listed:
            return self.listed[word]
        found = [
            cues
            for ending, kin, cues in self._formed
            if word.endswith(ending) and self._are_words(word.removesuffix(ending), kin)
        ]
        return tuple(dict.fromkeys(found))

    def _are_words(self, stem: str, endings: Sequence[str]) -> bool:
        if len(stem) < _STEM:
            return False
        forms = [stem + x for x in endings]
        return all(f in self._prior.frequencies and not self._prior.lost_marks(f) for f in forms)


@functools.cache
def tags(language: str) -> Tags:
    """Return the word classes of a language."""
    return Tags(language)


def _spelled(text: str, lists: Mapping[str, str]) -> tuple[str, ...]:
    """Return the neighbours that ``text`` names, each list spelled out."""
    return tuple(x for word in text.split() for x in (lists[word[1:]].split() if word[0] == "@" else (word,)))


def place(text: str, start: int, end: int) -> Place:
    """Return where ``text[start:end]`` stands."""
    before, after = text[:start].split()[-2:][::-1], text[end:].split()[:2]
    glued = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
    left = "^" if glued or not before or before[0][-1] in ".:!?" else before[0]
    right = after[0] if after and text[end : end + 1].isspace() else "$"
    over = "^" if left == "^" or len(before) < 2 or before[1][-1] in ".:!?" else before[1]
    beyond = "$" if right == "$" or len(after) < 2 or right[-1] in ".:!?," else after[1]
    return Place(left, right, (over, beyond))


def weighed(ranking: Ranking, where: Place, language: str, read: Callable[[str], str], capital: float) -> Ranking:
    """Return the ranking with the evidence of the neighbours and of capitals added.

    ``read`` gives the likeliest reading of a neighbour taken alone; ``capital`` is the log odds that a sentence
    of the deck begins with a capital.
    """
    table = tags(language)
    options = (*ranking.options, *_other_case(ranking))
    texts = {o.text for o in options}
    # A cue tells pairs like är and år apart; it is no evidence against a word of another length.
    cues = {t: table.of(t.lower()) for t in texts if len(t) == len(ranking.observed)}
    told = any(cues.values())
    if not told and len({t[:1].isupper() for t in texts}) < 2:
        return ranking
    sides = _sides(where, table, read) if told else (("",), ("",))
    found = []
    for option in options:
        more = max((sum(c.nats for c in tag if c.fits(*sides)) for tag in cues.get(option.text, ())), default=0.0)
        if option.text[:1].isupper():
            more += capital if where.opening else _CAPITAL_INSIDE
        found.append(replace(option, score=option.score + more))
    return Ranking(ranking.observed, tuple(sorted(found, key=lambda o: (-o.score, o.text))))


def _sides(where: Place, table: Tags, read: Callable[[str], str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded neighbours on each side; behind one that may stand anywhere also the next."""
    sides = []
    for near, far in zip((where.before, where.after), where.further, strict=True):
        word = _folded(near, read)
        sides.append((word, _folded(far, read)) if word in table.skip else (word,))
    return sides[0], sides[1]


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
