"""The command's border: statuses, single lines, and what is loaded when."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from bot.errors import BotError
from index.errors import NoBundle
from scripts import main as command
from scripts.main import Entry, LazyCommands, guard, load, main


def test_help_lists_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Help lists every command of the table that exists, with its line."""
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "import" in shown
    assert "Read files and folders" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is printed and the status is 0."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("gongkai ")


@pytest.mark.parametrize("arguments", [[], ["imprt"], ["import"], ["notices", "list", "--what"], ["--what"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage exits with 2."""
    assert main(arguments) == 2
    capsys.readouterr()


def test_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped command is answered with the nearest one."""
    assert main(["notice"]) == 2
    assert "'notices'" in capsys.readouterr().err


def test_known_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error of the packages exits with 1 and one line on standard error."""
    assert main(["notices", "list", "--data", str(tmp_path / "no")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("gongkai: no notice has been imported into")
    assert shown.err.count("\n") == 1


def stop(error: BaseException) -> Callable[[], None]:
    def call() -> None:
        raise error

    return call


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (lambda: None, 0),
        (stop(SystemExit()), 0),
        (stop(SystemExit(2)), 2),
        (stop(SystemExit("message")), 1),
        (stop(KeyboardInterrupt()), 130),
        (stop(NoBundle(Path("data"))), 1),
        (stop(BotError("x")), 1),
    ],
)
def test_statuses(call: Callable[[], None], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever ends a command becomes the exit status that the contract gives it."""
    assert guard(call) == status
    capsys.readouterr()


def test_unexpected(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure that nobody foresaw is one line that says what and where."""
    assert guard(stop(ZeroDivisionError("by\nzero"))) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("gongkai: unexpected ZeroDivisionError in test_main.py:")
    assert "by zero" in shown
    assert shown.count("\n") == 1


def test_unexpected_in_development() -> None:
    """In Python's development mode the failure shows its trace."""
    script = "from scripts.main import guard\nguard(lambda: 1 / 0)"
    done = subprocess.run([sys.executable, "-X", "dev", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr


def test_entry_of_a_later_version() -> None:
    """A command of the table whose file is not there is left out of the list."""
    listed = LazyCommands(name="gongkai", entries={"none": Entry("scripts.no_such_command", "?")})
    assert listed.commands == {}


def test_help_is_light() -> None:
    """Help imports none of the libraries that commands use."""
    script = (
        "import sys\nfrom scripts.main import main\nmain(['--help'])\n"
        "heavy = {'sqlalchemy', 'pydantic', 'numpy', 'onnxruntime', 'torch', 'aiohttp'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_load_group_and_single() -> None:
    """A module's `app` becomes a group of commands, a `run` function one command."""
    assert set(load(command.COMMANDS["notices"]).commands) == {
        "list",
        "show",
        "approve",
        "reject",
        "withdraw",
        "restore",
        "history",
        "diff",
        "correct",
    }
    assert load(Entry("scripts.import_", "")).help.startswith("Read files")
    assert isinstance(command.app, typer.Typer)
