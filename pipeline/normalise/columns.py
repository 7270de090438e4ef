"""What each column of a table holds, from its heading and from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from pipeline.model import Cell, Table
from pipeline.normalise.contents import kind_of
from pipeline.normalise.labels import goal_label, joined
from pipeline.normalise.legend import Legend
from pipeline.normalise.schedule import is_period, is_step, label, marked_columns
from pipeline.normalise.vocabulary import Vocabulary, years

BRACKETS = re.compile(r"\([^()]*\)")
WORDY = 2.0
SENTENCE = 3.0
HEADING_WORDS = 5
ENTRY = frozenset(("goal", "area", "status", "owner", "indicator", "due", "period", "scale"))
TOLD = ("status", "owner", "due", "period", "scale")
TELLING = frozenset(("owner", "status", "due", "indicator", "number"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is a concept or ``""``; ``year`` where its heading names one; ``heading`` as printed."""

    kind: str
    year: int | None
    heading: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and how many header rows stand above them."""

    columns: tuple[Column, ...]
    header_rows: int

    def of(self, kind: str) -> tuple[int, ...]:
        """Return the indexes of all columns of that kind."""
        return tuple(i for i, c in enumerate(self.columns) if c.kind == kind)

    def with_actions(self, column: int) -> Layout:
        """Return the layout with the actions in a column of which nothing else is known."""
        kinds = (replace(c, kind="action") if n == column and not c.kind else c for n, c in enumerate(self.columns))
        return replace(self, columns=tuple(kinds))

    @property
    def is_programme(self) -> bool:
        """Whether actions stand in this table: an action column beside something that orders or judges them."""
        kinds = {c.kind for c in self.columns}
        return "action" in kinds and bool(kinds & ENTRY)

    @property
    def told(self) -> int:
        """How many kinds of columns tell of the actions beside them what only actions have."""
        return sum(bool(self.of(kind)) for kind in TOLD)

    @property
    def is_roadmap(self) -> bool:
        """Whether the actions are laid out by year."""
        return len({c.year for c in self.columns if c.kind == "action" and c.year}) >= 2

    @property
    def judged_year(self) -> int | None:
        """The one year that the verdicts of the table are about, where a heading names it."""
        years_ = {c.year for c in self.columns if c.kind == "status" and c.year}
        return years_.pop() if len(years_) == 1 else None

    @property
    def planned_year(self) -> int | None:
        """The one year whose quarters or months stand side by side."""
        years_ = {c.year for c in self.columns if c.kind == "period" and c.year}
        return years_.pop() if len(years_) == 1 else None


def cell_text(cell: Cell | None) -> str:
    """Return the text of a cell, its items joined by blanks; ``""`` for no cell."""
    return joined(cell.items).text if cell and cell.items else ""


def grid(table: Table) -> list[list[Cell | None]]:
    """Return the table as rows of cells, a spanning cell in every place it covers."""
    places: list[list[Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                places[row][column] = cell
    return places


def read_layout(
    table: Table,
    vocabulary: Vocabulary,
    legend: Legend | None = None,
    owners: Collection[str] = (),
    *,
    headed: bool = False,
) -> Layout:
    """Find the header rows and name the columns by their headings, else by what stands in them.

    ``owners`` are names of owners known from elsewhere in the deck; ``headed``: the first row is known to be headings.
    """
    rows, signs = grid(table), legend or Legend(())
    header = max(_header_rows(rows, vocabulary), int(headed))
    columns = []
    for index in range(table.columns):
        column = _column(_heads(rows, index, header), [cell_text(c) for c in _body(rows, index, header)], vocabulary)
        kind = column.kind or kind_of(_body(rows, index, header), vocabulary, signs, owners)
        columns.append(replace(column, kind=kind))
    headed_owners = [n for n in range(table.columns) if _named(_heads(rows, n, header), vocabulary) == "owner"]
    if headed_owners:
        shown = (c.kind == "owner" and n not in headed_owners for n, c in enumerate(columns))
        columns = [replace(c, kind="") if guessed else c for c, guessed in zip(columns, shown, strict=True)]
    for kind, names in (("period", is_period), ("scale", is_step)):
        for index in marked_columns(rows, header, vocabulary, names):
            body = _body(rows, index, header)
            told = any(vocabulary.verdict(cell_text(c))[0] for c in body) or kind_of(body, vocabulary, signs, owners)
            columns[index] = columns[index] if told else replace(columns[index], kind=kind)
    columns = _latest(columns, rows, header, vocabulary)
    return Layout(tuple(_with_areas(_with_actions(_settled(columns), rows, header), rows, header)), header)


def _with_areas(columns: list[Column], rows: list[list[Cell | None]], header: int) -> list[Column]:
    """Take a column that no heading names, before that of the actions, for their areas where its cells span rows."""
    kinds = [c.kind for c in columns]
    if "action" not in kinds or "area" in kinds:
        return columns
    for index in range(kinds.index("action")):
        if not kinds[index] and any(c.row_span > 1 for c in _body(rows, index, header)):
            return [replace(c, kind="area") if n == index else c for n, c in enumerate(columns)]
    return columns


def _latest(columns: list[Column], rows: list[list[Cell | None]], header: int, vocabulary: Vocabulary) -> list[Column]:
    """Of the verdicts of several periods side by side, keep the latest that any row has."""
    found = [n for n, c in enumerate(columns) if c.kind == "status" and is_period(label(rows, n, header), vocabulary)]
    if len(found) < 2 or len({columns[n].year for n in found}) > 1:
        return columns
    return [replace(c, kind="") if n in found and n != found[-1] else c for n, c in enumerate(columns)]


def _header_rows(rows: list[list[Cell | None]], vocabulary: Vocabulary) -> int:
    """Count the rows from the top that are headings; a title row above them counts too.

    At least half of the first one's cells must name a column; every cell of those below it must.
    """
    last = 0
    for index, row in enumerate(rows[:4]):
        cells = [c for c in _distinct(row) if c.row == index and cell_text(c).strip()]
        several = [c for names in (is_period, is_step) for c in _alike(cells, names, vocabulary)]
        heads = sum(_is_heading(c, vocabulary) or c in several for c in cells)
        if last:
            if not cells or heads < len(cells):
                break
            last = index + 1
        elif (
            heads >= 2
            and heads * 2 >= len(cells)
            and not (_stands_over_headings(rows, index, vocabulary) or _begins_verdicts(rows, index, vocabulary))
        ):
            last = index + 1
        elif index == 0 and _set_apart(cells, rows) and not any(_is_told(c, vocabulary) for c in cells):
            last = 1
        elif len(cells) > 1 and not any(c.column_span > 1 for c in cells):
            break
    return last


def _set_apart(cells: list[Cell], rows: list[list[Cell | None]]) -> bool:
    """Whether the cells of the first row are short, loud and set alike, as no cell below them is."""
    styles = {_style(c) for c in cells}
    below = {_style(c) for row in rows[1:] for c in _distinct(row) if c.row > 0 and c.items}
    short = all(c.column_span == 1 and len(cell_text(c).split()) <= HEADING_WORDS for c in cells)
    loud = all(c.fill or all(i.bold for i in c.items) for c in cells)
    return len(cells) > 1 and len(rows) > 1 and len(styles) == 1 and short and loud and not styles & below


def _is_told(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether a cell holds what rows hold: a goal by its label, a verdict."""
    text = cell_text(cell)
    return goal_label(text, vocabulary) is not None or vocabulary.verdict(text)[0]


def _style(cell: Cell) -> tuple[bool, int, str, str]:
    item = cell.items[0]
    return item.bold, round(item.size), item.color, cell.fill


def _alike(cells: list[Cell], names: Callable[[str, Vocabulary], bool], vocabulary: Vocabulary) -> list[Cell]:
    """Return the cells of a row that name steps of one kind, where there are at least two of them."""
    found = [c for c in cells if names(cell_text(c), vocabulary)]
    return found if len(found) > 1 else []


def _stands_over_headings(rows: list[list[Cell | None]], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a row of wide cells only groups the columns (*Plan*, *Outcome*) that the row below it names."""
    cells = _distinct(rows[index])
    below = _distinct(rows[index + 1]) if index + 1 < len(rows) else []
    under = [c for c in below if c.row == index + 1 and cell_text(c).strip()]
    wide = any(1 < c.column_span < len(rows[index]) for c in cells)
    return wide and sum(_is_heading(c, vocabulary) for c in under) >= max(2, len(under) // 2)


def _begins_verdicts(rows: list[list[Cell | None]], index: int, vocabulary: Vocabulary) -> bool:
    """Whether the first column holds verdicts from this row on, as in a legend, and the row is set as the others."""
    first = [c for row in rows[index : index + 2] if (c := row[0]) is not None]
    apart = _set_apart([c for c in _distinct(rows[index]) if c.items], rows)
    return len(first) == 2 and not apart and all(vocabulary.verdict(cell_text(c))[1] for c in first)


def _distinct(row: list[Cell | None]) -> list[Cell]:
    return list({(c.row, c.column): c for c in row if c is not None}.values())


def _is_heading(cell: Cell, vocabulary: Vocabulary) -> bool:
    text = cell_text(cell)
    if len(text.split()) > 8 or sum(i.level > 0 for i in cell.items) > 1 or goal_label(text, vocabulary):
        return False
    return bool(vocabulary.column(text)) or _bare_year(text) is not None


def _bare_year(text: str) -> int | None:
    found = years(text)
    rest = re.sub(r"\d{4}|\W", "", text)
    return found[0] if len(found) == 1 and len(rest) <= len("vuonna") else None


def _heads(rows: list[list[Cell | None]], column: int, header: int) -> list[Cell]:
    cells = {(c.row, c.column): c for c in (rows[r][column] for r in range(header)) if c is not None}
    wide = len(rows[0]) if rows else 0
    return [c for c in cells.values() if c.column_span < wide or wide == 1]


def _named(heads: list[Cell], vocabulary: Vocabulary) -> str:
    """Return what the headings of a column say it holds, the lowest first.

    What stands over several columns names none of those that have a heading of their own.
    """
    own = ""
    for cell in reversed(heads):
        text = cell_text(cell)
        kind = vocabulary.column(text)
        if kind and not (own and cell.column_span > 1):
            return kind
        own = own or (text.strip() if _bare_year(text) is None else "")
    return ""


def _body(rows: list[list[Cell | None]], column: int, header: int) -> list[Cell]:
    cells = {
        (c.row, c.column): c
        for c in (row[column] for row in rows[header:])
        if c is not None and c.column == column and c.column_span == 1
    }
    return [c for c in cells.values() if cell_text(c).strip()]


def _column(heads: list[Cell], body: list[str], vocabulary: Vocabulary) -> Column:
    texts = [cell_text(c) for c in heads]
    heading = " ".join(t for t in texts if t.strip())
    named = _named(heads, vocabulary)
    found = next((y for y in (years(BRACKETS.sub("", t)) for t in reversed(texts)) if y), ())
    year = found[0] if len(found) == 1 else None
    verdicts = sum(vocabulary.verdict(t)[0] for t in body)
    if body and verdicts * 3 >= len(body) * 2 and named not in ("goal", "area", "owner", "indicator", "due"):
        return Column("status", year, heading)
    if not named and year and _bare_year(heading) is not None and _wordy(body):
        return Column("action", year, heading)
    return Column(named, year, heading)


def _words_each(body: list[str]) -> float:
    words = [sum(len(w) > 2 and w.isalpha() for w in re.findall(r"\w+", t)) for t in body]
    return sum(words) / len(words) if words else 0.0


def _wordy(body: list[str]) -> bool:
    return _words_each(body) >= WORDY


def _with_actions(columns: list[Column], rows: list[list[Cell | None]], header: int) -> list[Column]:
    """Where owners, verdicts or dates stand beside a column of sentences that no heading names, that one is it."""
    kinds = {c.kind for c in columns}
    if "action" in kinds or not (len(kinds & TELLING) > 1 or _judges(columns, rows, header)):
        return columns
    texts = [[cell_text(c) for c in _body(rows, i, header)] for i in range(len(columns))]
    words = [_words_each(texts[i]) if not c.kind else 0.0 for i, c in enumerate(columns)]
    best = max(range(len(columns)), key=lambda i: words[i])
    if words[best] < SENTENCE:
        return columns
    return [replace(c, kind="action") if i == best else c for i, c in enumerate(columns)]


def _judges(columns: list[Column], rows: list[list[Cell | None]], header: int) -> bool:
    """Whether a column of verdicts says of rows what became of them: one returns, which in a legend none does."""
    for index, column in enumerate(columns):
        texts = [cell_text(c).casefold() for c in _body(rows, index, header)]
        if column.kind in ("period", "scale") or (column.kind == "status" and len(set(texts)) < len(texts)):
            return True
    return False


def _settled(columns: list[Column]) -> list[Column]:
    """Give up a second column of a kind that a table has only once; the first one keeps it."""
    seen: set[str] = set()
    out = []
    for column in columns:
        kind = column.kind if column.kind not in seen else ""
        if column.kind in ("goal", "area"):
            seen.add(column.kind)
        out.append(Column(kind, column.year, column.heading))
    return out
