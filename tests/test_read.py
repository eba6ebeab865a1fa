"""Refuses what cannot be read, in one Dutch line with the remedy; dispatches the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import EncryptedError, ReadError, UnsupportedError
from ingest.read import READER_VERSION, SUFFIXES, Limits, read

WITH_BYTES = [
    ("leeg.pdf", b"", ReadError, r"bestand is leeg \(0 bytes\)"),
    ("nep.pdf", b"<html><body>Hallo</body></html>", UnsupportedError, "webpagina"),
    ("nep.pdf", b"PK\x03\x04" + bytes(40), UnsupportedError, "zip- of Office-bestand"),
    ("nep.pdf", b"gewone tekst", UnsupportedError, "is geen PDF"),
    ("nep.docx", b"%PDF-1.7 en verder", UnsupportedError, "een PDF; geef het de uitgang .pdf"),
    ("oud.docx", b"\xd0\xcf\x11\xe0" + bytes(600), UnsupportedError, "oud Office-bestand"),
    (
        "geheim.docx",
        b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"),
        EncryptedError,
        "vraagt een wachtwoord",
    ),
    ("foto.txt", b"\x89PNG\r\n\x1a\n" + bytes(30), UnsupportedError, "afbeelding"),
    ("nep.html", b"%PDF-1.4", UnsupportedError, "een PDF"),
    ("cijfers.xlsx", b"PK\x03\x04", UnsupportedError, r"\(.xlsx\) wordt niet gelezen"),
    ("zonder", b"tekst", UnsupportedError, "zonder uitgang"),
    ("kapot.pdf", b"%PDF-1.7\nniets", ReadError, "beschadigd"),
    ("kapot.docx", b"PK\x03\x04niets", ReadError, "beschadigd"),
    ("kapot.odt", b"PK\x03\x04niets", ReadError, "beschadigd; sla het opnieuw op in LibreOffice"),
    ("nep.odt", b"gewone tekst", UnsupportedError, "is geen ODT-bestand"),
    ("stukken.zip", b"PK\x03\x04niets", UnsupportedError, "is een zip; neem hem in"),
]


@pytest.mark.parametrize(
    ("name", "content", "error", "words"), WITH_BYTES, ids=[w[3] + w[0] for w in WITH_BYTES]
)
def test_bad_files_are_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, error: type[ReadError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read(path)
    line = str(caught.value)
    assert "\n" not in line and line.startswith(name) and ";" in line


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="bestaat niet"):
        read(tmp_path / "weg.pdf")
    (tmp_path / "map.txt").mkdir()
    with pytest.raises(ReadError, match="is een map"):
        read(tmp_path / "map.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dicht.txt"
    path.write_text("tekst", "utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="geen leesrecht"):
        read(path)


def test_limits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "lang.txt"
    path.write_text("woord " * 100, "utf-8")
    with pytest.raises(ReadError, match="te groot"):
        read(path, limits=Limits(max_bytes=10))
    with pytest.raises(ReadError, match="meer dan 50 tekens"):
        read(path, limits=Limits(max_characters=50))


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "Notitie bij één.TXT"
    path.write_text("Een regel.", "utf-8")
    document = read(path)
    assert document.pages[0].text == "Een regel."
    assert document.reader == READER_VERSION
    assert {".pdf", ".docx", ".odt", ".html", ".md", ".txt"} <= SUFFIXES


@pytest.mark.real_data
def test_all_other_real_documents_read(real_data: Path) -> None:
    files = [
        path
        for path in sorted((real_data / "documents").rglob("*"))
        if path.suffix in (".docx", ".html", ".md", ".txt")
    ]
    assert len(files) > 10
    for path in files:
        (page,) = read(path).pages
        assert len(page.text) > 500, path.name
        assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
