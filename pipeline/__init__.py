"""deckline: clean, traceable datasets from decades of committee decks.

The functions of ``pipeline.library`` can be called from here; they are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.library import frames as frames
    from pipeline.library import read as read
    from pipeline.library import relate as relate
    from pipeline.library import understand as understand
    from pipeline.library import write as write

__version__ = "0.1.0"
__all__ = ("__version__", "frames", "read", "relate", "understand", "write")


if not TYPE_CHECKING:  # or every name would be an object to the type checker

    def __getattr__(name: str) -> object:
        """Load a function of the library."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.library"), name)
