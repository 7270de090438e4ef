"""What is matched: goals, areas and actions brought to one shape, and what their words say."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pipeline.model import Method, Role, Status
from pipeline.normalise.lexicon import Lexicon, lexicon
from pipeline.profiles import Language, Profile
from pipeline.records import Document, Report

_WORD = re.compile(r"\w+(?:[-'’:./]\w+)*", re.UNICODE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A shorter word with the ending of an actor is something else.
_ACTOR_LETTERS = 5
PROPOSAL = "proposal"
# Specks that a recogniser takes for letters seldom make a longer word.
_TELLING_LETTERS = 4
_SENTENCE_END = frozenset(".!?:")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a statement with what identifies it in another wording.

    ``atoms`` are the pieces that have to be found again: for a compound one set of names per piece,
    else one set for the word.  ``start`` counts code points of the text.  ``actor`` is what the word calls people
    by their doing or belonging (wanderer, islander), empty for other words.  ``keys`` are its base forms and its
    letters without diacritics: two words that share one are the same word.
    """

    surface: str
    start: int
    atoms: tuple[frozenset[str], ...]
    lemmas: frozenset[str]
    known: bool
    kind: str
    actor: str = ""
    keys: frozenset[str] = frozenset()

    @property
    def end(self) -> int:
        """Offset behind the word."""
        return self.start + len(self.surface)


@dataclass(frozen=True, slots=True)
class Statement:
    """A goal, an area, an action, or a proposal that may have become one.

    ``goal`` and ``area`` are names that mean the same in every deck of the series once goals and
    areas are matched; empty where unknown.  ``order`` is the place in the document, from 0.  ``ragged`` means that
    words of its neighbours may stand in it, as where a dump lost the borders of cells; ``flat`` that it is of a dump.
    """

    record_id: str
    kind: str
    document_id: str
    year: int | None
    role: Role | None
    text: str
    order: int
    language: str
    goal: str = ""
    area: str = ""
    owner: str = ""
    markers: tuple[str, ...] = ()
    status: Status | None = None
    damaged: bool = False
    ragged: bool = False
    flat: bool = False

    @property
    def fragment(self) -> bool:
        """Whether it is misread and has no word that could be told from rubbish: it continues nothing."""
        words = _WORD.findall(self.text) if self.damaged and self.kind == "action" else ()
        return bool(words) and not any(sum(map(str.isalpha, word)) >= _TELLING_LETTERS for word in words)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text and the sets that decide whether two texts may speak of one thing.

    ``keys`` are those of all its terms, ``pieces`` the names of the pieces of all terms but connectives, ``poles`` the
    sides of opposites that it stands on, ``topics`` the names of the pieces of its nouns and the like.
    """

    terms: tuple[Term, ...]
    numbers: frozenset[str]
    years: frozenset[str]
    names: frozenset[str]
    parties: frozenset[str]
    negated: bool
    folded: str
    keys: frozenset[str]
    pieces: frozenset[str]
    poles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def undoes(self, other: Words) -> bool:
        """Whether one of two texts says what undoes the other: it opens, the other closes."""
        mine, its = self.poles - other.poles, other.poles - self.poles
        return any(_opposite(p) in its and _opposite(p) not in self.poles and p not in other.poles for p in mine)


def _opposite(pole: str) -> str:
    return ("-" if pole[0] == "+" else "+") + pole[1:]


def normal(text: str) -> str:
    """Return ``text`` for exact comparison: NFC, lower case, letters and digits parted by single blanks."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


@functools.lru_cache(1 << 16)
def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


class Reader:
    """Reads texts of one language; equal texts are read once."""

    def __init__(self, language: Language) -> None:
        """Look up the listed words of ``language`` in its lexicon."""
        self.lexicon: Lexicon = lexicon(language.code)
        wording = language.wording
        self.forms = {form.strip(): word.split("=")[0].strip() for word in wording.forms for form in word.split("=")}
        self.commits, self.hedges = self._bases(wording.commits), self._bases(wording.hedges)
        self.verbs = self._bases(wording.verbs) | self.commits | self.hedges
        self.negations = frozenset(map(str.casefold, wording.negations))
        self.numerals = self._bases(wording.numerals)
        self.parties = {
            base: group for group in wording.parties for base in self._bases(map(str.strip, group.split("=")))
        }
        self.actors = tuple(a.casefold() for a in wording.actors)
        self.states = frozenset(map(str.casefold, wording.states))
        self._acts = frozenset(a for a in wording.acts if not a.startswith("-"))
        self._act_endings = tuple(a[1:] for a in wording.acts if a.startswith("-"))
        self.months = frozenset(m.casefold() for m in language.months)
        self.conjunctions = frozenset(map(str.casefold, language.conjunctions))
        self.listed = frozenset(v.casefold() for v in (*wording.verbs, *wording.commits, *wording.hedges))
        self.synonyms = self._groups(wording.synonyms, "~")
        self.poles = self._poles(wording.opposites)
        self.connectives = self._bases((*wording.connectives, *language.common, *language.conjunctions))
        self.read: Callable[[str], Words] = functools.lru_cache(None)(self._read)
        self.term: Callable[[str, bool], Term] = functools.lru_cache(None)(self._term)

    def links(self, term: Term) -> bool:
        """Return whether the word is one that says what its subject is or has been."""
        return term.surface.casefold() in self.states

    def joins(self, term: Term) -> bool:
        """Return whether the word is a conjunction."""
        return term.surface.casefold() in self.conjunctions

    def form(self, term: Term) -> str:
        """Return ``act`` or ``state`` for a word that tells an action or a state, empty for others."""
        low = term.surface.casefold()
        if low in self.states:
            return "state"
        ending = len(low) > _ACTOR_LETTERS and low.endswith(self._act_endings)
        return "act" if low in self._acts or ending else self.lexicon.form(term.surface)

    def _bases(self, words: Iterable[str]) -> frozenset[str]:
        """Return the base forms of listed words; one that is a base form itself stands for no other (vanhempi)."""
        return frozenset(base for word in words for base in self._base(word.casefold()))

    def _base(self, word: str) -> tuple[str, ...]:
        lemmas = self._lemmas(word)
        return (word,) if word in lemmas else (word, lemmas[0])

    def _lemmas(self, word: str) -> tuple[str, ...]:
        base = self.forms.get(word.casefold())
        return self.lexicon.lemmas(word) if base is None else (base,)

    def _groups(self, groups: Iterable[str], mark: str) -> dict[str, frozenset[str]]:
        """Return for each listed word the names of its groups: ``mark`` and the place of the group in its list."""
        out: dict[str, frozenset[str]] = {}
        for k, group in enumerate(groups):
            for base in self._bases(map(str.strip, group.split("="))):
                out[base] = out.get(base, frozenset()) | {f"{mark}{k}"}
        return out

    def _poles(self, opposites: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return for each listed word the sides it stands on, as ``+`` or ``-`` and the place in the list."""
        sides = [group.split("|") for group in opposites]
        up, down = (self._groups((s[end] for s in sides), sign) for end, sign in ((0, "+"), (-1, "-")))
        return {base: up.get(base, frozenset()) | down.get(base, frozenset()) for base in (*up, *down)}

    def _read(self, text: str) -> Words:
        terms: list[Term] = []
        for match in _WORD.finditer(text):
            before = text[: match.start()].rstrip()
            first = not before or before[-1] in _SENTENCE_END
            loose = self.term(match.group(), first)
            terms.append(replace(loose, start=match.start()))
        return self.gathered(terms)

    def gathered(self, said: Iterable[Term]) -> Words:
        """Return the words of one text with what they say together."""
        terms = tuple(said)
        numbers = [n for t in terms if t.kind == "number" for n in _NUMBER.findall(t.surface)]
        numbers += [min(t.lemmas) for t in terms if t.kind == "numeral"]
        return Words(
            terms,
            frozenset(n for n in numbers if not _YEAR.fullmatch(n)),
            frozenset(n for n in numbers if _YEAR.fullmatch(n)),
            frozenset(fold(min(t.lemmas)) for t in terms if t.kind == "name"),
            frozenset(self.parties[n] for t in terms for n in sorted(t.lemmas & self.parties.keys())[:1]),
            any(t.surface.casefold() in self.negations for t in terms),
            fold(" ".join(t.surface for t in terms)),
            frozenset(key for t in terms for key in t.keys),
            frozenset(n for t in terms if t.kind != "connective" for atom in t.atoms for n in atom),
            frozenset(p for t in terms for n in t.lemmas for p in self.poles.get(n, ())),
            frozenset(n for t in terms if t.kind in ("content", "name") for atom in t.atoms for n in atom),
        )

    def _term(self, surface: str, first: bool) -> Term:
        lemmas = frozenset(self._lemmas(surface))
        known = self.lexicon.known(surface) or self.lexicon.known(surface.casefold())
        kind = self._kind(surface, lemmas, first)
        actor = self._actor(surface, lemmas) if kind == "content" else ""
        keys = lemmas | {fold(surface)}
        return Term(surface, 0, self._atoms(surface, lemmas), lemmas, known, kind, actor, keys)

    def _actor(self, surface: str, lemmas: frozenset[str]) -> str:
        """Return the base form of a word that is listed as a party or formed like the name of people."""
        listed = sorted(self.parties[n] for n in lemmas & self.parties.keys())
        formed = any(len(n) > _ACTOR_LETTERS and n.endswith(self.actors) for n in (surface.casefold(), *lemmas))
        return listed[0] if listed else min(lemmas) if formed else ""

    def _atoms(self, surface: str, lemmas: frozenset[str]) -> tuple[frozenset[str], ...]:
        pieces = self.lexicon.pieces(surface)
        if len(pieces) > 1:
            return tuple(self._atom((p, *self.lexicon.parts(p))) for p in pieces)
        return (self._atom((*lemmas, *self.lexicon.parts(surface))),)

    def _atom(self, names: Iterable[str]) -> frozenset[str]:
        """Return names of one piece, and the groups of words that may stand for it."""
        known = frozenset(names)
        return known.union(*(self.synonyms.get(n, ()) for n in known))

    def _kind(self, surface: str, lemmas: frozenset[str], first: bool) -> str:
        low = surface.casefold()
        if surface[0].isdigit():
            return "number"
        if low in self.negations:
            return "negation"
        if low in self.connectives or lemmas & self.connectives or len(low) < 2:
            return "connective"
        # A word that may be something else (fi yhdessä: together, or in one) is no number.
        if lemmas and lemmas <= self.numerals:
            return "numeral"
        if self.lexicon.name(surface) or (not first and surface[0].isupper()):
            return "name"
        return "verb" if self._verb(surface, lemmas) else "content"

    def _verb(self, surface: str, lemmas: frozenset[str]) -> bool:
        low = surface.casefold()
        if self.lexicon.verb(surface):
            return True
        # Endings cut off, who teaches looks like what is taught.
        if len(low) > _ACTOR_LETTERS and low.endswith(self.actors) and self.listed.isdisjoint((low, low[:-1])):
            return False
        return bool(lemmas & self.verbs) or low in self._acts


def readers(profile: Profile) -> dict[str, Reader]:
    """Return a reader for every language of the profile."""
    return {language.code: Reader(language) for language in profile.languages}


_WORST = {Method.NATIVE: 0, Method.TEXT_LAYER: 1, Method.OCR: 2, Method.FLAT: 3, Method.NONE: 4}


def worst_method(report: Report) -> int:
    """Return how badly the deck's actions were read, by the most common method: 0 native to 4 not at all."""
    ranks = [_WORST[a.method] for a in report.actions]
    return max(set(ranks), key=lambda r: (ranks.count(r), -r)) if ranks else _WORST[Method.NONE]


def title_of(document: Document) -> str:
    """Return the words that name the document's series: programme or title without years and numbers."""
    return " ".join(w for w in normal(document.programme or document.title).split() if not any(map(str.isdigit, w)))
