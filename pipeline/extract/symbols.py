"""Which characters are signs and not letters: arrows, dots, ticks, stars, faces, told by their Unicode properties."""

from __future__ import annotations

import unicodedata
from functools import cache

_FIRST = "\u2190"  # the arrows; below stand ©, ° and the signs of currencies and trade
_JOINERS = "\u200d\ufe0e\ufe0f"  # these choose between a sign and a picture of it, or join two


@cache
def is_symbol(text: str) -> bool:
    """Whether a word is one sign or several: symbols of Unicode (So, Sm, Sk) from the arrows on, and private ones."""
    signs = text.strip(_JOINERS)
    return bool(signs) and all(_is_sign(c) or c in _JOINERS for c in signs)


def _is_sign(char: str) -> bool:
    if "\ue000" <= char <= "\uf8ff":
        return True
    kind = unicodedata.category(char)
    arithmetic = "\u2200" <= char <= "\u22ff" and char not in "√∙⋆⊕⊗⊙⊘⊖"
    return char >= _FIRST and kind in ("So", "Sm", "Sk") and not arithmetic
