"""The ``deckline`` command.  Data goes to stdout, messages to stderr, an error is one line.

Only click and the light modules are imported at the top: ``deckline --help`` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, Unpack

import click

from pipeline import __version__, terminal
from pipeline.errors import DecklineError, ExitCode, OutputError, UsageError
from pipeline.terminal import colours, complain, interrupted, localise, log_to_stderr, report_bug, said, told

if TYPE_CHECKING:
    from pipeline.audit import Asked
    from pipeline.run import Request, Summary
    from pipeline.settings import Flags, Settings

F = TypeVar("F", bound=Callable[..., object])
EPILOG = "Exit codes: 0 all well, 2 usage, 3 something needed is missing, 4 nothing usable, 5 some documents or pages \
failed, 6 output not writable, 7 open review items (--strict), 130 interrupted."


def _examples(*lines: str) -> str:
    """Return lines to stand at the end of a command's help as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=terminal.named)
_OUT = click.option("-o", "--out", required=True, metavar="OUT", type=terminal.folder, help="Output folder.")
_OUT_ARGUMENT = click.argument("out", metavar="OUT", type=terminal.folder)
_UI = click.option("--ui-lang", metavar="en|fi|sv", help="Language of report, workbook and messages; default: en.")
_TALK = _options(
    click.option("-q", "--quiet", is_flag=True, help="Only errors."),
    click.option("-v", "--verbose", count=True, help="Say why files are read again; -vv: timings and traces."),
    _UI,
    click.option("--log-format", metavar="text|json", help="How messages are written."),
)
_PROFILE = click.option("--profile", metavar="NAMES", help="Organisations (names or TOML files); default: all known.")
_LANG = click.option("--lang", metavar="fi,sv,en", help="Languages, most likely first; default: found per page.")
_PAGES = click.option("--pages", metavar="1-3,7", help="Only these pages of every file.")
_OCR = click.option("--ocr", metavar="auto|always|never", help="When to read pictures of pages; default: auto.")
_PASSWORDS = click.option("--password-file", metavar="FILE", help="Passwords to try, one per line.")
_OVERRIDES = click.option("--overrides", metavar="FILE", help="Your answers: the review list, filled in (CSV, XLSX).")
_READ_ONE = _options(_PAGES, _OCR, _PASSWORDS, _PROFILE, _LANG)
_KNOW = _options(
    _PROFILE,
    _LANG,
    click.option("-j", "--jobs", metavar="N", help="Worker processes; default: one per core."),
    click.option("--executor", metavar="local|dask", help="Where documents are read; dask: on a cluster."),
    click.option("--scheduler", metavar="ADDRESS", help="Scheduler of the cluster, e.g. tcp://10.0.0.5:8786."),
    click.option("--force", is_flag=True, help="Do it again, even where nothing has changed."),
)
_READ = _options(
    _PAGES,
    _OCR,
    _PASSWORDS,
    click.option("--pictures/--no-pictures", default=None, help="Keep pictures of the pages for the report."),
    click.option("-n", "--dry-run", is_flag=True, help="List what would be done."),
)
_STRICT = click.option("--strict", is_flag=True, default=None, help="Exit with 7 while items wait for review.")


class Group(click.Group):
    """A group whose commands answer every error with one line and its exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; never show a traceback unless it was asked for."""
        try:
            return super().invoke(ctx)
        except DecklineError as error:
            for one in error.each:
                complain(told(one))
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(ExitCode.OK)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            interrupted()
            ctx.exit(ExitCode.INTERRUPTED)
        except OSError as error:
            where = str(error.filename or "")
            full = OutputError(error.strerror or str(error), where=where, remedy="check space and permissions")
            complain(told(full))
            ctx.exit(full.exit_code)
        except Exception as error:
            report_bug(error)
            ctx.exit(ExitCode.NOTHING_USABLE)


@click.group(cls=Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deckline")
def deckline() -> None:
    """Turn decks (PDF, PPTX, scans, text dumps) into data, and show how the wording changed."""


class _Formatter(click.HelpFormatter):
    """Writes help with the headings of click in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, said("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(said(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, said(text)) for name, text in rows], col_max, col_spacing)


def main() -> None:
    """Run the command; an interrupt ends with 130."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.Context.formatter_class = _Formatter
    localise(deckline)
    try:
        status = deckline(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = ExitCode.USAGE
    except click.ClickException as error:
        complain(said(f"{' '.join(error.format_message().split())} - try 'deckline --help'"))
        status = ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        interrupted()
        status = ExitCode.INTERRUPTED
    sys.exit(int(status or 0))


def _settings(flags: Flags) -> Settings:
    from pipeline.settings import gather

    given = {name: value for name, value in flags.items() if name not in ("quiet", "verbose")}
    settings = gather(given, os.environ, Path())
    log_to_stderr(settings, quiet=flags.get("quiet", False), verbose=flags.get("verbose", 0))
    return settings


@deckline.command(
    epilog=_examples(
        "deckline run archive/ -o out",
        "deckline run 2023.pdf 2024.pptx -o out --lang sv,fi --pages 1-20",
        "deckline run archive/ -o out --overrides answers.xlsx",
        "find . -name '*.pdf' | deckline run - -o out -n",
    )
)
@_INPUTS
@_OUT
@_READ
@_KNOW
@_OVERRIDES
@_STRICT
@_TALK
def run(inputs: tuple[str, ...], out: Path, dry_run: bool, force: bool, **flags: Unpack[Flags]) -> None:
    """Read decks and write the dataset.  INPUT is files or folders; - reads a list of paths."""
    _run(inputs, out, dry_run, force, export=True, **flags)


@deckline.command(
    epilog=_examples("deckline extract archive/ -o out -j 4", "deckline normalise out", "deckline export out")
)
@_INPUTS
@_OUT
@_READ
@_KNOW
@_TALK
def extract(inputs: tuple[str, ...], out: Path, dry_run: bool, force: bool, **flags: Unpack[Flags]) -> None:
    """Only read: pages, tables and words of every deck into OUT/documents."""
    _run(inputs, out, dry_run, force, export=False, **flags)


def _run(
    inputs: tuple[str, ...], out: Path, dry_run: bool, force: bool, *, export: bool, **flags: Unpack[Flags]
) -> None:
    from pipeline import run as stages
    from pipeline.messages import plan_lines
    from pipeline.progress import progress

    request = _request(force, out, export=export, **flags)
    stdin: IO[str] | tuple[str, ...] = sys.stdin if "-" in inputs else ()
    if dry_run:
        for line in plan_lines(stages.plan(inputs, out, request, stdin), request.overrides, request.language):
            click.echo(line)
        return
    with ExitStack() as stack:
        shown = progress(stack, out, request.language, quiet=flags.get("quiet", False))
        summary = stages.run(inputs, out, request, shown, stdin)
    _conclude(summary, out, request, flags.get("quiet", False))


def _request(force: bool, out: Path | None = None, *, export: bool = True, **flags: Unpack[Flags]) -> Request:
    from pipeline.overrides import Overrides, load
    from pipeline.run import Request
    from pipeline.settings import passwords

    settings = _settings(flags)
    answers = load(Path(settings.overrides), out) if settings.overrides and export else Overrides()
    return Request(settings, settings.ui_lang, export, force, passwords=passwords(settings), overrides=answers)


@deckline.command()
@_OUT_ARGUMENT
@_KNOW
@_TALK
def normalise(out: Path, force: bool, **flags: Unpack[Flags]) -> None:
    """Understand again what 'extract' or 'run' left in OUT."""
    from pipeline import run as stages
    from pipeline.progress import progress

    request = _request(force, out, **flags)
    with ExitStack() as stack:
        shown = progress(stack, out, request.language, quiet=flags.get("quiet", False))
        summary = stages.understand_again(out, request, shown)
    _conclude(summary, out, request, flags.get("quiet", False))


@deckline.command()
@_OUT_ARGUMENT
@_KNOW
@_OVERRIDES
@_STRICT
@_TALK
def export(out: Path, force: bool, **flags: Unpack[Flags]) -> None:
    """Link the years and write the tables and reports from what lies in OUT."""
    from pipeline import run as stages

    request = _request(force, out, **flags)
    _conclude(stages.export_again(out, request), out, request, flags.get("quiet", False))


@deckline.command(epilog=_examples("deckline inspect deck.pdf", "deckline inspect scan.pdf --overlay drawn/ --pages 3"))
@click.argument("file", metavar="FILE")
@_READ_ONE
@click.option("--overlay", metavar="DIR", type=click.Path(path_type=Path), help="Draw what was found on the pages.")
@_TALK
def inspect(file: str, overlay: Path | None, **flags: Unpack[Flags]) -> None:
    """Show what a file holds: pages, how well they were read, tables, languages, doubts."""
    from pipeline import run as stages
    from pipeline.inspection import lines
    from pipeline.reports import exit_code_of

    request = _request(False, **flags)
    deck, report = stages.look(file, request)
    for line in lines(deck, report, request.profile()):
        click.echo(line, err=deck is None)
    if overlay is not None and deck is not None:
        for path in stages.drawn(file, deck, request, overlay):
            click.echo(f"drawn: {path}", err=True)
    click.get_current_context().exit(exit_code_of(report))


@deckline.command(
    epilog=_examples(
        "deckline audit out --from 2023 --to 2024",
        "deckline audit out --only number,modality --by thread",
        "deckline audit out --format html > changes.html",
    )
)
@_OUT_ARGUMENT
@click.option("--from", "first", metavar="Y", type=int, help="Only changes from this year on.")
@click.option("--to", "last", metavar="Y", type=int, help="Only changes up to this year.")
@click.option("--only", metavar="CLASSES", default="", help="Only changes of these classes, e.g. number,modality.")
@click.option("--thread", metavar="ID", default="", help="Only this thread; its id, or that of a record in it.")
@click.option("--by", type=click.Choice(["years", "thread"]), default="years", help="What lines stand under.")
@click.option("--format", "form", type=click.Choice(["terminal", "html", "json"]), default="terminal")
@_UI
def audit(out: Path, form: str, ui_lang: str | None, **asked: Unpack[Asked]) -> None:
    """Show what changed in the wording, by pair of years, with the pages that prove it."""
    from pipeline.audit import told

    language = _settings({"ui_lang": ui_lang}).ui_lang
    click.echo(told(out, form, colours=colours(sys.stdout), language=language, **asked), color=True)


@deckline.command()
@_OUT_ARGUMENT
@_UI
def validate(out: Path, ui_lang: str | None) -> None:
    """Check the data of OUT: schemas, keys, hashes, words accounted for, corrections that can be undone."""
    from pipeline.export import validate as disk
    from pipeline.locale.templates import said

    if not any((out / name).exists() for name in disk.FILES):
        raise UsageError("holds no finished run", where=str(out), remedy="give the folder that 'deckline run' wrote")
    language = _settings({"ui_lang": ui_lang}).ui_lang
    found = disk.validate(out)
    for line in found:
        click.echo(said(line, language))
    click.echo(said(f"{len(found)} problems" if found else "valid", language), err=True)
    click.get_current_context().exit(ExitCode.PARTIAL if found else ExitCode.OK)


@deckline.group()
def profiles() -> None:
    """List, show or check what is known of languages and organisations."""


@profiles.command(name="list")
def list_() -> None:
    """List the languages and organisations of the package."""
    from pipeline import profiles as data

    for code in data.known("languages"):
        click.echo(f"language\t{code}\t{data.language(code).name}")
    for code in data.known("organisations"):
        click.echo(f"organisation\t{code}\t{data.organisation(code).name}")


@profiles.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the file of a language or organisation."""
    from pipeline import profiles as data

    click.echo(data.source(name), nl=False)


@profiles.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check profiles: those named (codes or TOML files of organisations), or all of the package."""
    from pipeline import profiles as data

    for code in () if names else data.known("languages"):
        data.language(code)
    for name in names or data.known("organisations"):
        data.language(name) if name in data.known("languages") else data.organisation(name)
    click.echo("valid", err=True)


@profiles.command(name="suggest", epilog=_examples("deckline profiles suggest archive/*.pdf > harbour-board.toml"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_READ_ONE
@_TALK
def suggest_(files: tuple[str, ...], **flags: Unpack[Flags]) -> None:
    """Draft an organisation's profile from its decks, for a person to mend; the draft goes to stdout.

    It holds what stands in the decks and no language knows: names, boilerplate, house terms, headings, verdicts.
    """
    from pipeline.suggestion import suggested

    click.echo(suggested(files, _request(False, **flags), complain), nl=False)


@deckline.command(epilog=_examples("deckline completion bash > ~/.local/share/bash-completion/completions/deckline"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that makes a shell complete commands and options."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(deckline, {}, "deckline", "_DECKLINE_COMPLETE").source())


@deckline.command()
def doctor() -> None:
    """Show what is installed of what reading can use, and how to install the rest.

    Exits with 3 only when a package is missing that nothing works without.
    """
    from pipeline.doctor import examine, lines

    findings = examine()
    for line in lines(findings):
        click.echo(line)
    broken = any(one.core and not one.present for one in findings)
    click.get_current_context().exit(ExitCode.MISSING_DEPENDENCY if broken else ExitCode.OK)


def _conclude(summary: Summary, out: Path, request: Request, quiet: bool) -> None:
    from pipeline.messages import closing_lines

    for error in summary.missing:
        complain(told(error))
    for line in closing_lines(summary, out, exported=request.export, quiet=quiet, language=request.language):
        click.echo(line, err=True)
    code = summary.exit_code
    if code is ExitCode.OK and request.settings.strict and summary.record.counts.doubts:
        code = ExitCode.OPEN_REVIEW
    click.get_current_context().exit(code)
