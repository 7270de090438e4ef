"""Bytes of a text dump to characters, without guessing: BOM, UTF-16 by its zeros, UTF-8, then cp1252 if plausible."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.errors import Code, Severity, UnsupportedError
from pipeline.extract.sniff import wide_order
from pipeline.model import Issue

# The mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    *((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")),
    *((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")),
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_AMID_WORDS = frozenset("–—·’´\u00a0\u00ad")
_BROKEN_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its encoding, and what a reader should know about how it was decoded."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a text dump; line ends become line feeds, control characters U+FFFD.

    Raises ``UnsupportedError`` where none of the encodings is plausible: a wrong charset would turn
    every accented letter into rubbish, so no other is tried.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _counted(data[len(mark) :], name)
    wide = wide_order(data[:65_536])
    if wide:
        return _counted(data, wide)
    try:
        return _tidied(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", "replace")
    broken, whole = _broken(loose), sum(1 for c in loose if ord(c) > 127 and c != "\ufffd")
    if whole > broken and broken <= max(_BROKEN_SHARE * len(loose), 1):
        return _counted(data, "utf-8")
    text = data.decode("cp1252", "replace")
    if "\ufffd" in text or not _plausible(text):
        raise UnsupportedError("text in an encoding that cannot be told", remedy="save it as UTF-8")
    issue = Issue("", 0, Severity.WARNING, Code.ENCODING_GUESSED, "the text is no UTF-8; it was read as Windows-1252")
    done = _tidied(text, "cp1252")
    return Decoded(done.text, done.encoding, (issue, *done.issues))


def _broken(text: str) -> int:
    return text.count("\ufffd")


def _counted(data: bytes, encoding: str) -> Decoded:
    """Decode with U+FFFD for what is broken; the characters that were U+FFFD in the file are not counted."""
    text = data.decode(encoding, "replace")
    return _tidied(text, encoding, _broken(text) - _broken(data.decode(encoding, "ignore")))


def _tidied(text: str, encoding: str, replaced: int = 0) -> Decoded:
    text, more = _CONTROLS.subn("\ufffd", _LINE_ENDS.sub("\n", text))
    if not replaced + more:
        return Decoded(text, encoding)
    message = f"{replaced + more} broken or control characters were replaced by U+FFFD"
    return Decoded(text, encoding, (Issue("", 0, Severity.WARNING, Code.CHARACTER_REPLACED, message),))


def _plausible(text: str) -> bool:
    """Whether what is not ASCII looks like letters of words and typography, as it does in the right encoding.

    Of a DOS or Mac encoding the accented letters become signs amid words (*J„rjest”t*); there is no such typography.
    """
    odd = [i for i, c in enumerate(text) if ord(c) > 127]
    return sum(_in_place(text, i) for i in odd) >= 0.9 * len(odd)


def _in_place(text: str, at: int) -> bool:
    char, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if char.isalpha():
        latin = "LATIN" in unicodedata.name(char, "")
        return latin and any(n.isascii() and n.isalpha() for n in (before, after))
    return char in _AMID_WORDS or not (before.isalpha() and after.isalpha())
