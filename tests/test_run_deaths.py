"""What a worker leaves when it dies, and what the next one makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.codec import encode
from pipeline.deaths import PAGES_FILE, WHOLE_PAGE, Death, Trail, check_wanted, died_at, kept, left, marked
from pipeline.errors import Code, DocumentError, Severity
from pipeline.model import Box, Method, Page, Word

WORD = Word("sana", Box(0, 0, 10, 10))


def _page(number: int) -> Page:
    return Page(number, 100, 100, Method.NATIVE, (WORD,))


def _spool(folder: Path, *numbers: int, tail: str = "") -> None:
    lines = "".join(json.dumps(encode(_page(n))) + "\n" for n in numbers)
    (folder / PAGES_FILE).write_text(lines + tail, encoding="utf-8")


def _death(page: int, rung: str = WHOLE_PAGE) -> Death:
    return Death(page, rung, "worker_crashed", "SIGABRT")


def test_nothing_is_known_of_a_worker_that_began_nothing(tmp_path: Path) -> None:
    """Going on would only die again."""
    assert died_at(tmp_path, "c", "m") is None
    Trail(tmp_path)
    assert died_at(tmp_path, "c", "m") is None


def test_the_last_thing_begun_is_what_it_died_of(tmp_path: Path) -> None:
    """Written over each time; a longer entry leaves nothing behind a shorter one."""
    trail = Trail(tmp_path)
    trail.watch(12, "pdfium-rewrite")
    trail.watch(3, "qpdf")
    assert died_at(tmp_path, "c", "m") == Death(3, "qpdf", "c", "m")
    trail.watch(0, "pdfium")
    _spool(tmp_path, 1, 2)
    assert died_at(tmp_path, "c", "m") == Death(0, "pdfium", "c", "m")


def test_a_death_behind_the_last_page_is_not_of_a_page(tmp_path: Path) -> None:
    """All pages were there: what comes after them has to be told otherwise."""
    trail = Trail(tmp_path)
    trail.watch(2, "tables")
    _spool(tmp_path, 1, 2)
    assert died_at(tmp_path, "c", "m") is None


def test_without_a_trail_it_is_the_page_behind_the_last(tmp_path: Path) -> None:
    """A torn line does not count."""
    _spool(tmp_path, 1, 4, tail='{"number": 5, "wid')
    assert died_at(tmp_path, "c", "m") == Death(5, WHOLE_PAGE, "c", "m")
    assert [page.number for page in kept(tmp_path)] == [1, 4]


def test_pages_that_are_left() -> None:
    """None means all, so that no page left needs another sign."""
    assert left((), 0, 9, ()) == ()
    assert left((2, 5), 0, 9, ()) == (2, 5)
    assert left((), 3, 5, [_death(4)]) == (5, 6)
    assert left((2, 5), 2, 9, ()) == (5,)
    assert left((), 0, 3, [_death(2, "qpdf")]) == ()
    beyond = left((4,), 0, 9, [_death(4)])
    assert beyond
    assert min(beyond) > 10_000


def test_deaths_are_told_where_they_were() -> None:
    """Another way that worked is a warning, a lost page an error, the file's own stands on the first page."""
    pages = marked([_page(1), _page(3)], [_death(2), _death(3, "qpdf"), _death(0, "pdfium")])
    assert [p.number for p in pages] == [1, 2, 3]
    told = {p.number: [(i.code, i.severity) for i in p.issues] for p in pages}
    assert told[1] == [(Code.PAGE_REPAIRED, Severity.WARNING)]
    assert told[2] == [("worker_crashed", Severity.ERROR)]
    assert told[3] == [(Code.PAGE_REPAIRED, Severity.WARNING)]
    assert marked([], [_death(0, "pdfium")]) == ()


def test_wanted_pages_that_are_missing() -> None:
    """Some: a warning that names them; all: an error."""
    assert check_wanted((), []) == ()
    assert check_wanted((1,), [_page(1)]) == ()
    (issue,) = check_wanted((1, 7, 8, 9), [_page(1)])
    assert issue.severity is Severity.WARNING
    assert "3 pages from 7 to 9" in issue.message
    with pytest.raises(DocumentError):
        check_wanted((7,), [])
