"""The outline of the annual report, which a college may change: parts, blanks, and areas of work."""

from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.loop.errors import FileUnusable
from knowledge import yamltext
from knowledge.notice import Notice

OTHER = "其他信息"


class Blank(BaseModel):
    """What only people can write: its heading, and what belongs there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    hint: str = ""


class Part(BaseModel):
    """One part of the report: what it shows of the counts, and what people add."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    shows: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()


class Area(BaseModel):
    """An area of work: items of the list, and words of offices, channels and titles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    items: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


class Outline(BaseModel):
    """The whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: str
    parts: tuple[Part, ...]
    areas: tuple[Area, ...]

    def area(self, notice: Notice) -> str:
        """The area of a notice: by its item, else by the first whose words stand in its office, channel or title."""
        for area in self.areas:
            if notice.item in area.items:
                return area.name
        text = f"{notice.department} {notice.channel} {notice.category} {notice.title}"
        return next((area.name for area in self.areas if any(word in text for word in area.words)), OTHER)


def load(path: Path | None = None) -> Outline:
    """The built-in outline, or that of a file. Raises FileUnusable."""
    try:
        source = path or resources.files("bot.reports.annual").joinpath("annual.yaml")
        return Outline.model_validate(yamltext.parse(source.read_text(encoding="utf-8")))
    except (OSError, yamltext.NotYaml, ValidationError) as error:
        reason = f"{type(error).__name__}; expected the keys of bot/reports/annual/annual.yaml"
        raise FileUnusable(path or Path("annual.yaml"), reason) from error
