"""Publishing: published notices in, a verified live bundle out; the live one is untouched until the last step."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from index import build
from index import bundle as bundles
from index import corpus as corpora
from index.bundle import Manifest
from index.corpus import Corpus
from index.encoder import Encoder
from index.errors import NothingToPublish, PublishRunning, RetrievalError
from index.shelf import Shelf
from knowledge.chunk import CHUNKER
from knowledge.notice import Notice
from knowledge.passage import Passage

MEMO = "embeddings.db"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did.

    `changed` is False when the live bundle already held exactly this; `encoded` counts passages
    whose vectors were not remembered; times are seconds.
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
        encoded = build.encode(corpus, encoder, data / MEMO, on_progress)
        built = shelf.building(identity)
        build.write(built, corpus, encoded, _manifest(identity, corpus, encoder, now))
        build.check(built, encoder, encoded)
        shelf.keep(built, identity)
        shelf.point(identity, keep)
    return _report(identity, corpus, started, encoded)


def _manifest(identity: str, corpus: Corpus, encoder: Encoder, now: datetime) -> Manifest:
    return Manifest(
        id=identity,
        format=bundles.FORMAT,
        encoder=encoder.fingerprint,
        created_at=now.isoformat(timespec="seconds"),
        notices=len(corpus.notices),
        passages=len(corpus.passages),
        dimensions=encoder.dimensions,
        files={},
    )


def _report(identity: str, corpus: Corpus, started: float, encoded: build.Encoded | None = None) -> Published:
    return Published(
        id=identity,
        changed=encoded is not None,
        notices=len(corpus.notices),
        passages=len(corpus.passages),
        encoded=encoded.fresh if encoded else 0,
        encode_seconds=encoded.seconds if encoded else 0.0,
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
    except RetrievalError:
        return False
    return True
