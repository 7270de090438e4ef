"""Makes PDF, scan and OCR dump of a drawn deck, with LibreOffice, PDFium and Tesseract."""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytesseract
from PIL import Image, ImageFilter

DPI = 150
SKEWS = (0.4, -0.3, 0.6, -0.7, 0.2)
NOISE = 5.0
QUALITY = 42


def to_pdf(slides: Path) -> Path:
    """Convert a PPTX to PDF beside it, with LibreOffice."""
    with tempfile.TemporaryDirectory() as home:
        command = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", slides.parent, slides], check=True, capture_output=True)
    return slides.with_suffix(".pdf")


def _pictures(pdf: Path, dpi: int) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture: Image.Image = page.render(scale=dpi / 72).to_pil().convert("L")
        yield picture
    document.close()


def _worn(picture: Image.Image, skew: float, noise: np.random.Generator) -> Image.Image:
    """Return a page as a scanner sees it: a little askew, soft, greyish and noisy."""
    turned = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.6))
    pixels = np.asarray(turned, dtype=np.float32) * 0.94 + 8 + noise.normal(0, NOISE, (turned.height, turned.width))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def to_scan(pdf: Path, scan: Path) -> None:
    """Write a PDF of page pictures only: 150 dpi, grey, JPEG, seeded wear."""
    noise = np.random.default_rng(2023)
    pages = [_worn(picture, SKEWS[i % len(SKEWS)], noise) for i, picture in enumerate(_pictures(pdf, DPI))]
    pages[0].save(scan, "PDF", resolution=DPI, quality=QUALITY, save_all=True, append_images=pages[1:])


def _bare(text: str) -> str:
    """Return a text with the marks above its letters taken off."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def to_dump(pdf: Path, dump: Path) -> None:
    """Write what an English Tesseract makes of the pages, without diacritics, a form feed after each page."""
    pages = [pytesseract.image_to_string(picture, lang="eng", config="--psm 3") for picture in _pictures(pdf, 200)]
    dump.write_text("".join(_bare(page).rstrip() + "\n\f" for page in pages), encoding="utf-8")
