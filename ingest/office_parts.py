"""Owns the XML parts of Office files (DOCX, ODT): unpacked within limits, parsed without risk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from ingest.archive import open_archive, read_member

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["OfficeParts", "open_parts"]

_LARGEST_PART = 100 * 1024 * 1024  # bytes; a book of 1,000 pages takes 40 million
# Each tag or attribute takes some 100 bytes in memory, however few it takes in the file.
_MOST_NODES = 8_000_000


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The parts of one Office file. ``damaged`` is the line for one that is broken."""

    archive: zipfile.ZipFile
    name: str
    damaged: str

    def xml(self, part: str) -> _Element | None:
        """The root of an XML part, ``None`` when there is no such part.

        Entities stay unexpanded, nothing is fetched, and nesting has a limit (256).

        Raises:
            ReadError: it is locked, too large, or no valid XML.
        """
        from lxml import etree

        data = self.bytes(part)
        if data is None:
            return None
        if data.count(b"<") + data.count(b"=") > _MOST_NODES:
            raise ReadError(f"{self.name}: heeft te veel onderdelen; splits het document.")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(self.damaged) from error

    def bytes(self, part: str) -> bytes | None:
        """The contents of a part, ``None`` when there is no such part.

        Raises:
            ReadError: it is locked or too large.
        """
        return read_member(self.archive, part, self.name, largest=_LARGEST_PART)

    def __contains__(self, part: str) -> bool:
        return part in self.archive.NameToInfo


@contextmanager
def open_parts(path: Path, kind: str, program: str) -> Iterator[OfficeParts]:
    """The parts of the file at ``path``, called a ``kind`` that ``program`` can save anew.

    Raises:
        ReadError: the file is damaged, also when that shows only while it is read.
    """
    damaged = f"{path.name}: het {kind} is beschadigd; sla het opnieuw op in {program}."
    with open_archive(path, damaged) as archive:
        yield OfficeParts(archive, path.name, damaged)
