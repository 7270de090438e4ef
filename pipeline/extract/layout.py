"""Text outside tables to blocks: text boxes, columns, titles, headings, lists, in reading order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.extract.hyphens import Evidence
from pipeline.extract.items import NUMBER, Line, bullet_of, items_of, line, lines_of, size_of
from pipeline.extract.order import arranged, holds, in_reading_order, is_ground
from pipeline.extract.scene import Scene
from pipeline.extract.symbols import is_symbol
from pipeline.extract.tables.edges import framed, visible
from pipeline.model import Block, BlockKind, Box, Fill, Word

APART = 1.5
BELOW = 0.95
LIST_BELOW = 1.6
GROUND = 0.6
BODY_WORDS = 12
SPARSE = 40
COLUMN_GAP = 0.7
COLUMN_LINES = 3
RESIZED = ((1.12, 0.45), (1.4, 0.2))
LARGER = 1.12
TITLE_LARGER = 1.15
TITLE_ZONE = 0.5
EDGE = 0.01
BAND_ITEMS = 2
OUTLINE = 3.0


@dataclass(slots=True)
class _Group:
    """Lines that belong together, the shape around them if there is one, and the parts that stand apart in it."""

    lines: list[Line]
    shape: Fill | None = None
    parts: tuple[tuple[int, ...], ...] = ()

    @property
    def box(self) -> Box:
        return Box.around([x.box for x in self.lines])


def blocks_of(scene: Scene, indexes: Sequence[int], tables: Sequence[Box], known: Evidence) -> tuple[Block, ...]:
    """Group the words that no table took into blocks, in reading order."""
    words = scene.words
    shapes = _shapes(scene, tables)
    boxed, free = _by_shape(scene, indexes, [s for s in shapes if not _over_table(s.box, tables)])
    groups = [group for n in range(len(boxed)) for group in _in_shape(words, boxed, n)]
    groups += _grouped(words, _pieces(words, free), tables)
    body = _body_size(words, indexes)
    sparse = not tables and len(indexes) <= SPARSE
    blocks = [_block(words, g, body, _right(words, g, groups if sparse else ()), known) for g in groups]
    return _titled(in_reading_order(blocks, tables, [s.box for s in shapes]), scene)


def _shapes(scene: Scene, tables: Sequence[Box]) -> list[Fill]:
    """Return the shapes of a page, the smallest first; grounds of the page and parts of tables are none."""
    page = scene.width * scene.height
    ovals = (f for f in scene.fills if f.round)
    filled = [*visible(scene.fills, scene.width, scene.height), *ovals]
    outlines = (f for f in framed(scene.rulings) if not any(_alike(f.box, g.box) for g in filled))
    seen = (*filled, *outlines)
    shapes = [f for f in _stacked(seen) if _is_shape(f, page) and not _in_table(f.box, tables)]
    return sorted(shapes, key=lambda f: (f.box.width * f.box.height, f.box))


def _alike(a: Box, b: Box) -> bool:
    """Whether an outline is that of a filled area."""
    return max(abs(a.x0 - b.x0), abs(a.top - b.top), abs(a.x1 - b.x1), abs(a.bottom - b.bottom)) <= OUTLINE


def _in_table(box: Box, tables: Sequence[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(_within(t, x, y) and t.width * t.height > box.width * box.height for t in tables)


def _in_shape(words: Sequence[Word], boxed: Sequence[tuple[Fill, list[int]]], n: int) -> list[_Group]:
    """Return the text of a shape as one group, its parts in order.

    As several, without the shape, where it stands in columns or the shape is the ground of others.
    """
    shape, members = boxed[n]
    lines = lines_of(words, members)
    pieces = _pieces(words, members)
    inner = [f.box for f, _ in boxed[:n] if holds(shape.box, f.box)]
    if is_ground(shape.box, inner):
        return _grouped(words, pieces, ())
    if len(pieces) == len(lines):
        return [_Group(lines, shape)]
    parts = _grouped(words, pieces, ())
    if any(_beside(a, b) for n, a in enumerate(parts) for b in parts[n + 1 :]):
        return parts
    order = arranged([p.box for p in parts])
    return [_Group(lines, shape, tuple(tuple(i for x in parts[n].lines for i in x.words) for n in order))]


def _beside(a: _Group, b: _Group) -> bool:
    """Whether two texts of several lines each stand side by side: columns, not the two ends of a line."""
    shared = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
    return min(len(a.lines), len(b.lines)) > 1 and shared > 0.5 * min(a.box.height, b.box.height)


def _by_shape(
    scene: Scene, indexes: Sequence[int], shapes: Sequence[Fill]
) -> tuple[list[tuple[Fill, list[int]]], list[int]]:
    """Give every word to the smallest shape that holds it (``shapes`` in that order)."""
    held: dict[int, list[int]] = {}
    free: list[int] = []
    for index in indexes:
        box = scene.words[index].box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        for n, shape in enumerate(shapes):
            if _within(shape.box, x, y) and _large_enough(shape.box, box):
                held.setdefault(n, []).append(index)
                break
        else:
            free.append(index)
    return [(shapes[n], members) for n, members in sorted(held.items())], free


def _is_shape(fill: Fill, page: float) -> bool:
    return fill.box.width * fill.box.height < GROUND * page


def _stacked(fills: Sequence[Fill]) -> list[Fill]:
    """Join areas of one colour and extent that touch: shaded paragraphs are painted line by line."""
    out: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (f.round, f.color, round(f.box.x0), round(f.box.x1), f.box.top)):
        last = out[-1] if out else None
        if last is not None and fill.color and _continues(last, fill):
            box = replace(last.box, bottom=max(last.box.bottom, fill.box.bottom))
            out[-1] = replace(last, box=box)
        else:
            out.append(fill)
    return out


def _continues(last: Fill, fill: Fill) -> bool:
    a, b = last.box, fill.box
    same = last.color == fill.color and not (last.round or fill.round)
    return same and abs(a.x0 - b.x0) < 2 and abs(a.x1 - b.x1) < 2 and a.bottom - 2 <= b.top <= a.bottom + 2


def _within(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _large_enough(shape: Box, word: Box) -> bool:
    return shape.width >= 0.9 * word.width and shape.height >= 0.8 * word.height


def _over_table(box: Box, tables: Sequence[Box]) -> bool:
    return any(t.x0 >= box.x0 - 6 and t.x1 <= box.x1 + 6 and t.top >= box.top - 6 and t.bottom <= box.bottom + 6
               for t in tables)  # fmt: skip


def _pieces(words: Sequence[Word], indexes: Sequence[int]) -> list[Line]:
    """Cut lines where the gap is wider than any blank, or the size changes; a bullet stays with its text."""
    out: list[Line] = []
    lines = lines_of(words, indexes)
    starts = _column_starts(words, lines)
    for whole in lines:
        members = [whole.words[0]]
        sizes = {words[i].size for i in whole.words}
        for left, right in itertools.pairwise(whole.words):
            gap = words[right].box.x0 - words[left].box.x1
            size = max(size_of(words[left]), size_of(words[right]))
            lone = len(members) == 1 and bullet_of(words, line(words, [left, right])) != ""
            mark = len(members) == 1 and not any(c.isalnum() for c in words[left].text)
            steps = RESIZED if len(sizes) == 2 and 0.0 not in sizes else RESIZED[1:]
            wide = gap > (3.5 if lone else APART) * size or (not lone and right in starts)
            if wide or (not mark and _resized(words[left], words[right], gap, steps)):
                out.append(line(words, members))
                members = []
            members.append(right)
        out.append(line(words, members))
    return out


def _column_starts(words: Sequence[Word], lines: Sequence[Line]) -> frozenset[int]:
    """Return words that begin a line of a second column: behind a gap, at one place in several lines."""
    found: dict[int, list[tuple[int, int]]] = {}
    for n, x in enumerate(lines):
        for left, right in itertools.pairwise(x.words):
            gap = words[right].box.x0 - words[left].box.x1
            if gap >= COLUMN_GAP * size_of(words[right]) and any(c.isalnum() for c in words[left].text):
                found.setdefault(round(words[right].box.x0), []).append((n, right))
    out: set[int] = set()
    for at in sorted(found):
        near = sorted({*found[at], *found.get(at + 1, ())})
        for run in _unbroken_runs(words, lines, near, float(at)):
            out.update(right for _, right in run)
    return frozenset(out)


def _unbroken_runs(
    words: Sequence[Word], lines: Sequence[Line], near: Sequence[tuple[int, int]], at: float
) -> list[list[tuple[int, int]]]:
    """Group lines that follow one another with nothing across ``at`` between them; short runs are chance."""
    runs: list[list[tuple[int, int]]] = []
    for n, right in near:
        last = runs[-1][-1][0] if runs else None
        if last is not None and n - last <= 3 and not any(_crosses(words, x, at) for x in lines[last + 1 : n]):
            runs[-1].append((n, right))
        else:
            runs.append([(n, right)])
    return [run for run in runs if len({n for n, _ in run}) >= COLUMN_LINES]


def _crosses(words: Sequence[Word], x: Line, at: float) -> bool:
    return any(words[i].box.x0 < at - 1 and words[i].box.x1 > at for i in x.words)


def _resized(a: Word, b: Word, gap: float, steps: Sequence[tuple[float, float]]) -> bool:
    """Whether two words of one line are of so different size that they are two texts.

    The nearer the sizes are, the wider the gap (in the larger size) has to be; in a line of many sizes they
    are guesses.
    """
    small, large = sorted((size_of(a), size_of(b)))
    return any(large > ratio * small and gap > blank * large for ratio, blank in steps)


def _grouped(words: Sequence[Word], pieces: Sequence[Line], tables: Sequence[Box]) -> list[_Group]:
    groups: list[_Group] = []
    for piece in sorted(pieces, key=lambda p: (p.box.top, p.box.x0)):
        best: _Group | None = None
        for group in reversed(groups):
            if _follows(words, group, piece) and not _parted(group.lines[-1].box, piece.box, tables):
                best = group
                break
        if best is None:
            groups.append(_Group([piece]))
        else:
            best.lines.append(piece)
    return groups


def _parted(above: Box, below: Box, tables: Sequence[Box]) -> bool:
    return any(above.bottom <= t.top + 2 and t.bottom - 2 <= below.top for t in tables)


def _follows(words: Sequence[Word], group: _Group, piece: Line) -> bool:
    above = group.lines[-1]
    gap = piece.box.top - above.box.bottom
    size = max(above.size, piece.size)
    shared = min(group.box.x1, piece.box.x1) - max(group.box.x0, piece.box.x0)
    if gap < -0.5 * size or shared <= 0:
        return False
    listed = any(bullet_of(words, x) for x in group.lines)
    begins = bullet_of(words, piece) != ""
    if gap > (LIST_BELOW if listed or begins else BELOW) * size:
        return False
    if listed:
        return begins or piece.box.x0 >= group.box.x0 - 0.5 * size
    small, large = sorted((above.size, piece.size))
    restyled = large > LARGER * small or (above.bold != piece.bold and gap > 0.5 * size)
    return not restyled


def _body_size(words: Sequence[Word], free: Sequence[int]) -> float:
    """Return the usual size of the text around tables, of all text where there is hardly any."""
    chosen = [words[i] for i in free] if len(free) >= BODY_WORDS else words
    sizes = sorted(size_of(w) for w in chosen for _ in range(len(w.text)))
    return median(sizes) if sizes else 0.0


def _right(words: Sequence[Word], group: _Group, others: Sequence[_Group]) -> float:
    """Return how far right lines of a group could go, as far as the page shows.

    The longest line shows it.  On a title page (``others`` given) lines that all begin with a capital or
    a figure are lines of their own, and texts from the same left edge show how wide the boxes are.
    """
    reach = group.box.x1
    if all(words[x.words[0]].text[:1].isupper() or words[x.words[0]].text[:1].isdigit() for x in group.lines):
        near = 0.5 * group.lines[0].size
        reach = max([reach, *(g.box.x1 for g in others if abs(g.box.x0 - group.box.x0) <= near)])
    return reach


def _block(words: Sequence[Word], group: _Group, body: float, right: float, known: Evidence) -> Block:
    members = [i for x in group.lines for i in x.words]
    kind = _kind(words, group, members, body)
    listed = any(bullet_of(words, x) for x in group.lines)
    prose = kind is BlockKind.HEADING or (not listed and _large(group, body))
    parts = group.parts or (tuple(members),)
    items = tuple(item for part in parts for item in items_of(words, part, right, known, prose=prose))
    if kind is BlockKind.BOX and group.shape is not None:
        return Block(kind, items, group.shape.box, group.shape.color)
    return Block(kind, items, group.box)


def _kind(words: Sequence[Word], group: _Group, members: Sequence[int], body: float) -> BlockKind:
    if all(is_symbol(words[i].text) for i in members):
        return BlockKind.SYMBOL
    if group.shape is not None:
        return BlockKind.BOX
    if any(bullet_of(words, x) for x in group.lines) and not _is_numbered_heading(words, group, body):
        return BlockKind.LIST
    bold = all(x.bold for x in group.lines)
    return BlockKind.HEADING if (bold or _large(group, body)) and len(group.lines) <= 3 else BlockKind.TEXT


def _is_numbered_heading(words: Sequence[Word], group: _Group, body: float) -> bool:
    """Whether a large text of few lines begins with a number that no other of its lines counts on from."""
    bullets = [bullet_of(words, x) for x in group.lines]
    return (
        len(bullets) <= 2 and NUMBER.fullmatch(bullets[0]) is not None and not any(bullets[1:]) and _large(group, body)
    )


def _large(group: _Group, body: float) -> bool:
    return max(x.size for x in group.lines) > LARGER * body


def _titled(blocks: Sequence[Block], scene: Scene) -> tuple[Block, ...]:
    """Make the largest text in the upper part of the page its title, the topmost among equals."""
    best: int | None = None
    for n, block in enumerate(blocks):
        loose = block.kind in (BlockKind.HEADING, BlockKind.TEXT)
        if not (loose or _on_band(block, scene)) or block.box.top > TITLE_ZONE * scene.height:
            continue
        if best is None or _size(block) > 1.02 * _size(blocks[best]):
            best = n
    if best is None:
        return tuple(blocks)
    rest = [i.size for n, b in enumerate(blocks) if n != best for i in b.items for _ in i.words]
    if rest and _size(blocks[best]) < (TITLE_LARGER if len(rest) >= BODY_WORDS else LARGER) * median(rest):
        return tuple(blocks)
    return tuple(replace(b, kind=BlockKind.TITLE) if n == best else b for n, b in enumerate(blocks))


def _on_band(block: Block, scene: Scene) -> bool:
    """Whether a block is one text on a band along the top or a side of the page: it meets three edges."""
    box, slack = block.box, EDGE * max(scene.width, scene.height)
    edges = (box.x0, box.top, scene.width - box.x1, scene.height - box.bottom)
    whole = len({(i.size, i.bold, i.bullet) for i in block.items}) == 1 and len(block.items) <= BAND_ITEMS
    return block.kind is BlockKind.BOX and whole and sum(e <= slack for e in edges) == 3


def _size(block: Block) -> float:
    return max((i.size for i in block.items), default=0.0)
