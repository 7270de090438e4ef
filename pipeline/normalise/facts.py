"""Facts of a document: title, organisation, body, meeting date, author, years of report and programme."""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from pipeline.model import BlockKind, Deck, Item, Method, Page
from pipeline.normalise.cover import find_author, find_body, find_organisation, names_body, split_house
from pipeline.normalise.lexicon import lexicon
from pipeline.normalise.vocabulary import Vocabulary, periods, years
from pipeline.profiles import Organisation, Profile, fold

LOUDER = 1.15
DAY_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
DAY_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
DAY_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
DAY_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?([^\W\d]{3,12})\s+((?:19|20)\d\d)(?!\d)")
DAY_AMERICAN = re.compile(r"(?<!\w)([^\W\d]{3,12})\s+(\d{1,2}),?\s+((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the title page and the footers say; empty where they do not."""

    title: str = ""
    subtitle: str = ""
    organisation: str = ""
    body: str = ""
    meeting_date: date | None = None
    author: str = ""
    profile: str = ""


def read_facts(deck: Deck, profile: Profile, vocabulary: Vocabulary) -> Facts:
    """Read the facts of a deck from its first page, the organisation also from footers."""
    first = next((p for p in deck.pages if p.words), None)
    if first is None:
        return Facts()
    title = page_title(first)
    lines = [part for line in _lines(first, title) for part in split_house(line, vocabulary)]
    body, rest = find_body(lines, vocabulary, _base)
    house = _house(deck, profile)
    name = house.name if house else find_organisation(lines, _footers(deck), body, vocabulary, _is_word)
    if name and body.startswith(f"{name} "):
        body = body.removeprefix(name).strip()
    text = [title, *lines]
    return Facts(
        title=title,
        subtitle=_subtitle(lines, rest, vocabulary),
        organisation=name,
        body=body,
        meeting_date=next((d for d in (find_date(t, profile) for t in text) if d), None),
        author=find_author(lines, name, body, vocabulary),
        profile=house.code if house else "",
    )


def _footers(deck: Deck) -> list[str]:
    furniture = [b for p in deck.pages for b in p.blocks if b.kind is BlockKind.FURNITURE]
    return [i.reading.text.strip() for b in furniture for i in b.items]


def page_title(page: Page) -> str:
    """Return the text of a page's title block, else its largest text in the upper half."""
    for block in page.blocks:
        if block.kind is BlockKind.TITLE:
            largest = max((i.size for i in block.items), default=0.0)
            return " ".join(i.reading.text for i in block.items if not 0 < i.size < 0.8 * largest).strip()
    items = [i for b in page.blocks if b.kind is not BlockKind.FURNITURE for i in b.items if not i.level]
    upper = [i for i in items if i.box.top < page.height / 2 and i.reading.text.strip()]
    best = max(upper, key=lambda i: (i.size, -i.box.top), default=None)
    return best.reading.text.strip() if best and best.size > 0 and len(best.reading.text) < 200 else ""


def with_title(page: Page) -> Page:
    """Return the page with a title: where no block is one, the box or line at the top with the largest letters."""
    if any(b.kind is BlockKind.TITLE for b in page.blocks) or page.method is Method.FLAT:
        return page
    loud = (BlockKind.BOX, BlockKind.HEADING, BlockKind.TEXT, BlockKind.LIST)
    sizes = sorted(i.size for b in page.blocks if b.kind in loud for i in b.items)
    upper = [b for b in page.blocks if b.kind in loud and b.items and b.box.top < page.height / 5 and len(b.items) <= 2]
    first = max(upper, key=lambda b: (b.items[0].size, -b.box.top), default=None)
    if first is None or first.items[0].size < max(sizes[len(sizes) // 2] * LOUDER, sizes[-1]):
        return page
    return replace(page, blocks=tuple(replace(b, kind=BlockKind.TITLE) if b is first else b for b in page.blocks))


def _lines(page: Page, title: str) -> list[str]:
    """Return the lines of a title page; a date ends a line, for people write committee, date, author in that order."""
    skipped = (BlockKind.FURNITURE, BlockKind.TITLE, BlockKind.NOTES)
    items: list[Item] = [i for b in page.blocks if b.kind not in skipped for i in b.items]
    texts = [i.reading.text.strip() for i in items[:12]]
    parts = [part for t in texts for part in re.split(r"(?<=(?:19|20)\d\d)\s+(?=[^\W\d_a-zåäö])", t)]
    return [p.strip() for p in parts if p.strip() and p.strip() != title]


def find_date(text: str, profile: Profile) -> date | None:
    """Return the first date in ``text``: *21.4.2026*, *21/4/2026* (day first), *den 12 mars 2024*, *March 14, 2024*."""
    found: list[tuple[int, int, int, int]] = []
    found += [(m.start(), int(m[3]), int(m[2]), int(m[1])) for m in DAY_DOTTED.finditer(text)]
    found += [(m.start(), int(m[1]), int(m[2]), int(m[3])) for m in DAY_ISO.finditer(text)]
    found += [(m.start(), int(m[3]), int(m[2]), int(m[1])) for m in DAY_SLASHED.finditer(text)]
    for pattern, day, name in ((DAY_NAMED, 1, 2), (DAY_AMERICAN, 2, 1)):
        for m in pattern.finditer(text):
            month = _month(m[name], profile)
            if month:
                found.append((m.start(), int(m[3]), month, int(m[day])))
    for _, year, month, day_of_month in sorted(found):
        try:
            return date(year, month, day_of_month)
        except ValueError:
            continue
    return None


def _month(word: str, profile: Profile) -> int:
    plain = fold(word)
    for language in profile.languages:
        for number, name in enumerate(language.months, 1):
            month = fold(name)
            if plain.startswith(month) or (len(plain) >= 3 and month.startswith(plain)):
                return number
    return 0


def _house(deck: Deck, profile: Profile) -> Organisation | None:
    """Return the known organisation whose name stands in the deck."""
    everything = fold(" ".join(i.reading.text for p in deck.pages for b in p.blocks for i in b.items))
    return next((h for h in profile.organisations if any(len(n) > 6 and fold(n) in everything for n in h.names)), None)


def _is_word(word: str) -> bool:
    words = lexicon("fi")
    return words.precise and words.known(word) and not words.name(word)


def _base(word: str) -> str:
    """Return the base form of the name of a committee: of a Finnish genitive, or of a Swedish one in *-s*."""
    words = lexicon("fi")
    base = _uninflected(word, words.lemmas(word) if words.precise else (word.casefold(),))
    return base if base != word else word.removesuffix("s")


def _subtitle(lines: Sequence[str], body_line: str, vocabulary: Vocabulary) -> str:
    """Return the first line that is more than a name: of three words, or that says what the deck reports."""
    said = [t for t in lines if t != body_line and not names_body(t, vocabulary)]
    return next((t for t in said if len(t.split()) > 2 or (years(t) and vocabulary.names(t, "assessment"))), "")


def reporting_year(facts: Facts, judged: list[int], vocabulary: Vocabulary, *, guess: bool = True) -> int | None:
    """Return the year reported on: beside a word for reporting, else judged in tables, else before the meeting.

    ``guess=False`` leaves out the last, which is a custom and no statement of the deck.
    """
    for text in (facts.title, facts.subtitle):
        named = _year_beside(text, "assessment", vocabulary)
        if named and not (facts.meeting_date and named > facts.meeting_date.year):
            return named
    if judged:
        return collections.Counter(judged).most_common(1)[0][0]
    found = years(f"{facts.title} {facts.subtitle}")
    if len(found) == 1 and not (facts.meeting_date and found[0] > facts.meeting_date.year):
        return found[0]
    return facts.meeting_date.year - 1 if guess and facts.meeting_date else None


def _year_beside(text: str, concept: str, vocabulary: Vocabulary) -> int | None:
    """Return the single year of the clause that names the concept (clauses end at *and* and dashes)."""
    for clause in re.split(r"\s+(?:ja|och|and|sekä|samt)\s+|\s[-–—]\s|[;,]", text):
        found = years(clause)
        if len(found) == 1 and vocabulary.names(clause, concept):
            return found[0]
    return None


def plan_period(facts: Facts, roadmap_years: list[int], titles: list[str]) -> str:
    """Return the programme's period: the first one named in a title, unless a roadmap's year columns go beyond it."""
    titled = next((p for t in (facts.title, facts.subtitle, *titles) for p in periods(t)), None)
    if len(set(roadmap_years)) >= 2:
        first, last = min(roadmap_years), max(roadmap_years)
        if titled is None or first < titled[0] or last > titled[1]:
            return f"{first}-{last}"
    return f"{titled[0]}-{titled[1]}" if titled else ""


def programme(title: str, vocabulary: Vocabulary, lemmas: Callable[[str], tuple[str, ...]]) -> str:
    """Return the name of the programme in a title, without years: what a series of yearly decks shares.

    It is what stands before the first year (*Hyteohjelman 2022–2025 toteutuminen* is about the
    Hyteohjelma), its last word uninflected, without a lead such as *uppföljning av*.
    """
    head = next((h for h in (YEARS.split(title)[0], YEARS.sub(" ", title)) if _says_something(h, vocabulary)), "")
    clause = next((c for c in re.split(r"\s[-–—]+\s|[-–—:]\s*$", head) if _says_something(c, vocabulary)), head)
    words = re.split(r":\s+(?=[a-zåäö])", clause)[0].strip(" -–—:,(").split()
    while len(words) > 1 and vocabulary.names(words[-1], "assessment") and not vocabulary.names(words[-1], "plan"):
        words = words[:-1]
    stop = next((i for i, w in enumerate(words) if i and fold(w) in vocabulary.prepositions), 0)
    if stop and vocabulary.names(" ".join(words[:stop]), "assessment"):
        words = words[stop + 1 :]
    if words and not words[-1].endswith(AT_A_PLACE):
        words[-1] = _uninflected(words[-1], lemmas(words[-1]))
    return " ".join(words)


def _uninflected(word: str, lemmas: tuple[str, ...]) -> str:
    """Return the base form that is most like the word; the word itself where it is one, or where none is known."""
    small = word.casefold()
    likely = [b for b in lemmas if b[:3].casefold() == small[:3]]
    if not likely or small in (b.casefold() for b in likely) or not (word.islower() or word.istitle()):
        return word
    base = max(likely, key=lambda b: (fuzz.ratio(b.casefold(), small), b))
    return base if word.islower() else base.capitalize()


AT_A_PLACE = ("lla", "llä", "ssa", "ssä")
YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[-–—/]\s*\d{2,4})?")


def _says_something(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of at least four letters stands in ``text`` that is more than *year*."""
    return any(len(w) > 3 and w[0].isalpha() and not vocabulary.names(w, "year") for w in re.findall(r"[^\W\d]+", text))
