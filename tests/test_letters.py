"""The repair of letters: what is mended, what is left alone, what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Code
from pipeline.model import Block, BlockKind, Box, Deck, Edit, Item, Method, Page, Reading, Source, Word
from pipeline.normalise.letters import repair
from pipeline.normalise.lexicon import lexicon
from pipeline.profiles import Profile, language, profile

BOX = Box(0, 0, 100, 10)
STRIP = str.maketrans("äöåÄÖÅ", "aoaAOA")
needs_voikko = pytest.mark.skipif(not lexicon("fi").precise, reason="Voikko is not installed")

FINNISH = [
    "Kirjaston henkilöstö järjestää syksyllä lähiöissä lukupiirejä ikääntyneille.",
    "Kotipalvelun työntekijät käyvät asiakkaiden luona myös pyhäpäivinä.",
    "Nuorisotyön resurssit säilytetään ennallaan, ja työpajoja lisätään.",
    "Tämän vuoden tärkein tavoite on yhteistyön tiivistäminen seurakunnan kanssa.",
    "Ympäristökasvatus sisällytetään päiväkotien suunnitelmiin.",
    "Selvitetään, miten säästöt näkyvät peruskoulujen arjessa.",
    "Pyöräteiden kunnossapitoa kehitetään yhdessä kyläyhdistysten kanssa.",
    "Esteettömyys otetaan huomioon jokaisessa käytössä olevassa tilassa.",
]
SWEDISH = [
    "Kommunen är skyldig att ordna småbarnspedagogik på båda språken.",
    "Under det här året förnyas skolornas läroplaner och lärarna får utbildning.",
    "Våra invånare ska kunna påverka besluten, och det är viktigt att alla hörs.",
    "För två år sedan öppnade biblioteket sin nya avdelning för äldre låntagare.",
    "Målet är att förbättra möjligheterna för unga att få arbete.",
    "Åtgärderna följs upp årligen av nämnden för bildning.",
]
ENGLISH = [
    "The county board will review the road map in the autumn and report to the council.",
    "All volunteers are trained before they work with older people at the day centre.",
    "More than half of the measures are on track, and the rest will be ready in time.",
]


def deck_of(*pages: Sequence[str], method: Method = Method.FLAT) -> Deck:
    """Make a deck of one block a page, one item a line."""
    made = (
        Page(n, 100, 100, method, blocks=(Block(BlockKind.TEXT, tuple(Item(Reading.of(t), BOX) for t in lines), BOX),))
        for n, lines in enumerate(pages, 1)
    )
    return Deck(Source("a.txt", "0", "text/plain", "test", "1"), tuple(made))


def read(deck: Deck) -> list[Reading]:
    """Return the readings of all items."""
    return [i.reading for p in deck.pages for b in p.blocks for i in b.items]


def stripped(lines: Sequence[str]) -> list[str]:
    """Return the lines without marks."""
    return [line.translate(STRIP) for line in lines]


@pytest.mark.parametrize("lines", [FINNISH, SWEDISH, ENGLISH], ids=["fi", "sv", "en"])
def test_a_clean_deck_is_the_same_object(lines: list[str]) -> None:
    """Nothing is copied, nothing changed."""
    deck = deck_of(lines, ["Kiitos!"], ["2024", "1 / 3"], [])
    assert repair(deck, profile()) is deck


@needs_voikko
def test_finnish_gets_its_letters_back_and_keeps_what_it_was() -> None:
    """Text, raw text, and an edit with rule and margin for every change."""
    mended = read(repair(deck_of(stripped(FINNISH)), profile()))
    assert [r.text for r in mended] == FINNISH
    assert [r.raw for r in mended] == [r.undo() for r in mended] == stripped(FINNISH)
    edits = [e for r in mended for e in r.edits]
    assert {e.rule for e in edits} == {"letters:known"}
    assert all(e.margin is not None and e.margin >= 3 for e in edits)


def test_swedish_gets_its_letters_back_by_the_words_beside() -> None:
    """*är* and *år*, *här* and *har*, *våra* and *vara* are told apart."""
    mended = " ".join(r.text for r in read(repair(deck_of(stripped(SWEDISH)), profile())))
    for words in ("Kommunen är skyldig", "två år sedan", "det här året", "Våra invånare", "det är viktigt", "på båda"):
        assert words in mended


@needs_voikko
def test_a_damaged_page_does_not_touch_its_clean_neighbours() -> None:
    """The gate is per page, the language per line."""
    deck = deck_of(FINNISH[:4], stripped(FINNISH[4:]), ENGLISH)
    mended = repair(deck, profile())
    assert mended.pages[0] is deck.pages[0]
    assert mended.pages[2] is deck.pages[2]
    assert [i.reading.text for i in mended.pages[1].blocks[0].items] == FINNISH[4:]
    mixed = repair(deck_of([*stripped(FINNISH), ENGLISH[0], *stripped(SWEDISH)]), profile())
    assert read(mixed)[len(FINNISH)].text == ENGLISH[0]


@needs_voikko
def test_misread_marks_are_mended() -> None:
    """An English reading of ö is an o, é, d or 6."""
    lines = [
        "Yhteistydn kehittaminen jatkuu ty6ryhmassa ja jarjestdissa.",
        "Tyoéllisyyden edistamiseksi jarjestetaan tydpajoja ja sélvitetaan kayttdéa.",
        "Henkilést6n maara sailytetaan, ja tydntekijéiden osaamista lisataan.",
        *stripped(FINNISH),
    ]
    mended = read(repair(deck_of(lines), profile()))
    assert mended[0].text == "Yhteistyön kehittäminen jatkuu työryhmässä ja järjestöissä."
    assert mended[2].text == "Henkilöstön määrä säilytetään, ja työntekijöiden osaamista lisätään."


GUARDED = [
    "PTV:n ja HUS:lla",
    "SOTE ja VAKA",
    "12.3.2024, 3,5 % ja 150 000 euroa",
    "https://www.esimerkki.fi/lasten-paivat",
    "toimisto@esimerkki.fi",
    "Teams ja LinkedIn",
    "2024-2027 ja 12a",
]


@pytest.mark.parametrize("text", GUARDED)
def test_what_is_guarded_stays(text: str) -> None:
    """Acronyms, their inflections, numbers, dates and addresses are not even proposed a change."""
    mended = read(repair(deck_of([*stripped(FINNISH), text]), profile()))
    assert mended[-1] == Reading.of(text)


@needs_voikko
def test_house_terms_of_the_profile_win() -> None:
    """A term that lost its marks gets them back, one that has none keeps its letters."""
    base = profile()
    house = replace(base.organisations[0], house_terms=("Länsiväylä.fi", "Satama"))
    mended = read(
        repair(deck_of([*stripped(FINNISH), "Lansivayla.fi on auki", "Satama"]), Profile(base.languages, (house,)))
    )
    assert mended[-2].text == "Länsiväylä.fi on auki"
    assert mended[-2].edits == (Edit(0, "Lansivayla.fi", "Länsiväylä.fi", "letters:house"),)
    assert mended[-1] == Reading.of("Satama")


@needs_voikko
def test_an_authors_slip_is_not_corrected() -> None:
    """What is no word, and would be one with a letter more, is at most proposed; stripped text has only lost marks."""
    mended = read(repair(deck_of([*stripped(FINNISH), "Uusi suunitelma ja toimintta"]), profile()))
    assert mended[-1].text == "Uusi suunitelma ja toimintta"


@needs_voikko
def test_a_slip_in_misread_text_is_at_most_proposed() -> None:
    """A letter too few may be the author's: the text keeps it, whatever else the page lost."""
    lines = [x.replace("ö", "é").replace("ä", "a") for x in FINNISH]
    mended = read(repair(deck_of([*lines, "Uusi suunitelma on valmis"]), profile()))
    assert mended[-1].text == "Uusi suunitelma on valmis"
    assert sum(r.text != r.raw for r in mended) >= len(lines) - 1


@needs_voikko
@pytest.mark.parametrize("text", ["Jaa tieto", "Hoitaja saa apua", "Tiloja vuokrctaan", "Tiloja wuokrattlin"])
def test_a_verb_is_never_changed_silently(text: str) -> None:
    """Beyond its lost marks: *jää* for *jaa*, *vuokrattiin* for *vuokrataan* would say that something else was done."""
    lines = [x.replace("ö", "é").replace("ä", "a") for x in FINNISH]
    for page in (stripped(FINNISH), lines):
        assert read(repair(deck_of([*page, text]), profile()))[-1].text == text


@needs_voikko
def test_a_number_is_never_changed() -> None:
    """Neither figures nor what stands at them."""
    numbers = "2024 12,5 % 3 000 € 6kk 2kk 10 v 1a 5b 24/7 2023-2025 m2 1.1.2024 H2 O365"
    lines = [x.replace("ö", "é").replace("ä", "a") for x in FINNISH]
    for page in (stripped(FINNISH), lines):
        assert read(repair(deck_of([*page, numbers]), profile()))[-1].text == numbers


@needs_voikko
def test_a_name_is_at_most_proposed() -> None:
    """The dictionary knows the place as it stands."""
    mended = read(repair(deck_of([*stripped(FINNISH), "Vanda"]), profile()))
    assert mended[-1].text == "Vanda"


@needs_voikko
def test_the_decks_own_spelling_outranks_the_guess() -> None:
    """A word with its marks that the deck repeats is left alone, known or not."""
    lines = [*stripped(FINNISH), "Hyvälli on palvelu", "Hyvälli toimii"]
    assert [r.text for r in read(repair(deck_of(lines), profile()))[-2:]] == lines[-2:]


def test_what_is_beyond_repair_is_said_and_left() -> None:
    """Too many signs between the letters: an issue with the page, no change."""
    deck = deck_of([*stripped(FINNISH), "Kr}:\\jlu'::'rr;sta on hyva"])
    page = repair(deck, profile()).pages[0]
    assert [(i.code, i.page) for i in page.issues] == [(Code.TEXT_UNREADABLE, 1)]
    assert "Kr}" in page.issues[0].message
    assert page.blocks[0].items[-1].reading.text.startswith("Kr}:\\jlu'::'rr;sta")


@needs_voikko
def test_words_of_our_own_ocr_are_checked_where_it_doubts() -> None:
    """A word read with little confidence that is none is mended or proposed; a sure one is left, slip or not."""
    doubted, sure = "Hywinvointi paranee alueella", "Palwelu paranee alueella"
    words = tuple(Word(t, BOX, confidence=0.3 if t.startswith("Hyw") else 0.95) for t in doubted.split())
    words += tuple(Word(t, BOX, confidence=0.95) for t in sure.split())
    found = (Item(Reading.of(doubted), BOX, (0, 1, 2)), Item(Reading.of(sure), BOX, (3, 4, 5)))
    page = Page(1, 100, 100, Method.OCR, words, blocks=(Block(BlockKind.TEXT, found, BOX),))
    lines = deck_of(FINNISH, method=Method.OCR)
    mended = read(repair(replace(lines, pages=(page, replace(lines.pages[0], number=2))), profile()))
    assert mended[0].edits[0].before == "Hywinvointi"
    assert mended[0].edits[0].after == "Hyvinvointi"
    assert mended[1:] == [Reading.of(sure), *map(Reading.of, FINNISH)]


def test_a_repair_depends_on_its_deck_alone() -> None:
    """The same deck gives the same, whatever was repaired before."""
    deck = deck_of(stripped(FINNISH[:3]))
    alone = repair(deck, profile())
    repair(deck_of(stripped(SWEDISH), stripped(FINNISH)), profile())
    assert repair(deck, profile()) == alone


def test_languages_without_marks_need_no_repair() -> None:
    """A run that knows English only changes nothing."""
    deck = deck_of(stripped(FINNISH))
    assert read(repair(deck, Profile((language("en"),)))) == read(deck)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_stands_there_can_be_undone(lines: list[str]) -> None:
    """No text stops the repair, and no number changes."""
    mended = read(repair(deck_of([*stripped(FINNISH[:4]), *lines]), profile()))
    for reading, line in zip(mended[4:], lines, strict=True):
        assert reading.undo() == reading.raw == line
        assert all(any(map(str.isalpha, e.before)) for e in reading.edits if e.rule.startswith("letters"))
