"""Publishing a first time: how much of the bare model's speed is left when everything else is done as well."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.bare import BareModel
from benchmarks.figure import Figure
from benchmarks.material import Material
from index.encoder import Encoder, OnnxEncoder, Stretch
from index.publish import publish
from knowledge.notice import Notice
from knowledge.passage import Passage
from knowledge.store import KnowledgeStore

Published = Sequence[tuple[Notice, tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True)
class Listening:
    """An encoder that remembers which texts it was given, in order."""

    encoder: Encoder
    heard: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The encoder's."""
        return self.encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """The encoder's."""
        return self.encoder.dimensions

    @property
    def threads(self) -> int:
        """The encoder's."""
        return self.encoder.threads

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The encoder's."""
        return self.encoder.encode_query(text)

    def encode_passage(self, text: str, stretches: Sequence[Stretch] = ()) -> NDArray[np.float32]:
        """The encoder's."""
        self.heard.append(text)
        return self.encoder.encode_passage(text, stretches)


def measure(material: Material, rounds: int, scratch: Path, passages: int = 1200) -> tuple[Figure, ...]:
    """A publish of the notices that hold the first `passages`, nothing remembered, against the bare session.

    The session gets the same texts as tokens, in the order in which the publish encodes them, with as many threads.
    """
    bare = BareModel.open(material.encoder, material.threads)
    listening = Listening(OnnxEncoder.open(material.encoder, material.threads))
    with KnowledgeStore.open(material.settings.data.store) as store:
        notices = first(store.published(), passages)
    full(notices, listening, scratch)
    tokens = bare.passages(listening.heard)
    runs = [(bare.seconds(tokens), full(notices, listening.encoder, scratch)) for _ in range(rounds)]
    return (_figure(runs, len(tokens)),)


def first(published: Iterable[tuple[Notice, tuple[Passage, ...]]], passages: int) -> Published:
    """The first notices that hold at least `passages` together, or all."""
    found: list[tuple[Notice, tuple[Passage, ...]]] = []
    counts: list[int] = []
    for notice, own in takewhile(lambda _: sum(counts) < passages, published):
        found.append((notice, own))
        counts.append(len(own))
    return found


def full(notices: Published, encoder: Encoder, scratch: Path) -> float:
    """Seconds of a publish into an empty folder."""
    shutil.rmtree(scratch / "fresh", ignore_errors=True)
    started = perf_counter()
    publish(notices, encoder, scratch / "fresh", datetime.now(UTC))
    return perf_counter() - started


def _figure(runs: Sequence[tuple[float, float]], passages: int) -> Figure:
    bare, whole = (passages / median(column) for column in zip(*runs, strict=True))
    return Figure(
        name="publish_rate",
        what="passages per second of a publish / of the bare session over the same passages in the same order",
        unit="",
        needed=0.85,
        at_least=True,
        runs=tuple(alone / seconds for alone, seconds in runs),
        facts=f"publish {whole:.0f} passages/s, bare {bare:.0f} passages/s",
    )
