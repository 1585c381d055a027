"""Golden questions: reading them, and the figures of DESIGN's contract over a list of answers."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.errors import GoldenInvalid


class CitationLike(Protocol):
    """What scoring needs of a citation."""

    @property
    def notice_id(self) -> str:
        """The id of the notice cited."""
        ...

    @property
    def quote(self) -> str:
        """Words taken literally from it."""
        ...


class AnswerLike(Protocol):
    """What scoring needs of an answer; `outcome` is the contract's word."""

    @property
    def outcome(self) -> str:
        """The contract's word for what became of the question."""
        ...

    @property
    def text(self) -> str:
        """What is shown."""
        ...

    @property
    def citations(self) -> Sequence[CitationLike]:
        """Best first."""
        ...

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds from question to answer."""
        ...


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """One line of a golden file; `turns` holds the question, for a dialogue all questions up to the one that is judged."""

    id: str
    group: str
    turns: tuple[str, ...]
    gold: tuple[str, ...]
    answer_any: tuple[str, ...]
    year_sensitive: bool
    note: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answer is worth; None where the question does not ask for it."""

    question: GoldenQuestion
    answered: bool
    cited_at_1: bool
    cited_at_3: bool
    answer: bool
    fresh_at_1: bool
    elapsed_ms: float

    @property
    def is_right(self) -> bool:
        """Answerable: cited first and holding the answer; otherwise: not answered."""
        return self.cited_at_1 and self.answer if self.question.gold else not self.answered


@dataclass(frozen=True, slots=True)
class Figures:
    """The contract's figures over some questions: shares from 0 to 1, None where no question counts; times in ms."""

    n: int
    cited_at_1: float | None
    cited_at_3: float | None
    answer_rate: float | None
    fresh_at_1: float | None
    refusal_recall: float | None
    refusal_precision: float | None
    p50_ms: float
    p95_ms: float


def read(path: Path) -> tuple[GoldenQuestion, ...]:
    """The golden questions of a JSON-lines file. Raises GoldenInvalid with the line's number."""
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldenInvalid(path, 0, "it cannot be read as UTF-8 text") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            questions.append(_question(path, number, line))
    return tuple(questions)


def _question(path: Path, number: int, line: str) -> GoldenQuestion:
    try:
        values = json.loads(line)
        turns = values.get("turns") or [values["question"]]
        return GoldenQuestion(
            id=str(values["id"]),
            group=str(values.get("group", "single")),
            turns=tuple(map(str, turns)),
            gold=tuple(map(str, values["gold"])),
            answer_any=tuple(map(str, values.get("answer_any", []))),
            year_sensitive=bool(values.get("year_sensitive", False)),
            note=str(values.get("note", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldenInvalid(
            path, number, f"expected {{id, group, question or turns, gold, answer_any}}, got {line[:60]!r}"
        ) from error


def judge(question: GoldenQuestion, answer: AnswerLike) -> Judged:
    """Holds one answer against its golden question; white space does not count."""
    cited = list(dict.fromkeys(citation.notice_id for citation in answer.citations))
    answered = answer.outcome == "answered"
    told = _squeeze(answer.text) + "".join(_squeeze(c.quote) for c in answer.citations if c.notice_id in question.gold)
    return Judged(
        question=question,
        answered=answered,
        cited_at_1=answered and cited[:1] != [] and cited[0] in question.gold,
        cited_at_3=answer.outcome in ("answered", "candidates") and any(one in question.gold for one in cited[:3]),
        answer=answered and any(_squeeze(wanted) in told for wanted in question.answer_any),
        fresh_at_1=answered and bool(question.gold) and cited[:1] == list(question.gold[:1]),
        elapsed_ms=answer.elapsed_ms,
    )


def evaluate(questions: Iterable[GoldenQuestion], ask: Callable[[GoldenQuestion], AnswerLike]) -> tuple[Judged, ...]:
    """Asks every question and judges its answer, in order."""
    return tuple(judge(question, ask(question)) for question in questions)


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures over all of `judged`."""
    can = [one for one in judged if one.question.gold]
    cannot = [one for one in judged if not one.question.gold]
    silent = [one for one in judged if not one.answered]
    times = sorted(one.elapsed_ms for one in judged) or [0.0]
    return Figures(
        n=len(judged),
        cited_at_1=_share(one.cited_at_1 for one in can),
        cited_at_3=_share(one.cited_at_3 for one in can),
        answer_rate=_share(one.answer for one in can),
        fresh_at_1=_share(one.fresh_at_1 for one in can if one.question.year_sensitive),
        refusal_recall=_share(not one.answered for one in cannot),
        refusal_precision=_share(not one.question.gold for one in silent),
        p50_ms=times[len(times) // 2],
        p95_ms=times[int(len(times) * 0.95)],
    )


def by_group(judged: Sequence[Judged]) -> dict[str, Figures]:
    """`all`, then every group by name."""
    groups = sorted({one.question.group for one in judged})
    return {"all": figures(judged)} | {
        group: figures([one for one in judged if one.question.group == group]) for group in groups
    }


def _share(values: Iterable[bool]) -> float | None:
    counted = list(values)
    return round(sum(counted) / len(counted), 3) if counted else None


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text or "")
