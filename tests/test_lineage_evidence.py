"""What speaks against a pair: another place, target group or number in the same sentence."""

from __future__ import annotations

import pytest

from pipeline.model import Band, Method, Role
from pipeline.normalise.lineage import relate
from pipeline.normalise.lineage.compare import Evidence, covers, evidence, foreign, weights
from pipeline.normalise.lineage.statements import Statement, readers
from pipeline.profiles import profile
from tests.bench.lineage_decks import Plan, Row, report

READERS = readers(profile())
GOALS = ((1, "Palvelut ovat kaikille"),)


def _evidence(language: str, old: str, new: str, *, damaged: bool = False) -> Evidence:
    reader = READERS[language]
    x, y = reader.read(old), reader.read(new)
    a, b = (
        Statement(name, "action", name, 2031, None, text, 0, language, damaged=damaged)
        for name, text in (("a", old), ("b", new))
    )
    return evidence(a, b, x, y, covers(x, y, weights(x, {}), weights(y, {})), (0.5, 1.0))


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("sv", "En brygga byggs i Åsby", "En brygga byggs i Näsby"),
        ("sv", "Ett torg för odlare inrättas i Forsby", "Ett torg för odlare inrättas i Granby"),
        ("fi", "Laituri rakennetaan Niemelään", "Laituri rakennetaan Harjukylään"),
    ],
)
def test_another_place_is_a_conflict(language: str, old: str, new: str) -> None:
    assert _evidence(language, old, new).names


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("sv", "Rådgivning erbjuds skogsägare", "Rådgivning erbjuds vandrare"),
        ("fi", "Neuvontaa tarjotaan melojille", "Neuvontaa tarjotaan retkeilijöille"),
        ("en", "Offer advice to gardeners", "Offer advice to commuters"),
    ],
)
def test_other_people_in_the_same_sentence_are_a_conflict(language: str, old: str, new: str) -> None:
    assert _evidence(language, old, new).parties


def test_an_inflected_place_is_the_same_place() -> None:
    assert not _evidence("fi", "Korjataan Jokivarren laituri", "Laituri korjataan Jokivarressa").names
    assert not _evidence("sv", "Laga bryggan i Åsby", "Åsbys brygga lagas").names


def test_a_misread_place_is_the_same_place_only_where_letters_were_misread() -> None:
    old, new = "En brygga byggs i Granberga", "En brygga byggs i Cranberge"
    assert _evidence("sv", old, new).names
    assert not _evidence("sv", old, new, damaged=True).names


def test_another_number_alone_is_told_apart_from_another_sentence() -> None:
    same = _evidence("en", "Hold 5 meetings a year", "Hold 7 meetings a year")
    other = _evidence("en", "Hold 5 meetings a year", "Plant 70 trees in the park")
    assert (same.recounted, same.numbers, same.conflict) == (True, False, True)
    assert not other.recounted


def test_a_part_says_nothing_foreign() -> None:
    whole, part, other = (
        READERS["sv"].read(t) for t in ("Torget i Åsby öppnas och vägen lagas", "Vägen lagas", "Torget i Lövby öppnas")
    )
    assert not foreign(part, whole, damaged=False)
    assert foreign(other, whole, damaged=False)


def test_a_whole_that_names_nobody_may_have_left_out_who_its_part_is_for() -> None:
    silent, other, part = (
        READERS["fi"].read(t)
        for t in ("Laituri ja opas otetaan käyttöön", "Laituri ja opas ikääntyneille", "Laaditaan opas nuorille")
    )
    assert not foreign(part, silent, damaged=False)
    assert foreign(part, other, damaged=False)


def test_the_likeliest_sources_of_a_doubtful_link_are_told_best_first() -> None:
    texts = ("Kerhoja järjestetään nuorille kouluissa", "Kerhoja järjestetään nuorille kirjastoissa")
    plans = (
        Plan("a", 2030, tuple(Row(f"a{k}", 1, "Alue", 2031, Role.PLAN, t) for k, t in enumerate(texts)), GOALS),
        Plan("b", 2031, (Row("b0", 1, "Alue", 2032, Role.PLAN, "Kerhoja järjestetään nuorille puistoissa"),), GOALS),
    )
    (link,) = [k for k in relate([report(p) for p in plans], profile(("fi",))).links if k.kind == "action"]
    assert link.band is Band.REVIEW
    assert link.candidates[0] == link.from_id
    assert set(link.candidates) == {"a0", "a1"}


def test_specks_of_a_scan_are_neither_new_nor_dropped() -> None:
    rows = ("Kerhoja järjestetään nuorille", "TA | ; i :", "tr .) 4.")
    plans = [
        Plan(n, y, tuple(Row(f"{n}{k}", 1, "Alue", y + 1, Role.PLAN, t) for k, t in enumerate(rows[:m])), GOALS,
             method=Method.OCR)
        for n, y, m in (("a", 2030, 3), ("b", 2031, 2))
    ]  # fmt: skip
    lineage = relate([report(p) for p in plans], profile(("fi",)))
    assert {k.from_id for k in lineage.links if k.kind == "action"} == {"a0"}
    assert {o.record_id for o in lineage.outcomes if o.kind == "action"} == {"a0"}
    assert {t.record_id for t in lineage.threads if t.kind == "action"} == {"a0", "a1", "a2", "b0", "b1"}


def test_a_word_that_may_be_a_number_is_none() -> None:
    assert not READERS["fi"].read("Kehitetään yhdessä kuntien kanssa").numbers
    assert READERS["fi"].read("Avataan yksi kirjasto").numbers


def test_a_group_of_two_words_in_the_place_of_one_is_another_group() -> None:
    assert _evidence("sv", "Kören sjunger i sjömännens boenden", "Kören sjunger i de blindas boenden").parallel
