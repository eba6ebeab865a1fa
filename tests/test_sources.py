"""Lists what a source holds: files, folders, and zips with what they may not do."""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from corpus.catalogue import load
from corpus.documents import Document
from corpus.errors import ReadError, StoreError
from ingest.embed import HashEmbedder
from ingest.originals import Originals
from ingest.page_image import render
from ingest.settings import Settings
from ingest.sources import (
    SourceFile,
    digest_of_file,
    find_file,
    on_disk,
    register_of,
    source_files,
)
from ingest.store import Store
from ingest.sync import IngestReport, ingest
from ingest.zip_source import members, unpacked

TEXT = "# Groenplan\n\nWij planten 1.000 bomen voor 2030 in Testdorp.\n"


def a_zip(path: Path, **files: str | bytes) -> Path:
    """A zip with the given contents; ``__`` in a name is a slash, ``_`` a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def with_names(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return path


def faults(path: Path) -> dict[str, str]:
    return {file.name: file.fault for file in source_files(path)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", embedding="hash")


def run(settings: Settings, *paths: Path, allow_empty: bool = False) -> IngestReport:
    return ingest(
        paths, settings, embedder=HashEmbedder(), catalogue=load(), allow_empty=allow_empty
    )


def documents(settings: Settings) -> dict[str, Document]:
    entries = Store.open_for_reading(settings).manifest.entries
    return {entry.document.file: entry.document for entry in entries}


def refused(report: IngestReport) -> dict[str, str]:
    return {one["file"]: one["reason"] for one in report.refused}


def test_a_zip_in_a_folder_holds_documents_as_a_folder_does(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "stukken"
    folder.mkdir()
    (folder / "los.md").write_text(TEXT.replace("Groen", "Water"), "utf-8")
    archive = a_zip(folder / "archief.zip", map__stuk_md=TEXT, kort_txt="Een besluit van de raad.")
    report = run(settings, folder)
    assert report.added == ["archief.zip/kort.txt", "archief.zip/map/stuk.md", "los.md"]
    assert run(settings, folder).unchanged == report.added
    assert documents(settings)["archief.zip/map/stuk.md"].title == "Groenplan"
    a_zip(archive, map__stuk_md=TEXT.replace("1.000", "2.000"), nieuw_md=TEXT + "En een park.\n")
    second = run(settings, folder)
    assert (second.added, second.updated) == (
        ["archief.zip/nieuw.md"],
        ["archief.zip/map/stuk.md"],
    )
    assert second.removed == ["archief.zip/kort.txt"]
    assert list((settings.data / "unpacked").glob("*")) == []


def test_a_zip_may_be_a_source_of_its_own(settings: Settings, tmp_path: Path) -> None:
    archive = a_zip(tmp_path / "Archief.ZIP", a_md=TEXT)
    assert run(settings, archive).added == ["Archief.ZIP/a.md"]
    archive.write_bytes(archive.read_bytes()[:40])
    with pytest.raises(StoreError, match="--allow-empty"):
        run(settings, archive)
    assert "Archief.ZIP/a.md" in documents(settings)


def test_what_cannot_be_read_is_refused_and_the_rest_goes_in(
    settings: Settings, tmp_path: Path
) -> None:
    archive = a_zip(
        tmp_path / "a.zip", goed_md=TEXT, leeg_pdf=b"", tabel_xlsx=b"x", nep_pdf=b"geen pdf"
    )
    report = run(settings, archive)
    assert report.added == ["a.zip/goed.md"]
    reasons = refused(report)
    assert set(reasons) == {"a.zip/leeg.pdf", "a.zip/tabel.xlsx", "a.zip/nep.pdf"}
    assert reasons["a.zip/leeg.pdf"].startswith("bestand is leeg")
    assert not [reason for reason in reasons.values() if "\n" in reason or "unpacked" in reason]


def test_a_member_with_a_broken_checksum_does_not_take_others_along(
    settings: Settings, tmp_path: Path
) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("goed.md", TEXT)
        made.writestr("stuk.md", TEXT + "tweede")
    archive.write_bytes(archive.read_bytes().replace(b"dorp.\ntweede", b"stad.\ntweede", 1))
    report = run(settings, archive)
    assert report.added == ["a.zip/goed.md"]
    assert "beschadigd" in refused(report)["a.zip/stuk.md"]


@pytest.mark.parametrize(
    "name", ["../buiten.md", "/etc/stuk.md", "C:\\stuk.md", "map/../../stuk.md", "..\\stuk.md"]
)
def test_a_path_that_points_outside_is_refused(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    archive = with_names(tmp_path / "slip.zip", "goed.md", name)
    report = run(settings, archive)
    assert report.added == ["slip.zip/goed.md"]
    (reason,) = refused(report).values()
    assert "buiten de zip" in reason
    assert not list(tmp_path.rglob("*stuk.md")) + list(tmp_path.rglob("*buiten.md"))
    assert not Path("/etc/stuk.md").exists()


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.md")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "verwijzing" in faults(tmp_path / "a.zip")["a.zip/link.md"]


def test_a_zip_in_a_zip_is_refused_with_the_remedy(tmp_path: Path) -> None:
    inner = a_zip(tmp_path / "binnen.zip", a_md=TEXT).read_bytes()
    outer = a_zip(tmp_path / "buiten.zip", binnen_zip=inner, b_md=TEXT)
    assert faults(outer) == {
        "buiten.zip/b.md": "",
        "buiten.zip/binnen.zip": "is een zip in een zip; pak de binnenste zip eerst uit.",
    }


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    bomb = a_zip(tmp_path / "bom.zip", bom_txt=b" " * 30_000_000, goed_md=TEXT)
    found = faults(bomb)
    assert "uitgepakt te groot" in found["bom.zip/bom.txt"]
    assert found["bom.zip/goed.md"] == ""


def test_a_zip_that_says_to_hold_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "veel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"{number}.txt", b"")
    assert "splits de zip" in faults(path)["veel.zip"]
    # Twenty members that overlap: each says to be 240 MB, together they are small.
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", b"x")
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<L", data, at + 24, 240_000_000)
    path.write_bytes(data)
    assert "te groot" in faults(path)["veel.zip"]


def test_a_list_of_members_that_would_not_fit_in_memory_is_refused(tmp_path: Path) -> None:
    path = with_names(tmp_path / "a.zip", "a.md")
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    plain = bytes(data)
    struct.pack_into("<L", data, end + 12, 0x7FFFFFFF)
    path.write_bytes(data)
    assert "te veel bestanden" in faults(path)["a.zip"]
    # The same in the record that large archives have before the end.
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    path.write_bytes(plain[:end] + record + locator + plain[end:])
    assert "te veel bestanden" in faults(path)["a.zip"]


def test_a_locked_member_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    path = with_names(tmp_path / "a.zip", "open.md", "slot.md")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    found = faults(path)
    assert "wachtwoord" in found["a.zip/slot.md"]
    assert found["a.zip/open.md"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_of_old_programs_are_read(tmp_path: Path, encoding: str) -> None:
    plain = "coordinatie_een.md"
    wanted = "coördinatie_één.md".encode(encoding)
    path = with_names(tmp_path / "a.zip", "x" * len(wanted))
    assert len(plain) <= len(wanted)
    path.write_bytes(path.read_bytes().replace(b"x" * len(wanted), wanted))
    assert faults(path) == {"a.zip/coördinatie_één.md": ""}


def test_what_systems_leave_behind_is_no_document(tmp_path: Path) -> None:
    path = with_names(
        tmp_path / "a.zip", "__MACOSX/._a.md", ".git/b.md", "~$c.docx", "Thumbs.db", "d.md"
    )
    assert faults(path) == {"a.zip/d.md": ""}
    only = with_names(tmp_path / "b.zip", ".verborgen.md")
    assert "geen documenten" in faults(only)["b.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = with_names(tmp_path / "a.zip", "a.md", "b.md", "a.md")
    assert faults(path) == {
        "a.zip/a.md": "staat 2 keer in de zip; pak de zip opnieuw in.",
        "a.zip/b.md": "",
    }


def test_odd_names_are_refused(tmp_path: Path) -> None:
    path = with_names(tmp_path / "a.zip", "regel\neinde.md", "x" * 300 + ".md")
    assert all("vreemde naam" in fault for fault in faults(path).values())
    assert not [name for name in faults(path) if "\n" in name]


def test_a_register_in_a_zip_counts_and_the_one_outside_goes_first(tmp_path: Path) -> None:
    inside = "documents:\n- {file: a.md, groups: [college], title: Binnen}\n- {file: b.md}\n"
    a_zip(tmp_path / "a.zip", documents_yaml=inside, a_md=TEXT, b_md=TEXT)
    said = register_of(tmp_path)
    assert said["a.zip/a.md"].groups == ("college",)
    assert "documents.yaml" not in " ".join(faults(tmp_path))
    (tmp_path / "documents.yaml").write_text(
        "documents:\n- {file: a.zip/a.md, title: Buiten}\n", "utf-8"
    )
    assert register_of(tmp_path)["a.zip/a.md"].title == "Buiten"
    assert "a.zip/b.md" in register_of(tmp_path)


def test_a_zip_with_a_wrong_register_is_refused_whole(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "los.md").write_text(TEXT, "utf-8")
    a_zip(folder / "a.zip", documents_yaml="documents: [1]", a_md=TEXT)
    report = run(settings, folder)
    assert report.added == ["los.md"]
    assert "veld documents.0" in refused(report)["a.zip"]


def test_the_page_of_a_document_in_a_zip_is_found_back(
    settings: Settings, tmp_path: Path, sample_documents: Path
) -> None:
    name = "besluitenlijst-2026-03-10.pdf"
    folder = tmp_path / "stukken"
    folder.mkdir()
    archive = folder / "besluiten.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(sample_documents / name, f"2026/{name}")
    run(settings, folder)
    document = documents(settings)[f"besluiten.zip/2026/{name}"]
    originals = Originals.of(settings)
    path = originals.path(document)
    assert path.read_bytes() == (sample_documents / name).read_bytes()
    assert path == originals.path(document)
    assert path.is_relative_to(settings.data)
    assert render(path, 1, "Besluitenlijst").png.startswith(b"\x89PNG")
    # The same when the zip itself was the source, or moved together with its folder.
    other = Settings(data=tmp_path / "andere", embedding="hash")
    run(other, archive)
    (lone,) = documents(other).values()
    assert Originals.of(other).path(lone).read_bytes() == path.read_bytes()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(f"2026/{name}", b"%PDF-1.7 iets anders")
    with pytest.raises(ReadError, match="gewijzigd"):
        originals.path(document)
    archive.unlink()
    with pytest.raises(ReadError, match="niet meer te lezen"):
        originals.path(document)


def test_what_is_looked_at_does_not_pile_up(settings: Settings, tmp_path: Path) -> None:
    contents = {f"n{number}_md": f"{TEXT} {number}" for number in range(25)}
    run(settings, a_zip(tmp_path / "veel.zip", **contents))
    originals = Originals.of(settings)
    for document in documents(settings).values():
        assert originals.path(document).is_file()
    assert len(list(originals.folder.iterdir())) == 20
    run(settings, tmp_path / "veel.zip")
    assert not originals.folder.exists()


def test_a_file_of_its_own_is_read_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT, "utf-8")
    file = SourceFile("a.md", path)
    with on_disk(file, tmp_path / "weg") as same:
        assert same == path
    assert not (tmp_path / "weg").exists()
    assert find_file(tmp_path, "a.md") == file
    assert find_file(tmp_path, "b.md") is None
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "a.md")
    (inside,) = source_files(tmp_path / "a.zip")
    assert digest_of_file(inside) == digest_of_file(file)
    with pytest.raises(ReadError, match="gewijzigd"):
        list(unpacked(tmp_path / "a.zip", 5))
    assert [m.name for m in members(tmp_path / "a.zip")] == ["a.md"]
