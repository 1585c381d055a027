"""`gongkai ask`: answers a question, or a batch of them from a JSON-lines file."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.answer import Answer
from bot.engine import Engine
from scripts.answering import engine
from scripts.console import OUT, say, write_json
from scripts.errors import CommandError
from scripts.explain import explain
from scripts.options import AsJson, Config, Data
from scripts.settings import load


def run(
    question: Annotated[str, typer.Argument(help="The question, as a person would type it.")] = "",
    batch: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON lines {id, question} or {id, turns}.")
    ] = None,
    config: Config = None,
    data: Data = None,
    as_json: AsJson = False,
    why: Annotated[
        bool, typer.Option("--explain", help="Show what was understood and found, and why this came first.")
    ] = False,
) -> None:
    """Answer a question, or a batch of them."""
    if bool(question) == bool(batch):
        raise typer.BadParameter("give either a QUESTION or --batch FILE")
    if why and (batch is not None or as_json):
        raise typer.BadParameter("--explain is for reading: it goes with a QUESTION alone")
    with engine(load(config, data)) as opened:
        if batch is not None:
            for identity, answer in _batch(batch, opened):
                sys.stdout.write(json.dumps({"id": identity, **answer.to_json()}, ensure_ascii=False) + "\n")
        elif as_json:
            write_json(opened.answer(question).to_json())
        else:
            _show(opened.answer(question))
            if why:
                _explain(opened, question)


def _explain(opened: Engine, question: str) -> None:
    lines, table = explain(opened, question)
    OUT.print("\n" + "\n".join(lines), markup=False)
    if table is not None:
        OUT.print(table)


def _show(answer: Answer) -> None:
    OUT.print(answer.text, markup=False)
    say(f"[{answer.outcome}] confidence {answer.confidence:.2f}, {answer.elapsed_ms:.0f} ms, bundle {answer.bundle}")


def _batch(path: Path, opened: Engine) -> Iterator[tuple[str, Answer]]:
    """Answers in order; each line is a conversation of its own."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as UTF-8 text") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity, turns = _line(path, number, line)
        yield identity, converse(opened, f"batch {number}", turns)


def converse(opened: Engine, conversation: str, turns: list[str]) -> Answer:
    """The answer to the last of `turns`, asked in one conversation."""
    for turn in turns[:-1]:
        opened.answer(turn, conversation)
    return opened.answer(turns[-1], conversation)


def _line(path: Path, number: int, line: str) -> tuple[str, list[str]]:
    try:
        values = json.loads(line)
        turns = values.get("turns") or [values["question"]]
        return str(values["id"]), [str(turn) for turn in turns]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f"{path}, line {number}: expected {{id, question}} or {{id, turns}}, got {line[:60]!r}"
        ) from error
