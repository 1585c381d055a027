"""`gongkai pins`: answers that staff pin to a question; they win when it is asked, from the next answer on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.pins import checking
from bot.pins.book import SqlitePinBook
from bot.pins.pin import Pin, PinId, Pinning
from bot.understanding.own import OwnWords
from index.corpus import Corpus
from knowledge.audit import Act
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from scripts import console, options, pinning, sections, settings, stores
from scripts.answering import place
from scripts.life import said

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Pin answers to questions; list, show, remove and restore them."
)

Question = Annotated[str, typer.Option(metavar="TEXT", help="The question, as people ask it.")]
Also = Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Another way of asking it; may be repeated.")]
Notice = Annotated[str, typer.Option(metavar="ID", help="The published notice that the answer rests on.")]
PassageId = Annotated[str, typer.Option(metavar="ID", help="The passage to quote [default: the one that fits best].")]
Text = Annotated[str, typer.Option(metavar="TEXT", help="The answer in your own words; the notice is cited under it.")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day on which it answers.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="The last day on which it answers.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the pin's history.")]
Number = Annotated[int, typer.Argument(metavar="PIN", help="The pin's number, as `gongkai pins list` shows it.")]


@dataclass(frozen=True)
class Desk:
    """Where pins are kept: the open book and store, the place of the live bundle, and what day it is."""

    book: SqlitePinBook
    store: KnowledgeStore
    data: Path
    configured: settings.Settings

    @property
    def today(self) -> date:
        """The day in China."""
        return self.configured.clock.today(datetime.now(UTC))

    @cached_property
    def corpus(self) -> Corpus:
        """What the live bundle holds."""
        return pinning.live(self.data)

    def act(self, by: str, reason: str) -> Act:
        """Who does it now, and why."""
        return Act(options.actor(by), self.configured.clock.moment(datetime.now(UTC)).astimezone(UTC), said(reason))


@contextmanager
def _desk(configured: settings.Settings) -> Iterator[Desk]:
    where = place(configured)
    OwnWords(where.data).refresh()
    with stores.existing(configured) as store, SqlitePinBook.open(where.pins) as book:
        yield Desk(book, store, where.data, configured)


@app.command()
def add(
    question: Question,
    notice: Notice,
    reason: Reason,
    *,
    also: Also = None,
    passage: PassageId = "",
    text: Text = "",
    starts: From = "",
    until: Until = "",
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Pin an answer to a question: a notice's own words, or yours with the notice under it."""
    with _desk(settings.load(config, data)) as desk:
        wanted = Pinning(
            questions=tuple(dict.fromkeys(one.strip() for one in (question, *(also or ())))),
            notice_id=NoticeId(notice),
            passage=pinning.passage(desk.store, NoticeId(notice), passage) if passage else "",
            text=text.strip(),
            valid_from=pinning.day(starts, "--from"),
            valid_until=pinning.day(until, "--until"),
            revision=desk.store.in_force(NoticeId(notice))[0],
        )
        checking.check(wanted, desk.book.pins(), desk.store, desk.today)
        pin = desk.book.add(wanted, desk.act(by, reason))
        console.say(f"pin {pin.id} answers “{wanted.questions[0]}” from now on, also in a running service.")
        if missing := checking.missing_figures(wanted, desk.store):
            console.say(f"please check: the notice does not have the figures {'、'.join(missing)}")


@app.command("list")
def list_(as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None) -> None:
    """List all pins, and whether each answers today."""
    with _desk(settings.load(config, data)) as desk:
        rows = [(pin, pinning.state(pin, desk.store, desk.corpus, desk.today)) for pin in desk.book.pins()]
    if as_json:
        console.write_json([pinning.to_json(pin, state) for pin, state in rows])
        return
    table = Table("Pin", "Question", "Notice", "State", box=None)
    for pin, state in rows:
        table.add_row(str(pin.id), escape(pin.pinning.questions[0]), escape(pin.pinning.notice_id), state)
    console.OUT.print(table)
    console.say(f"{len(rows)} pins")


@app.command()
def show(
    pin: Number, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """Show one pin: its questions, its answer, and who did what to it, when and why."""
    with _desk(settings.load(config, data)) as desk:
        trail = desk.book.trail(PinId(pin))
        kept = _kept(desk.book, pin)
        shown = pinning.to_json(kept, pinning.state(kept, desk.store, desk.corpus, desk.today))
    history = [
        {"at": entry.at.isoformat(), "by": entry.by, "action": entry.action, "reason": entry.reason} for entry in trail
    ]
    if as_json:
        console.write_json(shown | {"history": history})
        return
    for name, value in shown.items():
        if value:
            console.OUT.print(f"{name}: {' | '.join(value) if isinstance(value, list) else value}", markup=False)
    for entry in trail:
        when = entry.at.astimezone(sections.CHINA).strftime("%Y-%m-%d %H:%M:%S")
        console.OUT.print(f"{when} {entry.action} by {entry.by}: {entry.reason}", markup=False)


@app.command()
def remove(
    pin: Number, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Take a pin out of use from the next answer on; it can be restored."""
    with _desk(settings.load(config, data)) as desk:
        desk.book.remove(PinId(pin), desk.act(by, reason))
        console.say(f"pin {pin} answers no more; `gongkai pins restore {pin}` brings it back.")


@app.command()
def restore(
    pin: Number, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Bring a removed pin back into use, from the next answer on."""
    with _desk(settings.load(config, data)) as desk:
        act = desk.act(by, reason)
        desk.book.trail(PinId(pin))
        checking.check_apart(_kept(desk.book, pin), desk.book.pins())
        desk.book.restore(PinId(pin), act)
        state = pinning.state(_kept(desk.book, pin), desk.store, desk.corpus, desk.today)
        console.say(f"pin {pin} is back: {state}.")


def _kept(book: SqlitePinBook, number: int) -> Pin:
    return next(pin for pin in book.pins() if pin.id == number)
