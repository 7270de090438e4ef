"""Measures lineage at size: 100,000 statements by series and years.

``python -m tests.bench.lineage_scale [STATEMENTS] [PER_DECK]`` relates generated series whose statements share
one vocabulary, and prints seconds, memory, links, and how many true pairs are among the candidates.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.model import Role
from pipeline.normalise.lineage import relate
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import Reader, readers
from pipeline.pool import mapping
from pipeline.profiles import profile
from pipeline.settings import cores
from tests.bench.lineage_decks import Plan, Row, report, statements
from tests.bench.lineage_texts_build import BUILD

YEARS = 5
_LANGUAGE = "fi"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a measurement is: statements in all, and statements of one deck."""

    statements: int = 100_000
    per_deck: int = 400

    @property
    def series(self) -> int:
        """How many series that makes."""
        return max(1, self.statements // (YEARS * self.per_deck))


def _words() -> list[str]:
    texts = BUILD[_LANGUAGE]
    found = {w.strip(",.").lower() for c in texts.concepts for text in c for w in text.split() if "{" not in w}
    return sorted(w for w in found if len(w) > 3)


def decks(number: int, per_deck: int) -> list[Plan]:
    """Return the yearly decks of one series: each keeps nine in ten statements, one word in ten exchanged."""
    pick = random.Random(number)
    words = _words()
    rows = [_fresh(pick, words) for _ in range(per_deck)]
    ids = list(range(per_deck))
    out = []
    for year in range(2031, 2031 + YEARS):
        out.append(_plan(number, year, ids, rows))
        for i in range(per_deck):
            if pick.random() < 0.1:
                rows[i], ids[i] = _fresh(pick, words), max(ids) + 1
            else:
                rows[i] = (*rows[i][:2], [w if pick.random() > 0.1 else pick.choice(words) for w in rows[i][2]])
    return out


def _fresh(pick: random.Random, words: Sequence[str]) -> tuple[int, int, list[str]]:
    return pick.randrange(1, 9), pick.randrange(10), [pick.choice(words) for _ in range(pick.randrange(6, 14))]


def _plan(number: int, year: int, ids: Sequence[int], rows: Sequence[tuple[int, int, list[str]]]) -> Plan:
    made = tuple(
        Row(f"s{number}-{year}-{i}", goal, f"Alue {area}", year, Role.PLAN, " ".join(text).capitalize())
        for i, (goal, area, text) in zip(ids, rows, strict=True)
    )
    goals = tuple((g, f"Tavoite {g}") for g in range(1, 9))
    name = f"Ohjelma {chr(97 + number % 26) * 3}{chr(97 + number // 26 % 26) * 3}"
    return Plan(f"d{number}-{year}", year - 1, made, goals, _LANGUAGE, name, f"Kunta {number}")


def recall(plans: Sequence[Plan], by_language: dict[str, Reader]) -> tuple[int, int]:
    """Return how many of the true pairs of neighbouring decks are candidates, and how many there are."""
    found = wanted = 0
    lists = [statements(p) for p in plans]
    where = space([s for deck in lists for s in deck], by_language)
    size = len(lists[0])
    for k in range(len(lists) - 1):
        a, b = range(k * size, (k + 1) * size), range((k + 1) * size, (k + 2) * size)
        left, right = where.candidates(a, b)
        thread = [s.record_id.rsplit("-", 1)[1] for deck in lists for s in deck]
        pairs = {thread[i] for i, j in zip(left.tolist(), right.tolist(), strict=True) if thread[i] == thread[j]}
        true = {thread[i] for i in a} & {thread[j] for j in b}
        found, wanted = found + len(pairs & true), wanted + len(true)
    return found, wanted


def main() -> None:
    """Print the figures."""
    sizes = Sizes(*map(int, sys.argv[1:3]))
    series = [decks(n, sizes.per_deck) for n in range(sizes.series)]
    known = profile((_LANGUAGE,))
    made = [report(p) for plans in series for p in plans]
    start = time.monotonic()
    with mapping(cores(), sizes.statements) as each:
        lineage = relate(made, known, (), each)
    seconds = time.monotonic() - start
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sampled = [recall(plans, readers(known)) for plans in series[:: max(1, len(series) // 5)]]
    found, wanted = np.array(sampled).sum(axis=0).tolist()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    links = sum(k.kind == "action" for k in lineage.links)
    sys.stdout.write(
        f"{sum(len(r.actions) for r in made)} statements, {len(series)} series: {seconds:.0f} s, {spent:.0f} s of "
        f"CPU time, {peak:.0f} MB in the largest process, {links} links, "
        f"candidate recall {found / wanted:.4f} of {wanted}\n"
    )


if __name__ == "__main__":
    main()
