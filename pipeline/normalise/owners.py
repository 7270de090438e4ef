"""Names of owners in brackets at the end of a line, where no heading and no verdict says that they are owners."""

from __future__ import annotations

import collections
import re

from pipeline.model import BlockKind, Deck
from pipeline.normalise.details import BRACKET, NAME, read_details
from pipeline.normalise.vocabulary import Vocabulary

ACRONYM = re.compile(r"^[^\Wa-zåäö]{2,7}$")
OFTEN = 2


def in_brackets(text: str) -> str:
    """Return the capitalised name in brackets at the end of a line, which is no acronym of what stands before it."""
    found = BRACKET.search(text)
    name = found[1].strip() if found and found.start() > 0 else ""
    return name if NAME.match(name) and not ACRONYM.match(name) else ""


def named_owners(deck: Deck, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the names that return in brackets at the end of lines, or stand there beside a verdict or date."""
    items = [i for p in deck.pages for b in p.blocks if b.kind is not BlockKind.FURNITURE for i in b.items]
    items += [i for p in deck.pages for t in p.tables for c in t.cells for i in c.items]
    names = collections.Counter(in_brackets(i.reading.text) for i in items)
    beside = {read_details(i.reading, vocabulary).owner for i in items if BRACKET.search(i.reading.text)}
    often = {name for name, count in names.items() if count >= OFTEN}
    return frozenset((often | beside) - {""})
