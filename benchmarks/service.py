"""A real `gongkai serve` in a process of its own, and `gongkai simulate` in another, as they run in production."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.material import Material

_STOP_SECONDS = 40
_READY_SECONDS = 60
_POLL_SECONDS = 0.01


@dataclass(slots=True)
class Service:
    """A running service; `ready_seconds` from the start of its process until it said that it is ready."""

    material: Material
    command: list[str]
    environment: Mapping[str, str]
    address: str
    process: subprocess.Popen[bytes]
    ready_seconds: float = 0.0

    def simulate(self, questions: Sequence[str], scratch: Path, concurrency: int = 16) -> dict[str, float]:
        """The simulator's figures for these questions in safe mode, each from a person of its own."""
        return self.play(questions, scratch, "--concurrency", str(concurrency))

    def play(self, questions: Sequence[str], scratch: Path, *options: str) -> dict[str, Any]:
        """The simulator's figures with any of its options, in safe mode."""
        script = scratch / "questions.txt"
        script.write_text("\n".join(questions) + "\n", encoding="utf-8")
        arguments = ["simulate", str(script), "--url", f"{self.address}/wechat", "--mode", "safe", "--json", *options]
        played = subprocess.run(  # noqa: S603 - our own command
            gongkai(self.material, *arguments), stdout=subprocess.PIPE, check=False
        )
        figures: dict[str, Any] = json.loads(played.stdout)
        return figures

    def workers(self) -> list[int]:
        """The processes that the supervisor watches, the youngest last; none when it is alone."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return sorted(int(pid) for pid in listed.split())

    def restart(self) -> None:
        """Ends the service in order and starts it anew on the same port, as systemd does."""
        self.stop()
        self.process = _started(self.command, self.environment)
        _wait_until_ready(self.process, f"{self.address}/readyz")

    def stop(self) -> None:
        """Ends the service in order."""
        self.process.terminate()
        self.process.wait(_STOP_SECONDS)

    def resident_megabytes(self) -> float:
        """Resident memory (VmRSS: its own pages and those of mapped files) in MB of 1,000,000 bytes, workers included."""
        return sum(map(_resident, [self.process.pid, *self.workers()]))


@contextmanager
def service(material: Material, workers: int = 1, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A service over the published material, from its start until it has been told to stop and has stopped."""
    port = free_port()
    command = gongkai(material, "serve", "--port", str(port), "--workers", str(workers))
    started = perf_counter()
    known = {**os.environ, **(environment or {})}
    running = Service(material, command, known, f"http://127.0.0.1:{port}", _started(command, known))
    try:
        _wait_until_ready(running.process, f"{running.address}/readyz")
        running.ready_seconds = perf_counter() - started
        yield running
    finally:
        running.stop()


def gongkai(material: Material, *arguments: str) -> list[str]:
    """The command with the material's configuration."""
    return [sys.executable, "-m", "scripts.main", *arguments, "--config", str(material.config)]


def _started(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0  # it ended meanwhile
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(line.split()[1]) * 1024 / 1e6


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


def free_port() -> int:
    """A port of this machine that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
