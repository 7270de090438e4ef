"""What annotations show on a PDF page: filled-in form fields, text boxes of a reviewer, stamps.

Their appearance is painted by streams of their own beside the page's (ISO 32000-1, 12.5.5), which neither
pdfminer.six nor PDFium's text counts as part of the page, though every viewer shows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, mult_matrix

SHOWN = frozenset(("Widget", "FreeText", "Stamp"))
_INVISIBLE, _HIDDEN, _NO_VIEW = 1, 2, 32
MOST = 2_000


def appearances(page: PDFPage) -> Iterator[tuple[PDFStream, Matrix]]:
    """Yield the streams that annotations paint over a page, each with the matrix from its space to the page's.

    At most ``MOST``; an annotation that breaks the rules of the format shows nothing.
    """
    listed = resolve1(page.annots)
    for entry in listed[:MOST] if isinstance(listed, list) else ():
        try:
            found = _appearance(resolve1(entry))
        except (TypeError, ValueError, KeyError, AttributeError):
            continue
        if found:
            yield found


def _appearance(entry: object) -> tuple[PDFStream, Matrix] | None:
    if not isinstance(entry, dict) or _name(entry.get("Subtype")) not in SHOWN:
        return None
    if int(resolve1(entry.get("F", 0))) & (_INVISIBLE | _HIDDEN | _NO_VIEW):
        return None
    stream = resolve1(resolve1(entry.get("AP"))["N"])
    if isinstance(stream, dict):  # one appearance for each state, as of a box that is ticked or not
        stream = resolve1(stream[_name(entry.get("AS"))])
    return (stream, _onto(entry["Rect"], stream)) if isinstance(stream, PDFStream) else None


def _onto(rect: object, stream: PDFStream) -> Matrix:
    """Return the stream's matrix followed by what fits its box into the annotation's (algorithm 8.1)."""
    own = _matrix(stream.attrs.get("Matrix"))
    x0, y0, x1, y1 = _four(stream.attrs["BBox"])
    corners = [apply_matrix_pt(own, point) for point in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    left, low = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - low
    a, b, c, d = _four(rect)
    across, up = (c - a) / wide if wide else 1.0, (d - b) / high if high else 1.0
    return mult_matrix(own, (across, 0.0, 0.0, up, a - left * across, b - low * up))


def _four(value: object) -> tuple[float, float, float, float]:
    """Return a rectangle with its lower left corner first."""
    a, b, c, d = (float(resolve1(v)) for v in resolve1(value))
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _matrix(value: object) -> Matrix:
    found = resolve1(value)
    if not isinstance(found, list):
        return MATRIX_IDENTITY
    a, b, c, d, e, f = (float(resolve1(v)) for v in found)
    return a, b, c, d, e, f


def _name(value: object) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
