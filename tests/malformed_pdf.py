"""Owns the malformed PDFs of the tests: damaged from good ones, or written by hand to mislead."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Iterator, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

__all__ = ["damaged", "hostile", "intact"]

Named = tuple[str, bytes]

_TEXT = (
    b"BT /F1 12 Tf 72 720 Td (Wij planten 1.000 bomen in de gemeente Testdorp.) Tj "
    b"0 -20 Td (Het college vervangt in 2028 het riool in de Vogelbuurt.) Tj ET"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def raw_pdf(objects: dict[int, bytes], *, trailer: bytes = b"", header: bytes = b"") -> bytes:
    """A PDF of these objects, by number, with a right xref; object 1 is the catalogue."""
    out = io.BytesIO()
    out.write(header + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        if number in places:
            out.write(b"%010d 00000 n \n" % places[number])
        else:
            out.write(b"0000000000 00000 f \n")
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def _packed(data: bytes, extra: bytes = b"") -> bytes:
    return _stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + extra)


def _page(
    content: bytes = _TEXT,
    *,
    box: bytes = b"[0 0 595 842]",
    page: bytes = b"",
    root: bytes = b"",
    font: bytes = _FONT,
    more: dict[int, bytes] | None = None,
    packed: bool = False,
    trailer: bytes = b"",
) -> bytes:
    """A PDF of one page: catalogue 1, pages 2, page 3, content 4, font 5, others from 6."""
    resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R /X2 7 0 R >> >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s %s >>"
        % (box, resources, page),
        4: _packed(content) if packed else _stream(content),
        5: font,
    }
    return raw_pdf(objects | (more or {}), trailer=trailer)


def intact() -> bytes:
    """The page that hostile ones are made of, with nothing wrong."""
    return _page()


# -- damaged -------------------------------------------------------------------------------


def damaged(good: bytes, seed: int) -> Iterator[Named]:
    """Copies of ``good`` with something wrong in each, the same ones for the same ``seed``."""
    chance = random.Random(seed)
    loose = _unpacked(good)
    for part in range(1, 13):
        yield f"truncated at {part}/13", good[: len(good) * part // 13]
    for count in (1, 3, 10, 30, 100, 1000):
        for which, source in enumerate((good, loose)):
            for turn in range(3):
                yield f"{count} bits flipped {which}.{turn}", _flipped(source, count, chance)
    for turn in range(5):
        start = chance.randrange(len(loose))
        length = chance.randrange(10, 3000)
        rest = loose[start + length :]
        yield f"a part left out {turn}", loose[:start] + rest
        yield f"a part zeroed {turn}", loose[:start] + bytes(length) + rest
        yield f"a part twice {turn}", loose[:start] + 2 * loose[start : start + length] + rest
    for turn, number in enumerate(chance.sample(_numbers(loose), 10)):
        pattern = re.compile(rb"\n%d 0 obj.*?endobj" % number, re.S)
        yield f"an object missing {turn}", pattern.sub(b"\n", loose, count=1)
    for name, replacement in (
        ("of nowhere", b"startxref\n999999999"),
        ("negative", b"startxref\n-5"),
        ("of the start", b"startxref\n0"),
        ("no number", b"startxref\nxyz"),
    ):
        yield f"xref {name}", re.sub(rb"startxref\s+\d+", replacement, loose)
    shifted = re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 7), loose)
    yield "xref shifted", shifted
    yield "xref without end", loose.replace(b"trailer", b"treiler")
    loop = re.search(rb"startxref\s+(\d+)", loose)
    assert loop is not None
    yield "xref before itself", loose.replace(b"trailer\n<<", b"trailer\n<< /Prev " + loop[1], 1)


def _unpacked(good: bytes) -> bytes:
    """The same document with its pages as plain text, so that damage reaches what they say."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good)))
    for page in writer.pages:
        if (contents := page.get_contents()) is not None:
            plain = DecodedStreamObject()
            plain.set_data(contents.get_data())
            page[NameObject("/Contents")] = writer._add_object(plain)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _flipped(data: bytes, count: int, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(count):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _numbers(data: bytes) -> Sequence[int]:
    return sorted({int(n) for n in re.findall(rb"\n(\d+) 0 obj", data)})


# -- hostile -------------------------------------------------------------------------------


def hostile() -> Iterator[Named]:
    """PDFs that were written to mislead a reader, to tire it out, or to have it do things."""
    yield from _page_trees()
    yield from _outlines_and_labels()
    yield from _nesting()
    yield from _boxes()
    yield from _bombs()
    yield from _crowds()
    yield from _actions()
    yield from _encodings()
    yield from _fonts()
    yield from _shells()


def _tree(objects: dict[int, bytes]) -> bytes:
    return raw_pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 4: _stream(_TEXT), 5: _FONT} | objects)


def _leaf(parent: int) -> bytes:
    return (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % parent
    )


def _page_trees() -> Iterator[Named]:
    pages = b"<< /Type /Pages /Kids [%s] /Count %s >>"
    yield "page tree that is its own child", _tree({2: pages % (b"2 0 R 3 0 R", b"2"), 3: _leaf(2)})
    above = {2: pages % (b"6 0 R", b"1"), 6: pages % (b"2 0 R 3 0 R", b"1"), 3: _leaf(6)}
    yield "page tree with a cycle", _tree(above)
    for count in (b"1000000000", b"-1", b"4999", b"0", b"(x)", b"99999999999999999999"):
        yield f"page count {count.decode()}", _tree({2: pages % (b"3 0 R", count), 3: _leaf(2)})
    yield "page that is a number", _tree({2: pages % (b"3 0 R", b"1"), 3: b"42"})
    yield "page tree without kids", _tree({2: b"<< /Type /Pages /Count 3 >>"})
    yield "catalogue without pages", raw_pdf({1: b"<< /Type /Catalog >>"})
    yield "catalogue that is a text", raw_pdf({1: b"(hallo)"})
    same = b" ".join([b"3 0 R"] * 3000)
    yield "one page three thousand times", _tree({2: pages % (same, b"3000"), 3: _leaf(2)})
    deep: dict[int, bytes] = {2: pages % (b"10 0 R", b"1")}
    for level in range(10, 5010):
        deep[level] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (
            level - 1 if level > 10 else 2,
            level + 1,
        )
    deep[5010] = _leaf(5009)
    yield "page tree of five thousand levels", _tree(deep)
    yield "ten thousand blank pages", _blank(10_000)
    yield "four thousand blank pages", _blank(4_000)


def _blank(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 10 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return _tree(
        {2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)}
        | dict.fromkeys(range(10, 10 + count), page)
    )


def _outlines_and_labels() -> Iterator[Named]:
    root = b"/Outlines 10 0 R"
    top = b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>"
    item = b"<< /Title (Bomen) /Parent 10 0 R /Dest [3 0 R /Fit] %s >>"
    for name, link in (
        ("its own next", b"/Next 11 0 R"),
        ("its own child", b"/First 11 0 R /Last 11 0 R"),
        ("its own parent's child", b"/First 10 0 R"),
    ):
        yield f"outline item that is {name}", _page(root=root, more={10: top, 11: item % link})
    ring = {11: item % b"/Next 12 0 R", 12: item % b"/Next 11 0 R"}
    yield "outline that goes round", _page(root=root, more={10: top} | ring)
    chain = {n: item % (b"/First %d 0 R" % (n + 1)) for n in range(11, 3011)}
    yield (
        "outline of three thousand levels",
        _page(root=root, more={10: top, 3011: b"null"} | chain),
    )
    row = {n: item % (b"/Next %d 0 R" % (n + 1)) for n in range(11, 8_011)}
    yield "outline of eight thousand items", _page(root=root, more={10: top} | row)
    yield (
        "outline to nowhere",
        _page(root=root, more={10: top, 11: b"<< /Title 3 /Parent 99 0 R /Dest [(x)] >>"}),
    )
    labels = b"/PageLabels 10 0 R"
    yield "labels that are their own kids", _page(root=labels, more={10: b"<< /Kids [10 0 R] >>"})
    yield (
        "labels that count from a name",
        _page(root=labels, more={10: b"<< /Nums [0 << /S /D /St /veel >> (x) 3] >>"}),
    )
    yield (
        "labels with an endless number",
        _page(root=labels, more={10: b"<< /Nums [0 << /S /R /St 999999999 >>] >>"}),
    )
    yield (
        "labels in letters beyond count",
        _page(root=labels, more={10: b"<< /Nums [0 << /S /A /St 999999999 >>] >>"}),
    )


def _nesting() -> Iterator[Named]:
    for count in (500, 100_000):
        yield f"{count} arrays in each other", _page(page=b"/X " + b"[" * count + b"]" * count)
        yield (
            f"{count} dictionaries in each other",
            _page(page=b"/X " + b"<< /A " * count + b"1" + b" >>" * count),
        )
        yield f"{count} arrays never closed", _page(content=b"[" * count)
        yield f"{count} graphics states never closed", _page(content=b"q " * count + _TEXT)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << %s >> >>"
    yield (
        "form that draws itself",
        _page(content=_TEXT + b" /X1 Do", more={6: _stream(b"/X1 Do", form % b"/X1 6 0 R")}),
    )
    doubling = {n: _stream(b"/A Do /A Do", form % (b"/A %d 0 R" % (n + 1))) for n in range(6, 30)}
    doubling[30] = _stream(_TEXT, form % b"")
    yield "forms that double twenty-four times", _page(content=b"/X1 Do", more=doubling)
    chain = {n: _stream(b"/A Do", form % (b"/A %d 0 R" % (n + 1))) for n in range(6, 3006)}
    yield "forms three thousand deep", _page(content=b"/X1 Do", more=chain)
    yield "content that is its own array", _page(more={4: b"[4 0 R 4 0 R]"})
    yield (
        "length that refers to itself",
        _page(more={4: b"<< /Length 4 0 R >>\nstream\n" + _TEXT + b"\nendstream"}),
    )
    yield "marked content without end", _page(content=b"/Span << /ActualText (x) >> BDC " * 50_000)


def _boxes() -> Iterator[Named]:
    for box in (
        b"[0 0 1e9 1e9]", b"[0 0 1e38 1e38]", b"[0 0 0 0]", b"[595 842 0 0]", b"[nan nan nan nan]",
        b"[-1e9 -1e9 -5 -5]", b"[0 0 595]", b"[]", b"(x)", b"null", b"[0 0 0.0001 0.0001]",
        b"[0 0 inf inf]", b"[[0] [0] [1] [1]]", b"[0 0 99999999999999999999 1]",
    ):  # fmt: skip
        yield f"page of {box.decode()}", _page(box=box)
    for name, page in (
        ("turned 45", b"/Rotate 45"),
        ("turned far", b"/Rotate 2147483647"),
        ("turned back", b"/Rotate -90"),
        ("turned by nothing", b"/Rotate null"),
        ("cut to nothing", b"/CropBox [0 0 0 0]"),
        ("cut elsewhere", b"/CropBox [9000 9000 9500 9500]"),
        ("of a huge unit", b"/UserUnit 1e30"),
    ):
        yield f"page {name}", _page(page=page)
    yield (
        "drawn off the page",
        _page(
            content=b"1e30 0 0 1e30 1e30 1e30 cm "
            + _TEXT
            + b" 0 0 1e30 1e30 re f -1e30 5 m 9 9 l S"
        ),
    )
    yield "matrix of nothing", _page(content=b"0 0 0 0 0 0 cm " + _TEXT + b" 0 0 5 5 re f")


def _bombs() -> Iterator[Named]:
    zeros = zlib.compress(bytes(64 * 2**20), 9)
    gigabyte = _zeros(2**30)
    yield (
        "page that inflates to a gigabyte",
        _page(more={4: _stream(gigabyte, b"/Filter /FlateDecode")}),
    )
    yield (
        "page that inflates twice",
        _page(
            more={4: _stream(zlib.compress(gigabyte, 9), b"/Filter [/FlateDecode /FlateDecode]")}
        ),
    )
    spaces = b" " * (32 * 2**20)
    yield "page of spaces without end", _page(content=spaces + _TEXT, packed=True)
    for name, place in (("metadata", b"/Metadata 10 0 R"), ("names", b"/Names 10 0 R")):
        yield (
            f"{name} that inflates",
            _page(root=place, more={10: _stream(gigabyte, b"/Filter /FlateDecode")}),
        )
    picture = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    for width in (30_000, 2_000_000_000):
        size = b"/Width %d /Height %d /Filter /FlateDecode" % (width, width)
        yield (
            f"picture of {width} square",
            _page(
                content=_TEXT + b" q 500 0 0 500 0 0 cm /X1 Do Q",
                more={6: _stream(gigabyte, picture + size)},
            ),
        )
    yield (
        "table of characters that inflates",
        _page(
            font=_FONT[:-2] + b"/ToUnicode 10 0 R >>",
            more={10: _stream(zeros, b"/Filter /FlateDecode")},
        ),
    )
    yield (
        "font that inflates",
        _page(
            font=b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 10 0 R >>",
            more={
                10: b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 11 0 R >>",
                11: _stream(gigabyte, b"/Filter /FlateDecode"),
            },
        ),
    )
    yield (
        "stream of objects that inflates",
        _page(
            root=b"/AcroForm 50 0 R",
            more={10: _stream(zeros, b"/Filter /FlateDecode /Type /ObjStm /N 9999999 /First 9")},
        ),
    )
    yield (
        "predictor of a huge row",
        _page(
            more={
                4: _stream(
                    zeros,
                    b"/Filter /FlateDecode /DecodeParms "
                    b"<< /Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
                )
            }
        ),
    )
    yield (
        "run lengths without end",
        _page(more={4: _stream(b"\x81 " * 500_000, b"/Filter /RunLengthDecode")}),
    )
    yield (
        "title of ten million letters",
        _page(trailer=b"/Info 10 0 R", more={10: b"<< /Title (" + b"x" * 10_000_000 + b") >>"}),
    )


def _zeros(size: int) -> bytes:
    """``size`` zeros, packed without packing them all: one part that stands alone, repeated."""
    packer, part = zlib.compressobj(9, wbits=-15), bytes(2**20)
    block = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    check = (size % 65521) << 16 | 1
    return b"\x78\xda" + block * (size // len(part)) + b"\x03\x00" + check.to_bytes(4, "big")


def _crowds() -> Iterator[Named]:
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 595, 5, 9, n % 842) for n in range(500_000))
    yield "half a million lines", _page(content=lines + _TEXT, packed=True)
    cells = b"".join(b"%d %d 9 7 re f\n" % (n % 60 * 10, n // 60 % 100 * 8) for n in range(500_000))
    yield "half a million cells", _page(content=cells + _TEXT, packed=True)
    letters = b"".join(
        b"1 0 0 1 %d %d Tm (bomen bomen bomen bomen ) Tj\n" % (n % 500, n % 800)
        for n in range(42_000)
    )
    yield "a million characters", _page(content=b"BT /F1 4 Tf " + letters + b"ET", packed=True)
    stacked = b"(" + b"x" * 100 + b") Tj 1 0 0 1 50 700 Tm "
    yield (
        "two hundred thousand characters in one place",
        _page(content=b"BT /F1 9 Tf 1 0 0 1 50 700 Tm " + stacked * 2000 + b"ET", packed=True),
    )
    yield (
        "one word of half a million letters",
        _page(content=b"BT /F1 9 Tf 50 700 Td (" + b"a" * 500_000 + b") Tj ET", packed=True),
    )
    apart = b"".join(b"1 0 0 1 %d 700 Tm (a) Tj " % (n * 20) for n in range(50_000))
    yield (
        "fifty thousand words side by side",
        _page(content=b"BT /F1 9 Tf " + apart + b"ET", packed=True),
    )
    below = b"".join(b"1 0 0 1 50 %d Tm (1.234) Tj " % -(n * 20) for n in range(50_000))
    yield (
        "fifty thousand lines below each other",
        _page(content=b"BT /F1 9 Tf " + below + b"ET", packed=True),
    )
    grid = b"".join(
        b"1 0 0 1 %d %d Tm (%d) Tj " % (n % 40 * 14, 840 - n // 40 * 3, n) for n in range(6_000)
    )
    yield (
        "table of six thousand numbers",
        _page(content=b"BT /F1 3 Tf " + grid + b"ET", packed=True),
    )
    chance = random.Random(7)
    strewn = b"".join(
        b"1 0 0 1 %d %d Tm (woord) Tj " % (chance.randrange(560), chance.randrange(830))
        for _ in range(12_000)
    )
    yield (
        "twelve thousand words strewn over a page",
        _page(content=b"BT /F1 4 Tf " + strewn + b"ET", packed=True),
    )
    ruled = b"".join(
        b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (n, n, n, n) for n in range(0, 595, 4)
    )
    yield (
        "table of ruled cells as small as a letter",
        _page(content=ruled + b"BT /F1 3 Tf " + grid[: len(grid) // 4] + b"ET", packed=True),
    )
    notes = b" ".join(b"<< /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>" for _ in range(50_000))
    yield "fifty thousand notes", _page(page=b"/Annots [" + notes + b"]")
    marks = b"/Artifact BMC EMC " * 200_000
    yield "two hundred thousand marks", _page(content=marks + _TEXT, packed=True)


def _actions() -> Iterator[Named]:
    for name, action in (
        ("a script", b"<< /S /JavaScript /JS (app.alert\\('x'\\); this.saveAs\\('/tmp/x'\\);) >>"),
        ("a program", b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> >>"),
        ("an address", b"<< /S /URI /URI (http://192.0.2.1/weg) >>"),
        ("another file", b"<< /S /GoToR /F (/etc/passwd) /D [0 /Fit] >>"),
        ("a form that is sent", b"<< /S /SubmitForm /F (http://192.0.2.1/) /Flags 4 >>"),
        ("data that is taken in", b"<< /S /ImportData /F (/etc/passwd) >>"),
    ):
        yield f"opens with {name}", _page(root=b"/OpenAction " + action + b" /AA << /O 9 0 R >>")
    names = (
        b"/Names << /EmbeddedFiles << /Names [(../../../tmp/x) 10 0 R] >> "
        b"/JavaScript << /Names [(x) << /S /JavaScript /JS (while\\(1\\);) >>] >> >>"
    )
    spec = b"<< /Type /Filespec /F (../../../tmp/piketpaal-x) /EF << /F 11 0 R >> >>"
    yield (
        "files inside",
        _page(root=names, more={10: spec, 11: _stream(b"MZ program", b"/Type /EmbeddedFile")}),
    )
    yield (
        "content in another file",
        _page(
            more={4: b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"}
        ),
    )
    form = b"/AcroForm << /XFA 10 0 R /Fields [12 0 R] /NeedAppearances true >>"
    xml = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
    yield (
        "a form in hostile XML",
        _page(
            root=form, more={10: _stream(xml), 12: b"<< /FT /Tx /T (x) /Kids [12 0 R] /V 12 0 R >>"}
        ),
    )
    metadata = b"<!DOCTYPE x [" + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    ) + b"]><x>&a11;</x>"  # fmt: skip
    yield (
        "metadata of a billion laughs",
        _page(
            root=b"/Metadata 10 0 R", more={10: _stream(metadata, b"/Type /Metadata /Subtype /XML")}
        ),
    )


def _encodings() -> Iterator[Named]:
    info = b"/Info 10 0 R"
    for name, title in (
        ("half a character", b"(\xfe\xff\xd8\x00)"),
        ("lone surrogates", b"<FEFFD800D800DC00D801>"),
        ("control characters", b"(Nota\\000\\033[2J\\n\\015regel twee)"),
        ("a number", b"42"),
        ("itself", b"10 0 R"),
        ("wrong bytes", b"(\xef\xbb\xbf\xff\xfe\xc3)"),
        ("no date", b"(x) /CreationDate (D:99999999999999Z00'00')"),
        ("a date that is none", b"(x) /CreationDate [1 2 3]"),
    ):
        yield f"title of {name}", _page(trailer=info, more={10: b"<< /Title %s >>" % title})
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange %s"
    for name, mapping in (
        ("surrogates", b"1 beginbfrange <00> <FF> <D800> endbfrange"),
        ("nothing", b"1 beginbfrange <00> <FF> <> endbfrange"),
        ("private signs", b"1 beginbfrange <00> <FF> <E000> endbfrange"),
        ("everything at once", b"1 beginbfchar <57> <" + b"0041" * 5000 + b"> endbfchar"),
        ("a range without end", b"1 beginbfrange <00> <FFFFFFFF> <0000> endbfrange"),
        ("half a table", b"1 beginbfchar <57"),
    ):
        yield (
            f"characters that are {name}",
            _page(font=_FONT[:-2] + b"/ToUnicode 10 0 R >>", more={10: _stream(cmap % mapping)}),
        )
    yield "text that is no text", _page(content=b"BT /F1 12 Tf 72 700 Td " + bytes(range(256)) * 40)
    yield (
        "an encoding that is unknown",
        _page(
            font=_FONT.replace(
                b"/WinAnsiEncoding", b"<< /BaseEncoding /Geen /Differences [0 /x 5] >>"
            )
        ),
    )
    for name, filters in (
        ("unknown", b"/Onzin"),
        ("too many", b"[" + b"/ASCIIHexDecode " * 3000 + b"]"),
        ("for pictures", b"/JBIG2Decode"),
        ("the wrong way round", b"[/FlateDecode /ASCII85Decode /LZWDecode]"),
    ):
        yield f"filters that are {name}", _page(more={4: _stream(_TEXT, b"/Filter " + filters)})


def _fonts() -> Iterator[Named]:
    for size in (b"0", b"-12", b"1e30", b"1e-30", b"nan", b"(x)"):
        yield (
            f"letters of size {size.decode()}",
            _page(content=_TEXT.replace(b"/F1 12 Tf", b"/F1 %s Tf" % size)),
        )
    for name, font in (
        ("missing", b"null"),
        ("a number", b"42"),
        ("itself", b"5 0 R"),
        ("without widths", _FONT[:-2] + b"/FirstChar 0 /LastChar 255 /Widths [] >>"),
        ("of width nothing", _FONT[:-2] + b"/FirstChar 0 /LastChar 9999999 /Widths [0 0] >>"),
        ("of huge widths", _FONT[:-2] + b"/FirstChar 32 /LastChar 34 /Widths [1e30 -1e30 1e9] >>"),
        (
            "its own descendant",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
            b"/DescendantFonts [5 0 R] >>",
        ),
        (
            "drawn with itself",
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
            b"/CharProcs << /a 4 0 R >> /Encoding << /Differences [87 /a] >> /FirstChar 87 "
            b"/LastChar 87 /Widths [9] /Resources << /Font << /F1 5 0 R >> >> >>",
        ),
    ):
        yield f"font that is {name}", _page(font=font)
    program = {
        10: b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 11 0 R >>",
        11: _stream(b"\x00\x01\x00\x00\xff\xff" + bytes(range(256)) * 20),
    }
    yield (
        "font program of nonsense",
        _page(
            font=b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 10 0 R >>",
            more=program,
        ),
    )


def _shells() -> Iterator[Named]:
    good = _page()
    yield "nothing but a header", b"%PDF-1.7\n"
    yield "a header far from the start", b"x" * 900 + good
    yield "a header too far from the start", b"x" * 2000 + good
    yield "an end before the start", b"%%EOF\n" * 1000 + good
    yield "a web page after the header", b"%PDF-1.4\n<html><script>alert(1)</script></html>"
    yield "a zip behind it", good + b"PK\x03\x04" + bytes(500)
    yield "the same file ten times", good * 10
    yield "a version of nonsense", good.replace(b"%PDF-1.7", b"%PDF-9.9")
    yield "zeros", b"%PDF-1.7\n" + bytes(1_000_000)
    yield "line ends of one kind", good.replace(b"\n", b"\r")
    for name, encrypt in (
        ("in an unknown way", b"<< /Filter /Geheim /V 9 >>"),
        ("with itself", b"10 0 R"),
        ("with short keys", b"<< /Filter /Standard /V 2 /R 3 /O (x) /U (x) /P -4 /Length 40 >>"),
        ("with a number", b"42"),
    ):
        yield f"locked {name}", _page(trailer=b"/Encrypt 10 0 R /ID [(a) (b)]", more={10: encrypt})
    for field in (b"/Size 99999999", b"/Prev 99999999", b"/XRefStm 5", b"/Root 99 0 R"):
        yield f"trailer with {field.decode()}", _page(trailer=field)
    table = b"<< /Type /XRef /Size 9999999 /W [1 8 8] /Index [0 9999999] /Root 1 0 R %s >>"
    yield (
        "table of references that inflates",
        (
            b"%PDF-1.7\n1 0 obj\n"
            + _stream(_zeros(2**25), b"/Filter /FlateDecode " + (table % b"")[2:-2])
            + b"\nendobj\nstartxref\n9\n%%EOF"
        ),
    )
