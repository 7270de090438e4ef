"""Opening documents: every reader is there, files are checked before they are read, errors are our own."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.errors import CorruptError, DocumentError, EmptyFileError, LimitError, UnsupportedError
from pipeline.extract import READERS, office, open_document, reader_of, sniff
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page

SHARED = Path(__file__).parents[1].parent / "shared"
NOT_PDF = [f for f in sorted((SHARED / "bad/files").glob("*")) if f.suffix != ".pdf"] if SHARED.exists() else []


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_reader_can_be_imported(kind: str) -> None:
    """A registry line points to a function."""
    assert callable(reader_of(kind))


def test_source_and_pages(tmp_path: Path) -> None:
    """The source carries the hash, the kind and the shown path, never the real one."""
    path = tmp_path / "deck.pdf"
    path.write_bytes(b"Otsikko\n\nTeksti.\fToinen")
    source, pages = open_document(path, "kansio/deck.pdf", ReadOptions())
    assert (source.path, source.media_type) == ("kansio/deck.pdf", sniff.TEXT)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.reader
    assert source.reader_version
    assert [p.number for p in pages] == [1, 2]


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    """Missing, empty, too large, folders and pipes: each says what, where and what to do."""
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "large").write_bytes(b"x" * 100)
    os.mkfifo(tmp_path / "pipe")
    cases = (("missing", DocumentError), ("empty", EmptyFileError), ("large", LimitError), ("pipe", UnsupportedError))
    for name, error in (*cases, (".", UnsupportedError)):
        with pytest.raises(error) as caught:
            open_document(tmp_path / name, f"in/{name}", ReadOptions(max_file_bytes=50))
        assert str(caught.value).startswith(f"in/{name}: ")
        assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(("raised", "error"), [(KeyError("x"), CorruptError), (RecursionError(), LimitError)])
def test_errors_of_libraries_become_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, error: type[DocumentError]
) -> None:
    """Whatever a reader lets out, also after its first page, comes out as a document error."""

    def reader(data: bytes, options: ReadOptions) -> Iterator[Page]:
        from pipeline.extract.text import read

        yield from read(data, options)
        raise raised

    monkeypatch.setattr(extract, "reader_of", lambda kind: reader)
    path = tmp_path / "a.txt"
    path.write_text("Text of a page", encoding="utf-8")
    _, pages = open_document(path, "a.txt", ReadOptions())
    assert next(pages).number == 1
    with pytest.raises(error, match=r"a\.txt"):
        next(pages)


@pytest.mark.parametrize("path", NOT_PDF, ids=lambda p: p.name)
def test_odd_and_hostile_files(path: Path) -> None:
    """Every file that is no PDF ends as the manifest expects: pages, or one of our errors."""
    with (SHARED / "bad/manifest.csv").open(encoding="utf-8", newline="") as stream:
        expected = {row["file"]: row["expected"] for row in csv.DictReader(stream)}[path.name]
    if path.suffix == ".ppt" and office.installed():
        expected = "ok"
    failed: DocumentError | None = None
    read_pages: list[Page] = []
    try:
        _, pages = open_document(path, path.name, ReadOptions(ocr="never"))
        read_pages = list(pages)
    except DocumentError as error:
        failed = error
    assert expected in ("either", "ok" if failed is None else "error"), failed
    assert failed is None or failed.remedy
    assert all(p.words or p.issues for p in read_pages)
