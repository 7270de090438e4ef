"""Decks of another kind: minutes, a budget, a photo album; they hold no goal and no action."""

from __future__ import annotations

from tests.bench.hard.programme import draw
from tests.bench.hard.sheets import GREY, WHITE, Cell, Grid, Look, Panel, Para, Rect, Slab
from tests.bench.hard.studio import Studio
from tests.bench.hard.words import fill

KINDS = ("minutes", "budget", "album")


def other(seed: int, language: str, kind: str, look: Look) -> Studio:
    """Draw a deck of another kind."""
    s = Studio(f"hard-{seed:03}-{language}-{kind}", draw(seed, language, both=False), look)
    {"minutes": _minutes, "budget": _budget, "album": _album}[kind](s)
    title = s.slides[0].title
    s.gold.document = {"title": title, "language": language}
    return s


def _words(s: Studio, name: str, **slots: object) -> str:
    return s.words.draw(s.rng, f"other.{name}", **slots)


def _minutes(s: Studio) -> None:
    facts = s.programme.facts
    slide = s.page(_words(s, "minutes_title", n=s.rng.randint(2, 9), y=facts.year))
    p, q, *more = s.words.of("people")
    heads = tuple(Cell((Para(h, bold=True),)) for h in s.words.of("other.minutes_table"))
    roles = s.words.of("other.minutes_roles")
    rows = [
        (Cell((Para(n),)), Cell((Para(r),)), Cell((Para("x"),))) for n, r in zip((p, q, *more), roles, strict=False)
    ]
    lead = f"{facts.organisation}, {facts.body}, {facts.date_shown}"
    slide.elements.append(Panel(Rect(s.body.x, s.body.y, s.body.w, 30), (Para(lead),), size=14))
    spot = Rect(s.body.x, s.body.y + 40, s.body.w * 0.8, s.body.h - 60)
    slide.elements.append(Grid(spot, (heads, *rows), (3, 2, 1), 1, 13, "ruled"))
    texts = [fill(t, p=p, q=q) for t in s.words.of("other.minutes")]
    for number in range(0, len(texts), 4):
        page = s.page(s.words.of("other.minutes_heads")[2 if number == 0 else 3])
        paras = []
        for index, text in enumerate(texts[number : number + 4], number + 1):
            paras += [Para(f"§ {index + 30}", bold=True), Para(text)]
            s.gold.note(text, s.number, kind="paragraph")
        page.elements.append(Panel(s.body, tuple(paras), size=18))


def _budget(s: Studio) -> None:
    year = s.programme.facts.year
    slide = s.page(_words(s, "budget_title", y=year + 1))
    slots = {"a": year - 1, "b": year, "c": year + 1, "d": year + 2}
    dark = s.look.table in ("zebra", "white", "light")
    color = WHITE if dark else "222222"
    heads = tuple(Cell((Para(fill(h, **slots), bold=True, color=color),)) for h in s.words.of("other.budget_heads"))
    rows = []
    for name in s.words.of("other.budget_rows"):
        base = s.rng.randint(400, 60000)
        values = [f"{int(base * s.rng.uniform(0.9, 1.15)):,}".replace(",", " ") for _ in range(4)]
        change = f"{s.rng.uniform(-6, 9):.1f}".replace(".", "," if s.words.code != "en" else ".")
        cells = [Cell((Para(v),), align="right") for v in (*values, change)]
        rows.append((Cell((Para(name),)), *cells))
    slide.elements.append(Grid(s.body, (heads, *rows), (3, 1.2, 1.2, 1.2, 1.2, 1.1), 1, 13))
    page = s.page(slide.title)
    notes = s.words.of("other.budget_notes")
    page.elements.append(Panel(s.body, tuple(Para(t, s.look.bullet, 1) for t in notes), size=20))
    for text in notes:
        s.gold.note(text, s.number, kind="bullet", level=1)


def _album(s: Studio) -> None:
    title = _words(s, "album_title")
    captions = [fill(t, p=s.programme.facts.author) for t in s.words.of("other.album")]
    for number in range(0, len(captions), 2):
        slide = s.page(title)
        for place, text in enumerate(captions[number : number + 2]):
            x = s.body.x + place * s.body.w / 2
            slide.elements.append(Slab(Rect(x, s.body.y, s.body.w / 2 - 20, s.body.h - 60), s.look.tints[place]))
            spot = Rect(x, s.body.y + s.body.h - 54, s.body.w / 2 - 20, 30)
            slide.elements.append(Panel(spot, (Para(text, color=GREY),), size=14))
            s.gold.free(text, s.number)
