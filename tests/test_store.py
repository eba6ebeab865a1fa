"""The store: real Chroma in a temporary folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.errors import EmptyStoreError, MismatchError, StoreError
from corpus.status import Status
from ingest.embed import HashEmbedder
from ingest.manifest import Entry, Manifest
from ingest.pages import Box, Cell, Page, TableRow, Unread, UnreadKind
from ingest.passages import Passage, passage_id
from ingest.settings import Settings
from ingest.store import Store

EMBEDDER = HashEmbedder()
ROW = TableRow(3, "Lasten", "7.2 Riolering", (Cell("2027", "-1.234"),), "x € 1.000")


def settings_in(folder: Path, **changed: object) -> Settings:
    return replace(Settings(data=folder, embedding="hash"), **changed)  # type: ignore[arg-type]


def document(name: str, **facts: object) -> Document:
    return Document(id=name, file=f"{name}.pdf", source="/s", title=name, type="nota", **facts)  # type: ignore[arg-type]


def passage(edition: str, text: str, row: TableRow | None = None) -> Passage:
    return Passage(
        id=passage_id(edition, 1, 0, text),
        edition=edition,
        page=1,
        page_label="i",
        start=0,
        end=len(text),
        kind="row" if row else "text",
        text=text,
        headings=("1 Water", "1.2 Riool"),
        row=row,
        instruments=("I06",),
        themes=(),
    )


def write(store: Store, edition: str, *texts: str) -> list[Passage]:
    found = [passage(edition, text) for text in texts]
    store.begin()
    store.add_pages(edition, [Page(1, "i", "\n".join(texts), "\n".join(texts), ())])
    store.add_passages(found, EMBEDDER.passages([p.text for p in found]))
    return found


def manifest_of(*editions: str) -> Manifest:
    entries = tuple(Entry(document(e), e, "", "", 1) for e in editions)
    return Manifest().with_source("/s", entries, ())


def test_a_passage_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    wanted = passage("e1", "Lasten: 7.2 Riolering; 2027: -1.234 (x € 1.000)", ROW)
    unread = (
        Unread(UnreadKind.TABLE_PICTURE, "tabel als afbeelding", Box(10.0, 20.5, 300.0, 400.0)),
        Unread(UnreadKind.DAMAGED, "beschadigde pagina"),
    )
    store.begin()
    store.add_pages("e1", [Page(1, "i", "tekst", "gedrukt", (), unread=unread)])
    store.add_passages([wanted], EMBEDDER.passages([wanted.text]))
    store.commit(manifest_of("e1"))
    opened = Store.open_for_reading(settings_in(tmp_path))
    assert list(opened.every_passage()) == [wanted]
    page = opened.page("e1", 1)
    assert page is not None
    assert (page.label, page.text, page.printed, page.unread) == (
        "i",
        "tekst",
        "gedrukt",
        unread,
    )
    assert opened.page("e1", 2) is None


def test_the_nearest_passage_is_found_within_the_editions_asked(tmp_path: Path) -> None:
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    (one,) = write(store, "e1", "Het riool wordt vervangen.")
    (two,) = write(store, "e2", "Het riool wordt vervangen in 2028.")
    store.commit(manifest_of("e1", "e2"))
    question = EMBEDDER.query("riool vervangen")
    assert {i for i, _ in store.dense(question, 5)} == {one.id, two.id}
    assert [i for i, _ in store.dense(question, 5, frozenset({"e2"}))] == [two.id]
    assert store.dense(question, 5, frozenset()) == []


def test_what_was_not_committed_is_not_seen(tmp_path: Path) -> None:
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    (kept,) = write(store, "e1", "Het riool wordt vervangen.")
    store.commit(manifest_of("e1"))
    write(store, "e2", "Het riool wordt vervangen.")
    # Here the run dies. A reader sees the old state only.
    reader = Store.open_for_reading(settings_in(tmp_path))
    assert [i for i, _ in reader.dense(EMBEDDER.query("riool"), 5)] == [kept.id]
    assert [p.id for p in reader.every_passage()] == [kept.id]
    # Nothing of it comes along with the next run.
    again = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    write(again, "e3", "Er komt een fietspad.")
    again.commit(manifest_of("e3"))
    assert [p.edition for p in again.every_passage()] == ["e3"]
    assert again.passages([kept.id]) == {}


def test_a_reader_keeps_its_state_while_another_takes_over(tmp_path: Path) -> None:
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    (old,) = write(store, "e1", "Het riool wordt vervangen.")
    store.commit(manifest_of("e1"))
    reader = Store.open_for_reading(settings_in(tmp_path))
    assert not reader.is_replaced()
    (new,) = write(store, "e2", "Het riool wordt vervangen.")
    store.commit(manifest_of("e2"))
    assert reader.is_replaced()
    assert [i for i, _ in reader.dense(EMBEDDER.query("riool"), 5)] == [old.id]
    assert list(reader.passages([old.id, new.id])) == [old.id]
    assert len(states(tmp_path)) == 2
    reader.close()
    write(store, "e3", "Het riool wordt vervangen.")
    assert len(states(tmp_path)) == 2, "the new one, and the one in the making"
    store.close()
    assert len(states(tmp_path)) == 1


def states(data: Path) -> list[str]:
    return sorted(path.name for path in data.glob("chroma-*"))


def test_a_store_of_one_folder_is_taken_over(tmp_path: Path) -> None:
    """As it was before there were states."""
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    write(store, "e1", "Het riool wordt vervangen.")
    store.commit(manifest_of("e1"))
    store.close()
    (tmp_path / states(tmp_path)[0]).rename(tmp_path / "chroma")
    (tmp_path / "current").unlink()
    (tmp_path / "chroma" / "in-use.lock").unlink()
    assert len(list(Store.open_for_reading(settings_in(tmp_path)).every_passage())) == 1
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    write(store, "e2", "Er komt een fietspad.")
    store.commit(manifest_of("e1", "e2"))
    assert len(list(store.every_passage())) == 2
    assert len(states(tmp_path)) == 1


def test_a_state_that_is_gone_says_so(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("chroma-weg\n", "utf-8")
    with pytest.raises(StoreError, match=r"onvolledig: chroma-weg ontbreekt\. Zet een"):
        Store.open_for_reading(settings_in(tmp_path))


def test_what_holds_is_worked_off_so_that_readers_need_not_write(tmp_path: Path) -> None:
    """Chroma saves its vectors in place after 1000 changes; a reader must not be the one."""
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    write(store, "e1", *[f"Regel {n} over het riool." for n in range(1700)])
    write(store, "e2", *[f"Regel {n} over het groen." for n in range(900)])
    store.commit(manifest_of("e1"))
    store.close()
    (state,) = (tmp_path / name for name in states(tmp_path))
    with closing(sqlite3.connect(state / "chroma.sqlite3")) as database:
        (waiting,) = database.execute("SELECT COUNT(*) FROM embeddings_queue").fetchone()
    assert waiting < 1000
    (saved,) = (file.parent for file in state.rglob("index_metadata.pickle"))
    files = {file: file.stat().st_mtime_ns for file in saved.iterdir()}
    reader = Store.open_for_reading(settings_in(tmp_path))
    assert len(list(reader.every_vector())) == 1700
    assert {file: file.stat().st_mtime_ns for file in saved.iterdir()} == files


def test_a_store_of_another_embedding_is_refused_with_the_remedy(tmp_path: Path) -> None:
    store = Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    write(store, "e1", "Het riool wordt vervangen.")
    store.commit(manifest_of("e1"))

    class Other(HashEmbedder):
        name = "hash/other"

    with pytest.raises(MismatchError, match=r"hash/other.*--data"):
        Store.open_for_writing(settings_in(tmp_path), Other())
    with pytest.raises(MismatchError, match="max_tokens"):
        Store.open_for_writing(settings_in(tmp_path, max_tokens=99), EMBEDDER)


def test_an_empty_store_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(EmptyStoreError, match="piketpaal ingest"):
        Store.open_for_reading(settings_in(tmp_path / "nergens"))
    Store.open_for_writing(settings_in(tmp_path), EMBEDDER)
    with pytest.raises(EmptyStoreError):
        Store.open_for_reading(settings_in(tmp_path))


@pytest.mark.parametrize("address", ["nergens", "ftp://x", "http://127.0.0.1:9"])
def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreError, match="Chroma-server"):
        Store.open_for_reading(settings_in(tmp_path, store=address))


def test_a_later_budget_takes_the_place_of_an_earlier_one() -> None:
    facts = {"municipality": "Wilgenwaard", "status": Status.VASTGESTELD}
    old, new = (
        replace(document(f"begroting {y}", **facts), type="programmabegroting", budget_year=y)
        for y in (2026, 2027)
    )
    entries = tuple(Entry(d, d.id, "", "", 1) for d in (old, new))
    found = Manifest().with_source("/s", entries, ())
    assert [d.superseded_by for d in found.documents] == ["begroting 2027", None]
    assert Manifest.from_json(found.to_json()) == found
    gone = found.with_source("/s", entries[:1], ())
    assert [d.superseded_by for d in gone.documents] == [None]
    assert gone.generation != found.generation
