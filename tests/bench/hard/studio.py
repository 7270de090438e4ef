"""Makes the slides of a deck and, at the same time, its answers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.bench.hard.gold import Gold, document
from tests.bench.hard.programme import COLORS, STATUSES, SYMBOLS, Aim, Programme, Theme, Work
from tests.bench.hard.sheets import GREY, WHITE, Cell, Dot, Look, Panel, Para, Rect, Slab, Slide

HEADS = ("goal", "area", "action", "owner", "indicator", "due", "status", "remark", "number")
SHOWN = ("word", "word", "filled", "symbol", "dot", "mark")
MARK = "●"
FIRST_SEEDS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What a run of slides tells of: last year's report or next year's plan."""

    role: str
    year: int

    @property
    def reports(self) -> bool:
        """Whether verdicts are given."""
        return self.role == "assessment"

    def works(self, theme: Theme) -> tuple[Work, ...]:
        """Return the actions of an area."""
        return theme.reported if self.reports else theme.planned


class Studio:
    """A deck in the making: every page is drawn for one look, every decision comes from the seed alone."""

    def __init__(self, name: str, programme: Programme, look: Look) -> None:
        """Start an empty deck."""
        self.programme, self.look, self.words = programme, look, programme.words
        self.rng = random.Random(f"layout {programme.seed}")
        place = self.rng.randrange(4)
        self.heads = {h: self.words.of(f"heads.{h}")[place % len(self.words.of(f"heads.{h}"))] for h in HEADS}
        for h in HEADS[1:]:
            self.heads[h] = self.rng.choice(self.words.of(f"heads.{h}"))
        self.goals_word = self.words.of("heads.goals")[place]
        self.label_form = self.rng.choice(["{w} {n}: {t}", "{w} {n}. {t}", "{w} {n} – {t}", "{n}. {t}"])
        self.shown = self.rng.choice(SHOWN)
        self.slides: list[Slide] = []
        self.gold = Gold(name)
        self.legend_here = self.rng.random() < 0.5
        self.numbered = True
        # The first seeds keep the decks that they had before layouts and choices were added.
        self.wide = programme.seed > FIRST_SEEDS
        self.more = random.Random(f"more {programme.seed}")

    @property
    def facts_shown(self) -> tuple[str, ...]:
        """The lines of the title page below the title."""
        facts = self.programme.facts
        return facts.subtitle, f"{facts.body} {facts.date_shown}", facts.author_shown

    @property
    def number(self) -> int:
        """The number of the page in the making."""
        return len(self.slides)

    @property
    def body(self) -> Rect:
        """The room between title and footer."""
        top = 92.0 if self.look.title != "left" else 36.0
        left = 36.0 if self.look.title != "left" else 190.0
        return Rect(left, top, self.look.width - left - 36.0, self.look.height - top - 40.0)

    def page(self, title: str) -> Slide:
        """Begin a page with a title and the footer."""
        slide = Slide(title)
        self.slides.append(slide)
        self._title(slide, title)
        self._footer(slide)
        self.gold.titles.append({"text": title, "page": self.number})
        return slide

    def _title(self, slide: Slide, title: str) -> None:
        look = self.look
        dark = look.title in ("band", "left")
        if look.title == "band":
            slide.elements.append(Slab(Rect(0, 0, look.width, 74), look.accent))
        elif look.title == "left":
            slide.elements.append(Slab(Rect(0, 0, 170, look.height), look.accent))
        rect = Rect(30, 14, look.width - 60, 58) if look.title != "left" else Rect(14, 40, 146, 260)
        para = Para(title, bold=True, color=WHITE if dark else look.accent)
        anchor = "top" if look.title == "left" else "middle"
        slide.elements.append(
            Panel(rect, (para,), size=26 if look.title != "left" else 19, role="title", anchor=anchor)
        )
        if look.title == "rule":
            slide.elements.append(Slab(Rect(36, 78, look.width - 72, 2), look.second))

    def _footer(self, slide: Slide) -> None:
        look, facts = self.look, self.programme.facts
        y = look.height - 30
        if look.footer != "none":
            left = {"organisation": facts.organisation, "date": f"{facts.date_shown}", "both": facts.organisation}
            x = 30 if look.title != "left" else 184
            slide.elements.append(
                Panel(Rect(x, y, look.width * 0.5, 20), (Para(left[look.footer], color=GREY),), size=9)
            )
            number = Para(str(self.number), color=GREY)
            slide.elements.append(Panel(Rect(look.width - 80, y, 50, 20), (number,), size=9, align="right"))

    def cover(self) -> None:
        """Make the title page; the organisation stands here or in the footer of every page."""
        slide = Slide(cover=True)
        self.slides.append(slide)
        look, facts = self.look, self.programme.facts
        slide.elements.append(
            Slab(Rect(0, 0, 18 if look.title != "band" else look.width, look.height * 0.3), look.accent)
        )
        shows_organisation = self.rng.random() < 0.6
        tracked = self.rng.random() < 0.4
        shows_author = self.rng.random() < 0.75
        y = look.height * 0.34
        title = Para(facts.title, bold=True, color=look.accent)
        slide.elements.append(Panel(Rect(60, y, look.width - 120, 96), (title,), size=36, role="title"))
        lines = [Para(facts.subtitle)]
        lines.append(Para(f"{facts.body} {facts.date_shown}", scale=0.8))
        if shows_author:
            lines.append(Para(facts.author_shown, scale=0.8))
        slide.elements.append(Panel(Rect(60, y + 104, look.width - 120, 120), tuple(lines), size=20))
        if shows_organisation:
            name = facts.organisation.upper() if tracked else facts.organisation
            white = look.title == "band"
            para = Para(name, color=WHITE if white else GREY, spaced=tracked)
            slide.elements.append(Panel(Rect(60, 30, look.width - 120, 34), (para,), size=15))
        elif look.footer == "date" or look.footer == "none":
            slide.elements.append(
                Panel(
                    Rect(60, look.height - 44, look.width - 120, 24), (Para(facts.organisation, color=GREY),), size=12
                )
            )
        self.gold.document = document(facts, self.words.code, shows_author=shows_author)
        self.gold.titles.append({"text": facts.title, "page": 1})
        for text in (*self.facts_shown, facts.organisation):
            self.gold.free(text, 1)

    def label(self, aim: Aim) -> str:
        """Return a goal as the deck writes it in titles and headings."""
        if not self.numbered:
            return f"{self.heads['goal'].replace('|', '')}: {aim.text}"
        return self.label_form.format(w=self.heads["goal"].replace("|", ""), n=aim.number, t=aim.text)

    def goal_cell(self, aim: Aim) -> tuple[Para, ...]:
        """Return a goal as it stands in a table cell."""
        if not self.numbered:
            return (Para(aim.text, bold=True),)
        if self.label_form.startswith("{n}"):
            return (Para(f"{aim.number}. {aim.text}", bold=True),)
        return (Para(f"{self.heads['goal'].replace('|', '')} {aim.number}", bold=True), Para(aim.text))

    def told(self, part: Part, aim: Aim, theme: Theme | None, work: Work, **changes: str) -> None:
        """Enter an action on the page in the making; ``changes`` are the fields that this layout shows otherwise."""
        number = aim.number if self.numbered else None
        self.gold.goal(number, aim.text, self.number)
        if theme:
            self.gold.area(number, theme.name, self.number)
        fields = {"owner": "", "indicator": "", "due": "", "status": "", "status_raw": ""} | changes
        self.gold.actions.append(
            {
                "key": f"{part.role}/{aim.number}/{len(self.gold.actions)}",
                "goal": number,
                "area": theme.name if theme else "",
                "year": part.year,
                "role": part.role,
                "text": work.text,
                "markers": [],
                "status": fields["status"] or None,
                "status_raw": fields["status_raw"],
                "owner": fields["owner"],
                "indicator": fields["indicator"],
                "due": fields["due"],
                "page": self.number,
            }
        )

    def verdict_cell(self, status: str, shown: str) -> Cell:
        """Return the cell of a verdict in the deck's way: word, fill, symbol, drawn dot or coloured mark."""
        scale = self.programme.scale
        if not status:
            return Cell((Para(shown),) if shown else (), anchor="middle", align="center")
        if self.shown == "symbol":
            return Cell((Para(SYMBOLS[status], color=COLORS[status]),), align="center", anchor="middle")
        if self.shown == "mark":
            return Cell((Para(MARK, color=COLORS[status]),), align="center", anchor="middle")
        if self.shown == "dot":
            return Cell(dot=COLORS[status])
        tint = {
            "done": "CFE8CF",
            "partly_done": "FBEFC2",
            "in_progress": "D5E5F6",
            "not_started": "F6D2CE",
            "dropped": "DDDDDD",
        }
        return Cell((Para(scale[status]),), fill=tint[status] if self.shown == "filled" else "", anchor="middle")

    def verdict_raw(self, status: str) -> str:
        """Return the verdict as the page shows it."""
        if not status:
            return ""
        return SYMBOLS[status] if self.shown == "symbol" else self.programme.scale[status]

    @property
    def needs_legend(self) -> bool:
        """Whether verdicts are shown by signs."""
        return self.shown in ("symbol", "dot", "mark")

    def legend(self, slide: Slide, rect: Rect) -> None:
        """Draw what the signs mean, side by side."""
        step = rect.w / len(STATUSES)
        for place, status in enumerate(STATUSES):
            x = rect.x + place * step
            word = self.programme.scale[status]
            self.gold.free(word, self.number)
            if self.shown == "dot":
                slide.elements.append(Dot(Rect(x, rect.y + 5, 10, 10), COLORS[status]))
                slide.elements.append(Panel(Rect(x + 12, rect.y - 2, step - 14, 24), (Para(word),), size=10))
            else:
                sign = SYMBOLS[status] if self.shown == "symbol" else MARK
                self.gold.free(f"{sign} {word}", self.number)
                slide.elements.append(Panel(Rect(x, rect.y - 2, 20, 24), (Para(sign, color=COLORS[status]),), size=11))
                slide.elements.append(Panel(Rect(x + 18, rect.y - 2, step - 20, 24), (Para(word),), size=10))

    def legend_page(self) -> None:
        """Make a page of its own for the legend, as a list."""
        slide = self.page(self.words.draw(self.rng, "titles.legend"))
        area = self.body
        for place, status in enumerate(STATUSES):
            y = area.y + 20 + place * 44
            word = self.programme.scale[status]
            self.gold.free(word, self.number)
            if self.shown == "dot":
                slide.elements.append(Dot(Rect(area.x + 20, y + 6, 20, 20), COLORS[status]))
            else:
                sign = SYMBOLS[status] if self.shown == "symbol" else MARK
                self.gold.free(f"{sign} {word}", self.number)
                slide.elements.append(Panel(Rect(area.x + 14, y, 40, 34), (Para(sign, color=COLORS[status]),), size=20))
            slide.elements.append(Panel(Rect(area.x + 60, y, 300, 34), (Para(word),), size=18))

    def head(self, kind: str, year: int | None = None) -> Cell:
        """Return a header cell; ``year`` is written beside the word."""
        dark = self.look.table in ("zebra", "white", "light")
        text = self.heads[kind] + (f" {year}" if year else "")
        return Cell((Para(text, bold=True, color=WHITE if dark else "222222"),), anchor="middle")

    def title_of(self, part: Part) -> str:
        """Return a title that says year and role."""
        return self.words.draw(self.rng, "titles.report" if part.reports else "titles.plan", year=part.year)

    def continued(self, title: str) -> str:
        """Return the title of a page that goes on."""
        return f"{title} {self.words.draw(self.rng, 'titles.continued')}"
