"""A pytest plugin: collects every line that the suite logs, and fails the run where one names a person or tells a secret.

Lines of this process, of the standard library's loggers in it, and of the services that tests start as processes.
"""

import logging
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest

from bot import logs
from tests.fakes.api import SECRET
from tests.fakes.staff import PASSWORD
from tests.fakes.wechat import KEY, OLD_KEY

NAMES = ("张三", "李四", "王小明", "zhang@example.com", "a@example.com")
"""Whom the tests call applicants, and how these are written to."""
SECRETS = (KEY, OLD_KEY, SECRET, PASSWORD, "testtoken")
_PATTERNS = {
    "an OpenID": re.compile(r"(?<![\w-])o[\w-]{27}(?![\w-])", re.ASCII),
    "an OpenID as tests make them up": re.compile(r"(?<![\w-])o[A-Z][A-Za-z0-9]*(?![\w-])", re.ASCII),
    "a mobile number": re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9A-Za-z])"),
    "an access token": re.compile(r"fake-token-\d|access_token=[^&\s]"),
}
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[3-6]\d{12,18}(?![0-9A-Za-z])")
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_FOLDER = tempfile.TemporaryDirectory(prefix="gongkai-logs-")


@dataclass(slots=True)
class Logbook:
    """The lines of one run, in files of a folder."""

    folder: Path
    seen: int = 0
    _own: BinaryIO | None = field(default=None, repr=False)

    def write(self, line: bytes) -> None:
        """Takes a line of this process."""
        if self._own is None:
            self._own = (self.folder / "suite").open("ab", buffering=0)
        self._own.write(line.rstrip(b"\n") + b"\n")

    def child(self, name: str) -> BinaryIO:
        """Where a process that a test starts writes its errors, which are its log."""
        return (self.folder / name).open("ab")

    def faults(self) -> Iterator[str]:
        """What stands in the lines that must not, by kind, file and line; the lines themselves are not quoted."""
        for file in sorted(self.folder.iterdir()):
            for number, line in enumerate(file.read_bytes().splitlines(), start=1):
                self.seen += 1
                for kind in personal(line.decode("utf-8", "replace")):
                    yield f"{kind} in line {number} of {file}"


def personal(line: str) -> list[str]:
    """The kinds of personal data and secrets in a line; written anew here, so that no mask judges itself."""
    found = [kind for kind, pattern in _PATTERNS.items() if pattern.search(line)]
    if any(_is_identity(number) for number in _IDENTITY.findall(line)):
        found.append("an identity number")
    if any(_is_card(number) for number in _CARD.findall(line)):
        found.append("a bank card")
    found += ["a person's name or address"] * any(name in line for name in NAMES)
    found += ["a secret"] * any(secret in line for secret in SECRETS)
    return found


def _is_identity(number: str) -> bool:
    """GB 11643: the last of eighteen signs checks the others."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """Luhn."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


class _Records(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        BOOK.write(self.format(record).replace("\n", " ").encode())


BOOK = Logbook(Path(_FOLDER.name))
_patched = pytest.MonkeyPatch()
_handler = _Records()


def pytest_configure() -> None:
    """Takes its place behind every log: the one thing in the suite that is patched, so that no test can forget it."""
    to_line = logs._to_line

    def recorded(logger: object, method: str, event: dict[str, object]) -> bytes:
        line = to_line(logger, method, event)
        BOOK.write(line)
        return line

    _patched.setattr(logs, "_to_line", recorded)
    logging.getLogger().addHandler(_handler)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last check of a run."""
    faults = list(BOOK.faults())
    for fault in faults[:20]:
        print(f"\nlogbook: {fault}")  # noqa: T201  # pytest's own reports are closed by now
    if faults:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was looked at."""
    terminalreporter.write_line(f"logbook: {BOOK.seen} lines of logs looked at")


def pytest_unconfigure() -> None:
    """Gives everything back."""
    logging.getLogger().removeHandler(_handler)
    _patched.undo()
