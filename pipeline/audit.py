"""What changed in the wording, told from the tables of an output folder."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline import __version__
from pipeline.discovery import shown
from pipeline.errors import UsageError

_COLOURS = {"delete": "\x1b[31;9m", "insert": "\x1b[32;4m"}
_RESET = "\x1b[0m"
CLASSES = (
    *("negation", "number", "date", "party", "modality", "scope_added", "scope_removed"),
    *("wording", "order", "inflection", "punctuation"),
)
ONLY = (*CLASSES, "moved", "split", "merged")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A record's year and where it stands."""

    record_id: str
    year: str
    path: str
    page: str
    goal_number: str
    text: str
    document_id: str = ""
    bbox: str = ""


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

    @property
    def years(self) -> tuple[str, str]:
        """The earlier and the later year; empty where it is not known."""
        return self.earlier.year, self.later.year

    @property
    def doubtful(self) -> bool:
        """Whether nobody has confirmed yet that the two are one statement."""
        return self.band == "review" and self.decision != "confirmed"

    @property
    def noise(self) -> bool:
        """Whether some of it may be a reading error."""
        return any(piece.suspect_noise for piece in self.redline)

    @property
    def about(self) -> frozenset[str]:
        """What ``--only`` can ask for: the classes, the relation, and whether it moved."""
        return frozenset((*self.classes, self.relation, *(("moved",) if self.moved else ())))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The redline as stretches that are kept, taken out or put in."""
        found: list[Mark] = []
        for p in self.redline:
            steps = (("equal", p.after),) if p.op == "equal" else (("delete", p.before), ("insert", p.after))
            found += [Mark(op, text, p.suspect_noise) for op, text in steps if text]
        return tuple(found)


def wanted(names: str) -> frozenset[str]:
    """Read what ``--only`` was given, names with commas between; raise ``UsageError`` for an unknown one."""
    found = frozenset(name.strip() for name in names.split(",") if name.strip())
    for name in sorted(found - set(ONLY)):
        near = difflib.get_close_matches(name, ONLY, 1)
        remedy = f"did you mean {near[0]}?" if near else f"choose from {', '.join(ONLY)}"
        raise UsageError(f"unknown class of change {name!r}", where="--only", remedy=remedy)
    return found


def changes(
    out: Path, first: int | None = None, last: int | None = None, only: frozenset[str] = frozenset()
) -> tuple[Changed, ...]:
    """Return what changed between years ``first`` and ``last``, by year, goal and page; ``only`` what is about these.

    Raises ``UsageError`` when the folder holds no finished run.
    """
    places = _places(out)
    redlines: dict[str, list[Piece]] = {}
    for row in _rows(out, "changes"):
        piece = Piece(row["op"], row["before"], row["after"], row["change_class"], row["suspect_noise"] == "true")
        redlines.setdefault(row["link_id"], []).append(piece)
    found = [
        _changed(row, places, redlines)
        for row in _rows(out, "links")
        if (row["relation"] != "unchanged" or row["moved"] == "true")
        and row["decision"] != "rejected"
        and _within(row, first, last)
    ]
    return tuple(sorted((one for one in found if not only or only & one.about), key=_order))


def _within(row: Row, first: int | None, last: int | None) -> bool:
    start, end = row["from_year"], row["to_year"]
    return (first is None or (start != "" and int(start) >= first)) and (
        last is None or (end != "" and int(end) <= last)
    )


def _order(one: Changed) -> tuple[str | int, ...]:
    later = one.later
    return *one.years, one.kind, int(later.goal_number or 0), int(later.page or 0), one.link_id


def _changed(row: Row, places: Mapping[str, Place], redlines: Mapping[str, Sequence[Piece]]) -> Changed:
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
            found[name] = Place(name, year, path, row["page"], row[number], row[text], row["document_id"], row["bbox"])
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


def terminal(found: Sequence[Changed], *, colours: bool) -> Iterator[str]:
    """Yield lines for a person, by pair of years: what it is, the redline, the pages that prove it."""
    for (earlier, later), group in groupby(found, key=lambda one: one.years):
        together = tuple(group)
        counts = Counter(name for one in together for name in one.classes)
        about = ", ".join(f"{name} {counts[name]}" for name in CLASSES if counts[name])
        yield f"{earlier or '?'} -> {later or '?'}: {_count(len(together))}" + (f" ({about})" if about else "")
        yield ""
        for one in together:
            yield from _told(one, colours)
    yield _count(len(found))


def _count(number: int) -> str:
    return f"{number} change" + ("" if number == 1 else "s")


def _told(one: Changed, colours: bool) -> Iterator[str]:
    goal = f", goal {one.later.goal_number}" if one.later.goal_number else ""
    flags = [one.relation, *(["moved"] if one.moved else []), *(["doubtful"] if one.doubtful else [])]
    about = f" ({', '.join(one.classes)})" if one.classes else ""
    noise = ", may be a reading error" if one.noise else ""
    yield f"{one.kind}{goal}: {', '.join(flags)}{about}{noise}"
    yield "  " + ("".join(_marked(mark, colours) for mark in one.marks) or shown(one.later.text))
    yield f"  {shown(one.earlier.path)} p. {one.earlier.page} -> {shown(one.later.path)} p. {one.later.page}"
    yield ""


def as_json(found: Sequence[Changed]) -> str:
    """Return a list of objects: both statements with their places, the redline, and what changed."""
    return json.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=1)


def html(found: Sequence[Changed], first: int | None, last: int | None) -> str:
    """Return a page that stands alone: by pair of years, each redline with the pages that prove it."""
    from pipeline.export.html_report import page_alone

    span = " – ".join(str(year) if year is not None else "" for year in (first, last)).strip()
    brand = f"What changed, {span}" if first is not None or last is not None else "What changed"
    return page_alone("audit.html", "Changes in the wording", brand, __version__, found)


def _marked(mark: Mark, colours: bool) -> str:
    text = shown(mark.text)
    if mark.op == "equal":
        return text
    if colours:
        return f"{_COLOURS[mark.op]}{text}{_RESET}"
    return f"[-{text}-]" if mark.op == "delete" else f"{{+{text}+}}"
