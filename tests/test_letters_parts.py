"""The parts of the repair of letters: alignment, channel, character model, search, context, missing resources."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.normalise.letters import learn
from pipeline.normalise.letters.align import pieces
from pipeline.normalise.letters.channel import channel, is_stripped, learned_table, stripped_table
from pipeline.normalise.letters.characters import CharacterModel
from pipeline.normalise.letters.context import Place, place, tags, weighed
from pipeline.normalise.letters.odds import Signs, limit, probability
from pipeline.normalise.letters.prior import Prior
from pipeline.normalise.letters.search import Reach, candidates
from pipeline.normalise.letters.speller import Option, Ranking, Speller, is_slip
from pipeline.normalise.letters.tokens import units, unreadable
from pipeline.normalise.letters.verdict import may_be_authors
from pipeline.normalise.lexicon import Lexicon


@pytest.mark.parametrize(
    ("clean", "read", "odd"),
    [
        ("työ", "tyd", [("ö", "d")]),
        ("korni", "komi", [("rn", "m")]),
        ("tuuli", "tuli", [("uu", "u")]),
        ("ilta", "lilta", [("i", "li")]),
        ("sama", "sama", []),
    ],
)
def test_pieces_of_an_alignment(clean: str, read: str, odd: list[tuple[str, str]]) -> None:
    """Neighbouring edits make one piece, and no side is empty."""
    assert sorted(pieces(clean, read)) == sorted(odd)


def test_a_table_is_learned_from_pairs(tmp_path: Path) -> None:
    """What was seen once is left out, the rest is counted against how often it stood there."""
    pairs, out = tmp_path / "pairs.jsonl", tmp_path / "table.tsv"
    pairs.write_text(json.dumps({"clean": ["pöllö pöly"], "read": ["p6llé p6ly"]}) + "\n", encoding="utf-8")
    learn.main([str(pairs), "--source", "three owls", "-o", str(out)])
    assert out.read_text(encoding="utf-8") == "# three owls\nclean\tread\tmisread\tstood\nö\t6\t2\t3\n"


def test_the_channel_learns_from_the_deck() -> None:
    """A deck that shows d for ö makes d likelier than the table does, and what is read right is kept."""
    before = channel(learned_table(), 1.0, 1.0)
    after = channel(learned_table(), 1.0, 1.0, {("ö", "d"): 100})
    assert dict(after.marks["d"])["ö"] > dict(before.marks["d"])["ö"]
    assert math.exp(dict(after.marks["d"])["ö"]) > 0.8
    assert before.keep("n") > math.log(0.95)
    assert math.isclose(sum(math.exp(p) for p in (dict(s).get("ä", -99) for s in before.all.values())), 1, rel_tol=0.01)


def test_stripped_text_is_told_from_misread_text() -> None:
    """Only base letters: stripped; a d or é among them: read badly; too few to tell: read badly."""
    assert is_stripped({("ä", "a"): 60, ("ö", "o"): 20})
    assert not is_stripped({("ä", "a"): 60, ("ö", "d"): 5})
    assert not is_stripped({("ä", "a"): 6})
    assert set(channel(stripped_table(), 1.0, 1.0).all) == set("aoAO")


def test_the_character_model_sums_to_one_and_likes_its_words() -> None:
    """Each context has a distribution; a word of the list is likelier than one that is not."""
    model = CharacterModel(["talo", "talot", "talossa", "valo", "valot"])
    for context in ("^", "^ta", "alo", "zzz"):
        assert math.isclose(sum(map(math.exp, model.after(context).values())), 1, abs_tol=0.3)
    assert model.word("valossa") > model.word("vassalo")
    assert CharacterModel([]).after("^") == {}


def test_candidates_hold_the_word_itself() -> None:
    """Whatever is found, what stands there stays possible, and capitals stay capitals."""
    model = CharacterModel(["työ", "työt", "tyly"])
    through = channel(learned_table(), 1.0, 1.0)
    found = [c.text for c in candidates("tyo", through, model, Reach.MARKS)]
    assert found[0] == "työ"
    assert "tyo" in found
    assert candidates("TYO", through, model, Reach.MARKS)[0].text == "TYÖ"
    assert "qxqx" in [c.text for c in candidates("qxqx", through, model, Reach.ANY)]


def test_the_deck_says_how_it_was_misread() -> None:
    """After enough sure words, a reading that only this deck has is a known confusion."""
    speller = Speller(Prior("fi"), (), 1.0)
    speller.learn(Counter({"tyoryhmassa": 3, "paivakoti": 2, "kaytanto": 2, "kehittaminen": 2, "tydpaja": 4}))
    ranking = speller.rank("tyoryhmassa")
    assert ranking.best.text == "työryhmässä"
    assert speller.kind(ranking) == "known"


@pytest.mark.parametrize(
    ("clean", "read", "slip"),
    [
        ("uu", "u", True),
        ("i", "li", True),
        ("rn", "m", False),
        ("åt", "t", False),
        ("ö", "d", False),
        ("öa", "ö", True),
    ],
)
def test_only_letters_without_marks_that_were_lost_or_added_may_be_the_authors(
    clean: str, read: str, slip: bool
) -> None:
    """No author writes m for rn, and a lost å is what the page lost."""
    assert is_slip((clean, read)) is slip


def test_a_lost_letter_is_the_readers_where_the_deck_has_the_word_whole() -> None:
    """Elsewhere it stays, however likely."""
    lost = {"free": 1.0, "slips": 1.0}
    assert may_be_authors(_signs(**lost))
    assert may_be_authors(_signs(**lost, own=1.0, margin=2.0))
    assert not may_be_authors(_signs(**lost, own=1.0))


def test_swedish_compounds_are_made_of_words() -> None:
    """Linked by s or not; parts that are no words, or words like *and*, make none."""
    prior = Prior("sv")
    for word in ("trygghetslarmen", "brandvärnsgrupp", "inriktningsmål"):
        assert prior.known(word)
    assert prior.log("trygghetslarmen") > prior.log("trygghetslärmen") + 3
    assert not prior.known("ochmen")
    assert not prior.known("skolqvarna")


def test_words_that_inflect_alike_are_of_one_class() -> None:
    """A verb that no list names is an infinitive behind *att* for its other forms."""
    cues = tags("sv").of("löda")
    assert "löda" not in tags("sv").listed
    assert max(sum(c.nats for c in tag if c.fits(("att",), ("$",))) for tag in cues) >= 3
    assert not tags("sv").of("qvxa")


def test_a_word_that_may_stand_anywhere_is_looked_past() -> None:
    """*inte* between the verb and what tells of it."""
    ranking = Ranking("natt", (Option("natt", -8.0, True), Option("nått", -9.5, True)))
    behind = Place("inte", "$", ("hade", "$"))
    assert weighed(ranking, behind, "sv", _alone, 1.0).best.text == "nått"


def _alone(word: str) -> str:
    return word


def test_neighbours_and_capitals_weigh() -> None:
    """A cue adds its nats to its word; a capital inside a sentence costs."""
    ranking = Ranking("ar", (Option("är", -5.0, True), Option("år", -8.0, True)))
    assert weighed(ranking, Place("10", "$"), "sv", _alone, 1.0).best.text == "år"
    assert weighed(ranking, Place("det", "inte"), "sv", _alone, 1.0).margin > ranking.margin
    capital = Ranking("Okar", (Option("Ökar", -9.0, True), Option("ökar", -9.5, True)))
    assert weighed(capital, Place("det", "mer"), "sv", _alone, 1.0).best.text == "ökar"
    assert weighed(capital, Place("^", "mer"), "sv", _alone, 1.0).best.text == "Ökar"


def test_neighbours_are_taken_as_they_are_likely_to_read() -> None:
    """A neighbour that was misread as well still tells."""
    ranking = Ranking("vara", (Option("vara", -5.0, True), Option("våra", -7.0, True)))
    assert weighed(ranking, Place("fér", "mal"), "sv", lambda w: {"fér": "för"}.get(w, w), 1.0).best.text == "våra"


def test_a_first_letter_that_was_misread_does_not_tell_its_case() -> None:
    """An l may be a J or a j: the deck's own habit decides at the start; a w is a v of the same height."""
    ranking = Ranking("larjestot", (Option("järjestöt", -9.0, True),))
    assert weighed(ranking, Place("^", "$"), "fi", _alone, 1.5).best.text == "Järjestöt"
    assert weighed(ranking, Place("^", "$"), "fi", _alone, -1.5).best.text == "järjestöt"
    assert weighed(ranking, Place("ja", "$"), "fi", _alone, 1.5).best.text == "järjestöt"
    same = Ranking("wiestinta", (Option("viestintä", -9.0, True),))
    assert weighed(same, Place("^", "$"), "fi", _alone, 1.5).best.text == "viestintä"


def test_the_place_of_a_word() -> None:
    """Sentence borders are marked."""
    assert place("Två år.", 4, 6) == Place("Två", "$")
    assert place("12 år sedan", 3, 5) == Place("12", "sedan")
    assert place("Det har inte varit så", 8, 12) == Place("har", "varit", ("Det", "så"))
    assert place("Slut. Är det", 6, 8).opening


def test_every_tag_has_words_and_evidence() -> None:
    """The table of context is read whole."""
    for code in ("fi", "sv"):
        table = tags(code).listed
        assert table
        assert all(cue.nats for found in table.values() for tag in found for cue in tag)
        assert all(word == word.lower() for word in table)


def _signs(**changes: float) -> Signs:
    plain = dict.fromkeys((f.name for f in fields(Signs)), 0.0) | {"margin": 10.0, "short": 0.1} | changes
    return Signs(**plain)


def test_the_odds_go_with_the_signs() -> None:
    """A wide margin is surer than a narrow one, a known confusion than a free edit; words themselves need more."""
    assert probability(_signs()) > limit(_signs()) > 0.5
    assert probability(_signs()) > probability(_signs(margin=1.0))
    assert probability(_signs(margin=4.0)) > probability(_signs(margin=4.0, free=1.0, others=2.0))
    assert limit(_signs(stands=1.0)) > limit(_signs())


def test_units_leave_out_what_is_no_word() -> None:
    """Only pieces with letters enough are looked at, each with its place."""
    text = "Tyo-paja (esim. 12.3.) PTV:n ty6 osoite@posti.fi kehitta-"
    found = list(units(text))
    assert [u.text for u in found] == ["Tyo", "paja", "esim", "ty6", "kehitta"]
    assert all(text[u.start : u.end] == u.text for u in found)
    assert [u.broken for u in found] == [False] * 4 + [True]
    assert [u.text for u in units("m&naden, kes& ja R&D")] == ["m&naden", "kes&", "ja"]
    assert list(unreadable("hyva ~}k'::f;a mallia*® ja (ks. s. 3)")) == ["~}k'::f;a"]


def test_it_works_without_voikko_and_without_frequencies() -> None:
    """Poorer, but no failure."""
    poor = Speller(Prior("fi", words=Lexicon("fi", voikko=False)), (), 1.0)
    poor.learn(Counter({"kehittaminen": 1, "paatos": 1}))
    assert poor.rank("kehittaminen").best.text == "kehittäminen"
    bare = Speller(Prior("fi", lists=False, words=Lexicon("fi", voikko=False)), (), 1.0)
    bare.learn(Counter({"kehittaminen": 1}))
    assert bare.rank("kehittaminen").options
