"""Text outside tables: goals, lists of actions, notes, lost tables, facts of the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.errors import Code
from pipeline.model import Block, BlockKind, Box, Item, Method, NoteKind, Role, Status
from pipeline.normalise import understand
from pipeline.normalise.facts import find_date, programme
from pipeline.normalise.labels import goal_label
from pipeline.normalise.runon import split_items, split_marks
from pipeline.normalise.vocabulary import periods, vocabulary, years
from pipeline.profiles import profile
from tests.build import block, deck, item, page

HOUSE = profile(organisations=())
WORDS = vocabulary(HOUSE)


def lines(*texts: str | tuple[str, int], bullet: str = "•") -> Block:
    """Return a list block; ``(text, level)`` for a deeper line."""
    specs = [(t, 1) if isinstance(t, str) else t for t in texts]
    return block(BlockKind.LIST, *(item(t, 100 + 12 * i, level=n, bullet=bullet) for i, (t, n) in enumerate(specs)))


def heading(text: str, top: float = 80) -> Block:
    """Return a heading block."""
    return block(BlockKind.HEADING, item(text, top))


@pytest.mark.parametrize(
    ("text", "number", "binding", "rest"),
    [
        ("TAVOITE 2: Satama on auki", 2, False, "Satama on auki"),
        ("Mål 3 – Hamnen är öppen", 3, False, "Hamnen är öppen"),
        ("Strategic objective 4. The harbour is open", 4, False, "The harbour is open"),
        ("Päämäärä II: Vesi on puhdas", 2, False, "Vesi on puhdas"),
        ("Sitova tavoite: Satama kasvaa", None, True, "Satama kasvaa"),
        ("Bindande mål: Hamnen växer", None, True, "Hamnen växer"),
    ],
)
def test_goal_labels(text: str, number: int | None, binding: bool, rest: str) -> None:
    label = goal_label(text, WORDS)
    assert label is not None
    assert (label.number, label.binding, text[label.start :]) == (number, binding, rest)


@pytest.mark.parametrize(
    "text", ["Tavoitteet", "Tavoitteena on avata satama", "Goals 2024", "TAVOITE 1 TAVOITE 2", "Mål"]
)
def test_what_is_no_goal_label(text: str) -> None:
    assert goal_label(text, WORDS) is None


def test_narrative_stands_under_the_goal_of_its_title_with_its_levels() -> None:
    report = understand(
        deck(
            page(1, "Tavoite 1: Satama", blocks=[lines("Portti avattiin", ("Avain tilattiin", 2), "Aita maalattiin")])
        ),
        "d",
        HOUSE,
    )
    notes = report.notes
    assert [(n.text.text, n.level, n.goal_number, n.kind) for n in notes] == [
        ("Portti avattiin", 1, 1, NoteKind.BULLET),
        ("Avain tilattiin", 2, 1, NoteKind.BULLET),
        ("Aita maalattiin", 1, 1, NoteKind.BULLET),
    ]
    assert notes[1].parent_id == notes[0].note_id
    assert not report.actions


def test_a_list_of_actions_is_known_by_what_stands_behind_its_lines() -> None:
    blocks = [
        lines(
            "Bryggan repareras (tekniska nämnden, pågår)",
            ("Arbetet försenades av isen", 2),
            "Lamporna byts (hamnen, genomfört)",
        )
    ]
    report = understand(deck(page(1, "Mål 2: Trygg hamn 2024", blocks=blocks)), "d", HOUSE)
    assert [(a.text.text, a.owner, a.status, a.goal_number, a.year) for a in report.actions] == [
        ("Bryggan repareras", "tekniska nämnden", Status.IN_PROGRESS, 2, 2024),
        ("Lamporna byts", "hamnen", Status.DONE, 2, 2024),
    ]
    assert [n.text.text for n in report.notes] == ["Arbetet försenades av isen"]
    assert report.actions[0].text.raw == "Bryggan repareras (tekniska nämnden, pågår)"


def test_a_heading_can_say_that_a_list_holds_actions_and_another_that_it_does_not() -> None:
    blocks = [
        heading("Actions 2025", 60),
        lines("Open the gate", "Paint the fence"),
        heading("Lessons learned", 180),
        block(BlockKind.LIST, item("The gate was late", 200, level=1, bullet="•")),
    ]
    report = understand(deck(page(1, "Goal 1: Safe harbour", blocks=blocks)), "d", HOUSE)
    assert [(a.text.text, a.year, a.role) for a in report.actions] == [
        ("Open the gate", 2025, Role.PLAN),
        ("Paint the fence", 2025, Role.PLAN),
    ]
    assert "The gate was late" in [n.text.text for n in report.notes]


def test_indicators_belong_to_the_binding_goal_above_them() -> None:
    blocks = [lines("Sitova tavoite: Satama kasvaa", ("Sitovan tavoitteen mittarit:", 2), ("Laivoja on enemmän", 3))]
    report = understand(deck(page(1, "Vuosi 2024", blocks=blocks)), "d", HOUSE)
    assert [(g.text.text, g.binding) for g in report.goals] == [("Satama kasvaa", True)]
    assert [(i.text.text, i.goal_id) for i in report.indicators] == [("Laivoja on enemmän", report.goals[0].goal_id)]


def test_a_bare_label_takes_the_box_below_it() -> None:
    def box(text: str, x0: float, top: float) -> Block:
        one: Item = replace(item(text), box=Box(x0, top, x0 + 90, top + 12))
        return Block(BlockKind.BOX, (one,), one.box)

    blocks = [
        box("Goal 1", 10, 50),
        box("Goal 2", 120, 50),
        box("The harbour is safe", 10, 70),
        box("The water is clean", 120, 70),
    ]
    report = understand(deck(page(1, "Our goals", blocks=blocks)), "d", HOUSE)
    assert [(g.number, g.text.text) for g in report.goals] == [(1, "The harbour is safe"), (2, "The water is clean")]


def test_statements_of_a_lost_table_are_kept_without_a_place() -> None:
    texts = [
        "Tavoitteet Toimenpiteet 2024 Toteuma",
        "TAVOITE 1:",
        "TAVOITE 2:",
        "Laiturit kunnostetaan kaikissa satamissa",
        "Valaistus uusitaan koko rannalla",
        "Toteutunut",
    ]
    blocks = [block(BlockKind.TEXT, item(t, 20.0 * i)) for i, t in enumerate(texts)]
    flat = replace(page(1, blocks=blocks), method=Method.FLAT)
    report = understand(deck(flat), "d", HOUSE)
    assert [(a.text.text, a.goal_id, a.area_id, a.year, a.review) for a in report.actions] == [
        ("Laiturit kunnostetaan kaikissa satamissa", "", "", 2024, True),
        ("Valaistus uusitaan koko rannalla", "", "", 2024, True),
    ]
    assert Code.TABLE_ORDER_LOST in {i.code for i in report.issues}


def test_items_that_run_together_are_split_before_words_but_not_before_names() -> None:
    known = {"portti", "aita", "avataan", "satamaan"}.__contains__
    parts = split_items(item("Portti avataan Hangossa Aita maalataan", run_on=True), known)
    assert [p.reading.text for p in parts] == ["Portti avataan Hangossa", "Aita maalataan"]
    assert all(p.confidence < 1 for p in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lautakunta 21.4.2026", date(2026, 4, 21)),
        ("Nämnden den 12 mars 2024", date(2024, 3, 12)),
        ("Board, 14 March 2024", date(2024, 3, 14)),
        ("Board, March 14, 2024", date(2024, 3, 14)),
        ("Lautakunta 5. toukokuuta 2023", date(2023, 5, 5)),
        ("2024-02-30", None),
        ("Ohjelma 2022–2025", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert find_date(text, HOUSE) == expected


def test_years_are_not_periods_and_not_dates() -> None:
    assert years("Vuoden 2024 toimet, kokous 18.3.2025, ohjelma 2022–2025") == (2024,)
    assert periods("Ohjelma 2023- 2025 ja 2026-30") == ((2023, 2025), (2026, 2030))


def test_a_programme_is_named_without_years_and_leads() -> None:
    def same(word: str) -> tuple[str, ...]:
        return (word,)

    assert programme("Uppföljning av hamnprogrammet 2022–2025", WORDS, same) == "hamnprogrammet"
    assert programme("Satamaohjelma 2022–2025 – vuoden 2024 raportti", WORDS, same) == "Satamaohjelma"


def test_facts_of_a_title_page() -> None:
    lines_ = ["Vuoden 2024 arviointi", "Satamalautakunta 18.3.2025", "Laatinut: Maija Aallokas"]
    first = page(1, "Satamaohjelma 2023–2026", blocks=[block(BlockKind.TEXT, *(item(t) for t in lines_))])
    footer = block(BlockKind.FURNITURE, item("Merisaaren kaupunki / Havsö stad"))
    document = understand(deck(replace(first, blocks=(*first.blocks, footer))), "d", HOUSE).document
    assert document.title == "Satamaohjelma 2023–2026"
    assert document.organisation == "Merisaaren kaupunki"
    assert document.body == "Satamalautakunta"
    assert document.meeting_date == date(2025, 3, 18)
    assert document.author == "Maija Aallokas"
    assert document.reporting_year == 2024
    assert document.plan_period == "2023-2026"


def test_list_marks_of_a_picture_that_were_read_as_text_part_its_items() -> None:
    parts = split_marks(item("* Portti avataan * Aita maalataan ** Valmis*"))
    assert [p.reading.text for p in parts] == ["Portti avataan", "Aita maalataan ** Valmis*"]
    assert split_marks(item("Portti avataan*")) == (item("Portti avataan*"),)
