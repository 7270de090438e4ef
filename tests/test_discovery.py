"""Which files a run takes."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.discovery import discover, shown
from pipeline.errors import UsageError


def _file(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _shown(*places: Path | str, out: Path | None = None) -> list[str]:
    return [i.shown_as for i in discover([str(p) for p in places], out).inputs]


def test_folder_gives_visible_files_in_order(tmp_path: Path) -> None:
    """Hidden files, office lock files and our own output are left out."""
    for name in ("b.pdf", "a/z.pdf", "a/b.pdf", ".hidden", ".git/x", "~$b.pptx", "__pycache__/m.pyc", "out/run.json"):
        _file(tmp_path / name)
    _file(tmp_path / "old" / "run.json")
    _file(tmp_path / "old" / "documents" / "x" / "deck.json")
    assert _shown(tmp_path, out=tmp_path / "out") == ["a/b.pdf", "a/z.pdf", "b.pdf"]


def test_paths_are_relative_to_their_input(tmp_path: Path) -> None:
    """A named file shows its name alone; named and walked is one input, and counts as named."""
    _file(tmp_path / "in" / "a" / "deck.pdf")
    assert _shown(tmp_path / "in" / "a" / "deck.pdf") == ["deck.pdf"]
    found = discover([str(tmp_path / "in"), str(tmp_path / "in" / "a" / "deck.pdf")], None).inputs
    assert [i.named for i in found] == [True]


def test_links_and_pipes_are_refused_in_folders(tmp_path: Path) -> None:
    """A link may lead within the folder only; a folder is never entered by a link."""
    _file(tmp_path / "secret.pdf")
    _file(tmp_path / "in" / "sub" / "deck.pdf")
    (tmp_path / "in" / "inner.pdf").symlink_to(tmp_path / "in" / "sub" / "deck.pdf")
    (tmp_path / "in" / "outer.pdf").symlink_to(tmp_path / "secret.pdf")
    (tmp_path / "in" / "nowhere.pdf").symlink_to(tmp_path / "none")
    (tmp_path / "in" / "self.pdf").symlink_to(tmp_path / "in" / "self.pdf")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "pipe.pdf")
    found = {i.shown_as: i.refusal for i in discover([str(tmp_path / "in")], None).inputs}
    assert found["inner.pdf"] == found["sub/deck.pdf"] == ""
    assert "out of the folder" in found["outer.pdf"]
    assert "nowhere" in found["nowhere.pdf"]
    assert "nowhere" in found["self.pdf"]
    assert found["pipe.pdf"] == "not a regular file"
    assert len(found) == 6


def test_missing_places_are_told(tmp_path: Path) -> None:
    """Alone an error, beside others a note."""
    deck = _file(tmp_path / "deck.pdf")
    found = discover([str(deck), str(tmp_path / "no\nne")], None)
    assert [i.shown_as for i in found.inputs] == ["deck.pdf"]
    assert "no\ufffdne" in str(found.missing[0])
    with pytest.raises(UsageError, match="no such file"):
        discover([str(tmp_path / "none")], None)


def test_list_on_stdin(tmp_path: Path) -> None:
    """``-`` reads paths, one per line, whatever the line ends."""
    one, two = _file(tmp_path / "one.pdf"), _file(tmp_path / "two.pdf")
    found = discover(["-"], None, [f"{two}\r\n", "\n", str(one)])
    assert [i.shown_as for i in found.inputs] == ["one.pdf", "two.pdf"]


def test_input_is_not_output(tmp_path: Path) -> None:
    """The folder cannot be read and written at once."""
    with pytest.raises(UsageError, match="at once"):
        discover([str(tmp_path)], tmp_path)


def test_names_are_safe_and_the_same_everywhere() -> None:
    """Composed letters, no control characters, no bytes that are no text."""
    assert shown(unicodedata.normalize("NFD", "Pöytä.pdf")) == "Pöytä.pdf"
    assert shown("a\x1b[31m\n.pdf") == "a\ufffd[31m\ufffd.pdf"
    assert shown(os.fsdecode(b"caf\xe9.pdf")) == "caf\ufffd.pdf"
