"""``report/``: pages for auditors that work from the disk, without a network and without scripts.

Each page carries its stylesheet (and, where there is a list to search, one script that only adds
comfort), and its content policy allows those by hash and nothing else, so a text that got past the
escaping could still load or run nothing.  The pictures of the pages lie in the folder itself, so that
it can be moved or sent as it is.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from pipeline.export.context import RunContext
from pipeline.export.report_data import ReportData
from pipeline.export.sheets import shown
from pipeline.export.terms import day, details, reason, share, word
from pipeline.locale import translation
from pipeline.records import Dataset

if TYPE_CHECKING:
    from jinja2 import Environment

LONGEST = 4_000
_PHRASE = 60
PAGES = ("index.html", "goals.html", "timeline.html", "threads.html", "doubts.html")
_SEARCHED = ("threads.html", "doubts.html")


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the report and the pictures that they show."""
    data = ReportData.of(dataset, context)
    environment = _environment(context.language)
    names = dict(zip(PAGES, _titles(context.language), strict=True))
    draw = partial(_page, environment, len(data.years), data=data, pages=tuple(names.items()))
    for name, title in names.items():
        yield f"report/{name}", draw(name, here=name, title=title, root="").encode()
    for strand in data.strands:
        page = draw("thread.html", here="threads.html", title="", root="../", strand=strand)
        yield f"report/threads/{strand.strand_id}.html", page.encode()
    yield from data.pictures()


def _titles(language: str) -> tuple[str, ...]:
    _ = translation(language).gettext
    return (_("Overview"), _("Goals and actions"), _("Timeline"), _("Wordings"), _("Doubts"))


def page_alone(name: str, title: str, brand: str, version: str, found: Sequence[object], language: str = "en") -> str:
    """Return a page that stands beside the report, with its looks: the template ``name`` over ``found``."""
    data = {"brand": brand, "context": {"version": version, "language": language}}
    return _page(_environment(language), 0, name, data=data, pages=(), here="", title=title, root="", found=found)


def _page(environment: Environment, years: int, name: str, **values: object) -> str:
    style = f"{_text('report.css')}.matrix {{ min-width: {19 + 13 * years}rem; }}\n"
    script = _text("report.js") if name in _SEARCHED else ""
    hashes = {"style_hash": _digest(style), "script_hash": _digest(script) if script else ""}
    return environment.get_template(name).render(style=style, script=script, **hashes, **values)


def phrase(text: str, longest: int = _PHRASE) -> str:
    """Return the beginning of a text for a title or link, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[:longest].rsplit(' ', 1)[0].rstrip(' ,;:–-')} …"


def _text(name: str) -> str:
    return (resources("pipeline.export") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _environment(language: str) -> Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: shown(value, LONGEST) if type(value) is str else value,
    )
    environment.install_gettext_translations(translation(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["words"] = partial(word, language=language)
    environment.filters["share"] = partial(share, language=language)
    environment.filters["day"] = partial(day, language=language)
    environment.filters["phrase"] = phrase
    environment.filters["details"] = partial(details, language=language)
    environment.filters["reason"] = partial(reason, language=language)
    environment.filters["shown"] = partial(shown, longest=LONGEST)
    return environment
