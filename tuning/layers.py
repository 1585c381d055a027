"""The default model in plain torch, so that its lower layers run once and only the corrections of the upper ones are trained."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch.nn import functional

from index.weights import Weights

PARTS = ("q", "k", "v", "ao", "fi", "fo")
Tensors = Mapping[str, torch.Tensor]


class Model:
    """A BERT encoder over fixed weights; `corrections` are pairs (a, b) by part name, added to the weight as b @ a."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._tensors = {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in weights.tensors.items()}

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """What enters the first layer: (batch, tokens) to (batch, tokens, hidden)."""
        t = self._tensors
        states = t["emb.word"][ids] + t["emb.pos"][: ids.shape[1]] + t["emb.type"][0]
        return self._norm(states, "emb.ln")

    def run(
        self, states: torch.Tensor, mask: torch.Tensor, layers: Sequence[int], corrections: Tensors
    ) -> torch.Tensor:
        """States (batch, tokens, hidden) through `layers`; `mask` (batch, tokens) is True where there is a token."""
        for layer in layers:
            attended = self._attend(states, mask, layer, corrections)
            states = self._norm(states + attended, f"l{layer}.aln")
            wide = functional.gelu(self._linear(states, layer, "fi", corrections))
            states = self._norm(states + self._linear(wide, layer, "fo", corrections), f"l{layer}.oln")
        return states

    def _attend(self, states: torch.Tensor, mask: torch.Tensor, layer: int, corrections: Tensors) -> torch.Tensor:
        batch, tokens, hidden = states.shape
        heads = self._weights.heads
        q, k, v = (
            self._linear(states, layer, part, corrections).view(batch, tokens, heads, -1).transpose(1, 2)
            for part in ("q", "k", "v")
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        return self._linear(mixed.transpose(1, 2).reshape(batch, tokens, hidden), layer, "ao", corrections)

    def _linear(self, states: torch.Tensor, layer: int, part: str, corrections: Tensors) -> torch.Tensor:
        name = f"l{layer}.{part}"
        made = functional.linear(states, self._tensors[f"{name}.w"], self._tensors[f"{name}.b"])
        if f"{name}.a" in corrections:
            made = made + (states @ corrections[f"{name}.a"].T) @ corrections[f"{name}.b"].T
        return made

    def _norm(self, states: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(
            states, states.shape[-1:], self._tensors[f"{name}.w"], self._tensors[f"{name}.b"], self._weights.epsilon
        )


def pooled(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean of token states over the mask, scaled to unit length: (batch, tokens, hidden) to (batch, hidden)."""
    weights = mask.unsqueeze(-1).to(states.dtype)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def fresh(weights: Weights, layers: Sequence[int], rank: int, generator: torch.Generator) -> dict[str, torch.Tensor]:
    """Corrections that change nothing yet (b is zero): `a` (rank, in) and `b` (out, rank) of every part of `layers`."""
    made = {}
    for name in (f"l{layer}.{part}" for layer in layers for part in PARTS):
        out, into = weights.tensors[f"{name}.w"].shape
        made[f"{name}.a"] = (torch.randn(rank, into, generator=generator) / into**0.5).requires_grad_()
        made[f"{name}.b"] = torch.zeros(out, rank).requires_grad_()
    return made
