"""What a language knows about a word: is it one, its lemmas, its compound parts.

Finnish is answered by Voikko (https://voikko.puimula.org), where it and its dictionary are
installed.  Other languages, and Finnish without Voikko, are answered by word frequencies and a light
suffix stemmer.  Nothing here fails: a missing resource gives a poorer answer.
"""

from __future__ import annotations

import functools
import re
from typing import Protocol, TypeAlias, cast

# A word seen less than once in ten million words is as often a slip of the pen as a word.
_KNOWN_ZIPF = 2.0
# Parts of a compound are everyday words (once in a million), else any string falls apart.
_PART_ZIPF = 3.0
_PART_LETTERS = 4
# Shorter pieces make a compound of many a misread word (genom + fors), so they are no proof of spelling.
_PROOF_LETTERS = 5
_STEM_LETTERS = 4
_MEMO = 1 << 16
_VERB, _NAME = "verb", "name"
_CLASSES = dict.fromkeys(("nimi", "etunimi", "sukunimi", "paikannimi"), _NAME)
_FINITE = ("indicative", "conditional", "potential", "imperative")
# Lemmas, parts, pieces of the compound, "verb" or "name" where a dictionary says so, and what a verb tells.
_Entry: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str]

# Inflections, the longest is tried first; after the lists of the Snowball stemmers (https://snowballstem.org),
# cut down to the endings of nouns, adjectives and plain verb forms.
_SUFFIXES = {
    "sv": "heterna heten heter arnas ernas ornas andet ande arna erna orna aren ades ade ats ans ens ets ars "
    "ers ors are ast het ar er or en et as es at na ad a e s t",
    "en": "ational isations isation ization ations ation ments ment ingly edly ness ings ing ions ion ies ers ed er "
    "es ly e s y",
    "fi": "misissa misesta misessa mistaan misella miseen misen mista missa misten minen taan tään iden isiin "
    "issa issä ista istä illa illä ilta iltä ille ineen iin ssa ssä sta stä lla llä lta ltä lle ksi tta ttä "
    "den ten jen vat vät tu ty ja jä ta tä na nä in en an än on a ä n t i",
}


class _Analyser(Protocol):
    """The part of Voikko that is used."""

    def spell(self, word: str) -> bool:
        """Return whether ``word`` is spelled right."""

    def analyze(self, word: str) -> list[dict[str, str]]:
        """Return the readings of ``word``."""


class Lexicon:
    """Answers about the words of one language; equal questions are answered from memory."""

    def __init__(self, code: str, *, voikko: bool = True) -> None:
        """Open what there is for the language ``code``; ``voikko=False`` leaves Voikko out."""
        self.code = code
        self._voikko = _open_voikko() if code == "fi" and voikko else None
        self._read = functools.lru_cache(_MEMO)(self._analyse)
        self._known = functools.lru_cache(_MEMO)(self._look_up)

    @property
    def precise(self) -> bool:
        """Whether a dictionary answers, not frequencies alone."""
        return self._voikko is not None

    def known(self, word: str) -> bool:
        """Return whether ``word`` is spelled right; numbers and single letters are."""
        return self._known(word)

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the base forms that ``word`` may be a form of, lower case; never empty."""
        return self._read(word)[0]

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the roots of which ``word`` is compounded or derived, lower case; empty for a simple word."""
        return self._read(word)[1]

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the pieces of which ``word`` is compounded, base forms in order; empty for a simple word."""
        return self._read(word)[2]

    def verb(self, word: str) -> bool:
        """Return whether a dictionary reads ``word`` as a finite verb."""
        return self._read(word)[3] == _VERB

    def form(self, word: str) -> str:
        """Return ``act`` for a passive present or a verbal noun as subject, ``state`` for what is or was done.

        Empty where no dictionary knows ``word`` as a form of a verb.
        """
        return self._read(word)[4]

    def name(self, word: str) -> bool:
        """Return whether a dictionary reads ``word`` as a proper name and as nothing else."""
        return self._read(word)[3] == _NAME

    def _look_up(self, word: str) -> bool:
        bare = word.strip("-")
        if len(bare) < 2 or not any(c.isalpha() for c in bare):
            return True
        if self._voikko is not None:
            return self._voikko.spell(word) or ("-" in bare and all(map(self.known, bare.split("-"))))
        if _zipf(bare, self.code) >= _KNOWN_ZIPF:
            return True
        if "-" in bare:
            return all(map(self.known, bare.split("-")))
        parts = _compound(bare.casefold(), self.code)
        return bool(parts) and min(map(len, parts)) >= _PROOF_LETTERS

    def _analyse(self, word: str) -> _Entry:
        bare = word.strip("-")
        found = self._voikko and (self._voikko.analyze(bare) or self._voikko.analyze(bare.casefold()))
        if not found:
            return self._guess(bare)
        lemmas = tuple(dict.fromkeys(a["BASEFORM"].casefold() for a in found if a.get("BASEFORM")))
        if not lemmas:
            return self._guess(bare)
        cuts = [self._cut(a) for a in found]
        roots = dict.fromkeys(r for a, cut in zip(found, cuts, strict=True) for r in (*cut, *_roots(a)))
        classes = {_CLASSES.get(a.get("CLASS", ""), "") for a in found}
        finite = any(a.get("CLASS") == "teonsana" and a.get("MOOD", "").endswith(_FINITE) for a in found)
        kind = _VERB if finite else _NAME if classes == {_NAME} else ""
        return (
            lemmas,
            tuple(r for r in roots if r not in lemmas),
            min(cuts, key=lambda c: (not c, len(c))),
            kind,
            _form(found),
        )

    def _cut(self, reading: dict[str, str]) -> tuple[str, ...]:
        """Cut the base form where Voikko's structure (``=pppp=ppp``) has its joints; each piece in its base form."""
        base = reading.get("BASEFORM", "").casefold()
        if "-" in base:
            return tuple(self.lemmas(p)[0] for p in base.split("-") if p)
        lengths = [len(p) for p in reading.get("STRUCTURE", "").split("=")[1:]]
        if len(lengths) < 2:
            return ()
        starts = [sum(lengths[:i]) for i in range(len(lengths))]
        ends = [*starts[1:], len(base)]
        return tuple(self.lemmas(base[a:b])[0] for a, b in zip(starts, ends, strict=True) if base[a:b])

    def _guess(self, word: str) -> _Entry:
        low = word.casefold().split(":")[0]
        pieces = [p for p in re.split(r"[-/]", low) if p]
        if len(pieces) > 1:
            ends = tuple(self.lemmas(piece)[0] for piece in pieces)
            parts = dict.fromkeys(p for end, piece in zip(ends, pieces, strict=True) for p in (end, *self.parts(piece)))
            return (low.removesuffix(pieces[-1]) + ends[-1],), tuple(parts), ends, "", ""
        parts = dict.fromkeys(_stem(p, self.code) for p in _compound(low, self.code)) if self._voikko is None else {}
        return (_stem(low, self.code),), tuple(parts), tuple(parts), "", ""


@functools.cache
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of the language ``code`` (ISO 639-1); an unknown language gets stems only."""
    return Lexicon(code)


def _open_voikko() -> _Analyser | None:
    # A missing package, library or dictionary each raise something else, none of which may stop a run.
    try:
        from libvoikko import Voikko

        return cast(_Analyser, Voikko("fi"))
    except Exception:
        return None


def _zipf(word: str, code: str) -> float:
    try:
        from wordfreq import zipf_frequency

        return float(zipf_frequency(word, code))
    except (ImportError, LookupError):
        return 0.0


def _roots(reading: dict[str, str]) -> tuple[str, ...]:
    """Read Voikko's ``+palvel(palvella)+u(+u)+tarjotin(tarjotin)`` as its free roots."""
    inside = re.findall(r"\(([^)]*)\)", reading.get("WORDBASES", ""))
    bare = (r.casefold().replace("=", "") for r in inside if not r.startswith("+"))
    return tuple(r for r in bare if len(r) > 2)


def _form(readings: list[dict[str, str]]) -> str:
    """Tell from Voikko's readings whether a verb's form tells an action (passive, verbal noun) or a state."""
    passive = any(r.get("PERSON") == "4" and r.get("TENSE") == "present_simple" for r in readings)
    noun = any(r.get("MOOD") == "MINEN-infinitive" and r.get("SIJAMUOTO") == "nimento" for r in readings)
    if passive or noun:
        return "act"
    done = any(r.get("PARTICIPLE", "").startswith("past") for r in readings)
    lives = all(r.get("PERSON") == "3" or r.get("PARTICIPLE") for r in readings)
    return "state" if done or lives else ""


@functools.cache
def _suffixes(code: str) -> tuple[str, ...]:
    return tuple(sorted(_SUFFIXES.get(code, "").split(), key=lambda s: (-len(s), s)))


def _stem(word: str, code: str) -> str:
    for suffix in _suffixes(code):
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_LETTERS:
            return word[: -len(suffix)]
    return word


def _compound(word: str, code: str) -> tuple[str, ...]:
    """Cut a Germanic compound into two everyday words, the linking ``s`` aside."""
    if code != "sv":
        return ()
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for cut in range(_PART_LETTERS, len(word) - _PART_LETTERS + 1):
        head, tail = word[:cut], word[cut:]
        heads = (head, head[:-1]) if head.endswith("s") and cut > _PART_LETTERS else (head,)
        for first in heads:
            weakest = min(_zipf(first, code), _zipf(tail, code))
            if weakest >= _PART_ZIPF and weakest > best[0]:
                best = (weakest, (first, tail))
    return best[1]
