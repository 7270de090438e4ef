"""Checks that need no gold: what a deck says of itself must fit what was read of it.

A list of goals promises slides for each, numbering promises no holes, a legend promises that its
signs occur, and a summary of verdicts promises counts.  Where one of them fails, either something
was not read or the deck contradicts itself; both are worth a person's look.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import Code, Severity
from pipeline.model import Cell, Deck, Issue, Item, Role, Status, Table
from pipeline.normalise.drafts import Drafts
from pipeline.normalise.labels import goal_label
from pipeline.normalise.legend import Legend
from pipeline.normalise.numbered import whole
from pipeline.normalise.vocabulary import Vocabulary, years
from pipeline.records import Report

_DEEP = re.compile(r"\(?(\d{1,2})\.(\d{1,2})[.)]?\s+[^\W\d]")
_COUNT = re.compile(r"(\d{1,4})(?:\s*(?:kpl|st\.?|pcs\.?))?", re.IGNORECASE)
FEWEST = 3  # numbers that make a row of them


def closed_world(report: Report, deck: Deck, drafts: Drafts, legend: Legend, vocabulary: Vocabulary) -> list[Issue]:
    """Return an issue for every promise of the deck that what was read does not keep."""
    identity = report.document.document_id
    made = (
        _goals(report),
        _numbers(deck),
        _signs(report, legend),
        _footnotes(drafts),
        _counts(report, deck, vocabulary),
    )
    return [Issue(identity, *parts) for found in made for parts in found]


_Found = tuple[int, Severity, Code, str, str]


def _goals(report: Report) -> Iterator[_Found]:
    """Hold the list of goals against what stands under them, where anything does."""
    held = {r.goal_id for r in report.actions} | {r.goal_id for r in report.notes}
    held |= {r.goal_id for r in report.indicators} | {r.goal_id for r in report.assessments}
    if len(report.goals) < 2 or not any(g.goal_id in held for g in report.goals):
        return
    for goal in report.goals:
        if goal.goal_id not in held:
            named = f"goal {goal.number}" if goal.number is not None else "a goal"
            text = f"{named} is listed, but nothing was found under it"
            yield goal.page, Severity.WARNING, Code.GOAL_EMPTY, text, goal.goal_id


def _numbers(deck: Deck) -> Iterator[_Found]:
    """Look for holes in numbers of two parts (1.1, 1.2) under each first part."""
    seen: dict[int, dict[int, int]] = collections.defaultdict(dict)
    for page in deck.pages:
        items = [i for b in page.blocks for i in b.items]
        items += [i for t in page.tables for c in t.cells for i in c.items]
        for item in items:
            match = _DEEP.match(whole(item))
            if match:
                seen[int(match[1])].setdefault(int(match[2]), page.number)
    for first, pages in sorted(seen.items()):
        missing = sorted(set(range(1, max(pages))) - pages.keys())
        if len(pages) >= FEWEST and 2 * len(missing) <= len(pages):
            for second in missing:
                place = pages[min(n for n in pages if n > second)]
                text = f"number {first}.{second} is missing among {first}.1 to {first}.{max(pages)}"
                yield place, Severity.WARNING, Code.NUMBERING_GAP, text, ""


def _signs(report: Report, legend: Legend) -> Iterator[_Found]:
    """Hold a legend against the verdicts: its signs occur, though a scale may have a step that nothing reached."""
    shown = {a.status_raw for a in report.actions} | {a.status_raw for a in report.assessments}
    if not shown & {word for sign, meaning in legend.signs.items() for word in (sign.glyph, meaning.words)}:
        return
    for sign, meaning in legend.signs.items():
        if not {sign.glyph, meaning.words} & shown:
            text = f"the legend explains {meaning.words!r}, which no verdict shows"
            yield 0, Severity.INFO, Code.LEGEND_UNUSED, text, ""


def _footnotes(drafts: Drafts) -> Iterator[_Found]:
    """Hold the footnotes against the actions: each mark stands somewhere."""
    used = {a.mark for a in drafts.actions}
    for page, mark in sorted(drafts.footnotes):
        if mark not in used:
            text = f"a footnote explains the mark {mark}, which stands at no action"
            yield page, Severity.INFO, Code.FOOTNOTE_UNUSED, text, ""


@dataclass(frozen=True, slots=True)
class _Count:
    """How many a summary says there are; ``goal`` and ``year`` where it says of which."""

    page: int
    status: Status
    number: int
    goal: int | None = None
    year: int | None = None


def _counts(report: Report, deck: Deck, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Hold the counts of summaries against the verdicts that were read, of actions or of areas."""
    for page in deck.pages:
        for table in page.tables:
            for count in _summed(_table_counts(page.number, table, vocabulary)):
                own = _own(report, count)
                if own and count.number not in own:
                    told = " or ".join(str(n) for n in sorted(set(own)))
                    text = f"the page counts {count.number} as {count.status.value.replace('_', ' ')}, {told} were read"
                    yield count.page, Severity.WARNING, Code.COUNT_MISMATCH, text, ""


def _own(report: Report, count: _Count) -> tuple[int, ...]:
    """Return how many actions, and how many verdicts, were read; empty where there is nothing to count."""
    numbers = {g.goal_id: g.number for g in report.goals}

    def fits(year: int | None, goal_id: str) -> bool:
        in_year = count.year is None or year == count.year
        return in_year and (count.goal is None or numbers.get(goal_id) == count.goal)

    judged = [a.status for a in report.actions if a.role is Role.ASSESSMENT and fits(a.year, a.goal_id)]
    verdicts = [a.status for a in report.assessments if fits(a.year, a.goal_id)]
    return tuple(found.count(count.status) for found in (judged, verdicts) if any(found))


def _summed(counts: Iterable[_Count]) -> list[_Count]:
    """Add up the counts of one step of the scale that the deck parts by finer words."""
    sums: dict[tuple[int, Status, int | None, int | None], int] = collections.Counter()
    for c in counts:
        sums[c.page, c.status, c.goal, c.year] += c.number
    return [_Count(page, status, number, goal, year) for (page, status, goal, year), number in sums.items()]


def _table_counts(page: int, table: Table, vocabulary: Vocabulary) -> Iterator[_Count]:
    grid = {(c.row, c.column): c for c in table.cells}
    top = _verdicts((c for c in table.cells if c.row == 0), vocabulary)
    side = _verdicts((c for c in table.cells if c.column == 0), vocabulary)
    if len(top) >= 2 and not side:
        yield from _by_column(page, table, grid, top, vocabulary)
    elif len(side) >= 2 and not top:
        yield from _by_row(page, table, grid, side)


def _by_column(
    page: int, table: Table, grid: dict[tuple[int, int], Cell], top: dict[tuple[int, int], Status], words: Vocabulary
) -> Iterator[_Count]:
    """Read a row per goal, or a single row for all; other rows count something else."""
    body = range(1, table.rows)
    for row in body:
        label = grid.get((row, 0))
        named = goal_label(_text(label), words) if label else None
        if named is None and len(body) > 1:
            continue
        for (_, column), status in top.items():
            number = _number(grid.get((row, column)))
            if number is not None:
                yield _Count(page, status, number, named.number if named else None)


def _by_row(
    page: int, table: Table, grid: dict[tuple[int, int], Cell], side: dict[tuple[int, int], Status]
) -> Iterator[_Count]:
    """Read one column of numbers, or a column per year."""
    numeric = [
        column
        for column in range(1, table.columns)
        if all(_number(grid.get((row, column))) is not None for row, _ in side)
    ]
    of_year = {column: years(_text(grid.get((0, column)))) for column in numeric}
    for column in numeric:
        if len(numeric) == 1 or len(of_year[column]) == 1:
            year = of_year[column][0] if len(of_year[column]) == 1 else None
            for (row, _), status in side.items():
                number = _number(grid.get((row, column)))
                if number is not None:
                    yield _Count(page, status, number, None, year)


def _verdicts(cells: Iterable[Cell], vocabulary: Vocabulary) -> dict[tuple[int, int], Status]:
    found = {}
    for cell in cells:
        known, status = vocabulary.verdict(_text(cell))
        if known and status is not None:
            found[cell.row, cell.column] = status
    return found


def _number(cell: Cell | None) -> int | None:
    match = _COUNT.fullmatch(_text(cell))
    return int(match[1]) if match else None


def _text(cell: Cell | None) -> str:
    items: tuple[Item, ...] = cell.items if cell else ()
    return " ".join(whole(i) for i in items).strip()
