"""The kind of a file is told from its bytes."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CorruptError, DocumentError, EmptyFileError, UnsupportedError
from pipeline.extract import sniff


def zipped(**members: str) -> bytes:
    """Return a zip of members; double underscores stand for slashes, single ones for points."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj", sniff.PDF),
        (b"\xef\xbb\xbf\n%PDF", sniff.PDF),
        (b"junk before\n%PDF-1.4\n1 0 obj\n<<>>", sniff.PDF),
        (b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF", sniff.PDF),
        (b"\x89PNG\r\n\x1a\n....", sniff.PNG),
        (b"\xff\xd8\xff\xe0....", sniff.JPEG),
        (b"II*\0....", sniff.TIFF),
        (b"MM\0*....", sniff.TIFF),
        (zipped(ppt__presentation_xml="<p/>"), sniff.PPTX),
        ("Mål\tÅtgärd\n<ul> a\t%PDF-1.4 nämns här\n".encode(), sniff.TEXT),
        ("Pöytäkirja 3".encode("utf-16"), sniff.TEXT),
        ("Pöytäkirja ilman merkkiä".encode("utf-16-be"), sniff.TEXT),
        ("Sidan ett\fSidan två – käyttö".encode("cp1252"), sniff.TEXT),
    ],
)
def test_kinds_that_are_read(data: bytes, kind: str) -> None:
    """Each kind by its magic, whatever stands before it as far as the format allows."""
    assert sniff.media_type(data) == kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!DOCTYPE html><html><body>404 %PDF- obj", "web page"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><a/>", "XML"),
        (bytes(range(256)) * 40, "unknown kind"),
        (b"GIF89a....", "GIF"),
        (b"error\n", "single word"),
        ("virhe".encode("utf-16"), "single word"),
        (b"../decks/agenda-2024.pdf", "single word"),
        (b"{\\rtf1 text}", "rich text"),
        (zipped(word__document_xml="<document/>", a_txt="x"), "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word or Excel"),
    ],
)
def test_other_kinds_are_named(data: bytes, says: str) -> None:
    """The message says what the file is and what to do."""
    with pytest.raises(UnsupportedError, match=says) as caught:
        sniff.media_type(data)
    assert caught.value.remedy


def test_word_documents_are_named() -> None:
    """The package says what its document is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", '<R><Relationship Id="a" Type="x/officeDocument" Target="word/d.xml"/></R>')
        archive.writestr("word/d.xml", "<document/>")
    with pytest.raises(UnsupportedError, match="Word document"):
        sniff.media_type(out.getvalue())


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", b"\0" * 5000])
def test_empty_files(data: bytes) -> None:
    """Blanks and zeros alone are nothing."""
    with pytest.raises(EmptyFileError):
        sniff.media_type(data)


def test_a_broken_zip_is_corrupt() -> None:
    """A zip without its directory was cut."""
    with pytest.raises(CorruptError):
        sniff.media_type(zipped(a_txt="x")[:30])


@given(st.binary(max_size=400))
def test_only_our_own_errors(data: bytes) -> None:
    """Any bytes have a kind or one of our errors."""
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"):
        with suppress(DocumentError):
            assert sniff.media_type(start + data)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_text_of_four_bytes_a_letter_is_text(encoding: str) -> None:
    """Its mark tells it from bytes of an unknown kind."""
    assert sniff.media_type("\ufeffOtetaan käyttöön uusi kirjastoauto".encode(encoding)) == sniff.TEXT
