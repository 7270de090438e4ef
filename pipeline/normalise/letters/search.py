"""Finds the words that a damaged word may have been: a beam over the lattice of misreadings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.normalise.letters.channel import FREE, Channel
from pipeline.normalise.letters.characters import CharacterModel

# Paths that are kept at each letter, and how far behind the best (nats).
_BEAM, _WIDTH = 16, 14.0
_LONGEST = 3
# Cost in nats of an edit of no table where no letter can be right, how many free edits a word may have,
# and how many letters are tried for one.
_FREE_SIGN = -4.0
_FREE_EDITS = 2
_FREE_LETTERS = 8
# Log probability of a letter that the model does not know.
_UNHEARD = -12.0

# (score, channel score, clean text, the same in lower case behind the start mark, edits of no table)
_Path = tuple[float, float, str, str, int]
# A path and what may stand behind it.
_Told = tuple[_Path, Mapping[str, float]]


class Reach(IntEnum):
    """Which misreadings are thought of: of marked letters, all of the table, or any."""

    MARKS = 0
    TABLE = 1
    ANY = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been misread, and log P(observed | word)."""

    text: str
    channel: float


def candidates(observed: str, channel: Channel, model: CharacterModel, reach: Reach) -> tuple[Candidate, ...]:
    """Return the likeliest clean words behind ``observed``, itself always among them.

    The case of a result is plain: lower, Capital or ALL CAPITALS, as far as ``observed`` shows.
    """
    capitals = is_capitals(observed)
    table = channel.marks if reach is Reach.MARKS else channel.all
    beams: list[list[_Path]] = [[] for _ in range(len(observed) + 1)]
    beams[0] = [(0.0, 0.0, "", "^", 0)]
    for at in range(len(observed)):
        paths = [(path, model.after(path[3])) for path in _best(beams[at])]
        _extend(beams[at + 1], paths, observed[at], channel.keep(observed[at]), model)
        for size in range(1, min(_LONGEST, len(observed) - at) + 1):
            for clean, cost in table.get(observed[at : at + size], ()):
                if _case_fits(clean, capitals, at):
                    _extend(beams[at + size], paths, clean, cost, model)
        if reach is Reach.ANY:
            _free(beams[at + 1], paths, observed[at], model, capitals=capitals)
    ends = {p[2]: Candidate(p[2], p[1]) for p in _best(beams[-1])}
    if observed not in ends:
        ends[observed] = Candidate(observed, sum(channel.keep(c) for c in observed))
    return tuple(ends.values())


def is_capitals(word: str) -> bool:
    """Return whether most letters of ``word`` are capitals, so that all of them were."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _case_fits(clean: str, capitals: bool, at: int) -> bool:
    if capitals:
        return clean.isupper()
    return clean.islower() or (at == 0 and clean[0].isupper() and (len(clean) == 1 or clean[1:].islower()))


def _extend(
    beam: list[_Path], paths: Sequence[_Told], clean: str, cost: float, model: CharacterModel, free: int = 0
) -> None:
    low, more = clean[:1].lower(), clean[1:].lower()
    floor = max((p[0] for p in beam[:1]), default=-math.inf) - _WIDTH - cost
    for (score, spent, text, behind, used), after in paths:
        if score < floor:
            break
        score += cost + after.get(low, _UNHEARD)
        context = behind + low
        for letter in more:
            score += model.after(context).get(letter, _UNHEARD)
            context += letter
        beam.append((score, spent + cost, text + clean, context, used + free))


def _free(beam: list[_Path], paths: Sequence[_Told], read: str, model: CharacterModel, *, capitals: bool) -> None:
    """Let a letter be misread for any, have been added, or have swallowed the letter before it."""
    cost = FREE if read.isalpha() else _FREE_SIGN
    for path, after in paths:
        if path[4] >= _FREE_EDITS:
            continue
        told = ((path, after),)
        beam.append((path[0] + cost, path[1] + cost, path[2], path[3], path[4] + 1))
        likely = sorted(after, key=after.__getitem__, reverse=True)
        for letter in [x for x in likely if x.isalpha()][: _FREE_LETTERS if read.isalpha() else None]:
            letter = letter.upper() if capitals or (not path[2] and read.isupper()) else letter
            _extend(beam, told, letter, cost, model, 1)
            if not path[2] and not read.isalpha():
                _extend(beam, told, letter.upper(), cost, model, 1)
            elif read.isalpha():
                _extend(beam, told, letter + read.lower(), cost, model, 1)


def _best(paths: list[_Path]) -> list[_Path]:
    """Return the best paths, best first, each text once; what lies far behind the best is dropped."""
    if not paths:
        return []
    floor = max(p[0] for p in paths) - _WIDTH
    kept: dict[str, _Path] = {}
    for path in sorted((p for p in paths if p[0] > floor), key=lambda p: (-p[0], p[2])):
        kept.setdefault(path[2], path)
        if len(kept) == _BEAM:
            break
    return list(kept.values())
