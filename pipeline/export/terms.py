"""The words that values of the data are shown by, and what each kind of doubt means, for translation."""

from __future__ import annotations

from datetime import date

from pipeline.errors import Code
from pipeline.locale import marked, translation
from pipeline.locale.templates import said

_ = marked

WORDS: dict[str, str] = {
    # verdicts and fates
    "done": _("done"),
    "partly_done": _("partly done"),
    "in_progress": _("in progress"),
    "not_started": _("not started"),
    "dropped": _("dropped"),
    "continued": _("continued"),
    "new": _("new"),
    "not_carried": _("not carried over"),
    "completed": _("completed"),
    # relations, decisions
    "unchanged": _("unchanged"),
    "reworded": _("reworded"),
    "split": _("split"),
    "merged": _("merged"),
    "moved": _("moved"),
    "sure": _("sure"),
    "review": _("to be checked"),
    "auto": _("by the program"),
    "confirmed": _("confirmed"),
    "rejected": _("rejected"),
    # what a person answers
    "confirm": _("confirm"),
    "reject": _("reject"),
    # states of decks
    "ok": _("read"),
    "repaired": _("read and repaired"),
    "partial": _("read in part"),
    "needs_ocr": _("needs OCR"),
    "error": _("error"),
    "duplicate": _("there twice"),
    "skipped": _("no deck"),
    # how bad
    "warning": _("warning"),
    "info": _("note"),
    # where it stands
    "roadmap": _("roadmap"),
    "plan": _("plan"),
    "assessment": _("assessment"),
    # how it was read
    "native": _("the file's own text"),
    "ocr": _("OCR"),
    "text_layer": _("text layer of a scan"),
    "flat": _("plain text"),
    "none": _("not read"),
    # kinds
    "action": _("action"),
    "goal": _("goal"),
    "area": _("area"),
    "link": _("link"),
    "correction": _("correction"),
    "issue": _("remark"),
    "bullet": _("list item"),
    "numbered": _("numbered item"),
    "paragraph": _("paragraph"),
    "vision": _("vision"),
    "proposal": _("proposal"),
    "footnote": _("footnote"),
    "carried_over": _("carried over"),
    "from_survey": _("from a survey"),
    # columns in doubt
    "goal_id": _("goal"),
    "area_id": _("area"),
    "year": _("year"),
    "status": _("status"),
    "relation": _("relation"),
    "markers": _("marks"),
    "confidence": _("confidence"),
    "text": _("text"),
    # settings
    "all": _("all"),
    "always": _("always"),
    "never": _("never"),
    "true": _("yes"),
    "false": _("no"),
    # how a link was found
    "exact": _("the same words"),
    "noise": _("the same words but for reading errors"),
    "assignment": _("the likeliest pairs"),
    "marker": _("a footnote mark"),
    "place": _("the same place"),
    "residual": _("what was left"),
    "rendition": _("two files of one deck"),
    "decision": _("a person's decision"),
    "by_hand": _("a person's decision"),
    # steps from what a page shows to the text
    "override": _("set by a person"),
    "letters:known": _("lost letters: a word of the language"),
    "letters:free": _("lost letters: by its letters alone"),
    "letters:unknown": _("lost letters: an unknown word"),
    "footnote_mark": _("footnote mark"),
    "goal_label": _("name of the goal"),
    "soft_hyphen": _("soft hyphen"),
    "ligature": _("ligature"),
    "blank": _("blank"),
    "invisible": _("character of no width"),
    "line_hyphen": _("hyphen at the end of a line"),
    "letters:house": _("lost letters: a word of this deck"),
    "details": _("details behind the statement"),
    "sign": _("sign"),
    # what a change is about
    "negation": _("negation"),
    "number": _("number"),
    "date": _("date"),
    "party": _("who"),
    "modality": _("obligation"),
    "scope_added": _("scope added"),
    "scope_removed": _("scope removed"),
    "state_to_action": _("state to action"),
    "wording": _("wording"),
    "order": _("order of words"),
    "inflection": _("inflection"),
    "case": _("capital letters"),
    "punctuation": _("punctuation"),
}

REASONS: dict[str, str] = {
    Code.PAGE_FAILED: _("The page could not be read."),
    Code.PAGE_REPAIRED: _("The page was damaged and was read in another way."),
    Code.PAGE_NEEDS_OCR: _("The page is a picture and was not read."),
    Code.PAGE_EMPTY: _("The page or file holds no text."),
    Code.PAGE_SKIPPED: _("Pages were left out."),
    Code.OCR_UNAVAILABLE: _("Reading pictures needs a program that is not installed."),
    Code.OCR_FAILED: _("The picture of the page could not be read."),
    Code.LANGUAGE_MISSING: _("A language for reading pictures is not installed."),
    Code.PICTURE_TOO_LARGE: _("A picture is too large to be read."),
    Code.PICTURE_READ: _("Words were read from a picture on the slide."),
    Code.SHAPE_FAILED: _("A part of the slide could not be read."),
    Code.ATTACHMENT_UNREAD: _("What is attached was not read."),
    Code.TEXT_HIDDEN: _("Text on the page cannot be seen by a reader."),
    Code.TEXT_LAYER_BAD: _("The text behind the scan is bad."),
    Code.TEXT_LOST: _("Part of the text is missing."),
    Code.TEXT_UNREADABLE: _("Words are unreadable."),
    Code.ENCODING_GUESSED: _("The encoding of the text was guessed."),
    Code.CHARACTER_REPLACED: _("Characters that are no text were replaced."),
    Code.TABLE_ORDER_LOST: _("A table was read out of order: what stands in which column is not known."),
    Code.TABLE_UNREAD: _("A table could not be read whole."),
    Code.LABEL_INHERITED: _("Goal or area was taken from a cell above."),
    Code.ITEMS_SPLIT: _("A list whose borders were lost was split."),
    Code.NO_PROGRAMME: _("No programme was recognised."),
    Code.GOAL_MISSING: _("No goal stands above the statement."),
    Code.GOAL_CONFLICT: _("The goal is told in two ways."),
    Code.GOAL_EMPTY: _("No action stands under the goal."),
    Code.COUNT_MISMATCH: _("The deck counts otherwise than its statements add up to."),
    Code.LEGEND_UNUSED: _("A sign of the legend was found nowhere."),
    Code.FOOTNOTE_UNUSED: _("The mark of a footnote was found nowhere."),
    Code.AREA_MISSING: _("No area stands beside the statement."),
    Code.YEAR_MISSING: _("The year is not told."),
    Code.YEAR_CONFLICT: _("The year is told in two ways."),
    Code.STATUS_MISSING: _("There is no verdict."),
    Code.STATUS_UNKNOWN: _("The verdict is not understood."),
    Code.MARKER_UNEXPLAINED: _("A footnote mark is not explained."),
    Code.NUMBERING_GAP: _("A number is missing in the numbering."),
    Code.LOW_CONFIDENCE: _("The reading is not sure."),
    Code.CORRECTION_PROPOSED: _("A correction is proposed."),
    Code.LINK_DOUBTFUL: _("Two statements may be the same one."),
    Code.ACCOUNT_OPEN: _("A statement of an earlier year is not accounted for."),
    Code.WORDS_UNASSIGNED: _("Words of the page stand in no statement."),
    Code.DUPLICATE: _("The same file is there twice."),
    Code.OVERRIDE_MOVED: _("An answer went to the record that took the place of another."),
    Code.OVERRIDE_STALE: _("An answer no longer fits: what it corrected has changed."),
    "worker_crashed": _("The file ended the program that read it."),
    "limit_exceeded": _("A limit on time or size was reached."),
    "encrypted": _("The file wants a password."),
    "corrupt": _("The file is damaged."),
    "empty_file": _("The file is empty."),
    "unsupported_type": _("The file is of a kind that is not read."),
    "unreadable": _("The file cannot be read."),
}

# Sheets of the workbook that show a table as it is in the data: name, and what it holds.
TITLES: dict[str, tuple[str, str]] = {
    "areas": (_("Areas"), _("One row per package of actions and deck")),
    "assessments": (_("Assessments"), _("Verdicts, with what their cell spans")),
    "indicators": (_("Indicators"), _("How goals are measured")),
    "corrections": (_("Corrections"), _("Each step between what a page shows and the text")),
    "pages": (_("Pages"), _("One row per page, with the account of its words")),
    "issues": (_("Remarks"), _("What the program has to say about what it read")),
}

COLUMNS: tuple[str, ...] = (
    _("Action id"), _("After"), _("Applied"), _("Area id"), _("Assessment id"), _("Bbox"), _("Before"), _("Code"),
    _("Confidence"), _("Decided"), _("Decision"), _("Document id"), _("Goal id"), _("Goal number"),
    _("Indicator id"), _("Language"), _("Margin"), _("Message"), _("Method"), _("Name"), _("Name raw"), _("Page"),
    _("Record id"), _("Rotation"), _("Rule"), _("Severity"), _("Start"), _("Status"), _("Status raw"), _("Text"),
    _("Text raw"), _("Title"), _("Words"), _("Words furniture"), _("Words in records"), _("Words unassigned"),
    _("Year"),
)  # fmt: skip


def word(value: str | None, language: str = "en") -> str:
    """Return a value of the data in words: ``partly_done`` becomes ``partly done``, or ``osittain tehty``."""
    if not value:
        return ""
    known = WORDS.get(value)
    return translation(language).gettext(known) if known else value.replace("_", " ")


def share(value: float, language: str = "en") -> str:
    """Return a share of 1 with two decimals, as the language writes it."""
    return f"{value:.2f}" if language == "en" else f"{value:.2f}".replace(".", ",")


def day(value: date, language: str = "en") -> str:
    """Return a date as the language writes it: ``2024-03-22``, or ``22.3.2024``."""
    return value.isoformat() if language == "en" else f"{value.day}.{value.month}.{value.year}"


def reason(code: str, language: str = "en") -> str:
    """Return what an issue code means, as a sentence; a code without one stands in words."""
    known = REASONS.get(code)
    return translation(language).gettext(known) if known else f"{code.replace('_', ' ').capitalize()}."


def details(message: str, language: str = "en") -> str:
    """Return the details of an issue as a sentence."""
    text = said(message, language)
    name = text.partition(" ")[0]
    begun = text[:1].upper() + text[1:] if name.isalpha() else text
    return begun if not begun or begun.endswith((".", "!", "?")) else f"{begun}."
