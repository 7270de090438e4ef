"""The review queue holds every doubt once, worst first; threads and goals are joined rightly."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from pipeline.errors import Code, Severity
from pipeline.export.review import QueueRow, review_queue
from pipeline.export.sheets import sheets
from pipeline.export.sqlite import files as database
from pipeline.export.timeline import timeline
from pipeline.export.views import columns, goals, strands, years
from pipeline.locale import translation
from pipeline.model import Band, Decision, Fate, Issue, Method, Reading, Relation, Role, Status
from pipeline.records import Change, Dataset, PageRow
from tests.export_fixture import CONTEXT, DECKS, SHORE, WORDING, dataset


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
    assert proposed.reason == "correction_proposed: diacritics, at character 9; 0.7 nats before any other"
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


def _assessed(*verdicts: tuple[int, Status | None, bool]) -> Dataset:
    """Return the dataset with assessments of the shore in 2024: deck by its year, verdict, doubtful."""
    data = dataset()
    plan = next(a for a in data.actions if a.text.text == SHORE[2024])
    thread = next(t for t in data.threads if t.record_id == plan.action_id)
    told = [
        replace(
            plan,
            action_id=f"act-{n}",
            document_id=DECKS[deck],
            text=Reading.of(f"Laituri {n}"),
            role=Role.ASSESSMENT,
            status=status,
            status_raw=f"arvio {n}",
            review=review,
        )
        for n, (deck, status, review) in enumerate(verdicts)
    ]
    more = [replace(thread, record_id=a.action_id, document_id=a.document_id, role=a.role) for a in told]
    return replace(data, actions=(*data.actions, *told), threads=(*data.threads, *more))


def test_a_verdict_printed_beside_another_wording_is_not_lost() -> None:
    """The plan has none: it stands in the assessment of the year, in other words; the view of SQLite says the same."""
    for verdicts in (
        ((2025, Status.PARTLY_DONE, False),),
        ((2024, Status.IN_PROGRESS, False), (2025, Status.DONE, False)),
        ((2025, Status.DONE, True), (2024, Status.DROPPED, False)),
        ((2025, None, False), (2024, Status.NOT_STARTED, True)),
    ):
        data = _assessed(*verdicts)
        shown = {
            (s.strand_id, v.year): v.status.value if v.status else None
            for s in strands(data)
            for v in s.versions
            if s.strand_id in {t.thread_id for t in data.threads}
        }
        ((_, content),) = database(data, CONTEXT)
        base = sqlite3.connect(":memory:")
        base.deserialize(content)
        found = {
            (i, year): status for i, year, status in base.execute("SELECT thread_id, year, status FROM v_thread_years")
        }
        assert shown == found
        shore = next(s for s in strands(data) if s.versions[0].entry.text == SHORE[2023])
        assert shore.versions[1].status in [status for _, status, _ in verdicts if status]


def test_a_change_within_the_year_before_is_shown() -> None:
    """What the plan said of 2024 its assessment words anew, and the plan of 2025 takes that over unchanged."""
    data = _assessed((2025, None, False))
    earlier, later = (
        next(a.action_id for a in data.actions if a.year == y and a.text.text == SHORE[y]) for y in (2024, 2025)
    )
    data = replace(
        data,
        actions=tuple(replace(a, text=Reading.of("Laituri 0")) if a.action_id == later else a for a in data.actions),
    )
    within = replace(data.links[1], link_id="lnk-in", from_id=earlier, to_id="act-0", from_year=2024, to_year=2024)
    across = replace(data.links[3], link_id="lnk-out", from_id="act-0", to_id=later)
    steps = (Change("lnk-in", 0, "replace", SHORE[2024], "Laituri 0", "wording", False),)
    links = (*(x for x in data.links if x.to_id != later), within, across)
    shore = next(
        s
        for s in strands(replace(data, links=links, changes=(*data.changes, *steps)))
        if s.last.entry.record_id == later
    )
    assert [(m.op, m.text) for m in shore.last.marks] == [("delete", SHORE[2024]), ("insert", "Laituri 0")]
    assert (shore.last.changed, shore.last.doubtful, shore.last.base) == (True, True, None)
    assert [v.doubtful for v in shore.versions[1].variants] == [True]
    assert 2025 in shore.rewordings


def test_a_thread_that_hangs_on_an_open_link_is_doubtful() -> None:
    """Until a person confirms it, or where another way leads there."""
    data = dataset()
    (open_link,) = (x for x in data.links if x.band is Band.REVIEW)
    for links, unsure in (
        (data.links, True),
        (tuple(replace(x, decision=Decision.CONFIRMED) for x in data.links), False),
        ((*data.links, replace(open_link, link_id="lnk-sure", band=Band.SURE)), False),
    ):
        library = next(s for s in strands(replace(data, links=links)) if s.last.entry.text == WORDING[2025])
        assert library.unsure is unsure


def test_a_goal_goes_by_its_newest_number() -> None:
    """A thread that ended before the goals were renumbered stands under the number that the goal has now."""
    data = dataset()
    renumbered = tuple(
        replace(g, number=3 - (g.number or 0)) if g.document_id == DECKS[2025] else g for g in data.goals
    )
    ended = replace(data, goals=renumbered, actions=tuple(a for a in data.actions if a.year != 2025))
    assert {s.last.entry.text: s.goal_number for s in strands(ended) if s.kind == "action" and s.goal} == {
        WORDING[2024]: 2,
        SHORE[2024]: 1,
    }


def test_new_is_what_the_outcomes_call_new() -> None:
    """Not every thread that begins later than the first year."""
    data = dataset()
    found = {v.entry.record_id for s in strands(data) for v in s.versions if v.is_new}
    assert found == {o.record_id for o in data.outcomes if o.outcome is Fate.NEW}


def test_what_only_the_scan_of_a_deck_says_is_doubtful() -> None:
    """Its slides were read as well, and do not say it."""
    data = dataset()
    scan = replace(data.documents[0], document_id="scan", path="scan.pdf")
    copy = replace(data.actions[0], action_id="act-scan", document_id="scan")
    stray = replace(copy, action_id="act-stray", text=Reading.of("Kunnos tamme"))
    link = replace(data.links[0], from_id=data.actions[0].action_id, to_id="act-scan", matched_by="rendition")
    page = PageRow("scan", 1, "", Method.OCR, 0.0, "fi", 1, 1, 0, 0, 0.7)
    wider = replace(
        data,
        documents=(*data.documents, scan),
        actions=(*data.actions, copy, stray),
        links=(*data.links, link),
        pages=(*data.pages, page),
    )
    found = [s.last for s in strands(wider) if s.last.stray]
    assert [v.entry.record_id for v in found if v.entry.text == "Kunnos tamme"] == ["act-stray"]
    assert all(v.doubtful for v in found)


def test_the_verdicts_of_what_was_split_all_count() -> None:
    """Two statements of one list in one thread are two actions; neither verdict hides the other."""
    shore = next(
        s
        for s in strands(_assessed((2025, Status.DONE, False), (2025, Status.NOT_STARTED, False)))
        if s.versions[0].entry.text == SHORE[2023]
    )
    assert {e.status for e in shore.versions[1].verdicts} == {Status.DONE, Status.NOT_STARTED}
    assert len(shore.versions[1].verdicts) == 2


def test_the_timeline_tells_each_part_by_its_own_title_goal_and_verdict() -> None:
    """What is done is the part that was done, not the one whose wording the thread shows for that year."""
    data = _assessed((2025, Status.NOT_STARTED, False), (2025, Status.DONE, False))
    data = replace(
        data, actions=tuple(replace(a, goal_number=7) if a.action_id == "act-1" else a for a in data.actions)
    )
    found = strands(data)
    (year,) = (y for y in timeline(found, years(found)) if y.year == 2024)
    done = [told for event in year.events if event.name == "done" for told in event.told]
    assert [(t.entry.text, t.goal_number) for t in done if t.entry.text.startswith("Laituri")] == [("Laituri 1", 7)]
    assert SHORE[2024] not in {t.entry.text for t in done}
    assert year.count("done") == len(done)


def test_the_latest_verdict_of_what_goes_on_is_the_last_one_given() -> None:
    """The plan for the year after has none; which year the verdict is on stands beside it."""
    data = _assessed((2025, Status.IN_PROGRESS, False))
    data = replace(
        data, actions=tuple(replace(a, status=None, status_raw="") if a.year == 2025 else a for a in data.actions)
    )
    shore = next(s for s in strands(data) if s.versions[0].entry.text == SHORE[2023])
    assert (shore.last.year, shore.last.verdicts) == (2025, ())
    for language, told in (("en", "in progress (2024)"), ("fi", "käynnissä (2024)")):
        _ = translation(language).gettext
        sheet = next(x for x in sheets(data, replace(CONTEXT, language=language)) if x.name == _("Threads"))
        at = [title for title, _width in sheet.headers].index(_("Latest status"))
        assert [row[at] for row in sheet.rows if row[-1] == shore.strand_id] == [told]
