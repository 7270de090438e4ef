"""The report is whole, harmless and readable without colours or scripts."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from pipeline.export import exporter
from pipeline.records import Dataset
from tests.export_fixture import CONTEXT, SHORE, WORDING, dataset
from tests.test_export import hostile

_VOID = {"meta", "link", "br", "img", "input", "hr", "col"}


class Outline(HTMLParser):
    """Tags, ids, links and headings of a page; notes tags that do not close in order."""

    def __init__(self, page: str) -> None:
        """Read ``page`` at once."""
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute."""
        return [value for _, attrs in self.tags for key, value in attrs.items() if key == name and value is not None]


def _pages(data: Dataset) -> dict[str, str]:
    return {path: page.decode() for path, page in exporter("html")(data, CONTEXT)}


@pytest.mark.parametrize("make", [dataset, hostile, Dataset])
def test_pages_are_well_formed(make: Callable[[], Dataset]) -> None:
    """Tags close in order, ids are unique, references lead somewhere, headings skip no level."""
    pages = {path.removeprefix("report/"): Outline(page) for path, page in _pages(make()).items()}
    assert "index.html" in pages
    for name, page in pages.items():
        assert not page.wrong, name
        assert not page.open, name
        ids = page.values("id")
        assert len(ids) == len(set(ids)), name
        assert set(" ".join(page.values("aria-labelledby")).split()) <= set(ids)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name
        for link in page.values("href"):
            target, _, anchor = link.partition("#")
            assert not anchor or anchor in pages[target or name].values("id"), link


@pytest.mark.parametrize("make", [dataset, hostile])
def test_nothing_of_the_text_is_run(make: Callable[[], Dataset]) -> None:
    """No script, no handler, no outside address; the policy names the only stylesheet by its hash."""
    for name, page in _pages(make()).items():
        outline = Outline(page)
        assert not {"script", "iframe", "object", "form", "link", "base"} & {tag for tag, _ in outline.tags}, name
        assert not [key for _, attrs in outline.tags for key in attrs if key.startswith("on") or key == "style"]
        assert not [link for link in outline.values("href") + outline.values("src") if ":" in link]
        (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in page
        assert "default-src 'none'" in page
        assert "\x00" not in page
        assert "\u202e" not in page


def test_templates_are_no_place_for_text() -> None:
    """Text is never read as a template, and a megabyte is cut."""
    pages = _pages(hostile())
    assert all("{{ 7*7 }}" in pages[f"report/{name}.html"] for name in ("goals", "threads"))
    assert len(pages["report/index.html"]) < 60_000


def test_a_change_is_told_without_colours() -> None:
    """What was put in and taken out is marked up, and said in words for those who hear it."""
    page = _pages(dataset())["report/threads.html"]
    assert re.search(r"<del><span [^>]*>taken out: </span><bdi>kerran</bdi>", page)
    assert re.search(r"<ins><span [^>]*>put in: </span><bdi>kahdesti</bdi>", page)


def test_every_year_names_deck_and_page() -> None:
    """The wording of each year leads to the page that proves it."""
    page = _pages(dataset())["report/threads.html"]
    for year in WORDING:
        assert f"Kuusilahden lähipalveluohjelma {year}, page 2" in page
    assert SHORE[2024] in page


def test_passages_carry_their_language() -> None:
    """A screen reader says Swedish in Swedish."""
    page = _pages(dataset())["report/goals.html"]
    assert f'<bdi lang="sv">{WORDING[2025]}</bdi>' in page
    assert f'<bdi lang="fi">{WORDING[2023]}</bdi>' in page


def test_tables_have_captions_and_headers() -> None:
    """Every table says what it is, and its header cells what they head."""
    for name, page in _pages(dataset()).items():
        assert page.count("<table") == page.count("<caption"), name
        assert page.count("<th ") + page.count("<th>") == page.count('<th scope="'), name


def test_an_empty_run_says_so() -> None:
    """Nothing found is told, not shown as an empty page."""
    pages = _pages(Dataset())
    assert "No goals were found" in pages["report/index.html"]
    assert "There is nothing to check" in pages["report/doubts.html"]
