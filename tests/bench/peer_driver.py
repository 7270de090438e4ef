"""Runs one other tool on one file and prints what came out as JSON: ``PYTHON peer_driver.py TOOL FILE LANGUAGE``.

This file is run by the interpreter of the tool's own environment and imports nothing of this project.
Every tool is used the plain way its own page shows first; recognition is Tesseract's, in the deck's
language.  CPU seconds are those of this process and its children from after the import to the end.
"""

import importlib
import importlib.metadata
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Rows = list[list[str | None]]
Found = Iterator[tuple[int, str, list[Rows]]]  # per page: its number, its text, its tables
TESSDATA = "/usr/share/tesseract-ocr/5/tessdata"
PACKAGES = {"camelot": "camelot-py", "docling": "docling-slim", "tesseract": "pytesseract"}
IMPORTS = {
    "camelot": "camelot",
    "docling": "docling.backend.mspowerpoint_backend",
    "img2table": "img2table.document",
    "kreuzberg": "kreuzberg",
    "liteparse": "liteparse",
    "markitdown": "markitdown",
    "pdfplumber": "pdfplumber",
    "python-pptx": "pptx",
    "tesseract": "pytesseract",
}


def markdown(text: str) -> list[Rows]:
    """Return the pipe tables of a Markdown text, their rule lines left out."""
    tables: list[Rows] = []
    inside = False
    for line in text.splitlines():
        bar = line.strip()
        if len(bar) < 2 or not (bar.startswith("|") and bar.endswith("|")):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        cells = [cell.strip().replace("<br>", "\n") for cell in bar[1:-1].replace("\\|", "\0").split("|")]
        if not all(cell and set(cell) <= set("-: ") for cell in cells):
            tables[-1].append([cell.replace("\0", "|") for cell in cells])
    return [table for table in tables if table]


def pdfplumber(path: Path, language: str) -> Found:
    """Words and tables of every page, all settings as they are."""
    with importlib.import_module("pdfplumber").open(path) as pdf:
        for page in pdf.pages:
            text = " ".join(word["text"] for word in page.extract_words())
            yield page.page_number, text, page.extract_tables()


def camelot(path: Path, language: str) -> Found:
    """Tables between lines, the default; the text is that of the tables."""
    for table in importlib.import_module("camelot").read_pdf(str(path), pages="all", suppress_stdout=True):
        yield int(table.page), "", [table.df.values.tolist()]


def markitdown(path: Path, language: str) -> Found:
    """Markdown of the whole file; slides are told apart by their comments."""
    text = importlib.import_module("markitdown").MarkItDown().convert(str(path)).text_content
    for number, part in enumerate(text.split("<!-- Slide number:") if "<!-- Slide" in text else text.split("\f")):
        yield number, part, markdown(part)


def img2table(path: Path, language: str) -> Found:
    """Tables with lines, with recognition where the file holds no text."""
    documents, engines = importlib.import_module("img2table.document"), importlib.import_module("img2table.ocr")
    engine = engines.TesseractOCR(n_threads=1, lang=language)
    found = documents.PDF(str(path)).extract_tables(ocr=engine)
    for page, tables in sorted(found.items()):
        yield page + 1, "", [table.df.values.tolist() for table in tables]


def kreuzberg(path: Path, language: str) -> Found:
    """Markdown of the whole file, recognition by Tesseract where the file holds no text."""
    module = importlib.import_module("kreuzberg")
    ocr = module.OcrConfig(backend="tesseract", language=language)
    pages = module.PageConfig(extract_pages=True)
    config = module.ExtractionConfig(ocr=ocr, output_format="markdown", use_cache=False, pages=pages)
    result = module.extract_file_sync(str(path), config=config)
    yield 0, result.content, []  # what was recognised stands here and on no page
    for page in result.pages or []:
        tables = [table.cells for table in result.tables if table.page_number == page["page_number"]]
        yield page["page_number"], page["content"], tables or markdown(page["content"])


def liteparse(path: Path, language: str) -> Found:
    """Markdown of every page, with its built-in recognition where the file holds no text."""
    kind = importlib.import_module("liteparse").LiteParse
    parser = kind(output_format="markdown", ocr_language=language, tessdata_path=TESSDATA, num_workers=1, quiet=True)
    for page in parser.parse(str(path)).pages:
        text = page.markdown or page.text
        yield page.page_num, text, markdown(text)


def docling(path: Path, language: str) -> Found:
    """Slides by docling's own reader of them; its PDF reader downloads models and is left out."""
    backend = importlib.import_module("docling.backend.mspowerpoint_backend").MsPowerpointDocumentBackend
    kinds = importlib.import_module("docling.datamodel.base_models").InputFormat
    made = importlib.import_module("docling.datamodel.document").InputDocument(
        path_or_stream=path, format=kinds.PPTX, backend=backend
    )
    document = made._backend.convert()
    for number in sorted(document.pages):
        texts = [item.text for item in document.texts if item.prov and item.prov[0].page_no == number]
        tables = [table for table in document.tables if table.prov and table.prov[0].page_no == number]
        grids: list[Rows] = [[[cell.text for cell in row] for row in table.data.grid] for table in tables]
        yield number, "\n".join(texts), grids


def tesseract(path: Path, language: str) -> Found:
    """One pass over every page's picture, doubled in size; no tables."""
    pdfium, engine = importlib.import_module("pypdfium2"), importlib.import_module("pytesseract")
    for number, page in enumerate(pdfium.PdfDocument(str(path)), 1):
        pictures = [x for x in page.get_objects() if x.type == 3]
        picture = pictures[0].get_bitmap().to_pil() if pictures else page.render(scale=150 / 72).to_pil()
        large = picture.resize((picture.width * 2, picture.height * 2), 3)
        yield number, engine.image_to_string(large, lang=language), []


def pptx(path: Path, language: str) -> Found:
    """Text of the shapes and the cells of the tables; a cell that another one covers is None."""
    for number, slide in enumerate(importlib.import_module("pptx").Presentation(str(path)).slides, 1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        grids = [shape.table for shape in slide.shapes if shape.has_table]
        tables: list[Rows] = [
            [[None if cell.is_spanned else cell.text for cell in row.cells] for row in grid.rows] for grid in grids
        ]
        yield number, "\n".join(texts), tables


TOOLS: dict[str, Callable[[Path, str], Found]] = {
    "pdfplumber": pdfplumber,
    "camelot": camelot,
    "markitdown": markitdown,
    "img2table": img2table,
    "kreuzberg": kreuzberg,
    "liteparse": liteparse,
    "docling": docling,
    "tesseract": tesseract,
    "python-pptx": pptx,
}


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in both)


def memory() -> int:
    """Return the resident KiB of the largest process at its highest."""
    # Not ru_maxrss of this process: across exec it keeps what the process that started it had.
    told = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return max(int(told.group(1)) if told else 0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def main() -> int:
    """Run the tool; return 0."""
    tool, path, language = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    importlib.import_module(IMPORTS[tool])
    began, wall = cpu(), time.monotonic()
    pages = [{"page": number, "text": text, "tables": tables} for number, text, tables in TOOLS[tool](path, language)]
    told = {
        "version": importlib.metadata.version(PACKAGES.get(tool, tool)),
        "start": began,
        "cpu": cpu() - began,
        "wall": time.monotonic() - wall,
        "memory": memory(),
        "pages": pages,
    }
    sys.stdout.write("\n" + json.dumps(told, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
