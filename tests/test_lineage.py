"""Lineage of small fictional series: links, threads, outcomes, and odd input."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipeline.model import Band, Fate, Method, Relation, Role, Status
from pipeline.normalise.lineage import Lineage, relate
from pipeline.profiles import profile
from pipeline.records import Link, Report
from tests.bench.lineage_decks import Plan, Row, report, reports

PROFILE = profile()
GOALS = ((1, "Kunta on kaikille hyvä paikka elää"), (2, "Palvelut toimivat sujuvasti joka päivä"))


def _row(key: str, text: str, year: int, role: Role = Role.PLAN, goal: int = 1, area: str = "Palvelut") -> Row:
    return Row(key, goal, area, year, role, text)


def _deck(name: str, year: int, *rows: Row, goals: tuple[tuple[int, str], ...] = GOALS) -> Plan:
    return Plan(name, year, rows, goals)


def _relate(*plans: Plan) -> Lineage:
    return relate(reports(plans), PROFILE)


def _actions(lineage: Lineage) -> dict[tuple[str, str], Link]:
    return {(k.from_id, k.to_id): k for k in lineage.links if k.kind == "action"}


def _fates(lineage: Lineage) -> set[tuple[str, Fate]]:
    return {(o.record_id, o.outcome) for o in lineage.outcomes if o.kind == "action"}


LIBRARY = "Kirjastojen aukioloaikoja pidennetään iltaisin"
FOREST = "Metsien hoitosuunnitelma päivitetään luonnon ehdoilla"


def test_an_unchanged_action_is_linked_surely() -> None:
    lineage = _relate(_deck("a", 2030, _row("a1", LIBRARY, 2031)), _deck("b", 2031, _row("b1", LIBRARY + ".", 2032)))
    link = _actions(lineage)["a1", "b1"]
    assert (link.relation, link.band, link.matched_by, link.moved) == (Relation.UNCHANGED, Band.SURE, "exact", False)
    assert [c.change_class for c in lineage.changes if c.link_id == link.link_id and c.op != "equal"] == ["punctuation"]


def test_the_order_of_the_reports_does_not_matter() -> None:
    plans = [
        _deck(n, 2030 + i, _row(f"{n}1", LIBRARY, 2031 + i), _row(f"{n}2", FOREST, 2031 + i))
        for i, n in enumerate("abc")
    ]
    assert relate(reports(plans), PROFILE) == relate(list(reversed(reports(plans))), PROFILE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Järjestetään nuorille liikuntapäiviä keväällä", "Järjestetään ikääntyneille liikuntapäiviä keväällä"),
        ("Katuvalot vaihdetaan ledeihin Niemelässä", "Katuvalot vaihdetaan ledeihin Koskelassa"),
        ("Koulutetaan 10 vertaisohjaajaa vuodessa", "Koulutetaan 40 vertaisohjaajaa vuodessa"),
    ],
)
def test_another_group_place_or_number_is_never_sure(old: str, new: str) -> None:
    links = _actions(_relate(_deck("a", 2030, _row("a1", old, 2031)), _deck("b", 2031, _row("b1", new, 2032))))
    assert all(k.band is Band.REVIEW for k in links.values())


def test_a_decoy_does_not_take_the_place_of_the_true_partner() -> None:
    young, old = "Järjestetään nuorille liikuntapäiviä keväällä", "Järjestetään ikääntyneille liikuntapäiviä keväällä"
    lineage = _relate(
        _deck("a", 2030, _row("a1", young, 2031), _row("a2", old, 2031)),
        _deck("b", 2031, _row("b2", old.replace("Järjestetään", "Toteutetaan"), 2032), _row("b1", young, 2032)),
    )
    assert set(_actions(lineage)) == {("a1", "b1"), ("a2", "b2")}


def test_a_renumbered_goal_is_no_move_and_another_goal_is() -> None:
    swapped = tuple((3 - n, text) for n, text in GOALS)
    lineage = _relate(
        _deck("a", 2030, _row("a1", LIBRARY, 2031, goal=1), _row("a2", FOREST, 2031, goal=2)),
        _deck("b", 2031, _row("b1", LIBRARY, 2032, goal=2), _row("b2", FOREST, 2032, goal=2), goals=swapped),
    )
    links = _actions(lineage)
    assert (links["a1", "b1"].moved, links["a2", "b2"].moved) == (False, True)


def test_two_actions_in_one_sentence_are_a_merge_and_their_parting_a_split() -> None:
    both = f"{LIBRARY} ja {FOREST.lower()}"
    apart = [_row("x1", LIBRARY, 2031), _row("x2", FOREST, 2031)]
    merged = _actions(_relate(_deck("a", 2030, *apart), _deck("b", 2031, _row("b1", both, 2032))))
    assert {k: v.relation for k, v in merged.items()} == {("x1", "b1"): Relation.MERGED, ("x2", "b1"): Relation.MERGED}
    later = [replace(r, year=2033) for r in apart]
    split = _actions(_relate(_deck("b", 2031, _row("b1", both, 2032)), _deck("c", 2032, *later)))
    assert {k: v.relation for k, v in split.items()} == {("b1", "x1"): Relation.SPLIT, ("b1", "x2"): Relation.SPLIT}


def test_a_part_that_is_marked_as_carried_over_has_its_whole_for_a_source() -> None:
    """It is not given to whatever else is left, only because something must be its source."""
    both = "Rakennetaan uimaranta lammelle ja korjataan kirkonkylän vesijohto"
    before = _deck("a", 2030, _row("both", both, 2031), _row("left", "Korjataan satama", 2031))
    after = _deck(
        "b",
        2031,
        _row("x1", "Rakennetaan uimaranta lammelle", 2032),
        replace(_row("x2", "Korjataan kirkonkylän vesijohto", 2032), markers=("carried_over",)),
    )
    found = _actions(_relate(before, after))
    assert {k: v.relation for k, v in found.items()} == {
        ("both", "x1"): Relation.SPLIT,
        ("both", "x2"): Relation.SPLIT,
    }


def test_roadmap_plan_and_assessment_of_a_deck_make_one_thread() -> None:
    lineage = _relate(
        _deck("a", 2030, _row("r", LIBRARY, 2031, Role.ROADMAP), _row("p", LIBRARY, 2031)),
        _deck("b", 2031, _row("s", LIBRARY, 2031, Role.ASSESSMENT), _row("q", LIBRARY, 2032)),
    )
    assert len({t.thread_id for t in lineage.threads if t.kind == "action"}) == 1
    assert {("r", "p"), ("p", "s"), ("s", "q")} <= set(_actions(lineage))


def test_every_record_stands_in_one_thread() -> None:
    lineage = _relate(_deck("a", 2030, _row("a1", LIBRARY, 2031)), _deck("b", 2031, _row("b1", FOREST, 2032)))
    rows = [t.record_id for t in lineage.threads]
    assert len(rows) == len(set(rows)) == 2 + 4 + 2


def test_a_thread_survives_a_gap() -> None:
    lineage = _relate(
        _deck("a", 2030, _row("a1", LIBRARY, 2031)),
        _deck("b", 2031, _row("b1", FOREST, 2032)),
        _deck("c", 2032, _row("c1", LIBRARY, 2033)),
    )
    assert ("a1", "c1") in _actions(lineage)


def test_outcomes() -> None:
    done = replace(_row("s2", FOREST, 2031, Role.ASSESSMENT), status=Status.DONE)
    lineage = _relate(
        _deck("a", 2030, _row("r1", "Perustetaan uusi taidemuseo satamaan", 2031, Role.ROADMAP)),
        _deck(
            "b",
            2031,
            _row("s1", LIBRARY, 2031, Role.ASSESSMENT),
            done,
            _row("s3", "Asukasillat pidetään joka kylässä", 2031, Role.ASSESSMENT),
            _row("p1", LIBRARY, 2032),
            _row("p4", "Hankitaan sähköbussi koululaisille", 2032),
        ),
    )
    assert {
        ("r1", Fate.NOT_CARRIED),
        ("s1", Fate.CONTINUED),
        ("s2", Fate.COMPLETED),
        ("s3", Fate.DROPPED),
        ("p4", Fate.NEW),
    } <= _fates(lineage)
    assert ("p1", Fate.NEW) not in _fates(lineage)
    assert ("p1", Fate.DROPPED) not in _fates(lineage)


def test_what_is_marked_as_carried_over_is_given_a_source_to_look_at() -> None:
    source = "Osallisuuden seurannalle on malli"
    target = replace(_row("p", "Jatkotyöstetään arviointia ja mallinnusta", 2032), markers=("carried_over",))
    lineage = _relate(_deck("b", 2031, _row("s", source, 2031, Role.ASSESSMENT), target))
    link = _actions(lineage)["s", "p"]
    assert link.band is Band.REVIEW


def test_other_organisations_and_programmes_are_not_matched() -> None:
    a = _deck("a", 2030, _row("a1", LIBRARY, 2031))
    b = _deck("b", 2031, _row("b1", LIBRARY, 2032))
    assert _relate(a, replace(b, organisation="Naapurikaupunki")).links == ()
    climate = replace(b, programme="Ilmasto ja ympäristö", goals=((1, "Päästöt puolitetaan"), (2, "Luonto voi hyvin")))
    assert _relate(a, climate).links == ()
    assert _relate(a, replace(b, organisation="")).links != ()
    assert _relate(a, replace(b, programme="Ohjelma 2031–2033")).links != ()


def test_a_programme_that_was_renamed_is_known_by_its_goals() -> None:
    a = _deck("a", 2030, _row("a1", LIBRARY, 2031))
    b = replace(_deck("b", 2031, _row("b1", LIBRARY, 2032)), programme="Työlista ja katsaus")
    assert set(_actions(_relate(a, b))) == {("a1", "b1")}
    assert _relate(a, replace(b, organisation="Naapurikaupunki")).links == ()


def test_what_became_of_one_part_of_a_split_says_nothing_of_the_other() -> None:
    both = f"{LIBRARY} ja {FOREST[0].lower()}{FOREST[1:]}"
    lineage = _relate(
        _deck("a", 2030, _row("both", both, 2031)),
        _deck("b", 2031, _row("b1", LIBRARY, 2032), _row("b2", FOREST, 2032)),
        _deck("c", 2032, _row("c1", LIBRARY, 2033)),
    )
    assert {("both", Fate.CONTINUED), ("b1", Fate.CONTINUED), ("b2", Fate.DROPPED)} <= _fates(lineage)


def test_a_number_that_changed_with_the_wording_is_a_doubtful_link() -> None:
    old, new = (
        "Vaihdetaan vesimittarit etäluettaviin siten, että vuosittain vaihdetaan 1500 mittaria",
        "Vaihdetaan vesimittarit etäluettaviin, vuosittain 2000 mittaria",
    )
    links = _actions(_relate(_deck("a", 2030, _row("a1", old, 2031)), _deck("b", 2031, _row("b1", new, 2032))))
    assert [(k, v.band) for k, v in links.items()] == [(("a1", "b1"), Band.REVIEW)]


def test_renditions_of_one_deck_are_tied_to_the_best_read_one() -> None:
    rows = (_row("n1", LIBRARY, 2031), _row("n2", FOREST, 2031))
    native = _deck("native", 2030, *rows)
    scan = replace(
        _deck(
            "scan", 2030, _row("s1", "Kirjastojen aukloloaikoja pidennetaan iltaisin", 2031), _row("s2", FOREST, 2031)
        ),
        method=Method.OCR,
    )
    lineage = _relate(scan, native, _deck("next", 2031, _row("x1", LIBRARY, 2032)))
    links = _actions(lineage)
    assert {k.matched_by for key, k in links.items() if key in {("n1", "s1"), ("n2", "s2")}} == {"rendition"}
    assert ("n1", "x1") in links
    assert not any(key[0].startswith("s") or key[1] == "s3" for key in links)
    assert not any(o.record_id.startswith("s") for o in lineage.outcomes)


def test_equal_texts_are_told_apart_by_their_place() -> None:
    text = "Jatketaan edelleen"
    lineage = _relate(
        _deck("a", 2030, _row("a1", text, 2031, area="Koulut"), _row("a2", text, 2031, area="Kirjastot")),
        _deck("b", 2031, _row("b2", text, 2032, area="Kirjastot"), _row("b1", text, 2032, area="Koulut")),
    )
    assert set(_actions(lineage)) == {("a1", "b1"), ("a2", "b2")}


def test_odd_input_makes_no_links_and_no_crash() -> None:
    assert relate([], PROFILE) == Lineage()
    one = _deck("a", 2030, _row("a1", LIBRARY, 2031), _row("a2", "", 2031), _row("a3", " * ", 2031))
    assert _actions(_relate(one)) == {}
    empty = [report(_deck(n, 2030 + i)) for i, n in enumerate("ab")]
    assert _actions(relate(empty, PROFILE)) == {}
    blank: list[Report] = [
        report(replace(_deck("x", 2030), year=None, programme="", organisation="")) for _ in range(2)
    ]
    assert relate(blank, PROFILE).links == ()


def test_the_same_deck_twice_is_one_deck() -> None:
    deck = report(_deck("a", 2030, _row("a1", LIBRARY, 2031)))
    assert relate([deck, deck], PROFILE) == relate([deck], PROFILE)


def test_two_decks_of_one_year_are_matched_like_years() -> None:
    other = "Taidemuseon näyttelyt avataan verkossa"
    lineage = _relate(
        _deck("a", 2030, _row("a1", LIBRARY, 2031), _row("a2", FOREST, 2031)),
        _deck(
            "b", 2030, _row("b1", LIBRARY, 2031), _row("b2", other, 2031), _row("b3", "Uimahalli remontoidaan", 2031)
        ),
    )
    assert _actions(lineage)["a1", "b1"].matched_by == "exact"


def test_a_thousand_equal_statements_take_no_square() -> None:
    plans = [
        _deck(n, 2030 + i, *(_row(f"{n}{k}", "Jatketaan edelleen", 2031 + i) for k in range(1000)))
        for i, n in enumerate("ab")
    ]
    start = time.process_time()
    lineage = _relate(*plans)
    assert len(_actions(lineage)) == 1000
    assert time.process_time() - start < 10
