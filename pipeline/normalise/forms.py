"""Tables of one form: what a column holds in most tables of a deck, it holds in one that does not show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Table
from pipeline.normalise.columns import Layout

NEAR = 4.0


@dataclass(slots=True)
class Forms:
    """The forms of a deck's tables: where their columns begin (points), and what each was found to hold."""

    known: list[tuple[tuple[float, ...], list[set[str]]]] = field(default_factory=list)

    def add(self, table: Table, layout: Layout) -> None:
        """Remember a table and its columns."""
        edges = _edges(table)
        if len(layout.columns) != len(edges):
            return
        kinds = self._find(edges)
        if kinds is None:
            kinds = [set() for _ in edges]
            self.known.append((edges, kinds))
        for found, column in zip(kinds, layout.columns, strict=True):
            found |= {column.kind} - {""}

    def complete(self, table: Table, layout: Layout) -> Layout:
        """Return the layout with the columns of which nothing is known as the other tables of its form have them.

        They must agree, and the table must not hold the like in another column.
        """
        kinds = self._find(_edges(table))
        if kinds is None or len(layout.columns) != len(kinds):
            return layout
        own = {c.kind for c in layout.columns}
        columns = []
        for column, found in zip(layout.columns, kinds, strict=True):
            agreed = next(iter(found)) if len(found) == 1 and not found & own else ""
            columns.append(column if column.kind or not agreed else replace(column, kind=agreed))
        return replace(layout, columns=tuple(columns))

    def _find(self, edges: Sequence[float]) -> list[set[str]] | None:
        return next((kinds for known, kinds in self.known if _same(known, edges)), None)


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) > 1 and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _edges(table: Table) -> tuple[float, ...]:
    """Return where each column begins: the least left edge of its own cells, that of the table where it has none."""
    starts: dict[int, float] = {}
    for cell in table.cells:
        if cell.column_span == 1:
            starts[cell.column] = min(cell.box.x0, starts.get(cell.column, cell.box.x0))
    return tuple(starts.get(n, table.box.x0) for n in range(table.columns))
