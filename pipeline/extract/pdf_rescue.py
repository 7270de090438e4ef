"""The ladder for broken PDFs: the file as it is, a rewrite of it, PDFium's words, in the end the picture.

pdfminer.six reads first.  What PDFium counts tells whether it read a page whole; where it did not, the
file is written anew (by qpdf, https://qpdf.readthedocs.io, where pikepdf is installed, else by PDFium) and
read again, and where that does not help the words are PDFium's.  Whatever was mended says by which rung.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

from pdfminer.layout import LTChar
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT

from pipeline.errors import Code, CorruptError, DocumentError, EncryptedError, LimitError, Severity, describe
from pipeline.extract.pdf_objects import leaves_of, page_size, scene_from
from pipeline.extract.pdf_pages import SAVE_ANEW, Leaf, Painted, open_leaves
from pipeline.extract.pdf_second import Second
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Issue, Method

MINER, QPDF, ANEW, FLAT = "pdfminer", "qpdf", "pdfium-rewrite", "pdfium"
SAYS = {
    QPDF: "read from a rewrite of the file by qpdf",
    ANEW: "read from a rewrite of the file by PDFium",
    FLAT: "the words are PDFium's",
}
# PDFium counts some ligatures and some letters that are painted twice in another way.
WHOLE = 0.95
LITERAL_FLATE = LIT("FlateDecode")
# ISO 32000-1, table 6, with the short names of table 94.
FILTERS = frozenset(
    name
    for pair in (
        *(("ASCIIHexDecode", "AHx"), ("ASCII85Decode", "A85"), ("LZWDecode", "LZW"), ("FlateDecode", "Fl")),
        *(("RunLengthDecode", "RL"), ("CCITTFaxDecode", "CCF"), ("DCTDecode", "DCT"), ("JPXDecode", "JBIG2Decode")),
        ("Crypt", "Crypt"),
    )
    for name in pair
)
_CHUNK = 1 << 20
FEW = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """A page by one rung: its scene, the share that pictures cover, and how many characters it has."""

    scene: Scene
    share: float = 0.0
    letters: int = 0


@dataclass(slots=True)
class Book:
    """An open PDF: ``count`` pages by any way there is to them; ``trouble`` is why the plain way did not do.

    ``rewrites`` are made when the first page wants one, the pages of each by the name of its rung.
    """

    data: bytes
    options: ReadOptions
    second: Second | None
    leaves: dict[int, Leaf] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    rewrites: dict[str, dict[int, Leaf]] = field(default_factory=dict)
    count: int = 0
    trouble: str = ""
    lost: str = ""

    def close(self) -> None:
        """Let go of the file."""
        if self.second is not None:
            self.second.close()

    def may(self, number: int, rung: str) -> bool:
        """Whether a rung may be tried: it is announced, and none that ended a process before is tried again."""
        if (number, rung) in self.options.fatal:
            return False
        self.options.watch(number, rung)
        return True

    def seen(self, number: int) -> Seen:
        """Return a page by the first rung that reads it whole; what no rung reads has an error in its issues.

        Raises ``LimitError``.
        """
        wanted = self._wanted(number)
        best, failure = self._plainly(number)
        if best is None or _short(best.letters, wanted) or _blank(best):
            best, failure = self._mended(number, wanted, best, failure)
        if best is None:
            return self._unread(number, failure)
        return _told_blank(best) if _blank(best) else best

    def _wanted(self, number: int) -> int:
        if self.second is None or not self.may(number, FLAT):
            return 0
        return self.second.letters(self.numbers.get(number, number), self.options.max_glyphs)

    def _plainly(self, number: int) -> tuple[Seen | None, Exception | None]:
        for rung, leaves in (("", self.leaves), *self.rewrites.items()):
            leaf = leaves.get(number)
            if leaf is None or not self.may(number, MINER):
                continue
            try:
                seen = _read(leaf, self.options)
            except (LimitError, MemoryError):
                raise
            except Exception as error:
                return None, error
            return (_told(seen, SAYS[rung], self.trouble) if rung else seen), None
        return None, None

    def _mended(
        self, number: int, wanted: int, best: Seen | None, failure: Exception | None
    ) -> tuple[Seen | None, Exception | None]:
        """Try the other rungs on a page that failed, or of which PDFium sees much more."""
        why = self._why(best, wanted, failure)
        hopeless = (number, MINER) in self.options.fatal
        for rung in () if hopeless else (QPDF, ANEW):
            leaf = self._rewritten(rung).get(number)
            if leaf is None:
                continue
            try:
                seen = _read(leaf, self.options)
            except (LimitError, MemoryError):
                raise
            except Exception as error:
                failure = failure or error
                continue
            if not _short(seen.letters, wanted) and not _blank(seen):
                return _told(seen, SAYS[rung], why), None
        if wanted and self.second is not None:
            flat = self.second.scene(self.numbers.get(number, number), self.options)
            if flat.words:
                lines = best.scene if best else Scene(number, 0, 0, Method.NONE)
                both = replace(flat, number=number, rulings=lines.rulings, fills=lines.fills)
                issues = (*lines.issues, *flat.issues)
                return _told(Seen(replace(both, issues=issues), best.share if best else 0.0), SAYS[FLAT], why), None
        return best, failure

    def _why(self, best: Seen | None, wanted: int, failure: Exception | None) -> str:
        if best is not None and wanted:
            return f"pdfminer saw {best.letters} of {wanted} characters"
        return describe(failure) if failure else self.trouble or "pdfminer saw nothing on it"

    def _rewritten(self, rung: str) -> dict[int, Leaf]:
        if rung not in self.rewrites and not self.trouble:
            self._rewrite(rung)
        return self.rewrites.get(rung, {})

    def _rewrite(self, rung: str) -> None:
        """Write the file anew and keep the pages, unless they are fewer than there are."""
        self.rewrites[rung] = {}
        if not self.may(0, rung):
            return
        try:
            data = _by_qpdf(self.data, self.options) if rung == QPDF else self._by_pdfium()
            found, _ = _leaves(data, replace(self.options, password="")) if data else ([], None)
        except Exception:  # of a library that finds the file too broken: another rung may not
            return
        if len(found) >= self.count:
            self.rewrites[rung] = {leaf.number: leaf for leaf in found}

    def _by_pdfium(self) -> bytes:
        if self.second is None:
            return b""
        return self.second.anew(list(self.numbers.values()) or self.second.loadable(self.options.max_pages + 1))

    def _unread(self, number: int, failure: Exception | None) -> Seen:
        width = height = 0.0
        leaf = self.leaves.get(number)
        if leaf is not None:
            width, height = page_size(leaf.page)
        message = describe(failure) if failure else "no way to read this page was found"
        issue = Issue("", number, Severity.ERROR, Code.PAGE_FAILED, message)
        return Seen(Scene(number, width, height, Method.NONE, issues=(issue,)), 1.0)


def open_book(data: bytes, options: ReadOptions) -> Book:
    """Open a PDF by the first rung that finds all its pages.

    Raises ``EncryptedError``, ``CorruptError``.
    """
    book = Book(data, options, None)
    book.second = _second(book)
    found, error = _leaves(data, options) if book.may(0, MINER) else ([], None)
    promised = book.second.pages if book.second else 0
    if error is None and found and len(found) >= min(promised, options.max_pages):
        book.leaves, book.count = {leaf.number: leaf for leaf in found}, len(found)
        return book
    _mend(book, found, error)
    return book


def _second(book: Book) -> Second | None:
    if not book.may(0, FLAT):
        return None
    try:
        return Second(book.data, book.options.password)
    except Exception:  # PDFium has one class for all that it refuses; without it there is no second opinion
        return None


def _leaves(data: bytes, options: ReadOptions) -> tuple[list[Leaf], Exception | None]:
    """Return the pages that pdfminer finds, one more than are read at most, and what it broke off with."""
    found: list[Leaf] = []
    try:
        for leaf in islice(open_leaves(data, options.password), options.max_pages + 1):
            found.append(leaf)
    except Exception as error:  # every library has classes of its own for a broken page tree
        return found, error
    return found, None


def _mend(book: Book, found: Sequence[Leaf], error: Exception | None) -> None:
    """Find pages by other ways than the plain one; raises where there are none."""
    there = book.second.loadable(book.options.max_pages + 1) if book.second else []
    promised = min(book.second.pages, book.options.max_pages + 1) if book.second else 0
    book.numbers = dict(enumerate(there, start=1))
    book.count = max(len(there), len(found))
    if len(found) >= len(there) and error is None and found:
        book.leaves = {leaf.number: leaf for leaf in found}
    else:
        book.trouble = describe(error) if error else f"pdfminer found {len(found)} of {promised} pages"
        _by_rewriting(book, found, error)
    if len(there) < promised:
        book.lost = f"the file tells of {promised} pages, {book.count} were found"


def _by_rewriting(book: Book, found: Sequence[Leaf], error: Exception | None) -> None:
    for rung in (QPDF, ANEW):
        book._rewrite(rung)
        if book.rewrites[rung]:
            book.count = len(book.rewrites[rung])
            return
    if book.numbers:
        return
    if found:
        book.leaves, book.count = {leaf.number: leaf for leaf in found}, len(found)
        book.lost = f"the page tree ends here: {book.trouble}"
        return
    if isinstance(error, (EncryptedError, LimitError)):
        raise error
    if isinstance(error, DocumentError):
        raise CorruptError(error.what, remedy=error.remedy) from error
    what = "the file has no pages" if error is None else "the page tree is broken"
    raise CorruptError(what, remedy=SAVE_ANEW) from error


def _by_qpdf(data: bytes, options: ReadOptions) -> bytes:
    try:
        import pikepdf
    except ImportError:
        return b""
    with pikepdf.open(io.BytesIO(data), password=options.password, suppress_warnings=True) as document:
        if len(document.pages) > options.max_pages:
            return b""
        saved = io.BytesIO()
        document.save(saved, encryption=False)
        return saved.getvalue()


def _read(leaf: Leaf, options: ReadOptions) -> Seen:
    broken = _broken(leaf)
    with _listening() as heard:
        painted = leaf.painted(options.max_glyphs)
    scene, share = scene_from(leaf, painted, options)
    if heard or broken:
        message = "part of the page's data is damaged, text may be missing: compare with another copy"
        issue = Issue("", leaf.number, Severity.ERROR, Code.TEXT_LOST, message)
        scene = replace(scene, issues=(*scene.issues, issue))
    return Seen(scene, share, _letters(painted))


def _broken(leaf: Leaf) -> bool:
    """Whether content of a page is not there or fails its checksum (RFC 1950), which pdfminer passes over."""
    for part in leaf.page.contents:
        found = resolve1(part)
        if not isinstance(found, PDFStream):
            return True
        filters = [name for name, _ in found.get_filters()]
        if any(getattr(name, "name", "") not in FILTERS for name in filters):
            return True
        plain = found.rawdata if found.decipher is None and filters == [LITERAL_FLATE] else None
        if plain is not None and not _sound(plain):
            return True
    return False


def _sound(data: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        while data and not unpacker.eof:
            unpacker.decompress(data, _CHUNK)
            data = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return True


def _letters(painted: Painted) -> int:
    """Count characters other than blanks; those without width are painted on one another, for want of their font."""
    texts = (item.get_text() for item in leaves_of(painted.layout) if isinstance(item, LTChar) and item.adv)
    return sum(1 if text.startswith("(cid:") else sum(map(len, text.split())) for text in texts)


class _Losses(logging.Handler):
    """Keeps what pdfminer says of streams that it could unpack only in part; it goes on as if nothing were."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "Data-loss" in str(record.msg):
            self.heard.append(str(record.msg))


@contextmanager
def _listening() -> Iterator[list[str]]:
    handler, log = _Losses(), logging.getLogger("pdfminer.pdftypes")
    log.addHandler(handler)
    try:
        yield handler.heard
    finally:
        log.removeHandler(handler)


def _short(letters: int, wanted: int) -> bool:
    return wanted > 0 and (letters == 0 or (letters < WHOLE * wanted and wanted - letters >= FEW))


def _blank(seen: Seen) -> bool:
    """Whether nothing at all is painted on a page: seldom meant, more often a page that lost its content."""
    scene = seen.scene
    return not (seen.letters or seen.share or scene.words or scene.rulings or scene.fills)


def _told(seen: Seen, how: str, why: str) -> Seen:
    scene = seen.scene
    issue = Issue("", scene.number, Severity.WARNING, Code.PAGE_REPAIRED, f"{how} ({why})")
    return replace(seen, scene=replace(scene, issues=(*scene.issues, issue)))


def _told_blank(seen: Seen) -> Seen:
    message = "nothing is painted on this page: compare with another copy"
    issue = Issue("", seen.scene.number, Severity.WARNING, Code.PAGE_EMPTY, message)
    return replace(seen, scene=replace(seen.scene, issues=(*seen.scene.issues, issue)))
