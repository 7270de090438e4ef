"""Which files are the same deck in another form: the PDF, the slides and the scan of one meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from pipeline.model import Method
from pipeline.records import Dataset, Document

_TRUST = (Method.NATIVE, Method.FLAT, Method.TEXT_LAYER, Method.OCR, Method.NONE)


def siblings(dataset: Dataset) -> dict[str, str]:
    """Return, for each document that is another file of the same deck, the id that stands for them all."""
    place = {a.action_id: a.document_id for a in dataset.actions}
    place |= {g.goal_id: g.document_id for g in dataset.goals} | {a.area_id: a.document_id for a in dataset.areas}
    first: dict[str, str] = {}
    for link in dataset.links:
        if link.matched_by == "rendition" and link.from_id in place and link.to_id in place:
            pair = sorted((place[link.from_id], place[link.to_id]))
            one, other = (_root(first, name) for name in pair)
            first[max(one, other)] = min(one, other)
    return {name: _root(first, name) for name in first}


def _root(first: Mapping[str, str], name: str) -> str:
    while first.get(name, name) != name:
        name = first[name]
    return name


def worse_files(dataset: Dataset) -> frozenset[str]:
    """Return the documents of which another file of the same deck was read in a way that is to be trusted more."""
    same, trust = siblings(dataset), trusted(dataset)
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in dataset.documents:
        groups[same.get(document.document_id, document.document_id)].append(document)
    best = {name: max(trust(d)[0] for d in group) for name, group in groups.items()}
    return frozenset(d.document_id for name, group in groups.items() for d in group if trust(d)[0] < best[name])


def trusted(dataset: Dataset) -> Callable[[Document], tuple[int, float]]:
    """Return how well the first page of a deck was read: its method, then its confidence."""
    first = {p.document_id: p for p in sorted(dataset.pages, key=lambda p: -p.page)}

    def of(document: Document) -> tuple[int, float]:
        page = first.get(document.document_id)
        return (-_TRUST.index(page.method), page.confidence) if page else (-len(_TRUST), 0.0)

    return of
