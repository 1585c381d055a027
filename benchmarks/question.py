"""One question inside the service, from text to answer, against encoding the same text with the bare model."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.bare import BareModel
from benchmarks.figure import Figure
from benchmarks.material import Material
from bot.engine import Engine
from scripts.answering import engine


def measure(material: Material, rounds: int, scratch: Path, each: int = 60) -> tuple[Figure, ...]:
    """The median of `each` questions a round, every one asked for the first time, and of one that is asked again."""
    del scratch
    material.published()
    bare = BareModel.open(material.encoder, threads=1)
    questions = material.distinct(each * (rounds + 1))
    with engine(material.settings) as opened:
        _round(bare, opened, questions[:each])
        runs = [_round(bare, opened, questions[start : start + each]) for start in range(each, len(questions), each)]
    facts = "p50 {:.1f} ms, bare encoding {:.1f} ms"
    encoding = median(encoded for encoded, _, _ in runs)
    return (
        Figure(
            name="question",
            what="p50 of a distinct question inside the service / of its bare encoding",
            unit="",
            needed=4.0,
            at_least=False,
            runs=tuple(answered / encoded for encoded, answered, _ in runs),
            facts=facts.format(median(answered for _, answered, _ in runs), encoding),
        ),
        Figure(
            name="question_again",
            what="the same, of a question that was asked just before",
            unit="",
            needed=4.0,
            at_least=False,
            runs=tuple(again / encoded for encoded, _, again in runs),
            facts=facts.format(median(again for _, _, again in runs), encoding),
        ),
    )


def _round(bare: BareModel, opened: Engine, questions: list[str]) -> tuple[float, float, float]:
    """Medians in milliseconds over the questions, taken in turn: bare encoding, first answer, answer again."""
    times = [
        (
            _milliseconds(lambda text=text: bare.query(text)),  # type: ignore[misc]
            _milliseconds(lambda text=text: opened.answer(text)),  # type: ignore[misc]
            _milliseconds(lambda text=text: opened.answer(text)),  # type: ignore[misc]
        )
        for text in questions
    ]
    encoded, answered, again = (median(column) for column in zip(*times, strict=True))
    return encoded, answered, again


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1e3
