"""Shapes without text that hold the texts of others: cards and panels of a slide, as their viewers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.order import arranged, holds, is_ground
from pipeline.extract.pptx_place import Frame, set_text
from pipeline.extract.pptx_roles import Part, all_paragraphs
from pipeline.model import BlockKind, Box

_GROUND = 0.6
_LEAST = 12.0
_LOOSE = frozenset((BlockKind.TEXT, BlockKind.LIST, BlockKind.HEADING))


@dataclass(frozen=True, slots=True)
class Panel:
    """A shape with a face or an outline and no text of its own; its fill as ``#rrggbb``."""

    box: Box
    fill: str


def extent(part: Part) -> Box:
    """Return where the text of a part stands in its shape, of what has a face of its own all of it (points)."""
    if part.kind is BlockKind.BOX or not part.paragraphs:
        return part.box
    boxes = [b for line in set_text(part.paragraphs, Frame(part.box, part.anchor)) for b in line[1:]]
    return Box.around(boxes)


def seen(panels: Sequence[Panel], frame: Box) -> list[Panel]:
    """Return the panels that part a slide, the smallest first: no lines, no dots, no ground of the slide."""
    kept = (p for p in panels if min(p.box.width, p.box.height) >= _LEAST)
    within = (p for p in kept if p.box.width * p.box.height < _GROUND * frame.width * frame.height)
    return sorted(within, key=lambda p: (p.box.width * p.box.height, p.box, p.fill))


def gathered(parts: Sequence[Part], panels: Sequence[Panel]) -> list[Part]:
    """Make one box of the loose texts that stand in a panel, unless they stand in columns or it is a ground.

    ``panels`` come with the smallest first; each text belongs to the first that holds it.
    """
    places = [extent(p) for p in parts]
    held: dict[int, list[int]] = {}
    for n, part in enumerate(parts):
        if part.kind in (BlockKind.TITLE, BlockKind.FURNITURE, BlockKind.NOTES):
            continue
        first = next((m for m, panel in enumerate(panels) if holds(panel.box, places[n])), None)
        if first is not None:
            held.setdefault(first, []).append(n)
    cards: dict[int, Part] = {}
    gone: set[int] = set()
    for m, members in sorted(held.items()):
        loose = [n for n in members if parts[n].kind in _LOOSE and parts[n].grid is None]
        inner = [panels[k].box for k in held if k < m and holds(panels[m].box, panels[k].box)]
        inner += [parts[n].box for n in members if parts[n].kind is BlockKind.BOX or parts[n].grid is not None]
        listed = len(loose) == 1 and parts[loose[0]].kind is BlockKind.LIST
        if not loose or listed or is_ground(panels[m].box, inner) or _in_columns(parts, places, loose):
            continue
        cards[min(loose)] = _card([parts[n] for n in loose], [places[n] for n in loose], panels[m])
        gone.update(loose)
    return [cards.get(n, p) for n, p in enumerate(parts) if n in cards or n not in gone]


def _in_columns(parts: Sequence[Part], places: Sequence[Box], members: Sequence[int]) -> bool:
    """Whether texts of several lines each stand side by side."""
    several = [n for n in members if len(parts[n].paragraphs) > 1 or places[n].height > 2 * _size(parts[n])]
    return any(
        min(places[a].bottom, places[b].bottom) - max(places[a].top, places[b].top)
        > 0.5 * min(places[a].height, places[b].height)
        for k, a in enumerate(several)
        for b in several[k + 1 :]
    )


def _size(part: Part) -> float:
    return max(w.size for p in part.paragraphs for w in p.words)


def _card(parts: Sequence[Part], places: Sequence[Box], panel: Panel) -> Part:
    pieces = tuple(parts[n] for n in arranged(places))
    return Part(BlockKind.BOX, panel.box, fill=panel.fill, pieces=pieces)


def in_order(parts: Sequence[Part], panels: Sequence[Panel]) -> list[Part]:
    """Title first, furniture last, the rest as it is read."""
    ranked: list[Part] = []
    for rank in (True, None, False):
        group = [p for p in parts if _rank(p) is rank]
        drawn = {n for n, p in enumerate(group) if p.kind is BlockKind.BOX}
        order = arranged([extent(p) for p in group], [p.box for p in panels], drawn, [_look(p) for p in group])
        ranked += [group[n] for n in order]
    return ranked


def _rank(part: Part) -> bool | None:
    if part.kind is BlockKind.TITLE:
        return True
    return False if part.kind is BlockKind.FURNITURE else None


def _look(part: Part) -> tuple[int, bool, BlockKind] | None:
    word = next((w for p in all_paragraphs(part) for w in p.words), None)
    return (round(word.size), word.bold, part.kind) if word is not None and part.grid is None else None


def flat(part: Part) -> tuple[Part, ...]:
    """Return the parts that hold the paragraphs of a part: itself, or the pieces of a card in order."""
    return tuple(replace(p, kind=part.kind) for p in part.pieces) or (part,)
