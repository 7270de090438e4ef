"""The judgement of text layers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import quality

SOUND = {
    "fi": """Kirjaston aukioloaikoja pidennetään iltaisin ja viikonloppuisin, sekä henkilöstön osaamista vahvistetaan
    koulutuksella. Tilojen käyttöaste on noussut, mutta sähköinen ajanvaraus ei ole vielä käytössä kaikissa
    toimipisteissä. Nuorten kesätyöpaikkoja on haettavana enemmän ja pyöräpaikkoja rakennetaan lisää.""",
    "sv": """Bibliotekets öppettider förlängs på kvällar och helger, och personalens kunnande stärks genom utbildning.
    Användningsgraden för lokalerna har ökat, men den elektroniska tidsbokningen är inte i bruk vid alla enheter.
    Sommarjobben för unga blir fler och det byggs nya cykelplatser på skolgårdarna.""",
    "en": """The opening hours of the library are extended in the evenings and staff skills are strengthened by
    training. The use of premises has risen, but online booking is not yet available at every office.""",
}
WITHOUT = str.maketrans("äöåÄÖÅ", "aoaAOA")


@pytest.mark.parametrize("language", sorted(SOUND))
def test_sound_text_is_kept(language: str) -> None:
    found = quality.judge(SOUND[language].split())
    assert found.good
    assert found.language == language


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_text_without_its_diacritics_is_bad(language: str) -> None:
    found = quality.judge(SOUND[language].translate(WITHOUT).split())
    assert not found.good
    assert "diacritics" in found.reason or "unknown" in found.reason


def test_english_needs_no_diacritics() -> None:
    assert quality.judge(SOUND["en"].split()).good


@pytest.mark.parametrize(
    "junk",
    ["(cid:12)(cid:44)" * 4, "\ufffd\ufffd\ufffd\ufffd", "\ue001\ue002\ue003", "\x01\x02\x03\x04"],
)
def test_junk_is_bad(junk: str) -> None:
    assert not quality.judge([junk] * 20).good


def test_letters_and_digits_mixed_are_no_words() -> None:
    assert not quality.judge(["yht3ist9ö", "k3h1tys", "t4voit3", "m1tt4ri", "v4st8u"] * 4).good


def test_too_few_words_to_tell_are_kept() -> None:
    assert quality.judge(["Aania", "ja", "kaytto"]).good


@pytest.mark.parametrize("table", [["12", "3,5", "100 %", "2024", "–", "1 250"] * 6, ["A1", "B2", "Kaj", "Oy"] * 4])
def test_numbers_and_short_cells_are_kept(table: list[str]) -> None:
    assert quality.judge(table).good


@given(st.lists(st.text(max_size=12), max_size=40))
def test_any_words_get_a_verdict(words: list[str]) -> None:
    found = quality.judge(words)
    assert 0 <= found.junk <= 1
    assert 0 <= found.odd <= 1
    assert 0 <= found.unknown <= 1
