"""What an import tells: sections for people and for the page of a colleague, and the same as JSON.

A further section (what was masked and withheld, say) is one function in SECTIONS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.audit import Change
from knowledge.classify import disclosure_list
from knowledge.filename import readable
from knowledge.outcome import Doubt, Imported, ImportReport
from knowledge.privacy.findings import Findings, summary
from knowledge.wording import fields_in_words

# Changes named at a terminal; the page and the JSON have them all.
_MOST_LINES = 20
_DOUBTS = {Doubt.NO_ITEM: "没有合适的清单事项", Doubt.TEXT_ONLY: "标题里没有依据，仅凭正文词语"}


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report: its heading in Chinese, what it asks for, its columns and rows."""

    name: str
    heading: str
    hint: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def unreadable(report: ImportReport) -> Section:
    """Files that are no notice, why, and what to do."""
    rows = tuple((readable(str(file.path)), file.reason, file.advice or "—") for file in report.unreadable)
    hint = "这些文件没有成为通知。按“怎么办”处理后重新导入即可，其他文件不受影响。"
    return Section("unreadable", "没有读出的文件", hint, ("文件", "原因", "怎么办"), rows)


def partly_read(report: ImportReport) -> Section:
    """Notices of which a part of the file is missing."""
    rows = tuple((one.title, one.unread, one.id, readable(str(one.path))) for one in report.partly_read)
    hint = "这些通知已经导入，但文件的一部分没有读出，问到那一部分时答不上来。"
    return Section("partly_read", "只读出一部分的文件", hint, ("标题", "缺了什么", "编号", "文件"), rows)


def changed(report: ImportReport) -> Section:
    """Notices whose file says something new, and which fields."""
    notices = (one for one in report.notices if one.change is Change.CHANGED)
    rows = tuple((one.title, _fields(one), one.id, readable(str(one.path))) for one in notices)
    hint = "旧文本留有存档：gongkai notices diff 可以对照，gongkai notices restore --revision 可以恢复。"
    return Section("changed", "有变化的通知", hint, ("标题", "变化", "编号", "文件"), rows)


def unsure(report: ImportReport) -> Section:
    """Notices whose item of the disclosure list a person should look at."""
    rows = tuple((one.title, _item(one), _DOUBTS[one.doubt], "、".join(one.cues) or "—") for one in report.unsure)
    hint = "清单事项由标题和正文的词语判定，以下几件把握不大，请看一眼。"
    return Section("unsure", "归类把握不大的通知", hint, ("标题", "清单事项", "原因", "依据"), rows)


def added(report: ImportReport) -> Section:
    """Notices that are new."""
    notices = (one for one in report.notices if one.change is Change.ADDED)
    rows = tuple((one.title, _item(one), one.id, readable(str(one.path))) for one in notices)
    return Section("added", "新增的通知", "", ("标题", "清单事项", "编号", "文件"), rows)


def screened(report: ImportReport) -> Section:
    """Notices in which something personal was masked or kept back, and how much of what."""
    rows = tuple((one.path, *_screened(one.findings)) for one in report.screened)
    hint = "个人号码已打码，涉及个人的名单没有进入检索。原文件没有改动；如有误判，请在配置 public_contacts 中登记公务联系方式。"
    return Section("screened", "个人信息", hint, ("文件", "已打码", "未收录的名单"), rows)


def _screened(findings: Findings) -> tuple[str, str]:
    masked = "、".join(f"{kind} {count}" for kind, count in findings.masked)
    withheld = "；".join(f"{one.under}（{one.subject}，{one.rows} 行）" for one in findings.withheld)
    return masked or "—", withheld or "—"


SECTIONS: Sequence[Callable[[ImportReport], Section]] = (unreadable, partly_read, screened, changed, unsure, added)


def sections(report: ImportReport) -> tuple[Section, ...]:
    """The sections that have something to tell, in the order in which they matter to staff."""
    return tuple(section for make in SECTIONS if (section := make(report)).rows)


def to_json(report: ImportReport, *, dry_run: bool) -> dict[str, object]:
    """The whole report for programs: ids by what became of them, and the details of what is new, changed or unread."""
    return {
        "dry_run": dry_run,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "waiting": report.waiting,
        "unreadable": [
            {"path": readable(str(file.path)), "reason": file.reason, "advice": file.advice}
            for file in report.unreadable
        ],
        "partly_read": [
            {"id": one.id, "path": readable(str(one.path)), "unread": one.unread} for one in report.partly_read
        ],
        "unsure": [{"id": one.id, "title": one.title, "item": one.item, "reason": one.doubt} for one in report.unsure],
        "notices": [_notice(one) for one in report.notices if one.change is not Change.UNCHANGED],
        "screened": [one.to_json() for one in report.screened],
        "seconds": round(report.seconds, 3),
    }


def lines(report: ImportReport, *, dry_run: bool) -> list[str]:
    """The report for people at a terminal; the details are in the page and the JSON."""
    said = [
        f"not imported: {readable(str(file.path))}: {file.reason}" + (f" ({file.advice})" if file.advice else "")
        for file in report.unreadable
    ]
    said += [f"read in part: {readable(str(one.path))}: {one.unread}" for one in report.partly_read]
    changes = [one for one in report.notices if one.change is Change.CHANGED]
    said += [f"changed: {one.title} ({one.id}): {one.fields}" for one in changes[:_MOST_LINES]]
    said += [f"changed: {len(changes) - _MOST_LINES} more"] if len(changes) > _MOST_LINES else []
    said += summary(report.screened)
    counts = (report.added, report.changed, report.unchanged, report.unreadable)
    names = ("added", "changed", "unchanged", "not imported")
    told = ", ".join(f"{len(count)} {name}" for count, name in zip(counts, names, strict=True))
    said.append(f"{'Would be: ' if dry_run else ''}{told} in {report.seconds:.1f} s")
    if report.unsure:
        said.append(f"{len(report.unsure)} classified with low confidence; `--report FILE.html` lists them.")
    if report.waiting and not dry_run:
        said.append(f"{len(report.waiting)} wait for a check: `gongkai notices list --status waiting`.")
    return [*said, _next(report, dry_run=dry_run)]


def _next(report: ImportReport, *, dry_run: bool) -> str:
    if not report.imported:
        return "Nothing could be imported." if report.unreadable else "There is no file to import."
    if dry_run:
        return "Nothing was written: run it without --dry-run to do it."
    if not report.added and not report.changed:
        return f"Nothing changed: all {report.imported} notices are as they were."
    if len(report.waiting) == len(report.added) + len(report.changed):
        return "Next: `gongkai notices approve ID`, then `gongkai publish`."
    return "Next: run `gongkai publish` to make the changes answerable."


def _notice(one: Imported) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "path": readable(str(one.path)),
        "change": one.change,
        "fields": list(filter(None, one.fields.split(", "))),
        "waits": one.waits,
        "item": one.item,
    }


def _fields(one: Imported) -> str:
    return fields_in_words(one.fields) + ("（待审查）" if one.waits else "")


def _item(one: Imported) -> str:
    return f"{one.item} {disclosure_list()[one.item].title}" if one.item else "—"
