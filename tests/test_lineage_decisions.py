"""A person's decisions about links outrank every pass and never break a run."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.errors import Code
from pipeline.model import Band, Decision, Fate, Relation, Role
from pipeline.normalise.lineage import Lineage, LinkDecision, Related, Verdict, relate
from pipeline.normalise.lineage.series import Series
from pipeline.pool import mapping
from pipeline.profiles import profile
from pipeline.records import Link
from tests.bench.lineage_decks import Plan, Row, report

PROFILE = profile(("fi",))
LIBRARY = "Kirjastojen aukioloaikoja pidennetään iltaisin"
FOREST = "Retkeilyreittien opasteet uusitaan saaristossa"
MUSEUM = "Museon kokoelmat avataan yleisölle verkossa"
MUST, CANNOT = Verdict.MUST, Verdict.CANNOT


def _deck(name: str, year: int, *texts: str) -> Plan:
    rows = tuple(Row(f"{name}{k}", 1, "Palvelut", year + 1, Role.PLAN, t) for k, t in enumerate(texts))
    return Plan(name, year, rows, ((1, "Palvelut ovat kaikille"),))


def _relate(decisions: tuple[LinkDecision, ...], *plans: Plan) -> Lineage:
    return relate([report(p) for p in plans], PROFILE, decisions)


def _links(lineage: Lineage) -> dict[tuple[str, str], Link]:
    return {(k.from_id, k.to_id): k for k in lineage.links if k.kind == "action"}


A, B = _deck("a", 2030, LIBRARY, FOREST), _deck("b", 2031, LIBRARY, MUSEUM)


def test_a_must_link_comes_before_all_passes() -> None:
    lineage = _relate((LinkDecision("a0", "b1", MUST, Relation.REWORDED),), A, B)
    link = _links(lineage)["a0", "b1"]
    assert (link.decision, link.band, link.matched_by) == (Decision.CONFIRMED, Band.SURE, "decision")
    assert ("a0", "b0") not in _links(lineage)
    assert len({t.thread_id for t in lineage.threads if t.record_id in ("a0", "b1")}) == 1


def test_without_a_relation_the_texts_tell_it() -> None:
    links = _links(_relate((LinkDecision("a0", "b0", MUST), LinkDecision("a1", "b1", MUST)), A, B))
    assert links["a0", "b0"].relation is Relation.UNCHANGED
    assert links["a1", "b1"].relation is Relation.REWORDED


def test_two_sources_of_one_target_are_a_merge() -> None:
    links = _links(_relate((LinkDecision("a0", "b1", MUST), LinkDecision("a1", "b1", MUST)), A, B))
    assert {links[k, "b1"].relation for k in ("a0", "a1")} == {Relation.MERGED}


def test_a_cannot_link_stays_in_the_table_as_rejected_and_joins_nothing() -> None:
    lineage = _relate((LinkDecision("a0", "b0", CANNOT),), A, B)
    assert _links(lineage)["a0", "b0"].decision is Decision.REJECTED
    assert len({t.thread_id for t in lineage.threads if t.record_id in ("a0", "b0")}) == 2
    fates = {(o.record_id, o.outcome) for o in lineage.outcomes if o.kind == "action"}
    assert {("a0", Fate.DROPPED), ("b0", Fate.NEW)} <= fates


def test_a_cannot_link_leaves_equal_texts_to_others() -> None:
    twins = _deck("b", 2031, LIBRARY, LIBRARY)
    links = _links(_relate((LinkDecision("a0", "b0", CANNOT),), A, twins))
    assert links["a0", "b1"].relation is Relation.UNCHANGED


def test_a_must_link_may_skip_decks() -> None:
    last = _deck("c", 2032, MUSEUM)
    links = _links(_relate((LinkDecision("a0", "c0", MUST),), A, B, last))
    assert links["a0", "c0"].decision is Decision.CONFIRMED


def test_goals_can_be_decided_too() -> None:
    lineage = _relate((LinkDecision("goal-a-1", "goal-b-1", CANNOT),), A, B)
    assert [k.decision for k in lineage.links if k.kind == "goal"] == [Decision.REJECTED]


def test_of_two_decisions_about_a_pair_the_later_counts() -> None:
    both = (LinkDecision("a0", "b0", CANNOT), LinkDecision("b0", "a0", MUST))
    assert [k.decision for k in _relate(both, A, B).links if {k.from_id, k.to_id} == {"a0", "b0"}] == [
        Decision.CONFIRMED
    ]


def test_a_decision_whose_record_is_gone_is_told_by_name() -> None:
    lineage = _relate((LinkDecision("a0", "nowhere", MUST),), A, B)
    (issue,) = lineage.issues
    assert (issue.code, issue.document_id) == (Code.OVERRIDE_STALE, "a")
    assert "there is no record nowhere" in issue.message
    assert ("a0", "b0") in _links(lineage)


def test_a_decision_across_kinds_is_told() -> None:
    (issue,) = _relate((LinkDecision("a0", "goal-b-1", MUST),), A, B).issues
    assert "not of one kind" in issue.message


def test_the_map_over_series_changes_nothing() -> None:
    """Series have nothing to do with one another: processes, or any order of work, give the same."""
    other = [replace(p, document_id=f"x{p.document_id}", programme="Metsien hoito", organisation="Muu") for p in (A, B)]
    others = [replace(p, rows=tuple(replace(r, row_id=f"x{r.row_id}") for r in p.rows)) for p in other]
    made = [report(p) for p in (A, B, *others)]
    decisions = (LinkDecision("a0", "b1", MUST), LinkDecision("a0", "gone", MUST))
    plain = relate(made, PROFILE, decisions)
    assert len(plain.series) == 2

    def each(function: Callable[[Series], Related], items: Iterable[Series], /) -> Iterable[Related]:
        found = list(items)
        copies = [pickle.loads(pickle.dumps(function)) for _ in found]
        return [copy(one) for copy, one in zip(copies, found, strict=True)]

    assert relate(made, PROFILE, decisions, each) == plain
    with mapping(2, 1_000_000) as spread:
        assert relate(made, PROFILE, decisions, spread) == plain
