"""Publishing after one notice has changed, against publishing everything with nothing remembered."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.material import BENCHMARK, Material
from index.encoder import OnnxEncoder
from index.publish import MEMO
from knowledge.store import KnowledgeStore


def measure(material: Material, rounds: int, scratch: Path, fulls: int = 2) -> tuple[Figure, ...]:
    """Full publishes of the whole corpus, each followed by publishes after another notice's first passage has changed.

    `scratch` is not needed: the work is done in the data folder itself, which is published afterwards.
    """
    del scratch
    encoder = OnnxEncoder.open(material.encoder, material.threads)
    whole, changed = [], []
    for turn in range(fulls):
        whole.append(_full(material, encoder))
        changed += [_one(material, encoder, number) for number in range(turn, rounds, fulls)]
    return (_figure(whole, changed),)


def _full(material: Material, encoder: OnnxEncoder) -> float:
    for file in material.data.glob(f"{MEMO}*"):
        file.unlink()
    shutil.rmtree(material.data / "bundles", ignore_errors=True)
    started = perf_counter()
    material.publish(encoder)
    return perf_counter() - started


def _one(material: Material, encoder: OnnxEncoder, number: int) -> float:
    change_one(material, number)
    started = perf_counter()
    done = material.publish(encoder)
    seconds = perf_counter() - started
    if not (done.changed and done.encoded):
        raise RuntimeError(f"changing a notice changed nothing: {done}")
    return seconds


def change_one(material: Material, number: int) -> None:
    """Adds a sentence to the first passage of the notice that stands at a place of its own for each `number`."""
    with KnowledgeStore.open(material.settings.data.store) as store:
        notices = store.notices()
        notice = notices[(number + 1) * 37 % len(notices)]
        passages = list(store.passages(notice.id))
        now = datetime.now(UTC)
        passages[0] = replace(passages[0], text=f"{passages[0].text}更正：以 {now.isoformat()} 的内容为准。")
        store.save(notice, passages, BENCHMARK, now, "benchmark")


def _figure(whole: Sequence[float], changed: Sequence[float]) -> Figure:
    usual = median(whole)
    return Figure(
        name="one_changed",
        what="time to publish one changed notice / the full publish",
        unit="",
        needed=1 / 20,
        at_least=False,
        runs=tuple(seconds / usual for seconds in changed),
        facts=f"one {median(changed):.2f} s, all {usual:.1f} s (median of {len(whole)})",
    )
