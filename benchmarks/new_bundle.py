"""How soon a running service answers from a new bundle, and whether a question is lost meanwhile."""

import json
import threading
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.figure import Figure
from benchmarks.material import Material
from benchmarks.one_changed import change_one
from benchmarks.service import Service, service
from index.encoder import OnnxEncoder
from index.shelf import Shelf

_FAULTS = ("lost", "late", "silent", "invalid", "duplicates")
_POLL_SECONDS = 0.01
_LONGEST_SECONDS = 30


@dataclass(slots=True)
class Load:
    """Questions sent by the simulator beside the change; its figures stand in `played` when it has ended."""

    running: Service
    questions: list[str]
    scratch: Path
    played: dict[str, float]

    def __call__(self) -> None:
        """Send them, four at a time."""
        self.played.update(self.running.simulate(self.questions, self.scratch, concurrency=4))


def measure(material: Material, rounds: int, scratch: Path, each: int = 240) -> tuple[Figure, ...]:
    """Seconds from the swap of the pointer to the service's readiness with the new bundle, `each` questions under way."""
    material.published()
    change_one(material, 0)
    material.publish(OnnxEncoder.open(material.encoder, material.threads))
    runs, faults, sent = [], 0.0, 0.0
    with service(material) as running:
        for turn in range(rounds):
            load = Load(running, material.distinct(each, skip=turn * each), scratch, {})
            sending = threading.Thread(target=load)
            sending.start()
            sleep(1.5)
            runs.append(_switch(Shelf(material.data), running.address))
            sending.join()
            faults += sum(load.played[fault] or 0 for fault in _FAULTS)
            sent += load.played["sent"]
    return (
        Figure(
            name="new_bundle",
            what="from the swap of the pointer until the running service answers from the other bundle, under load",
            unit="s",
            needed=2.0,
            at_least=False,
            runs=tuple(runs),
        ),
        Figure(
            name="new_bundle_faults",
            what="messages lost, silent, invalid or answered twice meanwhile",
            unit="messages",
            needed=0,
            at_least=False,
            runs=(faults,),
            facts=f"{sent:.0f} messages sent",
        ),
    )


def _switch(shelf: Shelf, address: str) -> float:
    """Seconds until `/readyz` names the bundle that a rollback has made live."""
    wanted = shelf.rollback()
    started = perf_counter()
    while perf_counter() < started + _LONGEST_SECONDS:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:  # noqa: S310 - our own service
            if json.load(response)["bundle"] == wanted:
                return perf_counter() - started
        sleep(_POLL_SECONDS)
    raise RuntimeError(f"the service did not take bundle {wanted} within {_LONGEST_SECONDS} s")
