"""What stands behind an action in its own line: owner, verdict, due date in brackets or behind a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.model import Edit, Reading, Status
from pipeline.normalise.labels import ordinal
from pipeline.normalise.vocabulary import Vocabulary

BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,120})[)\]]\s*[.]?\s*$")
TAIL = re.compile(r"\s+[-–—|→⇒➜]\s*([^-–—|()→⇒➜]{2,40})\s*$|\s*[:]\s+([^:()]{2,40})\s*$")
DASHED = re.compile(r"\s+[-–—|]\s*([^-–—|()]{2,60}?)\s*$")
DUE = re.compile(
    r"^(?:(?:by|senast|viimeistään|klart|due|end of|slutet av|loppuun mennessä)\s+)?"
    r"(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d|Q[1-4]\s*/?\s*\d{2,4}|[1-4]/\d{4}|\d{1,2}/\d{4}|(?:\w+\s+)?(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?)$",
    re.IGNORECASE,
)


GOAL_NAMED = re.compile(r"^([^\W\d][^\d]{1,30}?)\s*(\d{1,2}|[A-H])$")
BETWEEN = " |;·•‧/,–—-\t"
LABELS = frozenset(("owner", "due", "indicator", "status"))
COLON = re.compile(r"\s*:(?=\s)\s*")
LABEL_WORDS = 3
SAID_WORDS, TAIL_WORDS = 3, 4
NAME = re.compile(r"^[^\W\d_a-zåäö][^\d()]{2,60}$")


@dataclass(frozen=True, slots=True)
class Details:
    """What the end of a line says, and the line without it."""

    reading: Reading
    owner: str = ""
    due: str = ""
    status: Status | None = None
    status_raw: str = ""
    indicator: str = ""
    goal: int | None = None

    @property
    def judged(self) -> bool:
        """Whether a verdict was found."""
        return bool(self.status_raw)


def read_details(
    reading: Reading, vocabulary: Vocabulary, owners: bool = False, known: frozenset[str] = frozenset()
) -> Details:
    """Take brackets that hold a verdict, a date or an owner off the end of a line; other brackets stay.

    ``owners``: the lines beside this one name owners in brackets, so a bare capitalised name is one;
    ``known``: owners named elsewhere in the deck.
    """
    text = reading.text
    bracket = BRACKET.search(text)
    if bracket and bracket.start() > 0:
        goal = _goal_named(bracket[1], vocabulary)
        if goal:
            cut = reading.then([Edit(bracket.start(), text[bracket.start() :], "", "goal_label")])
            return replace(read_details(cut, vocabulary, owners, known), goal=goal)
        found = _parts(bracket[1], vocabulary)
        if not found and owners:
            found = _by_place(bracket[1])
        if not found and ((owners and NAME.match(bracket[1])) or bracket[1].strip() in known):
            found = bracket[1].strip(), "", None, ""
        if found:
            cut = reading.then([Edit(bracket.start(), text[bracket.start() :], "", "details")])
            return Details(cut, *found)
    tail = TAIL.search(text)
    if tail and tail.start() > 0:
        words = (tail[1] or tail[2]).strip(" .")
        verdict, status = vocabulary.verdict(words)
        if verdict and (status is not None or vocabulary.off_scale(words)):
            return Details(
                reading.then([Edit(tail.start(), text[tail.start() :], "", "details")]), "", "", status, words
            )
    return Details(reading)


def read_labelled(details: Details, line: str, vocabulary: Vocabulary) -> Details:
    """Read a line of labels and values below an action (*Ansvar: Hamnen / Utfall: Klar*) into its details."""
    for kind, value in labelled(line, vocabulary):
        if kind == "status":
            verdict, status = vocabulary.verdict(value)
            details = replace(details, status=status, status_raw="" if verdict and not status else value)
        elif kind == "owner":
            details = replace(details, owner=value)
        elif kind == "due":
            details = replace(details, due=value)
        elif kind == "indicator":
            details = replace(details, indicator=value)
    return details


def behind_dash(details: Details, known: frozenset[str]) -> Details:
    """Take an owner that the deck names elsewhere off the end of a line, where a dash stands before it."""
    text = details.reading.text
    match = DASHED.search(text)
    if not match or match.start() == 0 or match[1].strip() not in known:
        return details
    cut = details.reading.then([Edit(match.start(), text[match.start() :], "", "details")])
    return replace(details, reading=cut, owner=match[1].strip())


def behind_blank(details: Details, vocabulary: Vocabulary) -> Details:
    """Take a capitalised verdict off the end of a line, which stood in a column of its own (*... by spring Done*)."""
    text = details.reading.text
    words = list(re.finditer(r"\S+", text))
    for first in words[max(SAID_WORDS, len(words) - TAIL_WORDS) :]:
        raw = text[first.start() :].strip(" .")
        known, status = vocabulary.verdict(raw)
        before = text[: first.start()].rstrip()
        if raw[:1].isupper() and before[-1:].isalnum() and known and (status or vocabulary.off_scale(raw)):
            cut = details.reading.then([Edit(len(before), text[len(before) :], "", "details")])
            return replace(details, reading=cut, status=status, status_raw=raw)
    return details


def labelled(line: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return (kind, value) of every label with its value; empty where anything else begins the line.

    A value goes on to the next label, whatever signs the page puts between them.
    """
    found = [label for m in COLON.finditer(line) if (label := _label_before(line, m, vocabulary))]
    if not found or line[: found[0][1]].strip(BETWEEN):
        return ()
    ends = [*(start for _, start, _ in found[1:]), len(line)]
    return tuple((kind, line[stop:end].strip(BETWEEN)) for (kind, _, stop), end in zip(found, ends, strict=True))


def _label_before(line: str, colon: re.Match[str], vocabulary: Vocabulary) -> tuple[str, int, int] | None:
    """Return kind, start and end of the label that ends in this colon: its longest run of words, capitalised first."""
    words = list(re.finditer(r"[^\W\d][^\s:;|/,·•]*", line[: colon.start()]))[-LABEL_WORDS:]
    for first in sorted(words, key=lambda w: (not w.group()[0].isupper(), w.start())):
        label = line[first.start() : colon.start()]
        hits = vocabulary.hits(label, LABELS)
        if hits and hits[0].at == 0 and not re.search(r"[:;|/,·•]", label):
            return hits[-1].concept, first.start(), colon.end()
    return None


def is_labelled(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is nothing but labels of what belongs to an action, with their values."""
    return bool(labelled(line, vocabulary))


def _goal_named(text: str, vocabulary: Vocabulary) -> int | None:
    """Return the number of the goal that a bracket names and nothing else (*mål 2*, *Goal B*)."""
    match = GOAL_NAMED.match(text.strip())
    return ordinal(match[2]) if match and vocabulary.heads(match[1], "goal") else None


def _by_place(text: str) -> tuple[str, str, Status | None, str] | None:
    """Read *(owner; verdict)* where the lines beside this one hold both and this verdict is not a known one."""
    parts = [p.strip() for p in text.split(";")]
    return (parts[0], "", None, parts[1]) if len(parts) == 2 and all(parts) else None


def _parts(text: str, vocabulary: Vocabulary) -> tuple[str, str, Status | None, str] | None:
    """Return (owner, due, status, status as shown) of a bracket, ``None`` where nothing in it says what it is."""
    owner, due, raw = [], "", ""
    says = False
    status: Status | None = None
    for part in (p.strip() for p in re.split(r"[,;/|]|\s[-–—]\s", text)):
        label, _, value = part.rpartition(":")
        kind = vocabulary.column(label) if label else ""
        value = value.strip()
        known, verdict = vocabulary.verdict(value)
        if known and kind in ("", "status"):
            status, raw = verdict, value
        elif kind == "due" or (not kind and DUE.match(value)):
            due = value
        elif kind in ("", "owner"):
            owner.append(value)
        says = says or known or bool(due) or kind == "owner"
    if not says:
        return None
    return "; ".join(owner), due, status, raw
