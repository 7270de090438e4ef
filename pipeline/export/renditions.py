"""Which files are the same deck in another form: the PDF, the slides and the scan of one meeting."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.records import Dataset


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
