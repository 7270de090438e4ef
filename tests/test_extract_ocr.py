"""OCR engines: what the program says, and what happens when it is missing, crashes or hangs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingDependencyError
from pipeline.extract import ocr

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
BLANK = np.full((20, 40), 255, np.uint8)


def fake(tmp_path: Path, body: str) -> str:
    """Write a program that stands in for Tesseract."""
    path = tmp_path / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def answering(tmp_path: Path, table: str) -> ocr.Pytesseract:
    (tmp_path / "answer.tsv").write_text(table, encoding="utf-8")
    return ocr.Pytesseract(fake(tmp_path, f'cp {tmp_path / "answer.tsv"} "$2.tsv"'))


def test_words_come_with_box_confidence_and_line(tmp_path: Path) -> None:
    table = (
        HEAD + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t91.5\tTa\u0308ma\u0308\n5\t1\t1\t1\t2\t1\t10\t40\t30\t8\t-1\ttoinen\n"
    )
    (words,) = answering(tmp_path, table).read([BLANK], ocr.Request(("fin",)))
    assert words[0] == ocr.OcrWord("Tämä", 10, 20, 40, 28, 0.915, 0)
    assert words[1].confidence == 0
    assert words[1].line != words[0].line


def test_each_picture_has_its_own_answer(tmp_path: Path) -> None:
    table = HEAD + "5\t2\t1\t1\t1\t1\t1\t1\t5\t5\t90\tkaksi\n"
    read = answering(tmp_path, table).read([BLANK, BLANK], ocr.Request(("fin",)))
    assert [[w.text for w in words] for words in read] == [[], ["kaksi"]]


def test_quotes_and_blank_words_do_no_harm(tmp_path: Path) -> None:
    table = HEAD + '5\t1\t1\t1\t1\t1\t1\t1\t5\t5\t90\t"avoin\n5\t1\t1\t1\t1\t2\t9\t1\t5\t5\t90\t \n'
    (words,) = answering(tmp_path, table).read([BLANK], ocr.Request(("fin",)))
    assert [w.text for w in words] == ['"avoin']


@pytest.mark.parametrize("table", ["", "nonsense\n", HEAD + "5\tx\t1\t1\t1\t1\t1\t1\t5\t5\t90\tsana\n"])
def test_another_answer_is_an_error(tmp_path: Path, table: str) -> None:
    with pytest.raises(ocr.OcrError):
        answering(tmp_path, table).read([BLANK], ocr.Request(("fin",)))


def test_a_crash_is_an_error_with_what_it_said(tmp_path: Path) -> None:
    engine = ocr.Pytesseract(fake(tmp_path, "echo bad image >&2; exit 3"))
    with pytest.raises(ocr.OcrError, match=r"code 3.*bad image"):
        engine.read([BLANK], ocr.Request(("fin",)))


def test_a_hang_is_ended(tmp_path: Path) -> None:
    engine = ocr.Pytesseract(fake(tmp_path, "exec sleep 60"))
    begun = time.monotonic()
    with pytest.raises(ocr.OcrError, match="no answer"):
        engine.read([BLANK], ocr.Request(("fin",), seconds=0.5))
    assert time.monotonic() - begun < 10


def test_no_answer_at_all_is_an_error(tmp_path: Path) -> None:
    engine = ocr.Pytesseract(fake(tmp_path, "true"))
    with pytest.raises(ocr.OcrError, match="no answer that can be read"):
        engine.read([BLANK], ocr.Request(("fin",)))


def test_a_program_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    engine = ocr.Pytesseract(fake(tmp_path, "exit 1"))
    with pytest.raises(ocr.OcrError, match="list-langs"):
        engine.languages()


def test_a_program_that_goes_away_is_missing(tmp_path: Path) -> None:
    command = Path(fake(tmp_path, "true"))
    engine = ocr.Pytesseract(str(command))
    command.unlink()
    with pytest.raises(MissingDependencyError, match="install"):
        engine.read([BLANK], ocr.Request(("fin",)))


def test_one_thread_a_list_of_pictures_and_the_languages_reach_the_program(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    body = f'echo "$OMP_THREAD_LIMIT" $(wc -l < "$1") "$@" > {seen}; printf "level\\n" > "$2.tsv"'
    assert ocr.Pytesseract(fake(tmp_path, body)).read([BLANK, BLANK], ocr.Request(("fin", "swe"))) == ((), ())
    told = seen.read_text(encoding="utf-8")
    assert told.startswith("1 2 ")
    assert "-l fin+swe" in told
    assert "--psm 3" in told


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
def test_the_engine_leaves_pandas_out() -> None:
    """Pytesseract imports pandas where it finds it, which costs every worker its memory and a second."""
    code = "import sys; from pipeline.extract import ocr; ocr.engine(); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_missing_program_says_what_to_install() -> None:
    with pytest.raises(MissingDependencyError, match="install"):
        ocr.Pytesseract("no-such-program-anywhere")


def test_a_missing_language_says_what_to_install() -> None:
    assert ocr.installed(("fin", "swe"), frozenset({"fin", "eng"})) == ("fin",)
    with pytest.raises(MissingDependencyError, match="tesseract-ocr-fin"):
        ocr.installed(("fin",), frozenset({"eng"}))


@pytest.mark.parametrize("name", sorted(ocr.ENGINES))
def test_every_engine_opens_or_says_what_to_install(name: str) -> None:
    try:
        engine = ocr.engine(name)
    except MissingDependencyError as missing:
        remedy = missing.remedy
    else:
        remedy = "install nothing"
        assert engine.name == name
        assert engine.version().startswith(name)
    assert "install" in remedy


@pytest.mark.ocr
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
def test_the_program_reads_a_blank_picture_as_nothing() -> None:
    engine = ocr.engine()
    usable = tuple(sorted(engine.languages() - {"osd"}))[:1]
    assert engine.read([np.full((60, 200), 255, np.uint8)], ocr.Request(usable)) == ((),)


@pytest.mark.parametrize("shape", [(1, 1), (5, 400), (400, 3)])
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
def test_picture_too_small_for_a_letter_has_no_words_and_is_no_fault(shape: tuple[int, int]) -> None:
    assert ocr.Pytesseract().read([np.full(shape, 255, np.uint8)], ocr.Request(("eng",))) == ((),)
