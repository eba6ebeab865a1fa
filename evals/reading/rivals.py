"""Owns the readers that stand beside ours in one bench: what each gives of a page, in one form.

Each is used as its own documentation shows it, with its defaults, unless its name says more.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import ReadError

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

    from ingest.pages import Page, TableRow

__all__ = [
    "LangChain",
    "OurReader",
    "PageRead",
    "PdfPlumber",
    "Pdfium",
    "Reading",
    "Rival",
    "Table",
    "timed",
]

CHUNK, OVERLAP = 1000, 200
"""Characters of a chunk, and how many of them the next one repeats."""

Table = tuple[tuple[str | None, ...], ...]
"""Rows of cells as printed, ``""`` when empty, ``None`` when the cell to its left spans it."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a reader gives of one page; ``None`` for what it does not tell at all."""

    text: str
    chunks: tuple[str, ...] | None = None
    tables: tuple[Table, ...] | None = None
    headings: tuple[str, ...] | None = None


NOTHING = PageRead("")
"""A page that did not come back."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as a reader gave it; seconds are of its processor time and of the clock."""

    pages: tuple[PageRead, ...]
    processor: float
    wall: float
    refused: str = ""

    def page(self, number: int) -> PageRead:
        """The page with this number, counted from 1; an empty one when it is not there."""
        return self.pages[number - 1] if number <= len(self.pages) else NOTHING


class Rival(Protocol):
    """A reader of PDFs; the first document it reads may be slow, as packages load then."""

    @property
    def name(self) -> str:
        """How tables call it."""

    @property
    def packages(self) -> str:
        """What it is made of, each with its version."""

    def read(self, path: Path) -> Reading:
        """Read a whole document, on one core."""


def timed(pages: Callable[[], Iterable[PageRead]]) -> Reading:
    """Run ``pages`` to its end with both clocks beside it."""
    wall, processor = time.perf_counter(), time.process_time()
    refused = ""
    found: tuple[PageRead, ...] = ()
    try:
        found = tuple(pages())
    except ReadError as error:
        refused = str(error)
    return Reading(found, time.process_time() - processor, time.perf_counter() - wall, refused)


class Pdfium:
    """The text layer as pypdfium2 gives it, and nothing more."""

    name = "pypdfium2, platte tekst"

    def __init__(self) -> None:
        self.packages = _versions("pypdfium2")

    def read(self, path: Path) -> Reading:
        return timed(lambda: self._pages(path))

    def _pages(self, path: Path) -> Iterator[PageRead]:
        import pypdfium2

        with pypdfium2.PdfDocument(path) as pdf:
            for page in pdf:
                yield PageRead(str(page.get_textpage().get_text_range()))


class PdfPlumber:
    """pdfplumber's text and tables; cells by drawn lines (its default), or by aligned words."""

    def __init__(self, *, by_words: bool = False) -> None:
        self.name = f"pdfplumber, tabellen {'op woorden' if by_words else 'op lijnen'}"
        self.packages = _versions("pdfplumber", "pdfminer.six")
        self._settings = (
            {"vertical_strategy": "text", "horizontal_strategy": "text"} if by_words else {}
        )

    def read(self, path: Path) -> Reading:
        return timed(lambda: self._pages(path))

    def _pages(self, path: Path) -> Iterator[PageRead]:
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                yield self._page(page)
                page.close()

    def _page(self, page: PlumberPage) -> PageRead:
        tables = tuple(
            tuple(tuple(row) for row in table) for table in page.extract_tables(self._settings)
        )
        return PageRead(str(page.extract_text()), tables=tables)


class LangChain:
    """PyPDFLoader and RecursiveCharacterTextSplitter: how most chat-with-your-PDF begins."""

    name = "LangChain, PyPDFLoader"

    def __init__(self) -> None:
        self.packages = _versions("langchain-community", "langchain-text-splitters", "pypdf")

    def read(self, path: Path) -> Reading:
        return timed(lambda: self._pages(path))

    def _pages(self, path: Path) -> Iterator[PageRead]:
        from langchain_community.document_loaders import PyPDFLoader
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        loaded = PyPDFLoader(str(path)).load()
        chunks: list[list[str]] = [[] for _ in loaded]
        for chunk in splitter.split_documents(loaded):
            chunks[int(chunk.metadata["page"])].append(str(chunk.page_content))
        for page, own in zip(loaded, chunks, strict=True):
            yield PageRead(str(page.page_content), tuple(own))


@dataclass(slots=True)
class OurReader:
    """Our own: reading and splitting, with the passage size that is the default."""

    name: str = "Piketpaal"
    packages: str = field(default_factory=lambda: _versions("piketpaal"))

    def read(self, path: Path) -> Reading:
        return timed(lambda: self._pages(path))

    def _pages(self, path: Path) -> Iterator[PageRead]:
        from ingest.embed import HashEmbedder
        from ingest.pages import BlockKind
        from ingest.read import read
        from ingest.settings import Settings
        from ingest.split import split

        pages = read(path).pages
        size = Settings(data=Path()).max_tokens
        chunks: dict[int, list[str]] = {page.number: [] for page in pages}
        for passage in split(pages, "bench", count=HashEmbedder().count, max_tokens=size):
            chunks[passage.page].append(passage.text)
        for page in pages:
            headings = [block.text for block in page.blocks if block.kind is BlockKind.HEADING]
            yield PageRead(page.text, tuple(chunks[page.number]), _tables(page), tuple(headings))


def _tables(page: Page) -> tuple[Table, ...]:
    """Our rows as tables like those of others, with all that we tell of each in cells."""
    rows: dict[int, list[TableRow]] = {}
    for block in page.blocks:
        if block.row is not None:
            rows.setdefault(block.row.table, []).append(block.row)
    return tuple(_table(own) for own in rows.values())


def _table(rows: Sequence[TableRow]) -> Table:
    """Title and unit, the headers, then a line per row: its block, its label and its cells."""
    columns: dict[tuple[str, int], int] = {}
    filled: list[dict[int, str]] = []
    for row in rows:
        times: Counter[str] = Counter()
        cells = {}
        for cell in row.cells:
            key = cell.header, times[cell.header]
            times[cell.header] += 1
            cells[columns.setdefault(key, len(columns))] = cell.text
        filled.append(cells)
    about = dict.fromkeys(text for row in rows for text in (row.title, row.unit, row.signs) if text)
    head = ("", "", *(header for header, _ in columns))
    body = (
        (row.block, row.label, *(cells.get(column, "") for column in range(len(columns))))
        for row, cells in zip(rows, filled, strict=True)
    )
    return (*((text,) for text in about), head, *body)


def _versions(*packages: str) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages)
