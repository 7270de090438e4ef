"""Aligns clean text with what was read, and cuts out the pieces that differ."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein


def pieces(clean: str, read: str) -> Iterator[tuple[str, str]]:
    """Align two texts by Levenshtein distance and yield the pieces that differ as (clean, read).

    Edits that touch make one piece; one of equal length is cut into single characters; what was lost or
    added is joined to the character before it (or behind it, at the start of a word).
    """
    block = [len(clean), len(read), 0, 0]
    for op in Levenshtein.opcodes(clean, read):
        if op.tag == "equal":
            yield from _cut(clean, read, *block)
            block = [len(clean), len(read), 0, 0]
        else:
            block = [min(block[0], op.src_start), min(block[1], op.dest_start), op.src_end, op.dest_end]
    yield from _cut(clean, read, *block)


def _cut(clean: str, read: str, a: int, b: int, a_end: int, b_end: int) -> Iterator[tuple[str, str]]:
    before, after = clean[a:a_end], read[b:b_end]
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
    elif before and after:
        yield before, after
    elif a and not clean[a - 1].isspace():
        yield clean[a - 1] + before, clean[a - 1] + after
    else:
        yield before + clean[a_end : a_end + 1], after + clean[a_end : a_end + 1]
