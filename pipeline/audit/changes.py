"""Reads what changed in the wording from the tables of an output folder."""

from __future__ import annotations

import csv
import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.export.versions import Mark

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
class Sides:
    """Another link that shows the same change: the places where the two wordings stand as well."""

    link_id: str
    earlier: Place
    later: Place


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement whose wording or place differs from that of an earlier one; ``classes`` are what changed.

    ``thread_page`` is the page of the report that shows its thread, relative to the output folder, empty where there
    is none; ``also`` are the other links that show the same change, as from a roadmap to a plan and to its assessment.
    """

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
    thread_page: str = ""
    also: tuple[Sides, ...] = ()

    @property
    def years(self) -> tuple[str, str]:
        """The earlier and the later year; empty where it is not known."""
        return self.earlier.year, self.later.year

    @property
    def places(self) -> tuple[tuple[Place, Place], ...]:
        """Where the two wordings stand, its own places first."""
        return (self.earlier, self.later), *((sides.earlier, sides.later) for sides in self.also)

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
    one deck is left out unless ``only`` asks for it, and the same change from one year to another is told once.
    Raises ``UsageError`` when the folder holds no finished run or no such thread, or the years are the wrong way round.
    """
    if first is not None and last is not None and first > last:
        raise UsageError(f"--from {first} is after --to {last}", remedy="give the earlier year to --from")
    threads = {row["record_id"]: row["thread_id"] for row in _rows(out, "threads")}
    asked = _thread(thread, threads) if thread else ""
    places = _places(out)
    redlines: dict[str, list[Piece]] = {}
    for row in _rows(out, "changes"):
        piece = Piece(row["op"], row["before"], row["after"], row["change_class"], row["suspect_noise"] == "true")
        redlines.setdefault(row["link_id"], []).append(piece)
    pages = {t: f"report/threads/{t}.html" for t in set(threads.values())}
    pages = {t: page for t, page in pages.items() if (out / page).is_file()}
    found = [
        _changed(row, places, redlines, threads, pages)
        for row in _rows(out, "links")
        if (row["relation"] != "unchanged" or row["moved"] == "true")
        and row["decision"] != "rejected"
        and (row["matched_by"] != RENDITION or RENDITION in only)
        and asked in ("", threads.get(row["to_id"], ""))
        and _within(row, first, last)
    ]
    return tuple(_once(sorted((one for one in found if not only or only & one.about), key=_order)))


def _once(found: Iterable[Changed]) -> Iterator[Changed]:
    """Yield each change of a thread from one year to another once, with the other places where it shows."""
    same: dict[tuple[str | bool, ...], list[Changed]] = {}
    for one in found:
        wordings = one.earlier.text, one.later.text
        key = one.thread_id or one.link_id, *one.years, *wordings, one.relation, one.moved, one.rendition
        same.setdefault(key, []).append(one)
    for one, *rest in same.values():
        yield dataclasses.replace(one, also=tuple(Sides(x.link_id, x.earlier, x.later) for x in rest))


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
    row: Row,
    places: Mapping[str, Place],
    redlines: Mapping[str, Sequence[Piece]],
    threads: Mapping[str, str],
    pages: Mapping[str, str],
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
        pages.get(threads.get(row["to_id"], ""), ""),
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
