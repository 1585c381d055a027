"""The check of all logs: it must find what is planted, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.logbook import BOOK, Logbook, personal
from tests.fakes.wechat import KEY

ROOT = Path(__file__).parents[1]
TEST = """
import io, logging, subprocess, sys
from bot.logs import open_log
from tests.fakes.logbook import BOOK

def test_it():
    open_log(io.BytesIO()).info("message", said={own!r})
    logging.getLogger("aiohttp.server").error("failed %s", {library!r})
    with BOOK.child("service") as log:
        subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write(sys.argv[1])", {child!r}], stderr=log, check=True)
"""


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('{"user": "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"}', "an OpenID"),
        ("failed for oVerySecret.", "an OpenID as tests make them up"),
        ("我的号码是11010519491231002x", "an identity number"),
        ("call 138-0013-8000", "a mobile number"),
        ("卡号6222021234567890128", "a bank card"),
        ("申请人张三丰", "a person's name or address"),
        (f"key={KEY}", "a secret"),
        ("GET /cgi-bin/menu/get?access_token=abc", "an access token"),
    ],
)
def test_whatever_names_a_person_or_tells_a_secret_is_found(line: str, kind: str) -> None:
    """One of each kind, as it would stand in a log."""
    assert personal(line) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        '{"kind": "text", "outcome": "answered", "ms": 13.9, "user": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "level": "info"}',
        "2026-11-24T16:00:00.123456Z one of several, opened out",
        "11010519491231002 1780000000000 6222021234567890127",
    ],
)
def test_what_names_nobody_is_let_pass(line: str) -> None:
    """Pseudonyms, moments, and numbers whose check digit is wrong."""
    assert personal(line) == []


@pytest.mark.parametrize("planted", ["own", "library", "child"])
def test_a_run_fails_when_something_is_planted_in_any_log(tmp_path: Path, planted: str) -> None:
    """Our own log, the standard library's, or a process's; each run is otherwise green."""
    said = {"own": "fine", "library": "fine", "child": "fine"}
    done, clean = _run(tmp_path / "bad", said | {planted: "13800138000"}), _run(tmp_path / "good", said)
    assert (done.returncode, clean.returncode) == (1, 0), done.stdout
    assert "a mobile number in line 1" in done.stdout.replace("line 2", "line 1")
    assert "13800138000" not in done.stdout
    assert "1 passed" in done.stdout
    assert "3 lines of logs looked at" in clean.stdout


def test_the_run_so_far_has_been_collected(tmp_path: Path) -> None:
    """The book of the present run is open, and one that is empty has no faults."""
    BOOK.write(b'{"event": "noted"}')
    assert (BOOK.folder / "suite").read_bytes().endswith(b'{"event": "noted"}\n')
    assert not list(Logbook(tmp_path).faults())


def _run(folder: Path, said: dict[str, str]) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    (folder / "test_planted.py").write_text(TEST.format(**said), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.fakes.logbook",
        "--rootdir",
        str(folder),
        "-c",
        "/dev/null",
    ]
    options = ["-p", "no:cacheprovider", str(folder)]
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
