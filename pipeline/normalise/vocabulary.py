"""Which concept a heading names, which verdict a cell shows, what a footnote mark means.

Headings are matched word by word on folded text (no case, diacritics or hyphens), with room for
OCR slips in long words, so a heading that lost its letters or was hyphenated still counts.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

from pipeline.model import Status
from pipeline.profiles import Headings, Profile, fold

CONCEPTS = tuple(f.name for f in fields(Headings))
COLUMN_CONCEPTS = frozenset(
    ["goal", "area", "action", "status", "owner", "indicator", "due", "number", "remark", "cost"]
)
HEADING_CONCEPTS = ("year", "plan", "assessment", "roadmap", "status", "continued")
COMPOUND = 6
HEAD, MODIFIER, ENDING = 5, 3, 3
# One letter in so many of a verdict may be misread.
ROOM = 8
YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![\d/]|[.,]\d)")
PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)?\d\d)(?!\d)")
QUARTER = re.compile(r"(?<!\w)(?:Q[1-4]|I{1,3}|IV)\s?/\s?(?=(?:19|20)\d\d(?!\d))")
MARK = re.compile(r"\s*(\*{1,4}|[†‡§]|[¹²³⁴⁵]+|(?<=[^\W\d])\s?([1-5])\))\s*$")

Verdicts: TypeAlias = tuple[tuple[str, Status | None], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept word found in a text: folded words ``at`` .. ``at + size``."""

    concept: str
    at: int
    size: int
    length: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stem that a word may name; ``begun``: the word begins with its first part, else it is a compound of it."""

    concept: str
    stem: tuple[str, ...]
    length: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a profile, folded and ready to be looked up."""

    stems: tuple[tuple[str, tuple[str, ...]], ...]
    verdicts: Verdicts
    meanings: tuple[tuple[str, str], ...]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    limits: frozenset[str]
    moved: frozenset[str]
    partly: tuple[str, ...]
    negated: tuple[str, ...]
    compounding: frozenset[tuple[str, ...]]
    whole: tuple[tuple[str, str], ...] = ()
    calendar: frozenset[str] = frozenset()
    numbered: tuple[tuple[int, str], ...] = ()
    page_kinds: frozenset[str] = frozenset()
    _known: dict[str, tuple[_Candidate, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _near: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _tails: dict[int, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _told: dict[str, tuple[bool, Status | None]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _alike: dict[int, Verdicts] = field(default_factory=dict, init=False, repr=False, compare=False)

    def joins(self, word: str) -> bool:
        """Whether the word is a conjunction."""
        return fold(word) in self.conjunctions

    def hits(self, text: str, among: frozenset[str] = frozenset(CONCEPTS)) -> tuple[Hit, ...]:
        """Return the concepts that the words of ``text`` name, best reading of each word, left to right."""
        words = tuple(fold(text).split())
        found: list[Hit] = []
        for at in range(len(words)):
            hits = [
                Hit(c.concept, at, len(c.stem), c.length, not c.begun)
                for c in self._candidates(words[at])
                if c.concept in among and (len(c.stem) == 1 or _begins(words[at : at + len(c.stem)], c.stem))
            ]
            best = max(
                hits, key=lambda h: (_weight(words[h.at], h), h.length, -CONCEPTS.index(h.concept)), default=None
            )
            if best and not (found and at < found[-1].at + found[-1].size):
                found.append(best)
        return tuple(found)

    def _candidates(self, word: str) -> tuple[_Candidate, ...]:
        """Return the stems that may be named where ``word`` stands: it begins with their first part, or is a compound.

        Kept for each word: a profile has a thousand stems, a deck repeats its words.
        """
        found = self._known.get(word)
        if found is None:
            tried = (_candidate(word, *self.stems[n], self.compounding) for n in self._nearest(word))
            found = self._known[word] = tuple(one for one in tried if one)
        return found

    def _nearest(self, word: str) -> list[int]:
        """Return which stems ``word`` may begin with, or be a compound of, in order."""
        if not self._near:
            for n, (_, stem) in enumerate(self.stems):
                part = stem[0].rstrip("$")
                self._near[part[:2]] = (*self._near.get(part[:2], ()), n)
                if stem in self.compounding and len(stem) == 1 and len(part) >= HEAD:
                    self._tails[n] = part
        return sorted({*self._near.get(word[:2], ()), *(n for n, part in self._tails.items() if part in word)})

    def names(self, text: str, concept: str) -> bool:
        """Whether any word of ``text`` begins with a word of ``concept``, whatever else it may mean."""
        words = tuple(fold(text).split())
        return any(
            c.begun and c.concept == concept and _begins(words[at : at + len(c.stem)], c.stem)
            for at, word in enumerate(words)
            for c in self._candidates(word)
        )

    def column(self, text: str) -> str:
        """Return what a column with this heading holds, ``""`` where it does not say.

        The head of a Finnish or Swedish phrase is its last noun (*toimenpiteen vastuutaho*), but
        what follows a preposition only describes it (*uppföljning av åtgärder*).  Some words are a
        heading only by themselves (*Vem*, *Kuka / Vem*).
        """
        parts = [fold(part) for part in text.split("/")]
        alone = next((concept for words, concept in self.whole if words in parts), "")
        if alone and all(len(part.split()) <= 1 for part in parts):
            return alone
        words = fold(text).split()
        stop = next((i for i, w in enumerate(words) if i and w in self.prepositions), len(words))
        hits = [h for h in self.hits(text, COLUMN_CONCEPTS) if h.at < stop]
        return hits[-1].concept if hits else ""

    def heads(self, text: str, concept: str) -> bool:
        """Whether ``text`` is a heading for the concept and hardly says anything else (years and periods aside)."""
        words = [w for w in text.split() if any(c.isalpha() for c in w) and fold(w) not in self.prepositions]
        hits = self.hits(text, frozenset((concept, *HEADING_CONCEPTS)))
        return any(h.concept == concept for h in hits) and 2 * sum(h.size for h in hits) >= len(words)

    def verdict(self, text: str) -> tuple[bool, Status | None]:
        """Return whether ``text`` is a verdict, and which (``None``: says that none was given).

        A remark may stand behind it (*Toteutunut. Portti avattiin.*) unless it limits or turns it:
        then the words are no known verdict, and a person decides.
        """
        found = self._told.get(text)
        if found is None:
            found = self._told[text] = self._verdict(text)
        return found

    def _verdict(self, text: str) -> tuple[bool, Status | None]:
        plain = fold(text) or text.strip()
        if not plain or "?" in text:
            return False, None
        both = [self.verdict(part) for part in text.split("/")] if "/" in text.strip("/ ") else []
        if both and all(known for known, _ in both) and len({status for _, status in both}) == 1:
            return both[0]
        head, mark, tail = (part.strip() for part in _parted(text))
        for words, status in self._resembling(len(plain)):
            if plain == words or (len(words) >= ROOM and _slip(plain, words)):
                return True, status
        if mark and head and not self._limits(tail):
            first = fold(head)
            for words, status in self._resembling(len(first)):
                if first == words:
                    return True, status
        return (False, None) if mark else self._composed(plain)

    def _resembling(self, length: int) -> Verdicts:
        """Return the verdicts that a text of ``length`` characters may be, a slip apart."""
        found = self._alike.get(length)
        if found is None:
            near = ((w, s) for w, s in self.verdicts if abs(length - len(w)) <= len(w) // ROOM)
            found = self._alike[length] = tuple(near)
        return found

    def _composed(self, plain: str) -> tuple[bool, Status | None]:
        """Read a verdict made of a known one and a word that halves or denies it (*osin tehty*, *not yet begun*)."""
        for status, turns in ((Status.NOT_STARTED, self.negated), (Status.PARTLY_DONE, self.partly)):
            for turn in turns:
                rest = (
                    plain.removeprefix(f"{turn} ") if plain.startswith(f"{turn} ") else plain.removesuffix(f" {turn}")
                )
                told = (
                    next((s for words, s in self._resembling(len(rest)) if rest == words), None)
                    if rest != plain
                    else None
                )
                if told is Status.DONE or (told is Status.IN_PROGRESS and status is Status.NOT_STARTED):
                    return True, status
        return False, None

    def off_scale(self, text: str) -> bool:
        """Whether a verdict only says that something was put off or is late, which no step of the scale says."""
        return fold(text) in self.moved or fold(_parted(text)[0]) in self.moved

    def _limits(self, remark: str) -> bool:
        """Whether a remark behind a verdict holds a limit, a negation, another verdict or a year."""
        plain = f" {fold(remark)} "
        verdicts = any(f" {words} " in plain for words, _ in self.verdicts if len(words) > 3)
        return verdicts or any(f" {w} " in plain for w in self.limits) or bool(YEAR.search(remark))

    def says_new(self, text: str) -> bool:
        """Whether a short text begins with a word for what is new or goes on, as a heading above actions may."""
        plain = f"{fold(text)} "
        return len(plain.split()) <= 4 and any(plain.startswith(f"{words} ") for words, _ in self.meanings)

    def meaning(self, footnote: str) -> str:
        """Return the marker meaning of a footnote, ``""`` where no known word stands in it."""
        plain = f" {fold(footnote)}"
        found = (m for words, m in self.meanings if f" {words}" in plain or (len(words) >= COMPOUND and words in plain))
        return next(found, "")


@functools.lru_cache(maxsize=8)
def _build(
    key: tuple[tuple[str, tuple[str, ...]], ...],
    verdicts: tuple[tuple[str, str], ...],
    joints: tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]],
    turns: tuple[tuple[str, ...], tuple[str, ...], frozenset[tuple[str, ...]]],
    calendar: frozenset[str],
) -> Vocabulary:
    stems = tuple((c, _folded(w)) for c, words in key if c in CONCEPTS for w in words if w[:1] != "=")
    whole = tuple((fold(w), c) for c, words in key if c in CONCEPTS for w in words if w[:1] == "=")
    statuses = sorted(
        ((fold(w) or w, Status(s) if s in tuple(Status) else None) for w, s in verdicts),
        key=lambda p: (-len(p[0]), p[0]),
    )
    meanings = tuple(
        sorted(((fold(w), c) for c, words in key if c not in CONCEPTS for w in words), key=lambda p: -len(p[0]))
    )
    return Vocabulary(tuple(s for s in stems if s[1]), tuple(statuses), meanings, *joints, *turns, whole, calendar)


def vocabulary(profile: Profile) -> Vocabulary:
    """Return the vocabulary of a profile (built once)."""
    meanings = ("carried_over", "from_survey", "new", "changed")
    words = [(c, profile.headings(c)) for c in CONCEPTS] + [(m, profile.markers(m)) for m in meanings]
    verdicts = [(w, s) for s in (*Status, "not_given", "moved") for w in profile.statuses(s)]
    before = frozenset(fold(w) for language in profile.languages for w in language.prepositions)
    compounding = frozenset(
        _folded(w) for language in profile.languages if language.compounds for w in _words(language.headings)
    )
    moved = frozenset(fold(w) for w in profile.statuses("moved"))
    limits = frozenset(fold(w) for w in profile.statuses("limits"))
    between = frozenset(fold(w) for language in profile.languages for w in language.conjunctions)
    turns = (_longest(profile.statuses("partly")), _longest(profile.statuses("negated")), compounding)
    joints = (before, between, limits, moved)
    calendar = frozenset(fold(w) for language in profile.languages for w in (*language.months, *language.seasons))
    return _build(tuple(words), tuple((w, str(s)) for w, s in verdicts), joints, turns, calendar)


def _longest(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({fold(w) for w in words}, key=lambda w: (-len(w), w)))


def squeeze(text: str) -> str:
    """Return folded ``text`` without blanks, for comparing names that wrap differently."""
    return fold(text).replace(" ", "")


def years(text: str) -> tuple[int, ...]:
    """Return the single years that ``text`` names, without those of a period (2022–2025) or a date."""
    without = PERIOD.sub(" ", re.sub(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d\d-\d\d", " ", text))
    without = QUARTER.sub(" ", without)
    return tuple(dict.fromkeys(int(y) for y in YEAR.findall(without)))


def periods(text: str) -> tuple[tuple[int, int], ...]:
    """Return the periods that ``text`` names as (first, last) year; *2026-30* ends in 2030; *2024/25* is one year."""
    found = []
    for match in PERIOD.finditer(text):
        begin, last = int(match[1]), match[2]
        end = int(last) if len(last) == 4 else begin // 100 * 100 + int(last)
        one_year = "/" in match.group() and end == begin + 1
        if begin < end <= begin + 30 and not one_year:
            found.append((begin, end))
    return tuple(dict.fromkeys(found))


def _words(headings: Headings) -> tuple[str, ...]:
    return tuple(word for concept in CONCEPTS for word in getattr(headings, concept) if word[:1] != "=")


def _folded(stem: str) -> tuple[str, ...]:
    """Fold a stem; one that ends in ``$`` is a whole word, not the beginning of one."""
    return tuple(
        part + "$" * (stem.endswith("$") and at == len(stem.split()) - 1) for at, part in enumerate(fold(stem).split())
    )


def _candidate(
    word: str, concept: str, stem: tuple[str, ...], compounding: frozenset[tuple[str, ...]]
) -> _Candidate | None:
    begun = _begins((word,), stem[:1])
    if begun or (stem in compounding and _is_head(word, stem)):
        return _Candidate(concept, stem, len(" ".join(stem)), begun)
    return None


def _is_head(word: str, stem: tuple[str, ...]) -> bool:
    """Whether a compound ends in the stem (*seurantamittari*, *uppföljningsansvar*), an ending aside."""
    part = stem[0].rstrip("$")
    at = word.rfind(part)
    return len(stem) == 1 and len(part) >= HEAD and at >= MODIFIER and len(word) - at - len(part) <= ENDING


def _weight(word: str, hit: Hit) -> int:
    """Rank a hit: the head of a compound says what it is, unless the stem is (nearly) the whole word."""
    whole = hit.size > 1 or hit.length >= len(word) - ENDING
    return 2 if whole else int(hit.head)


def _parted(text: str) -> tuple[str, str, str]:
    """Part a text at its first mark: what stands before it, the mark, what stands behind it."""
    match = re.search(r"[.,;:(]|\s[-–—/]\s", text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _begins(words: tuple[str, ...], stem: tuple[str, ...]) -> bool:
    if len(words) != len(stem):
        return False
    return all(
        _prefix(word, part.rstrip("$"), whole=len(part) < 4 or part[-1] == "$")
        for word, part in zip(words, stem, strict=True)
    )


@functools.lru_cache(maxsize=65536)
def _prefix(word: str, part: str, *, whole: bool) -> bool:
    if whole:
        return word == part
    if word.startswith(part):
        return True
    if len(part) < 8 or len(word) < len(part) - 1 or word[:2] != part[:2]:
        return False
    room = len(part) // 6
    return Levenshtein.distance(word[: len(part)], part, score_cutoff=room) <= room


def _slip(text: str, words: str) -> bool:
    room = len(words) // ROOM
    return (
        room > 0
        and abs(len(text) - len(words)) <= room
        and Levenshtein.distance(text, words, score_cutoff=room) <= room
    )
