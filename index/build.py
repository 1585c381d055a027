"""Builds the files of a bundle from a corpus: encodes what is new, writes, and checks that the parts fit together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index import bundle as bundles
from index import corpus as corpora
from index import lexical, sentences, vectors
from index.bundle import Bundle, Manifest
from index.corpus import Corpus
from index.encoder import Encoder
from index.errors import PublishRefused
from index.memo import EmbeddingMemo, Reading, embed

# A passage asked for by its own vector must come back first; a few of them show a bundle whose parts do not fit.
_PROBES = 12


@dataclass(frozen=True, slots=True)
class Encoded:
    """A corpus in vectors, float32: `passages` (rows, dimensions), `sentences` (all, dimensions), `counts` per passage.

    `fresh` passages had to be encoded now, in `seconds`.
    """

    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    counts: list[int]
    fresh: int
    seconds: float


def readings(corpus: Corpus) -> list[Reading]:
    """All that a corpus has encoded: each passage behind its title and headings, with its sentences."""
    return [_reading(corpus, row) for row in range(len(corpus.passages))]


def _reading(corpus: Corpus, row: int) -> Reading:
    before = len(corpus.lead(row))
    own = sentences.split(corpus.passages[row].text)
    return Reading(corpus.embedded(row), tuple((before + start, before + end) for start, end in own))


def encode(corpus: Corpus, encoder: Encoder, memo: Path, on_progress: Callable[[int, int], None]) -> Encoded:
    """The vectors of `corpus`, from the memo where it knows them; `on_progress` hears (encoded, to encode)."""
    started = perf_counter()
    with EmbeddingMemo.open(memo) as opened:
        vectors, fresh = embed(readings(corpus), encoder, opened, on_progress)
    return Encoded(
        passages=np.stack([own[0] for own in vectors]),
        sentences=np.concatenate([own[1:] for own in vectors]),
        counts=[len(own) - 1 for own in vectors],
        fresh=fresh,
        seconds=perf_counter() - started,
    )


def write(folder: Path, corpus: Corpus, encoded: Encoded, manifest: Manifest) -> None:
    """Writes all files of a bundle into the empty `folder`, the manifest with their checksums last."""
    corpora.write(corpus, folder / bundles.CORPUS)
    vectors.write(encoded.passages, folder / bundles.VECTORS)
    sentences.write(encoded.sentences, encoded.counts, folder / bundles.SENTENCES, folder / bundles.OFFSETS)
    texts = (
        (corpus.notices[passage.notice].title, f"{passage.heading}\n{passage.text}") for passage in corpus.passages
    )
    lexical.write(texts, folder / bundles.LEXICAL)
    files = {
        str(path.relative_to(folder)): bundles.measure(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    replace(manifest, files=files).write(folder)


def check(folder: Path, encoder: Encoder, encoded: Encoded) -> None:
    """Opens a new bundle as the service will, and asks for some passages by their own vectors. Raises PublishRefused."""
    opened = Bundle.open(folder, encoder.fingerprint)
    count = len(encoded.passages)
    for row in range(0, count, max(1, count // _PROBES)):
        _, cosines = opened.vectors.search(encoded.passages[row], 1)
        own = opened.vectors.cosines(encoded.passages[row], np.array([row]))
        if not abs(float(cosines[0]) - float(own[0])) < 1e-3:
            raise PublishRefused(f"passage {row} does not find itself")
