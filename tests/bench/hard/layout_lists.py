"""Layouts that are lists and boxes: headings, bullets, brackets, cards."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.hard.layout_tables import place, year_line
from tests.bench.hard.programme import SYMBOLS, Aim, Theme, Work
from tests.bench.hard.sheets import GREY, WHITE, Cell, Grid, Panel, Para, Rect, Slab, Slide
from tests.bench.hard.studio import Part, Studio
from tests.bench.hard.tables import DARK_HEADS


def bracket(s: Studio, part: Part, work: Work, *, owner: bool) -> tuple[str, dict[str, str]]:
    """Return what stands in brackets behind an action, and what it says."""
    inside, says = [], {}
    if owner:
        first = work.owner.split(", ")[0]
        inside.append(first)
        says["owner"] = first
    if part.reports and work.status:
        inside.append(s.programme.scale[work.status].lower())
        says |= {"status": work.status, "status_raw": s.programme.scale[work.status].lower()}
    return (f" ({', '.join(inside)})" if inside else ""), says


def bullets(s: Studio, part: Part) -> None:
    """Draw a slide for each goal: areas as headings, actions as bullets, remarks below them."""
    with_owner, with_area = s.rng.random() < 0.7, s.rng.random() < 0.75
    for aim in s.programme.aims:
        title = s.label(aim)
        slide = s.page(title)
        rect = year_line(s, slide, part)
        paras: list[Para] = []
        for theme in aim.themes:
            if with_area:
                paras.append(Para(theme.name, bold=True, color=s.look.accent))
            for work in part.works(theme):
                end, says = bracket(s, part, work, owner=with_owner)
                paras.append(Para(work.text + end, s.look.bullet, 1))
                s.told(part, aim, theme if with_area else None, work, **says)
                if work.remark and part.reports:
                    paras.append(Para(work.remark, "–" if s.look.bullet != "–" else "·", 2, scale=0.88))
                    s.gold.free(work.remark, s.number)
        slide.elements.append(Panel(rect, tuple(paras), size=20))


def several(s: Studio, part: Part) -> None:
    """Draw two goals a slide, as headings above numbered or marked actions."""
    title = s.title_of(part)
    signs = part.reports and s.shown == "symbol"
    for number in range(0, len(s.programme.aims), 2):
        slide = s.page(title if number == 0 else s.continued(title))
        aims = s.programme.aims[number : number + 2]
        rect = place(s, slide, part) if signs else s.body
        beside = s.rng.random() < 0.5 and len(aims) > 1
        for at, aim in enumerate(aims):
            share = rect.w / 2 if beside else rect.w
            height = rect.h if beside else rect.h / len(aims)
            spot = Rect(
                rect.x + (at * share if beside else 0), rect.y + (0 if beside else at * height), share - 12, height - 8
            )
            slide.elements.append(Panel(spot, tuple(_numbered(s, part, aim, signs)), size=18))


def _numbered(s: Studio, part: Part, aim: Aim, signs: bool) -> Sequence[Para]:
    paras = [Para(s.label(aim), bold=True, color=s.look.accent, scale=1.1)]
    count = 0
    for theme in aim.themes:
        for work in part.works(theme):
            count += 1
            text = work.text
            says: dict[str, str] = {}
            if signs and work.status:
                text += f" {SYMBOLS[work.status]}"
                says = {"status": work.status, "status_raw": SYMBOLS[work.status]}
            elif not signs:
                end, says = bracket(s, part, work, owner=False)
                text += end
            paras.append(Para(text, f"{aim.number}.{count}", 1))
            s.told(part, aim, None, work, **says)
    return paras


def cards(s: Studio, part: Part) -> None:
    """Draw the goals as coloured boxes in a row, the actions of each below it."""
    title = s.title_of(part)
    slide = s.page(title)
    rect = s.body
    aims = s.programme.aims
    step = rect.w / len(aims)
    deep = s.rng.random() < 0.5
    for place_, aim in enumerate(aims):
        x = rect.x + place_ * step
        fill = s.look.tints[place_ % len(s.look.tints)]
        label = Para(s.label(aim), bold=True, color=WHITE)
        slide.elements.append(
            Panel(Rect(x, rect.y, step - 10, 74), (label,), size=15, fill=fill, anchor="middle", align="center")
        )
        room = Rect(x, rect.y + 80, step - 10, rect.h - 84)
        slide.elements.append(Panel(room, tuple(_card(s, part, aim, deep)), size=13, line=fill))


def _card(s: Studio, part: Part, aim: Aim, deep: bool) -> Sequence[Para]:
    paras: list[Para] = []
    for theme in aim.themes:
        if deep:
            paras.append(Para(theme.name, bold=True))
        for work in part.works(theme):
            end, says = bracket(s, part, work, owner=False)
            paras.append(Para(work.text + end, s.look.bullet, 1))
            s.told(part, aim, theme if deep else None, work, **says)
    return paras


def columns(s: Studio, part: Part) -> None:
    """Draw a table whose columns are the goals: their names in the header, lists of actions below."""
    dark = s.look.table in DARK_HEADS
    slide = s.page(s.title_of(part))
    color = WHITE if dark else s.look.accent
    heads = tuple(Cell((Para(s.label(aim), bold=True, color=color),), anchor="middle") for aim in s.programme.aims)
    cells = []
    for aim in s.programme.aims:
        paras = []
        for theme in aim.themes:
            for work in part.works(theme):
                end, says = bracket(s, part, work, owner=False)
                paras.append(Para(work.text + end, s.look.bullet, 1))
                s.told(part, aim, None, work, **says)
        cells.append(Cell(tuple(paras)))
    slide.elements.append(Grid(s.body, (heads, tuple(cells)), tuple(1.0 for _ in heads), 1, s.look.base))


def labelled(s: Studio, part: Part) -> None:
    """Draw each action as a line of its own, and below it who, when and how far, each with its word."""
    parts = [("owner", "owner"), ("due", "due"), *([("status", "shown")] if part.reports else [])]
    if s.more.random() < 0.5:
        parts.insert(1, ("indicator", "indicator"))
    between = s.more.choice((" | ", " · ", "; ", " / "))
    for aim in s.programme.aims:
        works = [(theme, work) for theme in aim.themes for work in part.works(theme)]
        for number in range(0, len(works), 4):
            slide = s.page(s.label(aim) if number == 0 else s.continued(s.label(aim)))
            paras: list[Para] = []
            for _, work in works[number : number + 4]:
                shown = [(kind, str(getattr(work, name))) for kind, name in parts if getattr(work, name)]
                line = between.join(f"{s.heads[kind].replace('|', '')}: {value}" for kind, value in shown)
                paras += [Para(work.text, s.look.bullet, 1, bold=True), Para(line, level=1, scale=0.85, color=GREY)]
                given = {kind: value for kind, value in shown if kind != "status"}
                if part.reports and work.status:
                    given |= {"status": work.status, "status_raw": work.shown}
                s.told(part, aim, None, work, **given)
            slide.elements.append(Panel(year_line(s, slide, part), tuple(paras), size=18))


def by_area(s: Studio, part: Part) -> None:
    """Draw a slide for each area: the area is the title, its goal stands in a line above the list."""
    with_owner = s.more.random() < 0.5
    for aim in s.programme.aims:
        for theme in aim.themes:
            slide = s.page(theme.name)
            rect = year_line(s, slide, part)
            label = Para(s.label(aim), bold=True, color=s.look.second)
            slide.elements.append(Panel(Rect(rect.x, rect.y, rect.w, 28), (label,), size=15))
            paras = []
            for work in part.works(theme):
                end, says = bracket(s, part, work, owner=with_owner)
                paras.append(Para(work.text + end, s.look.bullet, 1))
                s.told(part, aim, theme, work, **says)
            room = Rect(rect.x, rect.y + 34, rect.w, rect.h - 36)
            slide.elements.append(Panel(room, tuple(paras), size=19))


def bands(s: Studio, part: Part) -> None:
    """Draw a slide for each goal: the goal a wide coloured band, areas as boxes side by side below it."""
    title = s.title_of(part)
    for aim in s.programme.aims:
        slide = s.page(title)
        rect = s.body
        fill = s.look.tints[aim.number % len(s.look.tints)]
        label = Para(s.label(aim), bold=True, color=WHITE)
        slide.elements.append(Panel(Rect(rect.x, rect.y, rect.w, 44), (label,), size=19, fill=fill, anchor="middle"))
        step = rect.w / len(aim.themes)
        for place_, theme in enumerate(aim.themes):
            spot = Rect(
                rect.x + place_ * step, rect.y + 54, step - (10 if place_ < len(aim.themes) - 1 else 0), rect.h - 56
            )
            _box(s, slide, part, aim, theme, spot)


def _box(s: Studio, slide: Slide, part: Part, aim: Aim, theme: Theme, spot: Rect) -> None:
    slide.elements.append(Slab(spot, s.look.pale))
    slide.elements.append(
        Panel(Rect(spot.x, spot.y, spot.w, 34), (Para(theme.name, bold=True, color=s.look.accent),), size=16)
    )
    paras = []
    for work in part.works(theme):
        end, says = bracket(s, part, work, owner=True)
        paras.append(Para(work.text + end, s.look.bullet, 1))
        s.told(part, aim, theme, work, **says)
    slide.elements.append(Panel(Rect(spot.x, spot.y + 34, spot.w, spot.h - 36), tuple(paras), size=15))
