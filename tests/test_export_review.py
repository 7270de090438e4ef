"""The review queue holds every doubt once, worst first; threads and goals are joined rightly."""

from __future__ import annotations

from dataclasses import replace

from pipeline.errors import Code, Severity
from pipeline.export.review import QueueRow, review_queue
from pipeline.export.views import columns, goals, strands, years
from pipeline.model import Band, Decision, Issue, Reading, Relation, Role
from pipeline.records import Dataset
from tests.export_fixture import DECKS, SHORE, WORDING, dataset


def _kinds(queue: tuple[QueueRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.severity.value, row.kind, row.field) for row in queue]


def test_everything_doubtful_is_there_worst_first() -> None:
    """Errors before warnings, a doubtful goal before a doubtful link, proposals last."""
    assert _kinds(review_queue(dataset())) == [
        ("error", "issue", ""),
        ("warning", "action", "goal_id"),
        ("warning", "link", "relation"),
        ("warning", "area", "confidence"),
        ("warning", "area", "confidence"),
        ("info", "correction", "text"),
    ]


def test_a_row_says_what_why_and_where() -> None:
    """A person can answer without looking elsewhere."""
    *_, proposed = review_queue(dataset())
    assert (proposed.value, proposed.candidates) == ("pidetaan", ("pidetään",))
    assert proposed.reason == "correction_proposed: diacritics at 9, margin 0.7 nats"
    assert (proposed.document_id, proposed.page, proposed.text) == (DECKS[2025], 2, "Kylätiet pidetaan auki")
    link = next(row for row in review_queue(dataset()) if row.kind == "link")
    assert link.text == f"{WORDING[2024]} → {WORDING[2025]}"
    assert len(link.candidates) == 2


def test_ids_are_stable_and_unique() -> None:
    """Other inputs change neither order nor ids of what stays."""
    data = dataset()
    queue = review_queue(data)
    assert len({row.queue_id for row in queue}) == len(queue)
    turned = replace(data, actions=data.actions[::-1], issues=data.issues[::-1], links=data.links[::-1])
    assert review_queue(turned) == queue
    fewer = review_queue(replace(data, links=()))
    assert [row for row in queue if row.kind != "link"] == list(fewer)


def test_a_decided_link_is_no_doubt() -> None:
    """A person has answered."""
    data = dataset()
    decided = tuple(replace(x, decision=Decision.CONFIRMED) if x.band is Band.REVIEW else x for x in data.links)
    assert "link" not in {row.kind for row in review_queue(replace(data, links=decided))}


def test_an_action_without_a_known_reason_shows_its_confidence() -> None:
    """Review without an issue is still in the queue, and never twice."""
    data = replace(dataset(), issues=())
    (row,) = [row for row in review_queue(data) if row.kind == "action"]
    assert (row.field, row.value, row.reason) == ("confidence", "0.41", "low_confidence: read with confidence 0.41")


def test_infos_are_not_doubts() -> None:
    """An info about a record that nobody doubts stays out."""
    assert review_queue(Dataset(issues=(Issue("d", 1, Severity.INFO, Code.LABEL_INHERITED, "x"),))) == ()


def test_threads_follow_the_years() -> None:
    """Each year's wording, with the way there from the year before."""
    found = strands(dataset())
    library = next(s for s in found if s.versions[0].entry.text == WORDING[2023])
    assert [(v.year, v.entry.text) for v in library.versions] == list(WORDING.items())
    assert [v.changed for v in library.versions] == [False, True, True]
    assert [v.doubtful for v in library.versions] == [False, False, True]
    assert [s.op for s in library.versions[1].redline] == ["equal", "replace", "equal"]
    shore = next(s for s in found if s.versions[0].entry.text == SHORE[2023])
    assert [v.same for v in shore.versions] == [False, False, True]
    assert years(found) == (2023, 2024, 2025)


def test_blanks_are_no_part_of_a_change() -> None:
    """The redline marks words; the blanks around them stay between."""
    shore = next(s for s in strands(dataset()) if s.versions[0].entry.text == SHORE[2023])
    assert [(m.op, m.text) for m in shore.versions[1].marks] == [
        ("equal", SHORE[2023]),
        ("equal", " "),
        ("insert", "ja pukukopit"),
    ]


def test_the_surest_reading_of_a_year_is_shown() -> None:
    """A doubtful reading of the same statement stands behind a good one, and nothing is compared with no year."""
    data = dataset()
    first = next(a for a in data.actions if a.text.text == SHORE[2024])
    thread = next(t for t in data.threads if t.record_id == first.action_id)
    poor = replace(first, action_id="act-poor", text=Reading.of("Kunnostarnme"), review=True, role=Role.PLAN)
    undated = replace(poor, action_id="act-undated", year=None)
    more = (replace(thread, record_id="act-poor"), replace(thread, record_id="act-undated", year=None))
    found = strands(replace(data, actions=(poor, undated, *data.actions), threads=(*more, *data.threads)))
    shore = next(s for s in found if s.strand_id == thread.thread_id)
    assert [v.entry.text for v in shore.versions] == [*SHORE.values(), "Kunnostarnme"]
    assert [e.record_id for e in shore.versions[1].others] == ["act-poor"]
    assert shore.last.year == 2025
    assert shore.versions[-1].link is None
    assert columns((shore,), (2023,)) == (2023,)


def test_an_action_whose_year_is_unknown_has_a_column() -> None:
    """No action falls out of the matrix."""
    data = dataset()
    (lost,) = [s for s in strands(data) if s.last.entry.review]
    undated = replace(data, actions=tuple(replace(a, year=None) if a.review else a for a in data.actions))
    (same,) = [s for s in strands(undated) if s.last.entry.review]
    assert (columns([lost], (2024,)), columns([same], (2024,))) == ((2024,), (2024, None))


def test_a_rejected_link_joins_nothing() -> None:
    """What a person rejected is not drawn as a change."""
    data = dataset()
    rejected = tuple(replace(x, decision=Decision.REJECTED) for x in data.links)
    assert not [v for s in strands(replace(data, links=rejected)) for v in s.versions if v.changed or v.same]


def test_goals_gather_their_actions_over_the_years() -> None:
    """A goal of three decks is one, in its newest wording; what has no goal comes last."""
    data = dataset()
    first, second, none = goals(data, strands(data))
    assert first.goal is not None
    assert (first.goal.number, first.goal.text.text, first.language) == (1, "Tjänsterna kommer till byn", "sv")
    assert [len(view.strands) for view in (first, second, none)] == [1, 2, 1]
    assert none.goal is None


def test_every_action_stands_in_one_place_of_the_report() -> None:
    """No action is lost on its way to the page, and none is shown twice."""
    data = dataset()
    shown = [
        e.record_id
        for view in goals(data, strands(data))
        for s in view.strands
        for v in s.versions
        for e in (v.entry, *v.others)
    ]
    assert sorted(shown) == sorted(a.action_id for a in data.actions)
    assert {x.relation for x in data.links} == {Relation.REWORDED, Relation.UNCHANGED}
