"""What people have answered: values, corrections, links and names that every run takes from a file.

The file is a copy of the review queue (CSV, or the sheet of the workbook) with the column ``answer``
filled in; rows without an answer are passed over.  It is only ever read.  Each answer names a record by its
id and the value that it replaces, so that it is not given to anything else when the deck or the program has
changed: ``pipeline.overrides.apply`` follows it or says why not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from pipeline.errors import DecklineError, UsageError
from pipeline.overrides.fields import (
    ALIASES,
    CLEAR,
    CONFIRM,
    CONFIRMABLE,
    FIELDS,
    REJECT,
    RELATIONS,
    Kind,
    misspelled,
    nearest,
    parse,
)
from pipeline.overrides.spreadsheet import Grid, Row, grids
from pipeline.overrides.titles import column, header, meant, unread

# Columns of the queue; ``deck`` is a title beside them in the workbook.
COLUMNS = (
    *("queue_id", "severity", "kind", "record_id", "document_id", "page", "field", "value", "candidates", "reason"),
    *("text", "answer", "from_id", "to_id", "from_document_id", "comment", "deck"),
)
PREFIXES = {
    "goal": Kind.GOAL,
    "area": Kind.AREA,
    "act": Kind.ACTION,
    "ass": Kind.ASSESSMENT,
    "ind": Kind.INDICATOR,
    "note": Kind.NOTE,
}
# The header is the row with the most names of columns among the first ones; titles for people may stand above it.
_HEADER_ROWS = 10


class MistakesError(UsageError):
    """Several mistakes of one file of answers; ``each`` are all of them."""

    mistakes: tuple[UsageError, ...] = ()

    @classmethod
    def of(cls, mistakes: Sequence[UsageError]) -> UsageError:
        """Return one error for all ``mistakes``, of which there is at least one."""
        if len(mistakes) == 1:
            return mistakes[0]
        made = cls(f"{len(mistakes)} mistakes: {'; '.join(map(str, mistakes))}")
        made.mistakes = tuple(mistakes)
        return made

    @property
    def each(self) -> tuple[DecklineError, ...]:
        """The mistakes, in the order of the file."""
        return self.mistakes or (self,)


@dataclass(frozen=True, slots=True)
class Override:
    """One answer; ``value`` is what stood there when it was given, ``text`` the wording around it."""

    line: int
    kind: Kind
    record_id: str
    field: str
    value: str
    answer: str
    document_id: str = ""
    page: int = 0
    text: str = ""
    candidates: str = ""
    reason: str = ""
    from_id: str = ""
    to_id: str = ""
    from_document_id: str = ""

    @property
    def code(self) -> str:
        """The code of the issue that the doubt came from."""
        return self.reason.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Overrides:
    """The answers of one file, in its order."""

    file: str = ""
    rows: tuple[Override, ...] = ()

    @property
    def digest(self) -> str:
        """A digest of all answers; empty where there are none."""
        return hashlib.sha256(repr([astuple(row) for row in self.rows]).encode()).hexdigest()[:16] if self.rows else ""

    def error(self, row: Override, what: str, remedy: str) -> UsageError:
        """Return the error that names the line of ``row``."""
        return UsageError(what, where=f"{self.file} line {row.line}", remedy=remedy)


def load(path: Path, out: Path | None = None) -> Overrides:
    """Read the answers of a CSV file or workbook; it may not lie in ``out``, where the next run would write over it.

    Raises ``UsageError`` for a file, column, kind, field or value that is not known, naming line and nearest match;
    where there are several, its ``each`` holds all of them.
    """
    if out is not None and path.resolve().is_relative_to(out.resolve()):
        remedy = "save your answers in another folder and name that file"
        raise UsageError("lies in the output folder, which a run writes anew", where=path.name, remedy=remedy)
    tables = grids(path)
    found = [(grid, at) for grid in tables for at in [_header(grid)] if at is not None]
    if not found:
        if len(tables) > 1 or not tables or not tables[0]:
            raise UsageError("holds no table with a column 'answer'", where=path.name, remedy="fill in the review list")
        found = [(tables[0], 0)]
    grid, at = found[0]
    names, mistakes = _names(grid[at], path.name)
    rows: list[Override] = []
    for line, cells in grid[at + 1 :]:
        if _answered(names, cells):
            try:
                rows.append(_override(line, dict(zip(names, (c.strip() for c in cells), strict=False)), path.name))
            except UsageError as error:
                mistakes.append(error)
    mistakes += _contradictions(rows, path.name)
    if mistakes:
        raise MistakesError.of(mistakes)
    return Overrides(path.name, tuple(rows))


def _header(grid: Grid) -> int | None:
    """Return the row that names the columns: by their names rather than by their titles, which may stand above."""
    found = [{header(cell) for cell in cells} - {""} for _, cells in grid[:_HEADER_ROWS]]
    exact = [sum(cell.strip().casefold() in COLUMNS for cell in cells) for _, cells in grid[:_HEADER_ROWS]]
    best = max(range(len(found)), key=lambda at: (len(found[at]), exact[at]), default=0)
    return best if found and len(found[best]) > 1 and "answer" in found[best] else None


def _names(head: Row, file: str) -> tuple[list[str], list[UsageError]]:
    """Return the column of the queue of every cell, and what is wrong with them."""
    line, cells = head
    where = f"{file} line {line}"
    names = [header(cell) for cell in cells]
    mistakes: list[UsageError] = []
    for at, (cell, name) in enumerate(zip(cells, names, strict=True)):
        title = cell.strip()
        if title and not name and title.casefold() not in unread():
            mistakes.append(UsageError(f"unknown column {title!r}", where=where, remedy=nearest(title, COLUMNS)))
        if name and name in names[:at]:
            mistakes.append(UsageError(f"column {name!r} twice", where=where, remedy="keep one of them"))
    if "answer" not in names:
        # Without it no other row can be read, so all that is wrong with the columns is told at once.
        mistakes.append(UsageError("no column 'answer'", where=where, remedy="add it behind the others"))
        raise MistakesError.of(mistakes)
    return names, mistakes


def _answered(names: Sequence[str], cells: Sequence[str]) -> bool:
    at = names.index("answer")
    return at < len(cells) and bool(cells[at].strip())


def _override(line: int, row: Mapping[str, str], file: str) -> Override:
    where = f"{file} line {line}"
    page = row.get("page", "")
    if page and not (page.isascii() and page.isdigit() and len(page) < 8):
        raise UsageError(f"{page!r} is no page", where=where, remedy="leave it as it was")
    kept = {name: row.get(name, "") for name in ("value", "text", "candidates", "reason", "document_id")}
    ends = {name: row.get(name, "") for name in ("from_id", "to_id", "from_document_id")}
    kind = _kind(row, where)
    name = _field(kind, row.get("field", ""))
    answer = _answer(kind, row["answer"])
    if kind is Kind.LINK:
        kept["value"] = meant(kept["value"], RELATIONS)
    made = Override(line, kind, row.get("record_id", ""), name, answer=answer, page=int(page or 0), **kept, **ends)
    _check(made, where)
    return made


def _field(kind: Kind, told: str) -> str:
    """Return the column of the data that a row calls by its name or its title."""
    aliases = {**ALIASES, "text": "name"} if kind is Kind.AREA else ALIASES
    return column(told, (*FIELDS.get(kind, ("text", "relation")), *CONFIRMABLE), aliases)


def _answer(kind: Kind, told: str) -> str:
    """Return the word of command that an answer is in any language, else the answer as it stands."""
    known = (CONFIRM, REJECT, *RELATIONS) if kind is Kind.LINK else (CONFIRM, REJECT)
    found = meant(told, known)
    return found if found in known else told


def _kind(row: Mapping[str, str], where: str) -> Kind:
    """Return the kind that a row names, that its id tells, or that of the record which an issue is about."""
    kinds = [k.value for k in Kind]
    told, identity = meant(row.get("kind", ""), kinds), row.get("record_id", "")
    by_id = PREFIXES.get(identity.rpartition("-")[0])
    if told and told not in kinds:
        raise UsageError(f"unknown kind {told!r}", where=where, remedy=nearest(told, kinds))
    if not told or (told == Kind.ISSUE and by_id):
        return by_id or (Kind.LINK if row.get("from_id") else Kind.DOCUMENT if identity else Kind.ISSUE)
    return Kind(told)


def _check(row: Override, where: str) -> None:
    answer = row.answer.casefold()
    if row.kind is Kind.LINK:
        known = (CONFIRM, REJECT, *RELATIONS)
        if not row.from_id or not row.to_id:
            raise UsageError("a link needs from_id and to_id", where=where, remedy="copy both from the data")
        if answer not in known and answer.rpartition("-")[0] not in PREFIXES:
            raise UsageError(f"unknown answer {row.answer!r}", where=where, remedy=nearest(answer, known))
        return
    if row.kind is Kind.CORRECTION or row.kind is Kind.ISSUE:
        known = (CONFIRM, REJECT) if row.kind is Kind.CORRECTION else (CONFIRM,)
        if answer not in known:
            raise UsageError(f"unknown answer {row.answer!r}", where=where, remedy=nearest(answer, known))
        return
    fields = FIELDS[row.kind]
    if row.field not in fields and row.field not in CONFIRMABLE:
        raise UsageError(f"{row.kind} has no {row.field!r} to set", where=where, remedy=nearest(row.field, fields))
    _check_value(row, where)


def _check_value(row: Override, where: str) -> None:
    answer = row.answer.casefold()
    if answer == CONFIRM or (answer == REJECT and row.kind is Kind.ACTION):
        return
    if answer == REJECT:
        raise UsageError(f"{row.kind} cannot be rejected", where=where, remedy="confirm it, or write what is right")
    if near := misspelled(row.answer):
        raise UsageError(f"unknown answer {row.answer!r}", where=where, remedy=f"did you mean {near}?")
    if row.field in CONFIRMABLE:
        if row.field == "confidence" and row.text and row.answer != CLEAR:
            return
        remedy = "answer 'confirm', or name the column under field"
        raise UsageError(f"{row.answer!r} answers nothing here", where=where, remedy=remedy)
    try:
        parse(FIELDS[row.kind][row.field], row.field, row.answer)
    except ValueError as error:
        what, _, remedy = str(error).partition("\t")
        raise UsageError(what, where=where, remedy=remedy) from error


def _contradictions(rows: Sequence[Override], file: str) -> Iterator[UsageError]:
    seen: dict[tuple[str, ...], Override] = {}
    for row in rows:
        key: tuple[str, ...] = (row.kind, row.record_id, row.field, row.from_id, row.to_id)
        if row.kind is Kind.CORRECTION:
            key += (row.value, row.candidates)
        elif row.kind is Kind.ISSUE or row.field in CONFIRMABLE:
            key += (row.document_id, str(row.page), row.reason)
        before = seen.setdefault(key, row)
        if before.answer != row.answer:
            what = f"answers {row.answer!r} where line {before.line} answers {before.answer!r}"
            yield UsageError(what, where=f"{file} line {row.line}", remedy="keep one of them")
