"""SmartArt and pictures on slides."""

from __future__ import annotations

import io
import random
import shutil
import zipfile

import pytest
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Pt

from pipeline.errors import Code, Severity
from pipeline.extract.pptx import read
from pipeline.extract.scene import ReadOptions
from pipeline.model import BlockKind, Method, Page

FRAME = """<p:graphicFrame xmlns:p="p" xmlns:a="a">
<p:nvGraphicFramePr><p:cNvPr id="9" name="SmartArt"/></p:nvGraphicFramePr>
<p:xfrm><a:off x="1270000" y="2540000"/><a:ext cx="2540000" cy="1270000"/></p:xfrm><a:graphic>
<a:graphicData uri="x/diagram"><d:relIds xmlns:d="d" xmlns:r="x/relationships" r:dm="rId8"/></a:graphicData>
</a:graphic></p:graphicFrame>"""
POINT = '<d:pt modelId="{0}" type="{1}"><d:t><a:p xmlns:a="a"><a:r><a:t>{2}</a:t></a:r></a:p></d:t></d:pt>'
DATA = '<d:dataModel xmlns:d="d"><d:ptLst>{}</d:ptLst><e:dataModelExt xmlns:e="e" relId="rId9"/></d:dataModel>'
DRAWING = """<d:drawing xmlns:d="d" xmlns:a="a"><d:spTree><d:sp><d:spPr><a:xfrm><a:off x="0" y="635000"/>
<a:ext cx="2540000" cy="635000"/></a:xfrm></d:spPr>
<d:txBody><a:p><a:r><a:t>Piirretty</a:t></a:r></a:p></d:txBody></d:sp>
</d:spTree></d:drawing>"""
RELATION = '<Relationship Id="{}" Type="x/{}" Target="../diagrams/{}.xml"/>'


def with_diagram(*, drawn: bool) -> bytes:
    """Return a deck of one slide with a SmartArt, with or without the drawing that PowerPoint keeps of it."""
    made, plain, out = Presentation(), io.BytesIO(), io.BytesIO()
    made.slides.add_slide(made.slide_layouts[6])
    made.save(plain)
    points = POINT.format(1, "doc", "juuri") + POINT.format(2, "node", "Johtaja") + POINT.format(3, "node", "Tiimi")
    relations = RELATION.format("rId8", "diagramData", "data1") + RELATION.format("rId9", "diagramDrawing", "drawing1")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "ppt/slides/slide1.xml":
                text = text.replace(b"</p:spTree>", FRAME.encode() + b"</p:spTree>")
            if name.endswith("slide1.xml.rels"):
                text = text.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            new.writestr(name, text)
        new.writestr("ppt/diagrams/data1.xml", DATA.format(points))
        if drawn:
            new.writestr("ppt/diagrams/drawing1.xml", DRAWING)
    return out.getvalue()


def test_smart_art_from_its_drawing_and_from_its_data() -> None:
    """The drawing gives places; without it the texts of the nodes are read."""
    [page] = read(with_diagram(drawn=True), ReadOptions())
    [block] = page.blocks
    assert [i.reading.text for i in block.items] == ["Piirretty"]
    assert block.box.x0 >= 100
    assert block.box.top >= 250
    assert block.box.bottom <= 300
    [page] = read(with_diagram(drawn=False), ReadOptions())
    assert [i.reading.text for b in page.blocks for i in b.items] == ["Johtaja", "Tiimi"]


def with_picture(picture: Image.Image, *, body: str = "", kind: str = "PNG") -> bytes:
    """Return a deck of one slide, 720 x 540, with a picture of 400 x 200 points at 100, 200."""
    made, out, file = Presentation(), io.BytesIO(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[5])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Otsikko"
    if body:
        slide.shapes.add_textbox(Pt(50), Pt(450), Pt(600), Pt(40)).text_frame.text = body
    picture.save(file, kind)
    slide.shapes.add_picture(file, Pt(100), Pt(200), Pt(400), Pt(200))
    made.save(out)
    return out.getvalue()


def lettered() -> Image.Image:
    """Return a picture of two lines of text."""
    picture = Image.new("RGB", (1600, 800), "white")
    font = ImageFont.load_default(size=72)
    ImageDraw.Draw(picture).text((100, 200), "Reading rooms open\nin every village", "black", font, spacing=30)
    return picture


def one(data: bytes, ocr: str = "auto") -> Page:
    """Read a deck of one slide."""
    [page] = read(data, ReadOptions(("en",), ocr=ocr))
    return page


@pytest.mark.ocr
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not here")
def test_a_picture_of_text_is_read_in_its_place() -> None:
    """Words of a picture stand where it stands on the slide, and the page says that OCR read it."""
    page = one(with_picture(lettered()))
    assert page.method is Method.OCR
    assert page.blocks[0].kind is BlockKind.TITLE
    words = {w.text: w for w in page.words}
    assert {"Otsikko", "Reading", "rooms", "village"} <= set(words)
    assert 100 < words["Reading"].box.x0 < 200
    assert 230 < words["Reading"].box.top < 290
    used = sorted(w for b in page.blocks for i in b.items for w in i.words)
    assert used == list(range(len(page.words)))


@pytest.mark.ocr
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not here")
def test_a_photograph_adds_nothing() -> None:
    """Noise is no text."""
    dice = random.Random(5)
    noise = Image.frombytes("RGB", (200, 100), bytes(dice.randrange(256) for _ in range(60_000)))
    page = one(with_picture(noise))
    assert [w.text for w in page.words] == ["Otsikko"]


def test_pictures_are_left_alone_where_the_slide_speaks_or_nobody_may_read() -> None:
    """Enough words of its own, or ``--ocr never``: the slide is native."""
    body = "one two three four five six seven eight nine"
    assert one(with_picture(lettered(), body=body)).method is Method.NATIVE
    assert one(with_picture(lettered()), ocr="never").method is Method.NATIVE


def test_a_picture_that_cannot_be_opened_is_said() -> None:
    """A metafile or a damaged picture is an issue of its slide."""
    plain = with_picture(lettered())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"no picture" if "media" in name else old.read(name))
    page = one(out.getvalue())
    assert [w.text for w in page.words] == ["Otsikko"]
    assert [i.code for i in page.issues] == [Code.PAGE_NEEDS_OCR]


@pytest.mark.parametrize(
    ("comments", "count"),
    [
        ("<p:cmLst xmlns:p='p'><p:cm><p:text>Miksi?</p:text></p:cm><p:cm><p:text>Hyvä</p:text></p:cm></p:cmLst>", 2),
        ("<q:cmLst xmlns:q='q'><q:cm><q:replyLst><q:reply/></q:replyLst></q:cm></q:cmLst>", 2),
        ("<p:cmLst xmlns:p='p'/>", 0),
        ("<p:cmLst", 0),
    ],
)
def test_comments_are_counted_and_not_read(comments: str, count: int) -> None:
    """Old ones and threads with their answers alike."""
    made, plain, out = Presentation(), io.BytesIO(), io.BytesIO()
    made.slides.add_slide(made.slide_layouts[6]).shapes.add_textbox(0, 0, Pt(99), Pt(20)).text_frame.text = "Kalvo"
    made.save(plain)
    relation = '<Relationship Id="rId9" Type="x/comments" Target="../comments/comment1.xml"/></Relationships>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("slide1.xml.rels"):
                text = text.replace(b"</Relationships>", relation.encode())
            new.writestr(name, text)
        new.writestr("ppt/comments/comment1.xml", comments)
    [page] = read(out.getvalue(), ReadOptions())
    told = [(i.severity, i.message) for i in page.issues if i.code == Code.ATTACHMENT_UNREAD]
    assert told == [(Severity.INFO, f"comments on this slide were not read ({count})")] * bool(count)
    assert [w.text for w in page.words] == ["Kalvo"]
