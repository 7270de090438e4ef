"""A draft of an organisation's profile from its decks."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import BlockKind, Deck
from pipeline.normalise.suggest import suggest, toml
from pipeline.profiles import organisation, profile
from tests.build import block, deck, item, page, table

LANGUAGES = profile((), ())
ROWS = [
    ("Action", "Sounding", "Owner", "Status"),
    ("Open the north jetty with QuayPass for swimmers", "weekly", "Ports", "Sails full"),
    ("Mend the lamps along the quay for QuayPass holders", "monthly", "Ports", "Sails full"),
    ("Paint the doors of the boathouse before QuayPass day", "yearly", "Ports", "Done"),
]


def _deck() -> Deck:
    foot = item('Harbour Board of Grey Island "GI"', 520.0)
    feet = [block(BlockKind.FURNITURE, foot)]
    return deck(
        *(page(n, f"Goal {n}: The harbour serves everyone", tables=[table(ROWS)], blocks=feet) for n in (1, 2, 3))
    )


def test_what_no_language_knows_is_suggested() -> None:
    """Boilerplate, terms, headings and verdicts that repeat, with the place where they stand."""
    found = suggest([_deck()], LANGUAGES)
    assert [s.text for s in found.boilerplate] == ['Harbour Board of Grey Island "GI"']
    assert [(s.text, s.times, s.page) for s in found.house_terms] == [("QuayPass", 9, 1)]
    assert [(s.text, s.times) for s in found.headings] == [("Sounding", 3)]
    assert [(s.text, s.times) for s in found.verdicts] == [("Sails full", 6)]
    assert found.languages == ("en",)


def test_the_draft_can_be_loaded_as_it_is(tmp_path: Path) -> None:
    """A person mends a file that works from the start; quotes in the decks do no harm."""
    path = tmp_path / "draft.toml"
    path.write_text(toml(suggest([_deck()], LANGUAGES), "draft"), encoding="utf-8")
    loaded = organisation(str(path))
    assert loaded.house_terms == ("QuayPass",)
    assert loaded.boilerplate == ('Harbour Board of Grey Island "GI"',)
    assert '# "Sails full"' in path.read_text(encoding="utf-8")


def test_decks_that_say_nothing_new_give_an_empty_draft(tmp_path: Path) -> None:
    """Nothing is made up."""
    path = tmp_path / "draft.toml"
    path.write_text(toml(suggest([deck(page(1, "A photograph"))], LANGUAGES), "grey-island"), encoding="utf-8")
    loaded = organisation(str(path))
    assert (loaded.name, loaded.house_terms, loaded.boilerplate) == ("grey-island", (), ())
