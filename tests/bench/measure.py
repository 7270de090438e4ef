"""The figures: each a count of what is right out of what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from tests.bench.align import HasVariants, align, likeness
from tests.bench.answers import Answers, Statement, Text, Verdict, fold, name_key, nearest

DIACRITICS = frozenset("äöåÄÖÅ")
NEUTRAL_LIKENESS = 0.85


@dataclass(frozen=True, slots=True)
class Figure:
    """``right`` out of ``of``.

    ``at_most`` marks a count of faults, whose ``of`` is what was looked at; ``tracked`` is False for
    figures that are neither good nor bad when they rise.
    """

    name: str
    right: float
    of: float
    at_most: bool = False
    tracked: bool = True

    @property
    def value(self) -> float | None:
        """Per cent, or for faults the count; None where there was nothing to look at."""
        if self.at_most:
            return self.right
        return 100.0 * self.right / self.of if self.of else None


Pair = tuple[Statement, Statement]
Equal = Callable[[Statement, Statement], bool]


def _ratio(name: str, hits: Iterable[bool]) -> Figure:
    found = list(hits)
    return Figure(name, sum(found), len(found))


def text_figures(
    name: str,
    gold: Sequence[HasVariants],
    read: Sequence[HasVariants],
    pairs: Sequence[tuple[int, int]],
    neutral: int = 0,
) -> tuple[Figure, ...]:
    """Return recall, precision, exact text, character errors and right diacritics of aligned texts.

    ``neutral`` readings count neither for nor against precision.  The character error rate is the
    edit distance over all pairs by the length of their gold text, in per cent.
    """
    exact = wrong = length = right = marks = 0
    for i, j in pairs:
        text = fold(read[j].variants[0])
        best = min(gold[i].variants, key=lambda variant: Levenshtein.distance(variant, text))
        wrong, length, exact = wrong + Levenshtein.distance(best, text), length + len(best), exact + (best == text)
        marks += sum(c in DIACRITICS for c in best)
        for step in Levenshtein.opcodes(best, text):
            if step.tag == "equal":
                right += sum(c in DIACRITICS for c in best[step.src_start : step.src_end])
    return (
        Figure(f"{name}.recall", len(pairs), len(gold)),
        Figure(f"{name}.precision", len(pairs), len(read) - neutral),
        Figure(f"{name}.exact", exact, len(pairs)),
        Figure(f"{name}.characters", length - min(wrong, length), length),
        Figure(f"{name}.diacritics", right, marks),
    )


def _same_status(gold: Statement | Verdict, read: Statement | Verdict) -> bool:
    if gold.status or not gold.status_raw:
        return gold.status == read.status
    return fold(gold.status_raw).casefold() == fold(read.status_raw).casefold()


def _fields(areas: tuple[str, ...]) -> dict[str, Equal]:
    return {
        "goal": lambda g, p: g.goal == p.goal,
        "area": lambda g, p: name_key(g.area) == name_key(nearest(p.area, areas)),
        "year": lambda g, p: g.year == p.year,
        "role": lambda g, p: g.role == p.role,
        "markers": lambda g, p: g.markers == p.markers,
        "status": _same_status,
        "owner": lambda g, p: g.owner.casefold() == p.owner.casefold(),
        "indicator": lambda g, p: g.indicator.casefold() == p.indicator.casefold(),
        "due": lambda g, p: g.due.casefold() == p.due.casefold(),
    }


def _given(statement: Statement, field: str) -> bool:
    value: object = getattr(statement, "status_raw" if field == "status" else field)
    return bool(value)


def pair_statements(gold: Answers, read: Answers) -> tuple[tuple[int, int], ...]:
    """Align the statements of both sides by text, year, role, page, area, goal, status and markers."""
    areas = tuple(area.text for area in gold.areas)
    tests = _fields(areas)
    weights = {"year": 3, "role": 3, "area": 2, "goal": 1, "status": 1, "markers": 1}
    total = sum(weights.values()) + 2

    def agreement(left: Statement, right: Statement) -> float:
        agreed = sum(weight for field, weight in weights.items() if tests[field](left, right))
        return (agreed + 2 * (left.page == right.page)) / total

    return align(gold.statements, read.statements, agreement)


def statement_figures(gold: Answers, read: Answers) -> tuple[Figure, ...]:
    """Return the figures of the actions: text, fields, and what is wrong without a doubt on it."""
    indexes = pair_statements(gold, read)
    pairs = [(gold.statements[i], read.statements[j]) for i, j in indexes]
    figures = list(text_figures("actions", gold.statements, read.statements, indexes))
    tests = _fields(tuple(area.text for area in gold.areas))
    for field, test in tests.items():
        figures.append(_ratio(f"actions.{field}", (test(g, p) for g, p in pairs)))
        if field not in ("goal", "area", "year", "role"):
            figures.append(_ratio(f"actions.{field}_given", (test(g, p) for g, p in pairs if _given(g, field))))
    whole = sum(g.text == p.text and all(test(g, p) for test in tests.values()) for g, p in pairs)
    figures.append(Figure("actions.whole", whole, len(gold.statements)))
    return (*figures, *_unquestioned(gold, read, indexes, pairs, tests))


def _unquestioned(
    gold: Answers, read: Answers, indexes: Sequence[tuple[int, int]], pairs: list[Pair], tests: dict[str, Equal]
) -> tuple[Figure, ...]:
    """Count faults on actions that ask for no review: wrong or missing values, actions of nowhere."""
    trusted = [(g, p) for g, p in pairs if not p.review]
    figures = []
    for field in ("goal", "area", "year", "role", "status", "markers"):
        wrong = [_given(p, field) for g, p in trusted if not tests[field](g, p)]
        figures.append(Figure(f"unquestioned.wrong_{field}", sum(wrong), len(trusted), at_most=True))
        figures.append(Figure(f"unquestioned.missing_{field}", len(wrong) - sum(wrong), len(trusted), at_most=True))
    matched = {j for _, j in indexes}
    invented = sum(not p.review for j, p in enumerate(read.statements) if j not in matched)
    figures.append(Figure("unquestioned.invented", invented, len(read.statements), at_most=True))
    figures.append(Figure("unquestioned.lost", len(gold.statements) - len(pairs), len(gold.statements), at_most=True))
    figures.append(
        Figure("actions.review", sum(p.review for p in read.statements), len(read.statements), tracked=False)
    )
    return tuple(figures)


def _text_pairs(gold: Sequence[Text], read: Sequence[Text]) -> tuple[tuple[int, int], ...]:
    def agreement(left: Text, right: Text) -> float:
        agreed = (left.goal == right.goal, left.page == right.page, left.kind == right.kind, left.level == right.level)
        return sum(agreed) / len(agreed)

    return align(gold, read, agreement)


def note_figures(gold: Answers, read: Answers) -> tuple[Figure, ...]:
    """Return the figures of the narrative; labels, titles, goals and indicators read as notes are neutral."""
    indexes = _text_pairs(gold.notes, read.notes)
    matched = {j for _, j in indexes}
    free = (*gold.others, *gold.indicators, *gold.goals, *gold.areas)
    spare = [note for j, note in enumerate(read.notes) if j not in matched]
    neutral = sum(any(_says(other, note) for other in free) for note in spare)
    pairs = [(gold.notes[i], read.notes[j]) for i, j in indexes]
    told = [(g, p) for g, p in pairs if g.kind in ("bullet", "numbered", "paragraph")]
    figures = list(text_figures("notes", gold.notes, read.notes, indexes, neutral))
    figures.append(_ratio("notes.goal", (g.goal == p.goal for g, p in told)))
    figures.append(_ratio("notes.level", (g.level == p.level for g, p in told)))
    figures.append(_ratio("notes.parent", (_near(g.parent, p.parent) for g, p in told)))
    figures.append(_ratio("notes.kind", (g.kind == p.kind for g, p in pairs)))
    for kind in sorted({note.kind for note in gold.notes}):
        wanted = [i for i, note in enumerate(gold.notes) if note.kind == kind]
        found = {i for i, _ in indexes}
        figures.append(_ratio(f"notes.recall_{kind}", (i in found for i in wanted)))
    return tuple(figures)


def _says(other: Text, note: Text) -> bool:
    """Tell whether a note is a known text, or a line of the title page that holds it (a body with its date)."""
    held = note.page == 1 and other.text.casefold() in note.text.casefold()
    return held or likeness(other, note) >= NEUTRAL_LIKENESS


def _near(left: str, right: str) -> bool:
    return (not left and not right) or likeness(Text((left,)), Text((right,))) >= NEUTRAL_LIKENESS


def other_figures(gold: Answers, read: Answers) -> tuple[Figure, ...]:
    """Return the figures of goals, areas, indicators, verdicts, document facts and words."""
    figures: list[Figure] = []
    for name, left, right in (
        ("goals", gold.goals, read.goals),
        ("areas", gold.areas, read.areas),
        ("indicators", gold.indicators, read.indicators),
    ):
        indexes = _text_pairs(left, right)
        figures.extend(text_figures(name, left, right, indexes))
        pairs = [(left[i], right[j]) for i, j in indexes]
        if name != "indicators":
            figures.append(_ratio(f"{name}.number", (g.goal == p.goal for g, p in pairs)))
        if name == "goals":
            figures.append(_ratio("goals.binding", (g.binding == p.binding for g, p in pairs)))
    figures.extend(_verdict_figures(gold, read))
    known = dict(read.facts)
    figures.extend(_ratio(f"document.{name}", [known.get(name, "") == value]) for name, value in gold.facts)
    figures.append(Figure("words.accounted", read.words - read.words_unassigned, read.words))
    return tuple(figures)


def _verdict_figures(gold: Answers, read: Answers) -> tuple[Figure, ...]:
    areas = tuple(area.text for area in gold.areas)

    def found(one: Verdict, many: tuple[Verdict, ...]) -> bool:
        return any(
            nearest(one.area, areas) == nearest(other.area, areas)
            and one.year == other.year
            and fold(one.status_raw).casefold() == fold(other.status_raw).casefold()
            for other in many
        )

    return (
        _ratio("assessments.recall", (found(verdict, read.verdicts) for verdict in gold.verdicts)),
        _ratio("assessments.precision", (found(verdict, gold.verdicts) for verdict in read.verdicts)),
    )


def measure(gold: Answers, read: Answers) -> tuple[Figure, ...]:
    """Return every figure for one document."""
    return (*statement_figures(gold, read), *note_figures(gold, read), *other_figures(gold, read))
