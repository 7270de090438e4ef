"""Tell how alike the forms of one deck are read: ``python -m tests.bench.forms FOLDER... [--parts]``.

A folder holds ``deck.pptx`` and ``deck.pdf``, the same slides as a program exported them.  Per deck the shares
in percent that both forms have in common: titles of pages, cells of tables (with place, spans and text), the
order of words, kinds of items' blocks, actions (with goal, year, status, owner).  ``--parts`` lists what differs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import LCSseq

from pipeline.model import Block, BlockKind, Deck, Page, Table
from pipeline.normalise import understand
from pipeline.normalise.letters import repair
from pipeline.profiles import Profile, profile
from tests.bench.answers import Answers, fold, from_gold
from tests.bench.hard.reading import answers, read_deck
from tests.bench.measure import pair_statements

SILENT = (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.SYMBOL)
PARTS = ("titles", "cells", "order", "items", "actions", "goals")


@dataclass(slots=True)
class Likeness:
    """Counts of what both forms have (``right``) of what either has (``of``), and what differs."""

    name: str
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    differs: list[str] = field(default_factory=list)

    def add(self, part: str, one: Counter[str], other: Counter[str], page: int) -> None:
        """Count what two bags share, and note what only one of them holds."""
        self.right[part] += 2 * sum((one & other).values())
        self.of[part] += sum(one.values()) + sum(other.values())
        for sign, rest in (("-pdf", one - other), ("-pptx", other - one)):
            self.differs += [f"{part} p{page} {sign}: {text}" for text in sorted(rest.elements())]

    def share(self, part: str) -> float | None:
        """Return the share in percent, ``None`` where there is nothing to share."""
        return 100 * self.right[part] / self.of[part] if self.of[part] else None


def _title(page: Page) -> Counter[str]:
    return Counter(
        fold(f"{i.bullet} {i.reading.text}") for b in page.blocks if b.kind is BlockKind.TITLE for i in b.items
    )


def _cells(page: Page) -> Counter[str]:
    out: Counter[str] = Counter()
    for number, table in enumerate(page.tables):
        for c in table.cells:
            text = fold(" ".join(f"{i.bullet} {i.reading.text}" for i in c.items))
            if text:
                out[f"{number} {c.row},{c.column} {c.row_span}x{c.column_span} {text}"] += 1
    return out


def _items(page: Page) -> Counter[str]:
    found = ((b.kind, i) for b in page.blocks if b.kind not in SILENT for i in b.items)
    return Counter(f"{k} {min(i.level, 1)} {fold(f'{i.bullet} {i.reading.text}')}" for k, i in found)


def _words(page: Page) -> list[str]:
    """Return the words of a page as it is read: blocks in order, tables before what begins below them."""
    parts: list[Block | Table] = [b for b in page.blocks if b.kind not in SILENT]
    for table in page.tables:
        below = (n for n, p in enumerate(parts) if isinstance(p, Block) and p.box.top >= table.box.bottom - 2)
        parts.insert(next(below, len(parts)), table)
    items = (i for p in parts for i in (p.items if isinstance(p, Block) else (i for c in p.cells for i in c.items)))
    return [w for i in items for w in fold(f"{i.bullet} {i.reading.text}").split()]


def compare_decks(name: str, pptx: Deck, pdf: Deck) -> Likeness:
    """Return how alike two forms of a deck are as geometry."""
    out = Likeness(name)
    for a, b in zip(pptx.pages, pdf.pages, strict=False):
        for part, bag in (("titles", _title), ("cells", _cells), ("items", _items)):
            out.add(part, bag(a), bag(b), a.number)
        one, other = _words(a), _words(b)
        same = LCSseq.similarity(one, other)
        out.right["order"] += 2 * same
        out.of["order"] += len(one) + len(other)
        if 2 * same < 0.97 * (len(one) + len(other)):
            out.differs += [f"order p{a.number} pptx: {' '.join(one)}", f"order p{a.number} pdf:  {' '.join(other)}"]
    return out


def _actions(found: Answers) -> Counter[str]:
    return Counter(f"{s.goal} {s.year} {s.status} {s.owner} | {s.text}" for s in found.statements)


def _goals(found: Answers) -> Counter[str]:
    return Counter(f"{g.goal} {g.text}" for g in found.goals)


def compare_forms(folder: Path, using: Profile) -> Likeness:
    """Read both forms of a deck and return how alike they are; with ``gold.json`` also how much each finds."""
    decks = [repair(read_deck(folder / f"deck.{form}"), using) for form in ("pptx", "pdf")]
    out = compare_decks(folder.name, decks[0], decks[1])
    one, other = (answers(understand(deck, folder.name, using)) for deck in decks)
    out.add("actions", _actions(one), _actions(other), 0)
    out.add("goals", _goals(one), _goals(other), 0)
    if (folder / "gold.json").exists():
        gold = from_gold(folder / "gold.json")
        for form, read in (("in pptx", one), ("in pdf", other)):
            out.right[form] += 2 * len(pair_statements(gold, read))
            out.of[form] += len(gold.statements) + len(read.statements)
    return out


def table(found: Sequence[Likeness]) -> Iterator[str]:
    """Yield a line per deck and the totals."""
    columns = (*PARTS, "in pptx", "in pdf")
    total = Likeness("TOTAL")
    yield f"{'deck':28s}" + "".join(f"{c:>9s}" for c in columns)
    for one in found:
        total.right.update(one.right)
        total.of.update(one.of)
    for one in (*found, total):
        shares = (one.share(c) for c in columns)
        yield f"{one.name:28s}" + "".join(f"{'-' if s is None else f'{s:.1f}':>9s}" for s in shares)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.forms", description=(__doc__ or "").split(":")[0])
    parser.add_argument("folders", type=Path, nargs="+", help="each with deck.pptx and deck.pdf")
    parser.add_argument("--parts", default="", help=f"list what differs in these of {', '.join(PARTS)}")
    given = parser.parse_args(arguments)
    both = [f for f in given.folders if (f / "deck.pptx").exists() and (f / "deck.pdf").exists()]
    found = [compare_forms(folder, profile()) for folder in both]
    wanted = tuple(p for p in given.parts.split(",") if p)
    lines = [f"{one.name} {text}" for one in found for text in one.differs if wanted and text.startswith(wanted)]
    sys.stdout.write("\n".join([*table(found), *lines]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
