"""The second stage: decks become reports, reports become one dataset; opens no file."""

from pipeline.normalise.combine import relate
from pipeline.normalise.understand import explain, understand

__all__ = ["explain", "relate", "understand"]
