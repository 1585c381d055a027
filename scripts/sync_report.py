"""How a sync is told: to people line by line, to programs as JSON."""

from knowledge.sites.page import GOOD, SAME, Outcome, Page
from knowledge.sites.report import ColumnReport, SyncReport, by_reason
from scripts import console

_SHOWN = 20


def to_json(report: SyncReport) -> dict[str, object]:
    """All of a report; pages that stayed the same are only counted."""
    return {"columns": [_column(column) for column in report.columns], "seconds": round(report.seconds, 3)}


def gone_json(page: Page) -> dict[str, object]:
    """A page that staff are asked about."""
    return _page(page) | {"since": page.gone_since, "why": page.gone_why, "column": page.column}


def write(report: SyncReport, *, dry_run: bool) -> None:
    """The report in lines, on standard error; lists of more than twenty are cut, and say so."""
    for column in report.columns:
        _write_column(column, dry_run=dry_run)
    changed = len(report.of(Outcome.NEW, Outcome.CHANGED))
    if dry_run:
        console.say(
            "Nothing was written. Without --dry-run the new pages are fetched, and the known ones asked for changes."
        )
    elif changed:
        console.say(f"{changed} notices changed. Next: run `gongkai publish` to make the changes answerable.")
    else:
        console.say("Nothing changed.")
    if not dry_run and report.of(Outcome.GONE):
        console.say("Pages are gone from their sites: `gongkai sync --gone` lists them and says how to decide.")


def _column(column: ColumnReport) -> dict[str, object]:
    same = {outcome.value.replace(" ", "_"): len(column.of(outcome)) for outcome in sorted(SAME)}
    return {
        "name": column.name,
        "error": column.error,
        "trouble": column.trouble,
        "resumed": column.resumed,
        "whole": column.whole,
        "new": [_page(page) for page in column.of(Outcome.NEW)],
        "changed": [_page(page) for page in column.of(Outcome.CHANGED)],
        "unchanged": len(column.of(*SAME)),
        "unchanged_how": same,
        "gone": [gone_json(page) for page in column.of(Outcome.GONE)],
        "refused": [{"url": p.url, "reason": p.reason, "detail": p.advice} for p in column.of(Outcome.REFUSED)],
        "unreadable": [{"url": p.url, "reason": p.reason, "advice": p.advice} for p in column.of(Outcome.UNREADABLE)],
        "partly_read": [{"url": p.url, "reason": p.reason, "advice": p.advice} for p in _partly(column)],
        "unreachable": [{"url": p.url, "reason": p.reason} for p in column.of(Outcome.UNREACHABLE)],
    }


def _partly(column: ColumnReport) -> tuple[Page, ...]:
    """Archives of which a file could not be read."""
    return tuple(page for page in column.of(*GOOD) if page.reason)


def _page(page: Page) -> dict[str, object]:
    return {"url": page.url, "id": page.notice_id, "title": page.title}


def _write_column(column: ColumnReport, *, dry_run: bool) -> None:
    names = ("new", "changed", "unchanged", "gone", "refused", "unreadable", "not reached")
    groups = (
        column.of(Outcome.NEW),
        column.of(Outcome.CHANGED),
        column.of(*SAME),
        column.of(Outcome.GONE),
        column.of(Outcome.REFUSED),
        column.of(Outcome.UNREADABLE),
        column.of(Outcome.UNREACHABLE),
    )
    counts = ", ".join(
        f"{len(group)} {name}" for name, group in zip(names, groups, strict=True) if group or name == "new"
    )
    resumed = " (a broken run was taken up)" if column.resumed else ""
    console.say(f"{column.name}: {counts}{resumed}")
    if column.error:
        console.say(f"  not followed to its end: {column.error}")
    if column.trouble:
        console.say(f"  {column.trouble}")
    if dry_run:
        _write_pages("would be fetched", column.of(Outcome.NEW))
    _write_pages("gone", column.of(Outcome.GONE))
    for reason, pages in by_reason(column.of(Outcome.REFUSED)).items():
        _write_pages(f"refused ({reason})", tuple(pages))
    _write_pages("read in part", _partly(column))
    _write_pages("unreadable", column.of(Outcome.UNREADABLE))
    _write_pages("not reached", column.of(Outcome.UNREACHABLE))


def _write_pages(name: str, pages: tuple[Page, ...]) -> None:
    for page in pages[:_SHOWN]:
        console.say(f"  {name}: {page.url}" + (f": {_why(page)}" if _why(page) else ""))
    if len(pages) > _SHOWN:
        console.say(f"  … and {len(pages) - _SHOWN} more {name}; --json lists them all")


def _why(page: Page) -> str:
    """The reason in words: of a refusal the name of the reason stands before, and its detail says it."""
    match page.outcome:
        case Outcome.GONE:
            return page.gone_why
        case Outcome.REFUSED:
            return page.advice
    return page.reason + (f" ({page.advice})" if page.advice else "")
