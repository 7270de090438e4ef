"""Measure decks with the profile of their organisation and without: ``python -m tests.bench.unprofiled``.

The decks lie beside the project.  A profile can only help, so without it every figure is asked to be within
one point; each deck is read from its file once and understood twice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model import Deck
from pipeline.normalise import understand
from pipeline.normalise.letters import repair
from pipeline.profiles import Profile, profile
from tests.bench.answers import Answers, from_gold
from tests.bench.hard.reading import answers, read_deck
from tests.bench.measure import measure
from tests.bench.table import ROOT

DECKS = ROOT.parent / "shared" / "decks"
KINDS = (".pptx", ".pdf", ".txt")
FIGURES = ("recall", "precision", "exact", "goal", "area", "year", "status", "whole")


@dataclass(frozen=True, slots=True)
class Pair:
    """The figures of one deck in per cent, with and without the profile."""

    name: str
    known: tuple[float, ...]
    unknown: tuple[float, ...]

    @property
    def worst(self) -> float:
        """How many points the figure that loses most loses without the profile."""
        return max(one - other for one, other in zip(self.known, self.unknown, strict=True))


def compare(deck: Deck, gold: Answers, full: Profile) -> Pair:
    """Understand a deck with all organisations known and with none."""
    bare = replace(full, organisations=())
    return Pair(deck.source.path, _figures(deck, gold, full), _figures(deck, gold, bare))


def _figures(deck: Deck, gold: Answers, known: Profile) -> tuple[float, ...]:
    read = answers(understand(repair(deck, known), Path(deck.source.path).stem, known))
    values = {f.name: f.value for f in measure(gold, read)}
    return tuple(values.get(f"actions.{name}") or 0.0 for name in FIGURES)


def decks(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the decks of a folder, each with its answers."""
    for path in sorted([*folder.glob("*.p*"), *folder.glob("flat/*.txt")]):
        gold = folder / "gold" / f"{path.stem.partition('_')[0]}.json"
        if path.suffix in KINDS and gold.is_file():
            yield path, gold


def table(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield the lines of the report, the difference last."""
    yield f"{'deck':24s}{'profile':>9s}" + "".join(f"{name:>11s}" for name in FIGURES)
    for pair in pairs:
        for label, values in (("with", pair.known), ("without", pair.unknown)):
            yield f"{pair.name:24s}{label:>9s}" + "".join(f"{value:11.2f}" for value in values)
    worst = max((pair.worst for pair in pairs), default=0.0)
    yield f"decks {len(pairs)}, without the profile at most {worst:.2f} points less"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.unprofiled", description=__doc__.split(":")[0])
    parser.add_argument("--decks", type=Path, default=DECKS)
    parser.add_argument("--ocr", default="auto", help="auto, or never to leave pictures unread")
    given = parser.parse_args(arguments)
    full = profile()
    pairs = [compare(read_deck(path, given.ocr), from_gold(gold), full) for path, gold in decks(given.decks)]
    sys.stdout.write("\n".join(table(pairs)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
