"""Labels that stand before a text: goal numbers, item numbers, footnote marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.model import Edit, Item, Reading
from pipeline.normalise.vocabulary import MARK, Vocabulary, squeeze

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
GOAL_LABEL = re.compile(
    r"^\s*(?P<words>[^\W\d][^\d:.(]{0,48}?)"
    r"(?:\s+(?P<number>\d{1,2}|[IVX]{1,4}|[A-H](?=\s*(?:[:.)]|[-–—]\s|$)))(?!\w|\.\d)\s*(?P<mark>[:.)]|[-–—](?=\s))?|\s*(?P<colon>:))\s*"
)
CONTINUED = re.compile(
    r"\s*(?:\(\s*([^\W\d]{3,12})\.?\s*\)|[,–—-]\s*([^\W\d]{3,12})\.?|\(?\d{1,2}\s*/\s*\d{1,2}\)?)\s*$"
)
INNER_LABEL = re.compile(r"(?<!\w)([^\W\d]{3,20})\s+(\d{1,2})(?=\s*[:.]|\s+[–—-]\s)")
ENUMERATOR = re.compile(r"^\s*(?:(?P<plain>\d{1,2})[.)]|(?P<deep>\d{1,2}(?:\.\d{1,2})+)[.)]?)\s+(?=[^\W\d_a-zåäö])")


LEAD = re.compile(r"^\s*(\d{1,2}|[A-H])[.)]?\s+(?=[^\W\d_a-zåäö])")
# What follows the number in *goals 1 and 2*, *mål 2, 3 och 4*: a label of several goals names none.
SEVERAL_NUMBERS = re.compile(r"(?:\s*(?:[,&+/–-]|[^\W\d]{2,5})\s*\d{1,2})+\s*")
LETTERS = tuple("ABCDEFGH")
RAISED = dict(zip("12345", "¹²³⁴⁵", strict=True))
SAME_WORDING = 85.0
UNNUMBERED = 3


@dataclass(frozen=True, slots=True)
class GoalLabel:
    """What a goal's label says, and where the goal's own text begins."""

    number: int | None
    binding: bool
    start: int


def goal_label(text: str, vocabulary: Vocabulary) -> GoalLabel | None:
    """Read ``TAVOITE 2:``, ``Mål 1 –``, ``Binding goal:``; ``None`` where the text begins with no such label."""
    numbered = _numbered(text, vocabulary)
    if numbered:
        return numbered
    match = GOAL_LABEL.match(text)
    if not match:
        return _bare_binding(text, vocabulary)
    words = match["words"]
    hits = [h for h in vocabulary.hits(words) if h.concept in ("goal", "binding")]
    if not hits or len(words.split()) > 4 or hits[-1].at + hits[-1].size < len(words.split()):
        return None
    binding = vocabulary.names(words, "binding")
    if match["number"] is None and not binding and len(text[match.end() :].split()) < UNNUMBERED:
        return None
    if match["number"] and SEVERAL_NUMBERS.fullmatch(text[match.end() :]):
        return None
    rest = GOAL_LABEL.match(text[match.end() :])
    if not match["mark"] and rest and rest["number"] and vocabulary.names(rest["words"], "goal"):
        return None
    kind = squeeze(text[match.end() :]) in vocabulary.page_kinds
    return GoalLabel(_number(match["number"]), binding, len(text) if kind else match.end())


def _numbered(text: str, vocabulary: Vocabulary) -> GoalLabel | None:
    """Read ``2. Wording`` or ``B Wording`` where the deck calls its goals so and this is the wording of that one."""
    lead = LEAD.match(text) if vocabulary.numbered else None
    for known, words in vocabulary.numbered:
        if lead and _number(lead[1]) == known and fuzz.ratio(squeeze(text[lead.end() :]), words) >= SAME_WORDING:
            return GoalLabel(known, False, lead.end())
    return None


def numbered_wording(text: str, vocabulary: Vocabulary) -> int | None:
    """Return the number of the goal whose wording ``text`` is, where the deck calls its goals by number alone."""
    plain = squeeze(text)
    return next((n for n, words in vocabulary.numbered if fuzz.ratio(plain, words) >= SAME_WORDING), None)


def goal_numbers(text: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the numbers of all goal labels that stand anywhere in ``text``, each once."""
    return tuple(dict.fromkeys(number for number, _ in inner_labels(text, vocabulary)))


def inner_labels(text: str, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Return (number, offset) of all goal labels in ``text``, from left to right."""
    return tuple((int(m[2]), m.start()) for m in INNER_LABEL.finditer(text) if vocabulary.names(m[1], "goal"))


def _bare_binding(text: str, vocabulary: Vocabulary) -> GoalLabel | None:
    """Read a label that stands alone over its goal (*SITOVA TAVOITE*)."""
    words = text.split()
    hits = vocabulary.hits(text)
    alone = 2 <= len(words) <= 3 and {h.concept for h in hits} <= {"binding", "goal"} and bool(hits)
    if alone and vocabulary.names(text, "binding") and hits[-1].at + hits[-1].size == len(words):
        return GoalLabel(None, True, len(text))
    return None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    return ROMAN.get(text.lower()) or (ord(text) - ord("A") + 1 if text in LETTERS else None)


def ordinal(label: str) -> int | None:
    """Return the number of a goal that is labelled ``2``, ``II`` or ``B``: a letter stands for its place."""
    return ord(label) - ord("A") + 1 if label in LETTERS else _number(label)


def enumerator(text: str) -> tuple[str, int]:
    """Return the number that ``text`` begins with (``1.``, ``2.3``) and where the rest starts; ``("", 0)``: none."""
    match = ENUMERATOR.match(text)
    return ((match["plain"] or match["deep"]), match.end()) if match else ("", 0)


def cut_front(reading: Reading, stop: int, rule: str) -> Reading:
    """Return the reading without ``text[:stop]``, as an edit that can be undone."""
    return reading.then([Edit(0, reading.text[:stop], "", rule)]) if stop else reading


def cut_continued(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Return a title without the note that it goes on: *(jatkuu)*, *forts.*, *(2/3)*."""
    match = CONTINUED.search(reading.text)
    if not match or match.start() == 0:
        return reading
    note = match[1] or match[2] or ""
    if note and not vocabulary.names(note, "continued"):
        return reading
    return reading.then([Edit(match.start(), match.group(), "", "continued")])


def cut_mark(reading: Reading) -> tuple[Reading, str]:
    """Return the reading without its footnote mark at the end, and the mark."""
    match = _mark(reading.text)
    if not match:
        return reading, ""
    mark = RAISED.get(match[2], "") if match[2] else match[1]
    return reading.then([Edit(match.start(), match.group(), "", "footnote_mark")]), mark


def without_mark(text: str) -> str:
    """Return a value without the footnote mark behind it."""
    match = _mark(text)
    return text[: match.start()] if match else text


def _mark(text: str) -> re.Match[str] | None:
    """Find the footnote mark at the end of a text that says more; ``1)`` is none where it closes a bracket."""
    match = MARK.search(text)
    if not match or match.start() == 0:
        return None
    before = text[: match.start()]
    return None if match[2] and before.count("(") > before.count(")") else match


def joined(items: tuple[Item, ...] | list[Item]) -> Reading:
    """Return the items of a label cell as one reading."""
    return Reading.joined([i.reading for i in items if i.reading.text.strip()])
