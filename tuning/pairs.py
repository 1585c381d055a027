"""Reads the pairs: entries of a passage, the questions that it answers, and near passages that do not answer them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Text:
    """A passage with its title and heading, as a bundle encodes it."""

    title: str
    heading: str
    passage: str

    @property
    def embedded(self) -> str:
        """The text that is encoded."""
        return f"{self.title} {self.heading}\n{self.passage}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage, what people ask that it answers, and passages beside it that do not."""

    answer: Text
    questions: tuple[str, ...]
    near: tuple[Text, ...]


def read(folder: Path) -> tuple[Entry, ...]:
    """All entries of the folder's JSON lines files, in order. Raises ValueError naming the line that is not an entry."""
    return tuple(entry for path in sorted(folder.glob("*.jsonl")) for entry in _entries(path))


def _entries(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            values = json.loads(line)
            questions = tuple(str(question) for question in values["questions"])
            yield Entry(_text(values), questions, tuple(_text(near) for near in values["near"]))
        except (ValueError, KeyError, TypeError) as error:
            expected = '{"title", "heading", "passage", "questions": […], "near": [{"title", "heading", "passage"}, …]}'
            raise ValueError(f"{path.name}, line {number}: expected {expected}") from error


def _text(values: dict[str, str]) -> Text:
    return Text(values["title"], values.get("heading") or "", values["passage"])
