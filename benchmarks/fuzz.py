"""`python -m benchmarks.fuzz`: the whole webhook under bodies that nobody should send; the test suite runs a short part of it.

What must hold for every one of them: no status but 200, 403 and 413, a body that WeChat would take, no error in the log, and
memory that does not grow.
"""

import asyncio
import io
import itertools
import resource
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from aiohttp.test_utils import TestServer
from yarl import URL

from benchmarks.fuzz_bodies import Fuzzed, fuzzed, samples_of, signed
from bot.answer import Answer, Outcome
from bot.app import make_app
from bot.errors import UnreadableMessage
from bot.logs import open_log
from bot.metrics import Metrics
from bot.settings import WeChatSettings
from bot.simulator.account import Account, Mode
from bot.wechat.message import read_fields
from bot.wechat.watch import Watch
from scripts.console import OUT

_TOKEN = "fuzzing"  # noqa: S105 - made up
_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SETTINGS = WeChatSettings.model_validate({"token": _TOKEN, "app_id": "wxfuzz", "encoding_aes_key": _KEY})
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "wechat" / "xml"
_AT_A_TIME = 8
# Each request moves the service's clock on, so that what it keeps for a minute is forgotten many times in one run.
_SECONDS_EACH = 0.1


@dataclass(frozen=True, slots=True)
class _Echo:
    """Answers with the question."""

    bundle: str | None = "fuzz"

    async def answer(self, question: str, conversation: str | None) -> Answer:
        """As the protocol says."""
        del conversation
        return Answer(Outcome.ANSWERED, f"答：{question}", suggestions=(question,))

    async def quotable(self, notices: Collection[str]) -> bool:
        """As the protocol says."""
        del notices
        return True

    async def owes(self, person: str) -> bool:
        """As the protocol says."""
        del person
        return False

    async def forget(self, conversation: str) -> None:
        """As the protocol says."""


@dataclass(slots=True)
class Found:
    """What a run has shown: statuses by number, problems in words (at most a hundred), megabytes at its half and its end."""

    statuses: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    half_mb: float = 0.0
    end_mb: float = 0.0

    def problem(self, what: str, request: Fuzzed) -> None:
        """Notes one, with the request that can be sent again."""
        if len(self.problems) < 100:
            self.problems.append(f"{what}: {request.query[:200]} {request.body[:400]!r}")


def run(
    number: Annotated[int, typer.Option(min=1, help="Bodies, half in plaintext and half in safe mode.")] = 100_000,
    seed: Annotated[int, typer.Option(help="What they are drawn from.")] = 0,
) -> None:
    """Fuzz the webhook; exit status 1 when anything failed."""
    found = asyncio.run(fuzz(number, seed))
    OUT.print(f"{sum(found.statuses.values())} requests: {dict(found.statuses)}", markup=False)
    OUT.print(f"memory at half {found.half_mb:.1f} MB, at the end {found.end_mb:.1f} MB", markup=False)
    for problem in found.problems:
        OUT.print(problem, markup=False)
    if found.problems:
        raise typer.Exit(1)


async def fuzz(number: int, seed: int) -> Found:
    """Every known sample as it is, then `number` fuzzed bodies."""
    stream, seconds, found = io.BytesIO(), itertools.count(), Found()
    watch = Watch(open_log(stream), Metrics(), clock=lambda: next(seconds) * _SECONDS_EACH)
    app = make_app(nullcontext(_Echo()), SETTINGS, watch)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        url = str(server.make_url("/wechat"))
        samples = _samples()
        await _send_all(session, url, [signed(_TOKEN, body) for body in samples], found)
        for part in (0, 1):
            for mode in (Mode.PLAIN, Mode.SAFE):
                requests = fuzzed(
                    samples, Account(SETTINGS, mode), number // 4, seed * 4 + part * 2 + (mode is Mode.SAFE)
                )
                await _send_all(session, url, requests, found)
                _look_at(stream, found)
            found.half_mb, found.end_mb = found.half_mb or _megabytes(), _megabytes()
    return found


def _samples() -> list[bytes]:
    given = sorted(_SHARED.rglob("*.xml")) if _SHARED.is_dir() else []
    return [*samples_of(Account(SETTINGS, Mode.PLAIN)), *(file.read_bytes() for file in given)]


async def _send_all(session: aiohttp.ClientSession, url: str, requests: Iterable[Fuzzed], found: Found) -> None:
    waiting = iter(requests)

    async def worker() -> None:
        for request in waiting:
            await _send(session, url, request, found)

    await asyncio.gather(*(worker() for _ in range(_AT_A_TIME)))


async def _send(session: aiohttp.ClientSession, url: str, request: Fuzzed, found: Found) -> None:
    address = URL(f"{url}?{request.query}", encoded=True)
    async with session.post(address, data=request.body, headers={"Content-Type": "text/xml"}) as response:
        body = await response.read()
    found.statuses[response.status] += 1
    if response.status not in {200, 403, 413}:
        found.problem(f"status {response.status}", request)
    elif response.status == 200 and not _is_taken(body):
        found.problem("a reply that WeChat would not take", request)


def _is_taken(body: bytes) -> bool:
    if body == b"success":
        return True
    try:
        fields = read_fields(body)
    except UnreadableMessage:
        return False
    return bool(fields.get("Content") or fields.get("Encrypt"))


def _look_at(stream: io.BytesIO, found: Found) -> None:
    """Errors in the log; it is emptied, for it would grow."""
    failed = [line for line in stream.getvalue().splitlines() if b'"level": "error"' in line]
    found.problems.extend(line.decode() for line in failed[:20])
    stream.seek(0)
    stream.truncate()


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    typer.run(run)
