"""deckline: clean, traceable datasets from decades of committee decks."""

__version__ = "0.1.0"
