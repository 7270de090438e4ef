"""Layouts that came last: verdicts as headings, cards in a grid, headings in two rows, signs, tables on their side."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.hard.programme import COLORS, STATUSES, SYMBOLS, Aim, Theme, Work
from tests.bench.hard.sheets import GREY, WHITE, Cell, Dot, Grid, Panel, Para, Rect
from tests.bench.hard.studio import Part, Studio
from tests.bench.hard.tables import DARK_HEADS

BANDS = {
    "fi": ("Mitä luvattiin {y}", "Miten kävi"),
    "sv": ("Planerat {y}", "Utfall {y}"),
    "en": ("What we planned for {y}", "What came of it"),
}
ACTION = {"fi": "Toimenpide {n}: ", "sv": "Åtgärd {n}: ", "en": "Action {n}: "}
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
AGENDA = {
    "fi": ("Sisältö", ("Lähtökohdat", "Tavoitteet", "Toimenpiteiden tilanne", "Seuraavat askeleet")),
    "sv": ("Innehåll", ("Utgångsläge", "Mål", "Åtgärdernas läge", "Nästa steg")),
    "en": ("Contents", ("Background", "Goals", "Progress of actions", "Next steps")),
}


def agenda(s: Studio) -> None:
    """Draw a page of contents, which holds no action."""
    title, lines = AGENDA[s.words.code]
    slide = s.page(title)
    slide.elements.append(Panel(s.body, tuple(Para(t, f"{n}.", 1) for n, t in enumerate(lines, 1)), size=22))
    for text in lines:
        s.gold.free(text, s.number)


def _works(part: Part, aim: Aim) -> list[tuple[Theme, Work]]:
    return [(theme, work) for theme in aim.themes for work in part.works(theme)]


def _verdict(s: Studio, work: Work, raw: str = "") -> dict[str, str]:
    if not work.status:
        return {}
    return {"status": work.status, "status_raw": raw or s.programme.scale[work.status]}


def _by_status(s: Studio, part: Part, aim: Aim) -> Iterator[tuple[str, list[tuple[Theme, Work]]]]:
    for status in STATUSES:
        found = [(theme, work) for theme, work in _works(part, aim) if work.status == status]
        if found:
            yield status, found


def grouped(s: Studio, part: Part) -> None:
    """Draw a page for each goal, its actions below the verdict that they got."""
    counted = s.more.random() < 0.4
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        paras = []
        for status, found in _by_status(s, part, aim):
            word = s.programme.scale[status] + (f" ({len(found)})" if counted else "")
            paras.append(Para(word, bold=True, color=COLORS[status], scale=1.1))
            for _, work in found:
                paras.append(Para(work.text, s.look.bullet, 1))
                s.told(part, aim, None, work, **_verdict(s, work))
        slide.elements.append(Panel(s.body, tuple(paras), size=18))


def kanban(s: Studio, part: Part) -> None:
    """Draw a page for each goal with a column for each verdict."""
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        groups = list(_by_status(s, part, aim))
        if not groups:
            continue
        step = s.body.w / len(groups)
        for place, (status, found) in enumerate(groups):
            x = s.body.x + place * step
            head = Para(s.programme.scale[status], bold=True, color=WHITE)
            slide.elements.append(
                Panel(Rect(x, s.body.y, step - 12, 32), (head,), size=15, fill=COLORS[status], anchor="middle")
            )
            paras = tuple(Para(work.text, s.look.bullet, 1) for _, work in found)
            slide.elements.append(Panel(Rect(x, s.body.y + 40, step - 12, s.body.h - 44), paras, size=15))
            for _, work in found:
                s.told(part, aim, None, work, **_verdict(s, work))


def grid(s: Studio, part: Part) -> None:
    """Draw the actions of a goal as framed cards with owner, date and a badge or dot for the verdict."""
    badge = s.more.random() < 0.6
    s.shown = "word" if badge else "dot"
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), 6):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            width, height = s.body.w / 3, (s.body.h - 30) / 2
            for place, (_, work) in enumerate(works[start : start + 6]):
                x, y = s.body.x + place % 3 * width, s.body.y + place // 3 * height
                lines = [Para(work.text, bold=True)]
                for kind in ("owner", "due"):
                    value = getattr(work, kind)
                    if value:
                        lines.append(Para(f"{s.heads[kind].replace('|', '')}: {value}", color=GREY, scale=0.8))
                spot = Rect(x, y, width - 12, height - 42)
                slide.elements.append(Panel(spot, tuple(lines), size=14, line=s.look.accent))
                if work.status and badge:
                    word = Para(s.programme.scale[work.status], bold=True, color=WHITE)
                    low = Rect(x, y + height - 40, width - 12, 24)
                    slide.elements.append(Panel(low, (word,), size=11, fill=COLORS[work.status], anchor="middle"))
                elif work.status:
                    slide.elements.append(Dot(Rect(x + width - 34, y + height - 62, 16, 16), COLORS[work.status]))
                given = {kind: getattr(work, kind) for kind in ("owner", "due")}
                s.told(part, aim, None, work, **given, **_verdict(s, work))
            if not badge:
                s.legend(slide, Rect(s.body.x, s.body.y + s.body.h - 22, s.body.w, 20))


def banded(s: Studio, part: Part) -> None:
    """Draw a table for each goal with two rows of headings: what was planned, what came of it."""
    color = WHITE if s.look.table in DARK_HEADS else "222222"
    first, second = (b.format(y=part.year) for b in BANDS[s.words.code])
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), 6):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            top = (
                Cell((Para(first, bold=True, color=color),), columns=2, anchor="middle"),
                None,
                Cell((Para(second, bold=True, color=color),), columns=2, anchor="middle"),
                None,
            )
            heads = tuple(s.head(kind) for kind in ("action", "owner", "status", "remark"))
            rows = []
            for _, work in works[start : start + 6]:
                cells = (Para(work.text), Para(work.owner), Para(work.shown), Para(work.remark))
                rows.append(tuple(Cell((p,) if p.text else (), anchor="middle") for p in cells))
                s.told(part, aim, None, work, owner=work.owner, **_verdict(s, work))
                s.gold.free(work.remark, s.number)
            slide.elements.append(Grid(s.body, (top, heads, *rows), (4, 2, 1.6, 3), 2, s.look.base))


def marked(s: Studio, part: Part) -> None:
    """Draw each action behind the sign of its verdict, what happened as a line below it."""
    s.shown = "symbol"
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        paras = []
        for _, work in _works(part, aim):
            sign = SYMBOLS.get(work.status, s.look.bullet)
            paras.append(Para(work.text, sign, 1, color=COLORS.get(work.status, "222222")))
            s.told(part, aim, None, work, **_verdict(s, work, sign))
            if work.remark:
                paras.append(Para(work.remark, "–", 2, scale=0.8, color=GREY))
                s.gold.free(work.remark, s.number)
        body = s.body
        slide.elements.append(Panel(Rect(body.x, body.y, body.w, body.h - 34), tuple(paras), size=17))
        s.legend(slide, Rect(body.x, body.y + body.h - 24, body.w, 20))


def trailing(s: Studio, part: Part) -> None:
    """Draw lists whose lines end in the verdict, behind a dash, an arrow or a colon, some with a number before them."""
    behind = s.more.choice((" – ", " → ", ": ", " | "))
    label = s.more.random() < 0.5
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        paras = []
        for count, (_, work) in enumerate(_works(part, aim), 1):
            front = ACTION[s.words.code].format(n=count) if label else ""
            end = f"{behind}{s.programme.scale[work.status]}" if work.status else ""
            paras.append(Para(front + work.text + end, "" if label else s.look.bullet, 0 if label else 1))
            s.told(part, aim, None, work, **_verdict(s, work))
        slide.elements.append(Panel(s.body, tuple(paras), size=18))


def lead(s: Studio, part: Part) -> None:
    """Draw each action as a bold line, its verdict as a line of its own below, then what happened."""
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), 4):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            paras = []
            for _, work in works[start : start + 4]:
                paras.append(Para(work.text, bold=True))
                if work.status:
                    paras.append(Para(s.programme.scale[work.status], color=COLORS[work.status]))
                if work.remark:
                    paras.append(Para(work.remark, scale=0.85, color=GREY))
                    s.gold.free(work.remark, s.number)
                s.told(part, aim, None, work, **_verdict(s, work))
            slide.elements.append(Panel(s.body, tuple(paras), size=17))


def sideways(s: Studio, part: Part) -> None:
    """Draw a table on its side: a column for each action, a row for each field."""
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), 3):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            some = works[start : start + 3]
            rows = []
            for kind in ("action", "owner", "due", "status"):
                values = [
                    work.text if kind == "action" else work.shown if kind == "status" else str(getattr(work, kind))
                    for _, work in some
                ]
                head = Cell((Para(s.heads[kind], bold=True),), anchor="middle")
                rows.append((head, *(Cell((Para(v),) if v else (), anchor="middle") for v in values)))
            for _, work in some:
                s.told(part, aim, None, work, owner=work.owner, due=work.due, **_verdict(s, work))
            slide.elements.append(Grid(s.body, tuple(rows), (1.2, *(2.4 for _ in some)), 0, s.look.base, "ruled"))


def divided(s: Studio, part: Part) -> None:
    """Draw a page that shows nothing but the goal before the pages of its actions."""
    for aim in s.programme.aims:
        s.page(s.label(aim))
        slide = s.page(s.title_of(part))
        rows = []
        for _, work in _works(part, aim)[:6]:
            cells = (Para(work.text), Para(work.owner), Para(work.shown))
            rows.append(tuple(Cell((p,) if p.text else (), anchor="middle") for p in cells))
            s.told(part, aim, None, work, owner=work.owner, **_verdict(s, work))
        heads = tuple(s.head(kind) for kind in ("action", "owner", "status"))
        slide.elements.append(Grid(s.body, (heads, *rows), (4, 2, 1.6), 1, s.look.base))


def verdict_titles(s: Studio, part: Part) -> None:
    """Draw a page for each action: its title is the verdict and the action, its goal stands in a line below."""
    for aim in s.programme.aims[:3]:
        for _, work in [(t, w) for t, w in _works(part, aim) if w.status][:3]:
            word = s.programme.scale[work.status]
            slide = s.page(f"{word}: {work.text}")
            label = Para(s.label(aim), bold=True, color=s.look.second)
            slide.elements.append(Panel(Rect(s.body.x, s.body.y, s.body.w, 30), (label,), size=16))
            text = Para(work.remark or work.indicator or aim.text)
            slide.elements.append(Panel(Rect(s.body.x, s.body.y + 50, s.body.w, 60), (text,), size=16))
            s.gold.free(text.text, s.number)
            s.told(part, aim, None, work, **_verdict(s, work))


MORE = {
    "grouped": grouped,
    "kanban": kanban,
    "grid": grid,
    "banded": banded,
    "marked": marked,
    "trailing": trailing,
    "lead": lead,
    "sideways": sideways,
    "divided": divided,
    "verdict_titles": verdict_titles,
}
