"""Layouts whose marks tell by their column: crosses on a scale or a calendar, dots by quarter, rows of loose boxes."""

from __future__ import annotations

from tests.bench.hard.programme import COLORS, STATUSES, Aim, Theme, Work
from tests.bench.hard.sheets import GREY, INK, WHITE, Cell, Dot, Grid, Panel, Para, Rect
from tests.bench.hard.studio import Part, Studio
from tests.bench.hard.tables import DARK_HEADS

ROWS = 7
PERIODS = {
    "fi": (("Q1", "Q2", "Q3", "Q4"), ("tammi", "helmi", "maalis", "huhti", "touko", "kesä"), ("I", "II", "III", "IV")),
    "sv": (("Q1", "Q2", "Q3", "Q4"), ("jan", "feb", "mars", "apr", "maj", "juni"), ("I", "II", "III", "IV")),
    "en": (("Q1", "Q2", "Q3", "Q4"), ("Jan", "Feb", "Mar", "Apr", "May", "Jun"), ("I", "II", "III", "IV")),
}
OWN_WORDS = {
    "fi": ("Majakka", "Kivijalka", "Kehityspolku", "Suuntaviitta"),
    "sv": ("Fyr", "Hörnsten", "Färdväg", "Ledstjärna"),
    "en": ("Beacon", "Cornerstone", "Pathway", "Compass point"),
}
UNKNOWN = {
    "fi": ("Mihin ryhdyttiin", "Kenen kontolla", "Mille mallille jäi"),
    "sv": ("Det vi tog oss an", "På vems bord", "Så blev det"),
    "en": ("What we took on", "On whose desk", "Where it ended up"),
}
YEARS = {
    "fi": ("Edellinen vuosi {y}", "Kulunut vuosi {y}"),
    "sv": ("Föregående år {y}", "Det gångna året {y}"),
    "en": ("The year before, {y}", "The past year, {y}"),
}


def _works(part: Part, aim: Aim) -> list[tuple[Theme, Work]]:
    return [(theme, work) for theme in aim.themes for work in part.works(theme)]


def _says(s: Studio, work: Work, raw: str = "") -> dict[str, str]:
    return {"status": work.status, "status_raw": raw or s.programme.scale[work.status]} if work.status else {}


def _heads(s: Studio, texts: tuple[str, ...]) -> tuple[Cell, ...]:
    color = WHITE if s.look.table in DARK_HEADS else INK
    return tuple(Cell((Para(t, bold=True, color=color),) if t else (), anchor="middle") for t in texts)


def ticked(s: Studio, part: Part, plan: Part) -> None:
    """Draw a table for each goal with a column for each verdict, of which every row has a cross or a fill in one."""
    filled = s.more.random() < 0.4
    scale = s.programme.scale
    shown = [
        status for status in STATUSES if any(w.status == status for a in s.programme.aims for _, w in _works(part, a))
    ]
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), ROWS):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            heads = _heads(s, (s.heads["action"], s.heads["owner"], *(scale[status] for status in shown)))
            rows = []
            for _, work in works[start : start + ROWS]:
                marks = [
                    Cell(
                        (Para("x"),) if work.status == status and not filled else (),
                        fill=COLORS[status] if work.status == status and filled else "",
                        align="center",
                        anchor="middle",
                    )
                    for status in shown
                ]
                told = (Cell((Para(work.text),), anchor="middle"), Cell((Para(work.owner),) if work.owner else ()))
                rows.append((*told, *marks))
                s.told(part, aim, None, work, owner=work.owner, **_says(s, work))
            widths = (5.0, 2.0, *(1.1 for _ in shown))
            slide.elements.append(Grid(s.body, (heads, *rows), widths, 1, s.look.base - 1))


def timed(s: Studio, part: Part, plan: Part) -> None:
    """Draw next year's plan as a calendar: quarters or months, marked by crosses or fills; then the report as lists."""
    names = s.more.choice(PERIODS[s.words.code])
    filled = s.more.random() < 0.5
    for aim in s.programme.aims:
        works = _works(plan, aim)
        for start in range(0, len(works), ROWS):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            color = WHITE if s.look.table in DARK_HEADS else INK
            year = Cell((Para(str(plan.year), bold=True, color=color),), columns=len(names), align="center")
            top = (*(Cell(h.paras, rows=2, anchor="middle") for h in _heads(s, (s.heads["action"], s.heads["owner"]))),)
            head = (*top, year, *(None for _ in names[1:]))
            low = (None, None, *_heads(s, names))
            rows = []
            for _, work in works[start : start + ROWS]:
                first = s.more.randrange(len(names))
                last = min(len(names) - 1, first + s.more.choice((0, 0, 1, 2)))
                marks = [
                    Cell(
                        (Para("x"),) if first <= n <= last and not filled else (),
                        fill=s.look.second if first <= n <= last and filled else "",
                        align="center",
                        anchor="middle",
                    )
                    for n in range(len(names))
                ]
                told = (Cell((Para(work.text),), anchor="middle"), Cell((Para(work.owner),) if work.owner else ()))
                rows.append((*told, *marks))
                due = names[first] if first == last else f"{names[first]}–{names[last]}"
                s.told(plan, aim, None, work, owner=work.owner, due=due)
            widths = (5.0, 2.2, *(3.6 / len(names) for _ in names))
            slide.elements.append(Grid(s.body, (head, low, *rows), widths, 2, s.look.base - 1))


def own_word(s: Studio, part: Part, plan: Part) -> None:
    """Draw a list for each goal, which the organisation calls by a word of its own; verdicts stand in brackets."""
    word = s.more.choice(OWN_WORDS[s.words.code])
    mark = s.more.choice((":", ".", " –"))
    for aim in s.programme.aims:
        slide = s.page(f"{word} {aim.number}{mark} {aim.text}")
        paras = []
        for _, work in _works(part, aim):
            shown = f" ({s.programme.scale[work.status]})" if work.status else ""
            paras.append(Para(f"{work.text}{shown}", s.look.bullet, 1))
            s.told(part, aim, None, work, **_says(s, work))
        slide.elements.append(Panel(s.body, tuple(paras), size=18))


def rows(s: Studio, part: Part, plan: Part) -> None:
    """Draw the actions of a goal as rows of boxes without a table: number, wording, owner, verdict."""
    dotted, headed = s.more.random() < 0.5, s.more.random() < 0.5
    s.shown = "dot" if dotted else "word"
    xs, ws = (0.0, 0.08, 0.62, 0.83), (0.07, 0.52, 0.2, 0.17)
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), ROWS):
            slide = s.page(f"{aim.number} {aim.text}" if start == 0 else s.continued(f"{aim.number} {aim.text}"))
            body, top = s.body, s.body.y
            if headed:
                for n, kind in enumerate(("number", "action", "owner", "status")):
                    spot = Rect(body.x + xs[n] * body.w, top, ws[n] * body.w, 20)
                    slide.elements.append(Panel(spot, (Para(s.heads[kind], color=GREY, bold=True),), size=11))
                top += 26
            step = (body.h - 60) / ROWS
            for place, (_, work) in enumerate(works[start : start + ROWS]):
                y = top + place * step
                number = Para(f"{aim.number}.{start + place + 1}", bold=True, color=s.look.accent)
                cells = (number, Para(work.text), Para(work.owner, color=GREY))
                for n, para in enumerate(cells):
                    if para.text:
                        spot = Rect(body.x + xs[n] * body.w, y, ws[n] * body.w, step - 8)
                        slide.elements.append(Panel(spot, (para,), size=13, anchor="middle"))
                x = body.x + xs[3] * body.w
                if work.status and dotted:
                    slide.elements.append(Dot(Rect(x + 8, y + step / 2 - 12, 16, 16), COLORS[work.status]))
                elif work.status:
                    spot = Rect(x, y, ws[3] * body.w, step - 8)
                    word = Para(s.programme.scale[work.status], bold=True)
                    slide.elements.append(Panel(spot, (word,), size=13, anchor="middle"))
                s.told(part, aim, None, work, owner=work.owner, **_says(s, work))
            if dotted:
                s.legend(slide, Rect(body.x, body.y + body.h - 20, body.w, 20))


def unheaded(s: Studio, part: Part, plan: Part) -> None:
    """Draw tables whose headings are words that no list of headings holds; what stands below them tells."""
    texts = UNKNOWN[s.words.code]
    for aim in s.programme.aims:
        works = _works(part, aim)
        for start in range(0, len(works), ROWS):
            slide = s.page(s.label(aim) if start == 0 else s.continued(s.label(aim)))
            body = []
            for _, work in works[start : start + ROWS]:
                shown = s.programme.scale[work.status] if work.status else work.shown
                told = (work.text, shown)
                body.append(tuple(Cell((Para(t),) if t else (), anchor="middle") for t in told))
                s.told(part, aim, None, work, **_says(s, work))
            heads = _heads(s, (texts[0], texts[2]))
            slide.elements.append(Grid(s.body, (heads, *body), (5.0, 2.0), 1, s.look.base))


def history(s: Studio, part: Part, plan: Part) -> None:
    """Draw a table for each area, headed by its name, with a dot for each quarter: the last one is the verdict."""
    s.shown = "dot"
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        themes = [t for t in aim.themes if part.works(t)]
        height = (s.body.h - 26) / max(1, len(themes))
        for place, theme in enumerate(themes):
            heads = _heads(s, (theme.name, s.heads["owner"], "I", "II", "III"))
            body = []
            for work in part.works(theme):
                steps = [s.more.choice(STATUSES), s.more.choice(STATUSES), work.status]
                dots = tuple(Cell(dot=COLORS[x] if x else "") for x in steps)
                told = (Cell((Para(work.text),), anchor="middle"), Cell((Para(work.owner),) if work.owner else ()))
                body.append((*told, *dots))
                s.told(part, aim, theme, work, owner=work.owner, **_says(s, work))
            spot = Rect(s.body.x, s.body.y + place * height, s.body.w, height - 10)
            slide.elements.append(Grid(spot, (heads, *body), (5.0, 2.2, 0.8, 0.8, 0.8), 1, s.look.base - 1))
        s.legend(slide, Rect(s.body.x, s.body.y + s.body.h - 20, s.body.w, 20))


def halves(s: Studio, part: Part, plan: Part) -> None:
    """Draw the year before and the past year side by side below the goal, verdicts in brackets."""
    before = Part("assessment", part.year - 1)
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        half = s.body.w / 2
        planned = [w for t in aim.themes for w in t.planned]
        for place, (year, works) in enumerate(((before, planned), (part, [w for _, w in _works(part, aim)]))):
            x = s.body.x + place * half
            head = Para(YEARS[s.words.code][place].format(y=year.year), bold=True, color=WHITE)
            spot = Rect(x, s.body.y, half - 14, 30)
            slide.elements.append(Panel(spot, (head,), size=15, fill=s.look.accent, anchor="middle"))
            paras = []
            for number, work in enumerate(works):
                status = work.status or STATUSES[number % len(STATUSES)]
                paras.append(Para(f"{work.text} ({s.programme.scale[status]})", s.look.bullet, 1))
                s.told(year, aim, None, work, status=status, status_raw=s.programme.scale[status])
            slide.elements.append(Panel(Rect(x, s.body.y + 38, half - 14, s.body.h - 44), tuple(paras), size=16))


MARKED = {
    "ticked": ticked,
    "timed": timed,
    "own_word": own_word,
    "rows": rows,
    "unheaded": unheaded,
    "history": history,
    "halves": halves,
}
