"""The lexicon: a poorer answer where a resource is missing, never a failure."""

from __future__ import annotations

import pytest

from pipeline.normalise.lexicon import Lexicon, lexicon

FINNISH = lexicon("fi")
voikko = pytest.mark.skipif(not FINNISH.precise, reason="Voikko is not installed")


@voikko
def test_finnish_words_are_known_and_taken_apart() -> None:
    assert FINNISH.known("kirjastoissa")
    assert not FINNISH.known("kirjastcissa")
    assert FINNISH.lemmas("kirjastoissa") == ("kirjasto",)
    assert FINNISH.pieces("kirjastoautolla") == ("kirjasto", "auto")
    assert "rakentaa" in FINNISH.parts("rakentaminen") + FINNISH.lemmas("rakentaminen")
    assert FINNISH.verb("rakennetaan")
    assert FINNISH.name("Helsingissä")
    assert not FINNISH.name("kirjasto")


def test_without_voikko_stems_answer() -> None:
    poor = Lexicon("fi", voikko=False)
    assert not poor.precise
    assert poor.lemmas("kirjastossa") == poor.lemmas("kirjastolla")


@pytest.mark.parametrize(("code", "one", "other"), [("sv", "planerna", "planer"), ("en", "plans", "planned")])
def test_forms_of_a_word_share_a_stem(code: str, one: str, other: str) -> None:
    assert lexicon(code).lemmas(one)[0][:4] == lexicon(code).lemmas(other)[0][:4]


def test_swedish_compounds_fall_into_everyday_words() -> None:
    assert len(lexicon("sv").pieces("verksamhetsplan")) == 2


@pytest.mark.parametrize("code", ["fi", "sv", "en", "xx"])
@pytest.mark.parametrize("word", ["", "-", "2031", "a", "PTV:n", "hyte-työ", "\u00ad", "ää" * 60])
def test_any_word_gets_an_answer(code: str, word: str) -> None:
    answers = lexicon(code)
    assert answers.lemmas(word)
    assert isinstance(answers.known(word), bool)
    assert all(isinstance(p, str) for p in answers.parts(word) + answers.pieces(word))


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("laaditaan", "act"),
        ("laatiminen", "act"),
        ("laadittu", "state"),
        ("kulkee", "state"),
        ("laatimiseen", ""),
        ("puisto", ""),
    ],
)
def test_a_verb_tells_an_action_or_a_state(word: str, form: str) -> None:
    if not lexicon("fi").precise:
        pytest.skip("Voikko is not installed")
    assert lexicon("fi").form(word) == form
