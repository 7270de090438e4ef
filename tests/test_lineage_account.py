"""What a plan says of its own sources: marks of footnotes, the survey's proposals, the roadmap's column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.errors import Code
from pipeline.model import Band, Fate, Role
from pipeline.normalise.lineage import Lineage, relate
from pipeline.profiles import profile
from tests.bench.lineage_decks import Plan, Row, report
from tests.bench.lineage_shared import SHARED, account

PROFILE = profile(("fi",))
LIBRARY = "Kirjastojen aukioloaikoja pidennetään iltaisin"
FOREST = "Retkeilyreittien opasteet uusitaan saaristossa"
MUSEUM = "Museon kokoelmat avataan yleisölle verkossa"


def _row(row_id: str, text: str, year: int, role: Role, *markers: str) -> Row:
    return Row(row_id, 1, "Palvelut", year, role, text, markers)


def _deck(*rows: Row, proposals: Sequence[str] = ()) -> Plan:
    asked = tuple((f"note{k}", text) for k, text in enumerate(proposals))
    return Plan("a", 2030, rows, ((1, "Palvelut ovat kaikille"),), proposals=asked)


def _relate(*plans: Plan) -> Lineage:
    return relate([report(p) for p in plans], PROFILE)


WHOLE = (
    _row("r1", LIBRARY, 2031, Role.ROADMAP),
    _row("s1", FOREST, 2030, Role.ASSESSMENT),
    _row("p1", LIBRARY, 2031, Role.PLAN),
    _row("p2", FOREST, 2031, Role.PLAN, "carried_over"),
    _row("p3", MUSEUM, 2031, Role.PLAN, "from_survey"),
)


def test_a_plan_whose_items_all_have_their_source_leaves_nothing_open() -> None:
    lineage = _relate(_deck(*WHOLE, proposals=[MUSEUM]))
    assert lineage.issues == ()
    (link,) = [k for k in lineage.links if k.from_id == "note0"]
    assert (link.kind, link.to_id, link.band) == ("action", "p3", Band.SURE)


def test_what_a_survey_asked_for_is_new_and_says_why() -> None:
    lineage = _relate(_deck(*WHOLE, proposals=[MUSEUM]))
    (link,) = [k for k in lineage.links if k.from_id == "note0"]
    assert [(o.outcome, o.evidence_id) for o in lineage.outcomes if o.record_id == "p3"] == [(Fate.NEW, link.link_id)]
    assert "note0" not in {t.record_id for t in lineage.threads}


@pytest.mark.parametrize(
    ("without", "item"),
    [("r1", "p1"), ("s1", "p2"), ("note", "p3")],
)
def test_an_item_without_its_source_is_told(without: str, item: str) -> None:
    other = "Uimahallin katto korjataan ennen talvea"
    rows = [replace(r, text=other) if r.row_id == without else r for r in WHOLE]
    lineage = _relate(_deck(*rows, proposals=[other if without == "note" else MUSEUM]))
    assert [(i.record_id, i.code) for i in lineage.issues] == [(item, Code.ACCOUNT_OPEN)]


def test_a_plan_without_marks_is_no_closed_account() -> None:
    rows = [replace(r, markers=()) for r in WHOLE]
    assert _relate(_deck(*rows)).issues == ()


def test_what_cannot_be_looked_up_is_not_missing() -> None:
    assert _relate(_deck(*WHOLE[2:])).issues == ()


def test_a_reprint_of_the_plan_has_the_same_sources() -> None:
    reprint = tuple(replace(r, row_id=f"q{r.row_id}") for r in WHOLE[2:])
    later = replace(_deck(*reprint, _row("t1", LIBRARY, 2031, Role.ASSESSMENT)), document_id="b", year=2031)
    assert _relate(_deck(*WHOLE, proposals=[MUSEUM]), later).issues == ()


@pytest.mark.skipif(not SHARED.exists(), reason="the hand-made links are not at hand")
@pytest.mark.parametrize("column", ["raw", "clean"])
def test_the_account_of_a_real_plan_closes(column: str) -> None:
    for right, explained, items in account(column).values():
        assert explained == items == 15
        assert right >= 14
