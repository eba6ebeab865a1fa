"""Owns the text of a page as other libraries give it, without our own rules of reading.

A quote is checked against this when the answer is judged, so that a fault of our reader cannot
vouch for itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from ingest.text import squash

__all__ = ["quote_stands", "readings"]

_Reader = Callable[[Path, int, int], str | None]
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINE_END_HYPHEN = re.compile(r"(?<=\w)-\r?\n(?=[^\W\d_])")


def quote_stands(path: Path, page: int, quote: str, separator: str) -> bool:
    """Whether every part of ``quote`` stands on page ``page`` (from 1) in one reading of it.

    White space and hyphens at a line end are left out of the comparison.

    Raises:
        ReadError: the file is not there or cannot be opened.
    """
    parts = [squash(part) for part in quote.split(separator)]
    if not all(parts):
        return False
    return any(all(part in text for part in parts) for text in readings(path, page))


def readings(path: Path, page: int) -> Iterator[str]:
    """The text of one page in each way it can be read, without white space.

    Nothing when the file has no such page.

    Raises:
        ReadError: the file is not there or cannot be opened.
    """
    if not path.is_file():
        raise ReadError(f"{path.name}: dit bestand staat niet in {path.parent}.")
    modified = path.stat().st_mtime_ns
    for read in _READERS.get(path.suffix.lower(), (_plain,)):
        yield from _squashed(read, path, page, modified)


@lru_cache(maxsize=8192)
def _squashed(read: _Reader, path: Path, page: int, modified: int) -> tuple[str, ...]:
    text = read(path, page, modified)
    if text is None:
        return ()
    return squash(text), squash(_LINE_END_HYPHEN.sub("", text))


def _pdfium(path: Path, page: int, _: int) -> str | None:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= page <= len(document):
            return None
        return str(document[page - 1].get_textpage().get_text_range())


def _pypdf(path: Path, page: int, modified: int) -> str | None:
    pages = _pypdf_reader(path, modified).pages
    return pages[page - 1].extract_text() if 1 <= page <= len(pages) else None


@lru_cache(maxsize=64)
def _pypdf_reader(path: Path, _: int):  # type: ignore[no-untyped-def]  # pypdf loads late
    import pypdf

    return pypdf.PdfReader(path)


def _word(path: Path, page: int, _: int) -> str | None:
    """Every text of the file; what Word keeps twice (a text box, its fallback) stands twice."""
    parts = (_word_text(node) for root in _word_roots(path) for node in root.iter())
    return " ".join(parts) if page == 1 else None


def _word_once(path: Path, page: int, _: int) -> str | None:
    wanted = (f"{_WORD}t", f"{_WORD}noBreakHyphen")
    parts: list[str] = []
    for root in _word_roots(path):
        twice = {t for copy in root.iter(f"{_COMPATIBILITY}Fallback") for t in copy.iter()}
        parts += (_word_text(node) for node in root.iter(*wanted) if node not in twice)
    return "".join(parts) if page == 1 else None


def _word_roots(path: Path) -> Iterator[Any]:
    """The body of the file, and its foot- and endnotes."""
    from docx import Document
    from lxml import etree

    document = Document(str(path))
    yield document.element
    for part in document.part.package.iter_parts():
        if part.partname in ("/word/footnotes.xml", "/word/endnotes.xml"):
            yield etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))


def _word_text(node: Any) -> str:
    return "-" if node.tag == f"{_WORD}noBreakHyphen" else node.text or ""


def _open_document(path: Path, page: int, _: int) -> str | None:
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    return "".join(str(text) for text in root.itertext()) if page == 1 else None


def _html(path: Path, page: int, _: int) -> str | None:
    from bs4 import BeautifulSoup

    return BeautifulSoup(path.read_bytes(), "html.parser").get_text(" ") if page == 1 else None


def _plain(path: Path, page: int, _: int) -> str | None:
    marks = re.compile(r"\*\*|__|(?m:^#+\s)")
    raw = path.read_bytes()
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return marks.sub("", text) if page == 1 else None


_READERS = {
    ".pdf": (_pdfium, _pypdf),
    ".docx": (_word, _word_once),
    ".odt": (_open_document,),
    ".html": (_html,),
    ".htm": (_html,),
}
