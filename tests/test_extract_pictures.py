"""Pictures of pages: as they look where they can be drawn, else drawn from what was read; never a way in."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.extract import open_document, sniff
from pipeline.extract.furniture import finish
from pipeline.extract.pictures import INDEX, pictures, write
from pipeline.extract.scene import ReadOptions
from pipeline.extract.schematic import schematic
from pipeline.model import Block, BlockKind, Box, Deck, Item, Method, Page, Reading, Source, Word

DECKS = Path(__file__).parents[1] / "samples" / "decks"


def _deck(name: str, pages: tuple[int, ...]) -> tuple[bytes, Deck]:
    source, found = open_document(DECKS / name, name, ReadOptions(pages=pages, ocr="never"))
    return (DECKS / name).read_bytes(), Deck(source, finish(tuple(found)))


def _page(text: str, width: float = 400.0) -> Page:
    box = Box(20.0, 30.0, 120.0, 44.0)
    item = Item(Reading.of(text.replace("\ud800", "")), box, (0,))
    return Page(1, width, 300.0, Method.NATIVE, (Word(text, box),), (), (Block(BlockKind.TEXT, (item,), box),))


def test_a_pdf_page_is_drawn_in_its_own_shape() -> None:
    """A palette picture of the page's proportions, the same bytes every time, small."""
    from PIL import Image

    data, deck = _deck("ulpaslahti-2022.pdf", (2, 5))
    first, again = list(pictures(data, deck)), list(pictures(data, deck))
    assert first == again
    assert [p.file for p, _ in first] == ["p002.png", "p005.png"]
    for picture, content in first:
        assert not picture.schematic
        assert len(content) < 100_000
        with Image.open(io.BytesIO(content)) as image:
            assert image.mode == "P"
            assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.01)


def test_a_slide_is_drawn_from_what_was_read() -> None:
    data, deck = _deck("ulpaslahti-2022.pptx", (5,))
    ((picture, content),) = pictures(data, deck)
    assert picture.schematic
    assert picture.file == "p005.svg"
    drawn = ElementTree.fromstring(content)
    shown = " ".join(node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text"))
    words = [w.text for w in deck.pages[0].words]
    assert sum(word in shown for word in words) >= 0.98 * len(words)


@pytest.mark.parametrize("text", ["</text><script>x()</script>", 'a" onload="x()', "\x00\u202e\ud800]]>", "&#60;"])
def test_hostile_words_stay_words(text: str) -> None:
    drawn = schematic(_page(text))
    tree = ElementTree.fromstring(drawn.encode())
    assert {node.tag.rpartition("}")[2] for node in tree.iter()} == {"svg", "rect", "g", "text"}
    assert not [key for node in tree.iter() for key in node.attrib if key.startswith("on") or key.endswith("href")]


def test_a_page_that_cannot_be_drawn_is_drawn_from_its_words() -> None:
    deck = Deck(Source("a.pdf", "", sniff.PDF, "", ""), (_page("sana"),))
    ((picture, content),) = pictures(b"%PDF-1.4 torn", deck)
    assert picture.schematic
    assert b"sana" in content


def test_a_page_as_wide_as_a_road_stays_small() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (3000, 40), "white").save(out, "PNG")
    page = Page(1, 9000.0, 120.0, Method.OCR, (Word("a", Box(0, 0, 9, 9)),), rotation=2.0)
    ((_, content),) = pictures(out.getvalue(), Deck(Source("a.png", "", sniff.PNG, "", ""), (page,)))
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert image.width == 1600


def test_pictures_and_their_index_are_written(tmp_path: Path) -> None:
    data, deck = _deck("ulpaslahti-2022-dump.txt", (1, 2))
    steps: list[int] = []
    write(data, deck, tmp_path / "pages", (), lambda: steps.append(1))
    index = json.loads((tmp_path / "pages" / INDEX).read_text())
    assert [one["page"] for one in index] == [p.number for p in deck.pages if p.words]
    assert len(steps) == len(index)
    assert all((tmp_path / "pages" / one["file"]).is_file() for one in index)
