"""The command `gongkai`: its sub-commands, and the border where an error becomes one line and an exit status."""

import importlib
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.errors import BotError
from index.errors import RetrievalError
from knowledge.errors import KnowledgeError
from scripts.errors import CommandError


@dataclass(frozen=True, slots=True)
class Entry:
    """One sub-command: the module whose `run` function, or `app` of further sub-commands, it is, and its help line."""

    module: str
    help: str
    hidden: bool = False


COMMANDS = {
    "import": Entry("scripts.import_", "Read files and folders into the knowledge store."),
    "sync": Entry("scripts.sync", "Follow the columns of web sites, and import what is new or changed."),
    "publish": Entry("scripts.publish", "Build a bundle from the published notices and make it live."),
    "rollback": Entry("scripts.rollback", "Make the bundle before the live one live again."),
    "ask": Entry("scripts.ask", "Answer a question, or a batch of them."),
    "evaluate": Entry("scripts.evaluate", "Measure the answers on a golden set."),
    "calibrate": Entry("scripts.calibrate", "Fit the certainty of answers to golden questions."),
    "serve": Entry("scripts.serve", "Run the service: webhook, chat page and API."),
    "worker": Entry("scripts.service", "One process of several; `gongkai serve` starts it.", hidden=True),
    "simulate": Entry("scripts.simulate", "Play WeChat against a running service."),
    "menu": Entry("scripts.menu", "Push, pull and compare the account's menu."),
    "fake-api": Entry("scripts.fake_api", "Run a fake of WeChat's API, to try things without an account."),
    "notices": Entry("scripts.notices", "List and show notices; approve, withdraw and restore them."),
    "pins": Entry("scripts.pins", "Pin answers to questions; list, remove and restore them."),
    "vocabulary": Entry("scripts.vocabulary", "Read a question as the bot does; keep the college's own words."),
    "staff": Entry("scripts.staff", "Keep the accounts of the staff console."),
    "gaps": Entry("scripts.gaps", "Work on what was asked and not answered."),
    "requests": Entry("scripts.requests", "Take and reply to requests for disclosure, complaints and appraisals."),
    "report": Entry("scripts.report", "Report what is disclosed, what is asked and not answered, and the year."),
    "demo": Entry("scripts.demo", "Show the whole product on the demonstration notices."),
    "doctor": Entry("scripts.doctor", "Check the installation and say what to do."),
}


class LazyCommands(TyperGroup):
    """Lists the table's commands by name and help line, and imports a command's module only when it is called.

    So `gongkai --help` stays instant, and no command pays for another's libraries.
    """

    def __init__(self, *, entries: Mapping[str, Entry] = COMMANDS, **attributes: Any) -> None:  # noqa: ANN401 - typer's
        super().__init__(**attributes)
        self._entries = entries
        for name, entry in entries.items():
            if find_spec(entry.module) is not None:
                self.add_command(TyperCommand(name, help=entry.help, hidden=entry.hidden))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401 - typer's own types are private
        """The real command instead of its line in the list."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load(self._entries[name]) if name else listed, rest


def load(entry: Entry) -> Any:  # noqa: ANN401 - typer's own types are private
    """The command behind a line of the table; the one place where a module is imported while running."""
    module = importlib.import_module(entry.module)
    if hasattr(module, "app"):
        return get_command(module.app)
    single = typer.Typer(add_completion=False)
    single.command(help=module.run.__doc__ or entry.help)(module.run)
    return get_command(single)


app = typer.Typer(cls=LazyCommands, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gongkai {version('gongkai')}")
        raise typer.Exit


@app.callback()
def gongkai(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Answers from the notices that a college has disclosed: import, publish, serve."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 done, 1 failed with one line on stderr, 2 wrong usage, 130 interrupted.

    `arguments` are those after the program's name, by default the process's own.
    """
    given = None if arguments is None else list(arguments)
    return guard(lambda: get_command(app).main(args=given, prog_name="gongkai"))


def guard(call: Callable[[], object]) -> int:
    """The border: the exit status of `call`, whatever it raises; in Python's development mode a bug shows its trace."""
    try:
        call()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except (KnowledgeError, RetrievalError, BotError, CommandError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a border: a person gets one line, whatever failed
        if sys.flags.dev_mode:
            raise
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
        return _fail(f"unexpected {type(error).__name__} in {place}: {error}; with PYTHONDEVMODE=1 it shows where from")
    return 0


def _fail(line: str) -> int:
    typer.echo(f"gongkai: {' '.join(line.split())}", err=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
