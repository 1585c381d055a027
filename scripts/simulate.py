"""`gongkai simulate`: plays WeChat against a running service and shows what people would see."""

from pathlib import Path
from typing import Annotated

import typer
import uvloop

from bot.simulator.account import Account, Mode
from bot.simulator.picture import histogram
from bot.simulator.plan import Load
from bot.simulator.report import Figures, latencies, markdown, transcript
from bot.simulator.run import Simulation, repeated, simulate
from bot.simulator.script import Dialogue, read_script
from bot.simulator.wording import distinct
from scripts.console import OUT, say, write_json
from scripts.errors import CommandError
from scripts.options import AsJson, Config, Data
from scripts.settings import load

_FILE_HELP = "Questions: plain lines, or JSON lines {question}, {turns: […]}, {user, question}."


def run(
    questions_file: Annotated[Path | None, typer.Argument(help=_FILE_HELP)] = None,
    *,
    question: Annotated[list[str] | None, typer.Option(help="A question; several are one dialogue.")] = None,
    url: Annotated[str, typer.Option(help="The webhook [default: /wechat where `gongkai serve` listens]")] = "",
    mode: Annotated[Mode, typer.Option(help="How the platform sends messages.")] = Mode.SAFE,
    show: Annotated[bool, typer.Option("--transcript", help="Print what people asked and saw.")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print what people asked and saw as a document.")
    ] = False,
    rate: Annotated[float | None, typer.Option(min=0.01, help="Messages a second, whatever happens.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Messages at a time, without --rate.")] = 1,
    messages: Annotated[
        int | None, typer.Option("--messages", "--count", min=1, help="Dialogues in all, going round.")
    ] = None,
    is_distinct: Annotated[
        bool, typer.Option("--distinct", help="Word the first questions in ever other ways, to reach --messages.")
    ] = False,
    dirty: Annotated[float, typer.Option(min=0, max=1, help="Share of other kinds of messages and events.")] = 0.0,
    duplicates: Annotated[float, typer.Option(min=0, max=1, help="Share of messages that come twice.")] = 0.0,
    flood: Annotated[int, typer.Option(min=0, help="Messages of one person, 100 a second, in the middle.")] = 0,
    check: Annotated[int, typer.Option(min=0, help="Replies to hold against /api/ask afterwards.")] = 0,
    seed: Annotated[int, typer.Option(help="What arrivals, dirt and duplicates are drawn from.")] = 0,
    pause: Annotated[float, typer.Option(min=0, help="Seconds from a refused or cut try to the next.")] = 1.0,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw how many replies took how long.")
    ] = None,
    as_json: AsJson = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Play WeChat against a running service; exit status 1 unless every message got its proper reply."""
    settings = load(config, data)
    if as_markdown and (messages or as_json):
        raise typer.BadParameter(
            "--markdown plays each dialogue once and prints it: it goes without --messages and --json"
        )
    dialogues = _numbered(_dialogues(questions_file, question or []), messages, is_distinct=is_distinct)
    address = url or f"http://{settings.server.host}:{settings.server.port}/wechat"
    account = Account(settings.wechat, mode)
    beside = Load(rate, dirty, duplicates, flood, check, seed, pause)
    played = uvloop.run(simulate(address, account, dialogues, beside, concurrency))
    if as_json:
        write_json(_to_json(played, with_dialogues=show))
    elif as_markdown:
        for line in markdown((talk.title for talk in dialogues), played.dialogues):
            OUT.print(line, markup=False, soft_wrap=True)
        say(_summary(played.figures))
    else:
        _print(played, with_dialogues=show or not (rate or messages))
    if picture is not None:
        _draw(picture, played)
    if not played.figures.good:
        raise CommandError(f"not every message got its one proper reply: {_summary(played.figures)}")


def _numbered(dialogues: tuple[Dialogue, ...], number: int | None, *, is_distinct: bool) -> tuple[Dialogue, ...]:
    if number is None:
        return dialogues
    if not is_distinct:
        return repeated(dialogues, number)
    worded = distinct((dialogue.questions[0] for dialogue in dialogues), number)
    if len(worded) < number:
        raise CommandError(f"{len(worded)} distinct wordings can be made of these questions, not {number}: give more")
    return tuple(Dialogue((text,)) for text in worded)


def _draw(file: Path, played: Simulation) -> None:
    times = [seconds * 1e3 for seconds in latencies(played.exchanges)]
    if not times:
        raise CommandError("nothing was answered, so there is nothing to draw")
    try:
        file.write_text(histogram(times, _summary(played.figures)), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error


def _dialogues(file: Path | None, questions: list[str]) -> tuple[Dialogue, ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read as UTF-8 text") from error
    dialogues = read_script(lines) + ((Dialogue(tuple(questions)),) if questions else ())
    if not dialogues:
        raise typer.BadParameter("give a file with questions or --question TEXT")
    return dialogues


def _to_json(played: Simulation, *, with_dialogues: bool) -> dict[str, object]:
    figures: dict[str, object] = dict(played.figures.to_json())
    if with_dialogues:
        figures["dialogues"] = [[exchange.to_json() for exchange in talk] for talk in played.dialogues]
    return figures


def _print(played: Simulation, *, with_dialogues: bool) -> None:
    if with_dialogues:
        for line in transcript(played.dialogues):
            OUT.print(line, markup=False, soft_wrap=True)
    say(_summary(played.figures))


def _summary(figures: Figures) -> str:
    faults = ("lost", "late", "silent", "invalid", "wrong", "duplicates")
    bad = ", ".join(f"{n} {name}" for name in faults if (n := getattr(figures, name)))
    return (
        f"{figures.answered} of {figures.sent} messages answered ({bad or 'none lost'}), {figures.retried} retried; "
        f"p50 {figures.p50_ms:.0f} ms, p95 {figures.p95_ms:.0f} ms, p99 {figures.p99_ms:.0f} ms, "
        f"longest {figures.longest_ms:.0f} ms; "
        f"{figures.to_json()['per_second']} a second"
    )
