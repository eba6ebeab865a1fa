"""Owns reading PDF: pdfium for text and geometry, pypdf for what the file says of itself."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import EncryptedError, NoTextError, ReadError
from ingest.columns import Column, reading_order
from ingest.compose import Draft, compose
from ingest.headings import body_size, mark_headings
from ingest.insets import insets_of, mark_pull_quotes, place_inset
from ingest.lines import Line, lines_of
from ingest.ocr import NO_OCR, Ocr
from ingest.pages import BlockKind, Box, Page, ReadDocument, Unread
from ingest.paragraphs import CONTENTS_TITLE, drafts_of, is_contents_line, line_pitch
from ingest.pictures import Gallery
from ingest.recognition import Progress, can_recognise, recognise
from ingest.running import Running, find_running
from ingest.sheet import Sheet, read_sheet
from ingest.tables import Tables
from ingest.text import fold
from ingest.unread import find_unread

__all__ = ["read_pdf"]

_LONGEST_TOLD = 1000  # characters of a title or label
# How pypdf fails on a file that is malformed, besides its own errors.
_MALFORMED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_ROMAN = re.compile(r"^[ivxlcdm]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the file says of itself; empty where it says nothing."""

    title: str = ""
    created: str = ""
    labels: tuple[str, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()


def read_pdf(
    path: Path,
    *,
    max_pages: int,
    max_characters: int,
    ocr: Ocr = NO_OCR,
    progress: Progress = lambda done, total: None,
) -> ReadDocument:
    """Read a PDF: its text layer, and with ``ocr`` what that hides.

    Raises:
        EncryptedError: it asks for a password.
        NoTextError: no page has readable text.
        ReadError: it is damaged or larger than allowed.
    """
    told = _told(path)
    sheets = _sheets(path, max_pages, max_characters)
    unread = find_unread(sheets)
    recognisable = any(map(can_recognise, sheets, unread))
    if recognisable and ocr.recognizer is not None:
        with open_pdf(path) as document:
            unread = recognise(document, sheets, unread, ocr.recognizer, progress)
    _require_text(path, sheets, ocr)
    pages = _understand(sheets, unread, told)
    return ReadDocument(
        tuple(pages),
        title=told.title,
        created=told.created,
        recognisable=recognisable,
        ocr=ocr.name if recognisable else "",
    )


def _sheets(path: Path, max_pages: int, max_characters: int) -> list[Sheet]:
    import pypdfium2 as pdfium

    with open_pdf(path) as document:
        count = len(document)
        if count == 0:
            raise ReadError(f"{path.name}: het bestand heeft geen pagina's; lever het opnieuw aan.")
        if count > max_pages:
            raise ReadError(
                f"{path.name}: {count} pagina's is meer dan de grens van {max_pages}; "
                "splits het bestand."
            )
        sheets: list[Sheet] = []
        characters = 0
        gallery = Gallery.of(document)
        for index in range(count):
            try:
                page = document[index]
                sheet = read_sheet(page, index + 1, gallery)
                page.close()
            except pdfium.PdfiumError:
                sheet = Sheet(index + 1, 595.0, 842.0, "", damaged=True)
            characters += len(sheet.printed)
            if characters > max_characters:
                raise ReadError(
                    f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand."
                )
            sheets.append(sheet)
        return sheets


@contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """The PDF as pdfium opens it, closed afterwards.

    Raises:
        EncryptedError: it asks for a password.
        ReadError: it is damaged, or no longer there.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except FileNotFoundError as error:
        raise ReadError(f"{path.name}: bestaat niet (meer); controleer het pad.") from error
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.raw.FPDF_ERR_PASSWORD:
            raise EncryptedError(
                f"{path.name}: vraagt een wachtwoord; sla een versie zonder wachtwoord op."
            ) from error
        raise ReadError(
            f"{path.name}: de PDF is beschadigd of onvolledig; lever het bestand opnieuw aan."
        ) from error
    try:
        yield document
    finally:
        document.close()


def _require_text(path: Path, sheets: Sequence[Sheet], ocr: Ocr) -> None:
    """Refuse a file of which no page can be read, and say what kind of file it seems to be."""
    readable = sum(1 for sheet in sheets if sheet.words and not sheet.garbled)
    garbled = sum(1 for sheet in sheets if sheet.garbled)
    if readable > garbled:
        return
    count = f"{len(sheets)} pagina" + ("" if len(sheets) == 1 else "'s")
    tried = "OCR vond er geen leesbare tekst in"
    remedy = tried if ocr.recognizer is not None else ocr.remedy
    if any(sheet.damaged for sheet in sheets):
        raise ReadError(f"{path.name}: {count}, geen leesbaar; lever het bestand opnieuw aan.")
    if garbled:
        raise NoTextError(
            f"{path.name}: {count} met een onleesbare tekstlaag (lettertypen zonder tekencodes); "
            f"{remedy}, of lever de oorspronkelijke PDF aan."
        )
    if any(sheet.pictures or sheet.drawn for sheet in sheets):
        raise NoTextError(
            f"{path.name}: {count} zonder tekstlaag (scan); {remedy}, of lever een PDF met "
            "tekst aan."
        )
    raise NoTextError(f"{path.name}: {count} zonder tekst (leeg); lever het juiste bestand aan.")


def _understand(
    sheets: Sequence[Sheet], unread: Sequence[tuple[Unread, ...]], told: _Told
) -> Iterator[Page]:
    for sheet in sheets:
        if sheet.garbled:
            sheet.words.clear()
    lines = [lines_of(sheet) for sheet in sheets]
    running = find_running(sheets, lines)
    body = body_size(_letters(sheets))
    pitch = line_pitch([line for own in lines for line in own])
    layout = _Layout(body, pitch, Tables())
    on_contents = False
    drafted: list[list[Draft]] = []
    for index, sheet in enumerate(sheets):
        own = running.without(index, lines[index])
        on_contents = _is_contents_page(own, on_contents)
        drafted.append(layout.page(sheet, own, on_contents))
    outline = {(page, title): depth for page, title, depth in told.outline}
    mark_pull_quotes(drafted, body)
    mark_headings(drafted, body, outline)
    layout.tables.name(drafted)
    for index, sheet in enumerate(sheets):
        page = compose(
            drafted[index],
            number=sheet.number,
            label=_label(index, running, told),
            printed="" if sheet.garbled else sheet.printed,
            width=sheet.width,
            height=sheet.height,
            unread=unread[index],
            ocr_from=sheet.ocr_from,
        )
        # Of a page that OCR read there is no other text layer than what became of it here.
        yield (
            page if sheet.ocr_from != 0 else replace(page, printed=f"{sheet.printed}\n{page.text}")
        )


def _letters(sheets: Sequence[Sheet]) -> Counter[float]:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            sizes[word.size] += len(word.text)
    return sizes


def _is_contents_page(lines: Sequence[Line], before: bool) -> bool:
    """Whether a page holds the table of contents, or goes on with it."""
    texts = [line.text for line in lines]
    titled = any(CONTENTS_TITLE.match(text.strip()) for text in texts[:6])
    entries = sum(1 for text in texts if is_contents_line(text, on_contents_page=True))
    leaders = sum(1 for text in texts if is_contents_line(text, on_contents_page=False))
    if titled:
        return entries >= 3
    return leaders >= 5 or (before and bool(texts) and entries > len(texts) * 0.7)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Turns the lines of a page into blocks; ``body`` and ``pitch`` are the document's usual."""

    body: float
    pitch: float
    tables: Tables

    def page(self, sheet: Sheet, lines: list[Line], contents: bool) -> list[Draft]:
        """The blocks of one page in reading order; tables keep their place in the text."""
        foot = sheet.height * 0.5
        drafts: list[Draft] = []
        rest = list(lines)
        for table in [] if contents else self.tables.find(sheet, lines):
            rest = [line for line in rest if id(line) not in table.used]
            above = [line for line in rest if line.base < table.top]
            rest = [line for line in rest if line.base >= table.top]
            drafts += self._text(sheet, above, contents, foot)
            drafts += table.drafts
        drafts += self._text(sheet, rest, contents, foot)
        if sheet.sideways:
            text = " ".join(word.text for word in sheet.sideways)
            boxes = tuple(Box(w.x0, w.y0, w.x1, w.y1) for w in sheet.sideways)
            drafts.append(Draft(BlockKind.PARAGRAPH, text, boxes=boxes))
        return drafts

    def _text(self, sheet: Sheet, lines: list[Line], contents: bool, foot: float) -> list[Draft]:
        insets, lines = insets_of(sheet, lines) if sheet.fills and not contents else ([], lines)
        drafts = self._columns(lines, contents, foot)
        for inset in insets:
            place_inset(drafts, inset, self._columns(inset.lines, contents, foot))
        return drafts

    def _columns(self, lines: list[Line], contents: bool, foot: float) -> list[Draft]:
        if not lines:
            return []
        columns = [Column(lines, 0.0, 1e9)] if contents else reading_order(lines)
        drafts: list[Draft] = []
        for column in columns:
            drafts += drafts_of(column, self.body, pitch=self.pitch, contents=contents, foot=foot)
        return drafts


def _label(index: int, running: Running, told: _Told) -> str:
    if index < len(told.labels) and told.labels[index] != str(index + 1):
        return told.labels[index]
    return running.labels[index]


def _told(path: Path) -> _Told:
    """Title, date, page labels and outline; a part that is malformed counts as not told."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    malformed = (PyPdfError, DependencyError, *_MALFORMED)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return _Told()
    except malformed:
        return _Told()
    title = created = ""
    labels: tuple[str, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()
    with suppress(*malformed):
        meta = reader.metadata
        if meta is not None:
            title = _plain(meta.title or "")
            made = meta.creation_date
            created = made.date().isoformat() if made else ""
    with suppress(*malformed):
        if "/PageLabels" in reader.root_object:
            labels = tuple(map(_plain, reader.page_labels))
    with suppress(*malformed):
        outline = tuple(_bookmarks(reader, reader.outline, 1))
    return _Told(title, created, labels, outline)


def _plain(text: str) -> str:
    """Text that the file says of itself, without what would steer a terminal or end a line."""
    readable = (c if c.isprintable() else " " for c in text[:_LONGEST_TOLD])
    return " ".join("".join(readable).split())


def _bookmarks(reader: Any, items: Any, depth: int) -> Iterator[tuple[int, str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _bookmarks(reader, item, depth + 1)
        else:
            page = reader.get_destination_page_number(item)
            if page is not None and page >= 0:
                yield page, fold(str(item.title)), depth
