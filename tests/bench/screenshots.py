"""Pictures of the report for the README: ``python -m tests.bench.screenshots OUT [--to docs]``.

OUT is a folder that ``deckline run samples/decks -o OUT`` wrote.  Needs Chromium.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.browser import Browser

WIDE, NARROW = (1280, 900), (390, 844)
COLOURS = 96


def telling(report: Path) -> Path:
    """Return the page of the thread whose wording changed most often; of equals the first."""
    pages = sorted((report / "threads").glob("*.html"))
    return max(pages, key=lambda p: min(p.read_text(encoding="utf-8").count("<ins"), 12))


def shots(report: Path) -> Iterator[tuple[str, Path, tuple[int, int]]]:
    """Yield name, page and size of each picture."""
    thread = telling(report)
    yield "report.png", report / "index.html", (1280, 1330)
    yield "report-thread.png", thread, (1280, 1080)
    yield "report-timeline.png", report / "timeline.html", WIDE
    yield "report-phone.png", thread, NARROW


def small(picture: bytes) -> bytes:
    """Return a PNG with few colours."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of the report for the README")
    parser.add_argument("out", type=Path, help="folder that deckline run wrote")
    parser.add_argument("--to", type=Path, default=Path("docs"), help="where the pictures go")
    given = parser.parse_args(arguments)
    with Browser(*WIDE) as browser:
        for name, page, size in shots(given.out / "report"):
            browser.resize(*size)
            browser.open(page)
            picture = small(browser.picture())
            (given.to / name).write_bytes(picture)
            sys.stdout.write(f"{given.to / name}: {len(picture) // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
