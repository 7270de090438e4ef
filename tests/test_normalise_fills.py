"""Verdicts that are nothing but the colour of a cell, titles that name several goals."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import BlockKind, Box, Page, Status, Table
from pipeline.normalise import understand
from pipeline.normalise.labels import goal_label
from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import profile
from pipeline.records import Report
from tests.build import block, deck, item, page, table

GREEN, YELLOW, TINT = "#6aa84f", "#ffd54a", "#eef4e6"
ROWS = [
    ("Action", "Owner", "Status"),
    ("Open the north jetty for swimmers", "Ports", ""),
    ("Mend the lamps along the quay", "Ports", ""),
    ("Paint the boathouse doors before summer", "Ports", ""),
]


def _painted(colors: tuple[str, ...]) -> Table:
    plain = table(ROWS)
    fills = {(n, 2): color for n, color in enumerate(colors, 1)}
    return replace(plain, cells=tuple(replace(c, fill=fills.get((c.row, c.column), "")) for c in plain.cells))


def _page(colors: tuple[str, ...], *, legend: bool = True) -> Page:
    swatches = []
    for n, (color, words) in enumerate(((GREEN, "Done"), (YELLOW, "In progress"))):
        square = replace(item("■", 500.0 + 20 * n), color=color, box=Box(10, 500 + 20 * n, 20, 510 + 20 * n))
        told = replace(item(words, 500.0 + 20 * n), box=Box(24, 500 + 20 * n, 90, 510 + 20 * n))
        swatches += [block(BlockKind.SYMBOL, square), block(BlockKind.TEXT, told)]
    title = "Goal 1: The harbour serves everyone 2024"
    return page(2, title, tables=[_painted(colors)], blocks=swatches if legend else ())


def _read(one: Page) -> Report:
    return understand(deck(one), "deck-00000000", profile())


def test_a_coloured_cell_means_what_the_legend_says() -> None:
    """The words of the legend are what is shown."""
    found = [(a.status, a.status_raw) for a in _read(_page((GREEN, YELLOW, GREEN))).actions]
    assert found == [(Status.DONE, "Done"), (Status.IN_PROGRESS, "In progress"), (Status.DONE, "Done")]


def test_a_colour_without_a_legend_means_nothing() -> None:
    """A colour is never guessed."""
    assert {a.status for a in _read(_page((GREEN, YELLOW, GREEN), legend=False)).actions} == {None}


def test_other_colours_of_a_column_are_no_verdicts() -> None:
    """One cell that happens to have a colour of the legend among tints of its own is none."""
    assert {a.status for a in _read(_page(("#3355cc", "#cc33aa", GREEN))).actions} == {None}


def test_a_title_that_names_several_goals_names_none() -> None:
    """The wording of goal 1 is not *and 2*."""
    words = vocabulary(profile())
    for text in ("Goal 1 and 2", "Mål 2 och 3", "Tavoite 1, 2 ja 3", "Mål 1–2"):
        assert goal_label(text, words) is None
    label = goal_label("Mål 1 Vattnet är rent", words)
    assert label is not None
    assert label.number == 1
