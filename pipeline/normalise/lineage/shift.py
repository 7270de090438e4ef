"""What two wordings promise: a state that is reached or work that is done, bindingly or softly.

Programmes say what will be ("the plan is ready") or what is done ("the plan is prepared"), and they bind
("is ensured") or hedge ("is promoted").  Both are read off the verbs: their forms from a dictionary where
there is one, else from the words and endings that the language file lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from pipeline.normalise.lineage.statements import Reader, Term, Words

ACT, STATE = "act", "state"
# So many words behind a verb that binds or hedges may stand the verb that it speaks of.
_REACH = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """What changed between two texts; the members name the words (as printed) that carry it.

    ``form`` is empty unless one text tells a state and the other an action; ``modal`` is empty unless a verb
    that binds or hedges was gained, lost or exchanged for one of the other sort.
    """

    form: frozenset[str] = frozenset()
    modal: frozenset[str] = frozenset()


def shift(old: str, new: str, reader: Reader) -> Shift:
    """Return what changed in what ``old`` and ``new`` promise."""
    a, b = reader.read(old), reader.read(new)
    forms = _form(a, b, reader), _form(b, a, reader)
    turned = set(forms) == {ACT, STATE}
    carriers = _carriers(a, b, reader) | _carriers(b, a, reader) if turned else frozenset()
    return Shift(carriers, _modal(a, b, reader, turned=turned))


def _form(words: Words, other: Words, reader: Reader) -> str:
    """Return what the text tells: an action where any verb does, else a state."""
    if _acts(words, other, reader):
        return ACT
    return STATE if any(reader.form(t) == STATE for t in words.terms) else ""


def _acts(words: Words, other: Words, reader: Reader) -> list[Term]:
    """Return the words that tell an action; an order to do something stands first, without a state word behind."""
    acts = [t for t in words.terms if reader.form(t) == ACT]
    if acts or not words.terms or any(reader.form(t) == STATE for t in words.terms):
        return acts
    first = words.terms[0]
    told = {lemma for t in other.terms[1:] for lemma in t.lemmas}
    return [first] if first.kind == "verb" or first.lemmas & told else []


def _carriers(words: Words, other: Words, reader: Reader) -> frozenset[str]:
    """Return the words that tell the state or action: its verbs, and what a state word says of its subject."""
    out = {t.surface for t in (*_acts(words, other, reader), *(t for t in words.terms if reader.form(t) == STATE))}
    for before, after in zip(words.terms, words.terms[1:], strict=False):
        if reader.links(before) and after.kind != "connective":
            out.add(after.surface)
    return frozenset(out)


def _modal(a: Words, b: Words, reader: Reader, *, turned: bool) -> frozenset[str]:
    hedges = [_said(w, reader.hedges - reader.commits) for w in (a, b)]
    binds = [_said(w, reader.commits - reader.hedges) for w in (a, b)]
    # The one verb that turns a state into work ("is ready", "is prepared") softens nothing that was promised.
    alone = turned and any(len(_verbs(w, reader)) == len(h) == 1 for w, h in zip((a, b), hedges, strict=True))
    softer = (bool(hedges[0]) != bool(hedges[1]) or len(hedges[0]) != len(hedges[1])) and not alone
    # One verb of doing in the place of another is another stage of the work; both are promised.
    firmer = bool(binds[0]) != bool(binds[1]) and not turned and not _exchanged(a, b, reader)
    changed = (hedges[0] ^ hedges[1]) | (binds[0] ^ binds[1])
    kept = _governed(a, b, changed, reader), _governed(b, a, changed, reader)
    # "Strives to open" and "studies whether to open" hedge one promise, and not alike.
    otherwise = bool(hedges[0] and hedges[1] and hedges[0] != hedges[1] and kept[0] & kept[1])
    if not softer and not firmer and not otherwise:
        return frozenset()
    every = changed | kept[0] | kept[1]
    return frozenset(t.surface for w in (a, b) for t in w.terms if t.lemmas & every)


def _exchanged(a: Words, b: Words, reader: Reader) -> bool:
    """Whether each text has a verb that the other has not; without a known one, its first word is taken for it."""
    mine, other = ({t.lemmas for t in _verbs(w, reader) or w.terms[:1]} for w in (a, b))
    said = [frozenset(lemma for t in w.terms for lemma in t.lemmas) for w in (a, b)]
    return any(said[1].isdisjoint(v) for v in mine) and any(said[0].isdisjoint(v) for v in other)


def _governed(words: Words, other: Words, changed: frozenset[str], reader: Reader) -> frozenset[str]:
    """Return the base forms of the verbs that stand behind a gained or lost one, and in the other text too.

    A phrase may stand between ("studies the possibility to open"); a conjunction begins something else.
    """
    said = frozenset(lemma for t in other.terms for lemma in t.lemmas)
    # A form that a dictionary takes for a noun ("to opening") is known by the verb in the other text.
    verbs = said & frozenset(lemma for w in (words, other) for t in _verbs(w, reader) for lemma in t.lemmas)
    kept: set[str] = set()
    for i, term in enumerate(words.terms):
        if term.lemmas & changed:
            behind = takewhile(lambda t: not reader.joins(t), words.terms[i + 1 : i + 1 + _REACH])
            kept |= next((t.lemmas & verbs for t in behind if t.lemmas & verbs), frozenset())
    return frozenset(kept)


def _verbs(words: Words, reader: Reader) -> list[Term]:
    return [t for t in words.terms if t.kind == "verb" or reader.form(t)]


def _said(words: Words, verbs: frozenset[str]) -> frozenset[str]:
    """Return which of the listed base forms a text uses, participles and passives included."""
    return frozenset(lemma for t in words.terms for lemma in t.lemmas & verbs)
