"""How cost grows: folders of documents with one and two workers, large folders, and 1,000 to 100,000 statements.

``python -m tests.bench.growth [COUNT ...]`` prints the table of large folders.  The documents are small
yearly reports of invented organisations, no two alike, as text with tabs.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.cost import cost, deckline
from tests.bench.hard.decks import deck, paint
from tests.bench.hard.programme import Programme
from tests.bench.table import Sheet, lines, part

COUNTS = (10, 100)
LARGE = (10, 100, 1000)
STATEMENTS = (1_000, 10_000, 100_000)
FIRST_SEED = 2000
_SCALE = re.compile(
    r"(\d+) statements, (\d+) series: (\d+) s, (\d+) s of CPU time, (\d+) MB in the largest process, "
    r"(\d+) links, candidate recall ([\d.]+) of (\d+)"
)


def draw(folder: Path, count: int, form: str = "txt") -> Path:
    """Write the first ``count`` documents into ``folder``, where they are not there yet; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        path = folder / f"{seed}.{form}"
        if not path.is_file():
            studio = deck(seed, "pdf")
            path.write_bytes(dump(studio.programme).encode() if form == "txt" else paint(studio, "pdf"))
    return folder


def dump(programme: Programme) -> str:
    """Return a programme as a text with tabs, as the tables of a deck are when copied out of it."""
    words, facts = programme.words, programme.facts
    head = [words.of(f"heads.{name}")[0].replace("|", "") for name in ("goal", "area", "action", "owner", "status")]
    head[2] += f" {facts.year}"
    rows = [
        (f"{head[0]} {aim.number}. {aim.text}", theme.name, work.text, work.owner, work.shown)
        for aim in programme.aims
        for theme in aim.themes
        for work in theme.reported
    ]
    told = [facts.title, facts.organisation, f"{facts.body} {facts.date_shown}", "", f"{head[2]}", ""]
    return "\n".join([*told, *("\t".join(row) for row in (tuple(head), *rows)), ""])


def documents(counts: Sequence[int] = COUNTS, scratch: Path | None = None) -> Sheet:
    """Run folders of growing size with one and two workers, and each again, unchanged."""
    with tempfile.TemporaryDirectory() as made:
        folder = scratch or Path(made)
        rows = [row for count in counts for row in _documents(draw(folder / f"in-{count}", count), count, folder)]
    note = (
        "Parent and worker are the resident memory of the first process and of the largest, at their highest. The "
        "unchanged run is the same command once more."
    )
    head = ("documents", "workers", "wall s", "CPU s", "CPU s/document", "parent MiB", "worker MiB", "unchanged s")
    return Sheet("Documents", head, tuple(rows), note)


def _documents(inputs: Path, count: int, scratch: Path) -> Iterator[tuple[str, ...]]:
    for workers in ("1", "2"):
        out = scratch / f"out-{count}-{workers}"
        spent = deckline("run", "-q", "--jobs", workers, inputs, "-o", out)
        again = min(deckline("run", "-q", "--jobs", workers, inputs, "-o", out).wall for _ in range(3))
        yield (
            str(count),
            workers,
            f"{spent.wall:.0f}",
            f"{spent.cpu:.0f}",
            f"{spent.cpu / count:.2f}",
            f"{spent.parent:.0f}",
            f"{spent.largest:.0f}",
            f"{again:.1f}",
        )


def large(counts: Sequence[int] = LARGE, scratch: Path | None = None) -> Sheet:
    """Run folders of growing size with two workers, relate and write them once more, and run them unchanged."""
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for count in counts:
            folder = scratch or Path(made)
            inputs, out = draw(folder / f"in-{count}", count), folder / f"large-{count}"
            run = ("run", "-q", "--jobs", "2", inputs, "-o", out)
            whole, wrote = deckline(*run), deckline("export", "-q", out)
            again = [deckline(*run) for _ in range(3)]
            read = max(whole.cpu - wrote.cpu, 0.0) / count
            rows.append(
                (
                    str(count),
                    f"{whole.wall:.0f}",
                    f"{60 * count / whole.wall:.0f}",
                    f"{read:.2f}",
                    f"{wrote.cpu:.0f}",
                    f"{whole.parent:.0f}",
                    f"{wrote.largest:.0f}",
                    f"{min(c.cpu for c in again):.1f}",
                    f"{min(c.wall for c in again):.1f}",
                )
            )
    note = (
        "Two workers. To read: CPU seconds for a document, its process included. Relating and writing is measured by "
        "a second command that does nothing else. Parent: resident memory of the first process at its highest; "
        "writer: of the process that relates or writes every table and report. Asked at 1,000: parent 250 MiB, "
        "unchanged 5 s."
    )
    head = ("documents", "wall s", "documents/min", "read, CPU s/document", "relate and write, CPU s")
    more = ("parent MiB", "writer MiB", "unchanged, CPU s", "unchanged, wall s")
    return Sheet("Large folders", (*head, *more), tuple(rows), note)


def statements(sizes: Sequence[int] = STATEMENTS) -> Sheet:
    """Match statements of many series over five years."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryFile("w+") as told:
            cost([sys.executable, "-m", "tests.bench.lineage_scale", str(size)], stdout=told)
            told.seek(0)
            found = _SCALE.search(told.read())
        rows.append((found[1], *found.groups()[1:7]) if found else (str(size), *["not measured"] * 6))
    note = (
        "By series and neighbouring years, on all cores; memory is that of the largest process. Asked: 100,000 in two "
        "minutes and 2 GiB with candidate recall of 0.995."
    )
    head = ("statements", "series", "wall s", "CPU s", "MiB", "links", "candidate recall")
    return Sheet("Statements", head, tuple(rows), note)


def sheets() -> tuple[Sheet, ...]:
    """Measure both."""
    return documents(), large(), statements()


def main() -> int:
    """Print what large folders cost."""
    counts = tuple(map(int, sys.argv[1:])) or LARGE
    sys.stdout.write("\n".join(lines([part("growth", (large(counts),))])) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
