"""Owns the way in: a file of any kind becomes a ``ReadDocument``, or is refused in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import EncryptedError, ReadError, UnsupportedError
from ingest.ocr import NO_OCR, Ocr
from ingest.pages import ReadDocument
from ingest.recognition import Progress
from ingest.zip_source import ZIP_SUFFIX

__all__ = ["READER_VERSION", "SUFFIXES", "Limits", "read"]

READER_VERSION = "4"
"""Changes when the same file would be read differently, so that a store can be refreshed."""

_KINDS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".md": "text",
    ".markdown": "text",
    ".txt": "text",
}
SUFFIXES = frozenset(_KINDS)
"""The file name endings that are read, in lower case."""

# How files of these kinds begin; a name that promises another kind lies.
_SIGNATURES = (
    (b"%PDF-", "pdf", "een PDF"),
    (b"PK\x03\x04", "zip", "een zip- of Office-bestand"),
    (b"\xd0\xcf\x11\xe0", "ole", "een oud Office-bestand (.doc, .xls) of een beveiligd document"),
    (b"\x89PNG", "image", "een afbeelding (PNG)"),
    (b"\xff\xd8\xff", "image", "een afbeelding (JPEG)"),
    (b"GIF8", "image", "een afbeelding (GIF)"),
    (b"II*\x00", "image", "een afbeelding (TIFF)"),
    (b"MM\x00*", "image", "een afbeelding (TIFF)"),
    (b"{\\rtf", "rtf", "een RTF-bestand"),
    (b"\x7fELF", "program", "een programma"),
    (b"MZ", "program", "een programma"),
    (b"\x1f\x8b", "gzip", "een gecomprimeerd bestand (gzip)"),
    (b"7z\xbc\xaf", "7z", "een gecomprimeerd bestand (7z)"),
)
_REMEDY = {
    "pdf": "geef het de uitgang .pdf",
    "zip": "geef het de juiste uitgang (.docx, .odt, .zip)",
    "ole": "sla het op als .docx of .pdf",
    "image": "maak er met OCR een PDF met tekst van",
    "rtf": "sla het op als .docx of .pdf",
}
_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of the machine; one that asks more is refused.

    ``seconds`` is the time to read in a process of its own, with ``seconds_per_page`` more for
    each page (or for each MB, of a kind without pages); ``memory`` is in bytes.
    """

    max_bytes: int = 250 * 1024 * 1024
    max_pages: int = 5_000
    max_characters: int = 50_000_000
    seconds: float = 50.0
    seconds_per_page: float = 0.2
    seconds_per_recognised_page: float = 120.0
    memory: int = 2 * 2**30
    memory_for_ocr: int = 2 * 2**30


def read(
    path: Path,
    *,
    limits: Limits = Limits(),
    ocr: Ocr = NO_OCR,
    progress: Progress = lambda done, total: None,
) -> ReadDocument:
    """Read a file by its name's ending, after checking that its contents agree.

    ``progress`` is called while ``ocr`` reads, which takes seconds a page.

    Raises:
        ReadError: the file cannot be read; the message is one Dutch line with the remedy.
    """
    kind = _KINDS.get(path.suffix.lower())
    if path.suffix.lower() == ZIP_SUFFIX:
        raise UnsupportedError(f"{path.name}: is een zip; neem hem in met zijn documenten.")
    if kind is None:
        ending = path.suffix or "zonder uitgang"
        raise UnsupportedError(
            f"{path.name}: soort bestand ({ending}) wordt niet gelezen; "
            f"sla het op als {', '.join(sorted(SUFFIXES))}."
        )
    _check_size(path, limits)
    _check_signature(path, kind)
    found = _read_kind(path, kind, limits, ocr, progress)
    return replace(found, reader=READER_VERSION)


def _read_kind(path: Path, kind: str, limits: Limits, ocr: Ocr, progress: Progress) -> ReadDocument:
    if kind == "pdf":
        from ingest.read_pdf import read_pdf

        return read_pdf(
            path,
            max_pages=limits.max_pages,
            max_characters=limits.max_characters,
            ocr=ocr,
            progress=progress,
        )
    if kind == "docx":
        from ingest.read_docx import read_docx

        return read_docx(path, max_characters=limits.max_characters)
    if kind == "odt":
        from ingest.read_odt import read_odt

        return read_odt(path, max_characters=limits.max_characters)
    if kind == "html":
        from ingest.read_html import read_html

        return read_html(path, max_characters=limits.max_characters)
    from ingest.read_text import read_text

    return read_text(path, max_characters=limits.max_characters)


def _check_size(path: Path, limits: Limits) -> None:
    try:
        if path.is_dir():
            raise ReadError(f"{path.name}: is een map; geef een bestand op.")
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise ReadError(f"{path.name}: bestaat niet (meer); controleer het pad.") from error
    except OSError as error:
        raise ReadError(_not_allowed(path)) from error
    if size == 0:
        raise ReadError(f"{path.name}: bestand is leeg (0 bytes); lever het opnieuw aan.")
    if size > limits.max_bytes:
        raise ReadError(
            f"{path.name}: {size / 1e6:.0f} MB is te groot (grens "
            f"{limits.max_bytes / 1e6:.0f} MB); splits of verklein het bestand."
        )


def _check_signature(path: Path, kind: str) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise ReadError(_not_allowed(path)) from error
    seems, what = _seems(start)
    if seems == "ole" and _holds_locked_office(path):
        raise EncryptedError(
            f"{path.name}: vraagt een wachtwoord; sla een versie zonder wachtwoord op."
        )
    fits = (
        seems == kind
        or (kind in ("docx", "odt") and seems == "zip")
        or (kind == "text" and not seems)
    )
    if kind == "html":
        fits = seems in ("", "html")
    if fits or (kind == "text" and seems == "html"):
        return
    what = what or "geen " + {"pdf": "PDF", "docx": "Word-bestand", "odt": "ODT-bestand"}.get(
        kind, "leesbare tekst"
    )
    remedy = _REMEDY.get(seems, "lever het juiste bestand aan")
    verb = "is" if what.startswith("geen ") else "lijkt"
    raise UnsupportedError(f"{path.name}: heet {path.suffix.lower()} maar {verb} {what}; {remedy}.")


def _seems(start: bytes) -> tuple[str, str]:
    """The kind that the first bytes show, and its Dutch name; empty strings if none."""
    if b"%PDF-" in start[:1024]:
        return "pdf", "een PDF"
    for mark, kind, what in _SIGNATURES:
        if start.startswith(mark):
            return kind, what
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_HTML_STARTS):
        return "html", "een webpagina (HTML)"
    return "", ""


def _holds_locked_office(path: Path) -> bool:
    """Whether an OLE file is the shell around an Office file with a password."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _not_allowed(path: Path) -> str:
    return f"{path.name}: geen leesrecht; geef de gebruiker recht om het bestand te lezen."
