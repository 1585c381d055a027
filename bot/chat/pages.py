"""The chat page as HTML, whole on the server: what a browser without JavaScript shows, and what chat.js builds upon."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.chat.shown import Sheet
from bot.chat.wording import is_web, telephone
from bot.offices import Office

_NUMBER = re.compile(r"\+?\d[\d\- ]{3,}\d")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer; `failed` is the line to show where there is none."""

    question: str
    sheet: Sheet | None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same on every page: its name, what may be asked, whom to call, and the files' versions."""

    title: str
    examples: Sequence[str]
    offices: Sequence[Office]
    versions: dict[str, str]


class Pages:
    """Renders the page; whatever a question, an answer or a notice holds is shown, never interpreted."""

    def __init__(self, frame: Frame) -> None:
        pages = Environment(
            loader=PackageLoader("bot", "page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        pages.tests["web"] = is_web
        pages.filters["host"] = _host
        pages.filters["dials"] = _dials
        self._pages = pages
        self._frame = frame

    def chat(self, turn: Turn | None = None, conversation: str = "") -> str:
        """The page, with a question and its answer if there was one; `conversation` is the key for a follow-up."""
        return self._pages.get_template("index.html").render(frame=self._frame, turn=turn, conversation=conversation)

    def thanks(self, line: str) -> str:
        """What a browser without JavaScript shows after a judgement."""
        return self._pages.get_template("thanks.html").render(frame=self._frame, line=line)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _dials(phone: str) -> list[tuple[str, str]]:
    """Every number in what staff wrote (「0000-8801001、8801002」), with its `tel:` address."""
    return [(number, telephone(number)) for number in _NUMBER.findall(phone)]
