"""OCR engines: what the program says, and what happens when it is missing, crashes or hangs."""

from __future__ import annotations

import os
import shutil
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


def answering(tmp_path: Path, table: str) -> ocr.Tesseract:
    (tmp_path / "answer.tsv").write_text(table, encoding="utf-8")
    return ocr.Tesseract(fake(tmp_path, f"cat {tmp_path / 'answer.tsv'}"))


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
    engine = ocr.Tesseract(fake(tmp_path, "echo bad image >&2; exit 3"))
    with pytest.raises(ocr.OcrError, match=r"code 3.*bad image"):
        engine.read([BLANK], ocr.Request(("fin",)))


def test_a_hang_is_ended_with_all_it_started(tmp_path: Path) -> None:
    engine = ocr.Tesseract(fake(tmp_path, f"sleep 60 & echo $! > {tmp_path / 'child'}; wait"))
    begun = time.monotonic()
    with pytest.raises(ocr.OcrError, match="no answer"):
        engine.read([BLANK], ocr.Request(("fin",), seconds=0.5))
    assert time.monotonic() - begun < 10
    child = int((tmp_path / "child").read_text(encoding="ascii"))
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text(encoding="ascii"):
            break
        time.sleep(0.1)
    else:
        os.kill(child, 9)
        pytest.fail("the child outlived its parent")


def test_a_missing_program_says_what_to_install() -> None:
    with pytest.raises(MissingDependencyError, match="install"):
        ocr.Tesseract("no-such-program-anywhere")


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
