"""Writing files so that a reader finds the old bytes or the new ones, never a part.

What is on the disk after a power cut is the caller's care: a run syncs once, before it writes ``run.json``.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pipeline.errors import OutputError


def write_bytes(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` in one step, folders included; return whether the file changed.

    Raises ``OutputError`` when the place cannot be written.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        remedy = "check the permissions and the free space, or choose another output folder"
        raise OutputError(error.strerror or str(error), where=str(path), remedy=remedy) from error
    return True


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
