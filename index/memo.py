"""Embeddings remembered between publishes, so that only texts never seen before are encoded.

Between index/corpus.py, which gives the texts, and the bundle's vectors; one SQLite file in the data folder.
"""

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, OperationalError

from index.encoder import Encoder, Stretch
from knowledge import sqlite

# Keys of one statement: SQLite's default limit of parameters was 999 before version 3.32.
_CHUNK = 900
# Texts encoded between two commits: what a killed publish loses at most, about a second's work.
_BATCH = 64
_BUSY_MS = 30_000

_Item = TypeVar("_Item")
_METADATA = sa.MetaData()
_EMBEDDINGS = sa.Table(
    "embeddings",
    _METADATA,
    sa.Column("fingerprint", sa.String, primary_key=True),
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
_LOOKUP = sa.select(_EMBEDDINGS.c.key, _EMBEDDINGS.c.vector).where(
    _EMBEDDINGS.c.fingerprint == sa.bindparam("encoder"), _EMBEDDINGS.c.key.in_(sa.bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage to encode, and the stretches of it that have vectors of their own."""

    text: str
    stretches: tuple[Stretch, ...] = ()

    @property
    def key(self) -> bytes:
        """What it is remembered by: the SHA-256 of all of it, 32 bytes."""
        return hashlib.sha256(f"{self.stretches}{self.text}".encode("utf-8", "surrogatepass")).digest()


def embed(
    readings: Sequence[Reading], encoder: Encoder, memo: "EmbeddingMemo", on_progress: Callable[[int, int], None]
) -> tuple[list[NDArray[np.float32]], int]:
    """The vectors of each reading, shape (1 + stretches, dimensions), in order, and how many readings had to be encoded.

    Only what the memo does not know is encoded, on as many threads as the encoder is good for; `on_progress` hears (encoded,
    to encode), and each such count is already committed: a process killed in the middle loses one batch.
    """
    keys = [reading.key for reading in readings]
    known = memo.lookup(encoder.fingerprint, keys)
    missing = {key: reading for key, reading in zip(keys, readings, strict=True) if key not in known}
    done = 0
    with closing(_encoded(missing, encoder)) as pairs:
        for batch in _chunks(pairs, _BATCH):
            memo.store(encoder.fingerprint, dict(batch))
            known.update((key, vectors.reshape(-1)) for key, vectors in batch)
            done += len(batch)
            on_progress(done, len(missing))
    return [known[key].reshape(-1, encoder.dimensions) for key in keys], len(missing)


def _encoded(
    missing: Mapping[bytes, Reading], encoder: Encoder
) -> Generator[tuple[bytes, NDArray[np.float32]], None, None]:
    """Each key with its vectors, in order; closed early, it waits for the texts being encoded and drops the rest."""
    with ThreadPoolExecutor(encoder.threads, thread_name_prefix="encode") as threads:
        found = threads.map(lambda reading: encoder.encode_passage(reading.text, reading.stretches), missing.values())
        try:
            yield from zip(missing, found, strict=True)
        finally:
            threads.shutdown(cancel_futures=True)


class EmbeddingMemo:
    """Vectors by encoder fingerprint and key, float32, returned to the last bit as they were stored."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> Self:
        """The memo in the SQLite file at `path`, created with its folder if new.

        A file that is no database is replaced: what it remembered can be computed again.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return cls(_connect(path))
        except OperationalError:
            raise  # a full disk or a lock says nothing about the content
        except DatabaseError:
            for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
                file.unlink(missing_ok=True)
            return cls(_connect(path))

    def close(self) -> None:
        """Close all connections; the memo cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def lookup(self, fingerprint: str, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """What is remembered of these keys, flat and read-only; unknown keys are left out."""
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._engine.connect() as connection:
            for chunk in _chunks(dict.fromkeys(keys), _CHUNK):
                rows = connection.execute(_LOOKUP, {"encoder": fingerprint, "keys": chunk})
                found.update((key, np.frombuffer(vector, "<f4")) for key, vector in rows)
        return found

    def store(self, fingerprint: str, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Remember the vectors, in one transaction; a key that is known already keeps what it has."""
        rows = [
            {"fingerprint": fingerprint, "key": key, "vector": vector.astype("<f4").tobytes()}
            for key, vector in vectors.items()
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(_EMBEDDINGS).on_conflict_do_nothing(), rows)

    def prune(self, fingerprint: str, keep: Collection[bytes]) -> int:
        """Forget this encoder's vectors except those of `keep`; returns how many were forgotten."""
        wanted = frozenset(keep)
        mine = _EMBEDDINGS.c.fingerprint == fingerprint
        with self._engine.begin() as connection:
            stale = [key for key in connection.scalars(sa.select(_EMBEDDINGS.c.key).where(mine)) if key not in wanted]
            for chunk in _chunks(stale, _CHUNK):
                connection.execute(sa.delete(_EMBEDDINGS).where(mine, _EMBEDDINGS.c.key.in_(chunk)))
        return len(stale)


def _connect(path: Path) -> sa.Engine:
    engine = sqlite.connect(path, busy_ms=_BUSY_MS)
    try:
        _METADATA.create_all(engine)
    except DatabaseError:
        engine.dispose()
        raise
    return engine


def _chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
