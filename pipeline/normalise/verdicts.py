"""What a cell or line of verdicts says: in words, or by signs that a legend explains."""

from __future__ import annotations

from pipeline.model import Cell, Item, Status
from pipeline.normalise.labels import joined, without_mark
from pipeline.normalise.legend import Legend
from pipeline.normalise.vocabulary import Vocabulary

Verdict = tuple[str, Status | None, bool]


def read_verdict(item: Item, legend: Legend, vocabulary: Vocabulary) -> Verdict:
    """Return (as shown, status, known) for a line that is a verdict; unknown words are shown as they are."""
    sign = legend.read(item)
    if sign:
        return sign
    text = without_mark(item.reading.text.strip())
    known, status = vocabulary.verdict(text)
    return text, status, known


def cell_verdict(cell: Cell, legend: Legend, vocabulary: Vocabulary) -> Verdict:
    """Read a cell's verdict: words first; a sign beside words only repeats them."""
    items = [i for i in cell.items if i.reading.text.strip()]
    words = [i for i in items if legend.read(i) is None]
    if not words and len(items) == 1:
        return read_verdict(items[0], legend, vocabulary)
    text = without_mark(joined(words or items).text)
    known, status = vocabulary.verdict(text)
    return text, status, known
