"""More decks of another kind: a strategy without actions, a training, sales figures."""

from __future__ import annotations

from tests.bench.hard.programme import draw
from tests.bench.hard.sheets import Cell, Grid, Look, Panel, Para
from tests.bench.hard.studio import Studio

KINDS = ("strategy", "training", "sales")
Pages = tuple[tuple[str, tuple[str, ...]], ...]
STRATEGY: dict[str, Pages] = {
    "fi": (
        ("Mihin maailma on menossa", ("Väestö vanhenee ja keskittyy", "Teknologia muuttaa työtä", "Ilmasto lämpenee")),
        ("Keitä me olemme", ("Avoimuus on meille itsestään selvää.", "Rohkeus näkyy arjessa.", "Teemme yhdessä.")),
    ),
    "sv": (
        ("Vart världen är på väg", ("Befolkningen blir äldre", "Tekniken förändrar arbetet", "Klimatet blir varmare")),
        ("Vilka vi är", ("Öppenhet är självklart för oss.", "Mod syns i vardagen.", "Vi gör det tillsammans.")),
    ),
    "en": (
        ("Where the world is going", ("People live longer", "Technology changes work", "The climate gets warmer")),
        ("Who we are", ("Openness comes naturally to us.", "Courage shows every day.", "We do it together.")),
    ),
}
TRAINING: dict[str, Pages] = {
    "fi": (
        ("Koulutuksen ohjelma", ("9.00 Tervetuloa", "9.15 Perusasiat", "10.30 Harjoitus pareittain", "12.00 Lounas")),
        ("Näin teet varauksen", ("Avaa kalenteri", "Valitse huone ja aika", "Lähetä kutsu", "Valmis!")),
    ),
    "sv": (
        ("Utbildningens program", ("9.00 Välkomna", "9.15 Grunderna", "10.30 Övning i par", "12.00 Lunch")),
        ("Så gör du en bokning", ("Öppna kalendern", "Välj rum och tid", "Skicka inbjudan", "Klart!")),
    ),
    "en": (
        ("Programme of the training", ("9.00 Welcome", "9.15 The basics", "10.30 Exercise in pairs", "12.00 Lunch")),
        ("How to make a booking", ("Open the calendar", "Choose a room and a time", "Send the invitation", "Done!")),
    ),
}
SALES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "fi": ("Myynti neljänneksittäin {y}", ("Tuote", "Q1", "Q2", "Q3", "Q4"), ("Kahvi", "Tee", "Leivonnaiset")),
    "sv": ("Försäljning per kvartal {y}", ("Produkt", "Q1", "Q2", "Q3", "Q4"), ("Kaffe", "Te", "Bakverk")),
    "en": ("Sales by quarter {y}", ("Product", "Q1", "Q2", "Q3", "Q4"), ("Coffee", "Tea", "Pastries")),
}


def more(seed: int, language: str, kind: str, look: Look) -> Studio:
    """Draw a deck of another kind."""
    s = Studio(f"hard-{seed:03}-{language}-{kind}", draw(seed, language, both=False), look)
    if kind == "sales":
        _sales(s, language)
    else:
        for title, lines in (STRATEGY if kind == "strategy" else TRAINING)[language]:
            page = s.page(title)
            page.elements.append(Panel(s.body, tuple(Para(t, s.look.bullet, 1) for t in lines), size=20))
            for text in lines:
                s.gold.note(text, s.number, kind="bullet", level=1)
    s.gold.document = {"title": s.slides[0].title, "language": language}
    return s


def _sales(s: Studio, language: str) -> None:
    title, heads, names = SALES[language]
    page = s.page(title.format(y=s.programme.facts.year))
    rows = [tuple(Cell((Para(h, bold=True),)) for h in heads)]
    for name in names:
        values = (str(s.rng.randint(100, 9000)) for _ in heads[1:])
        rows.append((Cell((Para(name),)), *(Cell((Para(v),), align="right") for v in values)))
    page.elements.append(Grid(s.body, tuple(rows), (3, 1, 1, 1, 1), 1, 14, "ruled"))
