import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from scripts.main import main
from tests.fakes.logbook import BOOK
from tests.fakes.wechat import KEY

Captured = pytest.CaptureFixture[str]
WECHAT = '[wechat]\ntoken = "testtoken"\n'
KEYED = f'{WECHAT}app_id = "wx1"\nencoding_aes_key = "{KEY}"\n'


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # our own service
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def _stop_when_up(port: int, statuses: dict[str, int]) -> None:
    for _ in range(400):
        with contextlib.suppress(OSError):
            for path in ("/healthz", "/readyz", "/", "/wechat"):
                statuses[path] = _status(f"http://127.0.0.1:{port}{path}")
            os.kill(os.getpid(), signal.SIGTERM)
            return
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("wechat", "warning", "webhook"),
    [("", "GONGKAI_WECHAT__TOKEN", 503), (WECHAT, "ENCODING_AES_KEY", 403), (KEYED, "", 403)],
    ids=["unconfigured", "plaintext", "complete"],
)
def test_an_empty_data_folder_is_served_and_what_is_missing_is_said(
    tmp_path: Path, capsys: Captured, wechat: str, warning: str, webhook: int
) -> None:
    """The page works, readiness says no, the webhook is open only with a token; SIGTERM ends it with status 0."""
    port, statuses = _free_port(), dict[str, int]()
    config = tmp_path / "gongkai.toml"
    config.write_text(wechat, encoding="utf-8")
    stopper = threading.Thread(target=_stop_when_up, args=(port, statuses))
    stopper.start()
    arguments = ["serve", "--port", str(port), "--config", str(config), "--data", str(tmp_path / "data")]
    assert main(arguments) == 0
    stopper.join()
    assert statuses == {"/healthz": 200, "/readyz": 503, "/": 200, "/wechat": webhook}
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"chat page  http://127.0.0.1:{port}/",
        f"staff      http://127.0.0.1:{port}/staff",
        f"webhook    http://127.0.0.1:{port}/wechat",
    ]
    assert warning in err
    assert ("warning: " in err) == bool(warning)


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path, capsys: Captured) -> None:
    """Status 1, and the address that cannot be had."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port, "--data", str(tmp_path / "data")]) == 1
    assert f"cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err


def test_a_real_process_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    """The command prints its address at once when piped, serves, and exits with 0 when told to stop."""
    command = [sys.executable, "-m", "scripts.main", "serve", "--port", "0", "--data", str(tmp_path / "data")]
    with (
        BOOK.child("serve") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        assert _status(f"{address}healthz") == 200
        process.terminate()
        assert process.wait(20) == 0
