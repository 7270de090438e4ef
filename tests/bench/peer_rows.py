"""Turns the tables of any tool into actions, the plain way a person with a spreadsheet would.

The header row names the columns: a bare year is a column of that year's actions, else the words of the
headings in the language files say what a column holds.  An empty goal or area is filled from above, as
for merged cells; a cell is cut into actions at its bullets, on slides also at its paragraphs.  Nothing
is asked of the page around the table but its first line: a year or a goal that stands there counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.normalise.vocabulary import Vocabulary, years
from tests.bench.answers import Statement, fold

Row = Sequence[str | None]
_BULLET = re.compile(r"(?:^|(?<=\s))[•▪➢●■◦‣]\s*|(?:^|\n)\s*[-–*]\s+(?=\w)")
_MARKS = re.compile(r"\s*\*{1,4}\s*$")
_BOLD = "**"  # how Markdown shows what is bold
_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class TablePage:
    """What a tool gave of one page: its text and its tables."""

    number: int
    text: str
    tables: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class _Header:
    at: int
    actions: tuple[tuple[int, int | None], ...]  # column and its year
    goal: int | None
    area: int | None


def _flat(cell: str | None) -> str:
    return fold((cell or "").replace(_BOLD, ""))


def _header(rows: Sequence[Row], words: Vocabulary) -> _Header | None:
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        cells = [_flat(cell) for cell in row]
        kinds = [words.column(cell) for cell in cells]
        bare = [(i, int(cell)) for i, cell in enumerate(cells) if re.fullmatch(r"(?:19|20)\d\d", cell)]
        named = [(i, next(iter(years(cells[i])), None)) for i, kind in enumerate(kinds) if kind == "action"]
        if bare or named:
            goal, area = (kinds.index(name) if name in kinds else None for name in ("goal", "area"))
            return _Header(at, tuple(bare or named), goal, area)
    return None


def _items(cell: str | None, *, paragraphs: bool) -> Iterator[str]:
    text = cell or ""
    parts = _BULLET.split(text) if _BULLET.search(text) else text.splitlines() if paragraphs else [text]
    for part in parts:
        item = _MARKS.sub("", fold(part))
        if item and item not in ("-", "–"):
            yield item


def _number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else None


def _table(page: TablePage, rows: Sequence[Row], words: Vocabulary, *, paragraphs: bool) -> Iterator[Statement]:
    header = _header(rows, words)
    if header is None:
        return
    first = next((line for line in page.text.splitlines() if line.strip()), "")[:200]
    year = next(iter(years(first)), None)
    goal, area = first if words.names(first, "goal") else "", ""
    for row in rows[header.at + 1 :]:
        if header.goal is not None and header.goal < len(row):
            goal = _flat(row[header.goal]) or goal
        if header.area is not None and header.area < len(row):
            area = _flat(row[header.area]) or area
        for column, own in header.actions:
            for item in _items(row[column] if column < len(row) else "", paragraphs=paragraphs):
                yield Statement("", (item,), _number(goal), area, own or year, page=page.number)


def statements(pages: Sequence[TablePage], words: Vocabulary, *, paragraphs: bool) -> tuple[Statement, ...]:
    """Return the actions of all tables; ``paragraphs`` says that a line of a cell is one of its paragraphs."""
    return tuple(
        statement
        for page in pages
        for table in page.tables
        for statement in _table(page, table, words, paragraphs=paragraphs)
    )
