"""The directory of offices: whom to ask where nothing is disclosed, with the office's own telephone and hours.

Staff keep it as a YAML file named in the configuration: a list of `{name, phone, hours, place, topics: [words]}`; `default:
true` marks the office that takes everything else (usually 党政办公室, which receives requests for disclosure).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.errors import DirectoryInvalid
from knowledge import yamltext


class Office(BaseModel):
    """One office; `topics` are words of questions that are its business."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    phone: str = ""
    hours: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    default: bool = False

    def __str__(self) -> str:
        details = "，".join(part for part in (self.phone and f"电话 {self.phone}", self.hours, self.place) if part)
        return f"{self.name}（{details}）" if details else self.name


@dataclass(frozen=True, slots=True)
class Offices:
    """The directory; empty where staff have not written one."""

    offices: tuple[Office, ...] = ()

    def responsible(self, words: Sequence[str]) -> Office | None:
        """The office most of whose topics stand in `words`, the longest topic deciding; else the default one, if any."""
        text = " ".join(words)
        best = max(self.offices, key=lambda office: _fit(office, text), default=None)
        if best is not None and _fit(best, text) > 0:
            return best
        return self.default

    @property
    def default(self) -> Office | None:
        """The office that takes everything else, if staff have named one."""
        return next((office for office in self.offices if office.default), None)


def _fit(office: Office, text: str) -> int:
    return max((len(topic) for topic in office.topics if topic in text), default=0)


def load(path: Path | None) -> Offices:
    """Reads the directory; no path gives an empty one. Raises DirectoryInvalid naming what is wrong."""
    if path is None:
        return Offices()
    try:
        entries = yamltext.parse(path.read_text(encoding="utf-8"))
        return Offices(tuple(TypeAdapter(tuple[Office, ...]).validate_python(entries)))
    except OSError as error:
        raise DirectoryInvalid(path, f"cannot be read ({error.strerror})") from error
    except yamltext.NotYaml as error:
        raise DirectoryInvalid(path, "is not YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise DirectoryInvalid(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
