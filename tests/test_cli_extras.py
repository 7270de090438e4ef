"""Commands that help people along: a draft of a profile, completion, examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import deckline
from pipeline.profiles import organisation

SAMPLES = Path(__file__).parents[1] / "samples" / "decks"


def test_a_draft_names_the_organisation_and_can_be_checked(tmp_path: Path) -> None:
    """What the command prints is a profile that loads."""
    told = CliRunner().invoke(deckline, ["profiles", "suggest", str(SAMPLES / "ulpaslahti-2022.pptx")])
    assert told.exit_code == 0
    path = tmp_path / "draft.toml"
    path.write_text(told.stdout, encoding="utf-8")
    assert "Ulpaslah" in organisation(str(path)).name
    assert CliRunner().invoke(deckline, ["profiles", "check", str(path)]).exit_code == 0


def test_a_draft_of_nothing_is_an_error(tmp_path: Path) -> None:
    """A file that cannot be read is named; where there is no other, the command fails."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing else")
    told = CliRunner().invoke(deckline, ["profiles", "suggest", str(broken)])
    assert told.exit_code == 2
    assert "broken.pdf" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_every_shell(shell: str) -> None:
    """The script names the command."""
    told = CliRunner().invoke(deckline, ["completion", shell])
    assert told.exit_code == 0
    assert "deckline" in told.stdout


def test_a_shell_is_told_the_commands() -> None:
    """What the script asks for is answered."""
    told = CliRunner().invoke(
        deckline,
        [],
        prog_name="deckline",
        env={"_DECKLINE_COMPLETE": "bash_complete", "COMP_WORDS": "deckline pro", "COMP_CWORD": "1"},
    )
    assert "profiles" in told.stdout


@pytest.mark.parametrize("command", ["run", "extract", "inspect", "audit"])
def test_help_teaches_with_examples(command: str) -> None:
    """The lines of the examples stand as they are to be typed."""
    told = CliRunner().invoke(deckline, [command, "--help"]).stdout
    assert f"\n    deckline {command} " in told
