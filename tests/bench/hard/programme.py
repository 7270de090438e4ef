"""A fictional organisation's programme: goals, areas and actions of two years, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.hard.words import LANGUAGES, Domain, Words, load, sentence

STATUSES = ("done", "partly_done", "in_progress", "not_started", "dropped")
SYMBOLS = {"done": "✔", "partly_done": "◐", "in_progress": "➜", "not_started": "✘", "dropped": "⊘"}
COLORS = {
    "done": "2E9E4F",
    "partly_done": "F2C230",
    "in_progress": "2F74C0",
    "not_started": "D23B3B",
    "dropped": "8A8A8A",
}


@dataclass(frozen=True, slots=True)
class Work:
    """One action as planned or reported; where no ``status`` is given, ``shown`` is what stands there instead."""

    text: str
    owner: str
    indicator: str
    due: str
    status: str
    shown: str
    remark: str


@dataclass(frozen=True, slots=True)
class Theme:
    """An area with the actions that are reported and those that are planned."""

    name: str
    reported: tuple[Work, ...]
    planned: tuple[Work, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal."""

    number: int
    text: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the title page and the footer say; ``*_shown`` as printed."""

    organisation: str
    body: str
    programme: str
    title: str
    subtitle: str
    date: str
    date_shown: str
    author: str
    author_shown: str
    year: int
    first: int
    last: int
    both: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """A deck's content."""

    seed: int
    words: Words
    facts: Facts
    aims: tuple[Aim, ...]
    scale: dict[str, str]


def language_of(seed: int, layouts: int) -> str:
    """Return the language of a seed: each layout meets every language as the seeds go on."""
    return LANGUAGES[(seed + seed // layouts) % len(LANGUAGES)]


def draw(seed: int, language: str, *, both: bool) -> Programme:
    """Draw the content of a seed; ``both`` is whether next year's plan stands beside last year's report."""
    rng = random.Random(f"programme {seed}")
    words = load(language)
    facts = _facts(words, rng, both=both)
    scale = dict(rng.choice(words.scales))
    domains = rng.sample(words.domains, rng.choice([3, 4, 4, 5]))
    aims = tuple(_aim(n, d, words, facts, scale, rng) for n, d in enumerate(domains, 1))
    return Programme(seed, words, facts, aims, scale)


def _facts(words: Words, rng: random.Random, *, both: bool) -> Facts:
    year = rng.randint(2019, 2025)
    first = year - rng.choice([0, 1, 2])
    last = first + rng.choice([3, 3, 4])
    programme, of = rng.choice(words.programmes)
    day, month = rng.randint(13, 28), rng.randint(1, 6)
    shown = words.draw(rng, "dates", d=day, m=month, y=year + 1, month=words.of("months")[month - 1])
    person = rng.choice(words.of("people"))
    return Facts(
        organisation=rng.choice(words.of("organisations")),
        body=rng.choice(words.of("bodies")),
        programme=programme,
        title=words.draw(rng, "titles.deck", programme=programme, of=of, first=first, last=last),
        subtitle=words.draw(rng, "titles.sub_both" if both else "titles.sub_report", year=year, next=year + 1),
        date=f"{year + 1}-{month:02}-{day:02}",
        date_shown=shown,
        author=person,
        author_shown=words.draw(rng, "authors", p=person),
        year=year,
        first=first,
        last=last,
        both=both,
    )


def _aim(number: int, domain: Domain, words: Words, facts: Facts, scale: dict[str, str], rng: random.Random) -> Aim:
    texts = _statements(domain, words, rng, past=False)
    done = _statements(domain, words, rng, past=rng.random() < 0.4)
    themes = []
    for name in rng.sample(domain.areas, rng.choice([1, 2, 2, 3])):
        reported = tuple(_work(next(done), words, facts.year, scale, rng) for _ in range(rng.choice([1, 2, 2, 3])))
        planned = tuple(_work(next(texts), words, facts.year + 1, scale, rng) for _ in range(rng.choice([1, 2, 2])))
        themes.append(Theme(name, reported, planned, rng.choice(STATUSES)))
    return Aim(number, rng.choice(domain.goals), tuple(themes))


def _statements(domain: Domain, words: Words, rng: random.Random, *, past: bool) -> Iterator[str]:
    """Yield different statements; there are at least nine, as many as a goal's areas can need."""
    objects = [(o, "doc") for o in domain.docs] + [(o, "thing") for o in domain.things]
    rng.shuffle(objects)
    for thing, kind in objects:
        frame = words.draw(rng, f"frames.{'past' if past else 'plan'}_{kind}", o=thing, O=sentence(thing))
        tail = rng.choice(words.of("frames.tails")) if rng.random() < 0.55 else ""
        yield f"{frame} {tail}".strip()


def _work(text: str, words: Words, year: int, scale: dict[str, str], rng: random.Random) -> Work:
    owners = rng.sample(words.of("owners.names"), rng.choice([1, 1, 1, 2]))
    status = rng.choice(STATUSES) if rng.random() < 0.88 else ""
    return Work(
        text=text,
        owner=", ".join(owners),
        indicator=rng.choice(words.of("indicators.names")) if rng.random() < 0.85 else "",
        due=words.draw(rng, "dues.names", y=year) if rng.random() < 0.85 else "",
        status=status,
        shown=scale[status] if status else rng.choice(words.of("blank.words")),
        remark=rng.choice(words.of("remarks.texts")) if rng.random() < 0.5 else "",
    )
