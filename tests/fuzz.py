"""Mutated decks: any bytes give pages that hold together or one of our errors, and never a hang.

``python -m tests.fuzz --count 5000 --seed 1`` tries as many as are wanted and prints what broke; the
same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import random
import re
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from pipeline import profiles
from pipeline.codec import Plain, decode, encode
from pipeline.errors import DocumentError
from pipeline.extract import open_document
from pipeline.extract.furniture import finish
from pipeline.extract.scene import ReadOptions
from pipeline.model import Box, Deck, Page
from pipeline.normalise import understand
from pipeline.reports import with_state
from pipeline.workers import End, Ending, Limits, Step, Task, work
from tests.bombs import slides

SAMPLES = Path(__file__).parents[1] / "samples" / "decks"
LIMITS = Limits(cpu_seconds=20, silent_seconds=240, wall_seconds=3600, memory_mb=1536)
# A few pages of a deck are enough to stumble on, and more cases find more than more pages.
OPTIONS = ReadOptions(ocr="never", pages=(1, 2, 3), max_pages=30)
# What the standard library raises on a zip that an earlier mutation broke.
UNPACKABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    ValueError,
    LookupError,
    OSError,
    RuntimeError,
    EOFError,
)
DONE, NOW = "done.jsonl", "now"
Mutation = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: ``what`` is ``read``, ``refused`` with a class, or what should not be."""

    case: int
    what: str
    fault: bool = False


def flipped(data: bytes, draw: random.Random) -> bytes:
    """Flip up to eight bits."""
    out = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        out[draw.randrange(len(out))] ^= 1 << draw.randrange(8)
    return bytes(out)


def cut(data: bytes, draw: random.Random) -> bytes:
    """Break off at 10 to 99 percent."""
    return data[: max(1, len(data) * draw.randint(10, 99) // 100)]


def torn(data: bytes, draw: random.Random) -> bytes:
    """Take a stretch out."""
    at = draw.randrange(len(data))
    return data[:at] + data[at + draw.randint(1, 400) :]


def doubled(data: bytes, draw: random.Random) -> bytes:
    """Put a stretch in again elsewhere."""
    at, to = draw.randrange(len(data)), draw.randrange(len(data))
    return data[:to] + data[at : at + draw.randint(1, 400)] + data[to:]


def blanked(data: bytes, draw: random.Random) -> bytes:
    """Overwrite a stretch with one byte."""
    at, size = draw.randrange(len(data)), draw.randint(1, 200)
    return data[:at] + bytes([draw.choice((0, 10, 32, 255))]) * size + data[at + size :]


def numbered(data: bytes, draw: random.Random) -> bytes:
    """Replace a number by one that few expect."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return flipped(data, draw)
    odd = draw.choice((b"0", b"-1", b"99999999999", b"2147483648", b"1e309", b"0.0000001", b"NaN"))
    place = draw.choice(found)
    return data[: place.start()] + odd + data[place.end() :]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, torn, doubled, blanked, numbered)


def inside(data: bytes, draw: random.Random) -> bytes:
    """Mutate a member of a zip and pack it again, so that its checksum is right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [m.filename for m in old.infolist()]
        hit = draw.choice([n for n in names if n.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            new.writestr(zipfile.ZipInfo(name), draw.choice(MUTATIONS)(part, draw) if name == hit else part)
    return out.getvalue()


def seeds() -> tuple[tuple[str, bytes], ...]:
    """Return the sound decks that cases start from: every kind that is read."""
    picture = Image.new("L", (400, 225), 255)
    ImageDraw.Draw(picture).text((20, 20), "Tavoite 1", fill=0)
    png, tiff = io.BytesIO(), io.BytesIO()
    picture.save(png, "PNG")
    picture.save(tiff, "TIFF", compression="tiff_lzw", save_all=True, append_images=[picture])
    text = b"Tavoite 1\n\n- toimenpide yksi\n- toimenpide kaksi\n\n2023\t2024\nvalmis\tkesken\n\fSivu 2\n"
    pptx = sorted(SAMPLES.glob("*.pptx"))[0].read_bytes()
    return (
        ("a.pdf", slides(2)),
        ("b.pdf", slides(2, deflate=False)),
        ("a.pptx", pptx),
        ("a.txt", text * 4),
        ("a.png", png.getvalue()),
        ("a.tiff", tiff.getvalue()),
    )


def case(number: int, decks: tuple[tuple[str, bytes], ...]) -> tuple[str, bytes]:
    """Return name and bytes of a case; its number is its seed."""
    draw = random.Random(number)
    name, data = draw.choices(decks, weights=(5, 5, 3, 2, 1, 1))[0]
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        if name.endswith(".pptx") and draw.random() < 0.8:
            with suppress(*UNPACKABLE):
                data = inside(data, draw)
        else:
            data = draw.choice(MUTATIONS)(data or b"x", draw)
    return name, data


def faults(pages: tuple[Page, ...]) -> Iterator[str]:
    """Yield what no reader may give: pages out of order, boxes without a place, text that cannot be kept."""
    if [p.number for p in pages] != sorted({p.number for p in pages}):
        yield "pages out of order"
    for page in pages:
        texts = [w.text for w in page.words]
        items = [i for b in page.blocks for i in b.items]
        items += [i for t in page.tables for c in t.cells for i in c.items]
        texts += [i.reading.text for i in items]
        if any(unicodedata.category(c) == "Cs" for text in texts for c in text):
            yield f"page {page.number}: a lone surrogate"
        if not all(_placed(w.box) for w in page.words) or not 0 <= page.confidence <= 1:
            yield f"page {page.number}: a box or a confidence out of range"
        if any(not 0 <= n < len(page.words) for i in items for n in i.words):
            yield f"page {page.number}: an item of words that are not there"
        if not isinstance(decode(Page, json.loads(json.dumps(encode(page)))), Page):
            yield f"page {page.number}: cannot be kept"


def _placed(box: Box) -> bool:
    return all(abs(v) < 1e7 for v in (box.x0, box.top, box.x1, box.bottom)) and box.x0 <= box.x1


def tried(number: int, path: Path, known: profiles.Profile) -> Outcome:
    """Read and understand one case."""
    try:
        source, pages = open_document(path, path.name, OPTIONS)
        read = tuple(pages)
    except DocumentError as error:
        return Outcome(number, f"refused: {error.code}", fault=not error.where)
    except Exception as error:
        return Outcome(number, f"{path.name}: {type(error).__name__}: {error}", fault=True)
    wrong = next(faults(read), "")
    try:
        deck = with_state(Deck(source, finish(read)), (), stopped=False)
        understand(deck, "case-00000000", known)
    except Exception as error:
        wrong = wrong or f"not understood: {type(error).__name__}: {error}"
    return Outcome(number, wrong or f"read: {deck.state.value}", fault=bool(wrong))


def batch(payload: Plain, folder: Path, step: Step) -> None:
    """Try the cases from the first to the last, as a worker's job; each outcome is written when it is known."""
    assert isinstance(payload, list)
    first, last = (int(str(n)) for n in payload)
    logging.disable(logging.CRITICAL)
    decks, known = seeds(), profiles.profile((), None)
    with (folder / DONE).open("a", encoding="utf-8") as done:
        for number in range(first, last):
            name, data = case(number, decks)
            (folder / NOW).write_text(str(number), encoding="utf-8")
            path = folder / name
            path.write_bytes(data)
            done.write(json.dumps(encode(tried(number, path, known))) + "\n")
            done.flush()
            step()


def fuzz(first: int, count: int, folder: Path) -> tuple[Outcome, ...]:
    """Try ``count`` cases in workers; one that takes its worker with it is an outcome, and the next go on."""
    found: list[Outcome] = []
    at, last = first, first + count
    while at < last:
        task = Task("fuzz", "tests.fuzz:batch", [at, last], folder / str(at))
        ((_, end),) = work([task], 1, LIMITS)
        if not (task.folder / NOW).exists():
            raise RuntimeError(f"case {at} could not be made: {end.message}")
        lines = (task.folder / DONE).read_text(encoding="utf-8").splitlines()
        found += [decode(Outcome, json.loads(line)) for line in lines]
        if end.ending is Ending.DONE:
            break
        at = int((task.folder / NOW).read_text(encoding="utf-8")) + 1
        found.append(_killed(at - 1, end))
    return tuple(found)


def _killed(number: int, end: End) -> Outcome:
    """Return the outcome: a library's crash costs one way of reading, as a run goes on behind it; a hang is a fault."""
    return Outcome(number, f"{end.ending.value}: {end.message}", fault=end.ending is not Ending.CRASHED)


def main() -> int:
    """Try many cases and print what broke."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0, help="the first case")
    options.add_argument("--keep", type=Path, help="write the bytes of faulty cases here")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = fuzz(given.seed, given.count, Path(scratch))
    for what, n in Counter(o.what.split(":")[0] + ":" + o.what.split(":")[1][:14] for o in outcomes).most_common():
        sys.stdout.write(f"{n:6} {what}\n")
    decks = seeds()
    for outcome in (o for o in outcomes if o.fault):
        sys.stdout.write(f"case {outcome.case}: {outcome.what}\n")
        if given.keep:
            name, data = case(outcome.case, decks)
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / f"{outcome.case}-{name}").write_bytes(data)
    return int(any(o.fault for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
