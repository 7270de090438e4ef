"""A legend that every page of a scan repeats, in colours that differ by a shade from page to page."""

from __future__ import annotations

from pipeline.model import Status
from pipeline.normalise.legend import Legend, Meaning, Sign

DONE, LATE = Meaning("Klart", Status.DONE), Meaning("Ej påbörjat", Status.NOT_STARTED)


def test_shades_of_one_meaning_are_no_rivals() -> None:
    signs = [("#539f43", DONE), ("#549d44", DONE), ("#c11a34", LATE), ("#c41d37", LATE)]
    legend = Legend((Sign("●", color), meaning) for color, meaning in signs)
    assert legend.look_up("●", "#509e3e") == ("Klart", Status.DONE, True)
    assert legend.look_up("●", "#c61733") == ("Ej påbörjat", Status.NOT_STARTED, True)


def test_a_colour_between_two_meanings_means_nothing() -> None:
    legend = Legend([(Sign("●", "#edc216"), DONE), (Sign("●", "#e9a11c"), LATE)])
    assert legend.look_up("●", "#ebb219") == ("●", None, False)
