"""Layouts that are tables: columns in any order, goals as columns, rows, titles or headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tests.bench.hard.programme import Aim, Theme, Work
from tests.bench.hard.sheets import WHITE, Cell, Grid, Panel, Para, Rect, Slide
from tests.bench.hard.studio import Part, Studio

WIDTHS = {
    "goal": 2.0,
    "area": 1.9,
    "action": 3.6,
    "owner": 1.7,
    "indicator": 1.7,
    "due": 1.2,
    "status": 1.5,
    "remark": 2.2,
    "number": 0.7,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: an action with its place; ``number`` counts within the goal."""

    aim: Aim
    theme: Theme
    work: Work
    number: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is made: its columns in order, whether an area gets one verdict, where the year stands."""

    kinds: tuple[str, ...]
    by_area: bool = False
    year_in_head: bool = False
    has_area: bool = True


def entries(part: Part, aims: Sequence[Aim]) -> list[Entry]:
    """Return all rows of some goals."""
    out: list[Entry] = []
    for aim in aims:
        count = 0
        for theme in aim.themes:
            for work in part.works(theme):
                count += 1
                out.append(Entry(aim, theme, work, f"{aim.number}.{count}"))
    return out


def plan(s: Studio, part: Part, *, labels: Sequence[str], by_area: bool = False) -> Plan:
    """Choose the columns of a table besides its labels, in an order that keeps the labels first or not."""
    rest = ["action", *s.rng.sample(["owner", "indicator", "due"], s.rng.choice([1, 2, 3]))]
    if part.reports:
        rest.append("status")
        if s.rng.random() < 0.3:
            rest.append("remark")
    first = list(labels)
    if s.rng.random() < 0.4:
        s.rng.shuffle(rest)
    if s.rng.random() < 0.15 and "area" in first and not by_area:
        first.remove("area")
        rest.insert(s.rng.randint(1, len(rest)), "area")
    if "number" not in first and s.rng.random() < 0.3 and s.numbered:
        first.append("number")
    return Plan((*first, *rest), by_area, part.reports and s.rng.random() < 0.4, "area" in labels)


def verdict(how: Plan, part: Part, entry: Entry) -> tuple[str, str]:
    """Return status and what stands there where it is not given."""
    if not part.reports:
        return "", ""
    return (entry.theme.verdict, "") if how.by_area else (entry.work.status, entry.work.shown)


def tell(s: Studio, part: Part, how: Plan, entry: Entry) -> None:
    """Enter a row's action and its remark in the answers."""
    status, _ = verdict(how, part, entry)
    given: dict[str, str] = {k: str(getattr(entry.work, k)) for k in ("owner", "indicator", "due") if k in how.kinds}
    if "status" in how.kinds:
        given |= {"status": status, "status_raw": s.verdict_raw(status)}
    s.told(part, entry.aim, entry.theme if how.has_area else None, entry.work, **given)
    if "remark" in how.kinds and entry.work.remark:
        s.gold.free(entry.work.remark, s.number)


def _cell(s: Studio, part: Part, how: Plan, entry: Entry, kind: str) -> Cell:
    if kind == "goal":
        return Cell(s.goal_cell(entry.aim), anchor="middle")
    if kind == "area":
        return Cell((Para(entry.theme.name, bold=True),), anchor="middle")
    if kind == "status":
        return s.verdict_cell(*verdict(how, part, entry))
    text = {"action": entry.work.text, "number": entry.number}.get(kind) or getattr(entry.work, kind, "")
    return Cell((Para(text),)) if text else Cell()


def _group(how: Plan, entry: Entry, kind: str) -> object:
    if kind == "goal":
        return entry.aim.number
    if kind == "area" or (kind == "status" and how.by_area):
        return entry.aim.number, entry.theme.name
    return None


def body(s: Studio, part: Part, how: Plan, rows: Sequence[Entry]) -> list[list[Cell | None]]:
    """Return the cells of rows, those of one goal or area merged."""
    out: list[list[Cell | None]] = [[None] * len(how.kinds) for _ in rows]
    for column, kind in enumerate(how.kinds):
        at = 0
        for key, group in groupby(rows, key=lambda e: _group(how, e, kind)):
            members = list(group)
            if key is None:
                for offset, entry in enumerate(members):
                    out[at + offset][column] = _cell(s, part, how, entry, kind)
            else:
                cell = _cell(s, part, how, members[0], kind)
                out[at][column] = replace(cell, rows=len(members))
            at += len(members)
    return out


def header(s: Studio, part: Part, how: Plan) -> tuple[Cell | None, ...]:
    """Return the header row."""
    return tuple(s.head(k, part.year if k == "status" and how.year_in_head else None) for k in how.kinds)


def chunks(rows: Sequence[Entry], most: int) -> list[list[Entry]]:
    """Cut rows into pages as even as can be."""
    pages = -(-len(rows) // most)
    size = -(-len(rows) // pages)
    return [list(rows[i : i + size]) for i in range(0, len(rows), size)]


def place(s: Studio, slide: Slide, part: Part) -> Rect:
    """Return the room for a table; the legend takes the foot of the page where it stands there."""
    rect = s.body
    if not (part.reports and s.needs_legend and s.legend_here):
        return rect
    s.legend(slide, Rect(rect.x, rect.y + rect.h - 18, rect.w, 18))
    return replace(rect, h=rect.h - 28)


def grid(how: Plan, rect: Rect, cells: Sequence[Sequence[Cell | None]], heads: int, size: float) -> Grid:
    """Return the table of cells."""
    return Grid(rect, tuple(map(tuple, cells)), tuple(WIDTHS[k] for k in how.kinds), heads, size)


def ledger(s: Studio, part: Part) -> None:
    """Draw one table over all goals, its labels merged; it goes on with or without its header."""
    labels = s.rng.choice([("goal", "area"), ("goal", "area"), ("goal",)])
    how = plan(s, part, labels=labels, by_area="area" in labels and s.rng.random() < 0.25)
    again = s.rng.random() < 0.6
    title = s.title_of(part)
    before: Entry | None = None
    for number, rows in enumerate(chunks(entries(part, s.programme.aims), 7)):
        slide = s.page(title if number == 0 else s.continued(title))
        heads = [header(s, part, how)] if number == 0 or again else []
        rect = place(s, slide, part)
        cells = body(s, part, how, rows)
        if before and not again and s.wide and s.more.random() < 0.5:
            _cut(how, cells, before, rows[0])
        slide.elements.append(grid(how, rect, [*heads, *cells], len(heads), s.look.base))
        for entry in rows:
            tell(s, part, how, entry)
        before = rows[-1]


def _cut(how: Plan, cells: list[list[Cell | None]], before: Entry, first: Entry) -> None:
    """Leave the labels empty that a page break cut: they stand on the page before."""
    for column, kind in enumerate(how.kinds):
        cell = cells[0][column]
        if kind in ("goal", "area") and cell and _group(how, before, kind) == _group(how, first, kind):
            cells[0][column] = replace(cell, paras=())


def titled(s: Studio, part: Part) -> None:
    """Draw a table for each goal, the goal being the title; a long one goes on."""
    labels = s.rng.choice([("area",), ("area",), ()])
    how = plan(s, part, labels=labels, by_area="area" in labels and s.rng.random() < 0.3)
    most = s.rng.choice([3, 4, 6])
    for aim in s.programme.aims:
        for number, rows in enumerate(chunks(entries(part, [aim]), most)):
            slide = s.page(s.label(aim) if number == 0 else s.continued(s.label(aim)))
            rect = year_line(s, slide, part)
            cells = [header(s, part, how), *body(s, part, how, rows)]
            slide.elements.append(grid(how, rect, cells, 1, s.look.base + 1))
            for entry in rows:
                tell(s, part, how, entry)


def year_line(s: Studio, slide: Slide, part: Part) -> Rect:
    """Say role and year in a line above the body; return the room below it."""
    text = s.title_of(part)
    s.gold.free(text, s.number)
    rect = place(s, slide, part)
    slide.elements.append(Panel(Rect(rect.x, rect.y - 6, rect.w, 24), (Para(text, color=s.look.second),), size=14))
    return Rect(rect.x, rect.y + 24, rect.w, rect.h - 24)


def banner(s: Studio, part: Part) -> None:
    """Draw tables in which a full-width row names the goal, perhaps another the area."""
    deep = s.rng.random() < 0.4
    how = plan(s, part, labels=() if deep or s.rng.random() < 0.3 else ("area",))
    how = replace(how, has_area=deep or "area" in how.kinds)
    title = s.title_of(part)
    for number in range(0, len(s.programme.aims), 2):
        aims = s.programme.aims[number : number + 2]
        slide = s.page(title if number == 0 else s.continued(title))
        cells: list[Sequence[Cell | None]] = [header(s, part, how)]
        for aim in aims:
            cells.append(_wide(s, how, Para(s.label(aim), bold=True, color=WHITE), s.look.second))
            for _, group in groupby(entries(part, [aim]), key=lambda e: e.theme.name if deep else ""):
                rows = list(group)
                if deep:
                    cells.append(_wide(s, how, Para(rows[0].theme.name, bold=True), s.look.pale))
                cells.extend(body(s, part, how, rows))
                for entry in rows:
                    tell(s, part, how, entry)
        slide.elements.append(grid(how, place(s, slide, part), cells, 1, s.look.base))


def _wide(s: Studio, how: Plan, para: Para, fill: str) -> tuple[Cell | None, ...]:
    return (Cell((para,), columns=len(how.kinds), fill=fill), *([None] * (len(how.kinds) - 1)))


def paired(s: Studio, part: Part) -> None:
    """Draw two small tables a slide, the goal a line of text above each."""
    how = plan(s, part, labels=s.rng.choice([("area",), ()]))
    title = s.title_of(part)
    for number in range(0, len(s.programme.aims), 2):
        aims = s.programme.aims[number : number + 2]
        slide = s.page(title if number == 0 else s.continued(title))
        rect = place(s, slide, part)
        share = rect.h / len(aims)
        for at, aim in enumerate(aims):
            top = rect.y + at * share
            label = Para(s.label(aim), bold=True, color=s.look.accent)
            slide.elements.append(Panel(Rect(rect.x - 5, top, rect.w, 24), (label,), size=14))
            rows = entries(part, [aim])
            cells = [header(s, part, how), *body(s, part, how, rows)]
            room = Rect(rect.x, top + 26, rect.w, share - 36)
            slide.elements.append(grid(how, room, cells, 1, s.look.base - 1))
            for entry in rows:
                tell(s, part, how, entry)


def stacked(s: Studio, part: Part) -> None:
    """Draw a table with a row for each area, its actions a list in one cell, one verdict for all."""
    kinds = ["goal", "area", "action", *(["status"] if part.reports else []), "owner"]
    how = Plan(tuple(kinds), by_area=True, year_in_head=part.reports)
    title = s.title_of(part)
    for number in range(0, len(s.programme.aims), 2):
        slide = s.page(title if number == 0 else s.continued(title))
        rows: list[Sequence[Cell | None]] = [header(s, part, how)]
        for aim in s.programme.aims[number : number + 2]:
            for place_, theme in enumerate(aim.themes):
                works = part.works(theme)
                owner = works[0].owner
                listed = tuple(Para(w.text, s.look.bullet, 1) for w in works)
                row: list[Cell | None] = [
                    Cell(s.goal_cell(aim), rows=len(aim.themes), anchor="middle") if place_ == 0 else None,
                    Cell((Para(theme.name, bold=True),)),
                    Cell(listed if len(works) > 1 else (Para(works[0].text),)),
                ]
                if part.reports:
                    row.append(s.verdict_cell(theme.verdict, ""))
                rows.append([*row, Cell((Para(owner),))])
                shown = {"status": theme.verdict, "status_raw": s.verdict_raw(theme.verdict)} if part.reports else {}
                for work in works:
                    s.told(part, aim, theme, work, owner=owner, **shown)
        slide.elements.append(grid(how, place(s, slide, part), rows, 1, s.look.base))


def numbered(s: Studio, part: Part) -> None:
    """Draw a table without a goal column: the number 2.1 says the goal, a list of goals stands before it."""
    how = plan(s, part, labels=("number",))
    how = replace(how, has_area=False)
    title = s.title_of(part)
    for number, rows in enumerate(chunks(entries(part, s.programme.aims), 8)):
        slide = s.page(title if number == 0 else s.continued(title))
        cells = [header(s, part, how), *body(s, part, how, rows)]
        slide.elements.append(grid(how, place(s, slide, part), cells, 1, s.look.base))
        for entry in rows:
            tell(s, part, how, entry)
