"""Owns measuring whether a reader knows on which pages there is something that it did not read.

The pages of six documents were all looked at. A page with a table, diagram or map that is only an
image must be told; a page with none must not; a photo with a few words in it may be.
"""

from __future__ import annotations

from typing import Any

from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.labels import UnreadLabel, unread_labels
from ingest.pages import Page

__all__ = ["EXAMINED", "hides_text", "judge_unread", "measure"]

EXAMINED = (
    "programmabegroting_wassenaar_2021-2024.pdf",
    "coalitieakkoord_rijk_2021-2025.pdf",
    "iv3_informatievoorschrift_2026.pdf",
    "verkiezingsprogramma_gl_pvda_2023.pdf",
    "verkiezingsprogramma_nsc_2023.pdf",
    "verkiezingsprogramma_sp_2023.pdf",
)
"""The documents of which every page was looked at."""

_MUST = frozenset({"table", "diagram", "map"})
_MAY = frozenset({"photo_with_text"})
Key = tuple[str, int]


def measure(documents: Documents) -> list[Figure]:
    """The figures over the documents that were examined."""
    pages = {
        (file, page.number): page for file in EXAMINED for page in documents.document(file).pages
    }
    return judge_unread(unread_labels(), pages)


def hides_text(page: Page) -> bool:
    """Whether the reader tells of something on the page that words may stand in."""
    told: tuple[Any, ...] = page.unread
    # Readers that only name what they saw do not tell a photo from a table.
    return any(getattr(one, "hides_text", True) for one in told)


def judge_unread(labels: list[UnreadLabel], pages: dict[Key, Page]) -> list[Figure]:
    """Precision and recall over ``pages``, by file and number: those of the examined documents."""
    must = {(one.file, one.page) for one in labels if one.kind in _MUST}
    may = {(one.file, one.page) for one in labels if one.kind in _MAY} - must
    told = {key for key, page in pages.items() if hides_text(page)}
    found, wrong, missed = told & must, told - must - may, must - told
    surplus = tuple(f"{file} p. {page}: alles is gelezen" for file, page in sorted(wrong))
    silent = tuple(f"{file} p. {page}: niet gemeld" for file, page in sorted(missed))
    seen = len(found)
    return [
        Figure("afbeeldingen met tekst, precisie", seen, seen + len(surplus), surplus),
        Figure("afbeeldingen met tekst, vindbaarheid", seen, len(must), silent),
    ]
