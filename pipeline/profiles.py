"""Loads and checks ``profiles/``: what is known of languages and organisations, as TOML data.

A language file names letters, list marks, heading words, verdicts, months.  An organisation file
can only help: names, house terms, verdicts of its own.  An unknown key is an error that names the
nearest known one, so that a slip of the pen never goes unnoticed.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ProfileError

ROOT = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True)
class Headings:
    """Words that say what a column, heading or label holds; each a lower-case stem or phrase.

    A text names a concept when one of its words begins with the stem (diacritics, hyphens and case
    aside); a stem that ends in ``$`` must be the whole word.
    """

    goal: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    remark: tuple[str, ...] = ()
    roadmap: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    assessment: tuple[str, ...] = ()
    vision: tuple[str, ...] = ()
    proposal: tuple[str, ...] = ()
    continued: tuple[str, ...] = ()
    narrative: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    job: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statuses:
    """Verdicts of each step of the common scale, what says that none was given, and words that limit one.

    ``partly`` and ``negated`` are words that halve or deny the verdict beside them.  ``moved`` are verdicts beside
    the scale (put off, late): what became of the action they do not say.
    """

    done: tuple[str, ...] = ()
    partly_done: tuple[str, ...] = ()
    in_progress: tuple[str, ...] = ()
    not_started: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    not_given: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Markers:
    """Words of footnotes that give a footnote mark its meaning."""

    carried_over: tuple[str, ...] = ()
    from_survey: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that weigh when two wordings of one action are compared; each a base form.

    ``commits`` and ``hedges`` are what binds or softens a promise, ``verbs`` do neither.  ``parties`` are
    target groups and actors, those that may stand for one another joined by ``=``; ``connectives`` carry
    no content.  ``states`` are words that tell what is or has been done, as printed; ``acts`` are endings (with
    a hyphen before them) and whole words of verbs that tell what is being done.  ``actors`` are endings of base
    forms that name people by what they do or belong to.  ``forms`` are bent forms that no rule of endings tells
    (build = built), the base form first.  ``synonyms`` are commonplace words of administration that
    may stand for one another, joined by ``=``; ``opposites`` two such lists that undo one another, parted by ``|``.
    """

    commits: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    connectives: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of one language; ``source`` says where its words come from."""

    code: str
    name: str
    source: str
    tesseract: str
    letters: str
    months: tuple[str, ...]
    common: tuple[str, ...]
    conjunctions: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    voikko: bool = False
    compounds: bool = False
    confusions: dict[str, str] = field(default_factory=dict)
    headings: Headings = field(default_factory=Headings)
    statuses: Statuses = field(default_factory=Statuses)
    markers: Markers = field(default_factory=Markers)
    wording: Wording = field(default_factory=Wording)


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is known of one organisation; every part is optional but its name."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("fi", "sv", "en")
    bodies: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    house_terms: tuple[str, ...] = ()
    headings: Headings = field(default_factory=Headings)
    statuses: Statuses = field(default_factory=Statuses)
    markers: Markers = field(default_factory=Markers)


@dataclass(frozen=True, slots=True)
class Profile:
    """The languages of a run, most likely first, and the organisations known to it."""

    languages: tuple[Language, ...]
    organisations: tuple[Organisation, ...] = ()

    def headings(self, concept: str) -> tuple[str, ...]:
        """Return the words of a concept in all languages and organisations."""
        return _merged(concept, [p.headings for p in self.languages], [p.headings for p in self.organisations])

    def statuses(self, status: str) -> tuple[str, ...]:
        """Return the verdict words of one status (or ``not_given``)."""
        return _merged(status, [p.statuses for p in self.languages], [p.statuses for p in self.organisations])

    def markers(self, meaning: str) -> tuple[str, ...]:
        """Return the footnote words of one marker meaning."""
        return _merged(meaning, [p.markers for p in self.languages], [p.markers for p in self.organisations])


def _merged(name: str, *lists: list[Headings] | list[Statuses] | list[Markers]) -> tuple[str, ...]:
    parts = [part for listed in lists for part in listed]
    words = (word for part in parts for word in typing.cast("tuple[str, ...]", getattr(part, name)))
    return tuple(dict.fromkeys(words))


def known(kind: str) -> tuple[str, ...]:
    """Return the codes of all ``languages`` or ``organisations`` in the package."""
    return tuple(sorted(p.stem for p in (ROOT / kind).glob("*.toml")))


@functools.cache
def language(code: str) -> Language:
    """Load a language of the package by its ISO 639-1 code."""
    return _load(Language, _find("languages", code))


def organisation(code_or_path: str) -> Organisation:
    """Load an organisation by its code, or from the path of a TOML file."""
    path = Path(code_or_path)
    return _load(Organisation, path if path.suffix == ".toml" else _find("organisations", code_or_path))


def profile(languages: tuple[str, ...] = (), organisations: tuple[str, ...] | None = None) -> Profile:
    """Build the profile of a run; without names it knows every language and organisation of the package."""
    codes = languages or ("fi", "sv", "en")
    houses = known("organisations") if organisations is None else organisations
    return Profile(tuple(language(c) for c in codes), tuple(organisation(o) for o in houses))


def source(name: str) -> str:
    """Return the text of the file of a language or organisation; raise ``ProfileError`` where there is none."""
    if name in known("languages"):
        return _find("languages", name).read_text(encoding="utf-8")
    organisation(name)
    path = Path(name) if name.endswith(".toml") else _find("organisations", name)
    return path.read_text(encoding="utf-8")


def _find(kind: str, code: str) -> Path:
    path = ROOT / kind / f"{code}.toml"
    if path.parent != ROOT / kind or not path.is_file():
        hint = difflib.get_close_matches(code, known(kind), 1)
        remedy = f"did you mean {hint[0]}?" if hint else f"known: {', '.join(known(kind))}"
        raise ProfileError(f"no profile {code!r} among the {kind}", remedy=remedy)
    return path


T = typing.TypeVar("T", Language, Organisation)


def _load(kind: type[T], path: Path) -> T:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError("cannot be read", where=path.name, remedy=error.strerror or "check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"is no TOML: {error}", where=path.name, remedy="mend the line it names") from error
    return typing.cast(T, _build(kind, {"code": path.stem, **data}, path.name))


def _build(kind: type, data: dict[str, object], where: str) -> object:
    hints = typing.get_type_hints(kind)
    for key in data:
        if key not in hints:
            hint = difflib.get_close_matches(key, hints, 1)
            known_keys = f"did you mean {hint[0]!r}?" if hint else f"known: {', '.join(hints)}"
            raise ProfileError(f"unknown key {key!r}", where=where, remedy=known_keys)
    values = {key: _value(hints[key], value, f"{where}: {key}") for key, value in data.items()}
    required = (f.name for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING)
    for name in required:
        if name not in values:
            raise ProfileError(f"{name!r} is missing", where=where, remedy="add it")
    return kind(**values)


def _value(hint: object, value: object, where: str) -> object:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return _build(hint, value, where)
    if hint == tuple[str, ...] and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if hint == dict[str, str] and isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
        return value
    if isinstance(hint, type) and isinstance(value, hint):
        return value
    raise ProfileError(f"has the wrong type {type(value).__name__}", where=where, remedy="see the other profiles")


_FOLD = str.maketrans({"ä": "a", "ö": "o", "å": "a", "é": "e", "ü": "u"})


def fold(text: str) -> str:
    """Return ``text`` for comparing headings: lower case, no diacritics, hyphens or double blanks."""
    plain = re.sub(r"[-‐-―\u00ad]\s*", "", text.casefold().translate(_FOLD))
    return " ".join(re.sub(r"[^\w*]+", " ", plain).split())
