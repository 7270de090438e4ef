"""Broken and hostile packages: a part costs only itself, a bomb is refused, nothing is fetched or expanded."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from pptx import Presentation
from pptx.util import Pt

from pipeline.errors import Code, CorruptError, DocumentError, EncryptedError, LimitError
from pipeline.extract import pptx_package
from pipeline.extract.pptx import read
from pipeline.extract.scene import ReadOptions
from pipeline.extract.sniff import PPT, media_type
from pipeline.model import Method, Page

PREFIX = "ppt/slides/slide"


def deck() -> bytes:
    """Return a deck of three slides, each with a text box and a table."""
    made = Presentation()
    for number in range(1, 4):
        slide = made.slides.add_slide(made.slide_layouts[6])
        slide.shapes.add_textbox(Pt(50), Pt(50), Pt(200), Pt(40)).text_frame.text = f"Kalvo {number}"
        table = slide.shapes.add_table(1, 1, Pt(50), Pt(150), Pt(200), Pt(40)).table
        table.cell(0, 0).text = "solu"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Rewrite a zip member by member; ``None`` drops one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def pages(data: bytes) -> list[Page]:
    """Read a deck."""
    return list(read(data, ReadOptions()))


def words(page: Page) -> str:
    """Return a page's words."""
    return " ".join(w.text for w in page.words)


@pytest.mark.parametrize(
    "content",
    [b"<p:sld", None, b"", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', b"\xff\xfe\x00"],
)
def test_a_broken_slide_costs_only_itself(content: bytes | None) -> None:
    """The page keeps its number and says what is wrong; the others are whole."""
    data = changed(deck(), lambda name, old: content if name == f"{PREFIX}2.xml" else old)
    first, second, third = pages(data)
    assert (words(first), words(third)) == ("Kalvo 1 solu", "Kalvo 3 solu")
    assert (second.number, second.method, second.words) == (2, Method.NONE, ())
    assert [i.code for i in second.issues] == [Code.PAGE_FAILED]


def test_a_broken_shape_costs_only_itself() -> None:
    """A table without rows of sense is an issue; the text box beside it is read."""
    broken = b'<a:graphicData uri="x/chart"><c:chart xmlns:c="c" r:id="rId1"/>'

    def change(name: str, old: bytes) -> bytes:
        if name != f"{PREFIX}2.xml":
            return old
        start, stop = old.index(b"<a:graphicData"), old.index(b"</a:graphicData>")
        return old[:start] + broken + old[stop:]

    def relate(name: str, old: bytes) -> bytes:
        return old.replace(b"../slideLayouts/slideLayout7.xml", b"../gone.xml") if "slide2.xml.rels" in name else old

    second = pages(changed(changed(deck(), change), relate))[1]
    assert words(second) == "Kalvo 2"
    assert [i.code for i in second.issues] == [Code.SHAPE_FAILED]


@pytest.mark.parametrize("gone", ["ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml", "docProps/core.xml"])
def test_decks_without_master_theme_or_properties_are_read(gone: str) -> None:
    """What only decorates may be missing or broken."""
    for content in (None, b"<broken"):
        data = changed(deck(), lambda name, old, c=content: c if name == gone else old)  # type: ignore[misc]
        assert [words(p) for p in pages(data)] == ["Kalvo 1 solu", "Kalvo 2 solu", "Kalvo 3 solu"]


def test_without_the_outline_slides_are_read_by_name() -> None:
    """A broken presentation part does not hide its slides, and the issue says what order they are in."""
    read_pages = pages(changed(deck(), lambda name, old: b"<x" if name == "ppt/presentation.xml" else old))
    assert [words(p) for p in read_pages] == ["Kalvo 1 solu", "Kalvo 2 solu", "Kalvo 3 solu"]
    assert "order of their names" in read_pages[0].issues[0].message
    assert not read_pages[1].issues


def test_slide_shows_and_macro_decks_are_decks() -> None:
    """The kinds differ only in a content type that python-pptx refuses."""
    old, new = b"presentation.main+xml", b"slideshow.main+xml"
    data = changed(deck(), lambda name, content: content.replace(old, new))
    assert len(pages(data)) == 3
    assert media_type(data).endswith("presentation")


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many members, too much in all, too high a ratio, too large a part: each is a limit."""
    bomb = changed(deck(), lambda name, old: b"\0" * 40_000_000 if name == "docProps/app.xml" else old)
    with pytest.raises(LimitError, match="bomb"):
        pages(bomb)
    for name, value in (("MAX_MEMBERS", 5), ("MAX_TOTAL", 1000)):
        with monkeypatch.context() as patch:
            patch.setattr(pptx_package, name, value)
            with pytest.raises(LimitError):
                pages(deck())
    monkeypatch.setattr(pptx_package, "MAX_PART", 5000)
    large = changed(deck(), lambda name, old: old + b" " * 9000 if name == f"{PREFIX}2.xml" else old)
    assert "larger than" in pages(large)[1].issues[0].message


def test_encrypted_members_and_packages() -> None:
    """A password is asked for, not guessed; the message says what to do."""
    data = bytearray(deck())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(EncryptedError, match="password"):
        pages(bytes(data))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with pytest.raises(EncryptedError, match="without a password"):
        media_type(ole + "EncryptedPackage".encode("utf-16-le"))
    assert media_type(ole + "PowerPoint Document".encode("utf-16-le")) == PPT


def test_a_page_limit_stops_the_reading() -> None:
    """The pages read so far are given, then the limit is said."""
    reader = read(deck(), ReadOptions(max_pages=2))
    assert [next(reader).number, next(reader).number] == [1, 2]
    with pytest.raises(LimitError):
        next(reader)


def test_names_from_inside_never_leave_the_zip() -> None:
    """Relations that climb out or lead outside point to nothing; the deck is read without them."""

    def change(name: str, old: bytes) -> bytes:
        if name != f"{PREFIX}_rels/slide1.xml.rels" and "slide1.xml.rels" not in name:
            return old
        extra = b'<Relationship Id="rId9" Type="x/notesSlide" Target="../../../../etc/passwd"/>'
        extra += b'<Relationship Id="rId8" Type="x/diagram" Target="http://example.org/" TargetMode="External"/>'
        return old.replace(b"</Relationships>", extra + b"</Relationships>")

    assert words(pages(changed(deck(), change))[0]) == "Kalvo 1 solu"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_cut_files_are_corrupt(share: float) -> None:
    """A download cut short has no directory and says so."""
    data = deck()
    with pytest.raises(CorruptError):
        media_type(data[: int(len(data) * share)])


def test_flipped_bytes_give_our_own_errors_only() -> None:
    """Whatever is broken: pages with issues, or one of our errors."""
    original = deck()
    dice = random.Random(7)
    for _ in range(60):
        data = bytearray(original)
        for _ in range(dice.choice((1, 4, 40))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            for page in pages(bytes(data)):
                assert page.width > 0
        except DocumentError:
            continue


def test_mutated_slides_give_our_own_errors_only() -> None:
    """Mutations inside the XML of a slide reach the reader itself; the other slides stay whole."""
    original = deck()
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        slide = archive.read(f"{PREFIX}2.xml")
    dice = random.Random(11)
    for _ in range(30):
        cut = dice.randrange(len(slide))
        digits = bytes(dice.choice(b"0123456789-x") if 48 <= b <= 57 and dice.random() < 0.2 else b for b in slide)
        mutated = dice.choice((digits, slide[:cut] + slide[cut + dice.randrange(30) :]))
        read_pages = pages(changed(original, lambda name, old, m=mutated: m if name == f"{PREFIX}2.xml" else old))  # type: ignore[misc]
        assert words(read_pages[0]) == "Kalvo 1 solu"
        assert words(read_pages[2]) == "Kalvo 3 solu"
        assert read_pages[1].words or read_pages[1].issues


def test_text_goes_on_behind_a_comment() -> None:
    """Comments, instructions and CDATA inside a run are no end of its text, in boxes and in cells."""
    odd = b"<![CDATA[Otetaan]]> <!-- x -->uusi&#x20;<?y z?>kirjastoauto</a:t>"

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"Kalvo 1</a:t>", odd).replace(b"solu</a:t>", odd)

    [block] = (page := pages(changed(deck(), change))[0]).blocks
    assert [i.reading.text for i in block.items] == ["Otetaan uusi kirjastoauto"]
    assert words(page) == "Otetaan uusi kirjastoauto Otetaan uusi kirjastoauto"
