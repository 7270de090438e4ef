"""The commands of the documents work as they are written, and no link of theirs leads nowhere."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import deckline

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


def _commands() -> list[str]:
    """Return every command of the documents once; a later one may need what an earlier one made."""
    blocks = [b for path in DOCUMENTS for b in CONSOLE.findall(path.read_text(encoding="utf-8"))]
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith("deckline ")))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as the guides describe it: an archive, and answers that somebody has saved."""
    made = tmp_path_factory.mktemp("desk")
    (made / "archive").mkdir()
    samples = ROOT / "samples" / "decks"
    shutil.copy(samples / "ulpaslahti-2023.pptx", made / "archive" / "2023.pptx")
    shutil.copy(samples / "ulpaslahti-2024.pptx", made / "archive" / "2024.pptx")
    (made / "passwords.txt").write_text("spring tide\n", encoding="utf-8")
    page = Canvas(str(made / "archive" / "2023.pdf"))
    page.drawString(72, 720, "Goal 1: The library is open to everyone")
    page.save()
    return made


def test_the_commands_of_the_documents_work(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which they stand, in one folder; what is written to a file by the shell is written."""
    monkeypatch.chdir(desk)
    commands = sorted(_commands(), key=lambda c: c != "deckline run archive/ -o out")
    assert len(commands) >= 8
    for command in commands:
        words, _, target = command.partition(" > ")
        told = CliRunner().invoke(deckline, shlex.split(words)[1:])
        assert told.exit_code == 0, f"{command}: {told.output}"
        if target:
            Path(target).write_text(told.stdout, encoding="utf-8")
        if not Path("answers.xlsx").exists():
            shutil.copy("out/report.xlsx", "answers.xlsx")


def test_every_option_of_a_run_stands_in_the_documents() -> None:
    """An option that nobody reads of is not there."""
    told = " ".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    options = [max(one.opts, key=len) for one in deckline.commands["run"].params if one.opts[0].startswith("-")]
    assert len(options) > 15
    # As they are shown: by their letter, or by what they are used for.
    short = {"--out": "-o", "--dry-run": "-n", "--quiet": "-q", "--verbose": "-v", "--pictures": "--no-pictures"}
    assert [name for name in options if name not in told and f" {short.get(name, name)}" not in told] == []


def test_the_library_as_the_readme_shows_it(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of the README can be copied and run."""
    monkeypatch.chdir(desk)
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "area" in told.stdout
    assert (desk / "out" / "datapackage.json").is_file()


def test_the_questions_to_the_database_have_answers(desk: Path) -> None:
    """Every query of the documents runs on what a run wrote, and finds something."""
    queries = [q for path in DOCUMENTS for q in SQL.findall(path.read_text(encoding="utf-8"))]
    assert len(queries) >= 2
    told = CliRunner().invoke(deckline, ["run", str(desk / "archive"), "-o", str(desk / "asked")])
    assert told.exit_code == 0, told.output
    with contextlib.closing(sqlite3.connect(desk / "asked" / "dataset.sqlite")) as base:
        assert all(base.execute(query).fetchall() for query in queries)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every document and picture that a document names is there."""
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
