"""What the simulation found: each exchange as a person would see it, and the figures over all of them."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import SimulationFailed
from bot.simulator.account import Account
from bot.simulator.platform import Received

_LINK = re.compile(r"<a\b[^<>]*>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what became of it; `problem` is "" when the person got a proper reply."""

    question: str
    reply: str
    problem: str
    tries: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """For programs: `{question, reply, problem, tries, ms}`."""
        return {
            "question": self.question,
            "reply": self.reply,
            "problem": self.problem,
            "tries": self.tries,
            "ms": round(self.seconds * 1e3, 1),
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and latencies (milliseconds) of a run; a run is good when every message was answered once, properly.

    `lost`: no reply after all tries; `silent`: `success` only; `invalid`: a reply that WeChat would not show or that is
    somebody else's; `duplicates`: how many more messages the service handled than were sent, by its own count, None where
    that is not known. It needs a service that nobody else is writing to.
    """

    sent: int
    answered: int
    lost: int
    silent: int
    invalid: int
    retried: int
    duplicates: int | None
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @property
    def good(self) -> bool:
        """Whether every message got its one proper reply."""
        return self.sent == self.answered and not self.duplicates

    def to_json(self) -> dict[str, Any]:
        """The figures and `per_second`, the throughput of proper replies."""
        figures: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return figures | {"per_second": round(self.answered / self.seconds, 2) if self.seconds else 0.0}


def read(received: Received, account: Account) -> Exchange:
    """One exchange, its reply decrypted and checked."""
    reply, problem = "", ""
    if received.body is None:
        problem = f"lost after {received.tries} tries"
    elif received.status != 200:
        problem = f"status {received.status}: WeChat would show a failure"
    else:
        try:
            reply = account.read(received.parcel, received.body)
            problem = "" if reply else "silent"
        except SimulationFailed as error:
            problem = str(error)
    return Exchange(received.parcel.question, reply, problem, received.tries, received.seconds)


def figures(exchanges: Sequence[Exchange], seconds: float, handled: int | None = None) -> Figures:
    """The figures of a run that took `seconds` and in which the service handled `handled` messages, if known.

    Percentiles by nearest rank, over answered messages.
    """
    kinds = Counter(_kind(exchange) for exchange in exchanges)
    times = sorted(exchange.seconds for exchange in exchanges if not exchange.problem)
    return Figures(
        sent=len(exchanges),
        answered=kinds["answered"],
        lost=kinds["lost"],
        silent=kinds["silent"],
        invalid=kinds["invalid"],
        retried=sum(exchange.tries > 1 for exchange in exchanges),
        duplicates=None if handled is None else max(0, handled - len(exchanges)),
        seconds=round(seconds, 3),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
        p99_ms=_percentile(times, 99),
    )


def transcript(dialogues: Iterable[Iterable[Exchange]]) -> Iterator[str]:
    """Lines as a person would see them in the chat, links as ［text］; a blank line after each dialogue."""
    for dialogue in dialogues:
        for exchange in dialogue:
            yield f"问：{exchange.question}"
            yield f"答：{shown(exchange.reply)}" if not exchange.problem else f"！ {exchange.problem}"
        yield ""


def markdown(titles: Iterable[str], dialogues: Iterable[Iterable[Exchange]]) -> Iterator[str]:
    """The same for a document: a heading for each dialogue, every reply as it appears, line by line, in a quote."""
    for number, (title, dialogue) in enumerate(zip(titles, dialogues, strict=True), 1):
        yield f"## {number}. {title}".rstrip()
        for exchange in dialogue:
            yield from ("", f"**{exchange.question}**", "")
            reply = shown(exchange.reply) if not exchange.problem else f"！ {exchange.problem}"
            # two blanks at the end keep the line break
            yield from (f"> {line}  " if line else ">" for line in reply.split("\n"))
        yield ""


def shown(reply: str) -> str:
    """A reply's text as it appears on the screen: a link is its text in ［］."""
    return _LINK.sub(r"［\1］", reply)


def _kind(exchange: Exchange) -> str:
    if not exchange.problem:
        return "answered"
    return exchange.problem.split()[0] if exchange.problem.startswith(("lost", "silent")) else "invalid"


def _percentile(ordered: Sequence[float], percent: int) -> float:
    if not ordered:
        return 0.0
    return round(ordered[math.ceil(len(ordered) * percent / 100) - 1] * 1e3, 2)
