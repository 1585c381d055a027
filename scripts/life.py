"""`gongkai notices approve`, `reject`, `withdraw`, `restore`: the steps that staff take in a notice's life.

An information officer submits by `gongkai import`; a reviewer approves (先审查、后公开). Every step keeps who, when and why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from knowledge.audit import Actor
from knowledge.errors import ForbiddenTransition, ReviewedUnseen, SameReviewer, UnknownNotice
from knowledge.notice import NoticeId
from knowledge.standing import State
from knowledge.store import KnowledgeStore
from scripts import console, options, settings, stores
from scripts.errors import CommandError

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Notices, as `gongkai notices list` shows their ids.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The notice's id, as `gongkai notices list` shows it.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the audit trail.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="A remark on the check, kept in the audit trail.")]
CheckOnly = Annotated[bool, typer.Option("--check-only", help="Record the check; publishing is another's step.")]
Seen = Annotated[int | None, typer.Option("--revision", metavar="N", help="Only if this revision is what waits.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="The last day on which it holds, or: never.")]
Earlier = Annotated[int | None, typer.Option("--revision", metavar="N", help="Bring back what this revision said.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a step is taken: the open store, who takes it, and when."""

    store: KnowledgeStore
    by: Actor
    configured: settings.Settings

    @property
    def now(self) -> datetime:
        """The moment of the step."""
        return self.configured.clock.moment(datetime.now(UTC))

    def state(self, notice_id: NoticeId) -> State:
        """The notice's state today; UnknownNotice when there is none."""
        self.store.in_force(notice_id)
        today = self.configured.clock.today(datetime.now(UTC))
        return self.store.standings([notice_id], today)[notice_id].state


def approve(
    notice_ids: Ids,
    *,
    note: Note = "",
    check_only: CheckOnly = False,
    seen: Seen = None,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Record that notices that wait have passed the review (保密审查), and publish them.

    Of a published notice whose file has changed, the changed text is approved; until then the published one stays
    answerable.
    """

    def step(desk: Desk, notice_id: NoticeId) -> str:
        if check_only:
            desk.store.check(notice_id, desk.by, desk.now, note.strip(), seen)
            return f"{notice_id} is checked; `gongkai notices approve {notice_id}` publishes it."
        desk.store.approve(notice_id, desk.by, desk.now, note.strip(), seen)
        return f"{notice_id} is published; `gongkai publish` makes it answerable."

    _each(notice_ids, by, settings.load(config, data), step)


def reject(
    notice_ids: Ids,
    reason: Reason,
    seen: Seen = None,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Refuse notices that wait: a draft is withdrawn, a changed text of a published notice is set aside."""
    why = said(reason)

    def step(desk: Desk, notice_id: NoticeId) -> str:
        desk.store.reject(notice_id, desk.by, desk.now, why, seen)
        return f"{notice_id}: what waited is rejected; `gongkai notices restore` can bring it back."

    _each(notice_ids, by, settings.load(config, data), step)


def withdraw(
    notice_ids: Ids, reason: Reason, by: options.By = "", config: options.Config = None, data: options.Data = None
) -> None:
    """Take published notices back: from the next answer on they are not quoted, without a publish."""
    why = said(reason)

    def step(desk: Desk, notice_id: NoticeId) -> str:
        desk.store.withdraw(notice_id, desk.by, desk.now, why)
        return f"{notice_id} is withdrawn: it is not quoted from now on, also by a running service."

    _each(notice_ids, by, settings.load(config, data), step)


def restore(
    notice_id: Id,
    *,
    reason: Reason,
    until: Until = "",
    earlier: Earlier = None,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Bring back a notice that was withdrawn, rejected, expired or superseded, or an earlier text of one.

    An expired notice needs --until; a superseded one holds again beside the newer one; --revision brings back a text
    that a changed file has replaced.
    """
    why, known = said(reason), NoticeId(notice_id)
    ends = _last_day(until)
    configured = settings.load(config, data)
    with stores.existing(configured) as store:
        desk = Desk(store, options.actor(by), configured)
        _bring_back(desk, known, earlier, why, can_extend=bool(until))
        if until:
            store.extend(known, ends, desk.by, desk.now, why)
        console.say(_brought_back(known, desk.state(known), store.in_force(known)[1]))


def said(reason: str) -> str:
    """The reason, which must be words."""
    if not reason.strip():
        raise typer.BadParameter("say why, in words", param_hint="--reason")
    return reason.strip()


def _bring_back(desk: Desk, known: NoticeId, earlier: int | None, why: str, *, can_extend: bool) -> None:
    """What of `restore` the notice's state asks for, before its last day is set."""
    if earlier is not None:
        desk.store.return_to(known, earlier, desk.by, desk.now, why)
        return
    match desk.state(known):
        case State.SUPERSEDED:
            desk.store.uphold(known, desk.by, desk.now, why)
        case State.EXPIRED if not can_extend:
            raise CommandError(f"notice {known!r} is expired; give its new last day, --until DATE or --until never")
        case State.WITHDRAWN:
            desk.store.restore(known, desk.by, desk.now, why)
        case _ if not can_extend:
            # refused with the state and what it allows
            desk.store.restore(known, desk.by, desk.now, why)


def _brought_back(known: NoticeId, now: State, waiting: int | None) -> str:
    if waiting is not None or now in (State.DRAFT, State.CHECKED):
        return f"{known} is back and waits for its check: `gongkai notices approve {known}`."
    match now:
        case State.EXPIRED:
            return f"{known} is restored, but expired: give its new last day with --until."
        case State.SUPERSEDED:
            return f"{known} is restored, but superseded: restore it again to let it hold beside the newer one."
    return f"{known} is {now} again; if a publish ran since it was not, run `gongkai publish`."


def _last_day(until: str) -> date | None:
    if until in ("", "never"):
        return None
    try:
        return date.fromisoformat(until)
    except ValueError:
        raise typer.BadParameter(
            f"expected a day such as 2026-08-31, or never, got {until!r}", param_hint="--until"
        ) from None


def _each(
    notice_ids: Sequence[str], by: str, configured: settings.Settings, step: Callable[[Desk, NoticeId], str]
) -> None:
    """Takes the step for each notice; one that cannot is reported and does not stop the others."""
    refused = 0
    with stores.existing(configured) as store:
        desk = Desk(store, options.actor(by), configured)
        for notice_id in dict.fromkeys(notice_ids):
            try:
                console.say(step(desk, NoticeId(notice_id)))
            except (UnknownNotice, ForbiddenTransition, SameReviewer, ReviewedUnseen) as error:
                if len(notice_ids) == 1:
                    raise
                refused += 1
                console.say(f"not done: {error}")
    if refused:
        raise CommandError(f"{refused} of {len(notice_ids)} notices were left as they were, see above")
