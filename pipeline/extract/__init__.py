"""Extraction: file bytes become a deck.

A new input format is a module with ``read(data, options) -> Iterator[Page]`` and one line in ``READERS``
(and in ``sniff.media_type``, which tells the format from the bytes).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from itertools import chain
from pathlib import Path
from typing import cast

from pipeline import __version__
from pipeline.errors import (
    CorruptError,
    DecklineError,
    DocumentError,
    EmptyFileError,
    LimitError,
    UnsupportedError,
    told,
)
from pipeline.extract import sniff
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page, Source

Reader = Callable[[bytes, ReadOptions], Iterator[Page]]

READERS: dict[str, str] = {
    sniff.PDF: "pipeline.extract.pdf:read",
    sniff.PPTX: "pipeline.extract.pptx:read",
    sniff.ODP: "pipeline.extract.office:read",
    sniff.PPT: "pipeline.extract.office:read",
    sniff.PNG: "pipeline.extract.images:read",
    sniff.JPEG: "pipeline.extract.images:read",
    sniff.TIFF: "pipeline.extract.images:read",
    sniff.TEXT: "pipeline.extract.text:read",
}

_PACKAGES = {
    sniff.PDF: "pdfplumber",
    sniff.PPTX: "python-pptx",
    sniff.ODP: "python-pptx",
    sniff.PPT: "python-pptx",
    sniff.PNG: "pillow",
    sniff.JPEG: "pillow",
    sniff.TIFF: "pillow",
}


def reader_of(media_type: str) -> Reader:
    """Import the reader of a media type; raises ``UnsupportedError`` where there is none."""
    if media_type not in READERS:
        raise UnsupportedError(f"no reader takes {media_type}")
    module, _, name = READERS[media_type].partition(":")
    return cast(Reader, getattr(import_module(module), name))


def open_document(path: Path, shown_as: str, options: ReadOptions) -> tuple[Source, Iterator[Page]]:
    """Return what a file is and its pages, read one by one; the first is read before this returns.

    ``shown_as`` is the path that the data and the messages name.  Raises a ``DocumentError`` when nothing
    can be read; the iterator raises one when reading ends early.  No other error comes out of a reader.
    """
    try:
        data = _bytes(path, options.max_file_bytes)
        kind = sniff.media_type(data)
        pages = _guarded(reader_of(kind), data, options, shown_as)
        first = next(pages, None)
    except DocumentError as error:
        raise _placed(error, shown_as) from error
    package = _PACKAGES.get(kind, "")
    version = metadata.version(package) if package else __version__
    source = Source(shown_as, hashlib.sha256(data).hexdigest(), kind, package or "deckline", version)
    return source, chain(() if first is None else (first,), pages)


def _bytes(path: Path, limit: int) -> bytes:
    """Read a regular file once, at most ``limit`` bytes; pipes and devices are not opened."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise UnsupportedError("no regular file")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise DocumentError("there is no such file", remedy="check the path") from error
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})", remedy="check its permissions") from error
    if len(data) > limit:
        raise LimitError(f"is larger than {limit} bytes", remedy="split it")
    if not data:
        raise EmptyFileError("the file is empty", remedy="fetch it again")
    return data


def _guarded(reader: Reader, data: bytes, options: ReadOptions, shown_as: str) -> Iterator[Page]:
    """Read pages so that only our own errors come out."""
    try:
        yield from reader(data, options)
    except DocumentError as error:
        raise _placed(error, shown_as) from error
    except DecklineError:
        raise
    except (MemoryError, RecursionError) as error:
        raise LimitError(f"asks for too much ({type(error).__name__})", where=shown_as) from error
    except Exception as error:  # a library's own classes: to the user they all mean one thing
        message = f"breaks the rules of its format ({type(error).__name__}: {told(error)})"
        raise CorruptError(message, where=shown_as, remedy="open and save it anew, or give it as PDF") from error


def _placed(error: DocumentError, shown_as: str) -> DocumentError:
    return type(error)(error.what, where=error.where or shown_as, remedy=error.remedy)
