"""What the simulated people say: dialogues read from a file of questions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import SimulationFailed


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The questions that one person asks, one after the other; `title` says who it is and what it is about, "" for nothing."""

    questions: tuple[str, ...]
    title: str = ""


def read_script(lines: Iterable[str]) -> tuple[Dialogue, ...]:
    """The dialogues in a file, in the order in which they begin; empty lines do not count.

    A line is a question as plain text, or a JSON object: `{question}`, `{turns: [questions]}`, or `{user, question}`,
    where all lines of one user are one dialogue.
    Each may have a `title`. Raises SimulationFailed with the number of a line that is none.
    """
    talks: dict[str, Dialogue] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        user, read = _read(number, line.strip())
        before = talks.get(user, Dialogue(()))
        talks[user] = Dialogue(before.questions + read.questions, before.title or read.title)
    return tuple(talks.values())


def _read(number: int, line: str) -> tuple[str, Dialogue]:
    nobody = f"\0{number}"
    if not line.startswith("{"):
        return nobody, Dialogue((line,))
    try:
        given = json.loads(line)
        turns = given["turns"] if "turns" in given else [given["question"]]
    except (ValueError, KeyError, TypeError):
        turns = []
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise SimulationFailed(
            f"line {number}: expected a question, {{question}}, {{turns: […]}} or {{user, question}}"
        )
    return str(given.get("user", nobody)), Dialogue(tuple(turns), str(given.get("title", "")))
