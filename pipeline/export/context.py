"""What an export knows of the run beside the data; no clock, no absolute path."""

from __future__ import annotations

from dataclasses import dataclass


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
