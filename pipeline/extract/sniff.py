"""What a file is, told from its bytes; its name does not count."""

from __future__ import annotations

import re

from pipeline.errors import EmptyFileError, EncryptedError, UnsupportedError

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"
PPT = "application/vnd.ms-powerpoint"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
TEXT = "text/plain"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\0", TIFF), (b"MM\0*", TIFF))
_SAVE_PDF = "give it as PDF, PPTX, PNG, JPEG, TIFF or plain text"
_KNOWN = (
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"{\\rtf", "a rich text file"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|script|\?xml|svg|rss|!--)", re.IGNORECASE)
_BLANK = b" \t\r\n\v\f\0\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def media_type(data: bytes) -> str:
    """Return the media type of a file's bytes, one of those that have a reader.

    Raises ``EmptyFileError``, ``EncryptedError``, ``CorruptError`` (a zip that cannot be opened) or
    ``UnsupportedError``, which says what the file is where that can be told.
    """
    if not data.strip(_BLANK):
        raise EmptyFileError("the file is empty", remedy="fetch it again")
    if _is_pdf(data):
        return PDF
    for magic, kind in _PICTURES:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")) or data[-22:-18] == b"PK\x05\x06":
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    return _text(data)


def _is_pdf(data: bytes) -> bool:
    """Whether the header stands in the first KiB (ISO 32000-1, annex H.3.4.1), or only the end says so."""
    if data[:1024].lstrip(_BLANK).startswith(b"%PDF"):
        return True
    if _MARKUP.match(data[:2048]) or b" obj" not in data:
        return False
    return b"%PDF-" in data[:1024] or b"startxref" in data[-2048:]


def _zipped(data: bytes) -> str:
    from pipeline.extract.pptx_package import Package, local

    package = Package(data)
    main = package.main()
    if main.lower().startswith("ppt/") and (package.has(main) or any(n.startswith("ppt/") for n in package.names())):
        return PPTX
    if package.has(main):
        kind = local(package.xml(main))
        if kind == "presentation":
            return PPTX
        what = {"document": "a Word document", "workbook": "an Excel workbook"}.get(kind, "an office document")
        raise UnsupportedError(f"{what}, not a deck", remedy=_SAVE_PDF)
    declared = package.read("mimetype")[:80].decode("ascii", "replace") if package.has("mimetype") else ""
    if "opendocument.presentation" in declared:
        return ODP
    if "opendocument" in declared:
        raise UnsupportedError("an OpenDocument file, not a deck", remedy=_SAVE_PDF)
    raise UnsupportedError("a zip archive, not a deck", remedy="unpack it and give the decks inside")


def _compound(data: bytes) -> str:
    """Tell the kinds of OLE compound files by the stream names in their directory."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise EncryptedError("the office file wants a password", remedy="save a copy without a password")
    if holds("PowerPoint Document"):
        return PPT
    if holds("WordDocument") or holds("Workbook"):
        raise UnsupportedError("a Word or Excel file of before 2007, not a deck", remedy=_SAVE_PDF)
    raise UnsupportedError("an OLE compound file, not a deck", remedy=_SAVE_PDF)


def _text(data: bytes) -> str:
    for magic, what in _KNOWN:
        if data.startswith(magic):
            raise UnsupportedError(f"{what}, not a deck", remedy=_SAVE_PDF)
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:2048]):
        raise UnsupportedError("a web page or XML file, not a deck", remedy="fetch the deck itself again")
    sample = data[:65_536]
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or bool(wide_order(sample))
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if not wide and controls * 100 > len(sample):
        raise UnsupportedError("bytes of an unknown kind, neither a deck nor text", remedy=_SAVE_PDF)
    if len(data.split(None, 1)) < 2:  # an error message or a path that took the place of the file
        raise UnsupportedError("a single word, not a deck", remedy="fetch the file again")
    return TEXT


def wide_order(sample: bytes) -> str:
    """Return ``utf-16-le`` or ``utf-16-be`` where every other byte is mostly zero, else an empty string."""
    even, odd = sample[0::2], sample[1::2]
    if len(sample) < 4 or sample.count(0) < 0.2 * len(sample):
        return ""
    for name, low, high in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if high.count(0) > 0.6 * len(high) and low.count(0) < 0.05 * len(low) + 1:
            return name
    return ""
