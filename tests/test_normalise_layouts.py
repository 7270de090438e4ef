"""Layouts that no profile knows: forms, boxes, letters, headings side by side, owners in brackets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import Code
from pipeline.model import Block, BlockKind, Box, Deck, Item, Page, Role, Status
from pipeline.normalise import understand
from pipeline.normalise.cover import find_author, find_body, find_organisation
from pipeline.normalise.details import labelled, read_details
from pipeline.normalise.labels import cut_mark, goal_label
from pipeline.normalise.legend import Legend, Meaning, Sign
from pipeline.normalise.sections import Section, section_of
from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import profile
from pipeline.reading import Reading
from pipeline.records import Action, Report
from tests.build import Spec, block, deck, item, page, table

HOUSE = profile(organisations=())
WORDS = vocabulary(HOUSE)


def at(text: str, x0: float, top: float, width: float = 160.0, *, level: int = 0, bullet: str = "") -> Item:
    """Return an item at a place of the page."""
    return replace(item(text, level=level, bullet=bullet), box=Box(x0, top, x0 + width, top + 12))


def box(*items: Item, kind: BlockKind = BlockKind.BOX) -> Block:
    """Return a box around items."""
    return block(kind, *items)


def listed(x0: float, top: float, *texts: str) -> Block:
    """Return a list at a place of the page."""
    lines = (at(t, x0, top + 14 * n, level=1, bullet="•") for n, t in enumerate(texts))
    return block(BlockKind.LIST, *lines)


def read(*pages: Page) -> Report:
    """Understand a deck of these pages."""
    return understand(deck(*pages), "d", HOUSE)


def told(action: Action) -> tuple[str, int | None, int | None]:
    """Return text, goal and year."""
    return action.text.text, action.goal_number, action.year


def test_lists_side_by_side_keep_the_years_of_their_own_headings() -> None:
    blocks = [
        box(at("Toimenpiteet 2024", 40, 80), kind=BlockKind.HEADING),
        box(at("Toimenpiteet 2025", 400, 80), kind=BlockKind.HEADING),
        listed(40, 110, "Portti avataan", "Aita maalataan"),
        listed(400, 110, "Laituri korjataan", "Valot uusitaan"),
    ]
    report = read(page(1, "Tavoite 1: Satama on auki", blocks=blocks))
    assert [told(a) for a in report.actions] == [
        ("Portti avataan", 1, 2024),
        ("Aita maalataan", 1, 2024),
        ("Laituri korjataan", 1, 2025),
        ("Valot uusitaan", 1, 2025),
    ]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What we did in 2024", Role.ASSESSMENT),
        ("Det här gjorde vi under 2024", Role.ASSESSMENT),
        ("Toteutetut toimenpiteet 2024", Role.ASSESSMENT),
        ("Looking ahead: 2024", Role.PLAN),
        ("Toimenpiteet 2024", Role.PLAN),
    ],
)
def test_actions_without_verdicts_are_known_by_their_heading(heading: str, role: Role) -> None:
    blocks = [box(at(heading, 40, 80), kind=BlockKind.HEADING), listed(40, 110, "Aaa bbb ccc", "Ddd eee fff")]
    report = read(page(1, "Goal 1: The harbour is open", blocks=blocks))
    assert [(a.year, a.role) for a in report.actions] == [(2024, role)] * 2


def test_next_year_is_the_year_behind_the_one_reported_on() -> None:
    blocks = [box(at("Actions next year", 40, 80), kind=BlockKind.HEADING), listed(40, 110, "Open the gate")]
    first = page(1, "Harbour programme: progress report 2024")
    report = read(first, page(2, "Goal 1: The harbour is open", blocks=blocks))
    assert [(told(a), a.role) for a in report.actions] == [(("Open the gate", 1, 2025), Role.PLAN)]


@pytest.mark.parametrize(
    "heading", ["Riskit", "Budget", "Kostnader", "Actions progressed well", "Toimenpiteet etenivät"]
)
def test_headings_of_other_things_open_no_list_of_actions(heading: str) -> None:
    blocks = [
        box(at("Toimenpiteet 2025", 40, 60), kind=BlockKind.HEADING),
        listed(40, 80, "Portti avataan"),
        box(at(heading, 40, 120), kind=BlockKind.HEADING),
        listed(40, 140, "Hinnat nousevat", "Tekijöitä puuttuu"),
    ]
    report = read(page(1, "Tavoite 1: Satama on auki", blocks=blocks))
    assert [a.text.text for a in report.actions] == ["Portti avataan"]
    assert heading not in [a.name.text for a in report.areas]


def test_a_strip_along_the_side_says_nothing_of_the_page() -> None:
    strip = replace(
        box(at("Contents", 5, 20, 90), at("Actions 2025", 5, 40, 90), at("Lessons", 5, 60, 90)), box=Box(0, 0, 100, 540)
    )
    report = read(page(1, "A year of repairs", blocks=[strip, listed(200, 90, "The roof was finished")]))
    assert not report.actions


def test_a_page_of_labels_and_values_is_one_action() -> None:
    rows = [
        ("Inriktningsmål", "Hamnen är öppen"),
        ("Ansvarig", "Tekniska nämnden"),
        ("Tidplan", "september 2024"),
        ("Status", "Genomförd till viss del"),
    ]
    items = [at(t, x, 100 + 30 * n) for n, row in enumerate(rows) for x, t in zip((40, 220), row, strict=True)]
    form = page(2, "Porten byggs om", blocks=[box(i, kind=BlockKind.TEXT) for i in items])
    report = read(page(1, "Uppföljning 2024", blocks=[box(at("Mål 1: Hamnen är öppen", 40, 90))]), form)
    (action,) = report.actions
    assert (told(action), action.owner, action.due) == (
        ("Porten byggs om", 1, 2024),
        "Tekniska nämnden",
        "september 2024",
    )
    assert (action.status, action.status_raw) == (Status.PARTLY_DONE, "Genomförd till viss del")


def test_labels_side_by_side_are_no_form() -> None:
    heads = [at(t, 40 + 170 * n, 100) for n, t in enumerate(("Åtgärd", "Ansvarig", "Tidplan", "Status"))]
    report = read(page(1, "Uppföljning 2024", blocks=[box(i, kind=BlockKind.HEADING) for i in heads]))
    assert not report.actions
    assert Code.TABLE_UNREAD in {i.code for i in report.issues}


def lettered() -> Deck:
    """Return a deck whose goals are called by letters alone."""
    head = ["Ref", "Action", "Status"]
    cells = table([head, [(1, 3, ["A The harbour is open"]), None, None], ["A1", "Open the gate", "Done"]])
    more = table([head, [(1, 3, ["B The water is clean"]), None, None], ["B1", "Clean the shore", "In progress"]])
    return deck(page(1, "Progress 2024", tables=[cells]), page(2, "Progress 2024", tables=[more]))


def test_goals_may_be_called_by_letters() -> None:
    report = understand(lettered(), "d", HOUSE)
    assert [(g.number, g.text.text) for g in report.goals] == [(1, "The harbour is open"), (2, "The water is clean")]
    assert [a.goal_number for a in report.actions] == [1, 2]
    label = goal_label("Objective C: The water is clean", WORDS)
    assert label is not None
    assert label.number == 3


def test_the_goal_of_an_action_may_stand_in_brackets_behind_it() -> None:
    goals = [box(at("Mål 1: Hamnen är öppen", 40, 80)), box(at("Mål 2: Vattnet är rent", 40, 100))]
    plan = page(2, "Nya åtgärder 2025", blocks=[listed(40, 90, "Porten byggs (mål 2)", "Lampan byts (mål 1)")])
    report = read(page(1, "Våra mål", blocks=goals), plan)
    assert [told(a) for a in report.actions] == [("Porten byggs", 2, 2025), ("Lampan byts", 1, 2025)]


def test_areas_may_stand_as_boxes_below_the_boxes_of_their_goals() -> None:
    blocks = [
        box(at("Goal 1: The harbour is open", 40, 80)),
        box(at("Goal 2: The water is clean", 300, 80)),
        box(at("Piers", 50, 130, 100)),
        box(at("Shores", 310, 130, 100)),
        box(at("Signs", 50, 170, 100)),
    ]
    report = read(page(1, "Our goals", blocks=blocks))
    assert sorted((a.goal_number, a.name.text) for a in report.areas) == [(1, "Piers"), (1, "Signs"), (2, "Shores")]


def test_key_figures_in_boxes_below_goals_are_no_areas() -> None:
    blocks = [
        box(at("Goal 1: The harbour is open", 40, 80)),
        box(at("Goal 2: The water is clean", 300, 80)),
        box(at("390 visitors", 50, 130, 100)),
        box(at("12 ships", 310, 130, 100)),
    ]
    assert not read(page(1, "Our goals", blocks=blocks)).areas


@pytest.mark.parametrize(
    "line",
    [
        "Ansvar: Hamnen / Utfall: Klar",
        "Ansvar: Hamnen · Utfall: Klar",
        "Ansvar: Hamnen Utfall: Klar",
        "Ansvar: Hamnen; Utfall: Klar",
    ],
)
def test_labels_are_parted_by_any_sign_or_none(line: str) -> None:
    assert labelled(line, WORDS) == (("owner", "Hamnen"), ("status", "Klar"))


def test_lines_without_labels_are_not_labelled() -> None:
    assert labelled("Satama avattiin: vene tuli", WORDS) == ()
    assert labelled("Portti. Vastuu: Satama", WORDS) == ()


@pytest.mark.parametrize("text", ["siirretty", "överförd", "deferred", "delayed"])
def test_a_verdict_off_the_scale_is_shown_and_doubted(text: str) -> None:
    rows = [["Tavoite", "Toimenpide", "Tila"], ["Tavoite 1: Satama", "Portti avataan", text]]
    (action,) = read(page(1, "Ohjelma 2024", tables=[table(rows)])).actions
    assert (action.status, action.status_raw) == (None, text)
    assert action.review


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Osin tehty", Status.PARTLY_DONE),
        ("Mostly complete", Status.PARTLY_DONE),
        ("Delvis färdigt", Status.PARTLY_DONE),
        ("Inte ännu klar", Status.NOT_STARTED),
        ("Ei vielä käynnissä", Status.NOT_STARTED),
    ],
)
def test_a_word_may_halve_or_deny_a_verdict(text: str, status: Status) -> None:
    assert WORDS.verdict(text) == (True, status)


def test_a_sign_that_means_two_things_means_nothing() -> None:
    sign = Sign("●", "#222222")
    legend = Legend([(sign, Meaning("done", Status.DONE)), (sign, Meaning("dropped", Status.DROPPED))])
    assert legend.look_up("●", "#222222") == ("●", None, False)
    green = Legend([(Sign("●", "#20a020"), Meaning("done", Status.DONE))])
    assert green.look_up("●", "#d02020")[2] is False


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Action cost", "cost"),
        ("Toimenpiteen kustannukset", "cost"),
        ("Åtgärdens kostnad", "cost"),
        ("Lead time", "due"),
        ("Lead", "owner"),
        ("Measure", "action"),
        ("Measure of success", "indicator"),
        ("Prioriterat område", "area"),
        ("Håller i", "owner"),
        ("Kuka vetää", "owner"),
    ],
)
def test_what_headings_say(heading: str, kind: str) -> None:
    assert WORDS.column(heading) == kind


def test_a_year_in_a_goal_does_not_date_its_page() -> None:
    assert section_of("Mål 1: Fossilfri senast år 2030", Section(), WORDS, title=True).year is None
    assert section_of("Ohjelmaan lisätään vuodelle 2025", Section(), WORDS, title=True).year == 2025


def test_marks_of_footnotes_are_numbers_with_a_bracket_too() -> None:
    assert cut_mark(Reading.of("Portti avataan 1)"))[0].text == "Portti avataan"
    assert cut_mark(Reading.of("Portti avataan 1)"))[1] == cut_mark(Reading.of("Aita¹"))[1] == "¹"
    assert cut_mark(Reading.of("Portti (vaihe 1)"))[1] == ""


def test_verdicts_in_brackets_stand_in_cells_too() -> None:
    rows = [["Tavoite", "Toimenpiteet 2024"], ["Tavoite 1: Satama", "Portti avataan (satama, kesken)"]]
    (action,) = read(page(1, "Ohjelma", tables=[table(rows)])).actions
    assert (action.text.text, action.owner, action.status) == ("Portti avataan", "satama", Status.IN_PROGRESS)


def test_a_goal_number_of_two_wordings_is_doubted_at_its_actions() -> None:
    rows = [
        ["Tavoite", "Toimenpide", "Vastuu"],
        ["Tavoite 1: Satama on auki kaikille", "Portti avataan", "Satama"],
        ["Tavoite 1: Vesi on puhdasta ja kirkasta", "Ranta siivotaan", "Ranta"],
    ]
    report = read(page(1, "Toimenpiteet 2024", tables=[table(rows)]))
    assert all(a.review for a in report.actions)


def test_owners_in_brackets_are_known_by_their_company() -> None:
    assert read_details(Reading.of("Open the gate (Harbour Services)"), WORDS, owners=True).owner == "Harbour Services"
    assert read_details(Reading.of("Open the gate (Harbour Services)"), WORDS).owner == ""


def test_a_title_page_names_committee_organisation_and_author() -> None:
    lines = ["Tallsunds kommun, hållbarhetsutskottet 2025-03-11", "Föredragande: Malin Grund"]
    body, _ = find_body(lines, WORDS, str)
    assert body == "Hållbarhetsutskottet"
    assert find_organisation(lines, (), body, WORDS, lambda _: False) == "Tallsunds kommun"
    assert find_author(lines, "Tallsunds kommun", body, WORDS) == "Malin Grund"
    assert find_author(["Toimitusjohtaja Petra Lahti"], "", "", WORDS) == "Petra Lahti"
    assert find_body(["Report to the Board of Trustees"], WORDS, str)[0] == "Board of Trustees"


def test_goals_that_run_together_in_a_line_are_parted_at_their_labels() -> None:
    text = "Mål 1 – Hamnen är öppen Mål 2 – Vattnet är rent"
    report = read(page(1, "Våra mål", blocks=[box(at(text, 40, 80, 600), kind=BlockKind.TEXT)]))
    assert [(g.number, g.text.text) for g in report.goals] == [(1, "Hamnen är öppen"), (2, "Vattnet är rent")]


def test_a_row_over_the_headings_of_a_table_names_its_year_and_role() -> None:
    head: list[Spec] = [(1, 3, ["Plan för år 2025"]), None, None]
    rows: list[list[Spec]] = [head, ["Nr", "Åtgärd", "Mätare"], ["1.1", "Porten byggs", "Antal"]]
    (action,) = read(page(1, "Mål 1: Hamnen är öppen", tables=[table(rows)])).actions
    assert (told(action), action.role) == (("Porten byggs", 1, 2025), Role.PLAN)


def test_a_sign_before_a_sentence_is_its_verdict() -> None:
    legend = box(at("✔ done ◐ partly done ✘ not started", 40, 500, 400), kind=BlockKind.TEXT)
    lines = [at("✔ The gate was opened in May", 40, 90), at("✘ The fence was painted green", 40, 110)]
    report = read(page(1, "Goal 1: The harbour is open", blocks=[box(*lines, kind=BlockKind.TEXT), legend]))
    assert [(a.text.text, a.status) for a in report.actions] == [
        ("The gate was opened in May", Status.DONE),
        ("The fence was painted green", Status.NOT_STARTED),
    ]


def test_a_name_before_a_colon_that_returns_is_the_area() -> None:
    names = ["Piers: Mend the northern pier", "Piers: Light the southern pier", "Signs: Paint the signs"]
    rows = [["No.", "Action", "Owner"], *([f"1.{n}", text, "Harbour"] for n, text in enumerate(names, 1))]
    report = read(page(1, "Goal 1: The harbour is open 2024", tables=[table(rows)]))
    assert [(a.area, a.text.text) for a in report.actions] == [
        ("Piers", "Mend the northern pier"),
        ("Piers", "Light the southern pier"),
        ("Signs", "Paint the signs"),
    ]
