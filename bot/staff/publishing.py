"""A publish that the console has begun: `gongkai publish` in a process of its own, and how far it is.

The state stands in a small file of the data folder, so that every page, and the service after a restart, tells the same.
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.staff.gongkai import Gongkai

STATE = "staff-publish.json"
# Between the end of the command and the line that tells its result; whoever follows it writes that at once.
_GRACE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """One publish: `stage` is what it does now, `done` of `total` its passages; times are Unix seconds.

    When it has ended, `bundle` is what is live, or `error` why there is no new one.
    """

    by: str
    started: float
    process: int = 0
    stage: str = "start"
    done: int = 0
    total: int = 0
    ended: float | None = None
    bundle: str = ""
    notices: int = 0
    passages: int = 0
    is_changed: bool = False
    error: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self.ended is None


class Publishing:
    """Starts publishes and tells how they go; one at a time, which the data folder's own lock ensures too."""

    def __init__(self, gongkai: Gongkai, data: Path, seconds: Callable[[], float]) -> None:
        self._gongkai = gongkai
        self._file = data / STATE
        self._seconds = seconds
        self._starting = threading.Lock()

    def now(self) -> Progress | None:
        """The publish under way, or the last one; None before the first from the console."""
        read = self._read()
        if read is None or not read.is_running or _lives(read.process):
            return read
        time.sleep(_GRACE_SECONDS)
        read = self._read()
        if read is not None and read.is_running:
            return replace(read, ended=read.started, error="发布中断了，线上的没有变；请再发布一次")
        return read

    def _read(self) -> Progress | None:
        try:
            return Progress(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def start(self, by: str) -> bool:
        """Begins a publish and returns at once; False when one is running already."""
        with self._starting:
            known = self.now()
            if known is not None and known.is_running:
                return False
            process = self._gongkai.start("publish", "--json", "--progress")
            progress = Progress(by, self._seconds(), process.pid)
            self._write(progress)
        threading.Thread(target=self._follow, args=(process, progress), daemon=True, name="publish").start()
        return True

    def _follow(self, process: "subprocess.Popen[str]", progress: Progress) -> None:
        said = ""
        with process:
            for line in process.stderr or ():
                step = _step(progress, line)
                if step is None:
                    said = line.strip() or said
                    continue
                progress = step
                self._write(progress)
            output = process.stdout.read() if process.stdout else ""
        ended = replace(progress, ended=self._seconds())
        self._write(_result(ended, output, said) if process.returncode == 0 else _failed(ended, said))

    def _write(self, progress: Progress) -> None:
        beside = self._file.with_name(f"{STATE}.{os.getpid()}.part")
        beside.write_text(json.dumps(asdict(progress), ensure_ascii=False), encoding="utf-8")
        beside.replace(self._file)


def _step(progress: Progress, line: str) -> Progress | None:
    """What a line of progress says; None for a line that is for people."""
    try:
        read = json.loads(line)
        return replace(progress, stage=str(read["stage"]), done=int(read["done"]), total=int(read["total"]))
    except (ValueError, KeyError, TypeError):
        return None


def _result(ended: Progress, output: str, said: str) -> Progress:
    try:
        read = json.loads(output)
        ended = replace(ended, notices=int(read["notices"]), passages=int(read["passages"]))
        return replace(ended, bundle=str(read["id"]), is_changed=bool(read["changed"]))
    except (ValueError, KeyError, TypeError):
        return _failed(ended, said)


def _failed(ended: Progress, said: str) -> Progress:
    return replace(ended, error=said.removeprefix("gongkai: ")[:400] or "发布没有成功，线上的没有变")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
