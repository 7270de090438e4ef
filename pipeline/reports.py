"""States of documents, and the reports of those that could not be understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import Code, ExitCode, Severity
from pipeline.model import Deck, Issue, Method, Page, State
from pipeline.records import Document, PageRow, Report

_NEEDS_OCR = (Code.PAGE_NEEDS_OCR, Code.OCR_UNAVAILABLE)
_FAILED = (State.ERROR, State.PARTIAL, State.NEEDS_OCR)
_USABLE = (State.OK, State.REPAIRED, State.PARTIAL)


def deck_state(deck: Deck, *, stopped: bool) -> State:
    """Return what became of a deck: what the reader said, lowered by pages that failed or want OCR."""
    if stopped:
        return State.PARTIAL
    lost = [page for page in deck.pages if page.method is Method.NONE and not page.words]
    waiting = [page for page in lost if any(i.code in _NEEDS_OCR for i in page.issues)]
    failed = [page for page in lost if page not in waiting and _has_error(page.issues)]
    if failed:
        return State.ERROR if len(failed) == len(deck.pages) else State.PARTIAL
    if waiting:
        return State.NEEDS_OCR
    if any(_has_error(page.issues) for page in deck.pages):
        return State.PARTIAL
    mended = any(issue.code == Code.PAGE_REPAIRED for page in deck.pages for issue in page.issues)
    return State.REPAIRED if mended else deck.state


def _has_error(issues: Sequence[Issue]) -> bool:
    return any(issue.severity is Severity.ERROR for issue in issues)


def with_state(deck: Deck, issues: Sequence[Issue], *, stopped: bool) -> Deck:
    """Return the deck with its final state; one without text or pages says so in an issue."""
    found = [*deck.issues, *issues]
    if not deck.pages:
        found.append(Issue("", 0, Severity.WARNING, Code.PAGE_EMPTY, "the file has no pages"))
    elif not any(page.words for page in deck.pages) and not any(page.issues for page in deck.pages):
        found.append(Issue("", 0, Severity.WARNING, Code.PAGE_EMPTY, "no page of the file has any text"))
    whole = replace(deck, issues=tuple(found))
    return replace(whole, state=deck_state(whole, stopped=stopped))


def complete(report: Report, deck: Deck) -> Report:
    """Return the report with the deck's state and every issue of reading that it does not have yet."""
    identity = report.document.document_id
    read = [*deck.issues, *(issue for page in deck.pages for issue in page.issues)]
    known = {(i.page, i.code, i.message) for i in report.issues}
    added = [replace(i, document_id=identity) for i in read if (i.page, i.code, i.message) not in known]
    document = replace(report.document, state=deck.state)
    return replace(report, document=document, issues=(*added, *report.issues))


def bare(identity: str, path: str, sha256: str, state: State, issue: Issue) -> Report:
    """Return the report of an input that gave no deck: its row and why."""
    document = Document(identity, path, sha256, "", "", "", "", None, "", None, "", "", 0, state, "")
    return Report(document, issues=(replace(issue, document_id=identity),))


def read_only(deck: Deck, identity: str) -> Report:
    """Return the report of a deck that nobody has tried to understand yet."""
    return _from_deck(deck, identity, deck.state)


def trouble(report: Report) -> Issue | None:
    """Return the issue that explains why a document did not end well; None when it did."""
    if report.document.state not in _FAILED:
        return None
    worst = sorted(report.issues, key=lambda i: (i.severity is not Severity.ERROR, i.code not in _NEEDS_OCR, i.page))
    return worst[0] if worst else None


def unread(deck: Deck, identity: str, issue: Issue) -> Report:
    """Return the report of a deck that was read and then could not be understood: its words stay accounted for."""
    whole = replace(deck, issues=(*deck.issues, issue), state=State.PARTIAL)
    return _from_deck(whole, identity, State.PARTIAL)


def _from_deck(deck: Deck, identity: str, state: State) -> Report:
    source = deck.source
    document = Document(
        identity, source.path, source.sha256, source.media_type, *("", "", ""), None, "", None, "", "", 0, state, ""
    )
    rows = tuple(_row(identity, page) for page in deck.pages)
    return complete(Report(replace(document, pages=len(deck.pages)), pages=rows), deck)


def _row(identity: str, page: Page) -> PageRow:
    count = len(page.words)
    return PageRow(identity, page.number, "", page.method, page.rotation, "", count, 0, 0, count, page.confidence)


def exit_code(states: Sequence[State], codes: Sequence[str], *, missing: bool) -> ExitCode:
    """Return the exit code that the states of a run deserve.

    ``codes`` are those of the documents' troubles; ``missing`` that an input was not there.  Pages
    that wait for an engine which is not installed give 3 unless something else failed too.
    """
    failed = [state for state in states if state in _FAILED]
    waits = bool(failed) and all(state is State.NEEDS_OCR for state in failed)
    if waits and not missing and Code.OCR_UNAVAILABLE in codes:
        return ExitCode.MISSING_DEPENDENCY
    tried = [state for state in states if state not in (State.SKIPPED, State.DUPLICATE)]
    if not any(state in _USABLE for state in tried):
        return ExitCode.NOTHING_USABLE
    return ExitCode.PARTIAL if failed or missing else ExitCode.OK


def exit_code_of(report: Report) -> ExitCode:
    """Return the exit code that one document deserves."""
    return exit_code([report.document.state], [issue.code for issue in report.issues], missing=False)
