"""Areas shown as boxes below the boxes of their goals, on a page that tells how a programme is built."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, BlockKind, Page
from pipeline.normalise.book import Book
from pipeline.normalise.drafts import place_of
from pipeline.normalise.labels import goal_label, joined
from pipeline.normalise.numbered import whole
from pipeline.normalise.sections import SUPPORT, shared
from pipeline.normalise.vocabulary import Vocabulary

AREA_WORDS = 6
SAME_SIZE = 0.15
SURE = 0.85
LIKELY = 2


def area_boxes(page: Page, vocabulary: Vocabulary) -> tuple[tuple[Block, Block], ...]:
    """Return (box of a goal, box of an area below it) for all such boxes of a page; empty where it shows none.

    The goals stand side by side; at least two boxes below them name something, in few words, in the same
    type, without figures or list marks.  A page that holds anything else in boxes shows no areas.
    """
    boxes = [b for b in page.blocks if b.kind is BlockKind.BOX and b.items]
    goals = [b for b in boxes if _goal(b, vocabulary)]
    others = [b for b in boxes if not any(b is g for g in goals)]
    if len(goals) < LIKELY or len(others) < LIKELY or not all(_names(b, vocabulary) for b in others):
        return ()
    sizes = [i.size for b in others for i in b.items]
    if max(sizes) - min(sizes) > SAME_SIZE * max(sizes):
        return ()
    pairs = []
    for box in others:
        over = [g for g in goals if g.box.bottom <= box.box.top + 2 and shared(g.box, box.box) >= SUPPORT]
        if over:
            pairs.append((max(over, key=lambda g: g.box.bottom), box))
    return tuple(pairs) if len(pairs) == len(others) else ()


def enter(page: Page, book: Book, vocabulary: Vocabulary) -> set[int]:
    """Enter the areas that a page shows as boxes; return the identities of their items."""
    taken: set[int] = set()
    for goal, box in area_boxes(page, vocabulary):
        index = _index(goal, book, vocabulary)
        if index is not None:
            place = place_of(page.number, box.items)
            book.area(index, joined(box.items), replace(place, confidence=place.confidence * SURE))
            taken |= {id(i) for i in box.items}
    return taken


def _index(goal: Block, book: Book, vocabulary: Vocabulary) -> int | None:
    """Return the goal of a box, which was entered before."""
    label = goal_label(whole(goal.items[0]), vocabulary)
    if label and label.number is not None:
        return book.goal_of_number(label.number)
    text = joined(goal.items).text
    return book.find_goal(text[label.start :] if label else text)


def _goal(block: Block, vocabulary: Vocabulary) -> bool:
    return goal_label(whole(block.items[0]), vocabulary) is not None


def _names(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a box holds a name and nothing else."""
    text = joined(block.items).text.strip()
    if any(c.isdigit() for c in text) or text.endswith((".", ":")) or any(i.level for i in block.items):
        return False
    return 0 < len(text.split()) <= AREA_WORDS and not vocabulary.verdict(text)[0]
