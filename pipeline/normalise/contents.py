"""What a column holds by what stands in it, where its heading does not say."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.model import Cell
from pipeline.normalise.details import DUE
from pipeline.normalise.labels import goal_label, joined
from pipeline.normalise.legend import Legend
from pipeline.normalise.vocabulary import Vocabulary
from pipeline.profiles import fold

NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-H]\.?\d{1,2})[.)]?$")
NAMES = frozenset(("unit", "job", "body", "organisation"))
MOST = 2 / 3
HALF = 0.5
LEAST = 2
NAME_WORDS, NAME_MEAN = 5, 3.5
STEM, ENDING = 4, 3


def kind_of(cells: Sequence[Cell], vocabulary: Vocabulary, legend: Legend, owners: Collection[str] = ()) -> str:
    """Return the concept that the cells below a heading show, ``""`` where they show none.

    Signs of the legend are verdicts; numbers, dates and labels of goals are what they are; short names are owners
    where at least half of them are known as such elsewhere or hold a word for a unit or a job.
    """
    told = [c for c in cells if c.items and joined(c.items).text.strip()]
    texts = [joined(c.items).text.strip() for c in told]
    signs = sum(len(c.items) == 1 and (legend.read(c.items[0]) or ("", None, False))[2] for c in told)
    if texts and signs >= MOST * len(texts):
        return "status"
    if len(texts) < LEAST:
        return ""
    shares = (
        ("number", sum(bool(NUMBER.match(t)) for t in texts)),
        ("due", sum(bool(DUE.match(t)) and not NUMBER.match(t) for t in texts)),
        (
            "goal",
            sum(
                goal_label(" ".join(f"{i.bullet} {i.reading.text}".strip() for i in c.items), vocabulary) is not None
                for c in told
            ),
        ),
    )
    found = next((kind for kind, hits in shares if hits >= MOST * len(texts)), "")
    return found or ("owner" if _are_owners(texts, vocabulary, owners) else "")


def _are_owners(texts: Sequence[str], vocabulary: Vocabulary, owners: Collection[str]) -> bool:
    words = [len(t.split()) for t in texts]
    short = sum(n <= NAME_WORDS and t[:1].isupper() and not t.endswith(".") for n, t in zip(words, texts, strict=True))
    known = sum(t in owners or names_unit(t, vocabulary) for t in texts)
    return short >= MOST * len(texts) and known >= HALF * len(texts) and sum(words) <= NAME_MEAN * len(words)


def names_unit(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short text holds a word for a unit, a job, a committee or an organisation, alone or in a compound."""
    words = fold(text).split()
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept in NAMES]
    return any(_names(w, s) for w in words for s in stems)


def _names(word: str, stem: str) -> bool:
    """Whether a word is the stem, a compound that ends in it (an ending aside), or holds one of some length."""
    at = word.rfind(stem) if len(stem) >= STEM else -1
    return word == stem or (at >= 0 and (len(stem) > STEM or len(word) - at - STEM <= ENDING))
