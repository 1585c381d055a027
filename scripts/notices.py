"""`gongkai notices`: list, show, withdraw and restore notices, and read what was done to them."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from knowledge.notice import Evidence, Notice, NoticeId, Status
from knowledge.passage import Passage
from knowledge.standing import Standing
from knowledge.store import KnowledgeStore
from scripts import console, options, relating, settings
from scripts.errors import CommandError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="List, show, withdraw and restore notices, and read their history."
)

Id = Annotated[str, typer.Argument(metavar="ID", help="The notice's id, as `gongkai notices list` shows it.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the audit trail.")]
OfStatus = Annotated[Status | None, typer.Option(help="Only the notices of this status.")]
WithPassages = Annotated[bool, typer.Option("--passages", help="Show the passages that can be quoted, too.")]


@app.command("list")
def list_(
    status: OfStatus = None,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """List all notices by id."""
    with _store(settings.load(config, data)) as store:
        notices = [notice for notice in store.notices() if status in (None, notice.status)]
    if as_json:
        console.write_json([_json(notice) for notice in notices])
        return
    table = Table("Id", "Title", "Department", "Published", "Status", box=None)
    table.columns[0].no_wrap = True
    for notice in notices:
        shown = (notice.id, notice.title, notice.department, str(notice.published_at or ""), notice.status)
        table.add_row(*map(escape, shown))
    console.OUT.print(table)
    console.say(f"{len(notices)} notices")


@app.command()
def show(
    notice_id: Id,
    passages: WithPassages = False,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Show one notice: where it came from, its state today, and its text."""
    configured = settings.load(config, data)
    known = NoticeId(notice_id)
    with _store(configured) as store:
        notice = store.notice(known)
        pieces = store.passages(known) if passages else ()
        standing = store.standings([known], configured.clock.today(datetime.now(UTC)))[known]
    if as_json:
        relations = relating.facts(relating.in_force(configured, known))
        shown = _json(notice) | {"relations": relations, "recognised": list(map(_recognised, notice.evidence))}
        console.write_json(shown | ({"passages": list(map(_passage, pieces))} if passages else {}))
        return
    _print(notice, standing)
    for name, value in relating.facts(relating.in_force(configured, known)).items():
        console.OUT.print(f"{name}: {escape(value)}")
    for piece in pieces:
        console.OUT.print(f"\n[bold]{escape(piece.id)}[/] {piece.kind} {escape(piece.heading)}\n{escape(piece.text)}")
    if not passages:
        console.OUT.print(f"\n{escape(notice.text)}")


@app.command()
def withdraw(
    notice_id: Id, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Take a published notice back: from the next answer on it is not quoted, without a publish."""
    configured = settings.load(config, data)
    now = configured.clock.moment(datetime.now(UTC))
    with _store(configured) as store:
        store.withdraw(NoticeId(notice_id), options.actor(by), now, _said(reason))
    console.say(f"{notice_id} is withdrawn: it is not quoted from now on, also by a running service.")


@app.command()
def restore(
    notice_id: Id, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Publish a withdrawn notice again."""
    configured = settings.load(config, data)
    now = configured.clock.moment(datetime.now(UTC))
    with _store(configured) as store:
        store.restore(NoticeId(notice_id), options.actor(by), now, _said(reason))
    console.say(f"{notice_id} is published again; if a publish ran since it was withdrawn, run `gongkai publish`.")


@app.command()
def history(
    notice_id: Id, as_json: options.AsJson = False, config: options.Config = None, data: options.Data = None
) -> None:
    """Show who changed a notice, when, what and why."""
    with _store(settings.load(config, data)) as store:
        entries = store.audit(NoticeId(notice_id))
    if as_json:
        keys = ("notice_id", "revision", "by", "action", "what", "reason")
        rows = [{key: getattr(entry, key) for key in keys} | {"at": entry.at.isoformat()} for entry in entries]
        console.write_json(rows)
        return
    table = Table("Revision", "When", "Who", "What", "Fields", "Why", box=None)
    for entry in entries:
        when = entry.at.astimezone(settings.CHINA).strftime("%Y-%m-%d %H:%M:%S")
        table.add_row(str(entry.revision), when, *map(escape, (entry.by, entry.action, entry.what, entry.reason)))
    console.OUT.print(table)


def _store(configured: settings.Settings) -> KnowledgeStore:
    """The store, which these commands never create: a mistyped data folder must not look like an empty one."""
    path = configured.data.store
    if not path.exists():
        raise CommandError(f"no notice has been imported into {configured.data.dir}; run `gongkai import PATH`")
    return KnowledgeStore.open(path)


def _said(reason: str) -> str:
    if not reason.strip():
        raise typer.BadParameter("say why, in words", param_hint="--reason")
    return reason.strip()


def _json(notice: Notice) -> dict[str, object]:
    return {
        "id": notice.id,
        "title": notice.title,
        "department": notice.department,
        "published_at": notice.published_at.isoformat() if notice.published_at else None,
        "status": notice.status,
        "path": notice.path,
        "source_url": notice.source_url,
    }


def _passage(passage: Passage) -> dict[str, object]:
    return {"id": passage.id, "kind": passage.kind, "heading": passage.heading, "text": passage.text}


def _recognised(one: Evidence) -> dict[str, object]:
    return {"field": one.field, "value": one.value, "words": one.words, "place": one.place, "sure": one.is_sure}


def _print(notice: Notice, standing: Standing) -> None:
    facts = _json(notice) | {
        "channel": notice.channel,
        "category": notice.category,
        "in force": f"{notice.effective_from or '…'} – {notice.expires_at or '…'}",
        "document number": notice.document_number,
        "deadline": notice.deadline,
        "about": "、".join(map(str, notice.periods)),
        "disclosure item": f"{notice.item} ({'、'.join(notice.item_cues)})" if notice.item else None,
        "supersedes": ", ".join(notice.supersedes),
        "superseded by": standing.superseded_by,
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
