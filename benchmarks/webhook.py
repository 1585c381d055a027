"""The webhook under load in safe mode, a worker a core and its client beside them, against the bare model on all cores."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.bare import BareModel
from benchmarks.figure import Figure
from benchmarks.material import Material
from benchmarks.service import service

_AT_A_TIME = 32
"""Enough that no worker ever waits for the client."""
_WARMING = 3
"""Rounds that do not count: a service is saturated by its users' ten thousandth message, not by their first."""
_FAULTS = ("lost", "late", "silent", "invalid", "wrong", "duplicates")


def measure(material: Material, rounds: int, scratch: Path, each: int = 960) -> tuple[Figure, ...]:
    """`each` questions a round, no two of them the same, through the service and then through the bare model."""
    material.published()
    bare = BareModel.open(material.encoder, threads=1)
    questions = material.distinct(each * (_WARMING + rounds))
    runs = []
    with service(material, workers=os.cpu_count() or 1) as running:
        for start in range(0, len(questions), each):
            asked = questions[start : start + each]
            runs.append((running.simulate(asked, scratch, _AT_A_TIME), _per_second(bare, asked)))
    figures = [played for played, _ in runs]
    return _rate(runs[_WARMING:]), _faults(figures)


def _per_second(bare: BareModel, questions: Sequence[str]) -> float:
    """Questions a second of the bare model, one thread a core on one session."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        started = perf_counter()
        for _ in threads.map(bare.query, questions):
            pass
        return len(questions) / (perf_counter() - started)


def _rate(runs: Sequence[tuple[dict[str, float], float]]) -> Figure:
    answered = median(played["per_second"] for played, _ in runs)
    waited = median(played["p95_ms"] for played, _ in runs)
    return Figure(
        name="webhook",
        what="distinct questions answered per second through the webhook in safe mode / encoded by the bare model",
        unit="",
        needed=0.5,
        at_least=True,
        runs=tuple(played["per_second"] / encoded for played, encoded in runs),
        facts=f"{answered:.0f}/s (p95 {waited:.0f} ms, {_AT_A_TIME} at a time), bare {median(rate for _, rate in runs):.0f}/s",
    )


def _faults(figures: Sequence[dict[str, float]]) -> Figure:
    sent = sum(played["sent"] for played in figures)
    return Figure(
        name="webhook_faults",
        what="messages lost, silent, invalid or answered twice",
        unit="messages",
        needed=0,
        at_least=False,
        runs=(float(sum(played[fault] or 0 for played in figures for fault in _FAULTS)),),
        facts=f"{sent:.0f} messages sent",
    )
