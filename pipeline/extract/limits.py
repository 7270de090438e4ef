"""Errors that mean that a page or a picture asks for more than there is."""

from __future__ import annotations

from pipeline.errors import LimitError

_SIGNS = ("insufficient memory", "bad_alloc")
_REMEDY = "raise memory_mb, or make the page or picture smaller: 300 dpi are enough"


def asks_too_much(error: BaseException) -> bool:
    """Whether memory ran out, also where a library hides that in an error of its own (OpenCV, qpdf, pdfplumber)."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        if isinstance(found, (MemoryError, LimitError)) or any(sign in str(found).lower() for sign in _SIGNS):
            return True
        seen.add(id(found))
        found = found.__cause__ or found.__context__
    return False


def within_limits(error: BaseException) -> LimitError:
    """Return the error itself where it names a limit, else that memory ran out and what to do."""
    return error if isinstance(error, LimitError) else LimitError("asks for too much memory", remedy=_REMEDY)
