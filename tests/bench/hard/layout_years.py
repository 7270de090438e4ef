"""Layouts with years side by side: a roadmap, and a table whose header has year sub-columns."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.hard.layout_tables import place
from tests.bench.hard.programme import Work
from tests.bench.hard.sheets import WHITE, Cell, Grid, Para
from tests.bench.hard.studio import Part, Studio


def _heading(s: Studio, text: str, columns: int = 1, rows: int = 1) -> Cell:
    dark = s.look.table in ("zebra", "white", "light")
    para = Para(text, bold=True, color=WHITE if dark else "222222")
    return Cell((para,), rows=rows, columns=columns, anchor="middle", align="center" if columns > 1 else "left")


def _listed(s: Studio, works: Sequence[Work]) -> Cell:
    if len(works) == 1:
        return Cell((Para(works[0].text),))
    return Cell(tuple(Para(w.text, s.look.bullet, 1) for w in works))


def roadmap(s: Studio) -> None:
    """Draw goals and areas by years; report and plan are cut into single years, so that texts repeat."""
    facts = s.programme.facts
    years = list(range(facts.first, facts.last + 1))
    title = s.words.draw(s.rng, "titles.roadmap", first=facts.first, last=facts.last)
    with_area = s.rng.random() < 0.6
    for start in range(0, len(s.programme.aims), 3):
        slide = s.page(title if start == 0 else s.continued(title))
        labels = ["goal", *(["area"] if with_area else [])]
        rows: list[list[Cell | None]] = [[*(s.head(k) for k in labels), *(_heading(s, str(y)) for y in years)]]
        for aim in s.programme.aims[start : start + 3]:
            themes = aim.themes if with_area else aim.themes[:1]
            for number, theme in enumerate(themes):
                row: list[Cell | None] = [
                    Cell(s.goal_cell(aim), rows=len(themes), anchor="middle") if number == 0 else None
                ]
                if with_area:
                    row.append(Cell((Para(theme.name, bold=True),)))
                works = [*theme.planned, *theme.reported]
                for place_, year in enumerate(years):
                    told = works[place_ : place_ + 1] if place_ < len(works) else []
                    row.append(_listed(s, told) if told else Cell())
                    for work in told:
                        s.told(Part("roadmap", year), aim, theme if with_area else None, work)
                rows.append(row)
        widths = (1.7, *((1.5,) if with_area else ()), *(2.0 for _ in years))
        slide.elements.append(Grid(s.body, tuple(map(tuple, rows)), widths, 1, s.look.base))


def two_years(s: Studio, report: Part, plan: Part) -> None:
    """Draw one table for both years: a header of two lines, the upper one spanning year columns."""
    title = s.words.draw(s.rng, "titles.two_years", year=report.year, next=plan.year)
    action = s.heads["action"].replace("|", "")
    for start in range(0, len(s.programme.aims), 2):
        slide = s.page(title if start == 0 else s.continued(title))
        upper: list[Cell | None] = [
            _with_rows(s.head("goal"), 2),
            _with_rows(s.head("area"), 2),
            _heading(s, action, columns=2),
            None,
            _with_rows(s.head("status", report.year), 2),
        ]
        lower: list[Cell | None] = [None, None, _heading(s, str(report.year)), _heading(s, str(plan.year)), None]
        rows = [upper, lower]
        for aim in s.programme.aims[start : start + 2]:
            for number, theme in enumerate(aim.themes):
                first = Cell(s.goal_cell(aim), rows=len(aim.themes), anchor="middle") if number == 0 else None
                name = Cell((Para(theme.name, bold=True),))
                cells = [_listed(s, theme.reported), _listed(s, theme.planned)]
                rows.append([first, name, *cells, s.verdict_cell(theme.verdict, "")])
                raw = s.verdict_raw(theme.verdict)
                for work in theme.reported:
                    s.told(report, aim, theme, work, status=theme.verdict, status_raw=raw)
                for work in theme.planned:
                    s.told(plan, aim, theme, work)
        grid = Grid(place(s, slide, report), tuple(map(tuple, rows)), (1.8, 1.5, 3.0, 3.0, 1.4), 2, s.look.base)
        slide.elements.append(grid)


def _with_rows(cell: Cell, rows: int) -> Cell:
    return Cell(cell.paras, rows=rows, anchor="middle")
