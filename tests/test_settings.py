"""Settings: one meaning in every place, the nearest name for a slip of the pen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.settings import Settings, gather


def _toml(folder: Path, text: str) -> Path:
    (folder / "deckline.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults(tmp_path: Path) -> None:
    """Nothing given."""
    assert gather({"jobs": None}, {"PATH": "x"}, tmp_path) == Settings()
    assert Settings().workers >= 1


def test_flag_over_environment_over_file(tmp_path: Path) -> None:
    """Each source wins over the later ones."""
    folder = _toml(tmp_path, 'jobs = 1\nocr = "never"\nlang = ["sv"]\nmemory-mb = 700\n')
    found = gather({"jobs": "3"}, {"DECKLINE_JOBS": "2", "DECKLINE_OCR": "always"}, folder)
    assert (found.jobs, found.ocr, found.lang, found.memory_mb) == (3, "always", ("sv",), 700)


@pytest.mark.parametrize(
    ("flags", "environment", "toml", "words"),
    [
        ({}, {}, "job = 1", ["deckline.toml", "'job'", "did you mean jobs?"]),
        ({}, {"DECKLINE_LANGS": "fi"}, "", ["DECKLINE_LANGS", "did you mean DECKLINE_LANG?"]),
        ({}, {"DECKLINE_ZZZ": "1"}, "", ["DECKLINE_ZZZ", "known: "]),
        ({"ocr": "alway"}, {}, "", ["--ocr", "did you mean always?"]),
        ({"jobs": "many"}, {}, "", ["--jobs", "'many' is no whole number"]),
        ({"jobs": "-1"}, {}, "", ["--jobs"]),
        ({"pages": "3-1"}, {}, "", ["--pages", "give 3 or more"]),
        ({"pages": "0"}, {}, "", ["--pages"]),
        ({"pages": "1-99999999999"}, {}, "", ["--pages", "out of reach"]),
        ({"lang": "fi,xx"}, {}, "", ["--lang", "'xx'"]),
        ({}, {}, "strict = 3", ["deckline.toml: strict"]),
        ({}, {}, "jobs = true", ["deckline.toml: jobs"]),
        ({}, {}, "jobs = [", ["deckline.toml", "is no TOML"]),
        ({}, {}, "lang = 5", ["deckline.toml: lang"]),
    ],
)
def test_wrong_settings_name_place_and_remedy(
    flags: dict[str, str], environment: dict[str, str], toml: str, words: list[str], tmp_path: Path
) -> None:
    """One line, with where and what to do."""
    with pytest.raises(UsageError) as caught:
        gather(flags, environment, _toml(tmp_path, toml))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "\n" not in str(caught.value)


def test_pages_and_names_are_sets_in_order(tmp_path: Path) -> None:
    """Pages are sorted, languages keep their order."""
    found = gather({"pages": "7, 1-3,2", "lang": "sv,fi,sv"}, {}, tmp_path)
    assert found.pages == (1, 2, 3, 7)
    assert found.lang == ("sv", "fi")


def test_debug_switch_is_no_setting(tmp_path: Path) -> None:
    """``DECKLINE_DEBUG`` only shows tracebacks."""
    assert gather({}, {"DECKLINE_DEBUG": "1"}, tmp_path) == Settings()
