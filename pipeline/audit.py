"""What changed in the wording, told from the tables of an output folder."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import json
import re
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypedDict, Unpack

from pipeline import __version__
from pipeline.discovery import shown
from pipeline.errors import UsageError

_RESET = "\x1b[0m"
# While lines are broken, one character of a private area stands for a change of colour.
_COLOURS = {"\ue000": "\x1b[31;9m", "\ue001": "\x1b[32;4m", "\ue002": _RESET}
_TURN = re.compile("[\ue000-\ue002]")
_NO_TURNS = {ord(turn): "\ufffd" for turn in _COLOURS}
_TURNS = {"equal": ("", ""), "delete": ("\ue000", "\ue002"), "insert": ("\ue001", "\ue002")}
_SIGNS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
CLASSES = (
    *("negation", "number", "date", "party", "modality", "scope_added", "scope_removed"),
    *("state_to_action", "wording", "order", "inflection", "case", "punctuation"),
)
RENDITION = "rendition"
ONLY = (*CLASSES, "moved", "split", "merged", RENDITION)
ORDERS = ("years", "thread")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A record's year and where it stands; ``role`` is the kind of list."""

    record_id: str
    year: str
    path: str
    page: str
    goal_number: str
    text: str
    document_id: str = ""
    bbox: str = ""
    area: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of a redline: op is equal, insert, delete or replace."""

    op: str
    before: str
    after: str
    change_class: str
    suspect_noise: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a redline; op is equal, insert or delete."""

    op: str
    text: str
    noise: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement whose wording or place differs from that of an earlier one; ``classes`` are what changed."""

    link_id: str
    kind: str
    relation: str
    moved: bool
    band: str
    decision: str
    earlier: Place
    later: Place
    redline: tuple[Piece, ...]
    classes: tuple[str, ...]
    thread_id: str = ""
    matched_by: str = ""

    @property
    def years(self) -> tuple[str, str]:
        """The earlier and the later year; empty where it is not known."""
        return self.earlier.year, self.later.year

    @property
    def doubtful(self) -> bool:
        """Whether nobody has confirmed yet that the two are one statement."""
        return self.band == "review" and self.decision != "confirmed"

    @property
    def rendition(self) -> bool:
        """Whether it is a difference between two files of one deck: nothing that changed from year to year."""
        return self.matched_by == RENDITION

    @property
    def noise(self) -> bool:
        """Whether some of it may be a reading error."""
        return any(piece.suspect_noise for piece in self.redline)

    @property
    def about(self) -> frozenset[str]:
        """What ``--only`` can ask for: the classes, the relation, and whether it moved."""
        flags = (("moved", self.moved), (RENDITION, self.rendition))
        return frozenset((*self.classes, self.relation, *(name for name, told in flags if told)))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The redline as stretches that are kept, taken out or put in."""
        found: list[Mark] = []
        for p in self.redline:
            steps = (("equal", p.after),) if p.op == "equal" else (("delete", p.before), ("insert", p.after))
            found += [Mark(op, text, p.suspect_noise) for op, text in steps if text]
        return tuple(found)


class Asked(TypedDict):
    """What the audit is asked for, as it was typed."""

    first: int | None
    last: int | None
    only: str
    thread: str
    by: str


def told(out: Path, form: str, *, colours: bool, **asked: Unpack[Asked]) -> str:
    """Return what changed as ``terminal``, ``html`` or ``json``; lines fit the terminal, or 80 columns."""
    first, last = asked["first"], asked["last"]
    found = changes(out, first, last, wanted(asked["only"]), asked["thread"])
    if form != "terminal":
        return html(found, first, last) if form == "html" else as_json(found)
    width = max(shutil.get_terminal_size().columns, 40)
    return "\n".join(terminal(found, colours=colours, width=width, by=asked["by"]))


def wanted(names: str) -> frozenset[str]:
    """Read what ``--only`` was given, names with commas between; raise ``UsageError`` for an unknown one."""
    found = frozenset(name.strip() for name in names.split(",") if name.strip())
    for name in sorted(found - set(ONLY)):
        near = difflib.get_close_matches(name, ONLY, 1)
        remedy = f"did you mean {near[0]}?" if near else f"choose from {', '.join(ONLY)}"
        raise UsageError(f"unknown class of change {name!r}", where="--only", remedy=remedy)
    return found


def changes(
    out: Path,
    first: int | None = None,
    last: int | None = None,
    only: frozenset[str] = frozenset(),
    thread: str = "",
) -> tuple[Changed, ...]:
    """Return what changed between years ``first`` and ``last``, by year, goal and page; ``only`` what is about these.

    ``thread`` asks for one thread alone, by its id or that of a record in it.  What differs between two files of
    one deck is left out unless ``only`` asks for it.  Raises ``UsageError`` when the folder holds no finished run,
    or no such thread.
    """
    threads = {row["record_id"]: row["thread_id"] for row in _rows(out, "threads")}
    asked = _thread(thread, threads) if thread else ""
    places = _places(out)
    redlines: dict[str, list[Piece]] = {}
    for row in _rows(out, "changes"):
        piece = Piece(row["op"], row["before"], row["after"], row["change_class"], row["suspect_noise"] == "true")
        redlines.setdefault(row["link_id"], []).append(piece)
    found = [
        _changed(row, places, redlines, threads)
        for row in _rows(out, "links")
        if (row["relation"] != "unchanged" or row["moved"] == "true")
        and row["decision"] != "rejected"
        and (row["matched_by"] != RENDITION or RENDITION in only)
        and asked in ("", threads.get(row["to_id"], ""))
        and _within(row, first, last)
    ]
    return tuple(sorted((one for one in found if not only or only & one.about), key=_order))


def _thread(name: str, threads: Mapping[str, str]) -> str:
    found = name if name in threads.values() else threads.get(name, "")
    if not found:
        near = difflib.get_close_matches(name, sorted({*threads.values(), *threads}), 1)
        remedy = f"did you mean {near[0]}?" if near else "copy the id from threads.csv or the report"
        raise UsageError(f"unknown thread {name!r}", where="--thread", remedy=remedy)
    return found


def _within(row: Row, first: int | None, last: int | None) -> bool:
    start, end = row["from_year"], row["to_year"]
    return (first is None or (start != "" and int(start) >= first)) and (
        last is None or (end != "" and int(end) <= last)
    )


def _order(one: Changed) -> tuple[str | int, ...]:
    later = one.later
    return *one.years, one.kind, int(later.goal_number or 0), int(later.page or 0), one.link_id


def _changed(
    row: Row, places: Mapping[str, Place], redlines: Mapping[str, Sequence[Piece]], threads: Mapping[str, str]
) -> Changed:
    nowhere = Place("", "", "", "", "", "")
    redline = tuple(redlines.get(row["link_id"], ()))
    classes = {piece.change_class for piece in redline}
    return Changed(
        row["link_id"],
        row["kind"],
        row["relation"],
        row["moved"] == "true",
        row["band"],
        row["decision"],
        places.get(row["from_id"], nowhere),
        places.get(row["to_id"], nowhere),
        redline,
        tuple(sorted(classes - {""})),
        threads.get(row["to_id"], ""),
        row["matched_by"],
    )


def _places(out: Path) -> dict[str, Place]:
    paths = {row["document_id"]: row["path"] for row in _rows(out, "documents")}
    reported = {row["document_id"]: row["reporting_year"] for row in _rows(out, "documents")}
    years = {row["record_id"]: row["year"] for row in _rows(out, "threads")}
    found: dict[str, Place] = {}
    for table, key, text, number in (
        ("goals", "goal_id", "text", "number"),
        ("areas", "area_id", "name", "goal_number"),
        ("actions", "action_id", "text", "goal_number"),
        ("notes", "note_id", "text", "goal_number"),
    ):
        for row in _rows(out, table):
            name, path = row[key], paths.get(row["document_id"], "")
            year = row.get("year") or years.get(name, "") or reported.get(row["document_id"], "")
            place = (row["page"], row[number], row[text], row["document_id"], row["bbox"])
            found[name] = Place(name, year, path, *place, row.get("area", ""), row.get("role", ""))
    return found


def _rows(out: Path, table: str) -> Iterator[Row]:
    path = out / "data" / f"{table}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(max(csv.field_size_limit(), path.stat().st_size + 1))
            yield from csv.DictReader(file)
    except FileNotFoundError as error:
        remedy = "give the folder that 'deckline run' wrote"
        raise UsageError("holds no finished run", where=str(out), remedy=remedy) from error


def terminal(found: Sequence[Changed], *, colours: bool, width: int = 80, by: str = "years") -> Iterator[str]:
    """Yield lines of at most ``width`` columns: what it is, the redline, the pages that prove it.

    They stand under their pair of years, or, ``by`` thread, under the statement that they made.
    """
    names = {one.thread_id: _latest(found, one.thread_id) for one in found} if by == "thread" else {}
    ordered = sorted(found, key=lambda one: one.thread_id) if by == "thread" else found
    for title, group in groupby(ordered, key=lambda one: names[one.thread_id] if names else _span(one)):
        together = tuple(group)
        counts = Counter(name for one in together for name in one.classes)
        about = ", ".join(f"{name} {counts[name]}" for name in CLASSES if counts[name])
        yield from _wrapped(f"{title}: {_count(len(together))}" + (f" ({about})" if about else ""), width)
        yield ""
        for one in together:
            yield from _told(one, colours, width, titled=not names)
    yield _count(len(found))


def _span(one: Changed) -> str:
    earlier, later = one.years
    return f"{earlier or '?'} -> {later or '?'}" if earlier != later or not later else f"within {later}"


def _latest(found: Sequence[Changed], thread: str) -> str:
    last = max((one for one in found if one.thread_id == thread), key=lambda one: (one.years[::-1], one.link_id))
    goal = f", goal {last.later.goal_number}" if last.later.goal_number else ""
    return f"{last.kind}{goal}, {thread}"


def _count(number: int) -> str:
    return f"{number} change" + ("" if number == 1 else "s")


def _told(one: Changed, colours: bool, width: int, *, titled: bool) -> Iterator[str]:
    goal = f", goal {one.later.goal_number}" if one.later.goal_number else ""
    flags = (("moved", one.moved), ("two files of one deck", one.rendition), ("doubtful", one.doubtful))
    states = ", ".join((one.relation, *(name for name, told in flags if told)))
    about = f" ({', '.join(one.classes)})" if one.classes else ""
    noise = ", may be a reading error" if one.noise else ""
    yield from _wrapped(f"{f'{one.kind}{goal}' if titled else _span(one)}: {states}{about}{noise}", width)
    yield from _redlined(one.marks or (Mark("equal", one.later.text, False),), colours, width)
    if one.moved:
        yield from _wrapped(f"  moved: {_stood(one.earlier)} -> {_stood(one.later)}", width)
    yield from _wrapped(f"  {_where(one.earlier)} -> {_where(one.later)}", width)
    yield ""


def _stood(place: Place) -> str:
    return " / ".join(part for part in (place.goal_number and f"goal {place.goal_number}", shown(place.area)) if part)


def _where(place: Place) -> str:
    return f"{shown(place.path)} p. {place.page}" + (f" ({place.role})" if place.role else "")


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _redlined(marks: Sequence[Mark], colours: bool, width: int) -> Iterator[str]:
    """Yield a redline in lines, broken between words; a colour ends with its line and goes on in the next."""
    signs = _TURNS if colours else _SIGNS
    parts = []
    for mark in marks:
        head, tail = signs[mark.op]
        parts.append(f"{head}{shown(mark.text).translate(_NO_TURNS)}{tail}")
    painted = ""
    for line in _wrapped("  " + "".join(parts), width):
        text = "  " + painted + line.lstrip()
        for turn in _TURN.findall(line):
            painted = _COLOURS[turn].replace(_RESET, "")
        for turn, colour in _COLOURS.items():
            text = text.replace(turn, colour)
        yield text + (_RESET if painted else "")


def as_json(found: Sequence[Changed]) -> str:
    """Return a list of objects: both statements with their places, the redline, and what changed."""
    return json.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=1)


def html(found: Sequence[Changed], first: int | None, last: int | None) -> str:
    """Return a page that stands alone: by pair of years, each redline with the pages that prove it."""
    from pipeline.export.html_report import page_alone

    span = " – ".join(str(year) if year is not None else "" for year in (first, last)).strip()
    brand = f"What changed, {span}" if first is not None or last is not None else "What changed"
    return page_alone("audit.html", "Changes in the wording", brand, __version__, found)
