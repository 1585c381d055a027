"""Texts to unit vectors, with ONNX Runtime and tokenizers alone: all that a service needs of an encoder.

Opened once by the bundle; index/memo.py calls it to publish, the search to answer. torch is never imported here.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder_card import MODEL_FILE, TOKENIZER_FILE, EncoderCard
from index.errors import EncoderUnavailable


class Encoder(Protocol):
    """Texts to L2-normalised float32 vectors, safe to call from several threads.

    A text's vector depends on that text alone: not on the texts beside it, nor on the number of threads. So memoised
    vectors and those of one big run are the same to the last bit.
    """

    @property
    def fingerprint(self) -> str:
        """Names the encoder; vectors are comparable only under equal fingerprints."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimensions,); any string is accepted, the empty one included."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages, shape (len(texts), dimensions), rows in the order given."""
        ...


class OnnxEncoder:
    """An exported encoder folder, opened; texts longer than the model's limit are cut at their end.

    Texts run through the session one at a time: the int8 graph scales activations over the whole batch, so batching
    would make a vector depend on its neighbours (cosines of 0.994), and on CPU it is no faster.
    """

    def __init__(self, card: EncoderCard, tokenizer: Tokenizer, session: onnxruntime.InferenceSession) -> None:
        self.card = card
        self._tokenizer = tokenizer
        self._session = session

    @classmethod
    def open(cls, folder: Path, threads: int = 1) -> Self:
        """Open a folder written by index/export.py; `threads` share the work of one text (serving: 1).

        For building, one thread a core is fastest. Checks the card and the files' sizes, while `verify` reads every
        byte. Raises EncoderUnavailable.
        """
        card = EncoderCard.read(folder)
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            tokenizer.enable_truncation(card.max_tokens)
            session = _session(folder / MODEL_FILE, threads)
        except Exception as refused:  # both libraries raise bare Exceptions for unreadable files
            raise EncoderUnavailable(
                str(folder), f"it cannot be opened ({refused})", "run `gongkai publish`"
            ) from refused
        return cls(card, tokenizer, session)

    @staticmethod
    def verify(folder: Path) -> None:
        """Compare the checksums of all files of the folder; raises EncoderUnavailable."""
        EncoderCard.read(folder).verify(folder)

    @property
    def fingerprint(self) -> str:
        """The card's."""
        return self.card.fingerprint

    @property
    def dimensions(self) -> int:
        """The card's."""
        return self.card.dimensions

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of the question behind the model's query prefix."""
        return self._run(self._tokenizer.encode(_well_formed(self.card.query_prefix + text)).ids)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the passages, each behind the model's passage prefix."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for rows, block in self.iter_passages(texts):
            vectors[rows] = block
        return vectors

    def iter_passages(
        self, texts: Sequence[str], batch: int = 64
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float32]]]:
        """The same vectors in blocks of at most `batch`, each with the positions of its texts in `texts`."""
        for start in range(0, len(texts), batch):
            block = [_well_formed(self.card.passage_prefix + text) for text in texts[start : start + batch]]
            vectors = [self._run(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(block)]
            yield np.arange(start, start + len(block)), np.stack(vectors)

    def _run(self, ids: list[int]) -> NDArray[np.float32]:
        row = np.array([ids], np.int64)
        (vectors,) = self._session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row)})
        vector: NDArray[np.float32] = vectors[0]
        return vector


def _session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena keeps the largest text's memory for good and wins no time here.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _well_formed(text: str) -> str:
    """The text without lone surrogates, which have no UTF-8 form and which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
