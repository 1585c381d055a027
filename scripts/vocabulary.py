"""`gongkai vocabulary`: how a question is read, and the college's own words beside the built-in ones."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.staff.file import connect
from bot.staff.roster import Roster
from bot.understanding.own import OwnWords
from bot.understanding.reading import Reading, found, read
from bot.understanding.vocabulary import Entry
from scripts import console, options, settings

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Read a question as the bot does; keep the college's own words."
)

Text = Annotated[str, typer.Argument(metavar="TEXT", help="A question or a word.")]
Official = Annotated[str, typer.Argument(metavar="OFFICIAL", help="The word that notices use.")]
Say = Annotated[list[str], typer.Option("--say", metavar="WORD", help="What people say for it; may be repeated.")]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help="Only entries with a word that holds this.")]


@app.command("list")
def list_(
    words: Words = "", as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """List the college's own words; with --words, of the built-in ones too."""
    with _own(settings.load(config, data)) as own:
        entries = found(words) if words else own.entries()
    if as_json:
        console.write_json([_json(entry) for entry in entries])
        return
    table = Table("Group", "Notices", "People", box=None)
    for entry in entries:
        table.add_row(escape(entry.group.name), escape("、".join(entry.official)), escape("、".join(entry.say)))
    console.OUT.print(table)
    console.say(f"{len(entries)} entries")


@app.command()
def show(text: Text, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None) -> None:
    """Show how a question is read: the words that it names, and what is looked for."""
    configured = settings.load(config, data)
    with _own(configured):
        reading = read(text, configured.clock.today(datetime.now(UTC)))
    if as_json:
        console.write_json(_reading(reading))
        return
    console.OUT.print(f"asked: {reading.asked}", markup=False)
    for one in reading.words:
        console.OUT.print(f"{one.word} → {'、'.join(one.official)} ({one.group})", markup=False)
    for concept in reading.concepts:
        console.OUT.print(f"looked for: {' = '.join(concept.alternatives)} ({concept.weight:g})", markup=False)


@app.command()
def add(
    official: Official,
    say: Say,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Add what people say for a word of notices; a running service reads it so within a second."""
    configured = settings.load(config, data)
    with _own(configured) as own:
        entry = own.add(official, say)
        _note(configured, by, "word_added", entry.official[0], "、".join(entry.say))
    console.say(f"{'、'.join(entry.say) or entry.official[0]} is read as {entry.official[0]} from now on.")


@app.command()
def remove(official: Official, by: options.By = "", config: options.Config = None, data: options.Data = None) -> None:
    """Take one of the college's own words out."""
    configured = settings.load(config, data)
    with _own(configured) as own:
        own.remove(official)
        _note(configured, by, "word_removed", official, "")
    console.say(f"{official} is no word of the college's own any more.")


@contextmanager
def _own(configured: settings.Settings) -> Iterator[OwnWords]:
    own = OwnWords(configured.data.dir)
    own.refresh()
    yield own


def _note(configured: settings.Settings, by: str, action: str, subject: str, detail: str) -> None:
    engine = connect(configured.data.staff)
    try:
        Roster(engine, time.time).note(options.actor(by), action, subject, detail)
    finally:
        engine.dispose()


def _json(entry: Entry) -> dict[str, object]:
    return {"group": entry.group.name, "official": list(entry.official), "say": list(entry.say)}


def _reading(reading: Reading) -> dict[str, object]:
    words = [{"word": one.word, "official": list(one.official), "group": one.group} for one in reading.words]
    concepts = [{"words": list(one.alternatives), "weight": one.weight} for one in reading.concepts]
    return {"asked": reading.asked, "intent": reading.intent, "words": words, "concepts": concepts}
