"""A reader that does what the file says, one line after the other, to see what a run makes of it.

``run_script`` is a worker's job like the real one, with this reader for text files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from pipeline import extract
from pipeline.codec import Plain
from pipeline.errors import Code, CorruptError, Severity
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Block, BlockKind, Box, Issue, Item, Method, Page, Reading, Word
from pipeline.run import handle
from pipeline.workers import Step

JOB = "tests.fake_reader:run_script"
JOB_OF_REAL_READERS = "tests.fake_reader:read_without_letters"
_BOX = Box(10, 10, 90, 20)


def run_script(payload: Plain, folder: Path, step: Step) -> None:
    """Handle an order, reading text files as scripts."""
    (folder / "pid").write_text(str(os.getpid()), encoding="utf-8")
    extract.READERS["text/plain"] = "tests.fake_reader:read"
    # Its word lists take seconds to load, and no script has a lost letter.
    with patch("pipeline.normalise.letters.repair", lambda deck, profile: deck):
        handle(payload, folder, step)


def read_without_letters(payload: Plain, folder: Path, step: Step) -> None:
    """Handle an order with the real readers, without the repair of lost letters."""
    with patch("pipeline.normalise.letters.repair", lambda deck, profile: deck):
        handle(payload, folder, step)


def pdfium_aborts(payload: Plain, folder: Path, step: Step) -> None:
    """Handle an order where PDFium takes the process with it on every second page."""

    def letters(self: object, number: int, limit: int) -> int:
        if number % 2 == 0:
            os.abort()
        return 0

    with patch("pipeline.extract.pdf_second.Second.letters", letters):
        read_without_letters(payload, folder, step)


def page_hangs(payload: Plain, folder: Path, step: Step) -> None:
    """Handle an order where the tables of page 2 are never found."""

    def compose(scene: Scene, options: ReadOptions) -> Page:
        while scene.number == 2 and scene.rulings:
            pass
        return made(scene, options)

    from pipeline.extract.compose import compose as made

    with patch("pipeline.extract.pdf.compose", compose):
        read_without_letters(payload, folder, step)


def disk_fills_up(payload: Plain, folder: Path, step: Step) -> None:
    """Handle an order on a disk that has no room for more than a few bytes."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
    run_script(payload, folder, step)


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield a page for each line, or do what its first word says."""
    for number, line in enumerate(data.decode().splitlines(), 1):
        if not options.pages or number in options.pages:
            options.watch(number, "page")
            yield _page(number, line)


def _page(number: int, line: str) -> Page:
    match line.split()[0]:
        case "spin":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "abort":
            os.abort()
        case "corrupt":
            raise CorruptError("broken in the middle")
        case "fail":
            return _lost(number, Code.PAGE_FAILED)
        case "ocr":
            return _lost(number, Code.OCR_UNAVAILABLE)
    words = tuple(Word(text, _BOX) for text in line.split())
    item = Item(Reading.of(line), _BOX, tuple(range(len(words))))
    return Page(number, 100, 100, Method.NATIVE, words, blocks=(Block(BlockKind.TEXT, (item,), _BOX),))


def _lost(number: int, code: Code) -> Page:
    issue = Issue("", number, Severity.ERROR, code, "cannot be read")
    return Page(number, 100, 100, Method.NONE, issues=(issue,))
