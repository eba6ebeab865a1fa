"""Makes documents and breaks them, the same way each time, for the tests of malformed input."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_NAMES = " ".join(
    f'xmlns:{short}="{ODF}:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
SENTENCE = "De raad stelt het plan vast en het college voert het uit in de wijk. "
HTML = (
    '<!doctype html><html><head><meta charset="utf-8"><title>Plan – één</title></head><body>'
    f"<nav><a href=/>Home</a></nav><main><h1>Plan</h1><p>{SENTENCE}</p><script>x()</script>"
    "<dl><dt>Datum</dt><dd>3 juni</dd></dl><ul><li>een<li>twee</ul><table><caption>Lasten</caption>"
    "<tr><th rowspan=2>Wat<th colspan=2>2026<tr><th>Baten<th>Lasten<tr><td>Groen<td>1<td>2</table>"
    f"<p>{SENTENCE}<br><br>tweede</p><img alt='groen' width=9></main></body></html>"
).encode()
MARKDOWN = (
    f"---\ntitle: Plan\n---\n# Plan\n\n{SENTENCE}[^1]\n\n| Wat | 2026 |\n|---|---|\n| Groen | 1 |\n"
    "\n"
    f"```\ncode\n```\n\n- een\n- twee\n\nKop\n---\n\n> {SENTENCE}\n\n[^1]: Noot – één.\n"
).encode()
TEXT = ("1.1 Inleiding\n\n" + f"{SENTENCE}\nmet een één regel die doorloopt in de\n\n" * 9).encode()


@dataclass(frozen=True, slots=True)
class Case:
    """One malformed file: what was done to it, its name, and its bytes."""

    what: str
    name: str
    data: bytes


def a_docx() -> bytes:
    document = Document()
    document.add_heading("Plan", 1)
    paragraph = document.add_paragraph(SENTENCE)
    box = "<w:txbxContent><w:p><w:r><w:t>kader</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {mc}><mc:AlternateContent><mc:Choice Requires='wps'>{box}"
            f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    document.add_paragraph("een", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cel {number}"
    table.cell(0, 1).merge(table.cell(0, 2))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def an_odt(body: str) -> bytes:
    content = (
        f"<office:document-content {ODT_NAMES}><office:automatic-styles><style:style "
        'style:name="P1" style:family="paragraph"><style:text-properties fo:font-size="12pt"/>'
        f"</style:style></office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


ODT_BODY = (
    f'<text:h text:outline-level="1">Plan</text:h><text:p text:style-name="P1">{SENTENCE}<text:s '
    'text:c="3"/><text:note><text:note-body><text:p>noot</text:p></text:note-body></text:note>'
    "<draw:frame><draw:text-box><text:p>kader</text:p></draw:text-box></draw:frame></text:p>"
    "<text:list><text:list-item><text:p>een</text:p></text:list-item></text:list><table:table>"
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>kop</text:p>'
    "</table:table-cell><table:covered-table-cell/></table:table-row><table:table-row>"
    '<table:table-cell table:number-columns-repeated="2"><text:p>cel</text:p></table:table-cell>'
    "</table:table-row></table:table>"
)


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


# -- ways to break bytes -------------------------------------------------------------------

Break = Callable[[bytes, random.Random], bytes]
JUNK = (
    b"\x00" * 40,
    b"\xff\xfe",
    b"&x;&#0;&#xD800;",
    b"<![CDATA[",
    b"<!--",
    b"<a b='",
    "één".encode("cp1252"),
    "één".encode("utf-16"),
    b"\x1b[31m\x07\x08",
    b"]]>",
    b"<w:p><w:tbl><w:tr><w:tc>",
    b"| | |\n|---|\n",
)


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def zeroed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes(min(200, len(data) - at)) + data[at + 200 :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:b] + data[a:b] * 3 + data[b:]


def cut(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:a] + data[b:]


def littered(data: bytes, chance: random.Random) -> bytes:
    for _ in range(3):
        at = chance.randrange(len(data))
        data = data[:at] + chance.choice(JUNK) + data[at:]
    return data


def without_a_tag(data: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^<>]{1,200}>", data))
    if not tags:
        return littered(data, chance)
    tag = chance.choice(tags)
    return data[: tag.start()] + data[tag.end() :]


def with_large_numbers(data: bytes, chance: random.Random) -> bytes:
    large = chance.choice((b"-1", b"99999999999999999999", b"NaN", "²".encode(), b"1e9", b""))
    return re.sub(rb'"\d+"', b'"' + large + b'"', data)


BREAKS: tuple[Break, ...] = (truncated, flipped, zeroed, doubled, cut, littered)
XML_BREAKS: tuple[Break, ...] = (*BREAKS, without_a_tag, with_large_numbers)


def broken_files(name: str, data: bytes, times: int, seed: int) -> Iterator[Case]:
    """The file with its bytes broken, ``times`` for each way."""
    chance = random.Random(seed)
    for way in XML_BREAKS if name.endswith((".html", ".md")) else BREAKS:
        for number in range(times):
            yield Case(f"{way.__name__}{number}", name, way(data, chance))


def broken_parts(name: str, data: bytes, part: str, times: int, seed: int) -> Iterator[Case]:
    """A zip that is sound itself, with one of its parts broken, or gone."""
    chance = random.Random(seed)
    parts = parts_of(data)
    whole = parts[part]
    assert isinstance(whole, bytes)
    for way in XML_BREAKS:
        for number in range(times):
            made = zipped(parts | {part: way(whole, chance)})
            yield Case(f"{part} {way.__name__}{number}", name, made)
    for gone in parts:
        yield Case(f"without {gone}", name, zipped({k: v for k, v in parts.items() if k != gone}))


# -- hostile on purpose --------------------------------------------------------------------


def xml_of(name: str, body: str, *, before: str = "") -> bytes:
    """A Word or OpenDocument file around ``body``, which is paragraphs of its own kind."""
    if name.endswith(".odt"):
        whole = parts_of(an_odt("BODY"))
        part = "content.xml"
    else:
        document = f"<w:document {nsdecls('w')}><w:body>BODY</w:body></w:document>"
        whole, part = (
            parts_of(a_docx()) | {"word/document.xml": document.encode()},
            ("word/document.xml"),
        )
    content = whole[part]
    assert isinstance(content, bytes)
    made = before.encode() + content.replace(b"BODY", body.encode())
    return zipped(whole | {part: made})


def paragraph(name: str, text: str) -> str:
    if name.endswith(".odt"):
        return f"<text:p>{text}</text:p>"
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9}">'
    if n
    else '<!ENTITY l0 "ha">'
    for n in range(10)
)


def hostile_office(name: str, secret: str) -> Iterator[Case]:
    """What an attacker would put in the XML of an Office file."""
    doctypes = {
        "laughs": f"<!DOCTYPE d [{LAUGHS}]>",
        "quadratic": f'<!DOCTYPE d [<!ENTITY l9 "{"x" * 50_000}">]>',
        "outside": f'<!DOCTYPE d [<!ENTITY l9 SYSTEM "{secret}">]>',
        "network": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY l9 "x">]>',
        "parameter": f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{secret}"> %p; <!ENTITY l9 "x">]>',
    }
    for what, doctype in doctypes.items():
        text = paragraph(name, "tekst " + "&l9;" * (200 if what == "quadratic" else 1))
        yield Case(what, name, xml_of(name, text, before=f'<?xml version="1.0"?>{doctype}'))
    opened, closed = ("text:span", "text:p") if name.endswith(".odt") else ("w:sdt", "w:p")
    for depth in (250, 100_000):
        deep = f"<{closed}>" + f"<{opened}>" * depth + f"</{opened}>" * depth + f"</{closed}>"
        yield Case(f"deep {depth}", name, xml_of(name, paragraph(name, "tekst") + deep))
    yield Case("control", name, xml_of(name, paragraph(name, "a&#1;b")))
    yield Case("unclosed", name, xml_of(name, "<w:p><text:p>"))
    yield Case("empty", name, xml_of(name, ""))
    for encoding in ("utf-16", "utf-7", "geen", "cp1252", "ebcdic-cp-us"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>'
        yield Case(encoding, name, xml_of(name, paragraph(name, "één"), before=declared))


def hostile_pages() -> Iterator[Case]:
    """What an attacker would put in a web page, or a broken program makes."""
    bodies = {
        "scripts": "<script>while(1){}</script><p onclick=x()>tekst<svg/onload=x()>" * 99,
        "unclosed": "<p>tekst<!-- <script> <style> <textarea> <title>",
        "comment": "<p>tekst" + "<!--" * 20_000,
        "attributes": "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">tekst",
        "long attribute": f"<p class='{'x' * 500_000}'>tekst",
        "spans": "<table>" + "<tr><td colspan=9999 rowspan=9999>x<td>y" * 300,
        "negative": "<table><tr><td colspan=-5 rowspan=0>x<td colspan=²>y<tr><td>z<td>w</table>",
        "frames": "<frameset><frame src=x></frameset><p>tekst",
        "everything": "".join(
            f"<{tag}>x" for tag in "p li td tr dt dd h1 b table ul a".split() * 99
        ),
        "closed": "</div>" * 5_000 + "tekst",
        "entities": "&#0;&#xFFFFFFFF;&#xD800;&nbsp;&bestaatniet;&amp" * 99,
        "doctype": f"<!DOCTYPE html [{LAUGHS}]><p>&l9;tekst",
        "cdata": "<![CDATA[x]]><p>tekst<?php echo 1 ?><%x%>",
        "hidden": "<body hidden><main hidden><p>tekst",
        "cells": "<table><tr>" + "<td>1" * 3_000,
    }
    for what, body in bodies.items():
        yield Case(what, "pagina.html", body.encode())
    yield Case("binary", "pagina.html", random.Random(1).randbytes(5_000))
    yield Case("only a mark", "pagina.html", b"\xef\xbb\xbf")
    yield Case("half of UTF-16", "pagina.html", "<p>één".encode("utf-16")[:-1])


def hostile_texts() -> Iterator[Case]:
    """Text that is no text, or is made to take long."""
    bodies = {
        "nulls": b"tekst\x00" * 500,
        "few nulls": SENTENCE.encode() * 50 + b"\x00",
        "binary": random.Random(2).randbytes(5_000),
        "surrogates": b"\xed\xa0\x80\xff\xff" + SENTENCE.encode(),
        "mixed": MARKDOWN + "één ruïne".encode("cp1252") + "één".encode("utf-16"),
        "one line": b"woord " * 50_000,
        "lines": b"a\n" * 50_000,
        "hyphens": b"woord-\n" * 5_000,
        "marks": b"**_`[<|" * 10_000,
        "bold": b"**" + b"a** **" * 10_000,
        "pipes": b"|" * 50_000 + b"\n" + b"|-" * 20_000,
        "fence": b"```\n" + b"x\n" * 5_000,
        "quotes": b"> " * 20_000 + b"x",
        "heads": b"#" * 20_000 + b" x\n" + b"# \n" * 500,
        "comments": b"<!-- " * 20_000,
        "rules": b"---\n" * 5_000,
        "spaces": b" " * 100_000 + b"\n" + b"\t" * 100_000 + b"x",
        "items": b"- 1. a) " * 10_000,
        "dots": b"." * 100_000,
        "dots and more": b". " * 20_000 + b"x",
        "dashes and more": b"-" * 50_000 + b"x",
        "a heading of spaces": b"# " + b" #" * 30_000 + b"x",
        "one word": b"woord-" * 30_000 + b"-\nx",
        "digits": b"1.1" * 30_000,
        "breaks": "\u2028\u2029\x85\x0b\x0c\x1c\x1d tekst".encode() * 900,
        "open": b"een zin die nergens eindigt\n\nen dan 1 Noot\n\n" * 900,
        "marked": "\ufeff\ufeff\u200b\u00ad\ufffe\u0002 tekst".encode() * 99,
    }
    for what, data in bodies.items():
        yield Case(what, "tekst.txt", data)
        yield Case(what, "tekst.md", data)


def hostile_zips() -> Iterator[Case]:
    """Zips that reach outside, lie about their size, or hold themselves."""
    slips = ("../uit.md", "/tmp/uit-piketpaal.md", "C:\\uit.md", "a/../../uit.md", "..\\uit.md")
    yield Case("slips", "a.zip", zipped(dict.fromkeys(slips, MARKDOWN)))
    yield Case("bomb", "a.zip", zipped({"bom.txt": b" " * 20_000_000, "goed.md": MARKDOWN}))
    inner = zipped({"a.md": MARKDOWN})
    yield Case("nested", "a.zip", zipped({"b.zip": inner, "c.docx": a_docx()}))
    yield Case("named as a document", "a.docx", inner)
    yield Case("named as a zip", "a.zip", MARKDOWN)
    yield Case("nothing in it", "a.zip", zipped({}))
    yield Case("only folders", "a.zip", zipped({"map/": b""}))
    yield Case("bzip2", "a.zip", zipped({"a.md": MARKDOWN}, zipfile.ZIP_BZIP2))
    yield Case("lzma", "a.zip", zipped({"a.md": MARKDOWN}, zipfile.ZIP_LZMA))
    yield Case("a part in lzma", "a.odt", zipped(parts_of(an_odt(ODT_BODY)), zipfile.ZIP_LZMA))
    yield Case("a long list", "a.zip", zipped({f"{n}.md": b"x" for n in range(6_000)}))
    for name, size in (("small", 1), ("large", 2_000_000_000)):
        lying = bytearray(zipped({"a.md": MARKDOWN}))
        at = lying.rfind(b"PK\x01\x02")
        lying[at + 24 : at + 28] = size.to_bytes(4, "little")
        yield Case(f"says {name}", "a.zip", bytes(lying))
