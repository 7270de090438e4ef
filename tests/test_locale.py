"""Every message exists in every language, means the same places to fill in, and shows where it is asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from pathlib import Path

import pytest

from pipeline import audit, cli, errors, model
from pipeline.cache import Counts, Entry, RunRecord
from pipeline.errors import Code, ExitCode, UsageError
from pipeline.export.columns import tables
from pipeline.export.terms import COLUMNS, REASONS, TITLES, WORDS, reason, word
from pipeline.locale import LANGUAGES, catalogue, messages, told, translation, wanted
from pipeline.locale.templates import said
from pipeline.messages import closing_lines
from pipeline.model import State
from pipeline.run import Summary
from tests.catalogues import PACKAGE, literals, used
from tests.templates import SAID_BY_OTHERS, lacking, pieces, templates

OTHERS = [language for language in LANGUAGES if language != "en"]
FORMATS = re.compile(r"%\((\w+)\)([sd])")


def _catalogue(language: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = messages((PACKAGE / "locale" / f"{language}.po").read_text(encoding="utf-8"))
    assert len(found) == len({m.msgid for m in found}), "a message stands there twice"
    return {m.msgid: (m.plural, m.texts) for m in found if m.msgid}


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_is_complete(language: str) -> None:
    """Nothing that is shown is missing, nothing stands in it that is not shown, nothing is empty."""
    known, needed = _catalogue(language), used()
    assert not sorted(set(needed) - set(known))
    program = literals()
    assert not sorted(msgid for msgid in set(known) - set(needed) if msgid not in program)
    assert all(known[msgid][0] == plural for msgid, plural in needed.items())
    assert not [msgid for msgid, (_, texts) in known.items() if not all(texts)]


def test_the_languages_have_the_same_messages() -> None:
    first, *rest = (set(_catalogue(language)) for language in OTHERS)
    assert all(keys == first for keys in rest)


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_the_same(language: str) -> None:
    for msgid, (plural, texts) in _catalogue(language).items():
        wanted = sorted(FORMATS.findall(msgid))
        assert len(texts) == (2 if plural else 1)
        assert all(sorted(FORMATS.findall(text)) == wanted for text in texts), msgid


def test_every_value_and_code_has_words() -> None:
    """A new status or kind of doubt needs its words here."""
    kinds = ("Status", "Fate", "Relation", "Role", "State", "Method", "NoteKind", "Band", "Decision")
    values: list[type[Enum]] = [getattr(model, kind) for kind in kinds]
    assert not [str(member.value) for kind in values for member in kind if str(member.value) not in WORDS]
    assert not [name for name in audit.CLASSES if name not in WORDS]
    assert not [code for code in Code if code not in REASONS]
    known = [kind.code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "code")]
    assert {"corrupt", "encrypted", "limit_exceeded"} <= set(REASONS) & set(known)
    assert {c.title for t in tables() if t.name in TITLES for c in t.columns} <= set(COLUMNS)


def test_values_are_shown_in_words() -> None:
    assert (word("partly_done"), word("partly_done", "fi"), word("partly_done", "sv")) == (
        "partly done",
        "osittain toteutunut",
        "delvis genomförd",
    )
    assert word("not_known_yet", "fi") == "not known yet"
    assert word(None) == ""
    assert reason("goal_missing", "sv") == "Det står inget mål ovanför texten."
    assert reason("some_new_code") == "Some new code."


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_sources_is_translated(language: str) -> None:
    """``python -m tests.templates fi`` prints what is missing here."""
    assert len(templates()) > 350
    assert [f"{one.where}: {one.msgid}" for one in lacking(language)] == []
    known, needed = catalogue(language, "messages")[1:], {one.pieces for one in templates()}
    stale = [m.msgid for m in known if pieces(m.msgid) not in needed and m.msgid not in SAID_BY_OTHERS]
    assert not stale
    assert not [m.msgid for m in known if not m.texts[0]]
    assert {m.msgid for m in known} & {m.msgid for m in catalogue(language) if m.msgid} <= set(used())


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_found_again_with_its_values(language: str) -> None:
    """What a person reads has the values of the message, and nothing of its English."""
    for one in catalogue(language, "messages")[1:]:
        names = [name for name, _ in FORMATS.findall(one.msgid)]
        assert len(names) == len(set(names))
        assert sorted(names) == sorted(name for name, _ in FORMATS.findall(one.texts[0])), one.msgid
        values = {name: f"'Ö{n}'" for n, name in enumerate(names)}
        assert said(one.msgid % values, language) == one.texts[0] % values


def test_messages_are_told_whole_and_in_parts() -> None:
    """Parts that are joined are put into the language each; texts of decks and names stay as they are."""
    assert said("goal 3 is listed, but nothing was found under it", "fi") == (
        "tavoite 3 on luettelossa, mutta sen alta ei löytynyt mitään"
    )
    assert said("a.xlsx line 6: 'no such file' is no page - leave it as it was", "sv") == (
        "a.xlsx, rad 6: 'no such file' är ingen sida - lämna den som den var"
    )
    assert said("a picture was not read: it is too large", "fi") == "kuvaa ei luettu: se on liian suuri"
    assert said("data/goals.csv row 3, text: not NFC", "sv") == "data/goals.csv rad 3, text: inte NFC"
    assert said("the page counts 5 as partly done, 4 were read", "sv").count("delvis genomförd") == 1
    assert said("read with a confidence of 0.41", "sv") == "läst med säkerheten 0,41"
    assert said("x" * 10**6, "fi") == "x" * 10**6
    assert said("nobody says this: nor this - at all", "fi") == "nobody says this: nor this - at all"
    assert said("the page is a picture", "en") == "the page is a picture"


def test_a_language_without_a_catalogue_stays_english() -> None:
    assert translation("xx").gettext("Goals") == "Goals"
    assert translation("en").ngettext("%(num)s case", "%(num)s cases", 1) == "%(num)s case"
    assert translation("fi").ngettext("%(num)s case", "%(num)s cases", 2) == "%(num)s tapausta"


def test_a_catalogue_that_breaks_its_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="no text"):
        messages("msgid nothing")


def test_the_end_of_a_run_is_told_in_each_language(tmp_path: Path) -> None:
    entry = Entry("a", "a.pdf", "", State.OK)
    bad = Entry("b", "b.pdf", "", State.ERROR, "the file is empty", "empty_file")
    counts = Counts(goals=9, actions=80, doubts=4, goal_threads=3, action_threads=30)
    summary = Summary(RunRecord("1", "", (), (), counts, (entry, bad)), ExitCode.PARTIAL)
    lines = {
        lang: list(closing_lines(summary, tmp_path, exported=True, quiet=False, language=lang)) for lang in LANGUAGES
    }
    assert "goals: 3, actions: 30 (in 80 statements)" in lines["en"]
    assert "tavoitteita: 3, toimenpiteitä: 30 (80 kirjausta)" in lines["fi"]
    assert "öppna oklarheter: 4" in lines["sv"]
    assert lines["fi"][0] == "deckline: virhe: b.pdf: tiedosto on tyhjä"
    assert len({len(one) for one in lines.values()}) == 1
    assert "goal_threads" in {field.name for field in fields(Counts)}


def test_an_error_is_told_in_the_language_of_the_user() -> None:
    error = UsageError("no files to read", where="in", remedy="name files, or folders that hold some")
    assert told(error, "sv") == "in: inga filer att läsa - namnge filer, eller mappar med filer"
    assert told(error, "en") == str(error)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["run", "in", "--ui-lang", "fi"], {}, "fi"),
        (["run", "--ui-lang=sv", "in"], {"DECKLINE_UI_LANG": "fi"}, "sv"),
        (["run", "in"], {"DECKLINE_UI_LANG": "fi"}, "fi"),
        (["run", "--ui-lang"], {}, "en"),
        (["run", "--ui-lang", "xx"], {}, "en"),
    ],
)
def test_the_language_is_known_before_the_command(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert wanted(arguments, environment) == language


@pytest.mark.parametrize("language", OTHERS)
def test_every_command_and_option_explains_itself(language: str) -> None:
    known = _catalogue(language)
    helps = list(_helps(cli.deckline))
    assert len(helps) > 40
    assert not sorted({text for text in helps if text not in known})


def _helps(command: object) -> Iterator[str]:
    for one in (command, *getattr(command, "params", ())):
        for paragraph in (getattr(one, "help", None) or "").split("\n\n"):
            if flat := " ".join(paragraph.split()):
                yield flat
    for inner in getattr(command, "commands", {}).values():
        yield from _helps(inner)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["run", "--help"], "Läs presentationer och skriv datamängden."),
        (["run", "--help"], "Användning: "),
        (["run", "--help"], "Visa den här hjälpen och avsluta."),
        (["--help"], "Slutkoder: 0 allt väl"),
        (["run"], "deckline: Argument saknas: 'INPUT...'. - pröva 'deckline --help'"),
        (
            ["run", "nowhere", "-o", "out"],
            "nowhere: det finns ingen sådan fil eller mapp - kontrollera sökvägen",
        ),
        (["audit", "nowhere"], "deckline: nowhere: innehåller ingen avslutad körning - ange mappen"),
    ],
)
def test_the_command_speaks_the_language_that_was_asked_for(arguments: list[str], answer: str) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    told = subprocess.run(command, env={**os.environ, "DECKLINE_UI_LANG": "sv"}, capture_output=True, text=True)
    assert answer in told.stdout + told.stderr
