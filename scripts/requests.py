"""`gongkai requests`: requests for disclosure (依申请公开) with their terms, and complaints and appraisals (举报、评议)."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.loop.trail import Step
from bot.reports.sheet import to_csv
from bot.requests import form as forms
from bot.requests.register import Upkeep
from bot.requests.request import Applicant, Delivery, Reply, Request, State
from scripts import console, files, loop, options, sections, voices
from scripts.requests_desk import desk

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Take, reply to and extend requests for disclosure; enter and settle complaints and appraisals.",
)

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="As on the receipt: YSQ-2026-0001.")]
OfState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
OfKind = Annotated[Reply, typer.Option("--kind", help="Which of the six kinds of reply.")]
Text = Annotated[
    str, typer.Argument(metavar="TEXT", help="The reply, with its reasons and the ways to the information.")
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the trail.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The spreadsheet to write.")]
WithData = Annotated[bool, typer.Option("--with-data", help="Also names, contacts and texts: keep it under lock.")]


for step in (voices.voices, voices.enter, voices.settle):
    app.command()(step)


@app.command("list")
def list_(
    state: OfState = None, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """List requests, due first, without names and contacts."""
    with desk(config, data) as at:
        found = at.register.list([state] if state else tuple(State))
        today = at.today
    if as_json:
        console.write_json([_facts(one, today) for one in found])
        return
    table = Table("编号", "收到", "期限", "状态", "答复", "申请人", box=None)
    for one in found:
        due = f"[red]{one.due} 逾期[/]" if one.is_overdue(today) else f"{one.due}{' 已延期' if one.extended else ''}"
        reply = one.reply.chinese if one.reply else ""
        table.add_row(one.number, str(one.received), due, one.state.chinese, reply, one.applicant.chinese)
    console.OUT.print(table)
    console.say(f"{len(found)} requests")


@app.command()
def show(
    number: Number, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """Show one request whole: what is asked, by whom, where to reply, and who did what."""
    with desk(config, data) as at:
        found = at.register.show(number)
        today = at.today
    if as_json:
        console.write_json(_facts(found, today) | _data(found) | {"steps": [_step(step) for step in found.steps]})
        return
    for name, value in (_facts(found, today) | _data(found)).items():
        if value not in (None, ""):
            console.OUT.print(f"{name}: {escape(str(value))}")
    for step in found.steps:
        console.OUT.print(
            f"{step.at.astimezone(sections.CHINA):%Y-%m-%d %H:%M} {step.by}: {step.what} {step.why}".rstrip(),
            markup=False,
        )


@app.command()
def add(
    *,
    name: Annotated[str, typer.Option(help="Name of the person or organisation.")],
    contact: Annotated[str, typer.Option(help="Telephone, mailbox or address.")],
    content: Annotated[str, typer.Option(help="What is asked for.")],
    purpose: Annotated[str, typer.Option(help="What it is needed for.")],
    applicant: Annotated[Applicant, typer.Option()] = Applicant.CITIZEN,
    delivery: Annotated[Delivery, typer.Option()] = Delivery.POST,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Enter a request that came on paper; the receipt is for the applicant."""
    fields = {"name": name, "contact": contact, "content": content, "purpose": purpose}
    with desk(config, data) as at:
        form = forms.read(fields | {"applicant": applicant.value, "delivery": delivery.value})
        receipt = at.counter.receive(form, "paper", loop.now(at.configured))
    console.say(f"受理编号 {receipt.number}，查询码 {receipt.secret}，答复期限 {receipt.due}")


@app.command()
def reply(
    number: Number,
    text: Text,
    *,
    kind: OfKind,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Reply to a request, in one of the six kinds; an unclear one waits for its applicant's addition."""
    with desk(config, data) as at:
        found = at.register.reply(number, kind, text, at.act(by))
    console.say(f"request {found.number}: {found.state.chinese}，{kind.chinese}")


@app.command()
def extend(
    number: Number, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Extend the term of a request, once."""
    with desk(config, data) as at:
        found = at.register.extend(number, at.act(by, reason))
    console.say(f"request {found.number} is due on {found.due}; tell the applicant why.")


@app.command()
def export(file: File, with_data: WithData = False, config: options.Config = None, data: options.Data = None) -> None:
    """Write all requests as a spreadsheet, without personal data unless it is asked for."""
    with desk(config, data) as at:
        found = at.register.list()
        today = at.today
    rows = [_facts(one, today) | (_data(one) if with_data else {}) for one in found]
    header = tuple(rows[0]) if rows else ("number",)
    files.write(file, to_csv(header, [tuple(row.values()) for row in rows]))
    console.say(f"{len(found)} requests in {file}{', with personal data' if with_data else ''}")


@app.command()
def purge(config: options.Config = None, data: options.Data = None) -> None:
    """Delete personal data whose time is over; a running service does so every day."""
    with desk(config, data) as at:
        chosen = at.configured.loop
        upkeep = Upkeep(at.file, chosen.request_days, chosen.request_workdays)
        moment = loop.now(at.configured)
        lapsed, emptied = upkeep.lapse(moment), upkeep.purge(moment)
    console.say(f"{lapsed} requests lapsed, data of {emptied} deleted; their counts stay.")


def _facts(one: Request, today: date) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state.value,
        "received": one.received.isoformat(),
        "due": one.due.isoformat(),
        "extended": one.extended,
        "overdue": one.is_overdue(today),
        "reply": one.reply.value if one.reply else None,
        "replied": one.replied.isoformat() if one.replied else None,
        "applicant": one.applicant.value,
        "channel": one.channel,
        "item": one.item,
    }


def _data(one: Request) -> dict[str, Any]:
    form = one.form
    return {
        "name": form.name if form else None,
        "contact": form.contact if form else None,
        "content": form.content if form else None,
        "purpose": form.purpose if form else None,
        "delivery": form.delivery.value if form else None,
        "about_oneself": form.about_oneself if form else None,
        "text": one.text,
    }


def _step(step: Step) -> dict[str, str]:
    return {"at": step.at.isoformat(), "by": step.by, "what": step.what, "why": step.why}
