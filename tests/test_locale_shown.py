"""What people read in report and workbook is in their language: no sentence of the program is left in English."""

from __future__ import annotations

import dataclasses
import html
import io
import re
from collections.abc import Iterator
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import Code, Severity
from pipeline.export import exporter
from pipeline.export.review_sheet import _FOLDED as FOLDED
from pipeline.locale import LANGUAGES, catalogue
from pipeline.model import Issue
from pipeline.records import Dataset
from tests.export_fixture import CONTEXT, dataset
from tests.templates import pieces

OTHERS = [language for language in LANGUAGES if language != "en"]
UNSEEN = re.compile(r"<(style|script)>.*?</\1>|<[^>]*>", re.DOTALL)
PLACES = re.compile(r"%\(\w+\)[sd]")
# Titles of the samples' own, and words that are the same in all languages.
WORDS = 3


def _told() -> Dataset:
    """Return the fixture with a remark and a doubt for every sentence that the program can say."""
    data = dataset()
    document, codes = data.documents[0].document_id, list(Code)
    issues = tuple(
        Issue(document, 1, Severity.WARNING, codes[n % len(codes)], PLACES.sub("7", one.msgid).replace("%%", "%"))
        for n, one in enumerate(catalogue(OTHERS[0], "messages")[1:])
    )
    return dataclasses.replace(data, issues=(*data.issues, *issues))


def _english(language: str) -> Iterator[str]:
    """Yield what is English of the catalogues' sentences, where it is long enough to be nothing else."""
    for domain in ("", "messages"):
        for one in catalogue(language, domain)[1:]:
            for text in (one.msgid, one.plural):
                fixed = pieces(text) if domain else PLACES.split(text)
                kept = [piece for piece in fixed if len(piece.split()) >= WORDS and piece not in "\0".join(one.texts)]
                yield from (piece.strip() for piece in kept)


def _left(shown: str, language: str) -> list[str]:
    flat = " ".join(shown.split())
    return sorted({piece for piece in _english(language) if piece in flat})


@pytest.mark.parametrize("language", OTHERS)
def test_the_report_is_in_one_language(language: str) -> None:
    pages = dict(exporter("html")(_told(), dataclasses.replace(CONTEXT, language=language)))
    text = "\n".join(UNSEEN.sub(" ", page.decode()) for name, page in pages.items() if name.endswith(".html"))
    assert len(pages) > 5
    assert _left(html.unescape(text), language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_workbook_is_in_one_language(language: str) -> None:
    """All but the columns by which programs find answers again, which are folded away."""
    ((_, content),) = exporter("xlsx")(_told(), dataclasses.replace(CONTEXT, language=language))
    book = load_workbook(io.BytesIO(content))
    shown: list[str] = []
    for sheet in cast(list[Worksheet], book.worksheets):
        folded = any(column.hidden for column in sheet.column_dimensions.values())
        assert folded is (sheet["H2"].value == "answer")
        last = sheet.max_column - (FOLDED if folded else 0)
        shown += [str(v) for row in sheet.iter_rows(max_col=last, values_only=True) for v in row if v is not None]
    assert len(shown) > 2000
    assert _left("\n".join(shown), language) == []
