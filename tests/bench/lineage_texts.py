"""Wordings of fictional actions, our own: what generated series are made of.

Each concept has a base wording, a light and a heavy rewording, and the base in another inflection
(state for action).  ``{p0}`` to ``{p3}`` are cases of a target group, ``{l0}`` and ``{l1}`` of a place,
``{n}`` a number.  ``drift`` is how often a number changes along with the wording.
"""

from __future__ import annotations

from dataclasses import dataclass

Concept = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Texts:
    """The material of one language: concepts, target groups and places with their cases, goals, areas."""

    concepts: tuple[Concept, ...]
    parties: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    goals: tuple[str, ...]
    areas: tuple[str, ...]
    conjunction: str
    generic: str
    drift: float = 0.0
