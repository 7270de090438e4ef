"""Form fields, a reviewer's text boxes and stamps are read where they are seen; what nobody sees is not."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf import read
from pipeline.extract.pdf_annotations import MOST
from pipeline.extract.scene import ReadOptions
from pipeline.model import Word
from tests.bombs import pdf, stream

NEVER = ReadOptions(ocr="never")
FONT = b"/Resources << /Font << /F1 3 0 R >> >>"
TEXT = b"BT /F1 10 Tf 2 4 Td (Budget) Tj ET"


def _deck(annotations: bytes, appearance: bytes) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] /Contents 5 0 R %b /Annots [%b] >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            3: font,
            4: page % (FONT, annotations),
            5: stream(b"BT /F1 12 Tf 50 300 Td (Printed words stay) Tj ET"),
            6: appearance,
        }
    )


def _form(content: bytes = TEXT, entries: bytes = b"/BBox [0 0 50 20]") -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form %b %b" % (entries, FONT))


def _one(kind: bytes, more: bytes = b"") -> bytes:
    shown = more or b"/AP << /N 6 0 R >>"
    return b"<< /Type /Annot /Subtype /%b /Rect [100 100 200 140] %b >>" % (kind, shown)


def _words(data: bytes) -> list[Word]:
    (page,) = read(data, NEVER)
    return list(page.words)


@pytest.mark.parametrize("kind", [b"Widget", b"FreeText", b"Stamp"])
def test_what_an_annotation_shows_is_read_where_it_is_seen(kind: bytes) -> None:
    words = _words(_deck(_one(kind), _form()))
    assert [w.text for w in words] == ["Printed", "words", "stay", "Budget"]
    box = words[-1].box
    assert box.x0 == pytest.approx(104, abs=1)  # the box of 50 x 20 is drawn on 100 x 40: twice as large
    assert 405 - 140 <= box.top < box.bottom <= 405 - 100
    assert box.bottom - box.top > 15


def test_appearance_that_is_turned_by_its_matrix_stands_inside_the_annotation() -> None:
    turned = _form(entries=b"/BBox [0 0 50 20] /Matrix [0 1 -1 0 0 0]")
    words = [w for w in _words(_deck(_one(b"Stamp"), turned)) if w.box.top > 200]
    assert "".join(sorted("".join(w.text for w in words))) == "".join(sorted("Budget"))
    assert all(99 <= w.box.x0 < w.box.x1 <= 201 and 264 <= w.box.top < w.box.bottom <= 306 for w in words)


@pytest.mark.parametrize(
    "annotation",
    [
        _one(b"Link"),
        _one(b"Popup"),
        _one(b"Text"),
        _one(b"FreeText", b"/F 2 /AP << /N 6 0 R >>"),
        _one(b"Widget", b"/F 32 /AP << /N 6 0 R >>"),
        _one(b"Widget", b"/AS /Off /AP << /N << /On 6 0 R >> >>"),
        _one(b"Widget", b"/AP 7"),
        b"<< /Subtype /Stamp /AP << /N 6 0 R >> >>",
        b"null (x) 99 0 R",
    ],
)
def test_what_nobody_sees_or_nobody_could_draw_is_left_out(annotation: bytes) -> None:
    assert [w.text for w in _words(_deck(annotation, _form()))] == ["Printed", "words", "stay"]


def test_ticked_box_shows_the_appearance_of_its_state() -> None:
    ticked = _one(b"Widget", b"/AS /On /AP << /N << /On 6 0 R >> >>")
    assert [w.text for w in _words(_deck(ticked, _form()))][-1] == "Budget"


def test_crowd_of_annotations_ends_and_one_that_draws_itself_too() -> None:
    crowd = _words(_deck(_one(b"Stamp") * (MOST + 500), _form(b"BT /F1 1 Tf 2 4 Td (x) Tj ET")))
    assert len(crowd) <= MOST + 3
    endless = _form(b"/Self Do " + TEXT, b"/BBox [0 0 50 20] /Resources << /XObject << /Self 6 0 R >> >>")
    assert "Printed" in [w.text for w in _words(_deck(_one(b"Stamp"), endless))]
