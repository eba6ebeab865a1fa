"""Owns what was searched and not wholly read: absence is never told without it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.documents import Document
from ingest.manifest import Entry, UnreadPage

__all__ = ["UnreadPlace", "unread_dicts", "unread_note", "unread_places"]

_MOST_LISTED = 20
_MOST_DOCUMENTS, _MOST_PAGES = 3, 4  # that one line can name


@dataclass(frozen=True, slots=True)
class UnreadPlace:
    """A page that was not wholly read, and whose."""

    document: Document
    page: UnreadPage


def unread_places(
    entries: Iterable[Entry], editions: Collection[str] | None = None
) -> tuple[UnreadPlace, ...]:
    """The pages of ``entries`` (within ``editions`` when given) that may hide words or numbers."""
    found: dict[tuple[str, int], UnreadPlace] = {}
    for entry in entries:
        if editions is None or entry.edition in editions:
            for page in entry.unread:
                found.setdefault((entry.edition, page.page), UnreadPlace(entry.document, page))
    return tuple(found.values())


def unread_dicts(places: Sequence[UnreadPlace]) -> list[dict[str, Any]]:
    """The first twenty places in the form of the contract."""
    return [
        {"file": place.document.file, "page": place.page.page, "what": place.page.what}
        for place in places[:_MOST_LISTED]
    ]


def unread_note(places: Sequence[UnreadPlace]) -> str:
    """One Dutch sentence that says where something was not read; empty if nowhere."""
    if not places:
        return ""
    count = "1 pagina" if len(places) == 1 else f"{len(places)} pagina's"
    by_document = [list(group) for _, group in groupby(places, key=lambda p: p.document.id)]
    named = "; ".join(_named(group) for group in by_document[:_MOST_DOCUMENTS])
    more = len(by_document) - _MOST_DOCUMENTS
    if more > 0:
        named += "; en 1 ander document" if more == 1 else f"; en {more} andere documenten"
    return (
        f"Let op: op {count} staat een tabel of tekst die niet is gelezen, en dus ook niet "
        f"doorzocht ({named})."
    )


def _named(group: Sequence[UnreadPlace]) -> str:
    pages = [str(place.page.page) for place in group[:_MOST_PAGES]]
    rest = ", ..." if len(group) > _MOST_PAGES else ""
    # An underscore would end the emphasis that the sentence stands in.
    title = group[0].document.title.replace("_", " ")
    return f"{title}, p. {', '.join(pages)}{rest}"
