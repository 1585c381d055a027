"""Publishing: published notices in, a verified live bundle out; the live one is untouched until the last step."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index import bundle as bundles
from index import corpus as corpora
from index import lexical, vectors
from index.bundle import Bundle, Manifest
from index.corpus import Corpus
from index.encoder import Encoder
from index.errors import BundleDamaged, NothingToPublish, PublishRefused, PublishRunning
from index.memo import EmbeddingMemo, embed, key_of
from index.shelf import Shelf
from knowledge.chunk import CHUNKER
from knowledge.notice import Notice
from knowledge.passage import Passage

# A passage asked for by its own text must come back first; a few of them show a bundle whose parts do not fit together.
_PROBES = 12


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did.

    `changed` is False when the live bundle already held exactly this; `encoded` counts passages whose vectors were not
    remembered; times are seconds.
    """

    id: str
    changed: bool
    notices: int
    passages: int
    encoded: int
    encode_seconds: float
    seconds: float


def publish(
    published: Iterable[tuple[Notice, tuple[Passage, ...]]],
    encoder: Encoder,
    data: Path,
    now: datetime,
    keep: int = 3,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Published:
    """Builds a bundle of all `published` notices in `data` and puts it live.

    `on_progress` hears (passages encoded, passages to encode). Raises NothingToPublish, PublishRunning, PublishRefused.
    """
    started = perf_counter()
    corpus = corpora.gather(published)
    if not corpus.passages:
        raise NothingToPublish
    shelf = Shelf(data)
    with _alone(shelf.folder):
        identity = _identity(corpus, encoder)
        if shelf.history()[:1] == (identity,) and _is_whole(shelf.live()):
            return _report(identity, corpus, started)
        matrix, encoded, seconds = _embed(corpus, encoder, data, on_progress)
        built = shelf.building(identity)
        _build(
            built,
            corpus,
            matrix,
            Manifest(
                id=identity,
                format=bundles.FORMAT,
                encoder=encoder.fingerprint,
                created_at=now.isoformat(timespec="seconds"),
                notices=len(corpus.notices),
                passages=len(corpus.passages),
                dimensions=encoder.dimensions,
                files={},
            ),
        )
        _check(built, encoder, corpus, matrix)
        shelf.keep(built, identity)
        shelf.point(identity, keep)
    return _report(identity, corpus, started, encoded, seconds)


def _report(
    identity: str, corpus: Corpus, started: float, encoded: int | None = None, seconds: float = 0.0
) -> Published:
    return Published(
        id=identity,
        changed=encoded is not None,
        notices=len(corpus.notices),
        passages=len(corpus.passages),
        encoded=encoded or 0,
        encode_seconds=seconds,
        seconds=perf_counter() - started,
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the data folder's publishing lock; the system frees it when the process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishRunning(folder.parent) from error
        yield


def _identity(corpus: Corpus, encoder: Encoder) -> str:
    """A hash of all that the bundle is a function of, 16 hexadecimal digits."""
    digest = hashlib.sha256(json.dumps([bundles.FORMAT, CHUNKER, encoder.fingerprint]).encode())
    for notice in corpus.notices:
        digest.update(repr(notice).encode())
    for passage in corpus.passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:16]


def _is_whole(folder: Path) -> bool:
    try:
        bundles.verify(folder)
    except BundleDamaged:
        return False
    return True


def _embed(
    corpus: Corpus, encoder: Encoder, data: Path, on_progress: Callable[[int, int], None]
) -> tuple[NDArray[np.float32], int, float]:
    """The passages' vectors, how many were encoded now, and the seconds that took."""
    texts = [corpus.embedded(row) for row in range(len(corpus.passages))]
    started = perf_counter()
    with EmbeddingMemo.open(data / "embeddings.db") as memo:
        known = memo.lookup(encoder.fingerprint, [key_of(text) for text in texts])
        missing = len({text for text in texts if key_of(text) not in known})
        matrix = embed(texts, encoder, memo, lambda done: on_progress(done, missing))
    return matrix, missing, perf_counter() - started


def _build(folder: Path, corpus: Corpus, matrix: NDArray[np.float32], manifest: Manifest) -> None:
    corpora.write(corpus, folder / bundles.CORPUS)
    vectors.write(matrix, folder / bundles.VECTORS)
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


def _check(folder: Path, encoder: Encoder, corpus: Corpus, matrix: NDArray[np.float32]) -> None:
    """Opens the new bundle as the service will, and asks for some passages by their own vectors. Raises PublishRefused."""
    opened = Bundle.open(folder, encoder.fingerprint)
    for row in range(0, len(corpus.passages), max(1, len(corpus.passages) // _PROBES)):
        _, cosines = opened.vectors.search(matrix[row], 1)
        own = opened.vectors.cosines(matrix[row], np.array([row]))
        if not abs(float(cosines[0]) - float(own[0])) < 1e-3:
            raise PublishRefused(f"passage {row} does not find itself")
