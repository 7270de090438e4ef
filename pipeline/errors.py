"""Exit codes, error classes and issue codes.

An error owns its exit code and its remedy, so the command line never has to know what went wrong:
it prints ``str(error)`` on one line and leaves with ``error.exit_code``.
"""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum

_OWN_TO_A_RUN = re.compile(r"(?<![\w.])/(?:[\w.+-]+/)+| at 0x[0-9a-fA-F]+")


class ExitCode(IntEnum):
    """Exit codes of the ``deckline`` command."""

    OK = 0
    USAGE = 2
    MISSING_DEPENDENCY = 3
    NOTHING_USABLE = 4
    PARTIAL = 5
    OUTPUT_NOT_WRITABLE = 6
    OPEN_REVIEW = 7
    INTERRUPTED = 130


class DecklineError(Exception):
    """Base of all errors that a user can meet: what happened, where, and what to do about it."""

    exit_code = ExitCode.NOTHING_USABLE
    code = "error"

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        """Keep the three parts; ``str()`` joins them on one line."""
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(self.__str__())

    def __str__(self) -> str:
        """Return ``where: what - remedy`` without line breaks."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join((f"{text} - {self.remedy}" if self.remedy else text).split())

    @property
    def each(self) -> tuple[DecklineError, ...]:
        """The errors to be told, a line each: itself, unless it gathers several."""
        return (self,)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the road from a worker process to its parent."""
        return (_rebuild, (type(self), self.what, self.where, self.remedy))


def describe(error: BaseException) -> str:
    """Return on one line what went wrong: our own errors as they tell it, a library's by what it means to a user."""
    if isinstance(error, DecklineError):
        return str(error)
    return (
        f"its data breaks the rules of the format ({type(error).__name__}: {told(error)}) - compare with another copy"
    )


def told(message: object) -> str:
    """Return what a library or program said, on one short line that is the same on every run and machine."""
    return " ".join(_OWN_TO_A_RUN.sub("", str(message)).split())[:160] or "no message"


def _rebuild(kind: type[DecklineError], what: str, where: str, remedy: str) -> DecklineError:
    return kind(what, where=where, remedy=remedy)


class UsageError(DecklineError):
    """The command was called in a way that cannot work."""

    exit_code = ExitCode.USAGE
    code = "usage"


class ProfileError(UsageError):
    """A profile is missing or does not follow its schema."""

    code = "profile"


class MissingDependencyError(DecklineError):
    """A program, language or optional package that this input needs is not installed."""

    exit_code = ExitCode.MISSING_DEPENDENCY
    code = "missing_dependency"


class OutputError(DecklineError):
    """The output folder cannot be written."""

    exit_code = ExitCode.OUTPUT_NOT_WRITABLE
    code = "output_not_writable"


class DocumentError(DecklineError):
    """One document cannot be used; the run goes on with the others."""

    exit_code = ExitCode.PARTIAL
    code = "unreadable"


class UnsupportedError(DocumentError):
    """The bytes are of a kind that no reader takes."""

    code = "unsupported_type"


class EmptyFileError(DocumentError):
    """The file holds no bytes, or nothing but blanks."""

    code = "empty_file"


class CorruptError(DocumentError):
    """The file claims a format and breaks its rules beyond rescue."""

    code = "corrupt"


class EncryptedError(DocumentError):
    """The file wants a password that was not given."""

    code = "encrypted"


class LimitError(DocumentError):
    """A limit on time, memory, pages, members or pixels was reached."""

    code = "limit_exceeded"


class CrashError(DocumentError):
    """The worker process of a document ended without an answer."""

    code = "worker_crashed"


class Severity(StrEnum):
    """How much an issue matters: an error lost data, a warning may have, an info is good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(StrEnum):
    """Codes of issues that are not errors of a whole document (those use ``DocumentError.code``)."""

    PAGE_FAILED = "page_failed"
    PAGE_NEEDS_OCR = "page_needs_ocr"
    PAGE_EMPTY = "page_empty"
    PAGE_SKIPPED = "page_skipped"
    PAGE_REPAIRED = "page_repaired"
    OCR_UNAVAILABLE = "ocr_unavailable"
    OCR_FAILED = "ocr_failed"
    LANGUAGE_MISSING = "language_missing"
    PICTURE_READ = "picture_read"
    PICTURE_TOO_LARGE = "picture_too_large"
    SHAPE_FAILED = "shape_failed"
    ATTACHMENT_UNREAD = "attachment_unread"
    TEXT_HIDDEN = "text_hidden"
    TEXT_LAYER_BAD = "text_layer_bad"
    TEXT_LOST = "text_lost"
    TEXT_UNREADABLE = "text_unreadable"
    ENCODING_GUESSED = "encoding_guessed"
    CHARACTER_REPLACED = "character_replaced"
    TABLE_ORDER_LOST = "table_order_lost"
    TABLE_UNREAD = "table_unread"
    LABEL_INHERITED = "label_inherited"
    ITEMS_SPLIT = "items_split"
    NO_PROGRAMME = "no_programme"
    GOAL_MISSING = "goal_missing"
    GOAL_CONFLICT = "goal_conflict"
    AREA_MISSING = "area_missing"
    YEAR_MISSING = "year_missing"
    YEAR_CONFLICT = "year_conflict"
    STATUS_MISSING = "status_missing"
    STATUS_UNKNOWN = "status_unknown"
    MARKER_UNEXPLAINED = "marker_unexplained"
    NUMBERING_GAP = "numbering_gap"
    GOAL_EMPTY = "goal_empty"
    COUNT_MISMATCH = "count_mismatch"
    LEGEND_UNUSED = "legend_unused"
    FOOTNOTE_UNUSED = "footnote_unused"
    LOW_CONFIDENCE = "low_confidence"
    CORRECTION_PROPOSED = "correction_proposed"
    LINK_DOUBTFUL = "link_doubtful"
    ACCOUNT_OPEN = "account_open"
    WORDS_UNASSIGNED = "words_unassigned"
    DUPLICATE = "duplicate"
    OVERRIDE_STALE = "override_stale"
    OVERRIDE_MOVED = "override_moved"


# The column that an issue puts in doubt; an answer about the column settles the issue.
COLUMN_OF: dict[str, str] = {
    Code.GOAL_MISSING: "goal_id",
    Code.GOAL_CONFLICT: "goal_id",
    Code.LABEL_INHERITED: "goal_id",
    Code.AREA_MISSING: "area_id",
    Code.YEAR_MISSING: "year",
    Code.YEAR_CONFLICT: "year",
    Code.STATUS_MISSING: "status",
    Code.STATUS_UNKNOWN: "status",
    Code.MARKER_UNEXPLAINED: "markers",
    Code.LOW_CONFIDENCE: "confidence",
    Code.ITEMS_SPLIT: "text",
    Code.TEXT_LOST: "text",
    Code.CHARACTER_REPLACED: "text",
    Code.CORRECTION_PROPOSED: "text",
}
