"""Misread words are compared as the words of the series that they look like."""

from __future__ import annotations

import pytest

from pipeline.model import Band, Method
from pipeline.normalise.lineage import relate
from pipeline.normalise.lineage.noise import shape
from pipeline.normalise.lineage.space import space
from pipeline.normalise.lineage.statements import Statement, readers
from pipeline.profiles import profile
from tests.bench.lineage_decks import Plan, Row, report

READERS = readers(profile())


def _words(language: str, clean: str, misread: str, *, damaged: bool = True) -> list[str]:
    statements = [
        Statement(name, "action", name, 2031, None, text, 0, language, damaged=bad)
        for name, text, bad in (("a", clean, False), ("b", misread, damaged))
    ]
    return [t.surface for t in space(statements, READERS).words[1].terms]


@pytest.mark.parametrize(
    ("language", "clean", "misread"),
    [
        ("sv", "Båthamnen i Gäddnäs muddras", "Bathamneu i Gaddnas mnddras"),
        ("fi", "Venesatama ruopataan Haukiniemessä", "Vencsatama ruopataau Hankinlemessa"),
        ("en", "Dredge the marina at Pikeness", "Drcdge the marlna at Pikcness"),
    ],
)
def test_a_misread_word_is_read_as_the_one_of_its_shape(language: str, clean: str, misread: str) -> None:
    assert _words(language, clean, misread) == clean.split()


def test_words_of_a_well_read_deck_stay() -> None:
    assert _words("sv", "Lägret i Åsby", "Lagret i Asby", damaged=False) == ["Lagret", "i", "Asby"]


def test_a_word_like_two_others_stays() -> None:
    assert "kqlat" in _words("fi", "Kalat ja kolat", "Uudet kqlat")


def test_a_letter_more_is_no_shape() -> None:
    assert shape("nasby") != shape("asby")


def test_a_misread_target_group_is_no_doubt() -> None:
    old, new = "Järjestetään lapsiperheille venepäivä joka kesä", "Toteutetaan lapziperheille venepaiva joka kesa"
    decks = [
        Plan("a", 2030, (Row("a1", 1, "Vesi", 2031, None, old),)),
        Plan("b", 2031, (Row("b1", 1, "Vesi", 2032, None, new),), method=Method.OCR),
    ]
    links = [k for k in relate([report(d) for d in decks], profile(("fi",))).links if k.kind == "action"]
    assert [(k.from_id, k.to_id, k.band) for k in links] == [("a1", "b1", Band.SURE)]
