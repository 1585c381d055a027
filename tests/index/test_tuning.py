import numpy as np
import pytest

from index.tuning import digest, shipped, tune
from tests.fakes.weights import tiny


def test_a_correction_is_added_to_its_part_and_to_no_other() -> None:
    """The corrected weight is the old one plus b @ a; everything else stays as it is."""
    plain = tiny()
    out, into = plain.tensors["l1.q.w"].shape
    a, b = np.ones((2, into), np.float16), np.full((out, 2), 0.5, np.float16)
    tuned = tune(plain, {"l1.q.a": a, "l1.q.b": b})
    assert tuned.tensors["l1.q.w"] == pytest.approx(plain.tensors["l1.q.w"] + 1.0)
    assert all(tuned.tensors[name] is value for name, value in plain.tensors.items() if name != "l1.q.w")


def test_what_ships_fits_the_default_model() -> None:
    """Pairs of factors of one rank for the upper layers, small enough to ship; the digest names exactly these."""
    found = shipped()
    parts = {name.removesuffix(".a") for name in found if name.endswith(".a")}
    assert parts
    assert all(found[f"{part}.a"].shape[0] == found[f"{part}.b"].shape[1] for part in parts)
    assert {part.partition(".")[0] for part in parts} == {f"l{layer}" for layer in range(6, 12)}
    assert len(digest()) == 64
    assert digest() == digest()
