"""Owns ingesting: making the store equal to its sources, whatever happens meanwhile.

For each source: compare, read what changed, split, label, embed what was not embedded before,
and only when all of it stands does the new state take the place of the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus.catalogue import Catalogue
from corpus.errors import ReadError, StoreError, TransientError
from ingest.changes import Changed, Compared, Shape, compare, told_title
from ingest.derived import prepare, tidy
from ingest.embed import Embedder
from ingest.facts import read_facts
from ingest.kept_vectors import KeptVectors
from ingest.label import label
from ingest.manifest import Entry, Manifest, Refusal, UnreadPage
from ingest.ocr import ocr_for
from ingest.originals import ORIGINALS
from ingest.pages import Page, ReadDocument
from ingest.passages import Passage
from ingest.placing import passages_of
from ingest.read import Limits
from ingest.report import IngestReport, Narrator, Progress, Step
from ingest.settings import Settings
from ingest.sole_writer import sole_writer
from ingest.sources import SourceFile, clear_unpacked, digest_of_file, source_name
from ingest.store import Store
from ingest.workers import Readers, size_of

__all__ = ["IngestReport", "Step", "ingest"]

_UNPACKED = "unpacked"  # folder in the data folder, for documents out of archives


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    embedder: Embedder,
    catalogue: Catalogue,
    allow_empty: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress = lambda step: None,
) -> IngestReport:
    """Make the store equal to ``paths``, each a source of its own; other sources stay.

    Files are read by ``workers`` processes (else one for each core), within ``limits``.

    Raises:
        StoreError: another ingest is under way, a source has become empty, or the store cannot
            be written; it is as it was.
        MismatchError: the store was made with another embedding or other settings.
        CatalogueError: a register is not valid.
    """
    narrator = Narrator(progress)
    with (
        sole_writer(settings.data),
        closing(Store.open_for_writing(settings, embedder)) as store,
        KeptVectors(settings.data, embedder) as kept,
    ):
        clear_unpacked(settings.data / _UNPACKED)
        clear_unpacked(settings.data / ORIGINALS)
        ocr = ocr_for(wanted=settings.ocr)
        shape = Shape(embedder.name, settings.max_tokens, catalogue.version, ocr.name)
        narrator.now("", "comparing")
        by_source = {source_name(path): path for path in paths}
        sources = [compare(path, store.manifest, shape) for path in by_source.values()]
        _refuse_emptied(sources, allow_empty)
        run = _Run(store, kept, settings, embedder, catalogue, shape, narrator)
        run.bring_in(sources, workers, limits or Limits())
        run.commit()
    return narrator.report()


class _Run:
    """One run over one or more sources that were compared."""

    def __init__(
        self,
        store: Store,
        kept: KeptVectors,
        settings: Settings,
        embedder: Embedder,
        catalogue: Catalogue,
        shape: Shape,
        narrator: Narrator,
    ) -> None:
        self._store, self._kept, self._settings = store, kept, settings
        self._embedder = embedder
        self._catalogue, self._shape, self._narrator = catalogue, shape, narrator
        self._before: Manifest = store.manifest
        self._manifest: Manifest = store.manifest
        self._written: set[str] = set()

    def bring_in(self, sources: Sequence[Compared], workers: int | None, limits: Limits) -> None:
        """Read, split and embed what changed, and say of every file what came of it."""
        for compared in sources:
            self._announce(compared)
        entries = {compared.source: list(compared.kept) for compared in sources}
        refused = {compared.source: list(compared.refused) for compared in sources}
        changed = [change for compared in sources for change in compared.changed]
        files = [change.file for change in changed]
        self._narrator.count(of_files=len(files), of_size=sum(map(size_of, files)))
        if files:
            self._narrator.now("", "reading")
        unpacked = self._settings.data / _UNPACKED
        with Readers(workers, limits, unpacked, ocr=self._settings.ocr) as readers:
            for number, found in readers.read(files, self._tell_recognised):
                change = changed[number]
                try:
                    entries[change.source].append(self._take(change, found))
                except ReadError as error:
                    refused[change.source].append(self._refuse(change, error))
        for source in entries:
            self._manifest = self._manifest.with_source(
                source, tuple(entries[source]), tuple(refused[source])
            )

    def commit(self) -> None:
        """Make what was brought in the state of the store."""
        data, manifest = self._settings.data, self._manifest
        if manifest == self._before and not self._store.is_unfinished:
            if manifest.entries:
                prepare(self._store, manifest, data, self._catalogue)
            return
        self._store.begin()
        derived = prepare(self._store, manifest, data, self._catalogue)
        self._narrator.now("", "committing")
        self._store.commit(manifest)
        self._narrator.now("", "committed")
        tidy(data, derived)
        self._kept.keep_only(manifest.by_edition)

    def _announce(self, compared: Compared) -> None:
        """Say in which order files will be told of, and tell of those that need no reading."""
        source, tell = compared.source, self._narrator.ended
        removed = sorted(set(compared.before) - set(compared.files))
        self._narrator.announce(source, [*compared.files, *removed])
        for name in compared.unchanged:
            tell(source, name, "unchanged")
        for refusal in compared.refused:
            former = compared.before.get(refusal.file)
            tell(source, refusal.file, "refused", refusal.reason + _farewell(former))
        for name in removed:
            tell(source, name, "removed")

    def _tell_recognised(self, file: SourceFile, done: int, total: int) -> None:
        self._narrator.now(file.name, "ocr", f"pagina {done}/{total} van")

    def _take(self, change: Changed, found: ReadDocument | ReadError) -> Entry:
        """Write what was read of one document, and give its entry for the manifest."""
        if digest_of_file(change.file) != change.identifier:
            raise TransientError("verandert nog tijdens het lezen. Neem het straks opnieuw in.")
        if isinstance(found, ReadError):
            raise found
        name = change.file.name
        described = read_facts(
            found,
            identifier=change.identifier,
            file=name,
            source=change.source,
            register=change.said,
            catalogue=self._catalogue,
        )
        document = described.document
        title = told_title(document)
        edition = self._shape.edition(document, found.ocr)
        pieces = passages_of(
            found,
            document,
            self._catalogue,
            edition,
            count=self._embedder.count,
            max_tokens=self._settings.max_tokens,
        )
        passages = [label(p, self._catalogue) for p in pieces if p.kind != "contents"]
        if not passages:
            raise ReadError("bevat geen leesbare tekst. Controleer of het bestand klopt.")
        if edition in self._before.by_edition or edition in self._written:
            self._narrator.count(passages=len(passages))
        else:
            self._write(edition, name, title, found.pages, passages)
        self._narrator.count(files=1, size=size_of(change.file), pages=len(found.pages))
        told = f"{len(found.pages)} pagina's, {len(passages)} passages"
        what = "added" if change.before is None else "updated"
        self._narrator.ended(change.source, name, what, told)
        return Entry(
            document,
            edition,
            change.register,
            self._shape.catalogue,
            len(passages),
            described.doubts,
            UnreadPage.of(found.pages),
            found.recognisable,
            found.ocr,
        )

    def _write(
        self,
        edition: str,
        name: str,
        title: str,
        pages: Sequence[Page],
        passages: Sequence[Passage],
    ) -> None:
        self._store.begin()
        made = []
        for some in self._kept.vectors(edition, [_in_context(p, title) for p in passages]):
            made.append(some)
            self._narrator.count(passages=len(some))
            self._narrator.now(name, "embedding")
        self._store.add_pages(edition, pages)
        self._store.add_passages(passages, np.concatenate(made))
        self._written.add(edition)

    def _refuse(self, change: Changed, error: ReadError) -> Refusal:
        name = change.file.name
        reason = str(error).removeprefix(f"{change.file.title}: ")
        self._narrator.count(files=1, size=size_of(change.file))
        self._narrator.ended(change.source, name, "refused", reason + _farewell(change.before))
        # What may go well the next time is tried again; the rest when the file has changed.
        seen = "" if isinstance(error, TransientError) else self._shape.seen(change.identifier)
        return Refusal(change.source, name, reason, seen)


def _refuse_emptied(sources: Sequence[Compared], allow_empty: bool) -> None:
    """Refuse a source that had documents and now has none, before anything is done."""
    for compared in sources:
        if compared.is_emptied and not allow_empty:
            raise StoreError(
                f"{compared.path} bevatte documenten en is nu leeg of weg. Is dat de bedoeling, "
                "geef dan --allow-empty; de opslag is niet veranderd."
            )


def _farewell(former: Entry | None) -> str:
    """What is said of a file that is refused and was in the store in an earlier version.

    The store equals the source: an answer must not rest on a file that is no longer there.
    """
    return "" if former is None else " De vorige versie is uit de opslag gehaald."


def _in_context(passage: Passage, title: str) -> str:
    """The text that is embedded: what the passage says of itself, then the passage."""
    context = (title, " > ".join(passage.headings[-2:]), passage.text)
    return ". ".join(part for part in context if part)
