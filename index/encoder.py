"""Texts to unit vectors, with ONNX Runtime and tokenizers alone: all that a service needs of an encoder.

Opened once by the bundle; index/memo.py calls it to publish, the search to answer. torch is never imported here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.encoder_card import MODEL_FILE, TOKENIZER_FILE, EncoderCard
from index.errors import EncoderUnavailable

# The session keeps the memory of its runs for the next ones. That of a longer question, up to 70 MB, it gives back.
_USUAL_TOKENS = 64

Stretch = tuple[int, int]
"""Where a part of a text begins and ends, in characters."""


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

    @property
    def threads(self) -> int:
        """How many texts are best encoded at once, each by a thread of its own."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimensions,); any string is accepted, the empty one included."""
        ...

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        """The vectors of a passage and of `stretches` of it as read in their context, shape (1 + len(stretches), dimensions)."""
        ...


class OnnxEncoder:
    """An exported encoder folder, opened; texts longer than the model's limit are cut at their end.

    Texts run through the session one at a time, each on one core: the int8 graph scales activations over the whole batch,
    so batching would make a vector depend on its neighbours (cosines of 0.994), and on CPU it is no faster.
    """

    def __init__(
        self, card: EncoderCard, tokenizer: Tokenizer, session: onnxruntime.InferenceSession, threads: int = 1
    ) -> None:
        self.card = card
        self.threads = threads
        self._tokenizer = tokenizer
        self._session = session
        self._giving_back = onnxruntime.RunOptions()
        self._giving_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    @classmethod
    def open(cls, folder: Path, threads: int = 1) -> Self:
        """Open a folder written by index/export.py; `threads` is how many texts a publish encodes at once.

        Texts side by side on a core each are faster than one text shared by all cores. Checks the card and the files'
        sizes, while `verify` reads every byte. Raises EncoderUnavailable.
        """
        card = EncoderCard.read(folder)
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            tokenizer.enable_truncation(card.max_tokens)
            session = _session(folder / MODEL_FILE)
        except Exception as refused:  # both libraries raise bare Exceptions for unreadable files
            raise EncoderUnavailable(
                str(folder), f"it cannot be opened ({refused})", "run `gongkai publish`"
            ) from refused
        return cls(card, tokenizer, session, threads)

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
        ids = self._tokenizer.encode(_well_formed(self.card.query_prefix + text)).ids
        return self._run(ids, options=None if len(ids) <= _USUAL_TOKENS else self._giving_back)[0]

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        """The vectors of a passage and of its stretches, behind the model's passage prefix.

        A stretch's vector is the mean of its own token states out of the one run over the whole passage ("late chunking",
        Günther et al. 2024, arXiv:2409.04701), so it costs no further run and knows its context. Models whose vector is no
        mean of token states have each stretch encoded on its own. A stretch behind the token limit has the passage's vector.
        """
        if stretches and not self.card.pools_mean:
            parts = [text, *(text[start:end] for start, end in stretches)]
            return np.stack([self._run(self._passage(part).ids)[0] for part in parts])
        encoding = self._passage(text)
        outputs = ["embedding", "tokens"] if stretches else ["embedding"]
        whole, *tokens = self._run(encoding.ids, outputs)
        return np.stack([whole, *self._means(encoding, tokens[0], stretches, whole)]) if stretches else whole[None]

    def _passage(self, text: str) -> Encoding:
        return self._tokenizer.encode(_well_formed(self.card.passage_prefix + text))

    def _means(
        self, encoding: Encoding, tokens: NDArray[np.float32], stretches: Sequence[Stretch], whole: NDArray[np.float32]
    ) -> list[NDArray[np.float32]]:
        shift = len(self.card.passage_prefix)
        begins, ends = np.array(encoding.offsets, np.int64).T - shift
        own = [tokens[(ends > start) & (begins < end) & (ends > begins)] for start, end in stretches]
        means = [states.mean(axis=0) if len(states) else whole for states in own]
        return [np.asarray(mean / np.linalg.norm(mean), np.float32) for mean in means]

    def _run(
        self, ids: list[int], outputs: Sequence[str] = ("embedding",), options: onnxruntime.RunOptions | None = None
    ) -> list[NDArray[np.float32]]:
        row = np.array([ids], np.int64)
        found = self._session.run(list(outputs), {"input_ids": row, "attention_mask": np.ones_like(row)}, options)
        return [values[0] for values in found]


def _session(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _well_formed(text: str) -> str:
    """The text without lone surrogates, which have no UTF-8 form and which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
