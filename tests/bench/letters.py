"""Measures the repair of letters: ``python -m tests.bench.letters [NAME ...]``, one line per measure.

Texts are those beside the checkout, and pages that ``letters_noise`` draws and reads with seeds that
learning never saw.  A word counts as right when all of it is, its punctuation too.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from pipeline.model import Block, BlockKind, Box, Deck, Edit, Item, Method, Page, Reading, Source
from pipeline.normalise.letters import repair
from pipeline.profiles import profile
from tests.bench.letters_noise import load, looks, read_badly, save

SHARED = Path(__file__).parents[2].parent / "shared"
_BOX = Box(0, 0, 1, 1)
_STRIP = str.maketrans("äöåÄÖÅ", "aoaAOA")
_QUOTES = str.maketrans("‘’´“”–—−", "'''\"\"---")
_LINES = 30


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read, as repaired, as repaired with all proposals taken, as it should be; its edits."""

    read: str
    applied: str
    proposed: str
    gold: str
    edits: tuple[Edit, ...] = ()


def deck_of(pages: Iterable[Sequence[str]]) -> Deck:
    """Make a deck whose items are the lines of ``pages``."""
    blocks = (Block(BlockKind.TEXT, tuple(Item(Reading.of(x), _BOX) for x in lines), _BOX) for lines in pages)
    made = tuple(Page(n, 1, 1, Method.FLAT, blocks=(block,)) for n, block in enumerate(blocks, 1))
    return Deck(Source("bench.txt", "", "text/plain", "bench", "1"), made)


def readings(deck: Deck) -> list[Reading]:
    """Return the readings of a deck that ``deck_of`` made."""
    return [item.reading for page in deck.pages for item in page.blocks[0].items]


def words(found: Sequence[Reading], gold: Sequence[str]) -> Iterator[Word]:
    """Pair the words of ``found`` with ``gold``; where words were joined or split the gold word has no pair."""
    rows = [row for reading in found for row in _rows(reading)]
    for op in Levenshtein.opcodes([r.proposed for r in rows], gold):
        paired = op.dest_end - op.dest_start == op.src_end - op.src_start
        for i in range(op.dest_end - op.dest_start):
            row = rows[op.src_start + i] if paired else Word("", "", "", "")
            yield replace(row, gold=gold[op.dest_start + i])


def _rows(reading: Reading) -> Iterator[Word]:
    best = [e for e in reading.edits if e.margin is None or e.margin >= 0]
    taken = Reading.of(reading.raw, *(replace(e, applied=True) for e in best)).text.split()
    applied = reading.text.split()
    for i, found in enumerate(re.finditer(r"\S+", reading.raw)):
        inside = tuple(e for e in best if found.start() <= e.start < found.end())
        yield Word(found.group(), applied[i], taken[i], "", inside)


def summary(name: str, pairs: Sequence[Word], seconds: float) -> str:
    """Return a line of figures: share right as read, applied, with proposals; precision; words broken; CER; speed."""
    total = len(pairs)
    changed = [w for w in pairs if w.applied != w.read]
    right = sum(w.applied == w.gold for w in changed)
    broken = sum(w.read == w.gold for w in changed)
    shares = [sum(getattr(w, part) == w.gold for w in pairs) / total for part in ("read", "applied", "proposed")]
    errors = [
        sum(Levenshtein.distance(getattr(w, part), w.gold) for w in pairs) / sum(len(w.gold) for w in pairs)
        for part in ("read", "applied", "proposed")
    ]
    return (
        f"{name}: words {total}, right raw {shares[0]:.2%} applied {shares[1]:.2%} proposed {shares[2]:.2%}; "
        f"CER {errors[0]:.2%} {errors[1]:.2%} {errors[2]:.2%}; applied {len(changed)}, "
        f"precision {right / max(1, len(changed)):.2%}, broken {broken}; {total / seconds:.0f} words/s"
    )


def repaired(pages: Sequence[Sequence[str]]) -> tuple[list[Reading], float]:
    """Repair pages of lines; return the readings and the seconds it took (lexicons loaded before)."""
    deck = deck_of(pages)
    start = time.process_time()
    found = repair(deck, profile())
    return readings(found), time.process_time() - start


def sentences(name: str) -> list[list[str]]:
    """Return the lines of a text of the shared folder, in pages."""
    lines = (SHARED / "text" / name).read_text(encoding="utf-8").splitlines()
    return [lines[i : i + _LINES] for i in range(0, len(lines), _LINES)]


def report(name: str, pairs: list[Word], seconds: float) -> list[Word]:
    """Say the figures and hand the words on."""
    sys.stdout.write(summary(name, pairs, seconds) + "\n")
    return pairs


def dump() -> list[Word]:
    """Repair the dump of 2025 and compare its readable words with their gold."""
    rows = (SHARED / "text" / "vake2025_token_gold.tsv").read_text(encoding="utf-8").splitlines()[1:]
    gold = dict(r.split("\t") for r in rows if "\t" in r)
    text = (SHARED / "decks" / "flat" / "vake2025.txt").read_text(encoding="utf-8")
    found, seconds = repaired([[x.strip() for x in page.splitlines() if x.strip()] for page in text.split("\f")])
    pairs = [w for r in found for w in _rows(r) if w.read in gold]
    return report("dump", [replace(w, gold=gold[w.read]) for w in pairs], seconds)


def stripped(name: str) -> list[Word]:
    """Strip a text of its marks and repair it."""
    return _plain("stripped", name, lambda line: line.translate(_STRIP))


def clean(name: str) -> list[Word]:
    """Send clean text through the gate."""
    return _plain("clean", name, str)


def _plain(kind: str, name: str, damage: Callable[[str], str]) -> list[Word]:
    pages = sentences(name)
    found, seconds = repaired([[damage(line) for line in page] for page in pages])
    lines = [line for page in pages for line in page]
    pairs = [w for r, line in zip(found, lines, strict=True) for w in words([r], line.split())]
    return report(f"{kind} {name}", pairs, seconds)


def noise(name: str, seed: int, part: slice, *, hard: bool = False) -> list[Word]:
    """Draw pages of a text, read them badly and repair what was read.

    150 dpi and 10 to 12 points; ``hard``: about what Tesseract can still read.
    """
    kept = Path(tempfile.gettempdir()) / f"deckline-{'hard' if hard else 'noise'}-{name}-{seed}.jsonl"
    if not kept.exists():
        look = (
            looks(seed, dpi=(90, 100, 110), points=(9, 10, 11))
            if hard
            else looks(seed, dpi=(150,), points=(10, 11, 12))
        )
        texts = [[row for line in page for row in textwrap.wrap(line, 90)] for page in sentences(name)[part]]
        save([read_badly(page, next(look), seed + i) for i, page in enumerate(texts)], kept)
    read = load(kept)
    found, seconds = repaired([p.read for p in read])
    rows = iter(found)
    pairs: list[Word] = []
    for page in read:
        pairs += map(
            plain_quotes, words([next(rows) for _ in page.read], " ".join(page.clean).translate(_QUOTES).split())
        )
    return report(f"{'hard ' * hard}noise {name} seed {seed}", pairs, seconds)


def plain_quotes(word: Word) -> Word:
    """Quotes and dashes are not what the repair is about."""
    read, applied, proposed, gold = (x.translate(_QUOTES) for x in (word.read, word.applied, word.proposed, word.gold))
    return Word(read, applied, proposed, gold, word.edits)


def curve(pairs: Iterable[Word]) -> Iterator[str]:
    """Yield, for each class of edit, precision against coverage over the margin."""
    by_rule: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for word in pairs:
        if len(word.edits) == 1 and word.edits[0].margin is not None:
            by_rule[word.edits[0].rule].append((word.edits[0].margin, word.proposed == word.gold))
    for rule, found in sorted(by_rule.items()):
        for limit in (0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10):
            above = [right for margin, right in found if margin >= limit]
            if above:
                share = sum(above) / len(above)
                yield f"{rule} margin >= {limit}: {len(above)} of {len(found)}, precision {share:.2%}"


MEASURES: dict[str, Callable[[], list[Word]]] = {
    "dump": dump,
    "stripped-fi": lambda: stripped("fi_tdt-dev.txt"),
    "stripped-sv": lambda: stripped("sv_talbanken-dev.txt"),
    "clean-fi": lambda: clean("fi_tdt-dev.txt"),
    "clean-sv": lambda: clean("sv_talbanken-dev.txt"),
    "noise-fi": lambda: noise("fi_tdt-dev.txt", 501, slice(12)),
    "noise-sv": lambda: noise("sv_talbanken-dev.txt", 502, slice(12)),
    "hard-fi": lambda: noise("fi_tdt-dev.txt", 601, slice(14, 28), hard=True),
    "hard-sv": lambda: noise("sv_talbanken-dev.txt", 602, slice(8, 16), hard=True),
}


def main() -> None:
    """Run the measures that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(MEASURES)}")
    parser.add_argument("--curve", action="store_true", help="precision against coverage over the margin")
    parser.add_argument("--wrong", action="store_true", help="list the words that are wrong")
    options = parser.parse_args()
    repair(deck_of([["Tama on lammittely, jotta sanastot ovat auki ennen kuin mitataan."] * 3]), profile())
    for name in options.names or MEASURES:
        pairs = MEASURES[name]()
        if options.curve:
            sys.stdout.writelines(f"  {line}\n" for line in curve(pairs))
        if options.wrong:
            bad = Counter(
                (w.read, w.applied, w.proposed, w.gold) for w in pairs if w.applied != w.gold or w.proposed != w.gold
            )
            sys.stdout.writelines(f"  {n} {' | '.join(row)}\n" for row, n in bad.most_common())


if __name__ == "__main__":
    main()
