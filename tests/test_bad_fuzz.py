"""Three hundred mutated decks of every kind; ``python -m tests.fuzz`` tries thousands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.extract import READERS, reader_of, sniff
from pipeline.extract.scene import ReadOptions
from tests.fuzz import case, faults, fuzz, seeds

NEVER = ReadOptions(ocr="never", max_pages=20)
HEADS = {
    sniff.PDF: b"%PDF-1.7\n",
    sniff.PPTX: b"PK\x03\x04",
    sniff.PNG: b"\x89PNG\r\n\x1a\n",
    sniff.JPEG: b"\xff\xd8\xff",
    sniff.TIFF: b"II*\0",
    sniff.TEXT: b"",
    sniff.ODP: b"PK\x03\x04",
    sniff.PPT: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
# Each try starts LibreOffice, which takes seconds.
FEW = {sniff.ODP: 2, sniff.PPT: 2}


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 150])
def test_mutated_decks_end_well(first: int, tmp_path: Path) -> None:
    """Pages that hold together or one of our errors with its place; no hang, no class of a library."""
    outcomes = fuzz(first, 150, tmp_path)
    assert not [o for o in outcomes if o.fault]
    assert [o.case for o in outcomes] == list(range(first, first + 150))
    assert len(Counter(o.what for o in outcomes)) > 3


def test_cases_are_the_same_everywhere() -> None:
    """A case that failed elsewhere can be made again from its number."""
    decks = seeds()
    assert [case(n, decks) for n in range(10)] == [case(n, decks) for n in range(10)]


@pytest.mark.parametrize("kind", sorted(READERS))
def test_any_bytes_behind_a_head_are_read_or_refused(kind: str) -> None:
    """Each reader on its own: what it gives holds together, what it raises is ours or becomes ours."""
    read = reader_of(kind)

    @settings(max_examples=FEW.get(kind, 40), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=400))
    def check(tail: bytes) -> None:
        try:
            pages = tuple(read(HEADS[kind] + tail, NEVER))
        except DocumentError:
            return
        assert not list(faults(pages))

    check()
