"""What changed in the wording, told from the tables of an output folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.discovery import shown
from pipeline.errors import UsageError

_COLOURS = {"delete": "\x1b[31;9m", "insert": "\x1b[32;4m"}
_RESET = "\x1b[0m"

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


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of a redline: op is equal, insert, delete or replace."""

    op: str
    before: str
    after: str
    change_class: str
    suspect_noise: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement whose wording or place differs from that of an earlier one."""

    link_id: str
    kind: str
    relation: str
    moved: bool
    band: str
    decision: str
    earlier: Place
    later: Place
    redline: tuple[Piece, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """What the changes are about, each once."""
        return tuple(sorted({p.change_class for p in self.redline if p.change_class}))


def changes(out: Path, first: int | None = None, last: int | None = None) -> tuple[Changed, ...]:
    """Return what changed between years ``first`` and ``last``, by year, goal and page.

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
    return tuple(sorted(found, key=_order))


def _within(row: Row, first: int | None, last: int | None) -> bool:
    start, end = row["from_year"], row["to_year"]
    return (first is None or (start != "" and int(start) >= first)) and (
        last is None or (end != "" and int(end) <= last)
    )


def _order(one: Changed) -> tuple[str | int, ...]:
    later = one.later
    return one.earlier.year, later.year, one.kind, int(later.goal_number or 0), int(later.page or 0), one.link_id


def _changed(row: Row, places: Mapping[str, Place], redlines: Mapping[str, Sequence[Piece]]) -> Changed:
    nowhere = Place("", "", "", "", "", "")
    return Changed(
        row["link_id"],
        row["kind"],
        row["relation"],
        row["moved"] == "true",
        row["band"],
        row["decision"],
        places.get(row["from_id"], nowhere),
        places.get(row["to_id"], nowhere),
        tuple(redlines.get(row["link_id"], ())),
    )


def _places(out: Path) -> dict[str, Place]:
    paths = {row["document_id"]: row["path"] for row in _rows(out, "documents")}
    years = {row["record_id"]: row["year"] for row in _rows(out, "threads")}
    found: dict[str, Place] = {}
    for table, key, text, number in (
        ("goals", "goal_id", "text", "number"),
        ("areas", "area_id", "name", "goal_number"),
        ("actions", "action_id", "text", "goal_number"),
    ):
        for row in _rows(out, table):
            name, path = row[key], paths.get(row["document_id"], "")
            year = row.get("year") or years.get(name, "")
            found[name] = Place(name, year, path, row["page"], row[number], row[text])
    return found


def _rows(out: Path, table: str) -> Iterator[Row]:
    path = out / "data" / f"{table}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except FileNotFoundError as error:
        remedy = "give the folder that 'deckline run' wrote"
        raise UsageError("holds no finished run", where=str(out), remedy=remedy) from error


def terminal(found: Sequence[Changed], *, colours: bool) -> Iterator[str]:
    """Yield lines for a person: years, what it is, the redline, the pages that prove it."""
    for one in found:
        earlier, later = one.earlier, one.later
        goal = f", goal {later.goal_number}" if later.goal_number else ""
        flags = [one.relation, *(["moved"] if one.moved else []), *(["to review"] if one.band == "review" else [])]
        about = f" ({', '.join(one.classes)})" if one.classes else ""
        yield f"{earlier.year or '?'} -> {later.year or '?'}  {one.kind}{goal}: {', '.join(flags)}{about}"
        yield "  " + (_redline(one.redline, colours) if one.redline else shown(later.text))
        yield f"  {shown(earlier.path)} p. {earlier.page} -> {shown(later.path)} p. {later.page}"
        yield ""
    plural = "" if len(found) == 1 else "s"
    yield f"{len(found)} change{plural}"


def _redline(pieces: Sequence[Piece], colours: bool) -> str:
    out: list[str] = []
    for piece in pieces:
        if piece.op == "equal":
            out.append(shown(piece.after))
            continue
        out += [_marked("delete", piece.before, colours), _marked("insert", piece.after, colours)]
    return "".join(out)


def _marked(op: str, text: str, colours: bool) -> str:
    if not text:
        return ""
    if colours:
        return f"{_COLOURS[op]}{shown(text)}{_RESET}"
    return f"[-{shown(text)}-]" if op == "delete" else f"{{+{shown(text)}+}}"
