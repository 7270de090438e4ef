"""Figures of the links between years against ``lineage.csv`` and ``outcomes.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from tests.bench.answers import find_document, from_gold, from_run, read_table
from tests.bench.measure import Figure, pair_statements

Record = tuple[str, str]
Edge = frozenset[Record]


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A pair that is linked by hand; a decoy is a pair that must not be linked."""

    ends: Edge
    relation: str
    moved: bool
    weak: bool
    task: str


@dataclass(frozen=True, slots=True)
class ReadLink:
    """A link of a run, its ends in gold's names; None where an end is no action of gold."""

    ends: Edge | None
    relation: str
    moved: bool
    sure: bool


def _table(path: Path) -> tuple[Mapping[str, str], ...]:
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def gold_links(path: Path) -> tuple[GoldLink, ...]:
    """Read ``lineage.csv``."""
    return tuple(
        GoldLink(
            ends=frozenset({(row["from_deck"], row["from_key"]), (row["to_deck"], row["to_key"])}),
            relation=row["relation"],
            moved=row["moved"] == "true",
            weak=row["confidence"] == "weak",
            task=row["task"],
        )
        for row in _table(path)
    )


def names(run: Path, gold_folder: Path, decks: Iterable[str], documents: Mapping[str, str]) -> dict[str, Record]:
    """Return for each action id of the run the deck and key of the gold action that it is a reading of.

    ``documents`` names for a deck the document to compare with, where its file name does not.
    """
    found: dict[str, Record] = {}
    for deck in sorted(set(decks)):
        gold = from_gold(gold_folder / f"{deck}.json")
        read = from_run(run, find_document(run, deck, documents.get(deck, ""))["document_id"])
        for i, j in pair_statements(gold, read):
            found[read.statements[j].id] = (deck, gold.statements[i].id)
    return found


def read_links(run: Path, known: Mapping[str, Record]) -> tuple[ReadLink, ...]:
    """Read the action links of a run that touch a known action and that nobody rejected."""
    links = []
    for row in read_table(run, "links"):
        ends = [known.get(row[name]) for name in ("from_id", "to_id")]
        if row["kind"] != "action" or row["decision"] == "rejected" or not any(ends):
            continue
        whole = frozenset(end for end in ends if end)
        links.append(
            ReadLink(whole if len(whole) == 2 else None, row["relation"], row["moved"] == "true", row["band"] == "sure")
        )
    return tuple(links)


def components(edges: Iterable[Edge]) -> tuple[frozenset[Record], ...]:
    """Return the sets of records that edges hold together."""
    groups: dict[Record, set[Record]] = {}
    for edge in edges:
        joined = set(edge).union(*(groups.get(end, set()) for end in edge))
        for record in joined:
            groups[record] = joined
    return tuple(sorted({frozenset(group) for group in groups.values()}, key=sorted))


def pairs_within(groups: Iterable[Iterable[Record]]) -> set[Edge]:
    """Return all pairs of records that share a group."""
    return {frozenset(pair) for group in groups for pair in combinations(sorted(set(group)), 2)}


def _f1(name: str, found: int, wanted: int, given: int) -> Figure:
    return Figure(f"{name}.f1", 2 * found, wanted + given)


def link_figures(gold: Sequence[GoldLink], read: Sequence[ReadLink]) -> tuple[Figure, ...]:
    """Return F1, recall, precision, relation, move, bands and decoys.

    Weak pairs and pairs of one gold thread that gold does not list (two steps taken at once) count
    neither way.
    """
    decoys = {link.ends for link in gold if link.relation == "decoy"}
    real = {link.ends: link for link in gold if link.relation != "decoy" and not link.weak}
    free = (pairs_within(components(real)) | {link.ends for link in gold if link.weak}) - set(real)
    counted = [link for link in read if link.ends not in free]
    right = {link.ends: link for link in counted if link.ends in real}
    figures = [
        _f1("links", len(right), len(real), len(counted)),
        Figure("links.recall", len(right), len(real)),
        Figure("links.precision", len(right), len(counted)),
        Figure("links.relation", sum(real[e].relation == link.relation for e, link in right.items() if e), len(right)),
        Figure("links.moved", sum(real[e].moved == link.moved for e, link in right.items() if e), len(right)),
        Figure("links.neutral", len(read) - len(counted), len(read), at_most=True, tracked=False),
    ]
    for band, sure in (("sure", True), ("review", False)):
        banded = [link for link in counted if link.sure is sure]
        hits = {link.ends for link in banded if link.ends in real}
        figures.append(Figure(f"links.{band}_precision", len(hits), len(banded), tracked=sure))
        figures.append(Figure(f"links.{band}_share_of_gold", len(hits), len(real), tracked=sure))
        lured = sum(link.ends in decoys for link in banded)
        figures.append(Figure(f"links.decoys_{band}", lured, len(decoys), at_most=True, tracked=sure))
    for attribute in ("relation", "task"):
        for value in sorted({getattr(link, attribute) for link in real.values()}):
            wanted = [ends for ends, link in real.items() if getattr(link, attribute) == value]
            figures.append(Figure(f"links.recall_{value}", sum(ends in right for ends in wanted), len(wanted)))
    for relation in sorted({link.relation for link in real.values()}):
        given = [link for link in counted if link.relation == relation]
        hit = sum(link.ends in real and real[link.ends].relation == relation for link in given if link.ends)
        wanted_count = sum(link.relation == relation for link in real.values())
        figures.append(_f1(f"links.{relation}", hit, wanted_count, len(given)))
    return tuple(figures)


def thread_figures(run: Path, gold: Sequence[GoldLink], known: Mapping[str, Record]) -> tuple[Figure, ...]:
    """Return how many pairs of statements stand in one thread in gold, in the run, and in both."""
    real = [link.ends for link in gold if link.relation != "decoy" and not link.weak]
    wanted = pairs_within(components(real))
    threads: dict[str, list[Record]] = {}
    for row in read_table(run, "threads"):
        if row["kind"] == "action" and row["record_id"] in known:
            threads.setdefault(row["thread_id"], []).append(known[row["record_id"]])
    loose = pairs_within(components([link.ends for link in gold if link.relation != "decoy"])) - wanted
    given = pairs_within(threads.values()) - loose
    both = len(wanted & given)
    return (
        _f1("threads", both, len(wanted), len(given)),
        Figure("threads.recall", both, len(wanted)),
        Figure("threads.precision", both, len(given)),
    )


def outcome_figures(run: Path, path: Path, known: Mapping[str, Record]) -> tuple[Figure, ...]:
    """Return F1 of each outcome, whatever the year; records of which gold says nothing count neither way."""
    gold = {(row["deck"], row["key"], row["outcome"]) for row in _table(path)}
    told = {row[:2] for row in gold}
    read = {
        (*known[row["record_id"]], row["outcome"])
        for row in read_table(run, "outcomes")
        if row["kind"] == "action" and known.get(row["record_id"]) in told
    }
    figures = []
    for outcome in sorted({row[2] for row in gold}):
        wanted, given = ({row for row in rows if row[2] == outcome} for rows in (gold, read))
        figures.append(_f1(f"outcomes.{outcome}", len(wanted & given), len(wanted), len(given)))
    return tuple(figures)


def measure_links(run: Path, path: Path, documents: Mapping[str, str]) -> tuple[Figure, ...]:
    """Return every figure for the links of a run against ``lineage.csv`` and what stands beside it."""
    gold = gold_links(path)
    known = names(run, path.parent, (record[0] for link in gold for record in link.ends), documents)
    return (
        *link_figures(gold, read_links(run, known)),
        *thread_figures(run, gold, known),
        *outcome_figures(run, path.parent / "outcomes.csv", known),
    )
