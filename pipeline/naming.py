"""Names of documents, records and files: stable over re-runs and machines, safe in every file system.

A name is made from what it names alone, never from a position in the run, so it does not depend on
the other inputs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

_SLUG_LENGTH = 48
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


def slug(name: str) -> str:
    """Return ``name`` in lower-case ASCII letters, digits and hyphens, at most 48 characters; never empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return words[:_SLUG_LENGTH].rstrip("-") or "document"


def document_id(name: str, sha256: str) -> str:
    """Return the id of the file called ``name`` (a path or a bare name) whose bytes hash to ``sha256``."""
    last = PureWindowsPath(name).name if "\\" in name else PurePosixPath(name).name
    return f"{slug(PurePosixPath(last).stem)}-{sha256[:8]}"


def record_id(prefix: str, *parts: str | int) -> str:
    """Return ``prefix-`` and 12 hex digits of the SHA-256 of ``parts``; equal parts give equal ids."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def table_file(document_id: str, page: int, n: int) -> str:
    """Return where the cells of table ``n`` (from 1) of ``page`` are kept, relative to the output folder."""
    return f"documents/{document_id}/tables/p{page:02d}-t{n}.csv"
