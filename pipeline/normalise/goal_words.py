"""The word by which a deck itself calls its goals, where it is none that a language file knows.

A word before numbers that run from 1 without a hole, each with a wording of its own, at the head of
pages or parts that hold actions, calls the goals (*Guiding star 1: ...*, *Guiding star 2: ...*).
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.model import Deck
from pipeline.normalise.labels import goal_label, ordinal
from pipeline.normalise.numbered import candidates, has_actions
from pipeline.normalise.vocabulary import Vocabulary, squeeze
from pipeline.profiles import fold

LABELLED = re.compile(r"^\s*([^\W\d_][^\W\d_-]{2,24}(?:\s[^\W\d_]{2,24})?)\s+(\d{1,2}|[IVX]{1,4})\s*[:.–—-]\s*(\S.+)$")
LEAST = 2
SAME = 85.0
OTHER = frozenset(("area", "action", "status", "owner", "indicator", "due", "number", "year", "part", "summary"))


def with_goal_word(deck: Deck, vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with the deck's own word for its goals; itself where known ones say otherwise."""
    texts = [text for page in deck.pages for text in candidates(page, vocabulary)]
    words, run = _run(texts, vocabulary)
    labelled = ((label, t) for t in texts if (label := goal_label(t, vocabulary)) and label.number is not None)
    known = {label.number: squeeze(t[label.start :]) for label, t in labelled if t[label.start :].strip()}
    at_odds = any(fuzz.ratio(known.get(n, wording), wording) < SAME for n, wording in run.items())
    apart = bool(known) and not known.keys() & run.keys()
    if apart or at_odds or not words or not has_actions(deck, vocabulary):
        return vocabulary
    stem = tuple(fold(words).split())
    return replace(vocabulary, stems=(*vocabulary.stems, ("goal", stem)))


def with_page_kinds(deck: Deck, vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with what stands behind the numbers of several goals: it says what their pages hold.

    *Goal 1: the year*, *Goal 2: the year* give no wording of either.
    """
    behind: dict[str, set[int]] = collections.defaultdict(set)
    for text in (text for page in deck.pages for text in candidates(page, vocabulary)):
        label = goal_label(text, vocabulary)
        if label and label.number is not None:
            behind[squeeze(text[label.start :])].add(label.number)
    kinds = frozenset(rest for rest, numbers in behind.items() if rest and len(numbers) > 1)
    return replace(vocabulary, page_kinds=kinds) if kinds else vocabulary


def _run(texts: Iterable[str], vocabulary: Vocabulary) -> tuple[str, dict[int, str]]:
    """Return the word (or two) that counts its wordings from 1 on, with them; of several the one with most."""
    found: dict[str, dict[int, str]] = collections.defaultdict(dict)
    broken = set()
    for text in texts:
        match = LABELLED.match(text)
        number = ordinal(match[2]) if match else None
        if not match or not number or vocabulary.hits(match[1], OTHER):
            continue
        word, wording = fold(match[1]), squeeze(match[3])
        if fuzz.ratio(found[word].setdefault(number, wording), wording) < SAME:
            broken.add(word)
    runs = [
        (len(texts_), word)
        for word, texts_ in found.items()
        if word not in broken
        and len(texts_) >= LEAST
        and set(texts_) == set(range(1, len(texts_) + 1))
        and len(set(texts_.values())) == len(texts_)
    ]
    best = max(runs, default=(0, ""))[1]
    return best, dict(found[best]) if best else {}
