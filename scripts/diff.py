"""`gongkai notices diff`: what differs between two revisions of a notice, for the reviewer and for programs."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from knowledge.audit import Revision
from knowledge.difference import Difference, Kind, Line, compare, predecessor
from knowledge.errors import UnknownRevision
from knowledge.notice import NoticeId
from scripts import console, options, sections, settings, stores
from scripts.errors import CommandError
from scripts.life import Id

Start = Annotated[int | None, typer.Option("--from", metavar="N", help="A revision [default: the text before --to]")]
End = Annotated[int | None, typer.Option("--to", metavar="N", help="A revision [default: what waits, or the current]")]

_MARKS = {Kind.SAME: "  ", Kind.REMOVED: "- ", Kind.ADDED: "+ "}
_COLOURS = {Kind.SAME: "dim", Kind.REMOVED: "red", Kind.ADDED: "green"}


def diff(
    notice_id: Id,
    start: Start = None,
    end: End = None,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Show what differs between two revisions of a notice, as `gongkai notices history` numbers them.

    Without --from and --to: what waits against what is published, else the last change against what was before it.
    """
    known = NoticeId(notice_id)
    with stores.existing(settings.load(config, data)) as store:
        revisions = store.revisions(known)
        current, waiting = store.in_force(known)
    newer = _numbered(revisions, end or waiting or current, known)
    older = _numbered(revisions, start or _before(revisions, newer, current), known)
    difference = compare(older.notice, newer.notice)
    if as_json:
        console.write_json({"id": known, "from": _revision(older), "to": _revision(newer)} | _json(difference))
        return
    for mark, colour, revision in (("-", "red", older), ("+", "green", newer)):
        when = revision.at.astimezone(sections.CHINA).strftime("%Y-%m-%d %H:%M")
        line = f"[{colour}]{mark} revision {revision.number}[/] {revision.notice.status}, {when}, {escape(revision.by)}"
        console.OUT.print(line, soft_wrap=True)
    _print(difference)


def _before(revisions: Sequence[Revision], newer: Revision, current: int) -> int:
    """What a revision is held against; CommandError where there is nothing."""
    number = predecessor(revisions, newer, current)
    if number is None:
        raise CommandError(f"notice {newer.notice.id!r} has one revision only, so there is nothing to hold it against")
    return number


def _numbered(revisions: Sequence[Revision], number: int, known: NoticeId) -> Revision:
    for revision in revisions:
        if revision.number == number:
            return revision
    raise UnknownRevision(known, number, revisions[-1].number)


def _revision(revision: Revision) -> dict[str, object]:
    status = revision.notice.status
    return {"revision": revision.number, "status": status, "at": revision.at.isoformat(), "by": revision.by}


def _json(difference: Difference) -> dict[str, object]:
    return {
        "fields": [{"name": one.name, "before": one.before, "after": one.after} for one in difference.fields],
        "text": [{"kind": line.kind, "text": line.text} for line in difference.lines],
    }


def _print(difference: Difference) -> None:
    # the status stands with the revisions above
    changes = [field for field in difference.fields if field.name != "status"]
    if not changes and not difference.lines:
        console.OUT.print("They say the same.")
    for field in changes:
        console.OUT.print(f"\n[bold]{field.name}[/]")
        for mark, colour, value in (("- ", "red", field.before), ("+ ", "green", field.after)):
            if value:
                console.OUT.print(Text(mark + value, colour), soft_wrap=True)
    if difference.lines:
        console.OUT.print("\n[bold]text[/]")
    for line in difference.lines:
        console.OUT.print(_shown(line), soft_wrap=True)


def _shown(line: Line) -> Text:
    if line.kind is Kind.SKIPPED:
        return Text(f"  … {line.text} lines as before", "dim")
    text = Text(_MARKS[line.kind], _COLOURS[line.kind])
    is_whole = all(piece.is_changed for piece in line.pieces)
    for piece in line.pieces:
        text.append(piece.text, "bold reverse" if piece.is_changed and not is_whole else "")
    return text
