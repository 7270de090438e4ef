"""Puts decks together: a seed gives content, layouts and the slides around them; a form gives the look."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.bench.hard import (
    layout_free,
    layout_lists,
    layout_marks,
    layout_more,
    layout_pages,
    layout_tables,
    layout_years,
    others_free,
    others_more,
    pdf,
    slides_pptx,
    story,
)
from tests.bench.hard.others import KINDS, other
from tests.bench.hard.programme import draw, language_of
from tests.bench.hard.sheets import Look
from tests.bench.hard.studio import FIRST_SEEDS, Part, Studio
from tests.bench.hard.tables import STYLES
from tests.bench.hard.typeset import FONTS
from tests.bench.hard.words import LANGUAGES

Layout = Callable[[Studio, Part], None]
LAYOUTS: dict[str, Layout] = {
    "ledger": layout_tables.ledger,
    "titled": layout_tables.titled,
    "banner": layout_tables.banner,
    "bullets": layout_lists.bullets,
    "several": layout_lists.several,
    "cards": layout_lists.cards,
    "stacked": layout_tables.stacked,
    "numbered": layout_tables.numbered,
    "bands": layout_lists.bands,
    "paired": layout_tables.paired,
    "columns": layout_lists.columns,
    "labelled": layout_lists.labelled,
    "by_area": layout_lists.by_area,
}
YEARS = ("two_years", "roadmap", "dots")
FIRST = (*tuple(LAYOUTS)[:9], *YEARS)
NAMES = (*FIRST, *tuple(LAYOUTS)[9:], "unnumbered")
# Layouts that came later are drawn from seeds of their own, so that earlier seeds keep their decks.
LATER = ("form", "beside", "plain")
LATER_SEEDS = 6000
LAST = tuple(layout_more.MORE)
LAST_SEEDS = 7000
FREE = tuple(layout_free.FREE)
FREE_SEEDS = 8000
MARKED = tuple(layout_marks.MARKED)
MARKED_SEEDS = 9000
BUILD = tuple(range(1, 18))
HELD = tuple(range(101, 117))
PLANS = ("ledger", "titled", "bullets", "several", "cards")
PALETTES = (
    ("1F4E79", "C55A11", "E8EFF6", ("2E75B6", "548235", "BF9000", "A5423B", "5B4A87")),
    ("2F5D50", "B5462F", "E9F1EC", ("3B7A66", "7A6A2B", "8C4A3C", "35608A", "6C4C7C")),
    ("5A2A4D", "2A7F86", "F3EAF0", ("7B3F6B", "2A7F86", "A0642B", "4E6E34", "3D4F8C")),
    ("333F48", "D08A1D", "EDEFF1", ("4A6572", "8A5A2B", "556B2F", "7A3B4E", "2F6F8F")),
)
PAGES = {
    "pptx": ((960.0, 540.0), (960.0, 540.0), (720.0, 540.0)),
    "pdf": ((842.0, 595.0), (960.0, 540.0), (800.0, 600.0)),
}


def look(seed: int, form: str) -> Look:
    """Return the look of a seed in a form; the two forms of a seed look different."""
    rng = random.Random(f"look {seed} {form}")
    width, height = rng.choice(PAGES[form])
    accent, second, pale, tints = PALETTES[(seed + (form == "pdf")) % len(PALETTES)]
    titles = ("plain", "band", "rule", "rule") if width < 900 else ("plain", "band", "rule", "left")
    return Look(
        width,
        height,
        rng.choice(FONTS),
        accent,
        second,
        pale,
        STYLES[(seed + 2 * (form == "pdf") + rng.randrange(2)) % len(STYLES)],
        rng.choice(("•", "•", "–", "▪", "➢")),
        rng.choice(titles),
        rng.choice(("organisation", "organisation", "both", "none")),
        tints,
        rng.choice((12.0, 13.0, 14.0)),
    )


def deck(seed: int, form: str) -> Studio:
    """Make the deck of a seed in the look of a form (``pptx`` or ``pdf``)."""
    kind = FIRST[seed % len(FIRST)] if seed <= FIRST_SEEDS else NAMES[(seed - 1) % len(NAMES)]
    kind = LATER[seed % len(LATER)] if seed >= LATER_SEEDS else kind
    kind = LAST[seed % len(LAST)] if seed >= LAST_SEEDS else kind
    kind = FREE[seed % len(FREE)] if seed >= FREE_SEEDS else kind
    kind = MARKED[seed % len(MARKED)] if seed >= MARKED_SEEDS else kind
    rounds = len(LAST) if seed >= LAST_SEEDS else len(LATER) if seed >= LATER_SEEDS else len(FIRST)
    language = language_of(seed, rounds)
    rng = random.Random(f"deck {seed}")
    both = kind in ("two_years", "beside") or rng.random() < 0.6
    s = Studio(f"hard-{seed:03}-{language}-{kind}", draw(seed, language, both=both), look(seed, form))
    year = s.programme.facts.year
    report, plan = Part("assessment", year), Part("plan", year + 1)
    if kind == "dots":
        s.shown = rng.choice(("dot", "mark", "symbol"))
    s.numbered = kind != "unnumbered"
    s.cover()
    if seed >= LAST_SEEDS and s.more.random() < 0.5:
        layout_more.agenda(s)
    if rng.random() < 0.4:
        story.intro(s)
    if kind in ("numbered", "cards", "dots", "unnumbered", "form") or rng.random() < 0.6:
        story.goals_page(s)
    _main(s, kind, report, plan, rng)
    if both and kind not in ("two_years", "beside", "timed", "halves"):
        LAYOUTS[rng.choice(PLANS if s.numbered else ("ledger", "titled", "bullets"))](s, plan)
    for page in rng.sample((story.numbers, story.lessons, story.quotes), rng.choice((1, 2))):
        page(s)
    if rng.random() < 0.6:
        story.next_steps(s)
    if s.wide and s.more.random() < 0.5:
        story.goal_story(s)
    s.gold.document["pages"] = len(s.slides)
    return s


def _main(s: Studio, kind: str, report: Part, plan: Part, rng: random.Random) -> None:
    if kind == "two_years":
        layout_years.two_years(s, report, plan)
    elif kind == "beside":
        layout_pages.beside(s, report, plan)
    elif kind in MARKED:
        layout_marks.MARKED[kind](s, report, plan)
    elif kind in FREE:
        layout_free.FREE[kind](s, report)
    elif kind in LAST:
        layout_more.MORE[kind](s, report)
    elif kind in LATER:
        {"form": layout_pages.form, "plain": layout_pages.plain}[kind](s, report)
    elif kind == "roadmap":
        layout_years.roadmap(s)
        LAYOUTS[rng.choice(("ledger", "titled", "stacked"))](s, report)
    elif kind == "unnumbered":
        LAYOUTS[rng.choice(("ledger", "titled", "banner", "bullets", "stacked"))](s, report)
    else:
        LAYOUTS[rng.choice(("ledger", "titled", "banner")) if kind == "dots" else kind](s, report)
    used = kind not in ("bullets", "cards", "bands", "columns", "labelled", "by_area", *LATER, *LAST, *FREE, *MARKED)
    used = used and (kind != "several" or s.shown == "symbol")
    if s.needs_legend and not s.legend_here and used:
        s.legend_page()
    if rng.random() < 0.5:
        story.summary(s)


def others(seed: int, form: str) -> list[Studio]:
    """Make the decks of another kind, each kind in every language."""
    first = [
        other(seed + n, language, kind, look(seed + n, form))
        for n, (language, kind) in enumerate((a, b) for a in LANGUAGES for b in KINDS)
    ]
    later = enumerate(((a, b) for a in LANGUAGES for b in others_more.KINDS), len(first))
    more = [others_more.more(seed + n, a, b, look(seed + n, form)) for n, (a, b) in later]
    boxes = enumerate(((a, b) for a in LANGUAGES for b in others_free.KINDS), len(first) + len(more))
    return [*first, *more, *(others_free.free(seed + n, a, b, look(seed + n, form)) for n, (a, b) in boxes)]


def paint(s: Studio, form: str) -> bytes:
    """Return the deck as a file."""
    return slides_pptx.paint(s.slides, s.look) if form == "pptx" else pdf.paint(s.slides, s.look)
