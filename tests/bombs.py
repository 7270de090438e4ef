"""Hostile files, made by code: small on disk, without end for a reader that trusts them.

``BOMBS`` names each with the function that makes it; none is stored.  Their kinds follow what others
defend against: the fuzz corpora of qpdf and pdf.js, the limits of pypdf and of Apache Tika, D. Fifield,
"A better zip bomb" (USENIX WOOT 2019), R. Cox, "Zip files all the way down" (2010).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

Bomb = Callable[[], bytes]
PRESENTATION = "ppt/presentation.xml"
_MAIN = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/ppt/presentation'
    '.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="ppt/presentation.xml"'
    "/></Relationships>"
)


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of numbered objects, object 1 being the catalogue, with a right cross-reference table."""
    out, places = io.BytesIO(b"%PDF-1.7\n"), {}
    out.seek(0, io.SEEK_END)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start, last = out.tell(), max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(last)]
    out.write(b"xref\n0 %d\n%b" % (last, b"".join(rows)))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (last, trailer, start))
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"", *, deflate: bool = False) -> bytes:
    """Return a stream object, deflated or as it is."""
    if deflate:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def deck(contents: Sequence[bytes], more: Mapping[int, bytes] | None = None, box: bytes = b"0 0 720 405") -> bytes:
    """Return a PDF with a page for each content stream; further objects count from 1000."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: font}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(contents)))
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(contents), kids)
    for n, content in enumerate(contents):
        objects[10 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /X1 1000 0 R >> >> >>" % (box, 11 + 2 * n)
        )
        objects[11 + 2 * n] = content
    return pdf({**objects, **(more or {})})


def lines(*texts: str) -> bytes:
    """Return content that sets lines of text from the top of a slide."""
    shown = (t.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") for t in texts)
    rows = (b"BT /F1 14 Tf 50 %d Td (%b) Tj ET" % (370 - 24 * n, t) for n, t in enumerate(shown))
    return b"\n".join(rows)


def slides(pages: int = 4, *, deflate: bool = True) -> bytes:
    """Return a sound deck to break: each page has a title, six lines and a table's rules."""
    rules = b"\n".join(b"50 %d m 600 %d l S" % (y, y) for y in range(60, 200, 20))
    return deck(
        [
            stream(
                lines(f"Otsikko {n}", *(f"Kohta {n}.{k} jossa on tekstiä" for k in range(6))) + rules, deflate=deflate
            )
            for n in range(1, pages + 1)
        ]
    )


def flate() -> bytes:
    """Return a page whose content inflates to a gigabyte of blanks."""
    packer, out = zlib.compressobj(1), io.BytesIO()
    for _ in range(1024):
        out.write(packer.compress(b" " * 2**20))
    out.write(packer.flush())
    return deck([b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (out.tell(), out.getvalue())])


def flate_twice() -> bytes:
    """Return a page whose content is deflated twice: a few kilobytes for a gigabyte."""
    inner = zlib.compress(zlib.compress(bytes(2**30), 9), 9)
    entries = b"/Length %d /Filter [/FlateDecode /FlateDecode]" % len(inner)
    return deck([b"<< %b >>\nstream\n%b\nendstream" % (entries, inner)])


def object_streams() -> bytes:
    """Return a file whose objects lie in object streams that claim to extend one another in a ring."""
    packed = b"3 0 << /Type /Font >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] /Contents 5 0 R >>",
        5: stream(packed, b"/Type /ObjStm /N 2000000000 /First 4 /Extends 6 0 R"),
        6: stream(packed, b"/Type /ObjStm /N 1 /First 4 /Extends 5 0 R"),
    }
    return pdf(objects)


def xref_loop() -> bytes:
    """Return a file whose cross-reference tables name one another as the one before."""
    data = slides()
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % start)


def xref_wide() -> bytes:
    """Return a cross-reference table that announces two thousand million entries."""
    return slides().replace(b"xref\n0 ", b"xref\n0 2000000000\nxref\n0 ", 1)


def page_ring() -> bytes:
    """Return a page tree whose node is its own child."""
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>"})


def page_depth() -> bytes:
    """Return a page tree 20,000 nodes deep."""
    tree = {n: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (n + 1) for n in range(2, 20_002)}
    leaf = b"<< /Type /Page /MediaBox [0 0 720 405] >>"
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **tree, 20_002: leaf})


def page_crowd() -> bytes:
    """Return one page that the tree names 300,000 times."""
    kids = b"3 0 R " * 300_000
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 300000 /Kids [%b] >>" % kids,
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 720 405] >>",
        }
    )


def forms() -> bytes:
    """Return forms that draw ten of the next kind each, twelve deep: 10^12 drawings."""
    nested = {
        1000 + n: stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (1001 + n),
        )
        for n in range(12)
    }
    nested[1012] = stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return deck([stream(b"/X1 Do")], nested)


def form_ring() -> bytes:
    """Return a form that draws itself."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 1000 0 R >> >>"
    return deck([stream(b"/X1 Do " + lines("Sanat"))], {1000: stream(b"/X1 Do /X1 Do", form)})


def cmap() -> bytes:
    """Return a font whose character map covers 2^32 codes in one range."""
    codes = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange"
    table = codes + b" 1 beginbfrange <00000000> <FFFFFFFF> <0020> endbfrange"
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 1001 0 R /DescendantFonts [<<"
        b" /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> >>] >>"
    )
    return deck([stream(b"BT /F1 12 Tf 50 300 Td <00410042> Tj ET")], {3: font, 1001: stream(table)})


def glyphs() -> bytes:
    """Return a page of three million glyphs."""
    return deck([stream(b"BT /F1 1 Tf " + (b"1 0 Td (" + b"a" * 3000 + b") Tj ") * 1000 + b"ET", deflate=True)])


def operators() -> bytes:
    """Return a page of five million operators that paint nothing."""
    return deck([stream(b"q Q " * 2_500_000 + lines("Lopussa teksti"), deflate=True)])


def paths() -> bytes:
    """Return a page of a million lines."""
    rows = b"".join(b"%d %d m %d %d l S " % (n % 700, n % 400, n % 700 + 9, n % 400) for n in range(20_000))
    return deck([stream(rows * 50 + lines("Viivojen seassa"), deflate=True)])


def grid(count: int = 390) -> bytes:
    """Return a page ruled into ``count`` by ``count`` cells with a word in some."""
    step = 400 / count
    rules = [b"%.2f 2 m %.2f 402 l S" % (2 + n * step, 2 + n * step) for n in range(count + 1)]
    rules += [b"2 %.2f m 402 %.2f l S" % (2 + n * step, 2 + n * step) for n in range(count + 1)]
    words = [b"BT /F1 0.8 Tf %.2f %.2f Td (a) Tj ET" % (2.2 + n * step, 2.2 + n * step) for n in range(0, count, 3)]
    return deck([stream(b"0.1 w " + b"\n".join(rules + words), deflate=True)])


def giant() -> bytes:
    """Return a page of two thousand million points a side."""
    return deck([stream(lines("Suuri sivu"))], box=b"0 0 2000000000 2000000000")


def nothing_wide() -> bytes:
    """Return a page without width or height that holds a picture's worth of nothing."""
    return deck([stream(lines("Ohut sivu"))], box=b"0 0 0 0")


def picture() -> bytes:
    """Return a page with a picture of 60,000 pixels a side, all white."""
    packer, out, row = zlib.compressobj(9), io.BytesIO(), bytes(7500)
    for _ in range(60_000):
        out.write(packer.compress(row))
    out.write(packer.flush())
    size = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray"
    entries = size + b" /BitsPerComponent 1 /Filter /FlateDecode"
    return deck([stream(b"720 0 0 405 0 0 cm /X1 Do")], {1000: stream(out.getvalue(), entries)})


def png() -> bytes:
    """Return a PNG that announces 60,000 pixels a side and holds none."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    chunk = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk)


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip that looks like a presentation, with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {"[Content_Types].xml": _MAIN, "_rels/.rels": _RELS, **parts}.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_member() -> bytes:
    """Return a presentation whose main part inflates to a gigabyte."""
    return package({PRESENTATION: bytes(2**30)})


def zip_lies() -> bytes:
    """Return the same with sizes in the directory that say nothing is large."""
    data = bytearray(package({PRESENTATION: bytes(2**28)}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def zip_crowd() -> bytes:
    """Return a presentation with 100,000 empty members."""
    return package({PRESENTATION: b"<p/>", **{f"ppt/{n}.xml": b"" for n in range(100_000)}})


def zip_overlap() -> bytes:
    """Return a presentation whose 2,000 members all lie at the same place."""
    data = package({f"ppt/slides/slide{n:04}.xml": b"" for n in range(2000)} | {PRESENTATION: b" " * 2**22})
    start = data.index(b"PK\x01\x02")
    central = bytearray(data[start:])
    last = central.rindex(b"PK\x01\x02")
    same = central[last + 10 : last + 28], central[last + 42 : last + 46]
    at = 0
    while (at := central.find(b"PK\x01\x02", at)) >= 0:
        central[at + 10 : at + 28], central[at + 42 : at + 46] = same
        at += 4
    return data[:start] + bytes(central)


def zip_slip() -> bytes:
    """Return a presentation with members that name places outside."""
    names = ("../../../../tmp/slipped", "/tmp/slipped", "ppt/../../slipped", "C:\\slipped")
    return package({PRESENTATION: _presentation(), **dict.fromkeys(names, b"out")})


def quine() -> bytes:
    """Return a presentation that holds itself as a package, eight deep."""
    data = package({PRESENTATION: _presentation()})
    for _ in range(8):
        data = package({PRESENTATION: _presentation(), "ppt/embeddings/deck.pptx": data})
    return data


def laughs() -> bytes:
    """Return a presentation with a billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return package({PRESENTATION: f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY l0 "ha">{entities}]><p>&l9;</p>'})


def outside() -> bytes:
    """Return a presentation that asks for a file of the machine and an address of the network."""
    text = '<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY n SYSTEM "http://127.0.0.1:9/">]><p>&f;&n;</p>'
    return package({PRESENTATION: f'<?xml version="1.0"?>{text}'})


def xml_depth() -> bytes:
    """Return a presentation whose XML is 200,000 elements deep."""
    return package({PRESENTATION: "<a>" * 200_000 + "</a>" * 200_000})


def text_line() -> bytes:
    """Return a text of one line of 30 million letters."""
    return b"tavoite " * 3_750_000


def _presentation() -> str:
    space = "http://schemas.openxmlformats.org/presentationml/2006/main"
    return f'<p:presentation xmlns:p="{space}"><p:sldSz cx="9144000" cy="5143500"/></p:presentation>'


BOMBS: dict[str, Bomb] = {
    "cmap.pdf": cmap,
    "flate.pdf": flate,
    "flate-twice.pdf": flate_twice,
    "form-ring.pdf": form_ring,
    "forms.pdf": forms,
    "giant.pdf": giant,
    "glyphs.pdf": glyphs,
    "grid.pdf": grid,
    "laughs.pptx": laughs,
    "nothing-wide.pdf": nothing_wide,
    "object-streams.pdf": object_streams,
    "operators.pdf": operators,
    "outside.pptx": outside,
    "page-crowd.pdf": page_crowd,
    "page-depth.pdf": page_depth,
    "page-ring.pdf": page_ring,
    "paths.pdf": paths,
    "picture.pdf": picture,
    "picture.png": png,
    "quine.pptx": quine,
    "text-line.txt": text_line,
    "xml-depth.pptx": xml_depth,
    "xref-loop.pdf": xref_loop,
    "xref-wide.pdf": xref_wide,
    "zip-crowd.pptx": zip_crowd,
    "zip-lies.pptx": zip_lies,
    "zip-member.pptx": zip_member,
    "zip-overlap.pptx": zip_overlap,
    "zip-slip.pptx": zip_slip,
}
