"""What two wordings promise: a state that is reached or work that is done, bindingly or softly.

Programmes say what will be ("the plan is ready") or what is done ("the plan is prepared"), and they bind
("is ensured") or hedge ("is promoted").  Both are read off the verbs: their forms from a dictionary where
there is one, else from the words and endings that the language file lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.normalise.lineage.statements import Reader, Term, Words

ACT, STATE = "act", "state"


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
    firmer = bool(binds[0]) != bool(binds[1]) and not turned
    if not softer and not firmer:
        return frozenset()
    changed = (hedges[0] ^ hedges[1]) | (binds[0] ^ binds[1])
    out = {t.surface for w in (a, b) for t in w.terms if t.lemmas & changed}
    return frozenset(out | _governed(a, b, changed, reader) | _governed(b, a, changed, reader))


def _governed(words: Words, other: Words, changed: frozenset[str], reader: Reader) -> set[str]:
    """Return the verbs that stand behind a gained or lost one, in both texts: all of it is the promise."""
    verbs = {lemma for t in _verbs(other, reader) for lemma in t.lemmas}
    behind = [t for before, t in zip(words.terms, words.terms[1:], strict=False) if before.lemmas & changed]
    kept = {lemma for t in behind for lemma in t.lemmas & verbs}
    return {t.surface for w in (words, other) for t in w.terms if t.lemmas & kept}


def _verbs(words: Words, reader: Reader) -> list[Term]:
    return [t for t in words.terms if t.kind == "verb" or reader.form(t)]


def _said(words: Words, verbs: frozenset[str]) -> frozenset[str]:
    """Return which of the listed base forms a text uses, participles and passives included."""
    return frozenset(lemma for t in words.terms for lemma in t.lemmas & verbs)
