"""Slides around the actions: goals at a glance, narrative, numbers, quotations, a summary table."""

from __future__ import annotations

from collections import Counter

from tests.bench.hard.programme import STATUSES
from tests.bench.hard.sheets import WHITE, Cell, Grid, Panel, Para, Rect, Slide
from tests.bench.hard.studio import Studio
from tests.bench.hard.words import sentence


def goals_page(s: Studio) -> None:
    """Show all goals on one page: as boxes, or as a numbered list."""
    slide = s.page(sentence(s.words.draw(s.rng, "titles.goals", goals=s.goals_word)))
    rect, aims = s.body, s.programme.aims
    for aim in aims:
        s.gold.goal(aim.number if s.numbered else None, aim.text, s.number)
    boxes = s.rng.random() >= 0.5
    if s.wide and s.more.random() < 0.4:
        _goals_with_areas(s, slide, rect)
        return
    if not boxes:
        paras = tuple(Para(s.label(aim)) for aim in aims)
        slide.elements.append(Panel(rect, paras, size=22))
        return
    step = rect.w / len(aims)
    for place, aim in enumerate(aims):
        word = s.heads["goal"].replace("|", "")
        name = f"{word} {aim.number}" if s.numbered else word
        lines = (Para(name, bold=True, color=WHITE), Para(aim.text, color=WHITE))
        spot = Rect(rect.x + place * step, rect.y + 30, step - 12, 150)
        fill = s.look.tints[place % len(s.look.tints)]
        slide.elements.append(Panel(spot, lines, size=17, fill=fill, align="center", anchor="middle"))
        s.gold.free(lines[0].text, s.number)


def _goals_with_areas(s: Studio, slide: Slide, rect: Rect) -> None:
    """Draw the goals as coloured boxes, below each the boxes of its areas."""
    step = rect.w / len(s.programme.aims)
    for place, aim in enumerate(s.programme.aims):
        x, fill = rect.x + place * step, s.look.tints[place % len(s.look.tints)]
        head = (Para(s.label(aim), bold=True, color=WHITE),)
        spot = Rect(x, rect.y + 10, step - 12, 110)
        slide.elements.append(Panel(spot, head, size=16, fill=fill, align="center", anchor="middle"))
        for number, theme in enumerate(aim.themes):
            below = Rect(x + 10, rect.y + 134 + number * 58, step - 32, 48)
            slide.elements.append(
                Panel(below, (Para(theme.name),), size=14, fill=s.look.pale, align="center", anchor="middle")
            )
            s.gold.area(aim.number if s.numbered else None, theme.name, s.number)


def bulleted(s: Studio, title: str, texts: list[str]) -> None:
    """Make a page of plain bullets."""
    slide = s.page(title)
    slide.elements.append(Panel(s.body, tuple(Para(t, s.look.bullet, 1) for t in texts), size=20))
    for text in texts:
        s.gold.note(text, s.number, kind="bullet", level=1)


def intro(s: Studio) -> None:
    """Make a page of a paragraph and bullets about the surroundings."""
    slide = s.page(s.words.draw(s.rng, "titles.intro"))
    rect = s.body
    text = s.rng.choice(s.words.of("remarks.paragraphs"))
    slide.elements.append(Panel(Rect(rect.x, rect.y, rect.w, 70), (Para(text),), size=17))
    s.gold.note(text, s.number, kind="paragraph")
    points = s.rng.sample(s.words.of("remarks.intro"), 2)
    listed = tuple(Para(t, s.look.bullet, 1) for t in points)
    slide.elements.append(Panel(Rect(rect.x, rect.y + 90, rect.w, rect.h - 90), listed, size=18))
    for point in points:
        s.gold.note(point, s.number, kind="bullet", level=1)


def numbers(s: Studio) -> None:
    """Make a page of figures with their captions."""
    slide = s.page(s.words.draw(s.rng, "titles.numbers", year=s.programme.facts.year))
    rect = s.body
    chosen = s.rng.sample(s.words.of("remarks.numbers"), 3)
    for place, form in enumerate(chosen):
        count = str(s.rng.choice([12, 37, 58, 84, 146, 390, 1250, 8600]))
        caption = form.replace("{n} ", "")
        step = rect.w / 3
        spot = Rect(rect.x + place * step, rect.y + 40, step - 20, 70)
        big = (Para(count, bold=True, color=s.look.second),)
        slide.elements.append(Panel(spot, big, size=40, align="center"))
        below = Rect(spot.x, spot.y + 74, spot.w, 60)
        slide.elements.append(Panel(below, (Para(caption),), size=16, align="center"))
        s.gold.free(count, s.number)
        s.gold.free(caption, s.number)
        s.gold.free(f"{count} {caption}", s.number)


def lessons(s: Studio) -> None:
    """Make a page of lessons."""
    title = s.words.draw(s.rng, "titles.lessons")
    bulleted(s, title, s.rng.sample(s.words.of("remarks.lessons"), 3))


def goal_story(s: Studio) -> None:
    """Make a page whose title is a goal and whose bullets are lessons, not actions."""
    aim = s.more.choice(s.programme.aims)
    slide = s.page(s.label(aim))
    rect, lead = s.body, s.words.draw(s.more, "titles.lessons")
    slide.elements.append(
        Panel(Rect(rect.x, rect.y, rect.w, 30), (Para(lead, bold=True, color=s.look.second),), size=18)
    )
    s.gold.free(lead, s.number)
    texts = s.more.sample(s.words.of("remarks.lessons"), 3)
    listed = tuple(Para(t, s.look.bullet, 1) for t in texts)
    slide.elements.append(Panel(Rect(rect.x, rect.y + 40, rect.w, rect.h - 40), listed, size=18))
    for text in texts:
        s.gold.note(text, s.number, kind="bullet", level=1, goal=aim.number if s.numbered else None)


def next_steps(s: Studio) -> None:
    """Make a page of next steps."""
    title = s.words.draw(s.rng, "titles.next")
    bulleted(s, title, s.rng.sample(s.words.of("remarks.next"), 3))


def quotes(s: Studio) -> None:
    """Make a page of quotations in bubbles."""
    slide = s.page(s.words.draw(s.rng, "titles.quotes"))
    rect = s.body
    for place, text in enumerate(s.words.of("remarks.quotes")):
        spot = Rect(rect.x + 40 + place * 30, rect.y + 20 + place * 90, rect.w * 0.6, 64)
        slide.elements.append(Panel(spot, (Para(text),), size=18, fill=s.look.pale, anchor="middle"))
        s.gold.note(text, s.number, kind="paragraph")


def summary(s: Studio) -> None:
    """Make a table that counts the verdicts of the actions reported so far, goal by goal."""
    slide = s.page(s.words.draw(s.rng, "titles.summary"))
    scale = s.programme.scale
    reported = [row for row in s.gold.actions if row["role"] == "assessment"]
    dark = s.look.table in ("zebra", "white", "light")
    heads = [s.heads["goal"].replace("|", ""), *(scale[status] for status in STATUSES), s.words.total]
    rows = [tuple(Cell((Para(h, bold=True, color=WHITE if dark else "222222"),)) for h in heads)]
    for aim in s.programme.aims:
        counts = Counter(row["status"] for row in reported if str(row["key"]).split("/")[1] == str(aim.number))
        cells = [str(counts.get(status, 0)) for status in STATUSES]
        rows.append(_row([str(aim.number) if s.numbered else aim.text, *cells, str(sum(counts.values()))]))
    counts = Counter(row["status"] for row in reported)
    rows.append(_row([s.words.total, *(str(counts.get(x, 0)) for x in STATUSES), str(len(reported))]))
    rect = s.body
    slide.elements.append(Grid(rect, tuple(rows), (1.6, *(1.2 for _ in STATUSES), 1.0), 1, 13))


def _row(texts: list[str]) -> tuple[Cell, ...]:
    return tuple(Cell((Para(t),), align="left" if i == 0 else "right") for i, t in enumerate(texts))
