"""Malformed input of every kind but PDF ends in a good read or in a refusal of one line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from corpus.errors import ReadError
from ingest.pages import ReadDocument
from ingest.read import read
from ingest.sources import digest_of_file, on_disk, source_files
from tests import malformed
from tests.malformed import Case

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
BYTES = 2 * 1024**3


@contextmanager
def at_most(seconds: int, what: str) -> Iterator[None]:
    """Fail when the body takes longer, wherever it hangs."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"{what}: longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(path: Path, folder: Path) -> list[str]:
    """What became of a file, or of each document in a zip: "read", or why it was refused."""
    found = []
    for file in source_files(path):
        try:
            digest_of_file(file)
            with on_disk(file, folder) as here:
                document = read(here)
        except ReadError as error:
            line = str(error)
            assert line and len(line.splitlines()) == 1, repr(line)
            found.append(line)
            continue
        assert isinstance(document, ReadDocument)
        for page in document.pages:
            assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
        assert any(page.text.strip() for page in document.pages)
        found.append("read")
    return found


def try_all(cases: Iterable[Case], folder: Path) -> dict[str, int]:
    """Read every case; how many files were read and how many refused."""
    inside = folder / "in"
    inside.mkdir()
    counts = {"read": 0, "refused": 0, "cases": 0}
    for case in cases:
        path = inside / case.name
        path.write_bytes(case.data)
        with at_most(SECONDS, f"{case.name}: {case.what}"):
            try:
                found = outcome(path, folder / "unpacked")
            except Exception as error:
                raise AssertionError(f"{case.name}, {case.what}: {error!r}") from error
        counts["cases"] += 1
        counts["read"] += found.count("read")
        counts["refused"] += len(found) - found.count("read")
        path.unlink()
    assert sorted(p.name for p in folder.rglob("*")) == ["in", "unpacked"][: 1 + _used(folder)]
    return counts


def _used(folder: Path) -> int:
    return int((folder / "unpacked").exists())


DOCX, ODT = malformed.a_docx(), malformed.an_odt(malformed.ODT_BODY)


def test_the_documents_that_are_broken_are_sound(tmp_path: Path) -> None:
    sound = [
        Case("", "a.docx", DOCX),
        Case("", "a.odt", ODT),
        Case("", "a.html", malformed.HTML),
        Case("", "a.md", malformed.MARKDOWN),
        Case("", "a.txt", malformed.TEXT),
        Case("", "a.zip", malformed.zipped({"b.odt": ODT, "map/c.md": malformed.MARKDOWN})),
    ]
    assert try_all(sound, tmp_path) == {"cases": 6, "read": 7, "refused": 0}


def kinds() -> dict[str, list[Case]]:
    a_zip = malformed.zipped({"b.odt": ODT, "map/c.md": malformed.MARKDOWN, "d.docx": DOCX})
    return {
        "word": [
            *malformed.broken_files("a.docx", DOCX, 4, 1),
            *malformed.broken_parts("a.docx", DOCX, "word/document.xml", 6, 2),
            *malformed.broken_parts("a.docx", DOCX, "word/styles.xml", 2, 3),
        ],
        "opendocument": [
            *malformed.broken_files("a.odt", ODT, 4, 4),
            *malformed.broken_parts("a.odt", ODT, "content.xml", 8, 5),
        ],
        "html": list(malformed.broken_files("a.html", malformed.HTML, 8, 6)),
        "text": [
            *malformed.broken_files("a.md", malformed.MARKDOWN, 5, 7),
            *malformed.broken_files("a.txt", malformed.TEXT, 5, 8),
        ],
        "zip": list(malformed.broken_files("a.zip", a_zip, 8, 9)),
        "hostile pages": list(malformed.hostile_pages()),
        "hostile texts": list(malformed.hostile_texts()),
        "hostile zips": list(malformed.hostile_zips()),
    }


KINDS = kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_malformed_files_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    counts = try_all(KINDS[kind], tmp_path)
    assert counts["read"] > 0, "nothing of it can be read: is it the reader that is broken?"
    assert counts["refused"] > 0, "nothing of it is refused: is it malformed at all?"


def test_there_are_enough_cases() -> None:
    every = {(c.name, zlib.crc32(c.data)) for cases in KINDS.values() for c in cases}
    assert len(every) > 350


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_hostile_xml_reaches_nothing_outside(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM", "utf-8")
    work = tmp_path / "werk"
    work.mkdir()
    cases = list(malformed.hostile_office(name, secret.as_uri()))
    counts = try_all(cases, work)
    assert counts["read"] > 3
    for case in cases:
        path = tmp_path / name
        path.write_bytes(case.data)
        try:
            (page,) = read(path).pages
        except ReadError:
            continue
        assert "GEHEIM" not in page.text
        assert len(page.text) < 100_000


PROGRAM = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({bytes}, {bytes}))
from tests.test_malformed import outcome
for name in sys.argv[1:]:
    started = time.monotonic()
    found = outcome(Path(name), Path(name).parent / "unpacked")
    print(json.dumps([Path(name).name, found, time.monotonic() - started]), flush=True)
"""


def heavy(folder: Path) -> list[Path]:
    """A few files that ask much of the machine."""
    word = malformed.nsdecls("w")
    cell = "<w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc>"
    table = "<w:tbl>" + f"<w:tr>{cell * 100}</w:tr>" * 2_000 + "</w:tbl>"
    odt_row = (
        "<table:table-row>"
        + "<table:table-cell><text:p>12</text:p></table:table-cell>" * 100
        + "</table:table-row>"
    )
    repeated = (
        '<table:table-row table:number-rows-repeated="999999"><table:table-cell '
        'table:number-columns-repeated="999999"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    parts = malformed.parts_of(DOCX)
    made = {
        "tabel.docx": malformed.zipped(
            parts
            | {"word/document.xml": f"<w:document {word}><w:body>{table}</w:body></w:document>"}
        ),
        "knopen.docx": malformed.zipped(
            parts | {"word/document.xml": f"<w:document {word}>{'<w:p/>' * 9_000_000}</w:document>"}
        ),
        "tabel.odt": malformed.an_odt(f"<table:table>{odt_row * 500}</table:table>"),
        "herhaald.odt": malformed.an_odt(f"<table:table>{repeated * 200}</table:table>"),
        "tabel.html": b"<table>" + (b"<tr>" + b"<td>12" * 100) * 500,
        "diep.html": b"<div>" * 50_000 + b"onderin" + b"</div>" * 50_000 + b"<p>erna",
        "groot.html": b"<p a=1 b=2 c=3>x" * 2_000_000,
        "lang.txt": b"een zin die nergens eindigt en doorgaat op de volgende regel\n" * 60_000,
        "lang.md": b"| a | b |\n" * 60_000,
        "binair.txt": b"\xe9" * 20_000_000,
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def test_heavy_files_stay_within_time_and_memory(tmp_path: Path) -> None:
    paths = heavy(tmp_path)
    program = PROGRAM.format(bytes=BYTES)
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS * len(paths),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    found = {name: (what, taken) for name, what, taken in map(json.loads, done.stdout.splitlines())}
    assert len(found) == len(paths)
    assert max(taken for _, taken in found.values()) < SECONDS
    read_names = {name for name, (what, _) in found.items() if what == ["read"]}
    assert {"tabel.docx", "tabel.odt", "tabel.html", "diep.html", "lang.txt"} <= read_names
    assert {"knopen.docx", "groot.html"}.isdisjoint(read_names)


@pytest.mark.real_data
def test_real_documents_that_were_broken(tmp_path: Path, real_data: Path) -> None:
    folder = real_data / "documents"
    html = (folder / "waterbeheerplan_html" / "page_08.html").read_bytes()
    essay = (folder / "essay_integrale_opgave_integrale_uitvoering.txt").read_bytes()
    agreement = (folder / "coalitieakkoord_geldrop-mierlo_2022-2026.md").read_bytes()
    plan = (folder / "waterbeheerplan_rijnland_2016-2021.docx").read_bytes()
    cases = [
        *malformed.broken_files("a.html", html, 3, 11),
        *malformed.broken_files("a.txt", essay, 3, 12),
        *malformed.broken_files("a.md", agreement, 3, 13),
        *malformed.broken_files("a.docx", plan, 1, 14),
    ]
    counts = try_all(cases, tmp_path)
    assert counts["read"] > 20
