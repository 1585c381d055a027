"""`gongkai demo`: the whole product on the demonstration notices, by the commands that staff and engineers use themselves."""

import os
import secrets
import signal
import string
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from scripts.console import OUT, say
from scripts.errors import CommandError

FOLDER = Path("demo")
_ALPHABET = string.ascii_letters + string.digits
_STOP_SECONDS = 20


def run(
    stay: Annotated[bool, typer.Option("--stay", help="Go on serving until Ctrl-C.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the demonstration stands.")] = FOLDER,
    port: Annotated[int, typer.Option(help="Port of the service; 0 takes a free one.")] = 8080,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Data folder")] = Path("data/demo"),
) -> None:
    """Import, publish and serve the demonstration notices, and ask eight questions over the webhook in safe mode."""
    config = folder / "gongkai.toml"
    if not config.is_file():
        raise CommandError(f"{config} is not there; run this in the project's own folder, or give --folder")
    where = ("--config", str(config), "--data", str(data))
    _command("import", str(folder / "notices"), *where)
    _command("publish", *where)
    environment = os.environ | _account()
    with _service(port, where, environment) as address:
        _command(
            "simulate",
            str(folder / "transcript.jsonl"),
            "--url",
            f"{address}/wechat",
            "--transcript",
            *where,
            environment=environment,
        )
        OUT.print(f"\nThe chat page is at {address}/", markup=False, soft_wrap=True)
        if stay:
            _wait()


def _account() -> dict[str, str]:
    """An official account made up for this run: nobody else knows its secrets."""
    return {
        "GONGKAI_WECHAT__TOKEN": secrets.token_hex(12),
        "GONGKAI_WECHAT__APP_ID": f"wx{secrets.token_hex(8)}",
        "GONGKAI_WECHAT__ENCODING_AES_KEY": "".join(secrets.choice(_ALPHABET) for _ in range(42)) + "A",
    }


def _gongkai(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scripts.main", *arguments]


def _command(*arguments: str, environment: dict[str, str] | None = None) -> None:
    """Runs one command as a person would, and shows which."""
    say(f"$ gongkai {' '.join(arguments)}")
    if subprocess.run(_gongkai(*arguments), env=environment, check=False).returncode:  # noqa: S603 - our own command
        raise CommandError(f"`gongkai {arguments[0]}` failed, see above")


@contextmanager
def _service(port: int, where: tuple[str, ...], environment: dict[str, str]) -> Iterator[str]:
    """A running service; yields its address and stops it gently at the end."""
    arguments = ("serve", "--port", str(port), *where)
    say(f"$ gongkai {' '.join(arguments)}")
    with subprocess.Popen(  # noqa: S603 - our own command
        _gongkai(*arguments), env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as service:
        try:
            line = service.stdout.readline() if service.stdout else ""
            if "http" not in line:
                raise CommandError(f"the service did not start; is port {port} taken? `--port 0` takes a free one")
            yield line.split()[-1].rstrip("/")
        finally:
            service.terminate()
            service.wait(_STOP_SECONDS)


def _wait() -> None:
    say("Serving until Ctrl-C.")
    try:
        signal.pause()
    except KeyboardInterrupt:
        say("Stopped.")
