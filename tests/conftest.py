"""Options of the test run."""

from __future__ import annotations

import pytest
from hypothesis import settings

# How long a case takes is no matter of a test, and a failure must come again when it is looked for.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes golden files anew."""
    parser.addoption("--golden", action="store_true", help="write the golden files instead of comparing with them")
