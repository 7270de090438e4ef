"""Compare a run with answers made by hand.

``python -m tests.bench.score RUN GOLD.json`` measures one document, ``... RUN lineage.csv`` the
links between the documents.  Exit code 1 when ``--floors`` finds a figure below its floor.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from tests.bench import floors as floor_file
from tests.bench.answers import Answers, find_document, from_gold, from_run, read_table
from tests.bench.floors import check_floors, raise_floors
from tests.bench.links import measure_links
from tests.bench.measure import Figure, measure, pair_statements

__all__ = ["check_floors", "main", "score_document", "score_links"]


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    run: Path
    gold: Path
    document: tuple[str, ...]
    json: bool
    floors: bool
    lift: bool
    errors: int
    csv_for_shared: Path | None


def score_document(run: Path, gold: Path, document: str = "") -> tuple[str, tuple[Figure, ...]]:
    """Return the name of the document's file and its figures; LookupError if the run has none."""
    answers = from_gold(gold)
    row = find_document(run, answers.name, document)
    read = from_run(run, row["document_id"])
    return read.name, measure(answers, read)


def score_links(run: Path, lineage: Path, documents: Mapping[str, str]) -> tuple[Figure, ...]:
    """Return the figures of the links; ``documents`` maps decks to files where names do not tell."""
    return measure_links(run, lineage, documents)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_csv(run: Path, document: str, folder: Path) -> None:
    """Write one document's actions, goals and bullets as ACTIONS.csv, GOALS.csv and NARR.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = ("goal_number", "area", "year", "text", "markers", "status_raw", "role", "page")
    actions = [[row[name] for name in columns] for row in read_table(run, "actions", document)]
    _write(folder / "ACTIONS.csv", [name.replace("role", "table") for name in columns], actions)
    goals = [row for row in read_table(run, "goals", document) if row["binding"] != "true"]
    _write(folder / "GOALS.csv", ("goal_number", "text"), [(row["number"], row["text"]) for row in goals])
    bullets = [row for row in read_table(run, "notes", document) if row["kind"] == "bullet"]
    told = [(row["goal_number"], row["text"], row["level"]) for row in bullets]
    _write(folder / "NARR.csv", ("goal_number", "text", "level"), told)


def table(name: str, figures: Sequence[Figure]) -> str:
    """Return the figures as lines of text."""
    lines = [f"== {name}"]
    for figure in figures:
        value = figure.value
        shown = "-" if value is None else f"{value:g}" if figure.at_most else f"{value:.2f} %"
        lines.append(f"  {figure.name:34s} {shown:>10s}   {figure.right:g} / {figure.of:g}")
    return "\n".join(lines) + "\n"


def faults(gold: Answers, read: Answers, most: int) -> str:
    """Return the first ``most`` actions each that were missed, invented or misread."""
    pairs = pair_statements(gold, read)
    seen, used = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [f"MISSED   {s.role} {s.year} {s.text}" for i, s in enumerate(gold.statements) if i not in seen]
    extra = [f"EXTRA    {s.role} {s.year} {s.text}" for j, s in enumerate(read.statements) if j not in used]
    both = [(gold.statements[i], read.statements[j]) for i, j in pairs]
    wrong = [f"MISREAD  {g.text} | {p.text}" for g, p in both if Levenshtein.distance(g.text, p.text)]
    fields = ("goal", "area", "year", "role", "markers", "status_raw", "owner", "due")
    for g, p in both:
        bad = [
            f"{name}: {getattr(g, name)} | {getattr(p, name)}"
            for name in fields
            if getattr(g, name) != getattr(p, name)
        ]
        wrong.extend(f"DIFFERS  {g.text[:50]} ... {fault}" for fault in bad)
    return "".join(f"{line}\n" for part in (missed, extra, wrong) for line in part[:most])


def _parse(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.score", description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path, help="output folder of a run")
    parser.add_argument("gold", type=Path, help="answers: a deck's JSON, or lineage.csv")
    parser.add_argument(
        "--document", action="append", default=[], help="id or file name; for links DECK=ID, repeatable"
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--floors", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write better figures as new floors")
    parser.add_argument("--errors", type=int, default=0, help="show this many faults of each kind")
    parser.add_argument(
        "--csv-for-shared", type=Path, help="also write ACTIONS.csv, GOALS.csv, NARR.csv to this folder"
    )
    given = parser.parse_args(arguments)
    return Options(
        given.run,
        given.gold,
        tuple(given.document),
        given.json,
        given.floors,
        given.lift,
        given.errors,
        given.csv_for_shared,
    )


def _measure(options: Options) -> tuple[str, tuple[Figure, ...]]:
    if options.gold.suffix == ".csv":
        documents = dict(item.split("=", 1) for item in options.document)
        return options.gold.stem, score_links(options.run, options.gold, documents)
    wanted = options.document[0] if options.document else ""
    name, figures = score_document(options.run, options.gold, wanted)
    document = find_document(options.run, name.rsplit(".", 1)[0], wanted)["document_id"]
    if options.csv_for_shared:
        write_csv(options.run, document, options.csv_for_shared)
    if options.errors:
        sys.stderr.write(faults(from_gold(options.gold), from_run(options.run, document), options.errors))
    return name, figures


def _check(name: str, figures: Sequence[Figure], options: Options) -> int:
    known = floor_file.load()
    if options.lift:
        known[name] = raise_floors(figures, known.get(name, {}))
        floor_file.save(known)
    fallen = check_floors(figures, known.get(name, {})) if options.floors else ()
    sys.stderr.writelines(f"{name}: {line}\n" for line in fallen)
    return 1 if fallen else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parse(arguments)
    name, figures = _measure(options)
    if options.json:
        values = {figure.name: {"value": figure.value, "right": figure.right, "of": figure.of} for figure in figures}
        sys.stdout.write(json.dumps({name: values}, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(table(name, figures))
    return _check(name, figures, options)


if __name__ == "__main__":
    sys.exit(main())
