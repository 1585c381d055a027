"""`gongkai serve --workers 2` as an operator runs it: real processes over an empty data folder."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.logbook import BOOK


@dataclass(slots=True)
class Service:
    """A running supervisor with two workers, its address and its log."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def logged(self, event: str) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        return [entry for entry in entries if entry["event"] == event]

    def get(self, path: str) -> tuple[int, str]:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as response:  # noqa: S310  # ours
                    return response.status, response.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, ""
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"nothing answers {path}")

    def children(self) -> set[int]:
        with contextlib.suppress(FileNotFoundError):
            listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
            return {int(pid) for pid in listed.split()}
        return set()


@contextmanager
def _served(folder: Path) -> Iterator[Service]:
    log = folder / "log"
    command = [sys.executable, "-m", "scripts.main", "serve", "--workers", "2", "--port", "0"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--data", str(folder / "data")], stdout=subprocess.PIPE, stderr=stream, text=True
        )
    with process:
        assert process.stdout is not None
        try:
            yield Service(process, process.stdout.readline().split()[-1].rstrip("/"), log)
        finally:
            process.kill()
            with BOOK.child("workers") as book:
                book.write(log.read_bytes())


def _requests(metrics: str) -> float:
    return sum(map(float, re.findall(r"^gongkai_refused_total\{.*\} (\S+)$", metrics, re.MULTILINE)))


def test_two_workers_share_the_port_survive_a_kill_and_end_in_order(tmp_path: Path) -> None:
    """Each answers, counts are of both, a killed one comes back without a gap in service, SIGTERM ends all with 0."""
    with _served(tmp_path) as service:
        assert service.get("/healthz")[0] == 200
        assert service.get("/readyz")[0] == 503  # nothing is published here
        for _ in range(20):
            request = urllib.request.Request(f"{service.address}/api/ask", data=b"{", method="POST")  # noqa: S310  # ours
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(request, timeout=30)  # noqa: S310  # ours
        assert {_requests(service.get("/metrics")[1]) for _ in range(4)} == {20.0}
        before = service.children()
        os.kill(min(before), signal.SIGKILL)
        assert service.get("/healthz")[0] == 200
        until = time.monotonic() + 60
        while len(service.children() | before) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(service.logged("worker_died")) == 1
        assert _requests(service.get("/metrics")[1]) == 20.0
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(40) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in before)


def test_workers_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    """No worker outlives the process that watches it."""
    with _served(tmp_path) as service:
        assert service.get("/healthz")[0] == 200
        workers = service.children()
        assert len(workers) == 2
        service.process.kill()
        service.process.wait()
        until = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
