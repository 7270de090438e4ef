"""What a deck's pages make of its state, and what states make of the exit code."""

from __future__ import annotations

import pytest

from pipeline.errors import Code, ExitCode, Severity
from pipeline.model import Box, Deck, Issue, Method, Page, Source, State, Word
from pipeline.reports import exit_code, unread, with_state

SOURCE = Source("a.pdf", "0" * 64, "application/pdf", "reader", "1")
GOOD = Page(1, 10, 10, Method.NATIVE, (Word("word", Box(0, 0, 1, 1)),))
EMPTY = Page(1, 10, 10, Method.NATIVE)


def _lost(code: Code, severity: Severity = Severity.ERROR) -> Page:
    return Page(2, 10, 10, Method.NONE, issues=(Issue("", 2, severity, code, "lost"),))


FAILED, WAITING = _lost(Code.PAGE_FAILED), _lost(Code.PAGE_NEEDS_OCR, Severity.WARNING)


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ((GOOD,), State.OK),
        ((GOOD, FAILED), State.PARTIAL),
        ((FAILED,), State.ERROR),
        ((GOOD, WAITING), State.NEEDS_OCR),
        ((WAITING,), State.NEEDS_OCR),
        ((WAITING, FAILED), State.PARTIAL),
        ((EMPTY,), State.OK),
        ((), State.OK),
    ],
)
def test_state_of_a_deck(pages: tuple[Page, ...], state: State) -> None:
    """A failed page lowers it; a page that waits for OCR is no failure of the file."""
    assert with_state(Deck(SOURCE, pages), (), stopped=False).state is state


def test_stopped_or_repaired_is_never_ok() -> None:
    """What the reader mended stays said."""
    assert with_state(Deck(SOURCE, (GOOD,)), (), stopped=True).state is State.PARTIAL
    assert with_state(Deck(SOURCE, (GOOD,), state=State.REPAIRED), (), stopped=False).state is State.REPAIRED


@pytest.mark.parametrize("pages", [(), (EMPTY,)])
def test_nothing_to_read_is_said(pages: tuple[Page, ...]) -> None:
    """No deck without pages or text is ok without an issue."""
    (issue,) = with_state(Deck(SOURCE, pages), (), stopped=False).issues
    assert issue.code == Code.PAGE_EMPTY


def test_words_of_a_deck_that_was_not_understood_stay_accounted_for() -> None:
    """They are all unassigned, and the reason is an issue."""
    report = unread(Deck(SOURCE, (GOOD,)), "a-00000000", Issue("", 0, Severity.ERROR, "worker_crashed", "boom"))
    assert report.document.state is State.PARTIAL
    assert [(p.words, p.words_unassigned) for p in report.pages] == [(1, 1)]
    assert [i.document_id for i in report.issues] == ["a-00000000"]


@pytest.mark.parametrize(
    ("states", "codes", "missing", "code"),
    [
        (["ok", "skipped", "duplicate", "repaired"], [], False, ExitCode.OK),
        (["ok", "error"], ["corrupt"], False, ExitCode.PARTIAL),
        (["ok", "partial"], ["page_failed"], False, ExitCode.PARTIAL),
        (["ok"], [], True, ExitCode.PARTIAL),
        (["error", "error"], ["corrupt"], False, ExitCode.NOTHING_USABLE),
        (["skipped"], [], False, ExitCode.NOTHING_USABLE),
        (["ok", "needs_ocr"], ["ocr_unavailable"], False, ExitCode.MISSING_DEPENDENCY),
        (["needs_ocr"], ["ocr_unavailable"], False, ExitCode.MISSING_DEPENDENCY),
        (["ok", "needs_ocr"], ["page_needs_ocr"], False, ExitCode.PARTIAL),
        (["needs_ocr", "error", "ok"], ["ocr_unavailable", "corrupt"], False, ExitCode.PARTIAL),
    ],
)
def test_exit_code(states: list[str], codes: list[str], missing: bool, code: ExitCode) -> None:
    """The codes of the contract."""
    assert exit_code([State(s) for s in states], codes, missing=missing) is code
