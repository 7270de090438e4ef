"""What the pieces of a slide are to one another: title, heading, shadow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from pipeline.extract.layout import LARGER
from pipeline.extract.pptx_parts import Grid
from pipeline.extract.pptx_text import Paragraph
from pipeline.model import BlockKind, Box

_SHADOW = 4.0
_HEADING = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a slide before its words are set: a block of paragraphs, a table, or a card made of ``pieces``."""

    kind: BlockKind
    box: Box
    paragraphs: tuple[Paragraph, ...] = ()
    fill: str = ""
    anchor: str = "t"
    grid: Grid | None = None
    pieces: tuple[Part, ...] = ()


def _text(part: Part) -> str:
    return "\n".join(" ".join(w.text for w in p.words) for p in part.paragraphs)


def once(parts: list[Part]) -> list[Part]:
    """Drop text that is drawn again on nearly the same place, the poor man's shadow."""
    kept: list[Part] = []
    seen: dict[str, list[Box]] = {}
    for part in parts:
        boxes = seen.setdefault(_text(part), []) if part.grid is None else []
        if not any(abs(b.x0 - part.box.x0) + abs(b.top - part.box.top) < _SHADOW for b in boxes):
            kept.append(part)
            boxes.append(part.box)
    return kept


def titled(parts: list[Part], frame: Box) -> list[Part]:
    """Where no placeholder is the title: a text in the upper half, larger than all others, takes its place."""
    texts = [p for p in parts if p.grid is None and p.kind in (BlockKind.TEXT, BlockKind.BOX)]
    if any(p.kind is BlockKind.TITLE for p in parts) or not texts:
        return parts
    sizes = {id(p): max(w.size for q in p.paragraphs for w in q.words) for p in texts}
    best = max(texts, key=lambda p: (sizes[id(p)], -p.box.top))
    others = [w.size for p in parts if p is not best for q in all_paragraphs(p) for w in q.words]
    if best.box.top > frame.height / 2 or not others or sizes[id(best)] < 1.2 * median(others):
        return parts
    return [replace(p, kind=BlockKind.TITLE) if p is best else p for p in parts]


def all_paragraphs(part: Part) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block or of all cells of a table."""
    yield from part.paragraphs
    for piece in part.pieces:
        yield from piece.paragraphs
    for cell in part.grid.fields if part.grid is not None else ():
        yield from cell.paragraphs


def headed(parts: list[Part]) -> list[Part]:
    """Make headings of single short texts that are bold, or larger than most letters of the slide."""
    letters = [w.size for p in parts if p.grid is None for q in all_paragraphs(p) for w in q.words for _ in w.text]
    body = median(letters) if letters else 0.0
    return [replace(p, kind=BlockKind.HEADING) if _is_heading(p, body) else p for p in parts]


def _is_heading(part: Part, body: float) -> bool:
    if part.kind is not BlockKind.TEXT or len(part.paragraphs) != 1:
        return False
    words = part.paragraphs[0].words
    large = max(w.size for w in words) > LARGER * body
    return len(words) <= _HEADING and (large or all(w.bold for w in words))
