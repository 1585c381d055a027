"""The yardstick: the exported model in a plain ONNX Runtime session, with its tokenizer and nothing else of the product.

It shares no code with index/encoder.py, so that what slows the product down cannot slow the yardstick down with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder_card import MODEL_FILE, TOKENIZER_FILE, EncoderCard

Tokens = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BareModel:
    """A session with ONNX Runtime's own settings but for the threads that share the work of one text."""

    card: EncoderCard
    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession

    @classmethod
    def open(cls, folder: Path, threads: int) -> Self:
        """Opens an exported encoder's folder. Raises EncoderUnavailable."""
        card = EncoderCard.read(folder)
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        tokenizer.enable_truncation(card.max_tokens)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])
        return cls(card, tokenizer, session)

    def passages(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of passages, each of shape (1, tokens)."""
        return [np.array([self.tokenizer.encode(self.card.passage_prefix + text).ids], np.int64) for text in texts]

    def query(self, text: str) -> None:
        """Encodes a question, tokens included."""
        self.run(np.array([self.tokenizer.encode(self.card.query_prefix + text).ids], np.int64))

    def run(self, tokens: Tokens) -> None:
        """One text through the session."""
        self.session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})

    def seconds(self, tokens: Sequence[Tokens]) -> float:
        """How long the session takes for texts that are tokens already, one after the other in this order."""
        started = perf_counter()
        for one in tokens:
            self.run(one)
        return perf_counter() - started
