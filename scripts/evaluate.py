"""`gongkai evaluate`: measures the answers on a golden set, overall and by group."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.engine import Engine
from index import golden
from index.golden import Figures, GoldenQuestion, Judged
from scripts.answering import engine
from scripts.ask import converse
from scripts.console import OUT, write_json
from scripts.options import AsJson, Config, Data
from scripts.settings import load

_COLUMNS = ("cited_at_1", "cited_at_3", "answer_rate", "fresh_at_1", "refusal_recall", "refusal_precision")
_HEADINGS = ("cited@1", "cited@3", "answer rate", "fresh@1", "refusal recall", "refusal precision")


def run(
    file: Annotated[Path, typer.Argument(metavar="GOLDEN.jsonl", help="Golden questions, one JSON object a line.")],
    failures: Annotated[bool, typer.Option("--failures", help="List the questions that fail.")] = False,
    config: Config = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Measure the answers on a golden set."""
    questions = golden.read(file)
    with engine(load(config, data)) as opened:
        judged = golden.evaluate(questions, lambda question: _ask(opened, question))
    if as_json:
        write_json({group: _json(found) for group, found in golden.by_group(judged).items()})
        return
    OUT.print(_table(golden.by_group(judged)))
    if failures:
        _list(judged)


def _ask(opened: Engine, question: GoldenQuestion) -> golden.AnswerLike:
    return converse(opened, question.id, list(question.turns))


def _json(found: Figures) -> dict[str, float | None]:
    shares = {heading: getattr(found, name) for heading, name in zip(_HEADINGS, _COLUMNS, strict=True)}
    return {"n": found.n, **shares, "p50_ms": round(found.p50_ms, 2), "p95_ms": round(found.p95_ms, 2)}


def _table(groups: Mapping[str, Figures]) -> Table:
    table = Table("group", "n", *_HEADINGS, "p50 ms", "p95 ms")
    for group, found in groups.items():
        shares = (getattr(found, name) for name in _COLUMNS)
        cells = ("–" if share is None else f"{share:.2f}" for share in shares)
        table.add_row(group, str(found.n), *cells, f"{found.p50_ms:.0f}", f"{found.p95_ms:.0f}")
    return table


def _list(judged: tuple[Judged, ...]) -> None:
    for one in judged:
        if not one.is_right:
            OUT.print(f"{one.question.id} [{one.question.group}] {' / '.join(one.question.turns)}", markup=False)
