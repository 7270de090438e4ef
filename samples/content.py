"""What the sample decks say: loads ``samples/content/`` into frozen types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

YEARS = (2022, 2023, 2024)
ROOT = Path(__file__).parent / "content"

Toml = dict[str, "Value"]
Value = str | int | bool | list["Value"] | Toml


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its later wordings: (year of the deck that first prints it, text)."""

    text: str
    versions: tuple[tuple[int, str], ...] = ()

    def shown_in(self, deck: int) -> str:
        """Return the wording that the deck of reporting year ``deck`` prints."""
        return next((text for year, text in reversed(self.versions) if year <= deck), self.text)


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal; ``order`` holds its number before and after the renumbering."""

    key: str
    order: tuple[int, int]
    wording: Wording

    def number(self, deck: int) -> int:
        """Return the goal's number in the deck of reporting year ``deck``."""
        return self.order[deck == YEARS[-1]]


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """An area with its goal's key and the unit that owns it."""

    key: str
    goal: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class RoadmapEntry:
    """An item of the roadmap; ``changes``: (deck, class of change) of each new wording."""

    id: str
    area: str
    year: int
    wording: Wording
    changes: tuple[tuple[int, str], ...]
    last_deck: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What an action continues: ``kind`` is ``roadmap`` or ``work``, ``relation`` may be ``weak``."""

    kind: str
    id: str
    relation: str
    change: str


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """An action of one year, as planned and as assessed."""

    id: str
    area: str
    year: int
    text: str
    marks: str
    owner: str
    due: str
    assessed: str
    assessed_change: str
    vanished: bool
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """A verdict and the areas or actions that its cell spans."""

    year: int
    over: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Story:
    """Narrative of one goal: bullets (level, text) and a figure with its caption."""

    bullets: tuple[tuple[int, str], ...]
    fact: tuple[str, str]


@dataclass(frozen=True, slots=True)
class DeckText:
    """The words of one deck that belong to no table."""

    year: int
    facts: tuple[tuple[str, str], ...]
    intro_bullets: tuple[tuple[int, str], ...]
    proposals: tuple[str, ...]
    footnotes: tuple[tuple[str, str], ...]
    stories: tuple[tuple[str, Story], ...]

    def fact(self, name: str) -> str:
        """Return a single text, for instance ``title``; KeyError if the deck has none."""
        return dict(self.facts)[name]


@dataclass(frozen=True, slots=True)
class Content:
    """All that the sample decks say."""

    facts: tuple[tuple[str, str], ...]
    period: tuple[int, int]
    vision: Wording
    goals: tuple[GoalEntry, ...]
    areas: tuple[AreaEntry, ...]
    binding: tuple[str, str]
    indicators: tuple[Wording, ...]
    roadmap: tuple[RoadmapEntry, ...]
    work: tuple[WorkEntry, ...]
    decoys: tuple[tuple[str, str, str], ...]
    verdicts: tuple[VerdictEntry, ...]
    decks: tuple[DeckText, ...]

    def fact(self, name: str) -> str:
        """Return a single text, for instance ``organisation``."""
        return dict(self.facts)[name]

    def deck(self, year: int) -> DeckText:
        """Return the texts of the deck of reporting year ``year``."""
        return next(deck for deck in self.decks if deck.year == year)


def _text(entry: Toml, name: str, default: str = "") -> str:
    value = entry.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name} should be a text: {value!r}")
    return value


def _number(entry: Toml, name: str, default: int = 0) -> int:
    value = entry.get(name, default)
    if not isinstance(value, int):
        raise TypeError(f"{name} should be a number: {value!r}")
    return value


def _list(entry: Toml, name: str) -> list[Value]:
    value = entry.get(name, [])
    if not isinstance(value, list):
        raise TypeError(f"{name} should be a list: {value!r}")
    return value


def _entry(value: Value) -> Toml:
    if not isinstance(value, dict):
        raise TypeError(f"should be a table: {value!r}")
    return value


def _entries(entry: Toml, name: str) -> tuple[Toml, ...]:
    return tuple(_entry(value) for value in _list(entry, name))


def _texts(value: Value) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"should be a list: {value!r}")
    return tuple(str(item) for item in value)


def _by_year(entry: Toml, name: str) -> tuple[tuple[int, str], ...]:
    table = _entry(entry.get(name, {}))
    return tuple(sorted((int(year), str(text)) for year, text in table.items()))


def _wording(entry: Toml) -> Wording:
    return Wording(_text(entry, "text"), _by_year(entry, "versions"))


def _bullets(entry: Toml, name: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(level), text) for level, text in (_texts(item) for item in _list(entry, name)))


def _work(entry: Toml) -> WorkEntry:
    return WorkEntry(
        id=_text(entry, "id"),
        area=_text(entry, "area"),
        year=_number(entry, "year"),
        text=_text(entry, "text"),
        marks=_text(entry, "marks"),
        owner=_text(entry, "owner"),
        due=_text(entry, "due"),
        assessed=_text(entry, "assessed") or _text(entry, "text"),
        assessed_change=_text(entry, "assessed_change", "none"),
        vanished=bool(entry.get("vanished", False)),
        origins=tuple(Origin(*_texts(origin)) for origin in _list(entry, "from")),
    )


def _roadmap(entry: Toml) -> RoadmapEntry:
    return RoadmapEntry(
        id=_text(entry, "id"),
        area=_text(entry, "area"),
        year=_number(entry, "year"),
        wording=_wording(entry),
        changes=_by_year(entry, "changes"),
        last_deck=_number(entry, "last_deck", YEARS[-1]),
    )


def _story(entry: Toml) -> Story:
    figure, caption = _texts(entry["fact"])
    return Story(_bullets(entry, "bullets"), (figure, caption))


def _deck(year: int) -> DeckText:
    toml = _read(f"deck{year}.toml")
    narrative = _entry(toml["narrative"])
    footnotes = _entry(toml["footnotes"])
    return DeckText(
        year=year,
        facts=tuple((name, value) for name, value in toml.items() if isinstance(value, str)),
        intro_bullets=_bullets(toml, "intro_bullets"),
        proposals=_texts(toml["proposals"]),
        footnotes=tuple((name, str(text)) for name, text in footnotes.items()),
        stories=tuple((key, _story(_entry(story))) for key, story in narrative.items()),
    )


def _read(name: str) -> Toml:
    toml: Toml = tomllib.loads((ROOT / name).read_text(encoding="utf-8"))
    return toml


def _goal(entry: Toml) -> GoalEntry:
    before, after = (int(number) for number in _texts(_list(entry, "order")))
    return GoalEntry(_text(entry, "key"), (before, after), _wording(entry))


def _decoy(value: Value) -> tuple[str, str, str]:
    before, after, why = _texts(value)
    return before, after, why


def load() -> Content:
    """Read ``samples/content/``."""
    programme, roadmap, work = (_read(f"{name}.toml") for name in ("programme", "roadmap", "work"))
    binding = _entry(programme["binding"])
    return Content(
        facts=tuple((name, value) for name, value in programme.items() if isinstance(value, str)),
        period=(_number(programme, "first_year"), _number(programme, "last_year")),
        vision=_wording(_entry(programme["vision"])),
        goals=tuple(_goal(entry) for entry in _entries(programme, "goals")),
        areas=tuple(
            AreaEntry(*(_text(entry, name) for name in ("key", "goal", "name", "owner")))
            for entry in _entries(programme, "areas")
        ),
        binding=(_text(binding, "label"), _text(binding, "text")),
        indicators=tuple(_wording(entry) for entry in _entries(binding, "indicators")),
        roadmap=tuple(_roadmap(entry) for entry in _entries(roadmap, "roadmap")),
        work=tuple(_work(entry) for entry in _entries(work, "work")),
        decoys=tuple(_decoy(value) for value in _list(work, "decoys")),
        verdicts=tuple(
            VerdictEntry(_number(entry, "year"), _texts(_list(entry, "over")), _text(entry, "status"))
            for entry in _entries(work, "verdicts")
        ),
        decks=tuple(_deck(year) for year in YEARS),
    )
