"""The comparison of decks with and without their organisation's profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.profiles import profile
from tests.bench.answers import from_gold
from tests.bench.hard.reading import read_deck
from tests.bench.unprofiled import DECKS, FIGURES, Pair, compare, decks, table

SAMPLES = Path(__file__).parents[1] / "samples"


def test_the_figure_that_loses_most_is_told() -> None:
    """A profile that helps one figure shows, whatever the others do."""
    pair = Pair("a.pptx", (100.0, 90.0), (98.5, 95.0))
    assert pair.worst == 1.5
    assert list(table([pair]))[-1] == "decks 1, without the profile at most 1.50 points less"


def test_a_deck_of_no_known_organisation_is_read_alike_with_all_profiles() -> None:
    """The sample decks' organisation has no profile, so the profiles of others must not matter."""
    pair = compare(
        read_deck(SAMPLES / "decks" / "ulpaslahti-2023.pptx"),
        from_gold(SAMPLES / "gold" / "ulpaslahti-2023.json"),
        profile(),
    )
    assert len(pair.known) == len(FIGURES)
    assert pair.known == pair.unknown
    assert pair.known[0] == 100.0


@pytest.mark.skipif(not DECKS.is_dir(), reason="the decks beside the project are not here")
def test_slides_need_no_profile_of_their_organisation() -> None:
    """Without the profile a deck is read within one point of what it is with it."""
    found = [(path, gold) for path, gold in decks(DECKS) if path.suffix == ".pptx"]
    assert found
    assert all(compare(read_deck(path), from_gold(gold), profile()).worst <= 1.0 for path, gold in found)
