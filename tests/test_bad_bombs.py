"""Bombs through whole runs: each ends in a state that says what happened, within its limits."""

from __future__ import annotations

import csv
import io
import resource
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import DocumentError, LimitError
from pipeline.extract import open_document, reader_of, sniff
from pipeline.extract.scene import ReadOptions
from pipeline.run import Request, run
from pipeline.settings import Settings
from tests.bombs import BOMBS, package, pdf, slides
from tests.fake_reader import JOB_OF_REAL_READERS

LIMITS = Settings(jobs=2, ocr="never", page_seconds=4, silent_seconds=90, document_seconds=300)
REFUSED = {
    "laughs.pptx": "corrupt",
    "outside.pptx": "corrupt",
    "page-ring.pdf": "corrupt",
    "picture.png": "limit_exceeded",
    "xml-depth.pptx": "corrupt",
    "zip-crowd.pptx": "limit_exceeded",
    "zip-lies.pptx": "corrupt",
    "zip-member.pptx": "limit_exceeded",
    "zip-overlap.pptx": "limit_exceeded",
}
WHOLE = ("form-ring.pdf", "grid.pdf", "xref-loop.pdf", "xref-wide.pdf")
# Thousands of blank pages take their time; how they are read is tested on the reader itself.
LEFT_OUT = ("page-crowd.pdf",)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[str, str, list[str]]]:
    """Return state, code and issues of every bomb after one run over all of them."""
    folder = tmp_path_factory.mktemp("bombs")
    for name, made in BOMBS.items():
        if name not in LEFT_OUT:
            (folder / "in" / name).parent.mkdir(exist_ok=True)
            (folder / "in" / name).write_bytes(made())
    summary = run([str(folder / "in")], folder / "out", Request(LIMITS, job=JOB_OF_REAL_READERS), lambda *_: None)
    issues: dict[str, list[str]] = {}
    with (folder / "out/data/issues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issues.setdefault(row["document_id"], []).append(row["code"])
    entries = summary.record.documents
    return {e.path: (e.state.value, e.code, issues.get(e.document_id, [])) for e in entries}


def test_every_bomb_ends_in_a_state(told: Mapping[str, tuple[str, str, list[str]]]) -> None:
    """None is lost, none stops the others, none is a success without a word."""
    assert set(told) == set(BOMBS) - set(LEFT_OUT)
    silent = [name for name, (state, _, issues) in told.items() if not issues and name not in (*WHOLE, "giant.pdf")]
    assert not silent
    assert all(code for state, code, _ in told.values() if state == "error")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused_bomb_has_its_class(name: str, told: Mapping[str, tuple[str, str, list[str]]]) -> None:
    """What is wrong with it is told apart."""
    assert told[name][:2] == ("error", REFUSED[name])


@pytest.mark.parametrize("name", WHOLE)
def test_readable_bomb_is_read(name: str, told: Mapping[str, tuple[str, str, list[str]]]) -> None:
    """A defence that refuses what can be read would be too cheap."""
    assert told[name][0] in ("ok", "repaired", "partial")


def test_workers_stay_within_their_memory(told: Mapping[str, tuple[str, str, list[str]]]) -> None:
    """The largest child that this process ever had was smaller than the default limit."""
    assert told
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1536 * 1024


def test_zip_slip_leaves_nothing_outside(tmp_path: Path) -> None:
    """Members are read by name and never unpacked to disk."""
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "a.pptx").write_bytes(BOMBS["zip-slip.pptx"]())
    _, pages = open_document(folder / "a.pptx", "a.pptx", ReadOptions(ocr="never"))
    list(pages)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.pptx"]
    assert not Path("/tmp/slipped").exists()


def test_declared_sizes_are_not_believed(tmp_path: Path) -> None:
    """A member whose directory entry says that it is small is counted while it is inflated."""
    (tmp_path / "a.pptx").write_bytes(BOMBS["zip-lies.pptx"]())
    with pytest.raises(DocumentError):
        list(open_document(tmp_path / "a.pptx", "a.pptx", ReadOptions(ocr="never"))[1])


def test_member_that_is_encrypted_is_said(tmp_path: Path) -> None:
    """A zip with a password is refused by its flag."""
    data = bytearray(package({"ppt/presentation.xml": b"<p/>"}))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0].flag_bits & 1
    (tmp_path / "a.pptx").write_bytes(bytes(data))
    with pytest.raises(DocumentError, match="password"):
        open_document(tmp_path / "a.pptx", "a.pptx", ReadOptions())


def test_glyph_limit_says_what_to_do(tmp_path: Path) -> None:
    """The page is lost, its number and reason are not."""
    (tmp_path / "a.pdf").write_bytes(slides(1))
    _, pages = open_document(tmp_path / "a.pdf", "a.pdf", ReadOptions(ocr="never", max_glyphs=20))
    (page,) = pages
    assert page.issues[0].code == LimitError.code
    assert "picture" in page.issues[0].message


def test_a_page_of_too_many_cells_keeps_its_words() -> None:
    """The tables are left as text, which is said; nothing is lost."""
    data = (Path(__file__).parents[1] / "samples" / "decks" / "ulpaslahti-2022.pdf").read_bytes()
    (whole,) = reader_of(sniff.PDF)(data, ReadOptions(ocr="never", pages=(5,)))
    (page,) = reader_of(sniff.PDF)(data, ReadOptions(ocr="never", pages=(5,), max_cells=10))
    assert whole.tables
    assert not page.tables
    assert [w.text for w in page.words] == [w.text for w in whole.words]
    assert f"{len(whole.tables[0].cells)} cells, more than 10" in page.issues[-1].message


@pytest.mark.parametrize("error", [MemoryError(), ValueError("OpenCV: Insufficient memory")])
@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_picture_that_memory_does_not_hold_says_what_to_do(
    name: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is a failed one with the limit in its issue, whatever the library called it."""

    def read_picture(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pipeline.extract.scan.read_picture", read_picture)
    Image.new("L", (300, 200), 255).save(tmp_path / name)
    (page,) = open_document(tmp_path / name, name, ReadOptions())[1]
    assert page.issues[-1].code == LimitError.code
    assert "memory_mb" in page.issues[-1].message


def test_file_without_pages_is_an_error(tmp_path: Path) -> None:
    """A catalogue and nothing else."""
    (tmp_path / "a.pdf").write_bytes(pdf({1: b"<< /Type /Catalog >>"}))
    with pytest.raises(DocumentError):
        open_document(tmp_path / "a.pdf", "a.pdf", ReadOptions(ocr="never"))
