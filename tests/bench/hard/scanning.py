"""Turns a drawn PDF into a scan: one resolution for the deck, every page a little skewed, noisy and soft."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = npt.NDArray[np.uint8]
RESOLUTIONS = (110, 150, 150, 200, 200, 300)


def scanned(pdf: bytes, seed: int) -> bytes:
    """Return the pages of a PDF as JPEG pictures in a PDF; every fifth deck has one page lying on its side."""
    import cv2
    import pypdfium2

    rng = np.random.default_rng(seed)
    dpi, quality = int(rng.choice(RESOLUTIONS)), int(rng.integers(60, 92))
    blur, noise = float(rng.uniform(0.2, 0.7)), float(rng.uniform(1, 5))
    grey, buffer = bool(rng.random() < 0.5), io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    pages = pypdfium2.PdfDocument(pdf)
    turned = int(rng.integers(len(pages))) if seed % 5 == 0 else -1
    for number, page in enumerate(pages):
        drawn = page.render(scale=dpi / 72, rev_byteorder=False).to_numpy()[..., :3]
        picture = _worn(drawn, float(rng.uniform(-1.2, 1.2)), blur, noise, rng)
        if grey:
            picture = picture.mean(axis=2).astype(np.uint8)
        if number == turned:
            picture = np.ascontiguousarray(np.rot90(picture))
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        width, height = picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(data)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _worn(drawn: Picture, skew: float, blur: float, noise: float, rng: np.random.Generator) -> Picture:
    import cv2

    rows, columns = drawn.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), skew, 1.0)
    flat = cv2.warpAffine(drawn, turn, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(flat.astype(np.float32), (0, 0), blur)
    light = np.linspace(1.0, float(rng.uniform(0.93, 1.0)), columns, dtype=np.float32)[None, :, None]
    worn: Picture = np.clip(soft * light + rng.normal(0, noise, soft.shape), 0, 255).astype(np.uint8)
    return worn
