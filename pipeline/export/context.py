"""What an export knows of the run beside the data; no clock, no absolute path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.codec import decode
from pipeline.model import PagePicture


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of the pages, by document and page, and the folders that hold them."""

    folders: Mapping[str, Path] = field(default_factory=dict)
    known: Mapping[tuple[str, int], PagePicture] = field(default_factory=dict)

    @classmethod
    def of(cls, folders: Mapping[str, Path]) -> Pictures:
        """Read the ``index.json`` of each document's folder; one that is missing or torn counts as no pictures."""
        known: dict[tuple[str, int], PagePicture] = {}
        for identity, folder in folders.items():
            try:
                found = [decode(PagePicture, one) for one in json.loads((folder / "index.json").read_bytes())]
            except (OSError, ValueError):
                continue
            known |= {(identity, p.page): p for p in found if (folder / p.file).is_file()}
        return cls(folders, known)

    def get(self, document_id: str, page: int) -> PagePicture | None:
        """Return the picture of a page, where there is one."""
        return self.known.get((document_id, page))

    def content(self, document_id: str, picture: PagePicture) -> bytes:
        """Return the bytes of a picture; raises ``OSError``."""
        return (self.folders[document_id] / picture.file).read_bytes()


@dataclass(frozen=True, slots=True)
class RunContext:
    """The run that made the data.

    ``settings`` are (name, value) pairs; ``inputs`` are (path relative to the input folder, SHA-256,
    state); ``language`` is that of the report and the workbook;
    ``formats`` names the exporters that were asked for, empty for all that can be had.
    """

    version: str
    settings: tuple[tuple[str, str], ...] = ()
    inputs: tuple[tuple[str, str, str], ...] = ()
    language: str = "en"
    formats: tuple[str, ...] = ()
    pictures: Pictures = field(default_factory=Pictures)
