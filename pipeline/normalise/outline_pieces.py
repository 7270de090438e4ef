"""The texts of a page as a person sees them: each with its frame and fill, broken lines put together again."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Block, BlockKind, Box, Item, Page, Reading, Table
from pipeline.normalise.legend import is_color
from pipeline.normalise.numbered import whole

ALIKE = 0.12
LEADING = 0.7
CLOSE = 0.45
SPARSE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A text: its items, where it stands, the frame drawn around it, the colour that fills it.

    ``silent`` marks furniture, which only a legend is read from; ``title`` the page's title.
    """

    items: tuple[Item, ...]
    reading: Reading
    box: Box
    frame: Box | None = None
    fill: str = ""
    silent: bool = False
    title: bool = False

    @property
    def text(self) -> str:
        """The text without blanks around it."""
        return self.reading.text.strip()

    @property
    def words(self) -> int:
        """How many words have letters."""
        return sum(any(c.isalpha() for c in w) for w in self.text.split())

    @property
    def size(self) -> float:
        """The size of its type in points."""
        return self.items[0].size

    @property
    def place(self) -> Box:
        """Its frame where it has one, else the box of its text."""
        return self.frame or self.box

    @property
    def listed(self) -> bool:
        """Whether it is a line of a list."""
        return bool(self.items[0].bullet or (self.items[0].level and self.frame is None))


def middle(box: Box) -> tuple[float, float]:
    """Return the middle of a box as (x, y)."""
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def holds(frame: Box, box: Box) -> bool:
    """Whether the middle of ``box`` lies in ``frame``."""
    x, y = middle(box)
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def alike(one: Piece, other: Piece) -> bool:
    """Whether two texts are set alike: type of one size and weight, both framed or both not."""
    same = abs(one.size - other.size) <= ALIKE * max(one.size, other.size)
    return same and one.items[0].bold == other.items[0].bold and bool(one.frame) == bool(other.frame)


def pieces_of(page: Page) -> tuple[Piece, ...]:
    """Return the texts of a page from top to bottom; cells count where boxes only happen to make a table."""
    found = [p for b in page.blocks if b.kind is not BlockKind.NOTES for p in _of_block(b)]
    found += [p for t in page.tables if is_sparse(t) or is_boxes(t) for p in _of_table(t)]
    found.sort(key=lambda p: (p.box.top, p.box.x0))
    return tuple(sorted(_rejoined(found), key=lambda p: (p.box.top, p.box.x0)))


def is_sparse(table: Table) -> bool:
    """Whether a table is none to a reader: shapes whose edges happen to make a grid, most of its cells empty."""
    return sum(bool(c.items) for c in table.cells) < SPARSE * max(1, len(table.cells))


def is_boxes(table: Table) -> bool:
    """Whether cards make a table: cells of several colours, or most of them filled, with lines of several sizes."""
    full = [c for c in table.cells if c.items]
    mixed = sum(bool(c.fill) and len({round(i.size) for i in c.items}) > 1 for c in full)
    return len({c.fill for c in full if is_color(c.fill)}) > 1 or mixed >= SPARSE * max(1, len(full))


def _of_block(block: Block) -> Iterable[Piece]:
    silent, title = block.kind is BlockKind.FURNITURE, block.kind is BlockKind.TITLE
    frame = block.box if block.kind is BlockKind.BOX or (block.fill and block.kind is not BlockKind.SYMBOL) else None
    rows = block.kind is BlockKind.LIST and bool(block.fill) and len(block.items) > 1
    for item in block.items:
        if whole(item).strip():
            own = _row_frame(item, block) if rows else frame
            yield Piece((item,), item.reading, item.box, own, block.fill, silent, title)


def _row_frame(item: Item, block: Block) -> Box | None:
    """Return the frame of one of several like boxes taken for the lines of a list; a line with a mark has none."""
    if item.bullet:
        return None
    gaps = [b.box.top - a.box.bottom for a, b in itertools.pairwise(sorted(block.items, key=lambda i: i.box.top))]
    pad = max(0.0, min(gaps) / 2 - 1)
    return Box(block.box.x0, item.box.top - pad, block.box.x1, item.box.bottom + pad)


def _of_table(table: Table) -> Iterable[Piece]:
    for cell in table.cells:
        for item in cell.items:
            if whole(item).strip():
                yield Piece((item,), item.reading, item.box, cell.box if cell.fill else None, cell.fill)


def _rejoined(pieces: Sequence[Piece]) -> list[Piece]:
    """Put lines together that were broken inside one shape."""
    out: list[Piece] = []
    for piece in pieces:
        at = next((n for n in range(len(out) - 1, -1, -1) if _goes_on(out[n], piece)), None)
        if at is None:
            out.append(piece)
        else:
            out[at] = _joined(out[at], piece)
    return out


def _joined(one: Piece, other: Piece) -> Piece:
    reading = Reading.joined([one.reading, other.reading])
    frames = [p.frame for p in (one, other) if p.frame]
    frame = Box.around(frames) if frames else None
    box = Box.around([one.box, other.box])
    return replace(
        one, items=(*one.items, *other.items), reading=reading, box=box, frame=frame, fill=one.fill or other.fill
    )


def _goes_on(one: Piece, other: Piece) -> bool:
    """Whether ``other`` is the next line of ``one``: set the same, close below it, and no beginning of its own."""
    first, last = one.items[0], other.items[0]
    same = abs(first.size - last.size) <= ALIKE / 4 * first.size and (first.bold, first.color) == (
        last.bold,
        last.color,
    )
    if not same or one.title or other.title or one.silent or other.silent or other.listed:
        return False
    gap = other.box.top - one.items[-1].box.bottom
    over = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    if not -0.3 * first.size <= gap <= LEADING * first.size or over < 0.5 * min(one.box.width, other.box.width):
        return False
    if other.text[:1].islower():
        return not one.text.endswith((".", ":", "!", "?"))
    fills = {p.fill for p in (one, other) if p.fill}
    apart = one.frame is not None and other.frame is not None and one.frame != other.frame
    return first.bold and not apart and len(fills) == 1 and gap <= CLOSE * first.size and len(other.text.split()) <= 2
