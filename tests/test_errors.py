"""What a person is told of an error: one line, the same on every run, with what to do."""

from __future__ import annotations

import pytest

from pipeline.errors import CorruptError, describe, told


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Page 0 : /tmp/deckline-ocr-pjuqelys/0.pgm\nError in a step", "Page 0 : 0.pgm Error in a step"),
        ("cannot identify <_io.BytesIO object at 0x7f3d2c>", "cannot identify <_io.BytesIO object>"),
        ("the sum of 1/2 and 3/4 is not a/b", "the sum of 1/2 and 3/4 is not a/b"),
        ("", "no message"),
    ],
)
def test_what_a_library_says_holds_nothing_of_this_run(said: str, line: str) -> None:
    assert told(said) == line


def test_own_errors_keep_their_remedy_and_others_get_one() -> None:
    assert describe(CorruptError("the zip is cut", remedy="fetch it again")) == "the zip is cut - fetch it again"
    line = describe(ValueError("Ascii85 overflow"))
    assert "ValueError: Ascii85 overflow" in line
    assert line.endswith("compare with another copy")
