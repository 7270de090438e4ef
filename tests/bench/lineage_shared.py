"""Scores lineage on hand-made links of two real decks, where they are at hand.

Weak links are don't-care; ``likely`` and ``sure`` ones count.  Nothing is fitted on these decks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Role
from pipeline.normalise.lineage import relate
from pipeline.normalise.lineage.account import CARRIED, SURVEY
from pipeline.normalise.lineage.matching import Matcher
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import Statement, normal, readers
from pipeline.profiles import profile
from pipeline.records import Link
from tests.bench.lineage_decks import Plan, Row, report

SHARED = Path(__file__).parents[2].parent / "shared" / "lineage"
_MARKERS = {"*": ("carried_over",), "**": ("from_survey",)}


@dataclass(frozen=True, slots=True)
class Tally:
    """Links found and wanted of one task."""

    right: int
    found: int
    wanted: int
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the hand-made tables."""
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tally(found: Iterable[tuple[str, str]], links: Sequence[dict[str, str]]) -> Tally:
    """Count ``found`` pairs of ids against hand-made links of one task."""
    wanted = {(k["from_id"], k["to_id"]) for k in links if k["confidence"] != "weak"}
    weak = {(k["from_id"], k["to_id"]) for k in links if k["confidence"] == "weak"}
    got = set(found) - weak
    right = got & wanted
    wrong, missed = (tuple(sorted(map(" ".join, s))) for s in (got - wanted, wanted - got))
    return Tally(len(right), len(got), len(wanted), wrong, missed)


def tasks(column: str) -> dict[str, Tally]:
    """Match the lists of each task with one another; ``column`` is ``raw`` or ``clean``."""
    gold = rows("gold_links.csv")
    out = {}
    for task in sorted({k["task"] for k in gold}):
        links = [k for k in gold if k["task"] == task]
        # The goals stand twice in one deck; each list is a task of its own.
        lists = sorted({k["from_table"] for k in links}) if task == "T6_goals_AxB" else [""]
        for name in lists:
            out[f"{task} {name}".strip()] = _task([k for k in links if not name or k["from_table"] == name], column)
    return out


def _task(links: Sequence[dict[str, str]], column: str) -> Tally:
    statements = rows("gold_statements.csv")
    sides = {(k["from_doc"], k["from_table"]) for k in links}, {(k["to_doc"], k["to_table"]) for k in links}
    prefixes = [{k[f"{end}_id"].split(".")[0] for k in links} for end in ("from", "to")]
    left, right = (
        [s for s in statements if (s["doc"], s["table"]) in side and s["id"].split(".")[0] in prefix]
        for side, prefix in zip(sides, prefixes, strict=True)
    )
    if any(t.startswith("roadmap") for _, t in sides[0]) and not any(t.startswith("roadmap") for _, t in sides[1]):
        left = [s for s in statements if s["table"].startswith("roadmap") and s["doc"] == left[0]["doc"]]
        if "actions2024" in {t for _, t in sides[1]}:
            left = [s for s in left if s["table"] != "roadmap:2025"]
    every = [_statement(s, column, i) for i, s in enumerate([*left, *right])]
    by_language = readers(profile(("fi",)))
    matcher = Matcher(space(every, by_language))
    marks = {"actions2024": CARRIED, "proposals": SURVEY}
    marked = marks.get(min(t for _, t in sides[0]), "")
    pairs = matcher.match(range(len(left)), range(len(left), len(every)), marked=marked)
    return tally(((every[p.source].record_id, every[p.target].record_id) for p in pairs), links)


def _statement(row: dict[str, str], column: str, order: int) -> Statement:
    year = row["table"].split(":")[-1] if row["table"].startswith("roadmap") else row["table"][-4:]
    return Statement(
        row["id"],
        "action",
        row["doc"],
        int(year) if year.isdigit() else None,
        None,
        row[column],
        order,
        "fi",
        goal=row["goal"],
        area=normal(row["area"]),
        markers=_MARKERS.get(row["marker"], ()),
        damaged=column == "raw",
    )


def decks(column: str) -> list[Plan]:
    """Return the two decks as plans, ids as in the tables."""
    return [_deck("seed001", 2024, column), _deck("seed000", 2025, column)]


def _deck(doc: str, year: int, column: str) -> Plan:
    mine = [s for s in rows("gold_statements.csv") if s["doc"] == doc]
    goals = tuple((int(s["goal"]), s[column]) for s in mine if s["table"] == "goals:roadmap")
    found = tuple(r for s in mine if (r := _row(s, column)) is not None)
    asked = tuple((s["id"], s[column]) for s in mine if s["table"] == "proposals")
    return Plan(doc, year, found, goals, proposals=asked)


def _row(row: dict[str, str], column: str) -> Row | None:
    table = row["table"]
    roles = {"roadmap": Role.ROADMAP, "actions2024": Role.ASSESSMENT, "plan2025": Role.PLAN}
    role = roles.get(table.split(":")[0])
    if role is None:
        return None
    return Row(
        row["id"], int(row["goal"]), row["area"], int(table[-4:]), role, row[column], _MARKERS.get(row["marker"], ())
    )


def account(column: str) -> dict[str, tuple[int, int, int]]:
    """Return for each deck's plan: items with the right source, items with some source, items."""
    plans = decks(column)
    lineage = relate([report(p) for p in plans], profile(("fi",)))
    gold = [k for k in rows("gold_links.csv") if k["task"][:2] in ("T3", "T4", "T7")]
    pairs = {(k["from_id"], k["to_id"]) for k in gold}
    ends = {k["to_id"]: {a for a, b in pairs if b == k["to_id"]} for k in gold}
    out = {}
    for plan in plans:
        items = [r.row_id for r in plan.rows if r.role is Role.PLAN]
        still_open = {i.record_id for i in lineage.issues}
        right = [i for i in items if any((a, i) in pairs for a in _sources(i, lineage.links)) or i not in ends]
        out[plan.document_id] = (len(right), len([i for i in items if i not in still_open]), len(items))
    return out


def _sources(item: str, links: Iterable[Link]) -> set[str]:
    return {k.from_id for k in links if k.to_id == item}


def whole(column: str) -> dict[str, Tally]:
    """Relate the two decks as a run does, and count the links of each task of actions."""
    lineage = relate([report(p) for p in decks(column)], profile(("fi",)))
    found = [(k.from_id, k.to_id) for k in lineage.links if k.kind == "action"]
    gold = [k for k in rows("gold_links.csv") if k["task"][:2] in ("T1", "T2", "T3", "T4", "T5")]
    out = {}
    for task in sorted({k["task"] for k in gold}):
        links = [k for k in gold if k["task"] == task]
        lists = {
            (k["from_id"].rstrip("abcdefghijklmno0123456789"), k["to_id"].rstrip("abcdefghijklmno0123456789"))
            for k in links
        }
        mine = [
            p
            for p in found
            if (p[0].rstrip("abcdefghijklmno0123456789"), p[1].rstrip("abcdefghijklmno0123456789")) in lists
        ]
        out[task] = tally(mine, links)
    return out
