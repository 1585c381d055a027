from pathlib import Path

import numpy as np
import pytest

from index import build
from index import bundle as bundles
from index.build import Encoded
from index.bundle import Bundle, Manifest
from index.corpus import gather
from index.errors import PublishRefused
from index.sentences import split
from tests.fakes.encoder import HashEncoder, UnevenEncoder, encode_all
from tests.fakes.notices import FEES, LIBRARY, SCHOLARSHIP

CORPUS = gather([SCHOLARSHIP, FEES, LIBRARY])


def manifest(encoder: HashEncoder) -> Manifest:
    return Manifest("id", bundles.FORMAT, encoder.fingerprint, "now", 3, len(CORPUS.passages), encoder.dimensions, {})


def encode(encoder: HashEncoder, folder: Path) -> Encoded:
    return build.encode(CORPUS, encoder, folder / "memo.db", lambda _done, _total: None)


def test_a_passage_is_read_with_its_sentences(tmp_path: Path) -> None:
    """One row a passage, and one for each of its sentences, cut out of the text as it is encoded."""
    encoder = HashEncoder()
    encoded = encode(encoder, tmp_path)
    assert encoder.encoded == [CORPUS.embedded(row) for row in range(4)]
    expected = [[passage.text[start:end] for start, end in split(passage.text)] for passage in CORPUS.passages]
    assert encoded.counts == [len(own) for own in expected]
    assert np.array_equal(encoded.passages, encode_all(encoder, encoder.encoded[:4]))
    assert np.array_equal(encoded.sentences, encode_all(encoder, [text for own in expected for text in own]))


def test_only_what_is_not_remembered_is_encoded_and_counted(tmp_path: Path) -> None:
    """Progress tells how many of the missing texts are done; a second time there is none."""
    encoder, heard = HashEncoder(), list[tuple[int, int]]()
    first = build.encode(CORPUS, encoder, tmp_path / "memo.db", lambda *told: heard.append(told))
    assert first.fresh == len(encoder.encoded) == len(set(encoder.encoded))
    assert heard[-1] == (first.fresh, first.fresh)
    again = encode(encoder, tmp_path)
    assert again.fresh == 0
    assert np.array_equal(first.passages, again.passages)


def test_what_is_written_opens_and_passes_its_check(tmp_path: Path) -> None:
    """The manifest is written last and measures every file before it."""
    encoder = HashEncoder()
    encoded = encode(encoder, tmp_path)
    (tmp_path / "new").mkdir()
    build.write(tmp_path / "new", CORPUS, encoded, manifest(encoder))
    build.check(tmp_path / "new", encoder, encoded)
    bundles.verify(tmp_path / "new")
    assert Bundle.open(tmp_path / "new", encoder.fingerprint).corpus == CORPUS


def test_vectors_by_which_a_passage_does_not_find_itself_are_refused(tmp_path: Path) -> None:
    """An encoder that breaks its promise of unit vectors never goes live."""
    encoder = UnevenEncoder()
    encoded = encode(encoder, tmp_path)
    (tmp_path / "new").mkdir()
    build.write(tmp_path / "new", CORPUS, encoded, manifest(encoder))
    with pytest.raises(PublishRefused, match="does not find itself; the bundle before it goes on answering"):
        build.check(tmp_path / "new", encoder, encoded)


def test_vectors_that_are_not_numbers_are_refused(tmp_path: Path) -> None:
    """NaN compares with nothing, so it must not slip through a comparison."""
    encoder = HashEncoder()
    encoded = encode(encoder, tmp_path)
    encoded.passages[:] = np.nan
    (tmp_path / "new").mkdir()
    build.write(tmp_path / "new", CORPUS, encoded, manifest(encoder))
    with pytest.raises(PublishRefused):
        build.check(tmp_path / "new", encoder, encoded)
