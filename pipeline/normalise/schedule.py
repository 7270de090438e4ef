"""Columns whose cells are only marked: of a calendar (quarters, months, years), of a scale of verdicts.

An action is due in the periods, and has got the verdict, that are marked in its row: by a sign, or by a
colour that the other cells of the row do not have.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from pipeline.model import Cell
from pipeline.normalise.labels import joined
from pipeline.normalise.legend import color_distance
from pipeline.normalise.vocabulary import Vocabulary
from pipeline.profiles import fold

Rows = Sequence[Sequence[Cell | None]]

YEAR_BEHIND = r"(?:\s*[/ ’']\s*(?:20)?\d\d)?"
PERIOD = re.compile(
    rf"(?:(?:Q|K|T|kv\.?|kvartaali|kvartal|quarter)\s?[1-4]{YEAR_BEHIND}|[1-4]\.?\s?(?:Q|kv\.?|kvartaali|kvartal|neljännes)"
    rf"|H[12]{YEAR_BEHIND}|I{{1,3}}{YEAR_BEHIND}|IV{YEAR_BEHIND}|\d{{1,2}}/\d{{2,4}}|(?:19|20)\d\d)",
    re.IGNORECASE,
)
MONTH = 3
LEAST = 2
MARKS = 0.7
TINT = 40.0
NOT_MARKED = frozenset("-–—")


def is_period(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading names a quarter, a month, a season or a year and nothing else."""
    plain = text.strip()
    if PERIOD.fullmatch(plain):
        return True
    words = fold(re.sub(r"\W*(?:20)?\d\d$", "", plain)).split()
    return len(words) == 1 and len(words[0]) >= MONTH and any(m.startswith(words[0]) for m in vocabulary.calendar)


def is_step(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading is a verdict, a step of a scale on which rows are marked."""
    return vocabulary.verdict(text)[1] is not None


def marked_columns(
    rows: Rows, header: int, vocabulary: Vocabulary, names: Callable[[str, Vocabulary], bool]
) -> tuple[int, ...]:
    """Return the columns, at least two side by side, whose headings ``names`` knows and whose cells are only marked.

    One that no row is marked in counts where others beside it are.
    """
    wide = len(rows[0]) if rows else 0
    named = [c for c in range(wide) if names(label(rows, c, header), vocabulary) and _no_text(rows, c, header)]
    runs = [[c for _, c in run] for _, run in itertools.groupby(enumerate(named), key=lambda n: n[1] - n[0])]
    marked = (run for run in runs if any(_marked(rows, at, run) for at in range(header, len(rows))))
    return tuple(c for run in marked if len(run) >= LEAST for c in run)


def label(rows: Rows, column: int, header: int) -> str:
    """Return the lowest heading of a column that is its own."""
    cells = [rows[r][column] for r in range(header)]
    texts = [joined(c.items).text.strip() for c in cells if c is not None and c.column_span == 1 and c.items]
    return texts[-1] if texts else ""


def _no_text(rows: Rows, column: int, header: int) -> bool:
    cells = [c for row in rows[header:] if (c := row[column]) is not None and c.column_span < len(row) - 1]
    told = [joined(c.items).text.strip() for c in cells if c.items]
    return sum(len(t) <= 2 and not t.isdigit() for t in told) >= MARKS * len(told)


def due_of(rows: Rows, at: int, columns: Sequence[int], header: int, years: Sequence[int | None]) -> str:
    """Return the periods that are marked in a row: *Q1–Q2*, *Q2, Q4*; with their years where those differ."""
    marked = _marked(rows, at, columns)
    several = len(set(years)) > 1
    names = [
        f"{label(rows, c, header)} {y}"
        if several and y and str(y) not in label(rows, c, header)
        else label(rows, c, header)
        for c, y in zip(columns, years, strict=True)
    ]
    runs = [[n for _, n in run] for _, run in itertools.groupby(enumerate(marked), key=lambda m: m[1] - m[0])]
    return ", ".join(names[r[0]] if len(r) == 1 else f"{names[r[0]]}–{names[r[-1]]}" for r in runs)


def step_of(rows: Rows, at: int, columns: Sequence[int], header: int) -> str:
    """Return the heading of the one column of a scale that is marked in a row, ``""`` where none or several are."""
    marked = _marked(rows, at, columns)
    return label(rows, columns[marked[0]], header) if len(marked) == 1 else ""


def _marked(rows: Rows, at: int, columns: Sequence[int]) -> list[int]:
    beside = {c.fill for n, c in enumerate(rows[at]) if c is not None and n not in columns}
    return [n for n, column in enumerate(columns) if _is_marked(rows[at][column], beside)]


def _is_marked(cell: Cell | None, beside: set[str]) -> bool:
    text = joined(cell.items).text.strip() if cell is not None and cell.items else ""
    if cell is None or text:
        return bool(text) and text not in NOT_MARKED
    plain = beside | {"#ffffff"}
    return bool(cell.fill) and all(color_distance(cell.fill, fill) > TINT for fill in plain if fill)
