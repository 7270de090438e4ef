"""Draws hard pages with known words, cells and lines, and turns them into bad scans.

Every page comes from a seed alone: layout, language, font, table style, spans, then resolution, skew,
noise, blur and JPEG.  Seeds from ``HELD_BACK`` on are for a last measurement, never for tuning.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD_BACK = 1000
STYLES = ("grid", "hairline", "horizontal", "zebra", "white", "banded", "borderless")
_FONTS = {
    "Sans": ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"),
    "Serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "Narrow": ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    "Times": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    "Noto": ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf"),
}
_FOLDER = Path("/usr/share/fonts/truetype")
_HEADS = {
    "fi": ["Päämäärä", "Toimet", "Vastuutaho", "Mittari", "Tilanne", "Vuosi 2024", "Vuosi 2025", "Huomioita"],
    "sv": ["Målsättning", "Åtgärder", "Ansvarig", "Mätare", "Läget", "År 2024", "År 2025", "Anmärkning"],
    "en": ["Objective", "Measures", "Owner", "Metric", "Progress", "Year 2024", "Year 2025", "Remarks"],
}
_TEXTS = {
    "fi": """kirjaston aukioloaikoja pidennetään iltaisin ja viikonloppuisin|talvikunnossapidon palautteet käydään läpi
kuukausittain|koulujen pihoille rakennetaan lisää pyöräpaikkoja|nuorten kesätyöpaikkoja on haettavana aiempaa
enemmän|sähköinen ajanvaraus otetaan käyttöön kaikissa toimipisteissä|selvitetään yhteiskäyttöautojen kysyntä|puistojen
valaistus uusitaan vaiheittain|asukasillat järjestetään keväällä ja syksyllä|henkilöstön osaamista vahvistetaan
koulutuksella|ikääntyneiden liikuntaryhmät laajenevat kylille|hankintojen ympäristökriteerit päivitetään|tilojen
käyttöaste nousee 75 prosenttiin|mittaristo hyväksytään johtoryhmässä|kehitetään yhteistyötä yrittäjien kanssa""",
    "sv": """bibliotekets öppettider förlängs på kvällar och helger|responsen om vinterväghållningen gås igenom varje
månad|fler cykelplatser byggs på skolgårdarna|sommarjobben för unga blir fler än tidigare|den elektroniska
tidsbokningen tas i bruk vid alla enheter|efterfrågan på bilpooler utreds|belysningen i parkerna förnyas
stegvis|invånarkvällar ordnas på våren och hösten|personalens kunnande stärks genom utbildning|motionsgrupperna för
äldre utvidgas till byarna|miljökriterierna för upphandling uppdateras|användningsgraden för lokalerna stiger till
75 procent|mätarna godkänns av ledningsgruppen|samarbetet med företagare utvecklas""",
    "en": """library opening hours are extended in the evenings|winter maintenance feedback is reviewed every
month|more bicycle stands are built at schools|summer jobs for young people become more common|online booking is
introduced at every office|demand for shared cars is examined|park lighting is renewed in stages|meetings with
residents are held in spring and autumn|staff skills are strengthened by training|exercise groups for older people
reach the villages|environmental criteria in procurement are updated|the use of premises rises to 75 per
cent|indicators are approved by the board|cooperation with local businesses grows""",
}
_STATES = {
    "fi": ["valmis", "käynnissä", "siirtyy"],
    "sv": ["klar", "pågår", "utgår"],
    "en": ["done", "ongoing", "late"],
}


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn border between cells or of a fill, in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class GoldCell:
    """A cell with its place, spans and items (list items are separate, else one)."""

    row: int
    column: int
    row_span: int
    column_span: int
    items: tuple[str, ...]
    box: tuple[float, float, float, float]


@dataclass
class Sheet:
    """One drawn page: its PDF, its size in points, what stands on it."""

    width: float
    height: float
    style: str
    language: str
    pdf: bytes = b""
    cells: list[GoldCell] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bullets: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    font: str
    bold: str
    size: float
    style: str
    accent: tuple[float, float, float]
    pale: tuple[float, float, float]
    rule: float
    bullet: str


def sheet(seed: int) -> Sheet:
    """Draw the page of a seed."""
    rng = random.Random(seed)
    width, height = rng.choice([(960.0, 540.0), (842.0, 595.0), (595.0, 842.0), (720.0, 540.0)])
    page = Sheet(width, height, rng.choice(STYLES), rng.choice(["fi", "fi", "sv", "en"]))
    font, bold = _register(rng.choice(sorted(_FONTS)))
    hue = rng.choice([(0.12, 0.3, 0.5), (0.2, 0.45, 0.3), (0.45, 0.15, 0.3), (0.3, 0.3, 0.3), (0.1, 0.5, 0.6)])
    pale = rng.uniform(0.88, 0.96)
    look = _Look(
        font,
        bold,
        rng.choice([7.0, 8.0, 9.0, 10.0, 11.0]),
        page.style,
        hue,
        (pale, min(1.0, pale + rng.uniform(0, 0.03)), min(1.0, pale + rng.uniform(0, 0.04))),
        rng.choice([0.25, 0.5, 0.75, 1.0]),
        rng.choice(["•", "•", "–", "▪", ""]),
    )
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=True)
    _title(canvas, page, look, rng)
    _table(canvas, page, look, rng)
    canvas.save()
    page.pdf = buffer.getvalue()
    return page


def _register(name: str) -> tuple[str, str]:
    files = [_FOLDER / part for part in _FONTS[name]]
    if not all(path.is_file() for path in files):
        return "Helvetica", "Helvetica-Bold"
    for suffix, path in zip(("", "-Bold"), files, strict=True):
        pdfmetrics.registerFont(TTFont(name + suffix, str(path)))
    return name, f"{name}-Bold"


def _phrases(page: Sheet, rng: random.Random) -> list[str]:
    found = [" ".join(text.split()) for text in _TEXTS[page.language].split("|")]
    rng.shuffle(found)
    return [text[0].upper() + text[1:] for text in found]


def _title(canvas: Canvas, page: Sheet, look: _Look, rng: random.Random) -> None:
    text = _phrases(page, rng)[0]
    canvas.setFont(look.bold, 18)
    canvas.drawString(40, page.height - 46, text)
    page.words += text.split()


def _columns(page: Sheet, rng: random.Random) -> list[float]:
    count = rng.randint(3, 5)
    shares = [rng.uniform(0.7, 1.1), *(rng.uniform(1.0, 2.2) for _ in range(count - 1))]
    scale = (page.width - 80) / sum(shares)
    edges = [40.0]
    for share in shares:
        edges.append(edges[-1] + share * scale)
    return edges


def _contents(page: Sheet, columns: int, rng: random.Random, *, listed: bool) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield groups: how many rows the first cell spans, then the cells of each row behind it."""
    phrases = iter(_phrases(page, rng) * 4)
    for _ in range(rng.randint(2, 4)):
        span = rng.choice([1, 1, 2, 3]) if page.style in ("grid", "hairline", "white") else 1
        rows: list[list[str]] = []
        for _ in range(span):
            for column in range(1, columns):
                if column == columns - 1 and rng.random() < 0.4:
                    rows.append([rng.choice(_STATES[page.language])])
                elif rng.random() < 0.08:
                    rows.append([])
                else:
                    rows.append([next(phrases) for _ in range(rng.choice([1, 1, 2, 3]) if listed else 1)])
        yield span, rows


def _wrap(text: str, font: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _table(canvas: Canvas, page: Sheet, look: _Look, rng: random.Random) -> None:
    edges = _columns(page, rng)
    columns = len(edges) - 1
    top = 70.0
    heads = rng.sample(_HEADS[page.language], columns)
    rows = [_Row(top, look.size * 1.25 + 8, [(0, c, c + 1, [head]) for c, head in enumerate(heads)], header=True)]
    groups: list[tuple[int, int, str]] = []
    phrases = _phrases(page, rng)
    for span, cells in _contents(page, columns, rng, listed=bool(look.bullet)):
        first, bottom = len(rows), rows[-1].top + rows[-1].height
        label = phrases[len(groups)]
        fresh = []
        for r in range(span):
            row_cells = [(c, c, c + 1, cells[r * (columns - 1) + c - 1]) for c in range(1, columns)]
            needed = max(_needed(items, edges[c + 1] - edges[c], look) for _, c, _, items in row_cells)
            needed = max(needed, _needed([label], edges[1] - edges[0], look) / span)
            fresh.append(_Row(bottom, needed, row_cells))
            bottom += needed
        if bottom > page.height - 30:
            break
        rows += fresh
        groups.append((first, span, label))
    _draw(canvas, page, look, rows, groups, edges)


@dataclass
class _Row:
    top: float
    height: float
    cells: list[tuple[int, int, int, list[str]]]
    header: bool = False


def _needed(items: list[str], room: float, look: _Look) -> float:
    inner = room - 8 - (look.size if look.bullet else 0)
    return sum(len(_wrap(text, look.font, look.size, inner)) for text in items) * look.size * 1.22 + 7


def _draw(
    canvas: Canvas, page: Sheet, look: _Look, rows: list[_Row], groups: list[tuple[int, int, str]], edges: list[float]
) -> None:
    boxes = [
        (r, c, 1, items, row.top, row.top + row.height) for r, row in enumerate(rows) for _, c, _, items in row.cells
    ]
    for first, span, label in groups:
        bottom = rows[first + span - 1].top + rows[first + span - 1].height
        boxes.append((first, 0, span, [label], rows[first].top, bottom))
    for r, c, span, items, top, bottom in sorted(boxes):
        box = (edges[c], top, edges[c + 1], bottom)
        _decorate(canvas, page, look, box, (r, c), bool(rows[r].header))
        _write(canvas, page, look, box, items, c, header=rows[r].header)
        page.cells.append(GoldCell(r, c, span, 1, tuple(items), box))
    last = rows[-1].top + rows[-1].height
    if look.style in ("horizontal", "banded"):
        _rule(canvas, page, look, (edges[0], last, edges[-1], last), look.rule)


def _decorate(
    canvas: Canvas, page: Sheet, look: _Look, box: tuple[float, float, float, float], at: tuple[int, int], header: bool
) -> None:
    x0, top, x1, bottom = box
    fill = None
    if look.style in ("white", "banded", "zebra", "hairline") and header:
        fill = look.accent
    elif look.style == "white" or (look.style == "zebra" and at[0] % 2 == 0) or (look.style == "banded" and at[1] == 0):
        fill = look.pale
    if fill is not None:
        canvas.setFillColorRGB(*fill)
        canvas.rect(x0, page.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    sides = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    if look.style in ("grid", "hairline", "white"):
        for side in sides:
            _rule(canvas, page, look, side, max(look.rule, 0.75) if look.style == "white" else look.rule)
    elif look.style in ("horizontal", "banded"):
        _rule(canvas, page, look, sides[0], look.rule)
    elif look.style == "zebra" and fill is not None:
        page.lines += [Line(*sides[0]), Line(*sides[1])]


def _rule(canvas: Canvas, page: Sheet, look: _Look, side: tuple[float, float, float, float], thickness: float) -> None:
    shade = {"white": 1.0, "hairline": 0.7}.get(look.style, 0.15)
    canvas.setStrokeColorRGB(shade, shade, shade)
    canvas.setLineWidth(thickness)
    canvas.line(side[0], page.height - side[1], side[2], page.height - side[3])
    page.lines.append(Line(*side))


def _write(
    canvas: Canvas,
    page: Sheet,
    look: _Look,
    box: tuple[float, float, float, float],
    items: list[str],
    column: int,
    *,
    header: bool,
) -> None:
    filled = header and look.style in ("white", "banded", "zebra", "hairline")
    shade = 1.0 if filled else 0.05
    font = look.bold if header or column == 0 else look.font
    listed = bool(look.bullet) and not header and column > 0 and len(items) > 1
    at = page.height - box[1] - 3 - look.size
    canvas.setFillColorRGB(shade, shade, shade)
    canvas.setFont(font, look.size)
    indent = look.size if listed else 0
    for item in items:
        if listed:
            canvas.drawString(box[0] + 4, at, look.bullet)
            page.bullets += 1
        for text in _wrap(item, font, look.size, box[2] - box[0] - 8 - indent):
            canvas.drawString(box[0] + 4 + indent, at, text)
            page.words += text.split()
            at -= look.size * 1.22


def scanned(page: Sheet, seed: int) -> tuple[npt.NDArray[np.uint8], float]:
    """Rasterise a sheet as a bad scanner would; returns the picture and its skew in degrees clockwise."""
    import cv2
    import pypdfium2

    rng = np.random.default_rng(seed)
    dpi = int(rng.choice([110, 130, 150, 150, 200, 240, 300]))
    drawn = pypdfium2.PdfDocument(page.pdf)[0].render(scale=dpi / 72 * 2, rev_byteorder=True).to_numpy()[..., :3]
    skew = float(rng.uniform(-1.5, 1.5))
    rows, columns = drawn.shape[0] // 2, drawn.shape[1] // 2
    turn = cv2.getRotationMatrix2D((columns, rows), -skew, 1.0)
    turned = cv2.warpAffine(drawn, turn, (columns * 2, rows * 2), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    small = cv2.resize(turned, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), float(rng.uniform(0.2, 0.75))), np.float32)
    if rng.random() < 0.6:
        small = np.asarray(np.mean(small, axis=2, keepdims=True), np.float32)
    light = np.linspace(1.0, float(rng.uniform(0.92, 1.0)), columns, dtype=np.float32)[None, :, None]
    noisy = small * light * float(rng.uniform(0.94, 1.0)) + rng.normal(0, float(rng.uniform(1, 6)), small.shape)
    quality = int(rng.integers(55, 92))
    clean = np.clip(noisy, 0, 255).astype(np.uint8)
    stored = cv2.imencode(
        ".jpg", clean[..., ::-1] if clean.shape[2] == 3 else clean, [cv2.IMWRITE_JPEG_QUALITY, quality]
    )[1]
    back = np.asarray(cv2.imdecode(stored, cv2.IMREAD_UNCHANGED))
    return np.ascontiguousarray(back[..., ::-1] if back.ndim == 3 else back).astype(np.uint8), skew
