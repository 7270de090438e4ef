"""Verdicts of a table: each belongs to the rows that its cell spans."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import Cell, Table
from pipeline.normalise.columns import Layout, cell_text
from pipeline.normalise.drafts import ActionDraft, AssessmentDraft, Drafts, place_of
from pipeline.normalise.legend import Legend
from pipeline.normalise.rows import Context, Row
from pipeline.normalise.verdicts import Verdict, cell_verdict, read_verdict
from pipeline.normalise.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TableJudge:
    """Gives the verdicts of one table to its actions; ``groups`` are the rows that only head others."""

    table: Table
    layout: Layout
    context: Context
    drafts: Drafts
    vocabulary: Vocabulary
    legend: Legend
    groups: Collection[int] = ()

    def judge(self, rows: list[list[Cell | None]], labels: list[Row], placed: list[tuple[int, ActionDraft]]) -> None:
        """Enter every verdict; ``placed`` are the actions with their rows."""
        for column in self._status_columns():
            cells = {(c.row, c.column): c for c in (r[column] for r in rows[self.layout.header_rows :]) if c}
            for cell in cells.values():
                if cell.column == column and cell.row not in self.groups and cell_text(cell).strip():
                    self._verdict(cell, labels, [(r, d) for r, d in placed if cell.row <= r < cell.row + cell.row_span])

    def _status_columns(self) -> tuple[int, ...]:
        """Return the columns of verdicts; of several with years the one of this report, else the latest."""
        top = self.layout.header_rows
        filled = {c.column for c in self.table.cells if c.row >= top and c.items}
        columns = tuple(c for c in self.layout.of("status") if c in filled)
        years_ = {self.layout.columns[c].year for c in columns} - {None}
        if len(columns) < 2 or not years_:
            return columns
        wanted = next(
            (y for y in (self.context.year, self.context.deck_year) if y in years_), max(y for y in years_ if y)
        )
        return tuple(c for c in columns if self.layout.columns[c].year == wanted)

    def _verdict(self, cell: Cell, labels: list[Row], judged: list[tuple[int, ActionDraft]]) -> None:
        texts = [i.reading.text.strip() for i in cell.items if i.reading.text.strip()]
        drafts = [d for _, d in judged if self._is_judged(d)]
        if len(texts) == len(drafts) > 1 and all(
            read_verdict(i, self.legend, self.vocabulary)[2] for i in cell.items if i.reading.text.strip()
        ):
            for draft, item in zip(drafts, [i for i in cell.items if i.reading.text.strip()], strict=True):
                self._judge([draft], read_verdict(item, self.legend, self.vocabulary), cell)
            return
        verdict = cell_verdict(cell, self.legend, self.vocabulary)
        self._judge(drafts, verdict, cell)
        text, status, known = verdict
        spans = labels[cell.row : cell.row + cell.row_span]
        alone = drafts[0] if len(drafts) == 1 and cell.row_span == 1 else None
        place = place_of(self.context.page.number, cell.items)
        for goal, area in dict.fromkeys((r.goal, r.area) for r in spans):
            year = next((d.year for d in drafts if d.area == area), self.context.year)
            entry = AssessmentDraft(goal, area, year, status if known else None, text, place)
            entry.action = self.drafts.actions.index(alone) if alone and self._shared(alone, labels) else None
            self.drafts.assessments.append(entry)

    def _is_judged(self, draft: ActionDraft) -> bool:
        """Whether the verdicts are about this action's year, where actions of several years stand side by side."""
        year = self.layout.judged_year or self.context.deck_year
        return not self.layout.is_roadmap or (year is not None and draft.year == year)

    def _shared(self, draft: ActionDraft, labels: list[Row]) -> bool:
        """Whether the area of this action has further rows, so that the verdict is the action's own."""
        return sum(r.area == draft.area and r.goal == draft.goal for r in labels) > 1

    def _judge(self, drafts: list[ActionDraft], verdict: Verdict, cell: Cell) -> None:
        text, status, known = verdict
        for draft in drafts:
            draft.status, draft.status_raw = status, text
            if not known or self.vocabulary.off_scale(text):
                draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {text[:60]!r} is not a known one"
            draft.place = replace(
                draft.place, confidence=min(draft.place.confidence, place_of(1, cell.items).confidence)
            )
