"""What changed between two wordings, in whole words, so that both texts can be rebuilt from the steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import LCSseq, Levenshtein

from pipeline.normalise.lineage.noise import shape
from pipeline.normalise.lineage.shift import Shift, shift
from pipeline.normalise.lineage.statements import Reader, Words, fold, normal

_TOKEN = re.compile(r"\w+(?:[-'’:./]\w+)*|[^\w\s]")
# Beyond this many word pairs a rewritten stretch is shown as one block; pairing its words explains nothing.
_PAIRABLE = 2_500
# Two words this near (share of letters kept) are shown as one word that changed, not as one gone and one come.
_NEAR = 0.6
# Share of letters, diacritics aside, that OCR gets wrong in a word of which it still is a reading; a quarter
# is as far as inflection goes, so more would call a changed form a reading error.
_NOISE_SHARE = 0.25
_NOISE_SHARE_CLEAN = 0.2
_NOISE_LETTERS = 4
_SHAPED_LETTERS = 3
# A deck that is well read has a slip in a word, not two.
_SLIP = 1
_NUMBERS = ("number", "numeral")
_SENTENCE_ENDS = frozenset(".!?:")


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the old to the new text; ``before`` of an insert and ``after`` of a delete are empty."""

    op: str
    before: str
    after: str
    change_class: str = ""
    suspect_noise: bool = False

    @property
    def content(self) -> bool:
        """Whether a reader would call it a change of wording: no reading error, no mere sign or capital."""
        return self.op != "equal" and not self.suspect_noise and self.change_class not in ("punctuation", "case", "")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is known of two texts as a whole: what they promise, and whether they say the same numbers in one order."""

    turn: Shift
    same_numbers: bool


def redline(old: str, new: str, reader: Reader, *, damaged: bool = False) -> tuple[Step, ...]:
    """Return the steps from ``old`` to ``new``; empty when they are equal or the steps would not rebuild them.

    ``damaged`` says that one of the documents is known to be misread in many places.
    """
    if old == new:
        return ()
    found = _steps(old, new, reader)
    whole = _whole(old, new, reader)
    classed = [_classed(s, reader, whole, inside=k > 0, damaged=damaged) for k, s in enumerate(found)]
    steps = _ordered(_uncapped(classed))
    accepted = "".join(s.after for s in steps), "".join(s.before for s in steps)
    return tuple(steps) if accepted == (new, old) else ()


def strays(steps: Sequence[Step], *, gained: bool, lost: bool, both: bool = False) -> tuple[Step, ...]:
    """Return ``steps`` with the words suspected that may be of a neighbour, where the borders of cells were lost.

    ``gained`` suspects what the new text has more, ``lost`` what the old one had; ``both`` says that the two are one
    statement in two files of a deck, so that what is missing was lost in reading as well.
    """
    ops = {op for op, told in (("insert", gained or both), ("delete", lost or both)) if told}
    return tuple(
        replace(s, suspect_noise=True)
        if (s.op in ops and s.change_class != "order") or (both and s.op == "replace")
        else s
        for s in steps
    )


def _whole(old: str, new: str, reader: Reader) -> _Whole:
    counted = [_counted(text, reader) for text in (old, new)]
    return _Whole(shift(old, new, reader), counted[0] == counted[1])


def _counted(text: str, reader: Reader) -> list[str]:
    """Return the numbers of a text in their order, numerals by their base form."""
    return [t.surface if t.kind == "number" else min(t.lemmas) for t in reader.read(text).terms if t.kind in _NUMBERS]


def unchanged(old: str, new: str, reader: Reader, *, damaged: bool = False) -> bool:
    """Return whether two texts say the same but for punctuation, case and reading errors."""
    if normal(old) == normal(new):
        return True
    steps = redline(old, new, reader, damaged=damaged)
    return bool(steps) and not any(s.content for s in steps)


def _steps(old: str, new: str, reader: Reader) -> list[Step]:
    a = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(old)]
    b = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(new)]
    anchors = _anchors([t[0] for t in a], [t[0] for t in b], reader)
    out: list[Step] = []
    at = bt = 0
    for i, j in anchors:
        _gap(out, old[at : a[i][1]], new[bt : b[j][1]])
        _put(out, a[i][0], b[j][0])
        at, bt = a[i][2], b[j][2]
    _gap(out, old[at:], new[bt:])
    return out


def _anchors(a: list[str], b: list[str], reader: Reader) -> list[tuple[int, int]]:
    """Pair the words that stay, and inside each rewritten stretch the words that turned into one another."""
    kept = [
        (block.src_start + k, block.dest_start + k)
        for block in LCSseq.opcodes(a, b)
        if block.tag == "equal"
        for k in range(block.src_end - block.src_start)
    ]
    out: list[tuple[int, int]] = []
    for (i, j), (k, m) in pairwise([(-1, -1), *kept, (len(a), len(b))]):
        inside = _turned(a[i + 1 : k], b[j + 1 : m], reader)
        out += [(i + 1 + x, j + 1 + y) for x, y in inside]
        if k < len(a):
            out.append((k, m))
    return out


def _turned(a: list[str], b: list[str], reader: Reader) -> list[tuple[int, int]]:
    """Align two stretches by word likeness (Needleman and Wunsch 1970, gaps free)."""
    if not a or not b or len(a) * len(b) > _PAIRABLE:
        return []
    likeness = [[_likeness(x, y, reader) for y in b] for x in a]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            take = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            out.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


def _likeness(a: str, b: str, reader: Reader) -> float:
    if a[0].isalnum() != b[0].isalnum() or a[0].isdigit() != b[0].isdigit():
        return 0.0
    if a[0].isdigit():
        return _NEAR
    x, y = fold(a), fold(b)
    near = 1 - (Levenshtein.distance(x, y) + Levenshtein.distance(shape(x), shape(y))) / 2 / max(len(x), len(y))
    if near < _NEAR and reader.term(a, False).lemmas & reader.term(b, False).lemmas:
        near = _NEAR
    return near if near >= _NEAR else 0.0


def _gap(out: list[Step], old: str, new: str) -> None:
    lead = 0
    while lead < min(len(old), len(new)) and old[lead] == new[lead] and old[lead].isspace():
        lead += 1
    _put(out, old[:lead], new[:lead])
    old, new = old[lead:], new[lead:]
    tail = 0
    while tail < min(len(old), len(new)) and old[-1 - tail] == new[-1 - tail] and old[-1 - tail].isspace():
        tail += 1
    _put(out, old[: len(old) - tail], new[: len(new) - tail])
    _put(out, old[len(old) - tail :], new[len(new) - tail :])


def _put(out: list[Step], before: str, after: str) -> None:
    if not before and not after:
        return
    if before == after and out and out[-1].op == "equal":
        out[-1] = Step("equal", out[-1].before + before, out[-1].after + after)
        return
    op = "equal" if before == after else "insert" if not before else "delete" if not after else "replace"
    out.append(Step(op, before, after))


def _classed(step: Step, reader: Reader, whole: _Whole, *, inside: bool, damaged: bool) -> Step:
    if step.op == "equal":
        return step
    a, b = reader.read(step.before), reader.read(step.after)
    # Within a sentence a capital means a name; at its head it means nothing.
    named = all(t.kind == "name" or (inside and t.surface[0].isupper()) for t in (*a.terms, *b.terms))
    noise = _noise(step, a, b, named=named, damaged=damaged)
    return replace(step, change_class=_class(step, a, b, reader, whole), suspect_noise=noise)


def _class(step: Step, a: Words, b: Words, reader: Reader, whole: _Whole) -> str:
    if normal(step.before) == normal(step.after):
        return "case" if step.before.casefold() == step.after.casefold() else "punctuation"
    lemmas_a, lemmas_b = _lemmas(a), _lemmas(b)
    if (a.years != b.years and not whole.same_numbers) or (lemmas_a ^ lemmas_b) & reader.months:
        return "date"
    if a.numbers != b.numbers and not whole.same_numbers:
        return "number"
    if a.negated != b.negated:
        return "negation"
    said = {t.surface for t in (*a.terms, *b.terms)}
    if said & whole.turn.modal:
        return "modality"
    if said & whole.turn.form:
        return "state_to_action"
    if _inflected(a, b):
        return "inflection"
    if a.parties != b.parties and (step.op == "replace" or _people(a, b, reader)):
        return "party"
    if step.op == "replace" or not any(t.kind in ("content", "name") for t in (*a.terms, *b.terms)):
        return "wording"
    return "scope_added" if step.op == "insert" else "scope_removed"


def _people(a: Words, b: Words, reader: Reader) -> bool:
    """Whether all that a step says is who: what is done with or without them is a change of scope."""
    said = [t for t in (*a.terms, *b.terms) if t.kind in ("content", "name", "verb")]
    return all(t.actor or t.lemmas & reader.parties.keys() for t in said)


def _uncapped(steps: list[Step]) -> list[Step]:
    """Take the class from capitals that come and go with the head of the sentence: nothing is said by them."""
    out, old, new = [], "", ""
    for step in steps:
        if step.change_class == "case" and _heads(old) != _heads(new) and step.before[1:] == step.after[1:]:
            out.append(replace(step, change_class=""))
        else:
            out.append(step)
        old, new = old + step.before, new + step.after
    return out


def _heads(before: str) -> bool:
    return not before.rstrip() or before.rstrip()[-1] in _SENTENCE_ENDS


def _lemmas(words: Words) -> frozenset[str]:
    return frozenset(lemma for term in words.terms for lemma in term.lemmas)


def _noise(step: Step, a: Words, b: Words, *, named: bool, damaged: bool) -> bool:
    """Whether evidence from both sides speaks of a reading error: a word nobody knows, near a word that fits."""
    x, y = (fold(re.sub(r"[\W_]+", "", t)) for t in (step.before, step.after))
    if normal(step.before) == normal(step.after):
        return False
    if not x or not y:
        return damaged and len(x + y) <= 1 and not (x + y).isdigit()
    terms = (*a.terms, *b.terms)
    strange = any(not t.known for t in terms)
    if x == y:
        return strange or damaged
    cost = (Levenshtein.distance(x, y) + Levenshtein.distance(shape(x), shape(y))) / 2
    if a.numbers != b.numbers or a.years != b.years:
        return damaged and shape(x) == shape(y)
    if damaged and cost <= 1 and any(t.kind == "connective" for t in terms):
        return True
    if named:
        return damaged and shape(x) == shape(y)
    if damaged and strange and min(len(x), len(y)) >= _SHAPED_LETTERS and shape(x) == shape(y):
        return True
    if not strange or min(len(x), len(y)) < _NOISE_LETTERS or (not damaged and _inflected(a, b)):
        return False
    allowed = (_NOISE_SHARE if damaged else _NOISE_SHARE_CLEAN) * max(len(x), len(y))
    return cost <= (allowed if damaged else min(allowed, _SLIP))


def _inflected(a: Words, b: Words) -> bool:
    return len(a.terms) == len(b.terms) and all(x.lemmas & y.lemmas for x, y in zip(a.terms, b.terms, strict=True))


def _ordered(steps: list[Step]) -> list[Step]:
    """Call words that went from one place and came at another a change of order."""
    gone = {normal(s.before): i for i, s in enumerate(steps) if s.op == "delete" and normal(s.before)}
    out = list(steps)
    for i, step in enumerate(steps):
        other = gone.pop(normal(step.after), None) if step.op == "insert" else None
        if other is not None:
            out[i] = replace(step, change_class="order")
            out[other] = replace(steps[other], change_class="order")
    return out
