"""Runs `gongkai` for the console in a process of its own: parsers and encoders never burden the service.

A file that a parser chokes on can cost that process its memory or time, and nothing else.
"""

import json
import os
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any

from bot.errors import StaffRefused

_SECONDS = 180.0
_BYTES = 4 * 2**30
_AT_ONCE = 2
# Cores belong to the questions first.
_NICE = 10


@dataclass(frozen=True, slots=True)
class Gongkai:
    """The command with its options (--config, --data); a run gets so many seconds and bytes of memory."""

    command: Sequence[str]
    options: Sequence[str]
    seconds: float = _SECONDS
    bytes: int = _BYTES
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def run(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        """What the command says as JSON; StaffRefused with its last line when it says none, takes too long, or many run."""
        if not self.turns.acquire(timeout=self.seconds / 3):
            raise StaffRefused("正在处理别人的文件，请过一会儿再试")
        try:
            return self._run(arguments)
        finally:
            self.turns.release()

    def _run(self, arguments: Sequence[str]) -> Any:  # noqa: ANN401 - JSON
        with self.start(*arguments) as process:
            resource.prlimit(process.pid, resource.RLIMIT_AS, (self.bytes, self.bytes))
            try:
                output, said = process.communicate(timeout=self.seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise StaffRefused("处理这个文件用时太久，已停止；请拆分或另存为其他格式再试") from None
        try:
            return json.loads(output)
        except ValueError:
            raise StaffRefused(_last_line(said) or "这个文件让解析程序中断了；请另存为其他格式再试") from None

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """The command as a process, which outlives the service, and whose output can be read while it runs."""
        process = subprocess.Popen(  # noqa: S603 - our own command, and no shell
            [*self.command, *arguments, *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        return process


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1].removeprefix("gongkai: ")[:400] if lines and lines[-1].startswith("gongkai: ") else ""
