"""The data dictionary in three languages, and the descriptions that the data package carries."""

from __future__ import annotations

import json

import pytest

from pipeline.export import exporter
from pipeline.export.columns import tables
from pipeline.export.dictionary import FOLDER, main, stale
from pipeline.export.review import queue_table
from pipeline.locale import translation
from tests.export_fixture import CONTEXT, dataset

SAME = {
    "Rotation",
    "Status",
    "Text",
    "Organisation",
    "Relation",
    "Start",
    "Position",
    "Score",
    "Band",
    "SHA-256",
    "Sha256",
    "Program",
}


def test_the_committed_dictionaries_are_those_of_the_code() -> None:
    """Run ``python -m pipeline.export.dictionary`` after a change of the records."""
    assert stale(FOLDER) == ()
    assert main(["--check"]) == 0


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_column_is_described_in_every_language(language: str) -> None:
    """No title, description or unit is left in English."""
    told = translation(language, "columns").gettext
    texts = {text for t in (*tables(), queue_table()) for c in t.columns for text in (c.title, c.description, c.unit)}
    texts |= {t.title for t in (*tables(), queue_table())}
    assert {text for text in texts if text and told(text) == text} <= SAME


def test_the_package_describes_its_columns_in_three_languages() -> None:
    """Titles and descriptions stand beside one another."""
    package = json.loads(dict(exporter("csv")(dataset(), CONTEXT))["datapackage.json"])
    actions = next(r for r in package["resources"] if r["name"] == "actions")
    status = next(f for f in actions["schema"]["fields"] if f["name"] == "status")
    assert status["description"] == "Verdict on the common scale"
    assert status["translations"]["fi"]["title"] == "Toteuma"
    assert status["translations"]["sv"]["description"] == "Bedömning på den gemensamma skalan"
    assert actions["translations"]["sv"]["title"] == "En utsaga om vad som görs, för ett år"
