"""How decks are named to people: by their title, and by their file where the title alone does not tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.export.renditions import siblings, trusted
from pipeline.export.views import documents
from pipeline.model import State
from pipeline.records import Dataset, Document

LEFT_OUT = (State.ERROR, State.SKIPPED, State.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Decks:
    """The decks, oldest first, with a title for each and the title of the whole."""

    all: tuple[Document, ...]
    by_id: Mapping[str, Document]
    titles: Mapping[str, str]
    names: Mapping[str, str]
    brand: str

    @property
    def read(self) -> tuple[Document, ...]:
        """The decks that something was read from."""
        return tuple(d for d in self.all if d.state not in LEFT_OUT)

    @property
    def left_out(self) -> tuple[Document, ...]:
        """The inputs that are no decks, cannot be read, or are there twice."""
        return tuple(d for d in self.all if d.state in LEFT_OUT)

    def title(self, document_id: str) -> str:
        """Return the title of a deck, empty where none is known."""
        return self.titles.get(document_id, "")

    def path(self, document_id: str) -> str:
        """Return the file of a deck."""
        found = self.by_id.get(document_id)
        return found.path if found else document_id

    def name(self, document_id: str) -> str:
        """Return the title of a deck, with its file where others have the same title, or the file alone."""
        return self.names.get(document_id, document_id)


def decks(dataset: Dataset) -> Decks:
    """Return the decks of ``dataset``.

    Files of one deck go by the title of the one that was read best: a scan may have read its own
    title badly.
    """
    found = documents(dataset)
    same = siblings(dataset)
    trust = trusted(dataset)
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in found:
        groups[same.get(document.document_id, document.document_id)].append(document)
    best = {name: max(group, key=lambda d: (bool(d.title), trust(d), d.document_id)) for name, group in groups.items()}
    titles = {d.document_id: best[name].title for name, group in groups.items() for d in group}
    newest = [d for d in reversed(found) if d.state not in LEFT_OUT and d in best.values()]
    brand = next((d.programme or d.title for d in newest if d.programme or d.title), "deckline")
    shared = Counter(titles.values())
    names = {d.document_id: _name(titles[d.document_id], d.path, shared) for d in found}
    return Decks(found, {d.document_id: d for d in found}, titles, names, brand)


def _name(title: str, path: str, shared: Mapping[str, int]) -> str:
    return (f"{title} [{path}]" if shared[title] > 1 else title) if title else path
