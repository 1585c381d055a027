"""`gongkai gaps`: questions without an answer, by subject, on their way through an office to a notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.gaps.drafting import Drafter
from bot.gaps.gap import UNDONE, Case, Gap, State
from bot.gaps.queue import GapQueue
from knowledge.audit import Act
from scripts import console, loop, options, sections, settings, stores

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Work on what was asked and not answered: list, show, assign, answer, draft a notice, close, reopen.",
)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The gap, as `gongkai gaps list` shows it.")]
OfState = Annotated[list[State] | None, typer.Option("--state", help="Only gaps in this state; may be repeated.")]
OfOffice = Annotated[str, typer.Option("--office", metavar="TEXT", help="Only of offices whose name holds this.")]
All = Annotated[bool, typer.Option("--all", help="Also what is answered, disclosed or closed.")]
Office = Annotated[str, typer.Argument(metavar="OFFICE", help="The responsible office's name.")]
Workdays = Annotated[int | None, typer.Option(min=1, max=250, help="Working days from today [default: as configured]")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="The office's answer, up to 400 characters.")]
Title = Annotated[str, typer.Option(metavar="TEXT", help="Title of the notice [default: after the question]")]
Body = Annotated[str, typer.Option("--text", metavar="TEXT", help="Text of the notice [default: question and answer]")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the trail.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """The open queue, under the college's settings, with what the ledger has brought since."""

    queue: GapQueue
    configured: settings.Settings

    def act(self, by: str, reason: str = "") -> Act:
        """Who does it, now."""
        return Act(options.actor(by), loop.now(self.configured), reason)


@app.command("list")
def list_(
    state: OfState = None,
    office: OfOffice = "",
    everything: All = False,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """List what waits for an answer, due first; the ledger's new questions are taken in before."""
    wanted = tuple(state) if state else tuple(State) if everything else tuple(UNDONE)
    with _desk(config, data) as desk:
        found = desk.queue.list(wanted, office)
        today = loop.today(desk.configured)
    if as_json:
        console.write_json([_json(gap) for gap in found])
        return
    table = Table("", "状态", "期限", "部门", "次数", "问题", box=None)
    for gap in found:
        due = f"[red]{gap.due} 逾期[/]" if gap.is_overdue(today) else str(gap.due)
        table.add_row(str(gap.id), gap.state.chinese, due, escape(gap.office), str(gap.times), escape(gap.title))
    console.OUT.print(table)
    console.say(f"{len(found)} gaps")


@app.command()
def show(
    number: Number, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """Show one gap: every question, who is responsible, the answer, how many wait for it, and who did what."""
    with _desk(config, data) as desk:
        case = desk.queue.show(number)
    if as_json:
        console.write_json(_whole(case))
        return
    for name, value in _json(case.gap).items():
        if value not in (None, ""):
            console.OUT.print(f"{name}: {value}", markup=False)
    console.OUT.print(f"waiting: {case.waiting}\n")
    for one in case.sightings:
        console.OUT.print(f"{_when(one.at)} {one.signal.chinese} {one.question} ({one.source})", markup=False)
    for step in case.steps:
        console.OUT.print(f"{_when(step.at)} {step.by}: {step.what} {step.why}".rstrip(), markup=False)


@app.command()
def assign(
    number: Number,
    office: Office,
    workdays: Workdays = None,
    *,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Give a gap to an office, with its last day in working days."""
    with _desk(config, data) as desk:
        days = workdays or desk.configured.loop.gap_workdays
        gap = desk.queue.assign(number, office, days, desk.act(by))
    _tell(gap, as_json)
    console.say(f"gap {number} is {gap.office}'s, due on {gap.due}.")


@app.command()
def answer(
    number: Number,
    text: Text,
    *,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Answer a gap; who asked is told on their next contact."""
    with _desk(config, data) as desk:
        told = desk.queue.answer(number, text, desk.act(by))
        gap = desk.queue.show(number).gap
    _tell(gap, as_json)
    console.say(
        f"gap {number} is answered; {told} people will be told. `gongkai gaps draft {number}` makes it a notice."
    )


@app.command()
def draft(
    number: Number,
    title: Title = "",
    text: Body = "",
    *,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Turn the answer of a gap into a draft notice, which waits for its review."""
    with _desk(config, data) as desk, stores.opened(desk.configured) as store:
        folder = desk.configured.data.dir / "answers"
        drafter = Drafter(folder, store, desk.queue, stores.steps(desk.configured))
        notice = drafter.draft(number, desk.act(by), title, text)
        gap = desk.queue.show(number).gap
    _tell(gap, as_json)
    console.say(f"{notice} is a draft; `gongkai notices approve {notice}` and `gongkai publish` make it answerable.")


@app.command()
def join(
    number: Number,
    into: Annotated[int, typer.Argument(metavar="INTO", help="The gap that stays.")],
    *,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Join a gap into another that one answer serves too."""
    with _desk(config, data) as desk:
        gap = desk.queue.join(number, into, desk.act(by))
    _tell(gap, as_json)
    console.say(f"gap {number} is part of gap {into} now, which {gap.times} questions have met.")


@app.command()
def close(
    number: Number,
    reason: Reason,
    *,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Close a gap that needs no answer, with the reason."""
    with _desk(config, data) as desk:
        gap = desk.queue.close(number, reason, desk.act(by))
    _tell(gap, as_json)
    console.say(f"gap {number} is closed.")


@app.command()
def reopen(
    number: Number,
    reason: Reason,
    *,
    workdays: Workdays = None,
    as_json: options.AsJson = False,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Open a closed gap again, with the reason."""
    with _desk(config, data) as desk:
        days = workdays or desk.configured.loop.gap_workdays
        gap = desk.queue.reopen(number, days, desk.act(by, reason))
    _tell(gap, as_json)
    console.say(f"gap {number} is {gap.state.value} again, due on {gap.due}.")


@contextmanager
def _desk(config: options.Config, data: options.Data) -> Iterator[Desk]:
    configured = settings.load(config, data)
    with loop.opened(configured) as file:
        loop.collect(configured, file)
        yield Desk(GapQueue(file, configured.loop.note_days, configured.privacy.released), configured)


def _tell(gap: Gap, as_json: bool) -> None:
    """The gap as it is after a step, for programs."""
    if as_json:
        console.write_json(_json(gap))


def _when(moment: Any) -> str:  # noqa: ANN401 - any aware moment
    return f"{moment.astimezone(sections.CHINA):%Y-%m-%d %H:%M}"


def _json(gap: Gap) -> dict[str, Any]:
    return {
        "id": gap.id,
        "title": gap.title,
        "subject": gap.subject,
        "item": gap.item,
        "state": gap.state.value,
        "office": gap.office,
        "opened": gap.opened.isoformat(),
        "due": gap.due.isoformat(),
        "times": gap.times,
        "answer": gap.answer,
        "answered": gap.answered.isoformat() if gap.answered else None,
        "notice_id": gap.notice_id,
        "reason": gap.reason,
    }


def _whole(case: Case) -> dict[str, Any]:
    asked = [
        {"source": one.source, "at": one.at.isoformat(), "question": one.question, "signal": one.signal.value}
        for one in case.sightings
    ]
    steps = [{"at": step.at.isoformat(), "by": step.by, "what": step.what, "why": step.why} for step in case.steps]
    return _json(case.gap) | {"waiting": case.waiting, "questions": asked, "steps": steps}
