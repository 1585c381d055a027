"""The faults of `benchmarks/faults.py`: what goes wrong, what is promised all the same, and how it is brought about.

A further one is a `Fault` in the table at the end: `prepared` gives the service's environment, `beside` does what happens while
the messages come.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.material import Material
from benchmarks.one_changed import change_one
from benchmarks.service import Service, free_port, gongkai
from bot.ledger import FILE

_KILL_SECONDS = 20.0
_PUBLISH_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[1]
_LEDGER_KILOBYTES = 256
_TOO_LATE_SECONDS = 20
_SECRET = "of-a-fake-account"  # noqa: S105 - it opens nothing
_CALLED = ("/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing")

_SLOW = """
import sys, time, zlib
if "worker" in sys.orig_argv:
    from index.encoder import OnnxEncoder
    quick = OnnxEncoder.encode_query
    def encode_query(self, text):
        if zlib.crc32(text.encode()) % {one_in} == 0:
            time.sleep({seconds})
        return quick(self, text)
    OnnxEncoder.encode_query = encode_query
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """`worked_again` allows what a killed worker had in hand to be handled a second time, for one reply all the same.

    `late` allows answers that came after WeChat's last try, as long as each of them waits for its person; no message is copied
    then, for a copy waits for the same answer. `changing` allows a reply that the API would not give any more.
    """

    what: str
    promised: str
    prepared: Callable[[Material, Path], AbstractContextManager[Mapping[str, str]]]
    beside: Callable[[Service, Path], AbstractContextManager[object]]
    worked_again: bool = False
    late: bool = False
    changing: bool = False

    def is_kept(self, figures: Mapping[str, Any]) -> bool:
        """Whether every message got its one proper reply, or keeps it until the next contact where that is allowed."""
        twice = 0 if self.worked_again else figures["duplicates"] or 0
        waiting = figures["kept"] if self.late else 0
        changed = figures["wrong"] or 0 if self.changing else 0
        return figures["answered"] + waiting + changed == figures["sent"] and twice == 0


def _as_it_is(_material: Material, _scratch: Path) -> AbstractContextManager[Mapping[str, str]]:
    return nullcontext({})


def _nothing(_running: Service, _scratch: Path) -> AbstractContextManager[object]:
    return nullcontext()


@contextmanager
def _slow_encoder(_material: Material, scratch: Path) -> Iterator[Mapping[str, str]]:
    yield _slowed(scratch, seconds=6, one_in=100)


def _slowed(scratch: Path, *, seconds: int, one_in: int) -> dict[str, str]:
    """Python runs `sitecustomize` when it starts, so the workers are slowed without a hook in the product."""
    folder = scratch / "slow"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_SLOW.format(seconds=seconds, one_in=one_in), encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join((str(folder), str(_ROOT)))}


def _failing_api(kind: str) -> Callable[[Material, Path], AbstractContextManager[Mapping[str, str]]]:
    """WeChat's API fails at every call but that for a token, and one answer in a thousand is too late for a reply."""

    @contextmanager
    def prepared(material: Material, scratch: Path) -> Iterator[Mapping[str, str]]:
        port = free_port()
        account = {"GONGKAI_WECHAT__SECRET": _SECRET, "GONGKAI_WECHAT__API_BASE": f"http://127.0.0.1:{port}"}
        faults = [argument for path in _CALLED for argument in ("--fault", f"{kind}@{path}")]
        command = gongkai(material, "fake-api", "--port", str(port), *faults)
        with subprocess.Popen(command, env={**os.environ, **account}, stdout=subprocess.DEVNULL) as api:  # noqa: S603
            try:
                yield {**account, **_slowed(scratch, seconds=_TOO_LATE_SECONDS, one_in=1000)}
            finally:
                api.terminate()

    return prepared


def _api_fault(kind: str, what: str) -> Fault:
    promised = "nothing held up; an answer that is too late for a reply waits for the person's next contact"
    return Fault(f"WeChat's API {what}", promised, _failing_api(kind), _nothing, late=True)


@contextmanager
def _full_ledger(material: Material, scratch: Path) -> Iterator[Mapping[str, str]]:
    """The ledger on a file system of its own that is soon full. Raises CalledProcessError for who may not mount one."""
    folder, ledger = scratch / "full", material.data / FILE
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_LEDGER_KILOBYTES}k", "tmpfs", str(folder)], check=True)  # noqa: S603, S607
    aside = ledger.with_suffix(".aside")
    try:
        if ledger.exists():
            ledger.rename(aside)
        ledger.symlink_to(folder / FILE)
        yield {}
    finally:
        ledger.unlink(missing_ok=True)
        if aside.exists():
            aside.rename(ledger)
        subprocess.run(["umount", str(folder)], check=False)  # noqa: S603, S607


def every(
    seconds: float, act: Callable[[Service, int], None]
) -> Callable[[Service, Path], AbstractContextManager[object]]:
    """Does something again and again while the messages come; `act` gets the service and the number of the turn."""

    @contextmanager
    def beside(running: Service, _scratch: Path) -> Iterator[None]:
        done = threading.Event()

        def go_on() -> None:
            turn = 0
            while not done.wait(seconds):
                act(running, turn)
                turn += 1

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    return beside


def _signal(number: signal.Signals) -> Callable[[Service, int], None]:
    def act(running: Service, turn: int) -> None:
        with suppress(ProcessLookupError, IndexError):
            workers = running.workers()
            os.kill(workers[turn % len(workers)], number)

    return act


def _publish(running: Service, turn: int) -> None:
    change_one(running.material, turn)
    subprocess.run(gongkai(running.material, "publish"), stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - ours


def _restart(running: Service, turn: int) -> None:
    if turn == 0:
        running.restart()


FAULTS: dict[str, Fault] = {
    "none": Fault("nothing goes wrong", "every message answered once, in time", _as_it_is, _nothing),
    "slow": Fault(
        "the encoder takes 6 s for one question in a hundred",
        "the slow ones answered on WeChat's second try, the others not held up",
        _slow_encoder,
        _nothing,
    ),
    "kill": Fault(
        "`kill -9` of a worker every 20 s",
        "none lost: the next try of what it had in hand is answered by another worker",
        _as_it_is,
        every(_KILL_SECONDS, _signal(signal.SIGKILL)),
        worked_again=True,
    ),
    "worker-term": Fault(
        "SIGTERM of a worker every 20 s",
        "none lost, none worked on again: it finishes what it has in hand",
        _as_it_is,
        every(_KILL_SECONDS, _signal(signal.SIGTERM)),
    ),
    "restart": Fault(
        "SIGTERM of the service in the middle, and a new start",
        "nothing in flight lost; what comes meanwhile is answered on a later try",
        _as_it_is,
        every(10.0, _restart),
    ),
    "publish": Fault(
        "a publish every 30 s",
        "every message answered, by the old bundle or the new one",
        _as_it_is,
        every(_PUBLISH_SECONDS, _publish),
        changing=True,
    ),
    "ledger": Fault(
        "the disk of the ledger is full", "every message answered; the log says so once", _full_ledger, _nothing
    ),
    "api-40001": _api_fault("40001", "takes no token for valid (40001)"),
    "api-45009": _api_fault("45009", "says that the day's quota is used up (45009)"),
    "api-busy": _api_fault("-1", "is busy (-1)"),
    "api-hang": _api_fault("hang", "never answers"),
    "api-cut": _api_fault("cut", "cuts every connection"),
}
