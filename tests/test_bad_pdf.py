"""The ladder for broken PDFs: what one way loses another finds, and what was mended says so."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest
from pdfminer.pdfpage import PDFPage

from pipeline.errors import Code, DocumentError, Severity
from pipeline.extract.pdf import TABLES, WORDS, read
from pipeline.extract.pdf_rescue import FLAT, MINER
from pipeline.extract.pdf_second import Second
from pipeline.extract.scene import ReadOptions
from pipeline.model import Deck, Page, Source, State
from pipeline.reports import with_state
from tests.bombs import deck, lines, page_crowd, slides, stream

NEVER = ReadOptions(ocr="never", max_pages=20)
SOURCE = Source("a.pdf", "0" * 64, "application/pdf", "reader", "1")
SOUND = slides(4)


def _pages(data: bytes, options: ReadOptions = NEVER) -> tuple[Page, ...]:
    return tuple(read(data, options))


def _words(pages: tuple[Page, ...]) -> list[list[str]]:
    return [[word.text for word in page.words] for page in pages]


def _state(pages: tuple[Page, ...]) -> State:
    return with_state(Deck(SOURCE, pages), (), stopped=False).state


def _messages(pages: tuple[Page, ...], code: str = Code.PAGE_REPAIRED) -> list[str]:
    return [issue.message for page in pages for issue in page.issues if issue.code == code]


WANTED = _words(_pages(SOUND))


@pytest.fixture(params=["with qpdf", "without qpdf"])
def rewriter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a test run with the optional package and without it."""
    if request.param == "without qpdf":
        monkeypatch.setitem(sys.modules, "pikepdf", None)
    else:
        pytest.importorskip("pikepdf")
    return str(request.param)


def test_sound_deck_is_not_touched() -> None:
    """No issue, no rewrite."""
    pages = _pages(SOUND)
    assert not [issue for page in pages for issue in page.issues]
    assert _state(pages) is State.OK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"startxref\n", b"startxref\n9"),
        (b"0000000009 00000 n", b"0000000999 00000 n"),
        (b"/Type /Pages /Count 4", b"/Type /Pagez /Count 4"),
        (b"xref\n0 ", b"xref\n0 2000000000\nxref\n0 "),
    ],
)
def test_broken_structure_costs_no_word(old: bytes, new: bytes, rewriter: str) -> None:
    """All pages with all words, by whatever way; only a file that no way had to mend is plain ok."""
    pages = _pages(SOUND.replace(old, new, 1))
    assert _words(pages) == WANTED
    assert (_state(pages) is State.OK) == (not _messages(pages))


def test_file_without_a_cross_reference_is_mended(rewriter: str) -> None:
    """The rung stands in the issue of every page that came by it."""
    pages = _pages(SOUND.replace(b"xref\n", b"lost\n"))
    assert _words(pages) == WANTED
    if _messages(pages):
        assert _state(pages) is State.REPAIRED
        assert all("rewrite" in message for message in _messages(pages))


def test_pages_that_one_object_stands_for_are_all_read(rewriter: str) -> None:
    """The first reader drops repeats of a page; a viewer shows them."""
    data = SOUND.replace(b"/Kids [10 0 R 12 0 R 14 0 R 16 0 R]", b"/Kids [10 0 R 12 0 R 10 0 R 16 0 R]")
    pages = _pages(data)
    assert _words(pages) == [WANTED[n] for n in (0, 1, 0, 3)]
    assert _state(pages) is State.REPAIRED


def test_crowd_of_one_page_stops_at_the_limit() -> None:
    """300,000 references to a page are read up to the limit, and the rest is said."""
    pages = _pages(page_crowd())
    assert len(pages) == NEVER.max_pages + 1
    assert pages[-1].issues[0].code == Code.PAGE_SKIPPED
    assert _state(pages) is State.PARTIAL


def test_page_that_is_promised_and_missing_is_said() -> None:
    """The other pages are read; that one was lost does not go unsaid."""
    pages = _pages(SOUND.replace(b"14 0 R 16 0 R]", b"14 0 R 99 0 R]"))
    assert _words(pages)[:3] == WANTED[:3]
    assert _state(pages) is State.PARTIAL
    assert "4 pages" in _messages(pages, Code.PAGE_SKIPPED)[0]


def test_words_are_those_of_pdfium_where_pdfminer_stumbles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words at the same places, with the rules of the page where those could be seen."""

    def stumble(page: PDFPage, *_: object) -> Iterator[object]:
        raise TypeError("a bare one")

    sound = _pages(SOUND)
    monkeypatch.setattr("pipeline.extract.pdf_pages.PDFPageInterpreter.process_page", stumble)
    pages = _pages(SOUND)
    assert [sorted(w) for w in _words(pages)] == [sorted(w) for w in WANTED]
    first, again = ({w.text: w for w in p[0].words} for p in (sound, pages))
    for text, word in first.items():
        assert again[text].box.x0 == pytest.approx(word.box.x0, abs=1.5)
        assert again[text].box.top == pytest.approx(word.box.top, abs=4)
        assert again[text].size == pytest.approx(word.size, abs=0.5)
    assert _state(pages) is State.REPAIRED
    assert all("PDFium" in message and "TypeError" in message for message in _messages(pages))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_of_pdfium_are_those_of_the_page_as_it_is_shown(turn: int) -> None:
    """Turned pages and pages that do not begin at the origin."""
    old = b"/MediaBox [0 0 720 405]"
    data = SOUND.replace(old, b"/Rotate %d /MediaBox [-20 -30 700 375]" % turn)
    plain = _pages(data)[0]
    flat = Second(data, "").scene(1, NEVER)
    assert (flat.width, flat.height) == pytest.approx((plain.width, plain.height))
    texts = [w.text for w in plain.words]
    boxes = {w.text: w.box for w in plain.words if texts.count(w.text) == 1}
    same = [w for w in flat.words if w.text in boxes]
    assert same
    for word in same:
        assert word.box.x0 == pytest.approx(boxes[word.text].x0, abs=5)
        assert word.box.top == pytest.approx(boxes[word.text].top, abs=5)


def test_text_that_pdfminer_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of which PDFium sees much more was not read whole."""

    def lose(interpreter: object, name: object) -> None:
        return None

    data = deck([stream(b"/X1 Do " + lines("Jää"))], {1000: _form(lines("Tämä katoaa pdfminerilta kokonaan"))})
    whole = _words(_pages(data))[0]
    monkeypatch.setattr("pipeline.extract.pdf_pages.PDFPageInterpreter.do_Do", lose)
    pages = _pages(data)
    assert sorted(_words(pages)[0]) == sorted(whole)
    assert _state(pages) is State.REPAIRED
    assert "characters" in _messages(pages)[0]


def _form(content: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 720 405] /Resources << /Font << /F1 3 0 R >> >>"
    return stream(content, entries)


def test_damaged_content_is_never_plain_ok() -> None:
    """A bit in deflated content: the checksum tells, although every library goes on."""
    start = SOUND.index(b"stream\n") + 20
    for at in range(start, start + 60, 7):
        data = bytearray(SOUND)
        data[at] ^= 4
        pages = _pages(bytes(data))
        assert _state(pages) is State.PARTIAL
        assert _words(pages)[1:] == WANTED[1:]
        assert _messages(pages, Code.TEXT_LOST)


def test_page_that_lost_its_content_is_said() -> None:
    """Nothing on a page is seldom meant."""
    pages = _pages(SOUND.replace(b"/Contents 13 0 R", b"/Contentz 13 0 R"))
    assert _words(pages)[1] == []
    assert _messages(pages, Code.PAGE_EMPTY)
    gone = _pages(SOUND.replace(b"/Contents 13 0 R", b"/Contents 99 0 R"))
    assert _state(gone) is State.PARTIAL


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bit_is_told_or_harmless(seed: int) -> None:
    """Anywhere in the file: the same words, or an issue, or one of our errors; letters never change unsaid."""
    draw = random.Random(seed)
    data = bytearray(SOUND)
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    try:
        pages = _pages(bytes(data))
    except DocumentError:
        return
    told = any(issue.severity is not Severity.INFO for page in pages for issue in page.issues)
    unread = any("(cid:" in text for page in _words(pages) for text in page)
    assert told or unread or _words(pages) == WANTED


@pytest.mark.parametrize("percent", [10, 25, 40, 55, 70, 85, 95, 99])
def test_cut_file_gives_what_is_left_or_an_error(percent: int, rewriter: str) -> None:
    """A truncated download is mended where pages are left, and never a plain success."""
    try:
        pages = _pages(SOUND[: len(SOUND) * percent // 100])
    except DocumentError:
        return
    found = [words for words in _words(pages) if words]
    assert all(words in WANTED for words in found)
    assert _words(pages) == WANTED or _state(pages) is not State.OK


@pytest.mark.parametrize("rung", [MINER, FLAT, TABLES])
def test_way_that_ended_a_worker_is_not_gone_again(rung: str) -> None:
    """The page is read in another way, and the other pages as always."""
    pages = _pages(SOUND, ReadOptions(ocr="never", fatal=frozenset({(2, rung)})))
    assert [sorted(w) for w in _words(pages)] == [sorted(w) for w in WANTED]
    assert pages[0] == _pages(SOUND)[0]


def test_page_that_no_way_can_read_is_a_failed_page() -> None:
    """It keeps its number."""
    fatal = frozenset({(2, TABLES), (2, WORDS)})
    pages = _pages(SOUND, ReadOptions(ocr="never", fatal=fatal))
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert [issue.code for issue in pages[1].issues] == [Code.PAGE_FAILED]
    assert _state(pages) is State.PARTIAL
