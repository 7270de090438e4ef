"""Rows of loose text that stand as a table, though the page has none: boxes, list lines, words side by side.

What makes rows of them is return: wordings set alike and one below the other, each with the same things
beside it at its height.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.model import BlockKind, Box, Cell, Item, Page, Table, Word
from pipeline.normalise.columns import cell_text
from pipeline.normalise.details import is_labelled
from pipeline.normalise.labels import goal_label
from pipeline.normalise.numbered import whole
from pipeline.normalise.vocabulary import Vocabulary

SILENT = frozenset((BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE))
LEAST = 3
SHARE = 0.6
WORDS, HEADING_WORDS = 3, 12
LEFT = 4.0
ALIKE = 0.12
EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with the place that it takes: that of its shape where it stands alone in one."""

    items: tuple[Item, ...]
    box: Box
    fill: str = ""

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(whole(i) for i in self.items).strip()


Column = dict[int, Piece]


@dataclass(frozen=True, slots=True)
class Loose:
    """A table made of loose pieces, the column of its wordings, and whether its first row is headings."""

    table: Table
    action: int
    headed: bool


def read_loose(page: Page, vocabulary: Vocabulary, known: Collection[float] = ()) -> Loose | None:
    """Return the table that the loose texts of a page stand in, ``None`` where there is no such thing.

    Fewer than three rows are enough where headings name three columns, that of the actions among them, or where
    the wordings begin where those of other pages do (``known``, in points from the left).
    """
    pieces = _pieces(page)
    for anchors in _anchors(pieces, vocabulary):
        placed = any(abs(anchors[0].box.x0 - x) <= LEFT for x in known)
        loose = _built(page, pieces, anchors, min(LEAST, len(anchors)))
        if loose and (len(anchors) >= LEAST or placed or _is_headed(loose, vocabulary)):
            return loose
        if len(anchors) >= LEAST:
            return None
    return None


def _built(page: Page, pieces: Sequence[Piece], anchors: Sequence[Piece], least: int) -> Loose | None:
    others = [part for p in pieces if not any(p is a for a in anchors) for part in _parted(p, anchors, page.words)]
    columns = [c for s in _strips(anchors, others) if _is_column(c := _by_row(s, anchors), anchors, least)]
    return _table(anchors, columns, others) if columns else None


def _is_headed(loose: Loose, vocabulary: Vocabulary) -> bool:
    heads = {c.column: vocabulary.column(cell_text(c)) for c in loose.table.cells if c.row == 0} if loose.headed else {}
    return heads.get(loose.action) == "action" and len(set(heads.values()) - {""}) >= LEAST


def without(page: Page, loose: Loose) -> Page:
    """Return the page with the table in place of the blocks that it is made of."""
    taken = {id(i) for c in loose.table.cells for i in c.items}
    blocks = []
    for block in page.blocks:
        items = tuple(i for i in block.items if id(i) not in taken)
        if items or not block.items:
            blocks.append(block if len(items) == len(block.items) else replace(block, items=items))
    return replace(page, blocks=tuple(blocks), tables=(*page.tables, loose.table))


def _pieces(page: Page) -> list[Piece]:
    out = []
    for block in page.blocks:
        if block.kind in SILENT or not block.items:
            continue
        if block.kind in (BlockKind.BOX, BlockKind.SYMBOL) or len(block.items) == 1:
            out.append(Piece(block.items, block.box, block.fill))
        else:
            out += [Piece((i,), i.box) for i in block.items]
    return [p for p in out if p.text]


def _anchors(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[list[Piece]]:
    """Return what may be the wordings, the most first: texts of some words that begin at one edge and are set alike."""
    single = [p for p in pieces if len(p.items) == 1]
    wordy = [p for p in single if _is_wording(p.items[0], vocabulary)]
    groups: list[list[Piece]] = []
    for first in wordy:
        if not any(first is p for group in groups for p in group):
            at = [p for p in single if abs(p.box.x0 - first.box.x0) <= LEFT and _set_alike(p.items[0], first.items[0])]
            few = [p for p in at if any(p is w for w in wordy) or not _is_told(p.items[0], vocabulary)]
            groups.append(sorted(few, key=lambda p: p.box.top))
    groups = [g for g in groups if all(a.box.bottom <= b.box.top + EDGE for a, b in itertools.pairwise(g))]
    return sorted(groups, key=lambda g: -len(g))


def _is_told(item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a short text is a label, a verdict or the label of a goal."""
    text = item.reading.text.strip()
    said = text.endswith(":") or is_labelled(text, vocabulary) or vocabulary.verdict(text)[0]
    return said or goal_label(whole(item), vocabulary) is not None or bool(vocabulary.column(text))


def _is_wording(item: Item, vocabulary: Vocabulary) -> bool:
    text = item.reading.text.strip()
    words = sum(any(c.isalpha() for c in w) for w in text.split())
    if words < WORDS or text.endswith(":") or is_labelled(text, vocabulary) or vocabulary.verdict(text)[0]:
        return False
    return text[0] not in "”“\"'»«" and goal_label(whole(item), vocabulary) is None


def _set_alike(one: Item, other: Item) -> bool:
    return (one.bold, bool(one.bullet)) == (other.bold, bool(other.bullet)) and abs(
        one.size - other.size
    ) <= ALIKE * other.size


def _parted(piece: Piece, anchors: Sequence[Piece], words: Sequence[Word]) -> list[Piece]:
    """Part a stack of short lines, each at the height of another wording, that was taken for one text."""
    item = piece.items[0]
    tokens = list(re.finditer(r"\S+", item.reading.text))
    if len(piece.items) > 1 or len(tokens) != len(item.words):
        return [piece]
    lines: dict[int, list[int]] = {}
    for n, index in enumerate(item.words):
        middle = (words[index].box.top + words[index].box.bottom) / 2
        rows = [r for r, a in enumerate(anchors) if a.box.top - EDGE <= middle <= a.box.bottom + EDGE]
        lines.setdefault(rows[0] if len(rows) == 1 else -1, []).append(n)
    begins = (item.reading.text[tokens[line[0]].start()] for line in lines.values())
    if len(lines) < 2 or -1 in lines or not all(c.isupper() for c in begins):
        return [piece]
    out = []
    for line in lines.values():
        reading = item.reading.part(tokens[line[0]].start(), tokens[line[-1]].end())
        held = tuple(item.words[n] for n in line)
        part = replace(item, reading=reading, words=held, box=Box.around([words[w].box for w in held]))
        out.append(Piece((part,), part.box, piece.fill))
    return out


def _strips(anchors: Sequence[Piece], others: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces beside the wordings by the strip of the page that they stand in, from left to right."""
    left, right = min(a.box.x0 for a in anchors), max(a.box.x1 for a in anchors)
    beside = [p for p in others if p.box.x1 <= left + EDGE or p.box.x0 >= right - EDGE]
    beside = [p for p in beside if any(a.box.top - EDGE <= p.middle <= a.box.bottom + EDGE for a in anchors)]
    strips: list[list[Piece]] = []
    for piece in sorted(beside, key=lambda p: p.box.x0):
        strip = strips[-1] if strips and piece.box.x0 < max(p.box.x1 for p in strips[-1]) else None
        if strip is None or (piece.box.x1 <= left + EDGE) != (strip[0].box.x1 <= left + EDGE):
            strips.append([piece])
        else:
            strip.append(piece)
    return strips


def _by_row(strip: Sequence[Piece], anchors: Sequence[Piece]) -> Column:
    """Give each piece of a strip to the row that it stands at; none where two stand at one."""
    found: Column = {}
    for piece in strip:
        rows = [n for n, a in enumerate(anchors) if a.box.top - EDGE <= piece.middle <= a.box.bottom + EDGE]
        if not rows:
            continue
        at = min(rows, key=lambda n: abs(anchors[n].middle - piece.middle))
        if at in found:
            return {}
        found[at] = piece
    return found


def _is_column(column: Column, anchors: Sequence[Piece], least: int) -> bool:
    sizes = [p.items[0].size for p in column.values()]
    return len(column) >= max(least, SHARE * len(anchors)) and max(sizes) - min(sizes) <= ALIKE * max(sizes)


def _table(anchors: Sequence[Piece], columns: Sequence[Column], others: Sequence[Piece]) -> Loose:
    """Put rows together: headings of columns above, groups between, the wordings with what stands beside them."""
    used = {id(p) for c in columns for p in c.values()}
    rest = [p for p in others if id(p) not in used]
    groups = _groups(anchors, rest)
    every = [*columns, dict(enumerate(anchors))]
    every.sort(key=lambda c: min(p.box.x0 for p in c.values()))
    action = next(n for n, c in enumerate(every) if c.get(0) is anchors[0])
    head = _head(anchors, every, [p for p in rest if not any(p is g for _, g in groups)])
    cells: list[Cell] = [_cell(p, 0, n) for n, p in head.items()]
    row = int(bool(head))
    for number in range(len(anchors)):
        for _, group in (g for g in groups if g[0] == number):
            cells.append(replace(_cell(group, row, 0), column_span=len(every)))
            row += 1
        cells += [_cell(c[number], row, n) for n, c in enumerate(every) if number in c]
        row += 1
    box = Box.around([c.box for c in cells])
    return Loose(Table(tuple(cells), row, len(every), box, spans_known=True), action, bool(head))


def _cell(piece: Piece, row: int, column: int) -> Cell:
    return Cell(row, column, 1, 1, piece.items, piece.box, piece.fill)


def _groups(anchors: Sequence[Piece], rest: Sequence[Piece]) -> list[tuple[int, Piece]]:
    """Return (row it stands above, piece) of the lines that head the rows below them: labels of goals, loud names."""
    found = []
    pitch = max((b.box.top - a.box.top for a, b in itertools.pairwise(anchors)), default=0.0)
    for piece in rest:
        below = next((n for n, a in enumerate(anchors) if a.box.top >= piece.middle), None)
        item = piece.items[0]
        if below is None or len(piece.items) > 1 or piece.box.x0 > anchors[0].box.x0 + LEFT or _is_flat(piece, anchors):
            continue
        near = below > 0 or anchors[0].box.top - piece.box.bottom <= pitch / 2
        alone = not any(o is not piece and abs(o.middle - piece.middle) <= piece.box.height / 2 for o in rest)
        if near and alone and len(item.reading.text.split()) <= HEADING_WORDS:
            found.append((below, piece))
    return sorted(found, key=lambda f: (f[0], f[1].box.top))


def _is_flat(piece: Piece, anchors: Sequence[Piece]) -> bool:
    """Whether a line is set no louder than the wordings."""
    item, plain = piece.items[0], anchors[0].items[0]
    return not (item.bold > plain.bold or item.size > (1 + ALIKE) * plain.size or item.color != plain.color)


def _head(anchors: Sequence[Piece], columns: Sequence[Column], rest: Sequence[Piece]) -> Column:
    """Return the nearest line of short texts above the first row, each over a column; at least two of them."""
    above = [p for p in rest if p.box.bottom <= anchors[0].box.top + EDGE and len(p.text.split()) <= HEADING_WORDS // 2]
    for first in sorted(above, key=lambda p: -p.box.bottom):
        line = [p for p in above if abs(p.middle - first.middle) <= first.box.height / 2]
        found: Column = {}
        for piece in line:
            over = [(_overlap(piece, c), n) for n, c in enumerate(columns) if _overlap(piece, c) > 0]
            if over and max(over)[1] not in found:
                found[max(over)[1]] = piece
        if len(found) > 1:
            return found
    return {}


def _overlap(piece: Piece, column: Column) -> float:
    x0, x1 = min(p.box.x0 for p in column.values()), max(p.box.x1 for p in column.values())
    return min(piece.box.x1, x1) - max(piece.box.x0, x0)
