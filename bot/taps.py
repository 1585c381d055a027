"""What a person may tap below an answer: 更多, 有用, 没用. Each sends a text that says by itself which answer it is about.

Clients do not reliably send a menu id back, and a tap may come days later: the text alone must be enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answer import Answer


class Tap(StrEnum):
    """What was tapped or typed."""

    USEFUL = "有用"
    USELESS = "没用"
    MORE = "更多"


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap and the question it is about, "" where a person typed the word alone."""

    tap: Tap
    question: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text to show and the message that it sends."""

    shown: str
    sends: str


_TAPPED = re.compile(r"\s*(有用|没用|更多)\s*(?:[:：]\s*(\S.*?))?\s*[。.！!]?\s*", re.DOTALL)


def read(message: str) -> Tapped | None:
    """The tap that a message is, None for any other message."""
    found = _TAPPED.fullmatch(message)
    return Tapped(Tap(found[1]), found[2] or "") if found else None


def after(question: str, answer: Answer) -> Sequence[Link]:
    """What to tap below the answer to `question` (without personal numbers); nothing below what quotes no notice."""
    tapped = read(question)
    about = tapped.question if tapped else question
    if not answer.citations or not about.strip():
        return ()
    taps = [Tap.MORE] if len(answer.citations) > 1 else []
    return [Link(tap.value, f"{tap.value}：{about}") for tap in (*taps, Tap.USEFUL, Tap.USELESS)]
