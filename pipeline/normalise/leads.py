"""Lines that say what the lines below them are: measures, proposals, numbered points of the narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Item
from pipeline.normalise.vocabulary import Vocabulary, squeeze, years

NUMBERED = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.)]?$|^[a-z][.)]$")


@dataclass(slots=True)
class Lead:
    """A line that says what the lines below it are."""

    kind: str
    level: int
    child: int | None = None

    def covers(self, item: Item) -> bool:
        """Whether ``item`` still stands below this line."""
        numbered = bool(NUMBERED.match(item.bullet))
        if self.child is None:
            return item.level >= self.level or numbered
        return item.level >= self.child or (numbered and self.kind == "proposal")


def lead_in(item: Item, text: str, follower: Item | None, vocabulary: Vocabulary) -> Lead | None:
    """Return what a line says of those below it, ``None`` where it says nothing; ``follower`` is the next line."""
    if not item.level and len(text.split()) <= 4 and vocabulary.column(text) == "indicator":
        return Lead("indicator", 1)
    if not text.endswith(":") or len(text) > 160:
        return None
    for kind in ("indicator", "proposal"):
        if vocabulary.names(text, kind) or (kind == "proposal" and _compound(text, vocabulary)):
            return Lead(kind, item.level)
    if len(years(text)) == 1:
        return None
    if follower and NUMBERED.match(follower.bullet) and not NUMBERED.match(item.bullet):
        return Lead("numbered", item.level)
    return None


def _compound(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a compound in ``text`` ends in a proposal word (*kehittämisehdotusta*, *åtgärdsförslag*)."""
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept == "proposal"]
    return any(stem in squeeze(word)[3:] for word in text.split() for stem in stems if len(stem) > 4)
