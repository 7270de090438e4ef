"""What a deck says of itself, held against what was read."""

from __future__ import annotations

from pipeline.errors import Code
from pipeline.model import BlockKind, Page
from pipeline.normalise import understand
from pipeline.profiles import profile
from tests.build import block, deck, item, page, table

HEAD = ("Action", "Owner", "Status")
DONE = (("Open the north jetty for swimmers", "Ports", "Done"), ("Mend the lamps along the quay", "Ports", "Done"))
LATE = ("Paint the boathouse doors before summer", "Ports", "Not started")


def _goal(number: int, *rows: tuple[str, str, str]) -> Page:
    return page(number + 1, f"Goal {number}: The harbour serves everyone {number}", tables=[table([HEAD, *rows])])


def _told(code: Code, *pages: Page) -> list[str]:
    report = understand(deck(*pages), "deck-00000000", profile())
    return [issue.message for issue in report.issues if issue.code == code]


def _summary(*counts: str) -> Page:
    return page(9, "Summary of 2024", tables=[table([("", "Done", "Not started"), ("Actions", *counts)])])


def test_counts_that_agree_say_nothing() -> None:
    """A summary that fits is not worth a word."""
    assert _told(Code.COUNT_MISMATCH, _goal(1, *DONE, LATE), _summary("2", "1")) == []


def test_a_count_that_differs_is_an_issue() -> None:
    """Either an action was not read, or the deck counts otherwise."""
    told = _told(Code.COUNT_MISMATCH, _goal(1, *DONE, LATE), _summary("4", "1"))
    assert told == ["the page counts 4 as done, 2 were read"]


def test_counts_by_goal() -> None:
    """A row per goal counts the actions of that goal."""
    rows = [("", "Done", "Not started"), ("Goal 1", "2", "0"), ("Goal 2", "1", "1")]
    summary = page(9, "Summary of 2024", tables=[table(rows)])
    told = _told(Code.COUNT_MISMATCH, _goal(1, *DONE), _goal(2, LATE), summary)
    assert told == ["the page counts 1 as done, 0 were read"]


def test_counts_by_verdict_in_rows() -> None:
    """A summary may list its verdicts downwards."""
    rows = [("Status", "Number"), ("Done", "2"), ("Not started", "3")]
    summary = page(9, "Summary of 2024", tables=[table(rows)])
    assert _told(Code.COUNT_MISMATCH, _goal(1, *DONE, LATE), summary) == [
        "the page counts 3 as not started, 1 were read"
    ]


def test_a_goal_that_is_only_listed() -> None:
    """A goal of the list without a slide of its own: a page may have been lost."""
    listed = [item(f"Goal {n}: The harbour serves everyone {n}", 40.0 * n, bullet="•", level=1) for n in (1, 2, 3)]
    pages = (page(1, "Our goals", blocks=[block(BlockKind.TEXT, *listed)]), _goal(1, *DONE), _goal(2, LATE))
    assert _told(Code.GOAL_EMPTY, *pages) == ["goal 3 is listed, but nothing was found under it"]


def test_a_hole_in_the_numbering() -> None:
    """1.1, 1.2, 1.4: one was not read, or was taken out."""
    rows = [
        (f"1.{n} {text}", "Ports", "Done")
        for n, text in zip((1, 2, 4), ("Open a jetty", "Mend lamps", "Paint"), strict=True)
    ]
    told = _told(Code.NUMBERING_GAP, _goal(1, *rows))
    assert told == ["number 1.3 is missing among 1.1 to 1.4"]


def test_a_footnote_that_nothing_refers_to() -> None:
    """The mark may have been lost in reading."""
    note = block(BlockKind.TEXT, item("* Carried over from last year", 500.0))
    pages = page(2, "Goal 1: The harbour serves everyone", tables=[table([HEAD, *DONE])], blocks=[note])
    assert _told(Code.FOOTNOTE_UNUSED, pages) == ["a footnote explains the mark *, which stands at no action"]


def test_a_sign_of_the_legend_that_no_verdict_shows() -> None:
    """A step of the scale that nothing reached is only good to know."""
    rows = [("Open the north jetty for swimmers", "Ports", "✔"), ("Mend the lamps along the quay", "Ports", "✔")]
    legend = block(BlockKind.TEXT, item("✔ Done", 500.0), item("✘ Not done", 520.0))
    pages = page(2, "Goal 1: The harbour serves everyone", tables=[table([HEAD, *rows])], blocks=[legend])
    assert _told(Code.LEGEND_UNUSED, pages) == ["the legend explains 'Not done', which no verdict shows"]
