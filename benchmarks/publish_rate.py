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
from index import corpus
from index.encoder import Encoder, OnnxEncoder
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

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The encoder's."""
        return self.encoder.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The encoder's."""
        self.heard.extend(texts)
        return self.encoder.encode_passages(texts)


def measure(material: Material, rounds: int, scratch: Path, passages: int = 400) -> tuple[Figure, ...]:
    """A publish of the notices that hold the first `passages`, nothing remembered, against the bare session.

    The session gets the same texts as tokens, in the order in which the publish encodes them, with as many threads.
    """
    bare = BareModel.open(material.encoder, material.threads)
    listening = Listening(OnnxEncoder.open(material.encoder, material.threads))
    with KnowledgeStore.open(material.settings.data.store) as store:
        notices = first(store.published(), passages)
    full(notices, listening, scratch)
    tokens = bare.passages(listening.heard)
    gathered = corpus.gather(notices)
    own = len({gathered.embedded(row) for row in range(len(gathered.passages))})
    runs = []
    for _ in range(rounds):
        alone, rest = bare.seconds(tokens[:own]), bare.seconds(tokens[own:])
        runs.append((alone, rest, full(notices, listening.encoder, scratch)))
    return _figures(runs, len(gathered.passages), len(tokens))


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


def _figures(runs: Sequence[tuple[float, float, float]], passages: int, texts: int) -> tuple[Figure, ...]:
    whole = median(seconds for _, _, seconds in runs)
    speed = f"publish {texts / whole:.0f} texts/s, bare {texts / median(a + r for a, r, _ in runs):.0f} texts/s"
    alone = f"publish {passages / whole:.0f} passages/s, bare {passages / median(a for a, _, _ in runs):.0f} passages/s"
    return (
        Figure(
            name="publish_rate",
            what="texts (passages and their sentences) per second of a publish / of the bare session",
            unit="",
            needed=0.85,
            at_least=True,
            runs=tuple((a + r) / seconds for a, r, seconds in runs),
            facts=speed,
        ),
        Figure(
            name="publish_rate_passages",
            what="the same, counting passages alone on both sides, though the publish encodes their sentences too",
            unit="",
            needed=0.85,
            at_least=True,
            runs=tuple(a / seconds for a, _, seconds in runs),
            facts=alone,
        ),
    )
