"""`gongkai notices`: list and show notices, read what was done to them, and take the steps of scripts/life.py."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from knowledge.audit import Action, AuditEntry
from knowledge.notice import Evidence, Notice, NoticeId, Status
from knowledge.passage import Passage
from knowledge.standing import Standing
from knowledge.store import KnowledgeStore
from knowledge.store.reading import Card
from scripts import console, correct, diff, life, listing, options, relating, sections, settings, stores
from scripts.listing import Wanted

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="List and show notices, approve, reject, withdraw and restore them, and read their history.",
)

OfStatus = Annotated[Wanted | None, typer.Option(help="Only notices in this state; waiting: for a check.")]
OfDepartment = Annotated[str, typer.Option(metavar="TEXT", help="Only those whose department holds this.")]
Search = Annotated[str, typer.Option(metavar="WORDS", help="Only those with all these words, in title or text too.")]
WithPassages = Annotated[bool, typer.Option("--passages", help="Show the passages that can be quoted, too.")]


for step in (life.approve, life.reject, life.withdraw, life.restore, diff.diff, correct.correct):
    app.command()(step)


@app.command("list")
def list_(
    status: OfStatus = None,
    department: OfDepartment = "",
    search: Search = "",
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """List notices by id, all or those that are asked for."""
    configured = settings.load(config, data)
    with stores.existing(configured) as store:
        found = _found(store, configured.clock.today(datetime.now(UTC)), status, search.split())
    cards = [card for card in found if department in card.department]
    if as_json:
        console.write_json([_json(card, card.standing.status) for card in cards])
        return
    for line in listing.lines(cards, console.OUT.width):
        console.OUT.print(line, soft_wrap=True)
    console.say(f"{len(cards)} notices")


@app.command()
def show(
    notice_id: life.Id,
    passages: WithPassages = False,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Show one notice: where it came from, its state today, and its text."""
    configured = settings.load(config, data)
    known = NoticeId(notice_id)
    with stores.existing(configured) as store:
        notice = store.notice(known)
        pieces = store.passages(known) if passages else ()
        standing = store.standings([known], configured.clock.today(datetime.now(UTC)))[known]
        checked = [entry for entry in store.audit(known) if entry.action is Action.CHECKED][-1:]
        waiting = store.in_force(known)[1]
    if as_json:
        relations = relating.facts(relating.in_force(configured, known))
        shown = _json(notice, notice.status) | {
            "relations": relations,
            "recognised": list(map(_recognised, notice.evidence)),
        }
        console.write_json(shown | ({"passages": list(map(_passage, pieces))} if passages else {}))
        return
    _print(notice, standing, checked)
    if waiting is not None:
        console.OUT.print(f"[yellow]A changed text waits: `gongkai notices diff {escape(notice.id)}` shows it.[/]")
    for name, value in relating.facts(relating.in_force(configured, known)).items():
        console.OUT.print(f"{name}: {escape(value)}")
    for piece in pieces:
        console.OUT.print(
            f"\n[bold]{escape(piece.id)}[/] {piece.kind} {escape(piece.heading)}{_paged(piece)}\n{escape(piece.text)}"
        )
    if not passages:
        console.OUT.print(f"\n{escape(notice.text)}")


@app.command()
def history(
    notice_id: life.Id, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """Show who changed a notice, when, what and why."""
    with stores.existing(settings.load(config, data)) as store:
        entries = store.audit(NoticeId(notice_id))
    if as_json:
        keys = ("notice_id", "revision", "by", "action", "what", "reason")
        rows = [{key: getattr(entry, key) for key in keys} | {"at": entry.at.isoformat()} for entry in entries]
        console.write_json(rows)
        return
    table = Table("Revision", "When", "Who", "What", "Fields", "Why", box=None)
    for entry in entries:
        table.add_row(
            str(entry.revision), _when(entry), *map(escape, (entry.by, entry.action, entry.what, entry.reason))
        )
    console.OUT.print(table)


def _found(store: KnowledgeStore, today: date, wanted: Wanted | None, words: Sequence[str]) -> list[Card]:
    """The cards that are wanted and have every one of `words`, on their face or in their text."""
    holding = {word: store.holding(word) for word in words}
    cards = [card for card in store.cards(today) if wanted is None or wanted.takes(card)]
    return [card for card in cards if all(listing.matches(card, word, holding[word]) for word in words)]


def _json(notice: Notice | Card, status: Status) -> dict[str, object]:
    return {
        "id": notice.id,
        "title": notice.title,
        "department": notice.department,
        "published_at": notice.published_at.isoformat() if notice.published_at else None,
        "status": status,
        "path": notice.path,
        "source_url": notice.source_url,
    }


def _when(entry: AuditEntry) -> str:
    return entry.at.astimezone(sections.CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _passage(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "kind": passage.kind,
        "heading": passage.heading,
        "text": passage.text,
        "page": passage.page,
    }


def _paged(passage: Passage) -> str:
    return f" 第{passage.page}页" if passage.page else ""


def _recognised(one: Evidence) -> dict[str, object]:
    return {"field": one.field, "value": one.value, "words": one.words, "place": one.place, "sure": one.is_sure}


def _print(notice: Notice, standing: Standing, checked: Sequence[AuditEntry]) -> None:
    facts = _json(notice, notice.status) | {
        "channel": notice.channel,
        "category": notice.category,
        "in force": f"{notice.effective_from or '…'} – {notice.expires_at or '…'}",
        "document number": notice.document_number,
        "deadline": notice.deadline,
        "about": "、".join(map(str, notice.periods)),
        "disclosure item": f"{notice.item} ({'、'.join(notice.item_cues)})" if notice.item else None,
        "supersedes": ", ".join(notice.supersedes),
        "superseded by": standing.superseded_by,
        "checked": "; ".join(f"{entry.by}, {_when(entry)} {entry.reason}".strip() for entry in checked),
        "quotable today": "yes" if standing.quotable else "no",
    }
    grid = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value:
            grid.add_row(name, escape(str(value)))
    for one in notice.evidence:
        doubt = "" if one.is_sure else ", please check"
        grid.add_row("recognised", escape(f"{one.field} = {one.value} by “{one.words}” ({one.place}{doubt})"))
    console.OUT.print(grid)
