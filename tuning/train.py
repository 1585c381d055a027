"""Trains corrections so that a question is nearer to the passage that answers it than to all others of its batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from index.weights import Weights, tokenizer_json
from tuning.layers import Model, fresh, pooled
from tuning.pairs import Entry, Text

_MAX_TOKENS = 192
_QUERY, _PASSAGE = "query: ", "passage: "


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: `lower` layers stay as they are; a batch is `entries` passages, with questions and near passages.

    `asked` questions of each passage, `near` of the passages beside it.
    `temperature` is that of E5's own training (Wang et al. 2024, arXiv:2402.05672) made milder, since the pairs are few;
    `hold` is the weight of the squared distance between new and old vectors, which keeps the model what it was elsewhere.
    """

    lower: int = 6
    rank: int = 8
    entries: int = 16
    asked: int = 8
    near: int = 1
    epochs: int = 4
    rate: float = 5e-4
    temperature: float = 0.02
    hold: float = 1.0
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Group:
    """A passage in a batch, with some of its questions and some of the passages beside it."""

    answer: Text
    questions: list[str]
    near: list[Text]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text behind the lower layers: states (tokens, hidden), and the vector that the untuned model gives it."""

    states: torch.Tensor
    before: torch.Tensor


class Training:
    """One training run over `entries`; `on_step` hears (step, steps, loss)."""

    def __init__(self, weights: Weights, plan: Plan, understand: Callable[[str], str]) -> None:
        self._weights = weights
        self._plan = plan
        self._understand = understand
        self._model = Model(weights)
        self._tokenizer = Tokenizer.from_str(tokenizer_json(weights))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._upper = range(plan.lower, weights.layers)
        self._prepared: dict[str, Prepared] = {}

    def run(
        self, entries: Sequence[Entry], on_step: Callable[[int, int, float], None]
    ) -> dict[str, NDArray[np.float16]]:
        """The trained corrections, float16, by part name with `.a` and `.b`."""
        plan = self._plan
        made = fresh(self._weights, self._upper, plan.rank, torch.Generator().manual_seed(plan.seed))
        optimiser = torch.optim.AdamW(made.values(), lr=plan.rate, weight_decay=0.01)
        batches = list(self._batches(entries, Random(plan.seed)))  # noqa: S311 - an order of examples is no secret
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=len(batches), pct_start=0.1)
        for step, batch in enumerate(batches, start=1):
            loss = self._loss(batch, made)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's
            torch.nn.utils.clip_grad_norm_(made.values(), 1.0)
            optimiser.step()
            schedule.step()
            on_step(step, len(batches), float(loss.detach()))
        return {name: value.detach().numpy().astype(np.float16) for name, value in made.items()}

    def _batches(self, entries: Sequence[Entry], random: Random) -> Iterator[list[Group]]:
        """Each epoch asks every question once, in groups of `asked` to their passage, beside other near ones."""
        for _ in range(self._plan.epochs):
            groups = []
            for entry in entries:
                questions = random.sample(entry.questions, len(entry.questions))
                size = self._plan.asked
                groups += [
                    Group(entry.answer, questions[start : start + size], self._near(entry, random))
                    for start in range(0, len(questions), size)
                ]
            random.shuffle(groups)
            for start in range(0, len(groups), self._plan.entries):
                yield groups[start : start + self._plan.entries]

    def _near(self, entry: Entry, random: Random) -> list[Text]:
        return random.sample(entry.near, min(self._plan.near, len(entry.near)))

    def _loss(self, batch: Sequence[Group], made: dict[str, torch.Tensor]) -> torch.Tensor:
        """InfoNCE of questions over the batch's passages and near passages, and how far vectors have moved."""
        answers = [_PASSAGE + group.answer.embedded for group in batch]
        near = [_PASSAGE + text.embedded for group in batch for text in group.near]
        asked = [_QUERY + form for group in batch for question in group.questions for form in self._forms(question)]
        right = [row for row, group in enumerate(batch) for question in group.questions for _ in self._forms(question)]
        passages, moved = self._vectors(list(dict.fromkeys(answers + near)), made)
        places = {text: place for place, text in enumerate(dict.fromkeys(answers + near))}
        queries, moved_too = self._vectors(asked, made)
        targets = torch.tensor([places[answers[row]] for row in right])
        loss = functional.cross_entropy(queries @ passages.T / self._plan.temperature, targets)
        return loss + self._plan.hold * (moved + moved_too)

    def _forms(self, question: str) -> list[str]:
        """The question as typed, and as the bot understands it, where that differs."""
        return list(dict.fromkeys([question, self._understand(question)]))

    def _vectors(self, texts: Sequence[str], made: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        prepared = [self._prepare(text) for text in texts]
        states = torch.nn.utils.rnn.pad_sequence([one.states for one in prepared], batch_first=True)
        lengths = torch.tensor([len(one.states) for one in prepared])
        mask = torch.arange(states.shape[1])[None] < lengths[:, None]
        vectors = pooled(self._model.run(states, mask, self._upper, made), mask)
        before = torch.stack([one.before for one in prepared])
        return vectors, (vectors - before).square().sum(1).mean()

    def _prepare(self, text: str) -> Prepared:
        if text not in self._prepared:
            ids = torch.tensor([self._tokenizer.encode(text).ids])
            mask = torch.ones_like(ids, dtype=torch.bool)
            with torch.no_grad():
                states = self._model.run(self._model.embed(ids), mask, range(self._plan.lower), {})
                before = pooled(self._model.run(states, mask, self._upper, {}), mask)[0]
            self._prepared[text] = Prepared(states[0], before)
        return self._prepared[text]
