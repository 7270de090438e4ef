"""Readings: every edit can be undone, whatever was done in whatever order."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading import Edit, Reading

TEXTS = st.text(alphabet="abäö\u0308 -*ﬁ", max_size=14)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Reading, str, str]:
    """Draw a reading after rounds of edits, its raw text, and the text that plain string work gives."""
    raw = draw(TEXTS)
    reading = Reading.of(raw)
    expected = reading.text
    for round_ in range(draw(st.integers(0, 3))):
        edits, at = [], 0
        while at <= len(reading.text) and draw(st.booleans()):
            start = draw(st.integers(at, len(reading.text)))
            end = draw(st.integers(start, min(len(reading.text), start + 3)))
            after = draw(st.text(alphabet="aö -", max_size=2))
            edits.append(Edit(start, reading.text[start:end], after, f"r{round_}", applied=draw(st.booleans())))
            at = end + 1
        expected = reading.text
        for edit in reversed(edits):
            if edit.applied:
                expected = expected[: edit.start] + edit.after + expected[edit.end :]
        expected = unicodedata.normalize("NFC", expected)
        reading = reading.then(edits)
    return reading, raw, expected


@given(edited())
@settings(max_examples=400, deadline=None)
def test_edits_lead_from_raw_to_text_and_back(case: tuple[Reading, str, str]) -> None:
    reading, raw, expected = case
    assert reading.raw == raw
    assert reading.text == expected
    assert reading.undo() == raw
    for edit in reading.edits:
        assert raw[edit.start : edit.end] == edit.before


@given(edited(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_part_can_be_undone_too(case: tuple[Reading, str, str], data: st.DataObject) -> None:
    reading, raw, _ = case
    start = data.draw(st.integers(0, len(reading.text)))
    end = data.draw(st.integers(start, len(reading.text)))
    part = reading.part(start, end)
    assert part.undo() == part.raw
    assert part.raw in raw


@given(st.lists(edited(), min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_joining_keeps_the_road_back(cases: list[tuple[Reading, str, str]]) -> None:
    whole = Reading.joined([reading for reading, _, _ in cases])
    assert whole.undo() == " ".join(raw for _, raw, _ in cases)


def test_a_reading_that_does_not_add_up_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="do not lead"):
        Reading("abc", "abd")
    with pytest.raises(ValueError, match="NFC"):
        Reading("a\u0308", "a\u0308")
    with pytest.raises(ValueError, match="does not find"):
        Reading.of("abc", Edit(0, "x", "y", "r"))


def test_edits_that_meet_become_one() -> None:
    reading = Reading.of("hyvin- vointi", Edit(5, "- ", "", "line_hyphen"))
    twice = reading.then([Edit(4, "nv", "mv", "typo", 2.0)])
    assert twice.text == "hyvimvointi"
    assert [(e.start, e.before, e.after, e.rule) for e in twice.edits] == [(4, "n- v", "mv", "line_hyphen+typo")]


def test_a_proposed_edit_leaves_the_text_alone() -> None:
    reading = Reading.of("tyokalut").then([Edit(1, "yo", "yö", "letters", 1.2, applied=False)])
    assert reading.text == reading.raw == "tyokalut"
    assert reading.edits[0].after == "yö"


def test_a_decomposed_letter_is_an_edit() -> None:
    reading = Reading.of("Ja\u0308rvi")
    assert reading.text == "Järvi"
    assert [(e.before, e.after, e.rule) for e in reading.edits] == [("a\u0308", "ä", "nfc")]
