"""A real `gongkai serve` in a process of its own, and `gongkai simulate` in another, as they run in production."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.material import Material

_STOP_SECONDS = 30
_READY_SECONDS = 60
_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Service:
    """A running service; `ready_seconds` from the start of its process until it said that it is ready."""

    material: Material
    process: subprocess.Popen[bytes]
    address: str
    ready_seconds: float

    def simulate(self, questions: Sequence[str], scratch: Path, concurrency: int = 16) -> dict[str, float]:
        """The simulator's figures for these questions in safe mode, each from a person of its own."""
        script = scratch / "questions.txt"
        script.write_text("\n".join(questions) + "\n", encoding="utf-8")
        arguments = ["simulate", str(script), "--url", f"{self.address}/wechat", "--mode", "safe", "--json"]
        played = subprocess.run(  # noqa: S603 - our own command
            _gongkai(self.material, *arguments, "--concurrency", str(concurrency)), stdout=subprocess.PIPE, check=False
        )
        figures: dict[str, float] = json.loads(played.stdout)
        return figures

    def resident_megabytes(self) -> float:
        """The process's resident memory (VmRSS: its own pages and those of mapped files) in MB of 1,000,000 bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6


@contextmanager
def service(material: Material, workers: int = 1) -> Iterator[Service]:
    """A service over the published material, from its start until it has been told to stop and has stopped."""
    port = _free_port()
    started = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        _gongkai(material, "serve", "--port", str(port), "--workers", str(workers)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, f"{address}/readyz")
        yield Service(material, process, address, perf_counter() - started)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _gongkai(material: Material, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "scripts.main", *arguments, "--config", str(material.config)]


def _wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    until = perf_counter() + _READY_SECONDS
    while perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own service
                if response.status == 200:
                    return
        except OSError:  # refused, or not taken within its time
            sleep(_POLL_SECONDS)
    raise RuntimeError(f"the service did not become ready within {_READY_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
