"""Words to items: bullets, numbers, levels, paragraphs, hyphens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.hyphens import Evidence, Join, joins
from pipeline.extract.items import items_of
from pipeline.model import Box, Item, Word

KNOWN = Evidence.of((), ("fi", "sv", "en"))


def words(*lines: tuple[float, float, str], size: float = 10.0, bold: bool = False) -> list[Word]:
    """Set lines (x, top, text) in a face whose letters are half as wide as high."""
    out: list[Word] = []
    for x, top, text in lines:
        at = x
        for part in text.split(" "):
            width = 0.5 * size * len(part)
            if part:
                out.append(Word(part, Box(at, top, at + width, top + size), size, bold, "#000000"))
            at += width + 0.3 * size
    return out


def items(*lines: tuple[float, float, str], right: float = 200.0, known: Evidence = KNOWN) -> tuple[Item, ...]:
    """Return the items of a cell of lines."""
    made = words(*lines)
    return items_of(made, range(len(made)), right, known)


def read(*lines: tuple[float, float, str], right: float = 200.0) -> list[tuple[str, int, str]]:
    """Return bullet, level and text of each item."""
    return [(i.bullet, i.level, i.reading.text) for i in items(*lines, right=right)]


def test_bullets_start_items_and_wrapped_lines_join() -> None:
    """Each bullet is one item; its second line belongs to it."""
    found = read((10, 0, "•  Laaditaan suunnitelma asukkaiden"), (20, 12, "kanssa"), (10, 24, "•  Arvioidaan tulokset"))
    assert found == [("•", 1, "Laaditaan suunnitelma asukkaiden kanssa"), ("•", 1, "Arvioidaan tulokset")]


@pytest.mark.parametrize("glyph", ["•", "–", "-", "▪", "‣", "o", "\uf0b7", "✓", "➢"])
def test_glyphs(glyph: str) -> None:
    """Whatever glyph a program uses, it starts an item and is no text."""
    found = read((10, 0, f"{glyph}  Yksi"), (10, 12, f"{glyph}  Kaksi"))
    assert found == [(glyph, 1, "Yksi"), (glyph, 1, "Kaksi")]


def test_numbers_start_items() -> None:
    """``1.``, ``1.2`` and ``a)`` are labels, a year is not."""
    assert read((10, 0, "1.  Eka kohta"), (10, 12, "2.  Toka kohta")) == [
        ("1.", 1, "Eka kohta"),
        ("2.", 1, "Toka kohta"),
    ]
    assert read((10, 0, "1.2  Osa"))[0][0] == "1.2"
    assert read((10, 0, "a)  Osa"))[0][0] == "a)"
    assert read((10, 0, "2031 alkaa työ")) == [("", 0, "2031 alkaa työ")]


def test_a_dash_in_a_sentence_is_no_bullet() -> None:
    """A dash that wrapped to a line start goes on with the sentence."""
    found = read((10, 0, "Toimintakausi jatkuu vuosina 2031"), (10, 12, "– 2033 ja sen jälkeen"), right=180)
    assert found == [("", 0, "Toimintakausi jatkuu vuosina 2031 – 2033 ja sen jälkeen")]


def test_a_date_at_a_line_start_is_no_number() -> None:
    """``1.`` of a date that wrapped is text."""
    found = read((10, 0, "Uusi malli otetaan käyttöön heti"), (10, 12, "1. tammikuuta alkaen"), right=175)
    assert found == [("", 0, "Uusi malli otetaan käyttöön heti 1. tammikuuta alkaen")]


def test_levels_follow_indentation() -> None:
    """Deeper bullets have higher levels, whatever their glyphs."""
    found = read(
        (10, 0, "•  Ylin"), (30, 12, "–  Keski"), (50, 24, "•  Alin"), (30, 36, "–  Keski"), (10, 48, "•  Ylin")
    )
    assert [level for _, level, _ in found] == [1, 2, 3, 2, 1]


def test_a_wide_gap_starts_a_paragraph() -> None:
    """Without bullets the gap tells paragraphs apart."""
    found = read(
        (10, 0, "Ensimmäinen kappale joka jatkuu pitkään"), (10, 12, "toiselle riville"), (10, 34, "Toinen kappale")
    )
    assert [text for _, _, text in found] == [
        "Ensimmäinen kappale joka jatkuu pitkään toiselle riville",
        "Toinen kappale",
    ]


def test_statements_on_lines_of_their_own_stay_apart() -> None:
    """Where the next word would have had room, the author broke the line."""
    found = read((10, 0, "Laaditaan uusi ohje"), (10, 12, "Koulutetaan koko henkilöstö"), right=300)
    assert [text for _, _, text in found] == ["Laaditaan uusi ohje", "Koulutetaan koko henkilöstö"]


def test_footnote_marks_stay() -> None:
    """A mark behind the text is part of it, and one before a footnote is no bullet."""
    assert read((10, 0, "•  Jatkuva työ **"))[0] == ("•", 1, "Jatkuva työ **")
    assert read((10, 0, "*  Siirretty"))[0] == ("", 0, "* Siirretty")


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("kehittämis-", "toimenpide", Join.JOIN),
        ("hyvinvointi-", "ja", Join.APART),
        ("barn-", "och", Join.APART),
        ("short-", "and", Join.APART),
        ("PTV-", "palvelu", Join.HYPHEN),
        ("Pohjois-", "Savo", Join.HYPHEN),
        ("vuosi-", "2031", Join.HYPHEN),
        ("linja-", "auto", Join.HYPHEN),
        ("2031-", "2033", Join.HYPHEN),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, verdict: Join) -> None:
    """The word decides: conjunctions, capitals, digits and equal vowels keep the hyphen."""
    assert joins(before, after, KNOWN) is verdict


def test_the_page_itself_is_evidence() -> None:
    """A spelling seen unbroken on the page wins; so does a first part that always has its hyphen."""
    assert joins("sote-", "keskus", Evidence.of(("sote-keskus",), ("fi",))) is Join.HYPHEN
    assert joins("sote-", "keskus", Evidence.of(("sotekeskus",), ("fi",))) is Join.JOIN
    assert joins("sote-", "palvelu", Evidence.of(("sote-alue",), ("fi",))) is Join.HYPHEN


def test_an_undone_hyphen_is_an_edit() -> None:
    """The raw text keeps what the page shows."""
    (item,) = items((10, 0, "Laaditaan kehittämis-"), (10, 12, "suunnitelma"), right=120)
    assert item.reading.raw == "Laaditaan kehittämis- suunnitelma"
    assert item.reading.text == "Laaditaan kehittämissuunnitelma"
    assert [e.rule for e in item.reading.edits] == ["line_hyphen"]


def test_soft_hyphens_and_ligatures_are_edits() -> None:
    """They vanish from the text and stay in the raw one."""
    (item,) = items((10, 0, "Afﬁsch och jäm\u00ad"), (10, 12, "likhet för med\u00adlemmar"), right=110)
    assert item.reading.text == "Affisch och jämlikhet för medlemmar"
    assert sorted(e.rule for e in item.reading.edits) == ["ligature", "soft_hyphen", "soft_hyphen"]
    assert item.reading.undo() == item.reading.raw


texts = st.text(alphabet="abcäö-–.•1)*\u00adﬁ ", min_size=1, max_size=40).filter(lambda t: t.strip())


@given(st.lists(st.tuples(st.floats(0, 60), texts), min_size=1, max_size=8))
def test_every_word_is_in_one_item(lines: list[tuple[float, str]]) -> None:
    """Nothing is lost and nothing is told twice, whatever stands in a cell."""
    made = words(*((x, 12.0 * n, text) for n, (x, text) in enumerate(lines)))
    found = items_of(made, range(len(made)), 200, KNOWN)
    assert sorted(i for item in found for i in item.words) == list(range(len(made)))
    for item in found:
        assert item.reading.undo() == item.reading.raw


def styled(*lines: tuple[str, bool, str]) -> list[str]:
    """Return the items of lines of a text, weight and colour, 12 points apart."""
    made: list[Word] = []
    for n, (text, bold, color) in enumerate(lines):
        made += [replace(w, bold=bold, color=color) for w in words((10, 12.0 * n, text))]
    return [i.reading.text for i in items_of(made, range(len(made)), 400, KNOWN)]


def test_lines_that_begin_with_a_footnote_mark_are_items() -> None:
    """Each mark has its own meaning; a mark alone on a line closes the sentence above."""
    assert styled(("* Siirretty", False, "#000000"), ("** Toivottu", False, "#000000")) == [
        "* Siirretty",
        "** Toivottu",
    ]
    assert styled(("Laaditaan ohjelma asukkaiden kanssa", False, "#000000"), ("**", False, "#000000")) == [
        "Laaditaan ohjelma asukkaiden kanssa **"
    ]


def test_a_change_of_weight_or_colour_at_a_line_start_parts_items() -> None:
    """A label and its text below are two items."""
    for label in (("Tavoite 1", True, "#000000"), ("Tavoite 1", False, "#c04020")):
        assert styled(label, ("Palvelut ovat lähellä", False, "#000000"), ("kaikkia", False, "#000000")) == [
            "Tavoite 1",
            "Palvelut ovat lähellä kaikkia",
        ]


def test_emphasis_within_a_paragraph_parts_nothing() -> None:
    """A bold beginning that runs over the line end belongs to its sentence."""
    made = [replace(w, bold=True) for w in words((10, 0, "Kirjastoauton kaikki"))]
    second = words((10, 12, "reitit tarkistetaan"))
    made += [replace(second[0], bold=True), second[1]]
    assert [i.reading.text for i in items_of(made, range(4), 400, KNOWN)] == [
        "Kirjastoauton kaikki reitit tarkistetaan"
    ]
