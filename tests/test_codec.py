"""The codec: what is written to disk between the stages comes back the same."""

from __future__ import annotations

import json

import pytest

from pipeline.codec import decode, encode
from pipeline.model import Deck, Method, Page
from pipeline.normalise import understand
from pipeline.profiles import profile
from pipeline.records import Report
from tests.build import deck, page, table


def test_a_deck_comes_back_the_same() -> None:
    there = deck(page(1, "Raportti 2024", tables=[table([["Tavoite", "Toimenpide"], ["Ja\u0308rvi", ["A", "B"]]])]))
    back = decode(Deck, json.loads(json.dumps(encode(there))))
    assert back == there


def test_a_report_comes_back_the_same() -> None:
    there = understand(deck(page(1, "Raportti 2024")), "d-1", profile())
    assert decode(Report, json.loads(json.dumps(encode(there)))) == there


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown field 'colour'"):
        decode(Page, {"number": 1, "width": 1, "height": 1, "method": Method.NATIVE.value, "colour": "red"})
