"""Profiles: every file loads, every word can be looked up, and a slip of the pen is named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.errors import ProfileError
from pipeline.model import Status
from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import Headings, Statuses, fold, known, language, organisation, profile


@pytest.mark.parametrize("code", known("languages"))
def test_every_language_is_whole(code: str) -> None:
    loaded = language(code)
    assert len(loaded.months) == 12
    assert loaded.source
    assert all(getattr(loaded.headings, f.name) for f in fields(Headings) if f.name not in ("legend", "number"))
    assert all(getattr(loaded.statuses, f.name) for f in fields(Statuses))


@pytest.mark.parametrize("code", known("languages"))
def test_every_verdict_of_a_language_reads_as_itself(code: str) -> None:
    words = vocabulary(profile((code,), ()))
    for status in Status:
        for verdict in getattr(language(code).statuses, status):
            assert words.verdict(verdict) == (True, status), verdict
    assert words.verdict("–") == (True, None)


@pytest.mark.parametrize("code", known("organisations"))
def test_every_organisation_loads(code: str) -> None:
    assert organisation(code).name


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "seura.toml"
    path.write_text('name = "Seura"\nhouse_term = ["X"]\n', encoding="utf-8")
    with pytest.raises(ProfileError, match=r"unknown key 'house_term' - did you mean 'house_terms'"):
        organisation(str(path))


def test_a_wrong_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seura.toml"
    path.write_text('name = "Seura"\nnames = "Seura"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="names: has the wrong type str"):
        organisation(str(path))


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(ProfileError, match="did you mean fi"):
        language("fii")


def test_folding_forgets_what_headings_lose() -> None:
    assert fold("Toimenpide-\u00adkokonaisuudet ") == fold("TOIMENPIDEKOKONAISUUDET")
    assert fold("Päämäärä") == "paamaara"
