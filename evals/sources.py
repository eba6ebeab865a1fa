"""Owns the files behind a store: where each stands, to look quotes up in the original."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from corpus.errors import EvaluationError
from evals.questions import QuestionSet
from ingest.originals import Originals
from ingest.pages import ROW_SEPARATOR
from ingest.plain_text import quote_stands
from ingest.store import Store

__all__ = ["Sources"]

_TOLD = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """The originals of the files of a store, by the name that answers give them.

    ``fingerprint`` tells the documents as they were read, and nothing of this machine.
    """

    documents: Mapping[str, Document]
    originals: Originals
    root: Path | None
    fingerprint: str

    @classmethod
    def of(
        cls,
        store: Store,
        originals: Originals,
        questions: QuestionSet,
        root: Path | None = None,
    ) -> Sources:
        """The originals of what is in ``store``, under ``root`` or where they came from.

        Raises:
            EvaluationError: a file that the questions rest on is not in the store, or an
                original is gone.
        """
        entries = store.manifest.entries
        documents = {e.document.file: e.document for e in entries}
        _refuse(
            sorted(questions.files - documents.keys()),
            f"De vragenset '{questions.name}' gaat over {{names}}, en dat zit niet in de opslag. "
            f"Neem eerst die documenten in met 'piketpaal ingest {questions.documents or 'MAP'}'.",
        )
        _refuse(
            sorted(name for name, d in documents.items() if originals.find(d, root) is None),
            "Van {names} is het bestand er niet meer; wijs de map aan met --documents MAP.",
        )
        editions = sorted(f"{e.document.file} {e.edition}" for e in entries)
        fingerprint = hashlib.sha256("\n".join(editions).encode()).hexdigest()[:12]
        return cls(documents, originals, root, fingerprint)

    def quote_stands(self, file: str, page: int, quote: str) -> bool:
        """Whether a quote stands on a page, as other libraries than our reader give it."""
        document = self.documents.get(file)
        if document is None:
            return False
        path = self.originals.path(document, self.root)
        return quote_stands(path, page, quote, ROW_SEPARATOR)


def _refuse(names: list[str], line: str) -> None:
    if names:
        told = ", ".join(names[:_TOLD])
        rest = f" en nog {len(names) - _TOLD}" if len(names) > _TOLD else ""
        raise EvaluationError(line.format(names=told + rest))
