"""Decks of another kind that are drawn as boxes: charts of people, processes, risks, figures, quotations; no action."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.hard.programme import COLORS, draw
from tests.bench.hard.sheets import WHITE, Look, Panel, Para, Rect, Slab, Slide
from tests.bench.hard.studio import Studio

KINDS = ("people", "process", "risks", "swot", "history", "tiles", "quotes", "answers", "services", "agenda")
GREEN, YELLOW, RED = COLORS["done"], COLORS["partly_done"], COLORS["not_started"]
RISKS = {
    "fi": (
        "Riskikartta",
        ("Pieni", "Kohtalainen", "Suuri"),
        (
            "Avainhenkilö vaihtaa työpaikkaa kesken vuoden",
            "Rakennusten korjausvelka kasvaa edelleen",
            "Toimittaja ei pysty täyttämään sopimusta",
            "Lainojen korot nousevat ennakoitua nopeammin",
            "Tietojärjestelmä kaatuu yön aikana",
            "Kevättulva katkaisee saaren ainoan tien",
        ),
    ),
    "sv": (
        "Riskkarta",
        ("Liten", "Måttlig", "Stor"),
        (
            "En nyckelperson slutar mitt under året",
            "Byggnadernas underhållsskuld fortsätter att växa",
            "Leverantören klarar inte av sitt avtal",
            "Räntan på lånen stiger snabbare än väntat",
            "Journalsystemet ligger nere en hel natt",
            "Vårfloden bryter vägen till ön",
        ),
    ),
    "en": (
        "Risk map",
        ("Low", "Medium", "High"),
        (
            "A key person leaves in the middle of the year",
            "The maintenance backlog of the halls keeps growing",
            "The supplier cannot meet the terms of its contract",
            "Interest on the loans rises faster than expected",
            "The booking system goes down for a whole night",
            "The spring flood cuts the only road to the island",
        ),
    ),
}
BOXES: dict[str, dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "people": {
        "fi": (
            "Organisaatio",
            ("Toimitusjohtaja", "Tekniikka", "Hallinto"),
            (
                "Kaisa Vuorela, suunnittelu ja rakennuttaminen",
                "Ilkka Haapala, kunnossapito ja varasto",
                "Senja Mantere, henkilöstö ja palkat",
                "Petter Ronkainen, talous ja hankinnat",
            ),
        ),
        "sv": (
            "Organisation",
            ("Verkställande direktör", "Teknik", "Administration"),
            (
                "Kajsa Forsell, planering och byggande",
                "Ulf Hägg, underhåll och lager",
                "Signe Melin, personal och löner",
                "Petter Rosell, ekonomi och upphandling",
            ),
        ),
        "en": (
            "Organisation chart",
            ("Chief executive", "Engineering", "Administration"),
            (
                "Kitty Vance, design and construction",
                "Alec Harrow, maintenance and stores",
                "Sonia Meade, people and payroll",
                "Peter Rowan, finance and purchasing",
            ),
        ),
    },
    "process": {
        "fi": (
            "Lupahakemuksen kulku",
            ("Vireilletulo", "Käsittely", "Päätös"),
            (
                "Hakemus saapuu kirjaamoon ja saa numeron",
                "Käsittelijä tarkistaa liitteet ja pyytää puuttuvat",
                "Naapureita kuullaan ja lausunnot pyydetään",
                "Päätös annetaan ja lähetetään hakijalle",
            ),
        ),
        "sv": (
            "Ansökans väg",
            ("Inkommen", "Beredning", "Beslut"),
            (
                "Ansökan kommer till registratorn och får ett nummer",
                "Handläggaren granskar bilagorna och begär det som saknas",
                "Grannarna hörs och utlåtanden begärs in",
                "Beslutet fattas och skickas till den sökande",
            ),
        ),
        "en": (
            "How an application travels",
            ("Intake", "Review", "Decision"),
            (
                "The application reaches the registry and gets a number",
                "The case worker checks the papers and asks for more",
                "Neighbours are heard and opinions are asked for",
                "The decision is made and sent to the applicant",
            ),
        ),
    },
    "swot": {
        "fi": (
            "Nelikenttä",
            ("Vahvuudet", "Heikkoudet", "Mahdollisuudet", "Uhat"),
            (
                "Osaava ja sitoutunut henkilöstö",
                "Tilat ovat ahtaat ja vanhat",
                "Uusi ratayhteys tuo kävijöitä",
                "Väki vähenee ja ikääntyy nopeasti",
            ),
        ),
        "sv": (
            "Nulägesanalys",
            ("Styrkor", "Svagheter", "Möjligheter", "Hot"),
            (
                "Kunnig och engagerad personal",
                "Lokalerna är trånga och gamla",
                "Den nya banan ger fler besökare",
                "Befolkningen minskar och blir äldre",
            ),
        ),
        "en": (
            "Where we stand",
            ("Strengths", "Weaknesses", "Opportunities", "Threats"),
            (
                "Skilled and committed people in every unit",
                "The premises are cramped and old",
                "The new railway brings more visitors",
                "The population shrinks and grows older",
            ),
        ),
    },
    "services": {
        "fi": (
            "Palvelumme",
            ("Lapset", "Aikuiset", "Ikääntyneet"),
            (
                "Neuvola seuraa lapsen kasvua kouluikään asti",
                "Kuraattori tapaa oppilaita joka viikko",
                "Päivystys palvelee kaikkina vuorokauden aikoina",
                "Kotihoito käy asiakkaan luona sovittuina aikoina",
            ),
        ),
        "sv": (
            "Våra tjänster",
            ("Barn", "Vuxna", "Äldre"),
            (
                "Rådgivningen följer barnets uppväxt till skolåldern",
                "Kuratorn träffar elever varje vecka",
                "Jouren betjänar alla tider på dygnet",
                "Hemvården besöker kunden på överenskomna tider",
            ),
        ),
        "en": (
            "Our services",
            ("Children", "Adults", "Older people"),
            (
                "The clinic follows a child's growth until school age",
                "The counsellor meets pupils every week",
                "Urgent care is open at all hours of the day",
                "Home care visits clients at the agreed times",
            ),
        ),
    },
}
LINES: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "history": {
        "fi": (
            "Vaiheita vuosien varrelta",
            (
                "1921 Ensimmäinen silta valmistuu",
                "1958 Satama siirtyy kaupungin omistukseen",
                "1987 Uusi kirjasto avataan torin laidalle",
                "2014 Vanha sairaala puretaan",
            ),
        ),
        "sv": (
            "Milstolpar genom åren",
            (
                "1921 Den första bron blir färdig",
                "1958 Hamnen övergår i stadens ägo",
                "1987 Det nya biblioteket öppnar vid torget",
                "2014 Det gamla sjukhuset rivs",
            ),
        ),
        "en": (
            "Milestones over the years",
            (
                "1921 The first bridge is completed",
                "1958 The harbour passes to the town",
                "1987 The new library opens on the square",
                "2014 The old hospital is pulled down",
            ),
        ),
    },
    "tiles": {
        "fi": (
            "Vuosi lukuina",
            ("412 asiakasta joka päivä", "7,2 miljoonaa euroa", "38 % enemmän kuin viime vuonna", "96 työntekijää"),
        ),
        "sv": (
            "Året i siffror",
            ("412 kunder varje dag", "7,2 miljoner euro", "38 % fler än i fjol", "96 anställda vid årets slut"),
        ),
        "en": (
            "The year in figures",
            ("412 customers every day", "7.2 million euros", "38 % more than last year", "96 people at year end"),
        ),
    },
    "quotes": {
        "fi": (
            "Asukkailta kuultua",
            (
                "”Bussi kulkee nyt niin kuin luvattiin.”",
                "”Vastaus tuli jo samana päivänä.”",
                "”Leikkipuisto on taas ehjä ja valoisa.”",
                "”Jono liikkui nopeammin kuin ennen.”",
            ),
        ),
        "sv": (
            "Röster från invånarna",
            (
                "”Bussen går nu som det var lovat.”",
                "”Svaret kom redan samma dag.”",
                "”Lekparken är hel och ljus igen.”",
                "”Kön rörde sig snabbare än förr.”",
            ),
        ),
        "en": (
            "Voices from the town",
            (
                "“The bus now runs as it was promised.”",
                "“The answer came on the very same day.”",
                "“The playground is whole and bright again.”",
                "“The queue moved faster than before.”",
            ),
        ),
    },
    "answers": {
        "fi": (
            "Usein kysyttyä",
            (
                "Pitääkö aika varata etukäteen? Kyllä. Varaus tehdään verkossa.",
                "Saako koiran tuoda mukaan? Ei. Odotustila on pieni.",
                "Voiko laskun maksaa kortilla? Kyllä. Kaikki kortit käyvät.",
            ),
        ),
        "sv": (
            "Vanliga frågor",
            (
                "Behöver man boka tid i förväg? Ja. Det görs på webben.",
                "Får man ta med hunden? Nej. Väntrummet är litet.",
                "Kan man betala med kort? Ja. Alla kort går bra.",
            ),
        ),
        "en": (
            "Frequently asked",
            (
                "Do I need to book in advance? Yes. Booking is online.",
                "May I bring my dog along? No. The waiting room is small.",
                "Can I pay the bill by card? Yes. All cards are taken.",
            ),
        ),
    },
    "agenda": {
        "fi": (
            "Päivän ohjelma",
            (
                "9.00 Avaus ja tervetulosanat",
                "9.30 Katsaus kuluneeseen vuoteen",
                "11.00 Ryhmätyöt teemoittain",
                "15.30 Yhteenveto ja päätös",
            ),
        ),
        "sv": (
            "Dagens program",
            (
                "9.00 Öppning och välkomstord",
                "9.30 Tillbakablick på året som gått",
                "11.00 Grupparbeten enligt tema",
                "15.30 Sammandrag och avslutning",
            ),
        ),
        "en": (
            "Programme of the day",
            (
                "9.00 Opening and words of welcome",
                "9.30 A look back at the year",
                "11.00 Group work on the themes",
                "15.30 Summing up and closing",
            ),
        ),
    },
}


def free(seed: int, language: str, kind: str, look: Look) -> Studio:
    """Draw a deck of another kind; its page comes twice, as pages of one kind do."""
    s = Studio(f"hard-{seed:03}-{language}-{kind}", draw(seed, language, both=False), look)
    for turn in (0, 1):
        if kind == "risks":
            _risks(s, turn, *RISKS[language])
        elif kind in BOXES:
            _chart(s, turn, *BOXES[kind][language])
        else:
            title, lines = LINES[kind][language]
            slide = s.page(title)
            _boxes(s, slide, lines[turn:] if turn else lines, boxed=kind != "answers")
    s.gold.document = {"title": s.slides[0].title, "language": language}
    return s


def _boxes(s: Studio, slide: Slide, lines: Sequence[str], *, boxed: bool) -> None:
    if not boxed:
        slide.elements.append(Panel(s.body, tuple(Para(t) for t in lines), size=18))
    for n, text in enumerate(lines if boxed else ()):
        width, height = s.body.w / 2, s.body.h / 2
        spot = Rect(s.body.x + n % 2 * width, s.body.y + n // 2 * height, width - 16, height - 16)
        slide.elements.append(Panel(spot, (Para(text),), size=17, fill=s.look.pale, align="center", anchor="middle"))
    for text in lines:
        s.gold.free(text, s.number)


def _chart(s: Studio, turn: int, title: str, heads: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """Draw heads in a row with boxes below them, or in a column with boxes beside them."""
    slide = s.page(title)
    step = s.body.w / len(heads) if turn == 0 else s.body.h / len(heads)
    for n, head in enumerate(heads):
        across = Rect(s.body.x + n * step, s.body.y, step - 12, 36)
        down = Rect(s.body.x, s.body.y + n * step, s.body.w * 0.25, step - 12)
        name = (Para(head, bold=True, color=WHITE),)
        spot = across if turn == 0 else down
        slide.elements.append(Panel(spot, name, size=14, fill=s.look.accent, align="center", anchor="middle"))
        for k, text in enumerate(lines[n % 2 :: 2] if len(heads) < len(lines) else (lines[n],)):
            below = Rect(across.x, s.body.y + 48 + k * 74, step - 12, 64)
            width = s.body.w * 0.36
            beside = Rect(s.body.x + s.body.w * 0.27 + k * width, down.y, width - 12, step - 12)
            place = below if turn == 0 else beside
            slide.elements.append(Panel(place, (Para(text),), size=13, fill=s.look.pale, anchor="middle"))
    for text in (*heads, *lines):
        s.gold.free(text, s.number)


def _risks(s: Studio, turn: int, title: str, levels: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """Draw risks in boxes of three colours, which a key explains."""
    slide = s.page(title)
    for n, text in enumerate(lines):
        color = (GREEN, YELLOW, RED)[(n + turn) % 3]
        width, height = s.body.w / 3, (s.body.h - 50) / 2
        spot = Rect(s.body.x + n % 3 * width, s.body.y + n // 3 * height, width - 14, height - 14)
        para = (Para(text, color=WHITE),)
        slide.elements.append(Panel(spot, para, size=14, fill=color, align="center", anchor="middle"))
        s.gold.free(text, s.number)
    for n, (word, color) in enumerate(zip(levels, (GREEN, YELLOW, RED), strict=True)):
        x, y = s.body.x + n * 140, s.body.y + s.body.h - 20
        slide.elements.append(Slab(Rect(x, y, 12, 12), color))
        slide.elements.append(Panel(Rect(x + 20, y - 6, 110, 24), (Para(word),), size=10, anchor="middle"))
