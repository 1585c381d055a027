"""What the simulation found: each exchange as a person would see it, and the figures over all of them."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.errors import SimulationFailed
from bot.simulator.account import Account, Expects
from bot.simulator.platform import Received
from bot.wechat.reply import SLOW

_LINK = re.compile(r"<a\b[^<>]*>(.*?)</a>", re.DOTALL)


class Kind(StrEnum):
    """What a message was in the test: a question, dirt, the copy of another message, one of a flood."""

    QUESTION = "question"
    DIRT = "dirt"
    COPY = "copy"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what became of it; `problem` is "" when the platform got what it should."""

    question: str
    reply: str
    problem: str
    tries: int
    seconds: float
    kind: Kind = Kind.QUESTION
    is_counted: bool = True
    is_checked: bool = False

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

    `lost`: no reply after all tries; `late`: told to ask again; `silent`: `success` only; `invalid`: a reply that WeChat
    would not show or that is somebody else's, or not what a message of its kind gets; `wrong`: of the `checked` replies, those
    to another question; `duplicates`: how many more messages the service handled than were sent, by its own count, None where
    that is not known (it needs a service that nobody else is writing to). Latencies are those of questions; `flood_silent` of
    the `flood` got `success` alone, which is allowed.
    """

    sent: int
    answered: int
    lost: int
    late: int
    silent: int
    invalid: int
    wrong: int
    checked: int
    retried: int
    dirt: int
    copies: int
    flood: int
    flood_silent: int
    duplicates: int | None
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    longest_ms: float

    @property
    def good(self) -> bool:
        """Whether every message got its one proper reply."""
        return self.sent == self.answered and not self.duplicates

    def to_json(self) -> dict[str, Any]:
        """The figures and `per_second`, the throughput of proper replies."""
        figures: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return figures | {"per_second": round(self.answered / self.seconds, 2) if self.seconds else 0.0}


def read(received: Received, account: Account, kind: Kind = Kind.QUESTION) -> Exchange:
    """One exchange, its reply decrypted and checked."""
    parcel = received.parcel
    reply, problem = "", ""
    if received.body is None:
        problem = f"lost after {received.tries} tries"
    elif received.status != (403 if parcel.expects is Expects.REFUSAL else 200):
        problem = f"status {received.status}: WeChat would show a failure"
    elif parcel.expects is not Expects.REFUSAL:
        reply, problem = _text(received.body, received, account)
    return Exchange(parcel.question, reply, problem, received.tries, received.seconds, kind, parcel.is_counted)


def _text(body: bytes, received: Received, account: Account) -> tuple[str, str]:
    try:
        reply = account.read(received.parcel, body)
    except SimulationFailed as error:
        return "", str(error)
    if received.parcel.expects is Expects.SILENCE:
        return reply, "a reply where nothing was to be said" if reply else ""
    if reply.startswith(SLOW):
        return reply, "late: told to ask again"
    return reply, "" if reply else "silent"


def figures(exchanges: Sequence[Exchange], seconds: float, handled: int | None = None) -> Figures:
    """The figures of a run that took `seconds` and in which the service handled `handled` messages, if known.

    Percentiles by nearest rank, over answered questions.
    """
    became = Counter(_became(exchange) for exchange in exchanges)
    kinds = Counter(exchange.kind for exchange in exchanges)
    times = latencies(exchanges)
    distinct = sum(exchange.is_counted and exchange.kind is not Kind.COPY for exchange in exchanges)
    return Figures(
        sent=len(exchanges),
        answered=became["answered"] + became["slowed"],
        lost=became["lost"],
        late=became["late"],
        silent=became["silent"],
        invalid=became["invalid"],
        wrong=became["wrong"],
        checked=sum(exchange.is_checked for exchange in exchanges),
        retried=sum(exchange.tries > 1 for exchange in exchanges),
        dirt=kinds[Kind.DIRT],
        copies=kinds[Kind.COPY],
        flood=kinds[Kind.FLOOD],
        flood_silent=became["slowed"],
        duplicates=None if handled is None else max(0, handled - distinct),
        seconds=round(seconds, 3),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
        p99_ms=_percentile(times, 99),
        longest_ms=_percentile(times, 100),
    )


def latencies(exchanges: Iterable[Exchange]) -> list[float]:
    """Seconds that the answered questions took, the shortest first."""
    return sorted(one.seconds for one in exchanges if not one.problem and one.kind is Kind.QUESTION)


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


def _became(exchange: Exchange) -> str:
    if not exchange.problem:
        return "answered"
    word = exchange.problem.split(maxsplit=1)[0].rstrip(":")
    if word == "silent" and exchange.kind is Kind.FLOOD:
        return "slowed"
    return word if word in {"lost", "late", "silent", "wrong"} else "invalid"


def _percentile(ordered: Sequence[float], percent: int) -> float:
    if not ordered:
        return 0.0
    return round(ordered[math.ceil(len(ordered) * percent / 100) - 1] * 1e3, 2)
