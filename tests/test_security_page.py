"""The page on hostile files: every test that it names exists, and every row names one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipeline.deaths import MOST_DEATHS
from pipeline.extract.pdf_rescue import FEW, WHOLE
from pipeline.extract.scene import ReadOptions
from pipeline.settings import Settings

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_named_test_exists(file: str, name: str) -> None:
    """A test that was renamed takes its row along."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_threat_names_a_test() -> None:
    """A row without one would be a promise."""
    table = PAGE.split("## Threats")[1].split("## Limits")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    assert all("::test_" in row for row in rows)


def test_limits_are_those_of_the_program() -> None:
    """Numbers on the page are the defaults."""
    options, settings = ReadOptions(), Settings()
    for number in (options.max_pages, options.max_glyphs, options.max_rulings, settings.memory_mb, MOST_DEATHS):
        assert f"{number:,}" in PAGE
    for number in (settings.page_seconds, settings.silent_seconds, settings.document_seconds):
        assert f"{number:,} s" in PAGE
    assert f"below {WHOLE:.0%}".replace("%", " %") in PAGE
    assert f"at least {FEW} characters" in PAGE
