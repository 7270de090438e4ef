"""The report is accessible: axe-core finds nothing on any kind of page, in a real browser, wide and narrow."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from pipeline.codec import encode
from pipeline.export import Pictures, exporter
from pipeline.export.html_report import page_alone
from pipeline.model import PagePicture
from pipeline.records import Dataset
from tests.bench.browser import Browser, Plain, found
from tests.export_fixture import CONTEXT, DECKS, dataset
from tests.test_export import hostile

AXE = Path(__file__).parents[1] / "build" / "axe" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
SIZES = ((1280, 900), (390, 844))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(found() is None, reason="no Chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: sh .ci/system.sh browser build/axe"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with Browser() as started:
        yield started


def _pictures(folder: Path) -> Pictures:
    """Return a white page 2 for every deck of the fixture."""
    from PIL import Image

    folder.mkdir(parents=True)
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    (folder / "p002.png").write_bytes(out.getvalue())
    (folder / "index.json").write_text(json.dumps([encode(PagePicture(2, "p002.png", 432.0, 288.0))]), encoding="utf-8")
    return Pictures.of(dict.fromkeys(DECKS.values(), folder))


def _written(data: Dataset, folder: Path, language: str) -> list[Path]:
    """Write the report and return a page of each kind; of threads all."""
    context = replace(CONTEXT, language=language, pictures=_pictures(folder / "pictures"))
    for name, content in exporter("html")(data, context):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return sorted(folder.rglob("*.html"))


def _violations(browser: Browser, page: Path) -> list[str]:
    browser.open(page)
    browser.run(AXE.read_text(encoding="utf-8"))
    run = f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})"
    told = "r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))"
    return [f"{page.name}: {line}" for line in cast("list[Plain]", browser.run(f"{run}.then({told})"))]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_no_page_breaks_a_rule(browser: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    browser.resize(*size)
    pages = _written(dataset(), tmp_path, "fi")
    assert {"index.html", "goals.html", "timeline.html", "threads.html", "doubts.html"} <= {p.name for p in pages}
    assert [line for page in pages for line in _violations(browser, page)] == []


@pytest.mark.parametrize("make", [Dataset, hostile])
def test_neither_nothing_nor_hostile_text_breaks_a_rule(browser: Browser, tmp_path: Path, make: type[Dataset]) -> None:
    browser.resize(*SIZES[0])
    assert [line for page in _written(make(), tmp_path, "sv") for line in _violations(browser, page)] == []


def test_the_page_of_changes_breaks_no_rule(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    page.write_text(page_alone("audit.html", "Changes in the wording", "What changed", "0", ()), encoding="utf-8")
    assert _violations(browser, page) == []


def test_pictures_show_and_nothing_else_loads(browser: Browser, tmp_path: Path) -> None:
    """The content policy lets the pictures through, from the disk; the search narrows the list."""
    _written(dataset(), tmp_path, "en")
    threads = sorted((tmp_path / "report" / "threads").iterdir())
    browser.open(threads[0])
    script = "Promise.all([...document.images].map(i => (i.loading = 'eager', i.decode().then(() => i.naturalWidth))))"
    widths = cast("list[int]", browser.run(script))
    assert widths
    assert set(widths) == {300}
    browser.open(tmp_path / "report" / "threads.html")
    search = """(() => {
      const field = document.querySelector("input[type=search]");
      field.value = "laiturin"; field.dispatchEvent(new Event("input"));
      return [...document.querySelectorAll("main tbody tr")].filter(row => !row.hidden).length;
    })()"""
    assert browser.run(search) == 1


def test_hostile_text_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    """Whatever the decks say, the only script that runs is the search of the report."""
    for page in _written(hostile(), tmp_path, "en"):
        browser.open(page)
        inside = cast("str", browser.run("[...document.scripts].map(s => s.textContent).join('')"))
        assert inside == "" or inside.startswith('"use strict";\nfor (const place of')
        assert browser.run("document.querySelectorAll('iframe,object,embed,form,base,link').length") == 0


def test_three_hundred_threads_open_in_a_second(browser: Browser, tmp_path: Path) -> None:
    """The lists of a long series open at once: seconds of CPU time, whatever else the machine does."""
    data = dataset()
    some = [(n, a) for n in range(150) for a in data.actions[:6]]
    many = tuple(replace(a, action_id=f"act-{n:04d}-{a.year}-{a.text.text[:2]}", area=f"Ranta {n}") for n, a in some)
    rows = tuple(
        replace(data.threads[-1], thread_id=f"thr-{n:04d}-{a.text.text[:2]}", record_id=made.action_id, year=a.year)
        for (n, a), made in zip(some, many, strict=True)
    )
    big = replace(data, actions=many, threads=rows, links=(), changes=(), issues=(), corrections=(), outcomes=())
    _written(big, tmp_path, "en")
    browser.resize(*SIZES[0])
    assert len(list((tmp_path / "report" / "threads").iterdir())) >= 300
    for name in ("index", "goals", "threads", "timeline"):
        page = tmp_path / "report" / f"{name}.html"
        assert min(browser.cost(page) for _ in range(3)) < 1.0, name
