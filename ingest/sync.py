"""Owns ingesting: making the store equal to its sources, and telling what was done per file.

For each source: list, read what changed, split, label, embed what is missing, and only then
replace the manifest. Passages that were already embedded are found back by their ids, so an
interrupted run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.errors import ReadError, StoreError
from corpus.register import RegisterEntry, read_register
from ingest.derived import Derived
from ingest.embed import Embedder
from ingest.facts import FACTS_VERSION, describe
from ingest.label import label
from ingest.manifest import Entry, Manifest, Refusal
from ingest.passages import Passage
from ingest.read import READER_VERSION, read
from ingest.settings import Settings
from ingest.sources import SourceFile, digest_of_file, on_disk, source_files, source_name
from ingest.split import split
from ingest.store import Store

__all__ = ["IngestReport", "Step", "ingest"]

_EMBED_BATCH = 64
_UNPACKED = "unpacked"  # folder in the data folder, for documents out of archives


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to one file, for showing progress."""

    file: str
    what: str  # "reading" | "embedding" | "added" | "updated" | "unchanged" | "removed" | "refused"
    detail: str = ""
    done: int = 0
    total: int = 0


@dataclass(slots=True)
class IngestReport:
    """What a run did; the lists hold file names relative to their source."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The report in the form of the contract."""
        return asdict(self) | {"seconds": round(self.seconds, 3)}


Progress = Callable[[Step], None]


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    embedder: Embedder,
    catalogue: Catalogue,
    allow_empty: bool = False,
    progress: Progress = lambda step: None,
) -> IngestReport:
    """Make the store equal to ``paths``, each a source of its own; other sources stay.

    Raises:
        StoreError: another ingest is under way, or a source has become empty.
        MismatchError: the store was made with another embedding or other settings.
        CatalogueError: a register is not valid.
    """
    started = time.perf_counter()
    with _SoleWriter(settings):
        store = Store.open_for_writing(settings, embedder)
        run = _Run(store, settings, embedder, catalogue, progress)
        run.check_sources(paths, allow_empty)
        store.begin()
        for path in paths:
            run.source(path)
        store.commit(run.manifest)
        Derived.of(store, settings.data, catalogue)
    run.report.seconds = time.perf_counter() - started
    return run.report


class _Run:
    """One run over one or more sources."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        embedder: Embedder,
        catalogue: Catalogue,
        progress: Progress,
    ) -> None:
        self._store, self._settings, self._embedder = store, settings, embedder
        self._catalogue, self._progress = catalogue, progress
        self.manifest: Manifest = store.manifest
        self.report = IngestReport()

    def check_sources(self, paths: Sequence[Path], allow_empty: bool) -> None:
        """Refuse a source that had documents and now has none, before anything is done."""
        for path in paths:
            emptied = self.manifest.of_source(source_name(path)) and not any(source_files(path))
            if emptied and not allow_empty:
                raise StoreError(
                    f"{path} bevatte documenten en is nu leeg of weg. Is dat de bedoeling, "
                    "geef dan --allow-empty; de opslag is niet veranderd."
                )

    def source(self, path: Path) -> None:
        """Bring one source into ``manifest``."""
        source, before = source_name(path), {}
        for entry in self.manifest.of_source(source_name(path)):
            before[entry.document.file] = entry
        if not path.exists() and not before:
            self._refuse(Refusal(source, str(path), "bestaat niet. Controleer de naam."))
            return
        files = list(source_files(path))
        if not files and not before:
            reason = "bevat geen documenten. Geef een map met documenten of een bestand."
            self._refuse(Refusal(source, str(path), reason))
            return
        register = read_register(path if path.is_dir() else path.parent)
        entries, refused = [], []
        for number, file in enumerate(files, start=1):
            name = file.name
            self._tell(name, "reading", done=number, total=len(files))
            try:
                entry = self._file(file, source, register.get(name), before.get(name))
                entries.append(entry)
            except ReadError as error:
                reason = str(error).removeprefix(f"{file.title}: ")
                refused.append(Refusal(source, name, reason))
                self._refuse(refused[-1])
        self._report_removed(before, files_seen={e.document.file for e in entries}, refused=refused)
        self.manifest = self.manifest.with_source(source, tuple(entries), tuple(refused))

    def _file(
        self,
        file: SourceFile,
        source: str,
        said: RegisterEntry | None,
        before: Entry | None,
    ) -> Entry:
        name = file.name
        identifier = digest_of_file(file)
        register = _digest(FACTS_VERSION + (said.model_dump_json() if said else ""))
        if (
            before is not None
            and before.document.id == identifier
            and before.register == register
            and before.catalogue == self._catalogue.version
            and before.edition == self._edition(identifier, before.document.title)
        ):
            self.report.unchanged.append(name)
            self._tell(name, "unchanged")
            return before
        with on_disk(file, self._settings.data / _UNPACKED) as path:
            found = read(path)
        document = describe(
            found,
            identifier=identifier,
            file=name,
            source=source,
            register=said,
            catalogue=self._catalogue,
        )
        edition = self._edition(identifier, document.title)
        pieces = split(
            found.pages, edition, count=self._embedder.count, max_tokens=self._settings.max_tokens
        )
        passages = [label(p, self._catalogue) for p in pieces if p.kind != "contents"]
        if not passages:
            raise ReadError("bevat geen leesbare tekst. Controleer of het bestand klopt.")
        self._store.add_pages(edition, found.pages)
        if before is not None and before.catalogue != self._catalogue.version:
            self._store.relabel(passages)
        self._embed(passages, document.title, name)
        self._report_read(name, before, len(found.pages), len(passages))
        return Entry(document, edition, register, self._catalogue.version, len(passages))

    def _embed(self, passages: Sequence[Passage], title: str, name: str) -> None:
        missing = self._store.missing([p.id for p in passages])
        todo = [p for p in passages if p.id in missing]
        for start in range(0, len(todo), _EMBED_BATCH):
            some = todo[start : start + _EMBED_BATCH]
            vectors = self._embedder.passages([_in_context(p, title) for p in some])
            self._store.add_passages(some, vectors)
            self._tell(
                name, "embedding", done=min(start + _EMBED_BATCH, len(todo)), total=len(todo)
            )

    def _edition(self, identifier: str, title: str) -> str:
        shape = (
            identifier,
            title,
            READER_VERSION,
            self._embedder.name,
            str(self._settings.max_tokens),
        )
        return _digest("|".join(shape))[:16]

    def _report_read(self, name: str, before: Entry | None, pages: int, passages: int) -> None:
        what = "added" if before is None else "updated"
        (self.report.added if before is None else self.report.updated).append(name)
        self.report.pages += pages
        self.report.passages += passages
        self._tell(name, what, f"{pages} pagina's, {passages} passages")

    def _report_removed(
        self, before: dict[str, Entry], files_seen: set[str], refused: list[Refusal]
    ) -> None:
        refused_names = {r.file for r in refused}
        for name in sorted(set(before) - files_seen - refused_names):
            self.report.removed.append(name)
            self._tell(name, "removed")

    def _refuse(self, refusal: Refusal) -> None:
        self.report.refused.append({"file": refusal.file, "reason": refusal.reason})
        self._tell(refusal.file, "refused", refusal.reason)

    def _tell(self, file: str, what: str, detail: str = "", done: int = 0, total: int = 0) -> None:
        self._progress(Step(file, what, detail, done, total))


class _SoleWriter:
    """Holds the lock that keeps a second ingest out; embedded Chroma has one writer."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data

    def __enter__(self) -> None:
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self._folder / "ingest.lock")
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreError(
                f"Een andere inname in {self._folder} is bezig. Wacht tot die klaar is."
            ) from error
        except OSError as error:
            raise StoreError(
                f"De map {self._folder} is niet te gebruiken ({error.strerror}). "
                "Kies een andere map met --data."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _in_context(passage: Passage, title: str) -> str:
    """The text that is embedded: what the passage says of itself, then the passage."""
    return f"{title}. {' > '.join(passage.headings[-2:])}. {passage.text}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
