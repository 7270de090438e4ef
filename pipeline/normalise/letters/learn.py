"""Learns the channel: how often a piece of clean text is read as something else.

``python -m pipeline.normalise.letters.learn PAIRS [PAIRS ...] --source TEXT -o TABLE`` reads files of JSON
lines, each with the lists ``clean`` and ``read`` (the lines of one page as they are and as they were read),
and writes the table.  Feed it pages of a corpus to fit the channel to what damaged that corpus.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.normalise.letters.align import pieces

_LONGEST = 3
_SEEN_ENOUGH = 2


def count(pages: Iterable[tuple[Sequence[str], Sequence[str]]]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Count the misread pieces of pages, and how often each clean piece (one to three characters) stood there."""
    misread: Counter[tuple[str, str]] = Counter()
    stood: Counter[str] = Counter()
    for clean, read in pages:
        text = " ".join(clean)
        for size in range(1, _LONGEST + 1):
            stood.update(text[i : i + size] for i in range(len(text) - size + 1))
        misread.update(p for p in pieces(text, " ".join(read)) if _usable(*p))
    return misread, stood


def _usable(before: str, after: str) -> bool:
    fits = 0 < len(before) <= _LONGEST and 0 < len(after) <= _LONGEST
    return fits and before.isalpha() and not any(c.isspace() for c in after)


def table(misread: Counter[tuple[str, str]], stood: Counter[str], source: str) -> str:
    """Return the channel as tab-separated text: clean, read, times misread, times it stood in the clean text."""
    lines = [f"# {source}", "clean\tread\tmisread\tstood"]
    kept = sorted((b, a, n) for (b, a), n in misread.items() if n >= _SEEN_ENOUGH)
    lines += [f"{before}\t{after}\t{n}\t{stood[before]}" for before, after, n in kept]
    return "\n".join(lines) + "\n"


def _pages(path: Path) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        yield page["clean"], page["read"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn a table from files of page pairs."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.normalise.letters.learn", description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="+", help="JSON lines with clean and read")
    parser.add_argument("--source", required=True, help="where the pairs come from, kept in the table")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    misread, stood = count(page for path in options.pairs for page in _pages(path))
    options.output.write_text(table(misread, stood, options.source), encoding="utf-8")


if __name__ == "__main__":
    main()
