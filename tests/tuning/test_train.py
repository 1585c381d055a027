from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from index.tuning import tune
from index.weights import tokenizer_json
from tests.fakes.weights import tiny
from tuning.layers import Model, fresh, pooled
from tuning.pairs import Entry, Text
from tuning.train import Plan, Training

TEXTS = ["query: 学费。5", "passage: 奖 学 e λ 学费"]
ENTRIES = (
    Entry(Text("学费", "", "学费5。"), ("学费5", "5学费", "e 学费"), (Text("奖", "", "奖。"),)),
    Entry(Text("奖", "", "λ奖奖"), ("奖λ", "λ"), ()),
)


def vectors(model: Model, corrections: dict[str, torch.Tensor]) -> np.ndarray:
    tokenizer = Tokenizer.from_str(tokenizer_json(tiny()))
    rows = []
    for text in TEXTS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        mask = torch.ones_like(ids, dtype=torch.bool)
        rows.append(pooled(model.run(model.embed(ids), mask, range(2), corrections), mask)[0].detach().numpy())
    return np.stack(rows)


def test_the_plain_layers_are_the_models_own(tiny_model: Path) -> None:
    """Without corrections, and with fresh ones, the vectors are those of sentence-transformers."""
    expected = SentenceTransformer(str(tiny_model), device="cpu").encode(TEXTS, prompt="", normalize_embeddings=True)
    model = Model(tiny())
    assert vectors(model, {}) == pytest.approx(np.asarray(expected), abs=1e-5)
    made = fresh(tiny(), range(1, 2), 2, torch.Generator().manual_seed(1))
    assert vectors(model, made) == pytest.approx(np.asarray(expected), abs=1e-5)


def test_training_brings_questions_nearer_and_its_corrections_can_be_added_to_the_weights() -> None:
    """The loss falls; the weights with b @ a added give the vectors that the corrections gave in training."""
    losses: list[float] = []
    plan = Plan(lower=1, rank=2, entries=4, asked=2, epochs=12, rate=0.02, temperature=0.05, hold=0.1)
    training = Training(tiny(), plan, understand=lambda question: f"{question} 学")
    made = training.run(ENTRIES, lambda _step, _steps, loss: losses.append(loss))
    assert losses[-1] < losses[0]
    assert {name.partition(".")[0] for name in made} == {"l1"}
    corrections = {name: torch.from_numpy(value.astype(np.float32)) for name, value in made.items()}
    tuned = vectors(Model(tune(tiny(), made)), {})
    assert tuned == pytest.approx(vectors(Model(tiny()), corrections), abs=1e-4)
    assert not np.allclose(tuned, vectors(Model(tiny()), {}), atol=1e-3)
