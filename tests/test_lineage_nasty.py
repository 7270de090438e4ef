"""Pairs that look alike and are not one action, or say the opposite: never linked without a person."""

from __future__ import annotations

import pytest

from pipeline.model import Band, Role
from pipeline.normalise.lineage import relate
from pipeline.profiles import profile
from pipeline.records import Link
from tests.bench.lineage_decks import Plan, Row, report

NASTY = (
    ("fi", "Korjataan Niemen koulun katto", "Korjataan Mäen koulun katto"),
    ("fi", "Katto korjataan Niemen koulussa vuonna 2027", "Katto korjataan Niemen koulussa vuonna 2029"),
    ("fi", "Kuntosalin käyttömaksu peritään eläkeläisiltä", "Kuntosalin käyttömaksua ei peritä eläkeläisiltä"),
    ("fi", "Palkataan 10 lähihoitajaa iltavuoroihin", "Palkataan 5 lähihoitajaa iltavuoroihin"),
    ("fi", "Palkataan kymmenen lähihoitajaa iltavuoroihin", "Palkataan viisi lähihoitajaa iltavuoroihin"),
    ("fi", "Lakkautetaan Rantakylän lähikirjasto", "Avataan Rantakylän lähikirjasto"),
    ("fi", "Lisätään joukkoliikenteen vuoroja viikonloppuisin", "Vähennetään joukkoliikenteen vuoroja viikonloppuisin"),
    ("fi", "Tekninen johtaja valmistelee hankintaohjeen", "Sivistysjohtaja valmistelee hankintaohjeen"),
    (
        "fi",
        "Iltapäivätoimintaa järjestetään ensimmäisen luokan oppilaille",
        "Iltapäivätoimintaa järjestetään kolmannen luokan oppilaille",
    ),
    ("fi", "Rakennetaan uimahalli keskustaan", "Rakennetaan jäähalli keskustaan"),
    ("fi", "Laaditaan ilmasto-ohjelma", "Laaditaan liikenneohjelma"),
    ("fi", "Selvitetään äitiysneuvolan tilatarpeet", "Selvitetään lastenneuvolan tilatarpeet"),
    ("fi", "Tuetaan suomenkielisiä yhdistyksiä avustuksin", "Tuetaan ruotsinkielisiä yhdistyksiä avustuksin"),
    ("fi", "Nostetaan kuljetuspalvelun omavastuu 5 prosenttiin", "Nostetaan kuljetuspalvelun omavastuu 15 prosenttiin"),
    ("fi", "Pohjoisen alueen hyvinvointikeskus avataan", "Eteläisen alueen hyvinvointikeskus avataan"),
    ("fi", "Alakoulujen pihat uudistetaan", "Yläkoulujen pihat uudistetaan"),
    ("sv", "Simhallen öppnas för allmänheten på morgonen", "Simhallen stängs för allmänheten på morgonen"),
    ("sv", "Avgiften tas ut av studerande", "Avgiften tas inte ut av studerande"),
    ("sv", "En förskola byggs i norra stadsdelen", "En förskola byggs i södra stadsdelen"),
    ("sv", "Rådgivning ges till nyblivna mammor", "Rådgivning ges till nyblivna pappor"),
    ("sv", "Antalet platser ökas från 20 till 40", "Antalet platser minskas från 40 till 20"),
    ("sv", "Lågstadieelever erbjuds simundervisning", "Högstadieelever erbjuds simundervisning"),
    ("sv", "Finskspråkig service utvecklas vid biblioteken", "Svenskspråkig service utvecklas vid biblioteken"),
    ("sv", "Budgeten för vägar höjs med 10 procent", "Budgeten för vägar sänks med 10 procent"),
    ("en", "Build a new ice rink by the station", "Build a new swimming pool by the station"),
    ("en", "Open the day centre on Sundays", "Close the day centre on Sundays"),
    ("en", "Provide free meals to primary pupils", "Provide free meals to secondary pupils"),
    ("en", "Halve the waiting time for surgery by 2027", "Double the waiting time for surgery by 2027"),
    (
        "en",
        "The finance director reports to the board quarterly",
        "The medical director reports to the board quarterly",
    ),
    ("en", "Do charge visitors for parking at the harbour", "Do not charge visitors for parking at the harbour"),
    ("en", "Train male nurses in dementia care", "Train female nurses in dementia care"),
    ("en", "Install heat pumps in 200 rented homes", "Install heat pumps in 2000 rented homes"),
    ("en", "Cut emissions from heating by 30 per cent", "Cut emissions from transport by 30 per cent"),
    ("en", "Recruit foster families for infants", "Recruit foster families for teenagers"),
    ("en", "Survey the eastern shoreline every spring", "Survey the western shoreline every spring"),
    ("en", "Remove barriers from the town hall entrance", "Add barriers to the town hall entrance"),
    ("fi", "Kotihoitoa lisätään arkisin", "Kotihoitoa lisätään viikonloppuisin"),
    ("fi", "Vuokra-asuntoja rakennetaan opiskelijoille", "Omistusasuntoja rakennetaan opiskelijoille"),
    ("fi", "Tuulivoimapuisto kaavoitetaan merelle", "Tuulivoimapuisto kaavoitetaan maalle"),
    ("sv", "Elever i årskurs 3 får datorer", "Elever i årskurs 9 får datorer"),
)


def _links(language: str, *decks: tuple[tuple[str, int, str], ...]) -> dict[tuple[str, str], Link]:
    """Relate decks of (id, goal, text) of consecutive years."""
    goals = ((1, "Palvelut"), (2, "Ympäristö"))
    plans = [
        Plan(
            f"deck{k}",
            2030 + k,
            tuple(Row(name, goal, "Alue", 2031 + k, Role.PLAN, text) for name, goal, text in rows),
            goals,
            language,
        )
        for k, rows in enumerate(decks)
    ]
    found = relate([report(p) for p in plans], profile((language,))).links
    return {(k.from_id, k.to_id): k for k in found if k.kind == "action"}


@pytest.mark.parametrize(("language", "old", "new"), NASTY)
def test_what_is_alike_but_not_the_same_waits_for_a_person(language: str, old: str, new: str) -> None:
    links = _links(language, (("a", 1, old),), (("b", 1, new),))
    assert all(k.band is Band.REVIEW for k in links.values())


@pytest.mark.parametrize(("language", "old", "new"), NASTY)
def test_beside_its_like_each_finds_itself(language: str, old: str, new: str) -> None:
    links = _links(language, (("a1", 1, old), ("a2", 1, new)), (("b2", 1, new), ("b1", 1, old)))
    assert set(links) == {("a1", "b1"), ("a2", "b2")}


def test_two_near_equal_actions_that_swap_goals_keep_their_words() -> None:
    north, south = "Päiväkoti rakennetaan Pohjolaan", "Päiväkoti rakennetaan Etelälään"
    links = _links("fi", (("a1", 1, north), ("a2", 2, south)), (("b1", 2, north), ("b2", 1, south)))
    assert set(links) == {("a1", "b1"), ("a2", "b2")}
    assert all(k.moved for k in links.values())


def test_another_number_is_no_reading_error() -> None:
    links = _links(
        "en",
        (("a1", 1, "Offer pottery classes to 22 villages"), ("a2", 1, "Offer pottery classes to 25 villages")),
        (("b2", 1, "Offer pottery classes to 25 villages"),),
    )
    assert set(links) == {("a2", "b2")}
