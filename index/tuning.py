"""Low-rank corrections that tune the default model to questions of students and parents (made by `python -m tuning`).

Between index/weights.py and index/export.py: the corrected weights are exported like any others, so a tuned encoder costs
nothing when it answers.
"""

import hashlib
from dataclasses import replace
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index import weights
from index.weights import Weights

MODEL_NAME = f"{weights.MODEL_NAME}, tuned for gongkai"
_FILE = "data/tuning.npz"
_FACTOR = ".b"


def digest() -> str:
    """The SHA-256 of the corrections that ship with gongkai, in hexadecimal."""
    return hashlib.sha256(resources.files("index").joinpath(_FILE).read_bytes()).hexdigest()


def shipped() -> dict[str, NDArray[np.float16]]:
    """The corrections that ship with gongkai: `l6.q.a` of shape (rank, in) and `l6.q.b` of shape (out, rank), and so on."""
    with resources.files("index").joinpath(_FILE).open("rb") as stream, np.load(stream) as found:
        return {name: found[name] for name in found.files}


def tune(plain: Weights, corrections: dict[str, NDArray[np.float16]]) -> Weights:
    """The weights with b @ a added to each part that has a correction."""
    tensors = dict(plain.tensors)
    for part in (name.removesuffix(_FACTOR) for name in corrections if name.endswith(_FACTOR)):
        a, b = (corrections[f"{part}.{factor}"].astype(np.float32) for factor in ("a", "b"))
        tensors[f"{part}.w"] = tensors[f"{part}.w"] + b @ a
    return replace(plain, tensors=tensors)
