"""The language of each item, told by word frequencies that forgive lost marks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from pipeline.model import Item
from pipeline.normalise.letters.prior import Prior

WORD = re.compile(r"[^\W\d_]{2,}")
# A word that no list of a language holds; Finnish has many, its words have thousands of forms.
_RARE = {"fi": 1e-7}
_RARE_ELSE = 1e-8
# Nats by which an item prefers the language of its page.
_PAGE = 2.0


def languages(items: Iterable[Item], priors: Mapping[str, Prior]) -> list[str]:
    """Return the language code of each item of a page, short items leaning on the page."""
    scores = [_scores(item.reading.text, priors) for item in items]
    whole = {code: sum(s[code] for s in scores) for code in priors}
    main = max(whole, key=lambda c: whole[c])
    return [max(s, key=lambda c: s[c] + (_PAGE if c == main else 0.0)) for s in scores]


def _scores(text: str, priors: Mapping[str, Prior]) -> dict[str, float]:
    """Return log P(words of ``text``) in each language; a word that none of them lists tells nothing."""
    scores = dict.fromkeys(priors, 0.0)
    for word in (w.lower() for w in WORD.findall(text)):
        shares = {code: prior.share(word) for code, prior in priors.items()}
        if any(shares.values()):
            for code, share in shares.items():
                scores[code] += math.log(share + _RARE.get(code, _RARE_ELSE))
    return scores
