"""The goals and areas of one deck: every mention is entered here, and equal ones become one record."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipeline.model import Box, Reading
from pipeline.normalise.vocabulary import squeeze

SAME_GOAL = 88.0
SAME_NUMBER = 60.0
SAME_AREA = 90.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands and how sure its reading is."""

    page: int
    box: Box
    confidence: float = 1.0


@dataclass(slots=True)
class GoalEntry:
    """A goal with its first full wording."""

    number: int | None
    reading: Reading
    binding: bool
    place: Place


@dataclass(slots=True)
class AreaEntry:
    """An area with its first wording; ``goal`` is an index into the book's goals."""

    goal: int | None
    reading: Reading
    place: Place


@dataclass(slots=True)
class Book:
    """All goals and areas of a deck, by index; ``conflicts`` are goals whose number was used twice."""

    goals: list[GoalEntry] = field(default_factory=list)
    areas: list[AreaEntry] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)

    def goal(self, number: int | None, reading: Reading, place: Place, *, binding: bool = False) -> int:
        """Enter a mention of a goal and return its index."""
        text = squeeze(reading.text)
        for index, entry in enumerate(self.goals):
            if entry.binding == binding and _same_goal(entry, number, text):
                self._complete(entry, number, reading, place)
                return index
        if number is not None and any(g.number == number and g.binding == binding for g in self.goals):
            self.conflicts.append(len(self.goals))
        self.goals.append(GoalEntry(number, reading, binding, place))
        return len(self.goals) - 1

    def _complete(self, entry: GoalEntry, number: int | None, reading: Reading, place: Place) -> None:
        """Keep the first mention with words, unless a later one was read much more surely."""
        if entry.number is None:
            entry.number = number
        earlier = place.page < entry.place.page and place.confidence >= entry.place.confidence - 0.15
        if reading.text and (not entry.reading.text or earlier or place.confidence > entry.place.confidence + 0.15):
            entry.reading, entry.place = reading, place

    def find_goal(self, text: str) -> int | None:
        """Return the goal that ``text`` is the wording of, if it is one."""
        plain = squeeze(text)
        for index, entry in enumerate(self.goals):
            if plain and fuzz.ratio(plain, squeeze(entry.reading.text)) >= SAME_GOAL:
                return index
        return None

    def area(self, goal: int | None, reading: Reading, place: Place) -> int:
        """Enter a mention of an area under a goal and return its index."""
        found = self.find_area(reading.text, goal)
        if found is not None:
            return found
        self.areas.append(AreaEntry(goal, reading, place))
        return len(self.areas) - 1

    def goal_of_number(self, number: int) -> int | None:
        """Return the goal of that number (not a binding one)."""
        return next((i for i, g in enumerate(self.goals) if g.number == number and not g.binding), None)

    def goal_of_area(self, name: str) -> int | None:
        """Return the goal under which an area of that name stands elsewhere in the deck, if it is one only."""
        goals = {g for g in range(len(self.goals)) if self.find_area(name, g) is not None}
        return goals.pop() if len(goals) == 1 else None

    def find_area(self, name: str, goal: int | None) -> int | None:
        """Return the area of that name under that goal (names that differ in a digit are others)."""
        plain = squeeze(name)
        digits = [c for c in plain if c.isdigit()]
        best: tuple[float, int] | None = None
        for index, entry in enumerate(self.areas):
            other = squeeze(entry.reading.text)
            if entry.goal != goal or digits != [c for c in other if c.isdigit()]:
                continue
            ratio = fuzz.ratio(plain, other)
            if ratio >= SAME_AREA and (best is None or ratio > best[0]):
                best = ratio, index
        return best[1] if best else None


def _same_goal(entry: GoalEntry, number: int | None, text: str) -> bool:
    other = squeeze(entry.reading.text)
    if number is not None and entry.number is not None:
        return number == entry.number and (not text or not other or fuzz.ratio(text, other) >= SAME_NUMBER)
    return bool(text) and fuzz.ratio(text, other) >= SAME_GOAL
