"""The redline: both texts can be rebuilt, and each step says what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.lineage.redline import Step, redline, strays, unchanged
from pipeline.normalise.lineage.statements import readers
from pipeline.profiles import profile

READERS = readers(profile())
WORDS = st.lists(
    st.sampled_from(
        ["työtä", "tyota", "Kunta", "kunnan", "ei", "2031", "3", ",", "  ", "-", "ä\u0308", "*", "kehitetään", "\n"]
    ),
    max_size=14,
)


def _changed(old: str, new: str, language: str = "fi", *, damaged: bool = False) -> list[Step]:
    return [s for s in redline(old, new, READERS[language], damaged=damaged) if s.op != "equal"]


@given(WORDS, WORDS)
def test_accept_all_gives_the_new_text_and_reject_all_the_old(a: list[str], b: list[str]) -> None:
    old, new = " ".join(a), " ".join(b)
    steps = redline(old, new, READERS["fi"])
    assert (old == new) == (not steps)
    if steps:
        assert "".join(s.before for s in steps) == old
        assert "".join(s.after for s in steps) == new
    assert all((s.op == "equal") == (s.before == s.after) for s in steps)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_rebuilt(old: str, new: str) -> None:
    steps = redline(old, new, READERS["sv"])
    assert not steps or ("".join(s.before for s in steps), "".join(s.after for s in steps)) == (old, new)


@pytest.mark.parametrize(
    ("language", "old", "new", "change_class"),
    [
        ("fi", "Pidetään 10 kokousta", "Pidetään 12 kokousta", "number"),
        ("fi", "Ohjelma valmistuu 2031", "Ohjelma valmistuu 2032", "date"),
        ("sv", "Planen är klar i mars", "Planen är klar i april", "date"),
        ("en", "Members are paid", "Members are not paid", "negation"),
        ("fi", "Puisto rakennetaan", "Puistot rakennetaan", "inflection"),
        ("en", "Ensure access", "Promote access", "modality"),
        ("fi", "Tukea annetaan nuorille", "Tukea annetaan ikääntyneille", "party"),
        ("sv", "Ny väg byggs", "Ny väg byggs med belysning", "scope_added"),
        ("sv", "Ny väg byggs med belysning", "Ny väg byggs", "scope_removed"),
        ("en", "Open the library.", "Open the library", "punctuation"),
        ("fi", "Puistosuunnitelma on valmis", "Puistosuunnitelma valmistellaan", "state_to_action"),
        ("fi", "Kysely järjestetään", "Kysely toteutetaan", "wording"),
        ("sv", "Parken anläggs", "Parken planeras", "modality"),
        ("sv", "Kurser ordnas", "Kurser genomförs", "wording"),
        ("en", "Strengthen the team", "Develop the team", "wording"),
    ],
)
def test_a_change_is_classed(language: str, old: str, new: str, change_class: str) -> None:
    assert [s.change_class for s in _changed(old, new, language)] == [change_class]


@pytest.mark.parametrize(
    ("language", "old", "new", "classes"),
    [
        ("fi", "Pyritään avaamaan piste", "Selvitetään mahdollisuutta avata piste", {"modality"}),
        ("fi", "Avataan piste asemalle", "Selvitetään mahdollisuutta avata piste asemalle", {"modality"}),
        ("en", "Explore the possibility of opening a pier", "Open a pier", {"modality", "inflection"}),
        ("sv", "En brygga öppnas", "Vi strävar efter att öppna en brygga", {"modality"}),
        ("fi", "Laaditaan satamaopas", "Viimeistellään satamaopas", {"wording"}),
        ("fi", "Käynnistetään kokeilu", "Viedään kokeilu päätökseen", {"wording", "scope_added"}),
        ("sv", "Utarbeta planen", "Färdigställ planen", {"wording"}),
        ("fi", "Kokeillaan kahdessa satamassa", "Laajennetaan kahteen satamaan", {"wording", "inflection"}),
        ("fi", "Kokeillaan kahdessa satamassa", "Laajennetaan kolmeen satamaan", {"number", "inflection"}),
        ("en", "Run 5 courses and 3 trips", "Run 3 courses and 5 trips", {"number"}),
        ("fi", "Päätetään laiturista", "Päätetään laiturista ilman kuntien kuulemista", {"scope_added"}),
        ("en", "Decide on the pier", "Decide on the pier without consulting residents", {"scope_added"}),
        ("fi", "Retki nuorille järjestetään", "Retki nuorille ja ikääntyneille järjestetään", {"party"}),
        ("fi", "Laituri uusitaan", "Uusitaan laituri", {"order"}),
    ],
)
def test_what_a_change_is_about(language: str, old: str, new: str, classes: set[str]) -> None:
    assert {s.change_class for s in _changed(old, new, language)} - {""} == classes


def test_words_of_a_neighbour_are_suspected_where_borders_were_lost() -> None:
    steps = redline("Laituri uusitaan", "Rannat ja * Laituri uusitaan maalla", READERS["fi"])
    assert [s.suspect_noise for s in steps if s.op != "equal"] == [False, False]
    for told in (strays(steps, gained=True, lost=False), strays(steps, gained=False, lost=False, both=True)):
        assert [s.suspect_noise for s in told if s.op != "equal"] == [True, True]
    assert strays(steps, gained=False, lost=True) == steps


def test_words_that_only_moved_are_called_order() -> None:
    steps = _changed("tänä vuonna puisto avataan yleisölle", "puisto avataan yleisölle tänä vuonna")
    assert {s.change_class for s in steps} == {"order"}


def test_a_misread_word_is_suspected_and_a_reworded_one_is_not() -> None:
    (step,) = _changed("Kirjaston palvelut paranevat", "Kirjaston palvelnt paranevat")
    assert step.suspect_noise
    (step,) = _changed("Kirjaston palvelut paranevat", "Kirjaston tilat paranevat", damaged=True)
    assert not step.suspect_noise


def test_a_misread_letter_is_no_other_place() -> None:
    assert not unchanged("Tie korjataan paikassa Åsby", "Tie korjataan paikassa Näsby", READERS["sv"], damaged=True)
    assert not unchanged("Pidetään 10 kokousta", "Pidetään 12 kokousta", READERS["fi"], damaged=True)


def test_lost_diacritics_of_a_damaged_text_are_no_change() -> None:
    assert unchanged("Hyväksytään pöytäkirja", "Hyvaksytaan poytakirja", READERS["fi"], damaged=True)


@pytest.mark.parametrize(
    ("language", "state", "action"),
    [
        ("fi", "Laskentaohje on laadittu", "Laaditaan laskentaohje"),
        ("fi", "Tieto kulkee kylien välillä", "Varmistetaan, että tieto kulkee kylien välillä"),
        ("sv", "Planen är utarbetad", "Planen utarbetas"),
        ("sv", "Planen är utarbetad", "Utarbeta planen"),
        ("en", "The plan has been renewed", "Renew the plan"),
    ],
)
def test_a_state_that_becomes_work_or_work_that_becomes_a_state(language: str, state: str, action: str) -> None:
    for old, new in ((state, action), (action, state)):
        classes = {s.change_class for s in _changed(old, new, language)}
        assert "state_to_action" in classes
        assert classes <= {"state_to_action", ""}


def test_a_softened_promise_shows_both_verbs() -> None:
    steps = _changed("Puisto avataan", "Puisto pyritään avaamaan")
    assert [(s.before, s.after, s.change_class) for s in steps] == [
        ("", "pyritään ", "modality"),
        ("avataan", "avaamaan", "modality"),
    ]


def test_a_promise_that_is_only_told_in_another_order_is_no_change_of_promise() -> None:
    steps = _changed("Kurssit järjestetään keväällä", "Keväällä järjestetään kurssit")
    assert not {"modality", "state_to_action"} & {s.change_class for s in steps}
