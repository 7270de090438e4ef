"""Layouts that take a whole page: a form for each action, both years side by side, plain lists below a heading."""

from __future__ import annotations

from tests.bench.hard.programme import Aim, Theme, Work
from tests.bench.hard.sheets import GREY, WHITE, Panel, Para, Rect
from tests.bench.hard.studio import Part, Studio

FORM = ("goal", "area", "owner", "due", "indicator", "status")


def form(s: Studio, part: Part) -> None:
    """Draw a page for each action: its words are the title, the rest stands behind labels, one below the other."""
    for aim in s.programme.aims[:3]:
        for theme in aim.themes:
            for count, work in enumerate(part.works(theme)[:2], 1):
                slide = s.page(work.text)
                given = _labels(s, part, aim, theme, work)
                step = min(52.0, s.body.h / (len(given) + 1))
                for row, (kind, value) in enumerate(given):
                    y = s.body.y + row * step
                    label = Para(s.heads[kind].replace("|", ""), bold=True, color=s.look.accent)
                    slide.elements.append(Panel(Rect(s.body.x, y, 150, 24), (label,), size=13))
                    spot = Rect(s.body.x + 160, y, s.body.w * 0.5 - 160, step - 4)
                    slide.elements.append(Panel(spot, (Para(value),), size=13))
                if work.remark:
                    spot = Rect(s.body.x + s.body.w * 0.56, s.body.y, s.body.w * 0.4, 120)
                    slide.elements.append(Panel(spot, (Para(work.remark),), size=14, fill=s.look.pale))
                    s.gold.free(work.remark, s.number)
                shown = {kind: value for kind, value in given if kind in ("owner", "due", "indicator")}
                if part.reports and work.status:
                    shown |= {"status": work.status, "status_raw": s.programme.scale[work.status]}
                s.told(part, aim, theme, work, **shown)
                s.gold.free(f"{aim.number}.{count}", s.number)


def _labels(s: Studio, part: Part, aim: Aim, theme: Theme, work: Work) -> list[tuple[str, str]]:
    values = {
        "goal": s.label(aim) if s.label_form.startswith("{n}") else aim.text,
        "area": theme.name,
        "owner": work.owner,
        "due": work.due,
        "indicator": work.indicator,
        "status": s.programme.scale[work.status] if part.reports and work.status else "",
    }
    return [(kind, values[kind]) for kind in FORM if values[kind]]


def beside(s: Studio, report: Part, plan: Part) -> None:
    """Draw a page for each goal: last year's actions on the left, next year's on the right, each below its heading."""
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        half = s.body.w / 2
        for place, part in enumerate((report, plan)):
            x = s.body.x + place * half
            text = s.title_of(part)
            s.gold.free(text, s.number)
            head = Para(text, bold=True, color=WHITE)
            fill = s.look.tints[place]
            slide.elements.append(Panel(Rect(x, s.body.y, half - 14, 30), (head,), size=15, fill=fill, anchor="middle"))
            works = [work for theme in aim.themes for work in part.works(theme)]
            paras = tuple(Para(w.text, s.look.bullet, 1) for w in works)
            slide.elements.append(Panel(Rect(x, s.body.y + 40, half - 14, s.body.h - 44), paras, size=16))
            for work in works:
                s.told(part, aim, None, work)


def plain(s: Studio, part: Part) -> None:
    """Draw a page for each goal with a heading that says what the list is, and no verdict behind its lines."""
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        text = s.title_of(part)
        s.gold.free(text, s.number)
        head = Para(text, bold=True, color=s.look.second)
        slide.elements.append(Panel(Rect(s.body.x, s.body.y, s.body.w, 28), (head,), size=18))
        works = [work for theme in aim.themes for work in part.works(theme)]
        paras = tuple(Para(w.text, s.look.bullet, 1) for w in works)
        slide.elements.append(Panel(Rect(s.body.x, s.body.y + 36, s.body.w, s.body.h - 90), paras, size=19))
        note = s.rng.choice(s.words.of("remarks.intro"))
        slide.elements.append(
            Panel(Rect(s.body.x, s.body.y + s.body.h - 46, s.body.w, 40), (Para(note, color=GREY),), size=12)
        )
        s.gold.free(note, s.number)
        for work in works:
            s.told(part, aim, None, work)
