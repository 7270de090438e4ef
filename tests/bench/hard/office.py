"""Turns slides into a PDF with LibreOffice, as an office would."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def to_pdf(slides: bytes) -> bytes:
    """Return slides as LibreOffice prints them; OSError where it is not installed or gives nothing."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "deck.pptx"
        source.write_bytes(slides)
        # A profile of its own, so that two conversions at a time do not wait for one another.
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, capture_output=True, timeout=180, check=False)
        return source.with_suffix(".pdf").read_bytes()
