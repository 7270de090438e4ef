"""The gate: how much of a page's ä, ö and å is lost.

A look at the letters is enough for most pages.  Where marks are scarce the lexicons decide: a word
that is none as it stands, but is one with its marks put back, has lost them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.normalise.letters.prior import Prior
from pipeline.normalise.letters.tokens import MARKS
from pipeline.normalise.letters.tongues import WORD
from pipeline.normalise.lexicon import Lexicon
from pipeline.profiles import Profile, fold

# Share of ä, ö and å among the letters of running text, the lower one of Finnish and Swedish; above this part
# of it the letters are taken to be there.
_EXPECTED, _PLENTY = 0.045, 0.6
# Loss at which the gate opens, and how many words the deck's loss counts for on a page.
_OPEN, _DECK_WEIGHT = 0.25, 4.0
# Commonest words: so many more of them in a language without marks, and none are missed.
_FOREIGN, _FOREIGN_LEAST = 4, 3
# Share of words that a dictionary does not know, below which none lost its marks.
_UNKNOWN = 0.08


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text shows: letters, marked letters, words that lost marks and words that have them."""

    letters: int
    marks: int
    lost: int = 0
    whole: int = 0

    @property
    def scarce(self) -> bool:
        """Whether there are fewer marks than Finnish or Swedish text has."""
        return self.marks < _PLENTY * _EXPECTED * self.letters


def glance(texts: Iterable[str]) -> Signs:
    """Count letters and marks."""
    letters = marks = 0
    for text in texts:
        letters += sum(map(str.isalpha, text))
        marks += sum(map(text.count, MARKS))
    return Signs(letters, marks)


def is_harmless(texts: Sequence[str], profile: Profile, dictionary: Lexicon | None) -> bool:
    """Return whether text without marks is right so: in a language that has none, or made of words that need none."""
    words = [w for text in texts for w in WORD.findall(text)]
    plain = {fold(w) for x in profile.languages if not x.letters for w in x.common}
    marked = {fold(w) for x in profile.languages if x.letters for w in (*x.common, *x.conjunctions)} - plain
    low = [w.lower() for w in words]
    foreign = sum(w in plain for w in low)
    if foreign >= _FOREIGN_LEAST and foreign > _FOREIGN * sum(w in marked for w in low):
        return True
    if dictionary is None:
        return not words
    return sum(not dictionary.known(w) for w in words) <= _UNKNOWN * len(words)


def examine(signs: Signs, texts: Iterable[str], priors: Sequence[Prior]) -> Signs:
    """Ask the lexicons of the languages with marks which words lost theirs."""
    lost = whole = 0
    for word in (w for text in texts for w in WORD.findall(text)):
        if MARKS & set(word):
            whole += 1
        else:
            lost += any(p.lost_marks(word) for p in priors) and not any(p.known(word) for p in priors)
    return Signs(signs.letters, signs.marks, lost, whole)


def losses(pages: Sequence[Signs]) -> tuple[float, ...]:
    """Return the estimated share of marks lost on each page; 0 where the page is clean.

    A page with few words leans on the deck: its estimate is drawn towards the mean of the suspicious pages.
    """
    lost, whole = sum(p.lost for p in pages), sum(p.whole for p in pages if p.scarce)
    deck = lost / (lost + whole) if lost else 0.0
    shares = [(p.lost + _DECK_WEIGHT * deck) / (p.lost + p.whole + _DECK_WEIGHT) if p.lost else 0.0 for p in pages]
    return tuple(s if s > _OPEN else 0.0 for s in shares)
