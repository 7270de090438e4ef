"""Measure how well hard decks are read: ``python -m tests.bench.hard.measure --seeds build``.

Reads every deck in this process, without recognition unless asked, and prints a line per deck and
the totals.  ``owner``, ``indicator``, ``due`` and ``status`` count the actions where the page or the
reading gives a value.  ``wrong`` counts values that ask for no review and are not what the page
says, and actions of nowhere; its share is of all values given without a doubt.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from pipeline.profiles import profile
from tests.bench.align import likeness
from tests.bench.answers import Answers, Statement, from_gold, name_key, nearest
from tests.bench.hard.__main__ import FORMS, make, seeds, write
from tests.bench.hard.decks import BUILD, others
from tests.bench.hard.reading import read
from tests.bench.measure import measure, pair_statements

FIELDS = ("goal", "area", "year", "role", "status", "owner", "indicator", "due")
SPARSE = ("status", "owner", "indicator", "due")
FACTS = ("title", "organisation", "body", "meeting_date", "author", "reporting_year", "plan_period", "programme")
OTHERS = 48
SHORT = {"indicator": "indic"}
ELSEWHERE = 0.9
Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Task:
    """One deck to make and read: a seed, or with ``place`` the n-th deck of another kind."""

    seed: int
    form: str
    place: int = -1


@dataclass(slots=True)
class Result:
    """What came out of one deck: ``name.right`` and ``name.of`` counts, and its faults."""

    name: str
    counts: Counts = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0


def same(name: str, gold: Statement, got: Statement, areas: tuple[str, ...]) -> bool:
    """Tell whether a field is read right."""
    if name == "area":
        return name_key(gold.area) == name_key(nearest(got.area, areas))
    left, right = getattr(gold, name), getattr(got, name)
    return str(left or "").casefold() == str(right or "").casefold()


def _count(result: Result, name: str, hits: int, of: int) -> None:
    result.counts[f"{name}.right"] += hits
    result.counts[f"{name}.of"] += of


def _belong(gold: Statement, got: Statement) -> bool:
    """Tell whether two aligned statements are one: a likeness to another page's sentence must be close."""
    return gold.page == got.page or likeness(gold, got) >= ELSEWHERE


def compare(gold: Answers, got: Answers, result: Result) -> None:
    """Count what is right and note what is not."""
    pairs = [pair for pair in pair_statements(gold, got) if _belong(gold.statements[pair[0]], got.statements[pair[1]])]
    _count(result, "recall", len(pairs), len(gold.statements))
    _count(result, "precision", len(pairs), len(got.statements))
    areas = tuple(area.text for area in gold.areas)
    for i, j in pairs:
        left, right = gold.statements[i], got.statements[j]
        _count(result, "exact", left.text == right.text, 1)
        if left.text != right.text:
            result.faults.append(("text", f"p{left.page} {left.text} | {right.text}"))
        for name in FIELDS:
            _field(result, name, left, right, areas)
    matched = {j for _, j in pairs}
    for j, extra in enumerate(got.statements):
        if j not in matched:
            if not extra.review:
                _count(result, "wrong", 1, 1)
            doubt = "" if not extra.review else " (doubted)"
            result.faults.append(("invented", f"p{extra.page} {extra.role} {extra.year} {extra.text}{doubt}"))
    seen = {i for i, _ in pairs}
    for i, lost in enumerate(gold.statements):
        if i not in seen:
            result.faults.append(("lost", f"p{lost.page} {lost.role} {lost.year} {lost.text}"))
    _others(gold, got, result)


def _field(result: Result, name: str, gold: Statement, got: Statement, areas: tuple[str, ...]) -> None:
    given, right = getattr(got, name), same(name, gold, got, areas)
    if name not in SPARSE or given or getattr(gold, name):
        _count(result, name, right, 1)
    if given and not got.review:
        _count(result, "wrong", not right, 1)
    if not right:
        kind = f"{name} {'wrong' if given else 'missing'}{' (doubted)' if got.review else ''}"
        result.faults.append((kind, f"p{gold.page} {gold.text[:46]}: {getattr(gold, name)!r} | {given!r}"))


def _others(gold: Answers, got: Answers, result: Result) -> None:
    figures = {figure.name: figure for figure in measure(gold, got)}
    for name in ("goals.recall", "goals.precision", "goals.number", "areas.recall", "areas.precision", "notes.recall"):
        _count(result, name, int(figures[name].right), int(figures[name].of))
    texts = [goal.text for goal in gold.goals]
    for goal in got.goals:
        if not nearest(goal.text, tuple(texts), 60.0):
            result.faults.append(("goal invented", f"{goal.goal} {goal.text}"))
    for text in texts:
        if not nearest(text, tuple(goal.text for goal in got.goals), 60.0):
            result.faults.append(("goal lost", text))
    known = dict(got.facts)
    for name, value in gold.facts:
        if name in FACTS:
            _count(result, name, known.get(name, "") == value, 1)
            if known.get(name, "") != value:
                result.faults.append((f"fact {name}", f"{value!r} | {known.get(name, '')!r}"))
    _count(result, "words", got.words - got.words_unassigned, got.words)


def run(task: Task) -> Result:
    """Make, read and compare one deck; a reader that fails loses all its actions and says so."""
    began = time.perf_counter()
    studio = make(task.seed, task.form) if task.place < 0 else others(task.seed, task.form)[task.place]
    with tempfile.TemporaryDirectory() as folder:
        path, answers = write(studio, task.form, Path(folder))
        gold = from_gold(answers)
        result = Result(path.name)
        try:
            _, got = read(path, profile(), "auto" if task.form == "scan" else "never")
        except Exception as trouble:
            got = Answers(path.name)
            result.faults.append(("crash", f"{type(trouble).__name__}: {trouble}"))
        compare(gold, got, result)
    result.seconds = time.perf_counter() - began
    return result


def _share(counts: Counts, name: str) -> str:
    of = counts[f"{name}.of"]
    return f"{100 * counts[f'{name}.right'] / of:6.1f}" if of else "     -"


def table(results: Sequence[Result], *, details: bool = True) -> Iterator[str]:
    """Yield the lines of the report."""
    columns = (
        "recall",
        "precision",
        "exact",
        *FIELDS,
        "goals.recall",
        "goals.precision",
        "areas.recall",
        "notes.recall",
    )
    heads = ("act R", "act P", "exact", *(SHORT.get(f, f) for f in FIELDS), "goalR", "goalP", "areaR", "noteR")
    yield f"{'deck':34s}" + "".join(f"{head:>7s}" for head in heads) + f"{'wrong':>7s}"
    total: Counts = Counter()
    for result in results:
        total.update(result.counts)
        if details:
            yield _row(result.name, result.counts, columns)
    yield _row("TOTAL", total, columns)
    yield from (f"NOT READ {r.name}: {text}" for r in results for kind, text in r.faults if kind == "crash")
    share = 100 * total["wrong.right"] / total["wrong.of"] if total["wrong.of"] else 0.0
    yield f"wrong without a doubt: {total['wrong.right']} of {total['wrong.of']} values ({share:.2f} %)"
    told = (f"{name} {_share(total, name).strip()}" for name in (*FACTS, "goals.number", "areas.precision", "words"))
    yield "facts and the rest, %: " + ", ".join(told)


def _row(name: str, counts: Counts, columns: Sequence[str]) -> str:
    shares = "".join(f" {_share(counts, column)}" for column in columns)
    return f"{name:34s}{shares}{counts['wrong.right']:7d}"


def causes(results: Sequence[Result], most: int) -> Iterator[str]:
    """Yield the faults by kind, most frequent first, ``most`` of each with its deck."""
    kinds = Counter(kind for result in results for kind, _ in result.faults)
    for kind, count in kinds.most_common():
        decks = Counter(result.name for result in results for k, _ in result.faults if k == kind)
        yield f"== {kind}: {count} ({', '.join(f'{name} {n}' for name, n in decks.most_common(6))})"
        shown = [(r.name, text) for r in results for k, text in r.faults if k == kind]
        yield from (f"   {name}: {text}" for name, text in shown[:most])


def tasks(given: argparse.Namespace) -> list[Task]:
    """Return the decks that were asked for."""
    forms = given.forms.split(",")
    out = [Task(seed, form) for form in forms for seed in given.seeds]
    if not given.no_others:
        out += [
            Task(given.seeds[0], form, place) for form in forms if form in ("pptx", "pdf") for place in range(OTHERS)
        ]
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hard.measure", description=__doc__.split(":")[0])
    parser.add_argument("--seeds", type=seeds, default=BUILD, help="build, held, or numbers such as 3,5 or 13-48")
    parser.add_argument("--forms", default="pptx,pdf", help=f"of {', '.join(FORMS)}; scan needs Tesseract")
    parser.add_argument("--errors", type=int, default=0, help="show this many faults of each kind")
    parser.add_argument("--totals", action="store_true", help="totals only, for the decks that are held back")
    parser.add_argument("--no-others", action="store_true", help="leave out the decks of another kind")
    parser.add_argument("-j", "--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    todo = tasks(given)
    if given.jobs > 1:
        with get_context("spawn").Pool(given.jobs) as pool:
            results = pool.map(run, todo, chunksize=1)
    else:
        results = [run(task) for task in todo]
    lines = [*table(results, details=not given.totals), *(causes(results, given.errors) if given.errors else ())]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
