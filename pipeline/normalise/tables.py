"""Table rows to goals, areas, actions and verdicts.

A value belongs to the rows that its cell spans, and only to those: nothing is filled down over a
cell that is truly empty.  Only where the source itself flattened its merged cells
(``spans_known=False``) does a label hold until the next one, and then less surely.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import Cell, Item, Method, NoteKind, Reading, Role, Table
from pipeline.normalise.book import Book, Place
from pipeline.normalise.columns import Layout, cell_text, grid
from pipeline.normalise.details import Details, read_details
from pipeline.normalise.drafts import ActionDraft, Drafts, NoteDraft, Trouble, place_of
from pipeline.normalise.goal_titles import plain_lines
from pipeline.normalise.judging import TableJudge
from pipeline.normalise.labels import (
    LEAD,
    cut_front,
    cut_mark,
    enumerator,
    goal_label,
    goal_numbers,
    joined,
    ordinal,
    without_mark,
)
from pipeline.normalise.legend import Legend
from pipeline.normalise.rows import INHERITED, Context, Row, column_texts, common, is_cut, repeated
from pipeline.normalise.runon import split_items, split_marks
from pipeline.normalise.schedule import due_of, step_of
from pipeline.normalise.verdicts import read_verdict
from pipeline.normalise.vocabulary import Vocabulary, years

FROM_DECK = 0.85
LETTERED = re.compile(r"([A-H])\.?\d{1,2}(?:\.\d{1,2})?[.)]?(?:\s|$)")
NAMED = re.compile(r"([^\W\d_a-zåäö][^:.\d]{2,40}):\s+(?=[^\W\d_a-zåäö])")
DEEP = re.compile(r"(\d{1,2})(?:\.\d{1,2}){1,2}[.)]?(?:\s+[^\W\d_a-zåäö]|$)")
SEVERAL = re.compile(r"^\s*\d{1,2}\s*(?:,|ja|och|and|&|-|–)\s*\d{1,2}\s*$")


@dataclass(slots=True)
class TableReader:
    """Reads one table of a programme into drafts."""

    table: Table
    layout: Layout
    context: Context
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    is_word: Callable[[str], bool]
    legend: Legend

    def read(self, before: Row) -> Row:
        """Enter every row; ``before`` is the last row of the table that this one continues. Return the last row."""
        rows = grid(self.table)
        labels = self._labels(rows, before)
        placed: list[tuple[int, ActionDraft]] = []
        for index in range(self.layout.header_rows, self.table.rows):
            for column in self.layout.of("action"):
                cell = rows[index][column]
                if cell is None or cell.row != index or self._is_group(rows[index]):
                    continue
                for draft in self._actions(cell, column, rows, labels):
                    placed.append((index, draft))
                    self.drafts.actions.append(draft)
        groups = [n for n, row in enumerate(rows) if self._is_group(row)]
        judge = TableJudge(
            self.table, self.layout, self.context, self.drafts, self.vocabulary, self.legend, frozenset(groups)
        )
        judge.judge(rows, labels, placed)
        self._remarks(rows, labels)
        if any(r.inherited for r in labels):
            text = "the source keeps no merged cells: empty labels were taken from the row above"
            self.drafts.troubles.append(Trouble(self.context.page.number, Code.LABEL_INHERITED, text))
        return labels[-1] if labels else before

    def _labels(self, rows: list[list[Cell | None]], before: Row) -> list[Row]:
        """Return goal and area of every row; a label cell cut by a page break holds on behind it."""
        out: list[Row] = []
        group = Row(goal=self.context.goal) if self.context.goal is not None else replace(before, area=None)
        if self.context.area is not None:
            place = place_of(self._page, self.context.area.items)
            group = replace(group, area=self.book.area(group.goal, joined(self.context.area.items), place))
        last = before
        carries = before.goal is not None or before.area is not None
        for index, row in enumerate(rows):
            if index < self.layout.header_rows:
                out.append(Row())
                continue
            if self._is_group(row):
                group = self._group(row, group)
                last = Row()
                out.append(replace(group))
                continue
            carries = carries and not any(self._label(row, kind) for kind in ("goal", "area"))
            last = self._row(row, group, last, carries or not self.table.spans_known)
            out.append(last)
        return out

    def _row(self, row: list[Cell | None], group: Row, last: Row, fills: bool) -> Row:
        now = replace(group)
        goal = self._label(row, "goal")
        if goal is not None and self._names_goal(goal):
            now.goal = self._goal(goal)
        elif goal is not None:
            self._wording(goal, now.goal)
        elif self.layout.of("goal"):
            now.goal = (
                last.goal
                if fills or is_cut([row[c] for c in self.layout.of("goal")], self.layout.header_rows)
                else None
            )
            now.inherited = now.goal is not None
        area = self._label(row, "area")
        if area is not None:
            now.goal = self._goal_of_area(area) if now.goal is None else now.goal
            now.area = self.book.area(now.goal, joined(area.items), place_of(self._page, area.items))
        elif self.layout.of("area"):
            now.area = last.area if fills and goal is None else None
            now.inherited = now.inherited or now.area is not None
        beside = self._goal_of_number(row)
        now.goal = now.goal if beside is None else beside
        now.sure = INHERITED if now.inherited else 1.0
        return now

    def _wording(self, cell: Cell, goal: int | None) -> None:
        """Take a cell beside the actions of the title's goal for its wording, where nothing else has given one."""
        if goal is not None and not self.book.goals[goal].reading.text:
            lines = plain_lines(cell.items, self.vocabulary)
            self.book.goal(self.book.goals[goal].number, joined(lines), place_of(self._page, lines))

    def _names_goal(self, cell: Cell) -> bool:
        """Whether a cell of the goal column names a goal, and not a target value beside the goal of the title."""
        text = cell_text(cell)
        known = goal_label(text, self.vocabulary) or self.book.find_goal(text) is not None
        numbered = any(c.isdigit() for c in cell.items[0].bullet) or enumerator(text)[0] or text.strip(" .").isdigit()
        return self.context.goal is None or bool(known or numbered)

    def _goal_of_area(self, area: Cell) -> int | None:
        """Return the goal that the deck itself gives an area elsewhere."""
        return None if self.layout.of("goal") else self.book.goal_of_area(cell_text(area))

    def _goal_of_number(self, row: list[Cell | None]) -> int | None:
        """Return the goal that the number of an action (2.3) begins with, where the table names none itself."""
        if self.layout.of("goal"):
            return None
        for kind in ("number", "action"):
            cell = self._label(row, kind)
            text = " ".join([cell.items[0].bullet, cell_text(cell)]).strip() if cell else ""
            number = DEEP.match(text) or LETTERED.match(text)
            if number:
                return self.book.goal_of_number(ordinal(number[1]) or 0)
            if kind == "number" and text.strip(" .").isdigit() and self._counts_goals():
                return self.book.goal_of_number(int(text.strip(" .")))
        return None

    def _counts_goals(self) -> bool:
        """Whether the numbers of a column are those of goals: they return from row to row, and are all known."""
        found = column_texts(self.table, self.layout.of("number"), self.layout.header_rows)
        known = all(f.isdigit() and self.book.goal_of_number(int(f)) is not None for f in found)
        return known and len(set(found)) < len(found)

    @property
    def _page(self) -> int:
        return self.context.page.number

    def _label(self, row: list[Cell | None], kind: str) -> Cell | None:
        cells = (row[column] for column in self.layout.of(kind))
        return next((c for c in cells if c is not None and cell_text(c).strip()), None)

    def _goal(self, cell: Cell) -> int | None:
        """Enter the goal of a label cell; a cell that holds two labels says that its borders were misread."""
        reading = joined(cell.items)
        if len(goal_numbers(reading.text, self.vocabulary)) > 1 or SEVERAL.match(reading.text):
            text = "one cell holds the labels of several goals, so the rows beside it have none"
            self.drafts.troubles.append(Trouble(self._page, Code.GOAL_CONFLICT, text))
            return None
        label = goal_label(reading.text, self.vocabulary)
        place = place_of(self._page, cell.items)
        if label:
            rest = cut_front(reading, label.start, "goal_label")
            return self.book.goal(label.number, rest, place, binding=label.binding)
        if re.fullmatch(r"\d{1,2}\.?", reading.text.strip()):
            return self.book.goal(int(reading.text.strip(" .")), cut_front(reading, len(reading.text), "number"), place)
        number, start = enumerator(" ".join([cell.items[0].bullet, reading.text]).strip())
        if number and cell.items[0].bullet:
            return self.book.goal(int(number.split(".")[0]), reading, place)
        if number:
            return self.book.goal(int(number.split(".")[0]), cut_front(reading, start, "number"), place)
        lead = LEAD.match(reading.text)
        if lead and ordinal(lead[1]):
            return self.book.goal(ordinal(lead[1]), cut_front(reading, lead.end(), "number"), place)
        return self.book.goal(None, reading, place)

    def _is_group(self, row: list[Cell | None]) -> bool:
        """Whether one cell spans (nearly) the whole row and names a group."""
        filled = {(c.row, c.column): c for c in row if c is not None and cell_text(c).strip()}
        if len(filled) != 1 or self.table.columns < 2:
            return False
        cell = next(iter(filled.values()))
        wide = cell.column_span >= max(2, self.table.columns - 1)
        named = goal_label(cell_text(cell), self.vocabulary) is not None and cell.column not in self.layout.of("goal")
        return (wide or (named and self.table.columns > 2)) and cell.row_span == 1

    def _group(self, row: list[Cell | None], before: Row) -> Row:
        cell = next(c for c in row if c is not None and cell_text(c).strip())
        text = cell_text(cell)
        if goal_label(text, self.vocabulary) or self.book.find_goal(text) is not None:
            return Row(goal=self._goal(cell), year=before.year)
        found = years(text)
        if len(found) == 1 and len(text.split()) <= 4:
            return replace(before, year=found[0])
        if self.context.goal is None and not self.layout.of("goal") and self.layout.of("area"):
            return Row(goal=self._goal(cell), year=before.year)
        area = self.book.area(before.goal, joined(cell.items), place_of(self._page, cell.items))
        return replace(before, area=area)

    def _actions(self, cell: Cell, column: int, rows: list[list[Cell | None]], labels: list[Row]) -> list[ActionDraft]:
        out = []
        span = labels[cell.row : cell.row + cell.row_span]
        row = common(span)
        items = [part for item in cell.items for part in self._split(item)]
        base = min((i.level for i in items if i.level), default=0)
        for item in items:
            if item.level > base > 0:
                self._remark(item, row.goal)
                continue
            if self._says_nothing(item):
                continue
            out.append(self._draft(item, column, row, len(span) > 1))
        self._fields(out, cell, rows)
        return out

    def _remarks(self, rows: list[list[Cell | None]], labels: list[Row]) -> None:
        """Enter what stands in columns of remarks as notes below the goals of their rows."""
        cells = {(c.row, c.column): c for row in rows[self.layout.header_rows :] for c in row if c is not None}
        for cell in (c for c in cells.values() if c.column in self.layout.of("remark") and c.column_span == 1):
            for item in (i for i in cell.items if any(c.isalnum() for c in i.reading.text)):
                here = place_of(self._page, (item,))
                goal = labels[cell.row].goal
                self.drafts.notes.append(NoteDraft(item.reading, here, NoteKind.PARAGRAPH, 0, goal))

    def _split(self, item: Item) -> tuple[Item, ...]:
        if self.context.page.method is not Method.NATIVE and (marked := split_marks(item)) != (item,):
            return marked
        parts = split_items(item, self.is_word) if item.run_on else (item,)
        if len(parts) > 1:
            text = f"a list without item marks was split into {len(parts)} items at capital letters"
            self.drafts.troubles.append(Trouble(self._page, Code.ITEMS_SPLIT, text))
        return parts

    def _says_nothing(self, item: Item) -> bool:
        text = item.reading.text.strip()
        return self.vocabulary.verdict(text)[0] or not any(c.isalnum() for c in text)

    def _remark(self, item: Item, goal: int | None) -> None:
        here = place_of(self._page, (item,))
        self.drafts.notes.append(NoteDraft(item.reading, here, NoteKind.BULLET, item.level, goal))

    def _draft(self, item: Item, column: int, row: Row, spans: bool) -> ActionDraft:
        reading, mark = cut_mark(item.reading)
        reading = cut_front(reading, enumerator(reading.text)[1], "number")
        reading, row = self._area_before(reading, row)
        details = self._details(reading)
        reading, late = cut_mark(details.reading)
        place = place_of(self._page, (item,))
        draft = ActionDraft(reading, replace(place, confidence=place.confidence * row.sure), self.context.page.method)
        draft.goal, draft.area, draft.mark = row.goal, row.area, mark or late
        draft.status, draft.status_raw = details.status, details.status_raw
        draft.owner, draft.due = details.owner, details.due
        draft.role = Role.ASSESSMENT if details.judged and not self.layout.is_roadmap else self._role(column)
        if self.vocabulary.off_scale(details.status_raw):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {details.status_raw!r} is not a known one"
        draft.year = self._year(column, row, draft)
        self._doubt(draft, spans)
        return draft

    def _area_before(self, reading: Reading, row: Row) -> tuple[Reading, Row]:
        """Take the name before a colon for the area of an action, where no column holds areas and such names return."""
        match = NAMED.match(reading.text)
        if not match or row.area is not None or self.layout.of("area") or not repeated(self.table, NAMED):
            return reading, row
        place = Place(self._page, self.table.box)
        area = self.book.area(row.goal, reading.part(match.start(1), match.end(1)), place)
        return cut_front(reading, match.end(), "area"), replace(row, area=area)

    def _details(self, reading: Reading) -> Details:
        """Read what stands in brackets behind an action, but for what the table has columns."""
        found = read_details(reading, self.vocabulary)
        doubled = (found.judged and self.layout.of("status")) or (found.owner and self.layout.of("owner"))
        return Details(reading) if doubled or (found.due and self.layout.of("due")) else found

    def _role(self, column: int) -> Role:
        year, judged = self.layout.columns[column].year, self.layout.judged_year
        if self.layout.is_roadmap and judged and year and year >= judged:
            return Role.ASSESSMENT if year == judged else Role.PLAN
        if self.layout.is_roadmap:
            return Role.ROADMAP
        if self.layout.of("status") or self.layout.of("scale"):
            return Role.ASSESSMENT
        return self.context.role if self.context.role in (Role.PLAN, Role.ASSESSMENT) else Role.PLAN

    def _year(self, column: int, row: Row, draft: ActionDraft) -> int | None:
        year = self.layout.columns[column].year or row.year or self.context.year or self.layout.planned_year
        if year is None and draft.role is not Role.ROADMAP:
            status = {self.layout.columns[c].year for c in self.layout.of("status")} - {None}
            year = status.pop() if len(status) == 1 else None
        if year is None and draft.role is Role.ASSESSMENT and self.context.deck_year:
            draft.place = replace(draft.place, confidence=draft.place.confidence * FROM_DECK)
            return self.context.deck_year
        return year

    def _doubt(self, draft: ActionDraft, spans: bool) -> None:
        if draft.goal is None:
            draft.doubts[Code.GOAL_MISSING] = "no goal stands beside this action"
        if draft.area is None and (self.layout.of("area") or spans):
            draft.doubts[Code.AREA_MISSING] = "no single area stands beside this action"
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "neither column, heading nor page names one year"

    def _fields(self, drafts: list[ActionDraft], cell: Cell, rows: list[list[Cell | None]]) -> None:
        periods = self.layout.of("period")
        if periods and len(drafts) == 1 and not drafts[0].due:
            dates = [self.layout.columns[c].year for c in periods]
            drafts[0].due = due_of(rows, cell.row, periods, self.layout.header_rows, dates)
        steps = self.layout.of("scale")
        if steps and len(drafts) == 1:
            drafts[0].status_raw = step_of(rows, cell.row, steps, self.layout.header_rows)
            drafts[0].status = self.vocabulary.verdict(drafts[0].status_raw)[1]
        for kind in ("owner", "indicator", "due"):
            for column in self.layout.of(kind):
                other = rows[cell.row][column]
                if other is None or other is cell:
                    continue
                other = self._without_verdicts(other, drafts)
                values = [without_mark(i.reading.text.strip()) for i in other.items if i.reading.text.strip(" -–—")]
                paired = len(values) == len(drafts) > 1 and other.row_span <= cell.row_span
                for index, draft in enumerate(drafts):
                    if not getattr(draft, kind):
                        setattr(draft, kind, values[index] if paired else "; ".join(values))

    def _without_verdicts(self, cell: Cell, drafts: list[ActionDraft]) -> Cell:
        """Take a verdict that a misread border left among other values for what it is, where no column holds them."""
        found = (
            []
            if self.layout.of("status")
            else [i for i in cell.items if read_verdict(i, self.legend, self.vocabulary)[1] is not None]
        )
        if len(found) != 1 or len(cell.items) < 2 or len(drafts) != 1 or drafts[0].status_raw:
            return cell
        drafts[0].status_raw, drafts[0].status, _ = read_verdict(found[0], self.legend, self.vocabulary)
        drafts[0].role = Role.ASSESSMENT if not self.layout.is_roadmap else drafts[0].role
        if drafts[0].year is None and self.context.deck_year and not self.layout.is_roadmap:
            drafts[0].year = self.context.deck_year
            drafts[0].doubts.pop(Code.YEAR_MISSING, None)
        return replace(cell, items=tuple(i for i in cell.items if i is not found[0]))
