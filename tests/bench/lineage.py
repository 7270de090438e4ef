"""Measures lineage: generated series with known links, and two real decks where they are at hand.

``python -m tests.bench.lineage`` prints the held-back scores and those of the real decks; ``--build`` the
scores of the part that weights (``lineage_fit``) and limits were chosen on; ``--show`` lists the failures.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Band, Fate
from pipeline.normalise.lineage import Lineage, relate
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import readers
from pipeline.profiles import profile
from pipeline.records import Link
from tests.bench.lineage_decks import Plan, reports, statements
from tests.bench.lineage_series import Gold, series
from tests.bench.lineage_shared import SHARED, account, tasks
from tests.bench.lineage_texts import Texts
from tests.bench.lineage_texts_build import BUILD
from tests.bench.lineage_texts_held import HELD

SEEDS = range(6)


@dataclass(slots=True)
class Score:
    """Counts over all series."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    sure: int = 0
    sure_right: int = 0
    sure_decoys: int = 0
    decoys: int = 0
    related: int = 0
    fates_right: int = 0
    fates_found: int = 0
    fates_wanted: int = 0
    bins: Counter[tuple[int, bool]] = field(default_factory=Counter)
    top: int = 0
    ranked: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of links."""
        return 2 * self.right / max(1, self.found + self.wanted)

    @property
    def fates(self) -> float:
        """F1 of new and dropped."""
        return 2 * self.fates_right / max(1, self.fates_found + self.fates_wanted)

    def lines(self) -> Iterable[str]:
        """Return the figures as lines."""
        yield f"links {self.wanted}  F1 {self.f1:.3f}  precision {self.right / max(1, self.found):.3f}"
        share = self.sure_right / max(1, self.wanted)
        yield f"sure: precision {self.sure_right / max(1, self.sure):.3f} at {share:.3f} of links"
        yield f"decoys linked: sure {self.sure_decoys}, any band {self.decoys}"
        yield f"relation right {self.related / max(1, self.right):.3f}"
        yield f"true link within the top three {self.top / max(1, self.ranked):.3f}"
        yield f"new/dropped F1 {self.fates:.3f}"


def add(total: Score, plans: list[Plan], gold: Gold, lineage: Lineage) -> None:
    """Count one series."""
    text = {r.row_id: r.text for p in plans for r in p.rows}
    found = {(k.from_id, k.to_id): k for k in lineage.links if k.kind == "action" and not _over_gap(k, gold)}
    right = found.keys() & gold.links.keys()
    sure = {key for key, k in found.items() if k.band is Band.SURE}
    total.right += len(right)
    total.found += len(found)
    total.wanted += len(gold.links)
    total.sure += len(sure)
    total.sure_right += len(sure & right)
    total.sure_decoys += len(sure & gold.decoys)
    total.decoys += len(found.keys() & gold.decoys)
    total.related += sum(found[key].relation == gold.links[key] for key in right)
    total.bins.update((int(k.score * 10), key in right) for key, k in found.items())
    total.missed += [f"{text[a]}  =>  {text[b]} [{gold.links[a, b]}]" for a, b in sorted(gold.links.keys() - right)]
    total.wrong += [
        f"{text[a]}  =>  {text[b]} ({found[a, b].score} {found[a, b].band} {found[a, b].matched_by})"
        for a, b in sorted(found.keys() - right)
    ]
    total.wrong += [
        f"RELATION {text[a]}  =>  {text[b]} {found[a, b].relation} for {gold.links[a, b]} ({found[a, b].matched_by})"
        for a, b in sorted(right)
        if found[a, b].relation != gold.links[a, b]
    ]
    fates = {(o.record_id, o.outcome) for o in lineage.outcomes if o.kind == "action"}
    told = {f for f in fates if f[1] in (Fate.NEW, Fate.DROPPED)}
    true = {(r, Fate.NEW) for r in gold.new} | {(r, Fate.DROPPED) for r in gold.dropped}
    total.fates_right += len(told & true)
    total.fates_found += len(told)
    total.fates_wanted += len(true)


def rank(total: Score, plans: list[Plan], gold: Gold) -> None:
    """Count how many gold links are among the three best candidates of their target."""
    decks = [statements(p) for p in plans]
    every = [s for d in decks for s in d]
    row = {s.record_id: i for i, s in enumerate(every)}
    matcher = Matcher(space(every, readers(profile((plans[0].language,)))))
    for before, after in pairwise(decks):
        a, b = [row[s.record_id] for s in before], [row[s.record_id] for s in after]
        best: dict[int, list[tuple[float, int]]] = {}
        for c in matcher.compare(a, b, a, b):
            best.setdefault(c.target, []).append((-c.score, c.source))
        wanted = [(row[i], row[j]) for i, j in gold.links if row[j] in set(b)]
        total.ranked += len(wanted)
        total.top += sum(i in [s for _, s in sorted(best.get(j, []))[:3]] for i, j in wanted)


def reliability(total: Score) -> Iterable[str]:
    """Return a line per tenth of the score: links found and the share of them that is right."""
    for tenth in range(11):
        right, wrong = total.bins[tenth, True], total.bins[tenth, False]
        if right + wrong:
            yield f"score {tenth / 10:.1f}: {right + wrong:4d} links, {right / (right + wrong):.3f} right"


def _over_gap(link: Link, gold: Gold) -> bool:
    """Whether a link skips a deck within a true thread: right, but no gold pair of neighbours."""
    reach, front = {link.from_id}, {link.from_id}
    while front:
        front = {b for a, b in gold.links if a in front} - reach
        reach |= front
    return link.to_id in reach and (link.from_id, link.to_id) not in gold.links


def run(texts: Mapping[str, Texts], *, scanned: bool = False, seeds: Iterable[int] = SEEDS) -> Score:
    """Relate all series of ``texts`` and count."""
    total = Score()
    for language, material in texts.items():
        for seed in seeds:
            plans, gold = series(material, language, seed, scanned=scanned)
            add(total, plans, gold, relate(reports(plans), profile((language,))))
            rank(total, plans, gold)
    return total


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", action="store_true", help="score the part that limits were chosen on")
    parser.add_argument("--show", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    texts = BUILD if options.build else HELD
    for scanned in (False, True):
        total = run(texts, scanned=scanned)
        lines = [f"--- {'through scans' if scanned else 'clean'}", *total.lines(), *reliability(total)]
        if options.show:
            lines += ["MISSED", *total.missed, "WRONG", *total.wrong]
        sys.stdout.write("\n".join(lines) + "\n")
    if SHARED.exists() and not options.build:
        for column in ("raw", "clean"):
            for deck, (right, explained, items) in account(column).items():
                sys.stdout.write(f"{column} plan of {deck}: {explained} of {items} explained, {right} rightly\n")
            for task, t in tasks(column).items():
                sys.stdout.write(
                    f"{column} {task} F1 {t.f1:.2f} ({t.right} right, {t.found} found, {t.wanted} wanted)\n"
                )
                if options.show:
                    sys.stdout.write("".join(f"  {x}\n" for x in (*t.wrong, "-- missed", *t.missed)))


if __name__ == "__main__":
    main()
