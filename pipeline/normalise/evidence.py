"""Why something was taken for what it is: the signs behind each title, table, list and board of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Table
from pipeline.normalise.columns import Column, Layout
from pipeline.normalise.sections import Section
from pipeline.normalise.vocabulary import Vocabulary

Signs = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a part of a page (``what``: title, heading, table, list, cards, form) was taken for, and by which signs.

    ``signs`` are (name, weight); the weight is 0 where a sign decides alone.
    """

    page: int
    what: str
    taken_for: str
    signs: Signs = ()

    def line(self) -> str:
        """Return the evidence as one line for a person."""
        shown = (f"{name} {weight:+.1f}" if weight else name for name, weight in self.signs)
        because = "; ".join(shown)
        return f"page {self.page}: {self.what}: {self.taken_for}{' because ' + because if because else ''}"


def of_title(page: int, number: int | None, goal: bool, section: Section) -> Evidence | None:
    """Return what the title of a page says, ``None`` where it says nothing of what stands below."""
    if goal:
        shown = f"goal {number}" if number is not None else "a goal"
        return Evidence(page, "title", shown, (("its label or its wording", 0.0),))
    says = said(section)
    return Evidence(page, "title", says, (("its words", 0.0),)) if says else None


def said(section: Section) -> str:
    """Return what a heading says in a few words, ``""`` where it says nothing."""
    parts = [section.kind, str(section.role or ""), str(section.year or ""), section.status_raw]
    parts.append("the year ahead" * section.ahead)
    return ", ".join(p for p in parts if p)


def of_table(page: int, table: Table, layout: Layout, read: bool, vocabulary: Vocabulary, goes_on: bool) -> Evidence:
    """Return how a table was taken, each column with its kind and whether its heading or its cells say so."""
    kinds = ", ".join(_column(n, c, vocabulary) for n, c in enumerate(layout.columns, 1) if c.kind)
    size = f"{table.rows}x{table.columns}"
    shown = "roadmap" if layout.is_roadmap else "actions"
    taken = f"{size} {shown if read else 'no programme'}" + (" (goes on)" if goes_on else "")
    heads = f"{layout.header_rows} heading row{'s' if layout.header_rows != 1 else ''}"
    return Evidence(page, "table", taken, ((heads, 0.0), (kinds or "no column is known", 0.0)))


def _column(number: int, column: Column, vocabulary: Vocabulary) -> str:
    by = f"by {column.heading[:40]!r}" if vocabulary.column(column.heading) == column.kind else "by its cells"
    year = f" {column.year}" if column.year else ""
    return f"column {number} {column.kind}{year} {by}"


def of_list(page: int, first: str, signs: Signs, read: bool, lines: int) -> Evidence:
    """Return how a list was taken: its first words, its number of lines, its signs."""
    shown = f"{lines} line{'s' if lines != 1 else ''} from {first[:32]!r}: {'actions' if read else 'no actions'}"
    return Evidence(page, "list", shown, signs or (("no sign of actions", 0.0),))


def in_order(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence by page, that of one page in the order in which it was found."""
    return tuple(sorted(found, key=lambda e: e.page))
