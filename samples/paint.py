"""Paints the pages of a sample deck onto slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide

from samples.sheets import (
    BindingSheet,
    IntroSheet,
    OverviewSheet,
    SampleDeck,
    StorySheet,
    TableSheet,
    TitleSheet,
)
from samples.slides import (
    CORAL,
    GREEN,
    GREY,
    INK,
    LAKE,
    SAND,
    TINTS,
    WHITE,
    Box,
    Grid,
    Rect,
    Style,
    bullet_list,
    bullet_mark,
    card,
    filled,
    heights,
    new_presentation,
    new_slide,
    set_title,
    table,
    text_box,
    to_bytes,
    write,
)

HEADING = Style(26, bold=True, color=GREEN)
TITLE_AT = Rect(0.5, 0.35, 11.4, 0.8)
VERDICT_FILLS = {
    "Toteutunut": "D3E8D2",
    "Osittain toteutunut": "FBEBC4",
    "Käynnissä": "D9E6F2",
    "Ei käynnistynyt": "F4D3CB",
}


def _title(slides: Slides, sheet: TitleSheet, footer: str) -> None:
    slide = new_slide(slides, "title", footer)
    filled(slide, Rect(0.0, 2.0, 0.35, 2.6), CORAL)
    filled(slide, Rect(0.35, 2.0, 0.12, 2.6), LAKE)
    set_title(slide, sheet.title, Rect(0.9, 1.9, 11.2, 1.5), Style(36, bold=True, color=GREEN))
    lines = [(sheet.subtitle, Style(20, color=INK, after=14)), (f"{sheet.body} {sheet.shown}", Style(16, color=GREY))]
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Rect(0.9, 3.4, 11.2, 1.2).place()
    write(body.text_frame, lines)
    text_box(slide, Rect(0.9, 4.75, 6.0, 0.45), [(sheet.author_line, Style(14, color=GREY))])


def _intro(slides: Slides, sheet: IntroSheet, footer: str) -> None:
    slide = new_slide(slides, "content", footer)
    set_title(slide, sheet.title, TITLE_AT, HEADING)
    filled(slide, Rect(0.55, 1.4, 0.06, 0.95), CORAL)
    text_box(slide, Rect(0.75, 1.35, 11.8, 1.05), [(sheet.paragraph, Style(18))])
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Rect(0.6, 2.65, 12.0, 4.1).place()
    bullet_list(body.text_frame, sheet.bullets, 19)


def _overview(slides: Slides, sheet: OverviewSheet, footer: str) -> None:
    slide = new_slide(slides, "heading", footer)
    set_title(slide, sheet.title, TITLE_AT, HEADING)
    center = PP_ALIGN.CENTER
    card(
        slide,
        Rect(0.6, 1.3, 12.1, 1.15),
        [
            ("Visio", Style(13, bold=True, color=WHITE, align=center)),
            (sheet.vision, Style(17, color=WHITE, align=center)),
        ],
        GREEN,
    )
    for index, (number, goal, areas) in enumerate(sheet.goals):
        left = 0.6 + index * 3.05
        head = [(f"Tavoite {number}", Style(13, bold=True, color=CORAL)), (goal, Style(13, bold=True))]
        card(slide, Rect(left, 2.65, 2.95, 1.35), head, TINTS[index])
        for row, area in enumerate(areas):
            card(slide, Rect(left, 4.12 + row * 0.58, 2.95, 0.5), [(area, Style(12))], SAND)
    label, text = sheet.binding
    card(slide, Rect(0.6, 6.1, 12.1, 0.7), [(f"{label}: {text}", Style(15, bold=True, color=WHITE))], LAKE)


def _spans(values: Iterable[object]) -> Iterator[int]:
    """For each value, the length of the run of equals that it begins, or 0 inside a run."""
    for _, run in groupby(values):
        length = len(list(run))
        yield length
        yield from (0 for _ in range(length - 1))


def _merged(texts: list[str], keys: list[object], style: Style, fills: list[str]) -> list[Box | None]:
    spans = list(_spans(keys))
    return [
        Box((text,), style, rows=span, fill=fill) if span else None
        for text, span, fill in zip(texts, spans, fills, strict=True)
    ]


def _statement_columns(sheet: TableSheet, size: float) -> list[list[Box | None]]:
    """One column of boxes for each statement column; bullets unless every cell holds one statement."""
    bullets = not sheet.headers[0].endswith("Toimenpide")
    glue = " " if sheet.role == "plan" else ""
    columns: list[list[Box | None]] = []
    for index in range(len(sheet.rows[0].columns)):
        cells = [row.columns[index] for row in sheet.rows]
        texts = [tuple(a.text + (glue + a.marks if a.marks else "") for a in cell) for cell in cells]
        columns.append([Box(text, Style(size), bullets=bullets and bool(text)) for text in texts])
    return columns


def _end_columns(sheet: TableSheet, size: float) -> list[list[Box | None]]:
    rows = sheet.rows
    if sheet.role == "roadmap":
        return []
    plain = [WHITE] * len(rows)
    if sheet.role == "assessment":
        verdicts = [row.verdict.status if row.verdict else "" for row in rows]
        fills = [VERDICT_FILLS[verdict] for verdict in verdicts]
        keys: list[object] = [row.verdict for row in rows]
        return [_merged(verdicts, keys, Style(size, bold=True, align=PP_ALIGN.CENTER), fills)]
    owners = [row.owner for row in rows]
    places: list[object] = [(row.area, row.owner) for row in rows]
    ends = [_merged(owners, places, Style(size), plain)]
    if len(sheet.headers) > 2:
        each: list[object] = list(range(len(rows)))
        ends.append(_merged([row.due for row in rows], each, Style(size), plain))
    return ends


def _grid(sheet: TableSheet, size: float) -> list[list[Box | None]]:
    rows = sheet.rows
    goals: list[object] = [row.goal for row in rows]
    areas: list[object] = [row.area for row in rows]
    goal_texts = ["Tavoite {}. {}".format(*row.goal) for row in rows]
    tints = [TINTS[row.goal[0] - 1] for row in rows]
    columns = [
        _merged(goal_texts, goals, Style(size), tints),
        _merged([row.area for row in rows], areas, Style(size, bold=True), tints),
        *_statement_columns(sheet, size),
        *_end_columns(sheet, size),
    ]
    head = [
        Box((text,), Style(size + 0.5, bold=True, color=WHITE), fill=GREEN)
        for text in ("Tavoite", "Kokonaisuus", *sheet.headers)
    ]
    return [list(head), *(list(row) for row in zip(*columns, strict=True))]


def _widths(sheet: TableSheet) -> tuple[float, ...]:
    if sheet.role == "roadmap":
        return (2.0, 1.8, *[8.5 / len(sheet.headers)] * len(sheet.headers))
    if len(sheet.headers) > 2:
        return (2.4, 1.9, 4.9, 1.75, 1.35)
    return (2.6, 2.1, 5.7, 1.9)


def _fitted(sheet: TableSheet, room: float) -> Grid:
    """Return the table in the largest print that fits into ``room`` inches of height."""
    sizes = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
    grids = (_grid(sheet, size) for size in sizes)
    return next(grid for grid in grids if sum(heights(_widths(sheet), grid)) <= room)


def _table(slides: Slides, sheet: TableSheet, footer: str) -> None:
    slide = new_slide(slides, "heading", footer)
    set_title(slide, sheet.title, Rect(0.5, 0.12, 11.4, 0.62), Style(22, bold=True, color=GREEN))
    table(slide, (0.5, 0.85), _widths(sheet), _fitted(sheet, 6.0 - 0.2 * len(sheet.footnotes)))
    if sheet.footnotes:
        lines = [(f"{mark} {text}", Style(9.5, color=GREY)) for mark, _, text in sheet.footnotes]
        text_box(slide, Rect(0.5, 6.97 - 0.19 * len(lines) - 0.06, 8.0, 0.19 * len(lines)), lines)


def _story(slides: Slides, sheet: StorySheet, footer: str) -> None:
    slide = new_slide(slides, "content", footer)
    number, goal = sheet.goal
    set_title(slide, f"Tavoite {number}. {goal}", TITLE_AT, Style(24, bold=True, color=GREEN))
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Rect(0.6, 1.6, 8.6, 5.0).place()
    bullet_list(body.text_frame, sheet.story.bullets, 20)
    figure, caption = sheet.story.fact
    center = PP_ALIGN.CENTER
    lines = [(figure, Style(44, bold=True, color=CORAL, align=center)), (caption, Style(14, align=center))]
    card(slide, Rect(9.7, 2.3, 2.9, 2.4), lines, TINTS[number - 1])


def _binding(slides: Slides, sheet: BindingSheet, footer: str) -> None:
    slide = new_slide(slides, "heading", footer)
    set_title(slide, sheet.title, TITLE_AT, HEADING)
    label, text = sheet.binding
    card(slide, Rect(0.6, 1.4, 12.1, 0.75), [(f"{label}: {text}", Style(18, bold=True, color=WHITE))], LAKE)
    _listed(slide, Rect(0.6, 2.35, 12.1, 1.4), "Mittarit", sheet.indicators, "•")
    _listed(slide, Rect(0.6, 4.0, 12.1, 2.6), sheet.lead, sheet.proposals, "1.")


def _listed(slide: Slide, rect: Rect, lead: str, texts: tuple[str, ...], mark: str) -> None:
    lines = [(lead, Style(17, bold=True, color=GREEN, after=5)), *((text, Style(17, after=5)) for text in texts)]
    frame = text_box(slide, rect, lines)
    for paragraph in frame.paragraphs[1:]:
        bullet_mark(paragraph, mark, 0.4)


def paint(deck: SampleDeck, footer: str) -> bytes:
    """Return the deck as the bytes of a PPTX file."""
    slides = new_presentation()
    for sheet in deck.sheets:
        match sheet:
            case TitleSheet():
                _title(slides, sheet, footer)
            case IntroSheet():
                _intro(slides, sheet, footer)
            case OverviewSheet():
                _overview(slides, sheet, footer)
            case TableSheet():
                _table(slides, sheet, footer)
            case StorySheet():
                _story(slides, sheet, footer)
            case BindingSheet():
                _binding(slides, sheet, footer)
    day = datetime.fromisoformat(deck.text.fact("meeting_date"))
    return to_bytes(slides, deck.text.fact("title"), deck.text.fact("author"), day)
