"""The answers between the years: which statement continues which, and what became of the others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from samples.content import Content, Origin, RoadmapEntry, WorkEntry
from samples.gold import Gold, GoldAction


@dataclass(frozen=True, slots=True)
class Step:
    """A later statement continues an earlier one; ``relation`` ``decoy`` means that it does not.

    ``task`` names the two tables, ``confidence`` is ``weak`` where people may disagree.
    """

    from_deck: str
    from_key: str
    to_deck: str
    to_key: str
    relation: str
    change_class: str
    moved: bool
    task: str
    confidence: str = "sure"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a statement, and the year in which it shows."""

    deck: str
    key: str
    year: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The gold actions of all decks, by deck year and key."""

    golds: tuple[Gold, ...]

    def name(self, year: int) -> str:
        """Return the name of the deck of a reporting year, or an empty text."""
        return next((gold.deck for gold in self.golds if gold.document.reporting_year == year), "")

    def find(self, year: int, key: str) -> GoldAction | None:
        """Return the action ``key`` of the deck of reporting year ``year``."""
        found = (a for gold in self.golds if gold.document.reporting_year == year for a in gold.actions if a.key == key)
        return next(found, None)

    def goal_text(self, year: int, number: int) -> str:
        """Return a key of the goal that lasts through renumbering: the areas under it."""
        gold = next(gold for gold in self.golds if gold.document.reporting_year == year)
        return ";".join(sorted(area.name for area in gold.areas if area.goal == number))

    def step(self, start: tuple[int, str], end: tuple[int, str], relation: str, change: str) -> Step | None:
        """Return the step between two statements (deck year, key) that both stand in the decks."""
        before, after = self.find(*start), self.find(*end)
        if before is None or after is None:
            return None
        same_goal = self.goal_text(start[0], before.goal) == self.goal_text(end[0], after.goal)
        weak = relation == "weak"
        if relation not in ("split", "merged", "decoy"):
            relation = "unchanged" if before.text == after.text else "reworded"
        return Step(
            self.name(start[0]),
            before.key,
            self.name(end[0]),
            after.key,
            relation,
            "none" if relation == "unchanged" else change,
            not same_goal or before.area != after.area,
            f"{before.role}_to_{after.role}",
            "weak" if weak else "sure",
        )


def _reprints(shelf: Shelf, entry: RoadmapEntry, years: Sequence[int]) -> Iterator[Step | None]:
    for before, after in pairwise(years):
        change = dict(entry.changes).get(after, "none")
        yield shelf.step((before, f"roadmap/{entry.id}"), (after, f"roadmap/{entry.id}"), "", change)


def _from_origin(shelf: Shelf, work: WorkEntry, origin: Origin) -> Iterator[Step | None]:
    """Within one deck: a roadmap's item to what is planned or assessed, last year's work to this year's plan."""
    planned = (work.year - 1, f"plan/{work.id}")
    if origin.kind == "work":
        yield shelf.step((work.year - 1, f"assessment/{origin.id}"), planned, origin.relation, origin.change)
        return
    yield shelf.step((work.year - 1, f"roadmap/{origin.id}"), planned, origin.relation, origin.change)
    change = origin.change if work.assessed == work.text else f"{origin.change};{work.assessed_change}"
    assessed = (work.year, f"assessment/{work.id}")
    yield shelf.step((work.year, f"roadmap/{origin.id}"), assessed, origin.relation, change)


def _decoys(shelf: Shelf, content: Content) -> Iterator[Step | None]:
    years = {work.id: work.year for work in content.work}
    for before, after, why in content.decoys:
        for start in ((years[before] - 1, f"plan/{before}"), (years[before], f"assessment/{before}")):
            for end in ((years[after] - 1, f"plan/{after}"), (years[after], f"assessment/{after}")):
                yield shelf.step(start, end, "decoy", why)


def steps(content: Content, golds: tuple[Gold, ...]) -> tuple[Step, ...]:
    """Return every step between statements of the decks, and the decoys."""
    shelf = Shelf(golds)
    years = [gold.document.reporting_year for gold in golds]
    found: list[Step | None] = []
    for entry in content.roadmap:
        found.extend(_reprints(shelf, entry, years))
    for work in content.work:
        kept = (work.year - 1, f"plan/{work.id}"), (work.year, f"assessment/{work.id}")
        found.append(shelf.step(*kept, "", work.assessed_change))
        for origin in work.origins:
            found.extend(_from_origin(shelf, work, origin))
    found.extend(_decoys(shelf, content))
    return tuple(step for step in found if step)


def fates(golds: tuple[Gold, ...], found: tuple[Step, ...]) -> tuple[Fate, ...]:
    """Return what became of each statement, where the decks show it."""
    real = [step for step in found if step.relation != "decoy"]
    result: list[Fate] = []
    names = [gold.deck for gold in golds]
    for index, gold in enumerate(golds):
        later = names[index + 1] if index + 1 < len(names) else ""
        for action in gold.actions:
            result.extend(_fates_of(gold, action, real, later))
    return tuple(result)


def _fates_of(gold: Gold, action: GoldAction, real: list[Step], later: str) -> Iterator[Fate]:
    year = gold.document.reporting_year
    onward = [s for s in real if (s.from_deck, s.from_key) == (gold.deck, action.key)]
    back = [s for s in real if (s.to_deck, s.to_key) == (gold.deck, action.key)]
    worked = any(s.task in ("roadmap_to_plan", "roadmap_to_assessment") for s in onward)
    reprinted = any(s.to_deck == later for s in onward)
    if action.role == "plan":
        if not back:
            yield Fate(gold.deck, action.key, action.year, "new")
        if later:
            yield Fate(gold.deck, action.key, action.year, "continued" if reprinted else "dropped")
    elif action.role == "assessment":
        if any(s.task == "assessment_to_plan" for s in onward):
            yield Fate(gold.deck, action.key, year + 1, "continued")
        else:
            done = action.status == "done"
            yield Fate(gold.deck, action.key, year if done else year + 1, "completed" if done else "dropped")
    elif action.year in (year, year + 1):
        yield Fate(gold.deck, action.key, action.year, "continued" if worked else "not_carried")
    elif later and not reprinted:
        yield Fate(gold.deck, action.key, year + 1, "dropped")


def to_csv(rows: Iterable[Step] | Iterable[Fate]) -> str:
    """Return records as CSV; booleans as ``true`` and ``false``."""
    records = [asdict(row) for row in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in record.items()})
    return out.getvalue()
