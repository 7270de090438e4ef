"""A text dump gives the same rows in whatever encoding it was saved, through the whole pipeline."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import UnsupportedError
from pipeline.extract.text_decode import decode
from pipeline.profiles import profile
from tests.bench.hard.reading import read

DUMP = next(iter(sorted((Path(__file__).parents[1] / "samples" / "decks").glob("**/*.txt"))))
TEXT = DUMP.read_text(encoding="utf-8")


def rows(folder: Path, data: bytes) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of goals, actions and notes that are read from a dump."""
    path = folder / DUMP.name
    path.write_bytes(data)
    report, _ = read(path, profile())
    found = (report.goals, report.actions, report.notes)
    goals, actions, notes = ([row.text.text for row in part] for part in found)
    return goals, actions, notes


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        unicodedata.normalize("NFD", TEXT).encode("utf-8"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=["utf-8 with BOM", "utf-16 with BOM", "utf-16-le", "utf-16-be", "decomposed", "line ends"],
)
def test_the_same_rows_in_every_encoding(tmp_path: Path, data: bytes) -> None:
    """Nothing is lost, nothing is guessed into other letters."""
    plain = rows(tmp_path, TEXT.encode("utf-8"))
    assert any(plain)
    assert rows(tmp_path, data) == plain


WRITTEN = """Tavoite 1: Jäähalli on kaikkien käytössä läpi vuoden
Toimenpiteet 2023
• Hankitaan jääkiekkojoukkueille yhteiset säilytystilat – myös öljylämmittimet
• Päivitetään yleisöluistelun vuorot syyskaudelle
• Käännetään opasteet ruotsiksi: Åk varsamt på isen
Toimenpiteet 2024
• Järjestetään lähikouluille jäähallipäivä
"""


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_text_of_one_byte_a_letter_is_read_and_said(tmp_path: Path, encoding: str) -> None:
    """Windows-1252 and Latin-1 are told by their letters; the rows are those of the UTF-8 file."""
    data = WRITTEN.replace("–", "-").replace("•", "-").encode(encoding)
    assert decode(data).encoding == "cp1252"
    assert decode(data).issues
    assert rows(tmp_path, data) == rows(tmp_path, data.decode(encoding).encode())


def test_signs_of_the_right_encoding_are_no_hindrance(tmp_path: Path) -> None:
    """Dashes, bullets, quotes and the odd signs of an OCR text stand where typography stands."""
    data = "¢ Tavoite 1 “Kaikki” – yhdessä\n• Öljy ja sähkö §3, 20 °C".encode("cp1252")
    assert decode(data).text.startswith("¢ Tavoite 1 “Kaikki” – yhdessä")


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_other_encodings_are_refused_not_guessed(encoding: str) -> None:
    """Letters that would become signs amid words are no Windows-1252."""
    with pytest.raises(UnsupportedError):
        decode(WRITTEN.replace("–", "-").replace("•", "-").encode(encoding))


def test_a_few_broken_bytes_lose_only_themselves(tmp_path: Path) -> None:
    """The letters of the rest are untouched, and the loss is said."""
    data = WRITTEN.encode().replace("yleisöluistelun".encode(), b"yleis" + b"\xc3" + b"luistelun")
    done = decode(data)
    assert done.encoding == "utf-8"
    assert done.text.count("\ufffd") == 1
    assert "Jäähalli on kaikkien käytössä" in done.text
    assert done.issues
