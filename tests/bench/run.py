"""``make bench``: measures quality, other tools, speed and growth; writes ``docs/bench.md`` and ``bench.json``.

``python -m tests.bench.run [PART ...]`` measures the named parts anew and keeps what was found of the others.
The exit code is 1 where a figure of the sample decks fell below its floor; ``--raise`` lifts the floors.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import growth, peers, quality, speed
from tests.bench.table import ROOT, Part, Sheet, load, part, save

PARTS = ("quality", "peers", "speed", "growth")


def measures(seeds: str, *, lift: bool) -> dict[str, Callable[[], tuple[tuple[Sheet, ...], tuple[str, ...]]]]:
    """Return for each part what measures it: sheets, and lines about what fell below a floor."""
    return {
        "quality": lambda: quality.sheets(seeds=seeds, lift=lift),
        "peers": lambda: (peers.sheets(), ()),
        "speed": lambda: (speed.sheets(), ()),
        "growth": lambda: (growth.sheets(), ()),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--seeds", default="held", help="hard decks to measure, as tests.bench.hard.measure takes them")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write better figures as new floors")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder of bench.md and bench.json")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.parts) - set(PARTS))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    fallen: list[str] = []
    for name in given.parts or PARTS:
        sheets, lines = measures(given.seeds, lift=given.lift)[name]()
        fallen += lines
        keep(part(name, sheets), given.docs)
    sys.stderr.writelines(f"{line}\n" for line in fallen)
    return 1 if fallen else 0


def keep(measured: Part, folder: Path) -> None:
    """Put a part in its place among those measured before, and write both files."""
    known = load(folder / "bench.json")
    known[measured.name] = measured
    save([known[name] for name in PARTS if name in known], folder)


if __name__ == "__main__":
    sys.exit(main())
