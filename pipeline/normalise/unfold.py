"""Pages put in the shape that the readers know: tables that are columns of boxes, goals that run together."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Block, BlockKind, Box, Cell, Item, Page, Table
from pipeline.normalise.columns import cell_text
from pipeline.normalise.labels import cut_front, goal_label, inner_labels
from pipeline.normalise.legend import SIGN, is_legend
from pipeline.normalise.vocabulary import Vocabulary

SIGN_BEFORE = re.compile(rf"^\s*({SIGN.pattern})\s+(?=\w)")
NUMBERED_LABEL = re.compile(r"^\s*([^\W\d][^\d:.]{1,30}?)\s+(\d{1,2}(?:\.\d{1,2})?)\s*[:.–—-]\s+(?=\w)")
SENTENCE = 4
ROW = 3


def unfold(page: Page, vocabulary: Vocabulary) -> Page:
    """Return the page with the cells of such tables as blocks too, for they are read as boxes, not as rows.

    A table of this kind has the goals side by side in its first row and what belongs to each below it.
    """
    found = [t for t in page.tables if _is_columns(t, vocabulary)]
    blocks = [_block(cell) for t in found for cell in t.cells if cell.items]
    parted = tuple(_parted(b, vocabulary) for b in _listed(page.blocks))
    return replace(page, blocks=(*parted, *blocks)) if blocks or parted != page.blocks else page


def _is_columns(table: Table, vocabulary: Vocabulary) -> bool:
    heads = [c for c in table.cells if c.row == 0 and c.items]
    return len(heads) >= 2 and table.rows > 1 and all(goal_label(cell_text(c), vocabulary) for c in heads)


def _listed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take boxes one below the other, as wide as each other and each with one plain line, for the lines of a list."""
    out: list[Block] = []
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and _is_line(block) and (not run or _stands_below(run[-1], block)):
            run.append(block)
            continue
        out.extend([_as_list(run)] if len(run) >= ROW else run)
        run = [block] if block is not None and _is_line(block) else []
        out.extend([block] if block is not None and not run else [])
    return tuple(out)


def _is_line(block: Block) -> bool:
    text = block.items[0].reading.text.strip() if len(block.items) == 1 else ""
    return (
        block.kind is BlockKind.BOX and len(text.split()) >= SENTENCE and text[0].isalpha() and text[-1] not in ":.!?"
    )


def _stands_below(one: Block, other: Block) -> bool:
    alike = abs(one.box.x0 - other.box.x0) <= 2 and abs(one.box.width - other.box.width) <= 2
    same = round(one.items[0].size) == round(other.items[0].size) and one.fill == other.fill
    return alike and same and one.box.bottom <= other.box.top + 2 <= one.box.bottom + 2 * one.box.height


def _as_list(run: list[Block]) -> Block:
    items = tuple(replace(i, level=max(1, i.level)) for b in run for i in b.items)
    return Block(BlockKind.LIST, items, Box.around([b.box for b in run]), run[0].fill)


def _block(cell: Cell) -> Block:
    kind = BlockKind.BOX if cell.row == 0 else BlockKind.LIST
    return Block(kind, cell.items, cell.box, cell.fill)


def _parted(block: Block, vocabulary: Vocabulary) -> Block:
    items = tuple(
        _with_number(_with_sign(part), vocabulary) for item in block.items for part in _parts(item, vocabulary)
    )
    return replace(block, items=items) if items != block.items else block


def _with_sign(item: Item) -> Item:
    """Take a sign before a sentence for the mark of a list line, as which it is drawn (*✔ The gate was opened*)."""
    match = SIGN_BEFORE.match(item.reading.text)
    if not match or item.bullet or is_legend(item) or len(item.reading.text.split()) < SENTENCE:
        return item
    return replace(
        item, reading=cut_front(item.reading, match.end(), "sign"), bullet=match[1], level=max(1, item.level)
    )


def _with_number(item: Item, vocabulary: Vocabulary) -> Item:
    """Take the label of an action with its number (*Åtgärd 3:*) for the mark of a list line."""
    match = NUMBERED_LABEL.match(item.reading.text)
    if not match or len(item.reading.text.split()) < SENTENCE or not vocabulary.heads(match[1], "action"):
        return item
    reading = cut_front(item.reading, match.end(), "number")
    return replace(item, reading=reading, bullet=f"{match[2]}.", level=max(1, item.level))


def _parts(item: Item, vocabulary: Vocabulary) -> tuple[Item, ...]:
    """Part an item at the labels of goals that count on from the one it begins with."""
    labels = inner_labels(item.reading.text, vocabulary)
    numbers = [number for number, _ in labels]
    if len(labels) < 2 or labels[0][1] > 0 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return (item,)
    stops = [*(at for _, at in labels[1:]), len(item.reading.text)]
    spans = zip((at for _, at in labels), stops, strict=True)
    ends = ((a, a + len(item.reading.text[a:b].rstrip())) for a, b in spans)
    return tuple(replace(item, reading=item.reading.part(a, b)) for a, b in ends)
