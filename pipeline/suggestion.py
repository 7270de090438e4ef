"""``deckline profiles suggest``: decks are read and a profile of their organisation is drafted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.errors import UsageError
from pipeline.naming import slug
from pipeline.run import Request, look


def suggested(places: Sequence[str], request: Request, tell: Callable[[str], None]) -> str:
    """Return a draft of an organisation's profile, made from its decks; ``tell`` hears of those that cannot be read.

    Raises ``UsageError`` where none of them can.
    """
    from pipeline.normalise.suggest import suggest, toml

    decks = []
    for place in places:
        deck, report = look(place, request, understand=False)
        if deck is not None:
            decks.append(deck)
        elif report.issues:
            tell(report.issues[0].message)
    if not decks:
        raise UsageError("none of the files can be read", remedy="deckline inspect FILE says why")
    found = suggest(decks, replace(request.profile(), organisations=()))
    return toml(found, slug(found.names[0].text) if found.names else "organisation")
