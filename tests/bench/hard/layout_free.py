"""Layouts of free shapes: strategy trees, lanes, pills in the colour of their verdict, verdicts in the text itself."""

from __future__ import annotations

from tests.bench.hard.programme import COLORS, STATUSES, Aim, Theme, Work
from tests.bench.hard.sheets import GREY, WHITE, Panel, Para, Rect, Slab, Slide
from tests.bench.hard.studio import Part, Studio

CODES = {"done": "V", "partly_done": "O", "in_progress": "K", "not_started": "E", "dropped": "X"}
TREES = {"fi": "kokonaisuus yhdellä sivulla", "sv": "helheten på en sida", "en": "the whole on one page"}
LEVELS = {
    "fi": ("Päämäärä", "Painopisteet", "Toimenpiteet"),
    "sv": ("Mål", "Delområden", "Åtgärder"),
    "en": ("Goal", "Workstreams", "Actions"),
}
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def _title(s: Studio, aim: Aim, *, own: bool) -> str:
    """Return the goal as the title, or only its number where its wording stands in a box of the page."""
    word = s.heads["goal"].replace("|", "")
    return s.label(aim) if own else f"{word} {aim.number}: {TREES[s.words.code]}"


def _key(s: Studio, slide: Slide, *, codes: bool) -> None:
    """Draw what the colours mean at the foot of the page, as small squares with or without a letter."""
    y, step = s.body.y + s.body.h - 18, s.body.w / len(STATUSES)
    for place, status in enumerate(STATUSES):
        x = s.body.x + place * step
        if codes:
            letter = (Para(CODES[status], bold=True, color=WHITE),)
            spot = Rect(x, y, 16, 16)
            slide.elements.append(
                Panel(spot, letter, size=9, fill=COLORS[status], align="center", anchor="middle", role="badge")
            )
        else:
            slide.elements.append(Slab(Rect(x, y + 2, 12, 12), COLORS[status]))
        word = s.programme.scale[status]
        s.gold.free(word, s.number)
        slide.elements.append(Panel(Rect(x + 20, y - 4, step - 24, 24), (Para(word),), size=10, anchor="middle"))


def _told(s: Studio, part: Part, aim: Aim, theme: Theme | None, work: Work, raw: str, **more: str) -> None:
    says = {"status": work.status, "status_raw": raw or s.programme.scale[work.status]} if work.status else {}
    s.told(part, aim, theme, work, **more, **says)


def tree(s: Studio, part: Part) -> None:
    """Draw a tree for each goal from left to right, a square with a letter for the verdict behind each action."""
    own, headed = s.more.random() < 0.5, s.more.random() < 0.5
    for aim in s.programme.aims:
        slide = s.page(_title(s, aim, own=own))
        body, top = s.body, s.body.y + (26 if headed else 0)
        height = body.h - 26 - (26 if headed else 0)
        shares = (0.2, 0.22, 0.5)
        xs = (body.x, body.x + 0.24 * body.w, body.x + 0.49 * body.w)
        if headed:
            for x, share, word in zip(xs, shares, LEVELS[s.words.code], strict=True):
                head = (Para(word, bold=True, color=s.look.accent),)
                slide.elements.append(Panel(Rect(x, body.y - 2, share * body.w, 22), head, size=12))
        root = (Para(aim.text, bold=True, color=WHITE),)
        spot = Rect(xs[0], top + height / 2 - 60, shares[0] * body.w, 120)
        slide.elements.append(Panel(spot, root, size=15, fill=s.look.accent, align="center", anchor="middle"))
        works = [(theme, work) for theme in aim.themes for work in part.works(theme)]
        step = height / max(1, len(works))
        for theme in aim.themes:
            rows = [n for n, (t, _) in enumerate(works) if t is theme]
            if rows:
                middle = top + (rows[0] + rows[-1] + 1) / 2 * step
                name = (Para(theme.name, bold=True, color=WHITE),)
                place = Rect(xs[1], middle - 24, shares[1] * body.w, 48)
                slide.elements.append(Panel(place, name, size=13, fill=s.look.second, align="center", anchor="middle"))
        for n, (theme, work) in enumerate(works):
            y = top + n * step
            leaf = Rect(xs[2], y + 3, shares[2] * body.w - 40, step - 6)
            slide.elements.append(Panel(leaf, (Para(work.text),), size=12, fill=s.look.pale, anchor="middle"))
            if work.status:
                letter = (Para(CODES[work.status], bold=True, color=WHITE),)
                badge = Rect(xs[2] + shares[2] * body.w - 36, y + step / 2 - 11, 22, 22)
                slide.elements.append(
                    Panel(badge, letter, size=11, fill=COLORS[work.status], align="center", anchor="middle")
                )
            _told(s, part, aim, theme, work, CODES.get(work.status, ""))
        _key(s, slide, codes=True)


def lanes(s: Studio, part: Part) -> None:
    """Draw a lane for each area and a column for each quarter, the actions as pills in the colour of their verdict."""
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        body = s.body
        left, height = 0.2 * body.w, body.h - 56
        step = (body.w - left) / len(QUARTERS)
        for n, word in enumerate(QUARTERS):
            head = (Para(word, bold=True, color=WHITE),)
            spot = Rect(body.x + left + n * step + 3, body.y, step - 6, 24)
            slide.elements.append(Panel(spot, head, size=13, fill=s.look.second, align="center", anchor="middle"))
        lane = height / max(1, len(aim.themes))
        for row, theme in enumerate(aim.themes):
            y = body.y + 30 + row * lane
            name = (Para(theme.name, bold=True, color=WHITE),)
            spot = Rect(body.x, y, left - 8, lane - 8)
            slide.elements.append(Panel(spot, name, size=14, fill=s.look.accent, align="center", anchor="middle"))
            _lane(s, slide, part, (aim, theme), Rect(body.x + left, y, body.w - left, lane - 8))
        _key(s, slide, codes=False)


def _lane(s: Studio, slide: Slide, part: Part, owner: tuple[Aim, Theme], rect: Rect) -> None:
    aim, theme = owner
    step = rect.w / len(QUARTERS)
    works = part.works(theme)
    columns = sorted(s.more.sample(range(len(QUARTERS)), min(len(QUARTERS), len(works))))
    for n, work in zip(columns, works, strict=False):
        pill = Rect(rect.x + n * step + 3, rect.y + 2, step - 6, rect.h - 4)
        fill = COLORS.get(work.status, "B0B0B0")
        slide.elements.append(
            Panel(pill, (Para(work.text, color=WHITE),), size=11, fill=fill, align="center", anchor="middle")
        )
        _told(s, part, aim, theme, work, "", due=QUARTERS[n])


def pills(s: Studio, part: Part) -> None:
    """Draw the areas of a goal as columns of boxes, each action in one, who and when in small type at its foot."""
    filled = s.more.random() < 0.5
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        body = s.body
        step = body.w / max(1, len(aim.themes))
        for place, theme in enumerate(aim.themes):
            x = body.x + place * step
            name = (Para(theme.name, bold=True, color=s.look.accent),)
            slide.elements.append(Panel(Rect(x, body.y, step - 12, 26), name, size=14, anchor="middle"))
            works = part.works(theme)
            height = (body.h - 60) / max(3, len(works))
            for n, work in enumerate(works):
                y = body.y + 32 + n * height
                _pill(s, slide, work, Rect(x, y, step - 12, height - 8), filled=filled)
                _told(s, part, aim, theme, work, "", owner=work.owner)
        if filled:
            _key(s, slide, codes=False)


def _pill(s: Studio, slide: Slide, work: Work, rect: Rect, *, filled: bool) -> None:
    color = COLORS.get(work.status, "B0B0B0")
    ink, small = (WHITE, WHITE) if filled else ("222222", GREY)
    box = Rect(rect.x, rect.y, rect.w, rect.h)
    slide.elements.append(Slab(box, color if filled else s.look.pale))
    text = Rect(rect.x + 2, rect.y + 2, rect.w - 4, rect.h - 24)
    slide.elements.append(Panel(text, (Para(work.text, color=ink),), size=13))
    foot = Rect(rect.x + 2, rect.y + rect.h - 22, rect.w * 0.6, 20)
    slide.elements.append(Panel(foot, (Para(work.owner, color=small),), size=8))
    if not filled and work.status:
        word = (Para(s.programme.scale[work.status], bold=True, color=color),)
        spot = Rect(rect.x + rect.w * 0.6, rect.y + rect.h - 22, rect.w * 0.4 - 2, 20)
        slide.elements.append(Panel(spot, word, size=8, align="right"))


def runin(s: Studio, part: Part) -> None:
    """Draw each action as a paragraph that goes on with its verdict and what came of it, or begins with the verdict."""
    first = s.more.random() < 0.4
    for aim in s.programme.aims:
        slide = s.page(s.label(aim))
        paras = []
        for theme in aim.themes:
            for work in part.works(theme):
                word = s.programme.scale[work.status] if work.status else ""
                tail = f" {work.remark}" if work.remark else ""
                shown = f"{word}: {work.text}" if first and word else f"{work.text}. {word + '.' if word else ''}{tail}"
                paras.append(Para(shown.strip() if word or not first else work.text))
                _told(s, part, aim, None, work, "")
                if work.remark:
                    s.gold.free(work.remark, s.number)
        slide.elements.append(Panel(s.body, tuple(paras), size=17))


def down(s: Studio, part: Part) -> None:
    """Draw a tree for each goal from the top down, the verdict as a word at the foot of each action's box."""
    own = s.more.random() < 0.5
    for aim in s.programme.aims:
        slide = s.page(_title(s, aim, own=own))
        body = s.body
        root = Rect(body.x + 0.3 * body.w, body.y, 0.4 * body.w, 44)
        text = (Para(aim.text, bold=True, color=WHITE),)
        slide.elements.append(Panel(root, text, size=15, fill=s.look.accent, align="center", anchor="middle"))
        step = body.w / max(1, len(aim.themes))
        for place, theme in enumerate(aim.themes):
            x = body.x + place * step
            name = (Para(theme.name, bold=True, color=WHITE),)
            spot = Rect(x + 0.15 * step, body.y + 62, 0.7 * step, 32)
            slide.elements.append(Panel(spot, name, size=13, fill=s.look.second, align="center", anchor="middle"))
            works = part.works(theme)
            height = (body.h - 104) / max(3, len(works))
            for n, work in enumerate(works):
                box = Rect(x + 6, body.y + 104 + n * height, step - 12, height - 8)
                lines = [Para(work.text)]
                if work.status:
                    lines.append(Para(s.programme.scale[work.status], bold=True, scale=0.8, color=COLORS[work.status]))
                slide.elements.append(Panel(box, tuple(lines), size=12, fill=s.look.pale))
                _told(s, part, aim, theme, work, "")


def matrix(s: Studio, part: Part) -> None:
    """Draw one page with a lane for each goal and a column for each year, the actions as boxes without a verdict."""
    year = part.year
    columns = (Part("roadmap", year), Part("roadmap", year + 1))
    slide = s.page(s.words.draw(s.more, "titles.roadmap", first=year, last=year + 1))
    body = s.body
    left, lane = 0.24 * body.w, (body.h - 30) / len(s.programme.aims)
    step = (body.w - left) / 2
    for n, column in enumerate(columns):
        head = (Para(str(column.year), bold=True, color=WHITE),)
        spot = Rect(body.x + left + n * step + 3, body.y, step - 6, 24)
        slide.elements.append(Panel(spot, head, size=13, fill=s.look.second, align="center", anchor="middle"))
    for row, aim in enumerate(s.programme.aims):
        y = body.y + 30 + row * lane
        name = (Para(s.label(aim), bold=True, color=WHITE),)
        spot = Rect(body.x, y, left - 8, lane - 6)
        slide.elements.append(Panel(spot, name, size=13, fill=s.look.accent, anchor="middle"))
        for n, column in enumerate(columns):
            works = [w for t in aim.themes for w in (t.reported if n == 0 else t.planned)][:2]
            for k, work in enumerate(works):
                width = step / 2
                box = Rect(body.x + left + n * step + k * width + 3, y, width - 6, lane - 6)
                slide.elements.append(Panel(box, (Para(work.text),), size=11, fill=s.look.pale, anchor="middle"))
                s.told(column, aim, None, work)


FREE = {"tree": tree, "lanes": lanes, "pills": pills, "runin": runin, "down": down, "matrix": matrix}
