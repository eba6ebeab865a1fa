"""Owns where a document tells of itself: name, folders, first pages, running heads, last pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ingest.pages import Block, BlockKind, Page, ReadDocument
from ingest.text import collapse

__all__ = ["Front", "Line"]

_FRONT_PAGES, _LAST_PAGES = 4, 3
_FRONT_BLOCKS, _LAST_BLOCKS = 60, 25
_RUNNING_PAGES = 40
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d])-|-(?=[^\W\d])")
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A block (or printed line) in a place where documents tell of themselves."""

    text: str
    where: str
    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


class Front:
    """The places in one document where it tells what it is."""

    def __init__(self, read: ReadDocument, file: str, source: str) -> None:
        self.read = read
        path = PurePosixPath(file)
        self.raw_name = path.stem
        self.is_page = path.suffix.lower() in {".html", ".htm"}
        self.name = collapse(re.sub(r"[_\s]+", " ", _spelt_out(path.stem)))
        self.folders = [*reversed(path.parts[:-1]), PurePosixPath(source).name]

    @cached_property
    def opening(self) -> list[Line]:
        """The blocks of the first pages, in order."""
        return list(_lines(self.read.pages[:_FRONT_PAGES]))[:_FRONT_BLOCKS]

    @cached_property
    def first_page(self) -> list[Line]:
        """The blocks of the first page that has text."""
        return [line for line in self.opening if line.page == self.opening[0].page]

    @cached_property
    def ending(self) -> list[Line]:
        """The blocks of the last pages, where signatures and colophons stand."""
        pages = self.read.pages
        last = pages if len(pages) == 1 else pages[max(_FRONT_PAGES, len(pages) - _LAST_PAGES) :]
        found = list(_lines(last))
        if len(pages) == 1:  # what is in the opening too is not told twice
            return found[max(len(self.opening), len(found) - _LAST_BLOCKS) :]
        return found[-_LAST_BLOCKS * _LAST_PAGES :]

    @cached_property
    def running(self) -> list[Line]:
        """What stands at the head or foot of several pages, once each."""
        edges: Counter[str] = Counter()
        for page in self.read.pages[:_RUNNING_PAGES]:
            printed = [collapse(line) for line in page.printed.splitlines() if line.strip()]
            parts = {p for line in (*printed[:2], *printed[-2:]) for p in _parts(line)}
            edges.update(part for part in parts if any(c.isalpha() for c in part))
        least = max(2, min(3, len(self.read.pages) // 2))
        return [Line(text, "koptekst", 0) for text, count in edges.items() if count >= least]

    @cached_property
    def text(self) -> str:
        """All text of the document."""
        return " ".join(page.text for page in self.read.pages)

    @cached_property
    def dateless_name(self) -> str:
        """The file name without the dates in it."""
        return collapse(re.sub(r"\d{1,2}[ -]\w+[ -]20\d\d|\d{4}-\d\d-\d\d", " ", self.name))


def _lines(pages: tuple[Page, ...]) -> Iterator[Line]:
    for page in pages:
        for block in page.blocks:
            if block.kind is not BlockKind.CONTENTS and block.text.strip():
                yield _line(page, block)


def _line(page: Page, block: Block) -> Line:
    return Line(collapse(block.text), f"pagina {page.number}", page.number, block.kind, block.level)


def _parts(line: str) -> Iterator[str]:
    """A running line as a whole, and what stands on either side of a bar or a wide gap."""
    plain = re.sub(r"^(?:pagina\s*)?\d{1,4}\b\s*|\s*\b(?:pagina\s*)?\d{1,4}$", "", line, flags=re.I)
    for part in {line, plain, *re.split(r"\s+[|–•·]\s+", plain)}:
        if 3 <= len(part.strip()) <= 120:
            yield part.strip()


def _spelt_out(stem: str) -> str:
    """A file name with the dates in it ("20210512") as dates, and its words apart."""
    return _BETWEEN_WORDS.sub(" ", _DATE_IN_NAME.sub(r"\1-\2-\3", stem))
