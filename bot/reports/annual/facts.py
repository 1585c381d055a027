"""What a year's report counts, taken from the knowledge store, the ledger, the gap queue and the requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.gaps.gap import Case
from bot.ledger import Entry, Ledger
from bot.reports.coverage import Report, Row, Rules, cover, within
from bot.reports.period import CHINA, Period
from bot.requests.request import Request
from bot.requests.voices import Voice
from knowledge.audit import Action, AuditEntry
from knowledge.notice import Notice, Status
from knowledge.store import KnowledgeStore


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows of one year, before anything is counted.

    `undated` are published notices without a day: they belong to no year, and the report says how many they are.
    `coverage` is that of what was disclosed up to the end of the year.
    """

    period: Period
    notices: tuple[Notice, ...]
    disclosed: tuple[Notice, ...]
    undated: tuple[Notice, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    asked: tuple[Entry, ...]
    cases: tuple[Case, ...]
    requests: tuple[Request, ...]
    voices: tuple[Voice, ...]
    coverage: Report


@dataclass(frozen=True, slots=True)
class Queues:
    """What stands outside store and ledger: gaps, requests, complaints and appraisals."""

    cases: Sequence[Case] = ()
    requests: Sequence[Request] = ()
    voices: Sequence[Voice] = ()


def gather(store: KnowledgeStore, ledger: Ledger, queues: Queues, rules: Rules, period: Period) -> Facts:
    """The facts of `period`."""
    notices = store.notices()
    asked = ledger.entries(period.since, period.until)
    trail = [entry for entry in store.audit() if period.holds(entry.at)]
    return Facts(
        period=period,
        notices=notices,
        disclosed=within(notices, period),
        undated=tuple(one for one in notices if one.status is Status.PUBLISHED and one.published_at is None),
        changed=_acted(trail, Action.CHANGED),
        withdrawn=_acted(trail, Action.WITHDRAWN),
        asked=asked,
        cases=tuple(case for case in queues.cases if any(period.holds(one.at) for one in case.sightings)),
        requests=tuple(one for one in queues.requests if period.holds(one.received)),
        voices=tuple(one for one in queues.voices if period.holds(one.day)),
        coverage=_up_to(cover(store, asked, rules, period.last), period),
    )


def _acted(trail: Iterable[AuditEntry], action: Action) -> tuple[str, ...]:
    """The notices to which something was done: `id@day`, once for each day."""
    done = (f"{entry.notice_id}@{entry.at.astimezone(CHINA).date()}" for entry in trail if entry.action is action)
    return tuple(dict.fromkeys(done))


def _up_to(report: Report, period: Period) -> Report:
    """The coverage without what was disclosed after the year; nothing can be said now of what was overdue then."""
    rows = tuple(
        Row(
            item=row.item,
            applies=row.applies,
            disclosed=tuple(
                one for one in row.disclosed if one.published_at is None or one.published_at <= period.last
            ),
            owed=(),
            overdue=(),
            demand=row.demand,
        )
        for row in report.rows
    )
    return Report(report.today, rows, report.unlisted, report.other)
