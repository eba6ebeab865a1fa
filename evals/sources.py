"""Owns the files behind a store: where each stands, to look quotes up in the original."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvaluationError
from evals.questions import QuestionSet
from ingest.pages import ROW_SEPARATOR
from ingest.plain_text import quote_stands
from ingest.store import Store

__all__ = ["Sources"]

_TOLD = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """The path of each file of a store, by the name that answers give it.

    ``fingerprint`` tells the documents as they were read, and nothing of this machine.
    """

    paths: Mapping[str, Path]
    fingerprint: str

    @classmethod
    def of(cls, store: Store, questions: QuestionSet, documents: Path | None = None) -> Sources:
        """The originals of what is in ``store``, under ``documents`` or where they came from.

        Raises:
            EvaluationError: a file that the questions rest on is not in the store, or an
                original is gone.
        """
        entries = store.manifest.entries
        paths = {
            e.document.file: _folder(Path(e.document.source), documents) / e.document.file
            for e in entries
        }
        _refuse(
            sorted(questions.files - paths.keys()),
            f"De vragenset '{questions.name}' gaat over {{names}}, en dat zit niet in de opslag. "
            f"Neem eerst die documenten in met 'piketpaal ingest {questions.documents or 'MAP'}'.",
        )
        _refuse(
            sorted(name for name, path in paths.items() if not path.is_file()),
            "Van {names} is het bestand er niet meer; wijs de map aan met --documents MAP.",
        )
        editions = sorted(f"{e.document.file} {e.edition}" for e in entries)
        return cls(paths, hashlib.sha256("\n".join(editions).encode()).hexdigest()[:12])

    def quote_stands(self, file: str, page: int, quote: str) -> bool:
        """Whether a quote stands on a page, as other libraries than our reader give it."""
        path = self.paths.get(file)
        return path is not None and quote_stands(path, page, quote, ROW_SEPARATOR)


def _folder(source: Path, documents: Path | None) -> Path:
    if documents is not None:
        return documents
    return source if source.is_dir() else source.parent


def _refuse(names: list[str], line: str) -> None:
    if names:
        told = ", ".join(names[:_TOLD])
        rest = f" en nog {len(names) - _TOLD}" if len(names) > _TOLD else ""
        raise EvaluationError(line.format(names=told + rest))
