"""The report is whole, harmless and readable without colours or scripts."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codec import encode
from pipeline.errors import Code, Severity
from pipeline.export import Pictures, RunContext, exporter
from pipeline.export.charts import Chart
from pipeline.export.decks import decks
from pipeline.export.html_report import phrase
from pipeline.export.report_data import ReportData
from pipeline.export.terms import day, share
from pipeline.model import Issue, Method, PagePicture, Reading, Role
from pipeline.records import Change, Dataset, PageRow
from tests.export_fixture import CONTEXT, DECKS, SHORE, WORDING, dataset
from tests.test_export import hostile

SEARCHED = ("report/threads.html", "report/doubts.html")
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


def _pages(data: Dataset, context: RunContext = CONTEXT) -> dict[str, str]:
    return {path: page.decode() for path, page in exporter("html")(data, context) if path.endswith(".html")}


def _thread(data: Dataset, text: str, language: str = "en") -> str:
    """Return the page of the thread whose newest wording is ``text``."""
    pages = _pages(data, replace(CONTEXT, language=language)).items()
    return next(page for path, page in pages if "/threads/" in path and re.search(f"<h1[^>]*><bdi[^>]*>{text}<", page))


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
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert whole in pages, link
            assert not anchor or anchor in pages[whole].values("id"), link


@pytest.mark.parametrize("make", [dataset, hostile])
def test_nothing_of_the_text_is_run(make: Callable[[], Dataset]) -> None:
    """No script, no handler, no outside address; the policy names the only stylesheet by its hash."""
    for name, page in _pages(make()).items():
        outline = Outline(page)
        assert not {"iframe", "object", "form", "link", "base"} & {tag for tag, _ in outline.tags}, name
        assert not [key for _, attrs in outline.tags for key in attrs if key.startswith("on") or key == "style"]
        assert not [link for link in outline.values("href") + outline.values("src") if ":" in link]
        (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
        assert f"style-src 'sha256-{_hash(style)}'" in page
        scripts = re.findall("<script>(.*?)</script>", page, re.DOTALL)
        assert page.count("<script") == len(scripts) == (1 if name in SEARCHED else 0), name
        assert all(f"script-src 'sha256-{_hash(script)}'" in page for script in scripts)
        assert "default-src 'none'" in page
        assert "\x00" not in page
        assert "\u202e" not in page


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_templates_are_no_place_for_text() -> None:
    """Text is never read as a template, and a megabyte is cut."""
    pages = _pages(hostile())
    assert all("{{ 7*7 }}" in pages[f"report/{name}.html"] for name in ("goals", "threads"))
    assert len(pages["report/index.html"]) < 80_000


def test_a_change_is_told_without_colours() -> None:
    """What was put in and taken out is marked up, and said in words for those who hear it."""
    page = _thread(dataset(), WORDING[2025])
    assert re.search(r"<del><span [^>]*>taken out: </span><bdi>kerran</bdi>", page)
    assert re.search(r"<ins><span [^>]*>put in: </span><bdi>kahdesti</bdi>", page)


def test_every_year_names_deck_and_page() -> None:
    """The wording of each year leads to the page that proves it."""
    page = _thread(dataset(), WORDING[2025])
    for year in WORDING:
        assert re.search(f"Kuusilahden lähipalveluohjelma {year}</bdi>, page 2", page)
    assert SHORE[2024] in _thread(dataset(), SHORE[2025])


def test_passages_carry_their_language() -> None:
    """A screen reader says Swedish in Swedish, on a page that is told in Finnish."""
    assert f'<bdi lang="sv">{WORDING[2025]}</bdi>' in _pages(dataset())["report/goals.html"]
    page = _thread(dataset(), WORDING[2025], "fi")
    assert '<html lang="fi">' in page
    assert '<span class="hidden" lang="fi">' in page


def test_the_page_is_shown_with_the_place_marked(tmp_path: Path) -> None:
    """The picture lies in the report itself, and the mark is where the statement stands."""
    context = replace(CONTEXT, pictures=_pictured(tmp_path))
    made = dict(exporter("html")(dataset(), context))
    deck = DECKS[2023]
    assert made[f"report/pages/{deck}-p002.png"] == b"picture"
    pages = [page.decode() for path, page in made.items() if "/threads/" in path]
    shown = [page for page in pages if f'src="../pages/{deck}-p002.png"' in page]
    assert shown
    assert all('viewBox="0 0 720.0 540.0"' in page and '<rect x="69.0" y="117.5"' in page for page in shown)
    assert not [page for page in pages if "Drawn from the contents" in page]


def _pictured(folder: Path) -> Pictures:
    picture = PagePicture(2, "p002.png", 720.0, 540.0)
    (folder / picture.file).write_bytes(b"picture")
    (folder / "index.json").write_text(json.dumps([encode(picture)]), encoding="utf-8")
    return Pictures.of({DECKS[2023]: folder, DECKS[2024]: folder / "missing"})


def test_what_the_year_says_in_other_words_is_shown() -> None:
    """Plan and assessment of one year differ: the redline between them is open to see."""
    data = dataset()
    plan = next(a for a in data.actions if a.text.text == SHORE[2024])
    told = replace(plan, action_id="act-told", text=Reading.of("Kunnostimme laiturin"), role=Role.ASSESSMENT)
    thread = next(t for t in data.threads if t.record_id == plan.action_id)
    link = replace(
        data.links[0], link_id="lnk-told", from_id=plan.action_id, to_id="act-told", from_year=2024, to_year=2024
    )
    steps = (Change("lnk-told", 0, "replace", SHORE[2024], "Kunnostimme laiturin", "wording", False),)
    wider = replace(
        data,
        actions=(*data.actions, told),
        threads=(*data.threads, replace(thread, record_id="act-told", role=Role.ASSESSMENT)),
        links=(*data.links, link),
        changes=(*data.changes, *steps),
    )
    page = _thread(wider, SHORE[2025])
    (variant,) = re.findall('<div class="variant">(.*?)</div>', page, re.DOTALL)
    assert "Assessment:" in variant
    assert "<bdi>Kunnostimme laiturin</bdi>" in variant
    assert "<details" not in variant


def test_a_table_that_was_lost_is_told_once() -> None:
    """The same reason on the same page is one line with its cases, not one line per action."""
    data = dataset()
    lost = [
        Issue(a.document_id, 2, Severity.WARNING, Code.TABLE_ORDER_LOST, "stood in a lost table", a.action_id)
        for a in data.actions
        if a.document_id == DECKS[2024]
    ]
    rows = [d for d in ReportData.of(replace(data, issues=tuple(lost)), CONTEXT).doubts if d.code == "table_order_lost"]
    assert [len(d.rows) for d in rows] == [len(lost)]


def test_a_scan_goes_by_the_title_of_its_better_file() -> None:
    """Two files of one deck: the one that was read best names both."""
    data = dataset()
    scan = replace(data.documents[0], document_id="scan", path="scan.pdf", title="Ku#s1lahd")
    copy = replace(data.actions[0], action_id="act-scan", document_id="scan")
    link = replace(data.links[0], from_id=data.actions[0].action_id, to_id="act-scan", matched_by="rendition")
    page = PageRow("scan", 1, "", Method.OCR, 0.0, "fi", 1, 1, 0, 0, 0.7)
    wider = replace(
        data,
        documents=(*data.documents, scan),
        actions=(*data.actions, copy),
        links=(*data.links, link),
        pages=(*data.pages, page),
    )
    named = decks(wider)
    assert named.title("scan") == data.documents[0].title
    assert named.name("scan") == f"{data.documents[0].title} [scan.pdf]"


def test_numbers_of_the_charts_are_those_of_their_tables() -> None:
    """Every bar is as high as its row, labels are escaped."""
    data = ReportData.of(dataset(), CONTEXT)
    for chart in (data.status_chart, data.survival_chart):
        drawn = data.draw(chart)
        for row, year in zip(chart.values, data.years, strict=True):
            assert sum(row) == sum(1 for s in data.actions if s.in_year(year))
        assert drawn.count("<rect") == sum(1 for row in chart.values for n in row if n)
    hostile_chart = Chart("<b>", ("<i>",), ('"',), ("#000000",), ((3,),))
    assert "<b>" not in data.draw(hostile_chart)
    assert "<i>" not in data.draw(hostile_chart)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(categories=("L", "P", "S", "C", "Z")), max_size=60))
def test_any_title_is_harmless(title: str) -> None:
    """Whatever a deck calls itself, the page stays whole and runs nothing of it."""
    data = dataset()
    named = replace(data, documents=tuple(replace(d, title=title, programme=title) for d in data.documents))
    page = _pages(named)["report/index.html"]
    outline = Outline(page)
    assert not outline.wrong
    assert "script" not in {tag for tag, _ in outline.tags}
    page.encode()


def test_titles_are_cut_between_words_and_figures_written_as_the_language_does() -> None:
    """No word is cut in its middle; a comma and a day first in Finnish and Swedish."""
    assert phrase("Lainaajien osuus kasvaa jokaisessa kunnassa", 30) == "Lainaajien osuus kasvaa …"
    assert phrase("Lyhyt  nimi", 30) == "Lyhyt nimi"
    assert (share(1.0, "fi"), share(0.5)) == ("1,00", "0.50")
    assert (day(date(2024, 3, 2), "sv"), day(date(2024, 3, 2))) == ("2.3.2024", "2024-03-02")


def test_a_thread_page_says_where_the_verdict_is_printed() -> None:
    """The deck and page of the record that has it, which need not be the wording's own."""
    page = _thread(dataset(), WORDING[2025])
    assert re.search(r"Verdict as printed</dt><dd><bdi[^>]*>Tehty</bdi>: <span class=\"place\">.*?page 2", page)
