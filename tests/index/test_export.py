from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from index import export
from index.encoder import OnnxEncoder
from index.errors import EncoderUnavailable
from tests.fakes.encoder import encode_all

TEXTS = ["学费", "学费。5 e", "ひ é λ 学 费 学费", "s" * 200]


def exported(model: SentenceTransformer, folder: Path) -> OnnxEncoder:
    model.save_pretrained(str(folder / "model"), create_model_card=False)
    (folder / "encoder").mkdir()
    export.export(str(folder / "model"), folder / "encoder", "changed")
    return OnnxEncoder.open(folder / "encoder")


def agreement(encoder: OnnxEncoder, model: SentenceTransformer, prompt: str) -> float:
    ours = encode_all(encoder, TEXTS)
    theirs = np.asarray(model.encode([prompt + text for text in TEXTS], normalize_embeddings=True, prompt=""))
    return float((ours * theirs).sum(1).min())


def transformer(tiny_model: Path) -> Transformer:
    loaded: Transformer = Transformer(str(tiny_model), max_seq_length=32)
    return loaded


def test_an_encoder_agrees_with_its_model(tiny_encoder: Path, tiny_model: Path) -> None:
    """The int8 encoder points where the model points, mean pooling, prompts and truncation included."""
    encoder = OnnxEncoder.open(tiny_encoder)
    assert encoder.card.name == "tiny"
    assert (encoder.dimensions, encoder.card.max_tokens) == (32, 64)
    assert agreement(encoder, SentenceTransformer(str(tiny_model), device="cpu"), "passage: ") > 0.99


def test_the_same_model_has_the_same_fingerprint(tiny_encoder: Path, tiny_model: Path, tmp_path: Path) -> None:
    """Exporting again gives the same bytes, so bundles built on different machines agree."""
    export.export(str(tiny_model), tmp_path, "tiny")
    assert OnnxEncoder.open(tmp_path).fingerprint == OnnxEncoder.open(tiny_encoder).fingerprint


def test_pooling_and_later_layers_are_the_models_own(tiny_model: Path, tmp_path: Path) -> None:
    """A model that takes the first token and projects it is exported so, and without prompts nothing is prefixed."""
    model = SentenceTransformer(modules=[transformer(tiny_model), Pooling(32, "cls"), Dense(32, 16)], device="cpu")
    encoder = exported(model, tmp_path)
    assert (encoder.dimensions, encoder.card.max_tokens) == (16, 32)
    assert (encoder.card.query_prefix, encoder.card.passage_prefix) == ("", "")
    assert agreement(encoder, model, "") > 0.99


def test_stretches_of_a_model_that_takes_the_first_token_are_encoded_alone(tiny_model: Path, tmp_path: Path) -> None:
    """Where a vector is no mean of token states, a stretch has the vector of its own text."""
    model = SentenceTransformer(modules=[transformer(tiny_model), Pooling(32, "cls")], device="cpu")
    encoder = exported(model, tmp_path)
    assert not encoder.card.pools_mean
    vectors = encoder.encode_passage("学费。5 e", [(0, 2), (3, 6)])
    assert np.array_equal(vectors, encode_all(encoder, ["学费。5 e", "学费", "5 e"]))


@pytest.mark.parametrize(
    ("prompts", "default", "expected"),
    [
        ({"query": "ask: ", "document": "text: "}, None, ("ask: ", "text: ")),
        ({"query": "ask: "}, None, ("ask: ", "")),
        ({"always": "all: "}, "always", ("all: ", "all: ")),
    ],
)
def test_prompts_are_the_models_own(
    prompts: dict[str, str], default: str | None, expected: tuple[str, str], tiny_model: Path, tmp_path: Path
) -> None:
    """Prompts for questions and documents are kept as prefixes; a default prompt stands for both."""
    model = SentenceTransformer(
        modules=[transformer(tiny_model), Pooling(32, "mean")],
        prompts=prompts,
        default_prompt_name=default,
        device="cpu",
    )
    card = exported(model, tmp_path).card
    assert (card.query_prefix, card.passage_prefix) == expected


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A folder that holds no model is refused with the reason."""
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderUnavailable, match=r"sentence-transformers cannot load it"):
        export.export(str(tmp_path), tmp_path, "none")


def test_a_model_without_a_tokenizer_of_its_own_is_refused(tmp_path: Path) -> None:
    """A static model, which has no transformer and so no fast tokenizer of that library, is refused."""
    static = StaticEmbedding(Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]")), embedding_dim=8)
    with pytest.raises(EncoderUnavailable, match="no fast tokenizer"):
        exported(SentenceTransformer(modules=[static], device="cpu"), tmp_path)


def test_a_model_that_pools_without_its_prompt_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    """Pooling that leaves the prompt out would be exported wrongly, so it is refused."""
    pooling = Pooling(32, "mean", include_prompt=False)
    with pytest.raises(EncoderUnavailable, match="leaves the prompt out"):
        exported(SentenceTransformer(modules=[transformer(tiny_model), pooling], device="cpu"), tmp_path)


def test_a_model_that_cannot_be_traced_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    """Modules that do not fit each other are refused with the reason."""
    modules = [transformer(tiny_model), Pooling(32, "mean"), Dense(16, 8)]
    with pytest.raises(EncoderUnavailable, match="cannot be traced"):
        exported(SentenceTransformer(modules=modules, device="cpu"), tmp_path)
