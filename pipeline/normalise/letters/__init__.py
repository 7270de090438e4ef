"""Brings lost letters back, with evidence for every change.

Text that was read with the wrong model lost its ä, ö and å.  ``repair`` finds the pages that did (the
gate), asks a noisy channel what each of their words was, applies what is sure and proposes the rest.
"""

from __future__ import annotations

from pipeline.normalise.letters.mend import repair

__all__ = ["repair"]
