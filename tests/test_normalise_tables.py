"""Tables to records: what a value belongs to is what its cell spans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import Code
from pipeline.model import BlockKind, Box, Role, Status, Table
from pipeline.normalise import understand
from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import profile
from pipeline.records import Report
from tests.build import Spec, block, deck, item, page, table

HOUSE = profile(organisations=())


def read(*tables: Table, title: str = "Ohjelma 2024") -> Report:
    """Understand a deck of one page that holds these tables."""
    return understand(deck(page(1, title, tables=tables)), "ohjelma-00000000", HOUSE)


def test_a_roadmap_gives_every_action_the_year_of_its_column() -> None:
    report = read(
        table(
            [
                ["Tavoitteet", "Toimenpidekokonaisuudet", "2023", "2024"],
                [(2, 1, ["TAVOITE 1: Satama on kaikille"]), "Laiturit", "Laiturit kunnostetaan", "Valaistus uusitaan"],
                [None, "Opastus", "", ["Kyltit suunnitellaan", "Kyltit pystytetään"]],
            ]
        )
    )
    assert [(a.goal_number, a.area, a.year, a.role, a.text.text) for a in report.actions] == [
        (1, "Laiturit", 2023, Role.ROADMAP, "Laiturit kunnostetaan"),
        (1, "Laiturit", 2024, Role.ROADMAP, "Valaistus uusitaan"),
        (1, "Opastus", 2024, Role.ROADMAP, "Kyltit suunnitellaan"),
        (1, "Opastus", 2024, Role.ROADMAP, "Kyltit pystytetään"),
    ]
    assert not any(a.review for a in report.actions)
    assert report.document.plan_period == "2023-2024"
    assert report.goals[0].text.text == "Satama on kaikille"
    assert report.goals[0].text.raw == "TAVOITE 1: Satama on kaikille"


def test_a_verdict_belongs_to_the_rows_its_cell_spans_and_only_to_those() -> None:
    report = read(
        table(
            [
                ["Mål", "Åtgärdsområde", "Åtgärder 2024", "Uppföljning"],
                [(3, 1, ["Mål 1: Trygg hamn"]), "Bryggor", "Bryggorna repareras", (2, 1, ["Delvis genomfört"])],
                [None, "Belysning", "Lamporna byts", None],
                [None, "Skyltar", "Skyltarna målas", ""],
            ]
        ),
        title="Uppföljning av programmet",
    )
    assert [(a.status, a.status_raw) for a in report.actions] == [
        (Status.PARTLY_DONE, "Delvis genomfört"),
        (Status.PARTLY_DONE, "Delvis genomfört"),
        (None, ""),
    ]
    assert {a.role for a in report.actions} == {Role.ASSESSMENT}
    assert {a.year for a in report.actions} == {2024}
    areas = {a.area_id: a.name.text for a in report.areas}
    assert [areas[v.area_id] for v in report.assessments] == ["Bryggor", "Belysning"]


def test_nothing_is_filled_down_over_a_truly_empty_label() -> None:
    rows = [
        ["Goal", "Action", "Status"],
        ["Goal 1: Safe harbour", "Repair the piers", "Done"],
        ["", "Replace the lamps", "In progress"],
    ]
    known = read(table(rows), title="Review of 2024")
    assert [a.goal_number for a in known.actions] == [1, None]
    assert [a.review for a in known.actions] == [False, True]
    flat = read(table(rows, spans_known=False), title="Review of 2024")
    assert [a.goal_number for a in flat.actions] == [1, 1]
    assert flat.actions[1].confidence < flat.actions[0].confidence
    assert Code.LABEL_INHERITED in {i.code for i in flat.issues}


def test_full_width_rows_name_the_goal_of_the_rows_below() -> None:
    report = read(
        table(
            [
                ["Osa-alue", "Toimenpide", "Vastuutaho", "Mittari", "Aikataulu", "Tila"],
                [(1, 6, ["Tavoite 1: Satama on kaikille"]), None, None, None, None, None],
                ["Laiturit", "Laiturit kunnostetaan", "Satamatoimi", "Metriä", "kevät", "Valmis"],
                [(1, 6, ["Tavoite 2: Vesi on puhdas"]), None, None, None, None, None],
                ["Jätevesi", "Putket uusitaan", "Vesilaitos", "–", "syksy", "Kesken"],
            ]
        )
    )
    assert [(a.goal_number, a.area, a.owner, a.indicator, a.due, a.status) for a in report.actions] == [
        (1, "Laiturit", "Satamatoimi", "Metriä", "kevät", Status.DONE),
        (2, "Jätevesi", "Vesilaitos", "", "syksy", Status.IN_PROGRESS),
    ]


def test_marks_take_their_meaning_from_the_footnote() -> None:
    tables = [
        table([["Tavoite", "Toimenpiteet 2024"], ["Tavoite 1: Satama", ["Portti avataan*", "Aita maalataan **"]]])
    ]
    notes = [block(BlockKind.TEXT, item("* Siirtyi vuodelta 2023, ** Nostettu kyselystä", 300))]
    report = understand(deck(page(1, "Suunnitelma", tables=tables, blocks=notes)), "d", HOUSE)
    assert [(a.text.text, a.text.raw, a.markers) for a in report.actions] == [
        ("Portti avataan", "Portti avataan*", ("carried_over",)),
        ("Aita maalataan", "Aita maalataan **", ("from_survey",)),
    ]
    bare = understand(deck(page(1, "Suunnitelma", tables=tables)), "d", HOUSE)
    assert bare.actions[0].markers == ("*",)
    assert bare.actions[0].review


def test_a_table_without_actions_is_a_table_and_nothing_else() -> None:
    report = read(
        table([["Tulot", "2023", "2024"], ["Verot", "120,5", "130,2"], ["Muut", "3,1", "2,9"]]), title="Talous"
    )
    assert not report.actions
    assert not report.goals
    assert len(report.tables) == 1
    assert Code.NO_PROGRAMME in {i.code for i in report.issues}


def test_every_word_is_accounted_for() -> None:
    report = read(table([["Tavoite", "Toimenpide"], ["Tavoite 1: Satama", "Portti avataan"]]))
    for row in report.pages:
        assert row.words == row.words_in_records + row.words_furniture + row.words_unassigned
        assert row.words_unassigned == 0


def test_ids_do_not_depend_on_what_stands_before() -> None:
    one = table([["Tavoite", "Toimenpide"], ["Tavoite 1: Satama", ["Portti avataan", "Aita maalataan"]]])
    two = table([["Tavoite", "Toimenpide"], ["Tavoite 1: Satama", ["Ovi avataan", "Portti avataan", "Aita maalataan"]]])
    first, second = read(one), read(two)
    ids = {a.text.text: a.action_id for a in second.actions}
    assert all(ids[a.text.text] == a.action_id for a in first.actions)
    assert len(set(ids.values())) == 3


def test_dots_take_their_meaning_from_the_legend_and_only_from_it() -> None:
    rows = [["Tavoite", "Toimenpide", "Tila"], ["Tavoite 1: Satama", "Portti avataan", ""], ["", "Aita maalataan", ""]]
    green, red = replace(item("●", 30), color="#00aa00"), replace(item("●", 50), color="#cc0000")
    dots = [
        block(BlockKind.SYMBOL, replace(dot, box=Box(120, top, 124, top + 4)))
        for dot, top in ((green, 28.0), (red, 48.0))
    ]
    legend = [
        block(BlockKind.SYMBOL, replace(green, box=Box(10, 300, 14, 304))),
        block(BlockKind.TEXT, replace(item("Toteutunut"), box=Box(18, 298, 60, 308))),
        block(BlockKind.SYMBOL, replace(red, box=Box(10, 320, 14, 324))),
        block(BlockKind.TEXT, replace(item("Ei toteutunut"), box=Box(18, 318, 60, 328))),
    ]
    known = understand(deck(page(1, "Raportti 2024", tables=[table(rows)], blocks=[*dots, *legend])), "d", HOUSE)
    assert [(a.status, a.status_raw) for a in known.actions] == [
        (Status.DONE, "Toteutunut"),
        (Status.NOT_STARTED, "Ei toteutunut"),
    ]
    bare = understand(deck(page(1, "Raportti 2024", tables=[table(rows)], blocks=dots)), "d", HOUSE)
    assert [(a.status, a.status_raw, a.review) for a in bare.actions] == [(None, "●", True), (None, "●", True)]


HEAD = ["Päämäärä", "Osa-alue", "Toimenpide 2024"]


def test_a_label_holds_on_over_a_page_break_and_over_nothing_else() -> None:
    first = table([HEAD, [(1, 1, ["Päämäärä 1: Satama"]), "Laiturit", "Laituri korjataan"]])
    second = table([HEAD, ["", "", "Toinen laituri korjataan"], ["", "Opastus", "Kyltti uusitaan"]], continued=True)
    report = understand(deck(page(1, "Ohjelma", tables=[first]), page(2, "Ohjelma", tables=[second])), "d", HOUSE)
    assert [(a.goal_number, a.area, a.confidence < 1) for a in report.actions] == [
        (1, "Laiturit", False),
        (1, "Laiturit", True),
        (None, "Opastus", False),
    ]


def test_an_area_stands_under_the_goal_that_the_deck_gives_it_elsewhere() -> None:
    roadmap = table(
        [["Mål", "Delområde", "2023", "2024"], ["Mål 2: Hamn", "Bryggor", "Bryggor ritas", "Bryggor byggs"]]
    )
    plan = table([["Delområde", "Åtgärd", "Ansvarig"], ["Bryggor", "Bryggan invigs", "Hamnen"]])
    report = understand(
        deck(page(1, "Vägkarta", tables=[roadmap]), page(2, "Åtgärder 2025", tables=[plan])), "d", HOUSE
    )
    assert [(a.goal_number, a.area, a.year) for a in report.actions][-1] == (2, "Bryggor", 2025)
    assert len(report.areas) == 1


def test_a_goal_over_several_slides_is_one_goal() -> None:
    pages = [page(1, "Tavoite 1: Satama on auki"), page(2, "Tavoite 1: Satama on auki (jatkuu)")]
    report = understand(deck(*pages), "d", HOUSE)
    assert [g.text.text for g in report.goals] == ["Satama on auki"]


def test_a_label_cell_with_two_goals_gives_none_to_its_rows() -> None:
    labels: Spec = (2, 1, ["Päämäärä 1: Satama", "Päämäärä 2: Vesi"])
    rows: list[list[Spec]] = [
        [*HEAD],
        [labels, "Laiturit", "Laituri korjataan"],
        [None, "Putket", "Putki vaihdetaan"],
    ]
    report = read(table(rows))
    assert [(a.goal_id, a.review) for a in report.actions] == [("", True), ("", True)]
    assert Code.GOAL_CONFLICT in {i.code for i in report.issues}


@pytest.mark.parametrize(
    ("text", "known", "status"),
    [
        ("Toteutunut. Portti avattiin toukokuussa.", True, Status.DONE),
        ("Toteutunut vain osittain", False, None),
        ("Klart (delvis)", False, None),
        ("Done – partly", False, None),
        ("Implemented: no", False, None),
        ("Valmis 2026", False, None),
        ("Valmis?", False, None),
        ("Påbörjad men avbruten", False, None),
        ("Ei arvioitu", True, None),
    ],
)
def test_a_remark_that_limits_a_verdict_makes_it_no_known_one(text: str, known: bool, status: Status | None) -> None:
    assert vocabulary(HOUSE).verdict(text) == (known, status)


def test_a_target_value_is_no_goal_beside_the_goal_of_the_title() -> None:
    rows = [["Toimenpide 2024", "Mittari", "Tavoitearvo", "Vastuu"], ["Portti avataan", "Kävijät", "500 kpl", "Satama"]]
    report = read(table(rows), title="Tavoite 1: Satama on auki")
    assert [(g.text.text, a.goal_number) for g, a in zip(report.goals, report.actions, strict=True)] == [
        ("Satama on auki", 1)
    ]


def test_a_verdict_without_a_year_does_not_judge_the_future() -> None:
    rows = [
        ["Tavoite", "2023", "2024", "Toteuma"],
        ["Tavoite 1: Satama", "Portti ostetaan", "Portti avataan", "Valmis"],
    ]
    report = read(table(rows), title="Ohjelma")
    assert [(a.year, a.status) for a in report.actions] == [(2023, None), (2024, None)]


def test_of_two_columns_of_verdicts_the_one_of_this_year_counts() -> None:
    rows = [["Action", "Owner", "Status 2024", "Status 2023"], ["Open the gate", "Port", "Done", "In progress"]]
    report = read(table(rows), title="Goal 1: Safe harbour")
    assert [a.status for a in report.actions] == [Status.DONE]


def test_a_date_before_an_action_is_no_number_of_a_goal() -> None:
    rows = [["Toimenpide 2024", "Vastuu"], ["1.8. alkaen portti on auki yölläkin", "Satama"]]
    pages = [page(1, "Tavoite 2: Vesi", tables=[table(rows)]), page(2, "Tavoite 1: Satama")]
    report = understand(deck(*pages), "d", HOUSE)
    assert [(a.goal_number, a.text.text) for a in report.actions] == [(2, "1.8. alkaen portti on auki yölläkin")]
