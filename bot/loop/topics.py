"""The subjects that people can subscribe to, and which notices belong to each; staff may keep a list of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.loop.errors import FileUnusable
from knowledge import yamltext
from knowledge.notice import Notice


class Topic(BaseModel):
    """One subject: its name, the items of the disclosure list, and words of titles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=10)
    items: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    def takes(self, notice: Notice) -> bool:
        """Whether a notice belongs to it."""
        return notice.item in self.items or any(word in notice.title for word in self.words)


@dataclass(frozen=True, slots=True)
class Topics:
    """All subjects, in the order in which they are offered."""

    all: tuple[Topic, ...]

    def called(self, name: str) -> Topic | None:
        """The subject of that name, or that has it among its words."""
        exact = (topic for topic in self.all if topic.name == name)
        meant = (topic for topic in self.all if name in topic.words)
        return next(exact, None) or next(meant, None)

    def of(self, notice: Notice) -> Sequence[Topic]:
        """The subjects that a notice belongs to."""
        return [topic for topic in self.all if topic.takes(notice)]


def load(path: Path | None = None) -> Topics:
    """The built-in subjects, or those of a file. Raises FileUnusable naming what is wrong."""
    try:
        text = (path or resources.files("bot.loop").joinpath("data/topics.yaml")).read_text(encoding="utf-8")
        return Topics(TypeAdapter(tuple[Topic, ...]).validate_python(yamltext.parse(text)))
    except (OSError, yamltext.NotYaml, ValidationError) as error:
        expected = "expected a list of {name, items: [numbers], words: [words]}"
        raise FileUnusable(path or Path("topics.yaml"), f"{type(error).__name__}; {expected}") from error
