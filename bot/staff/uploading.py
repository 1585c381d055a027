"""Uploading a file: it is read as an import would, shown with what was extracted, masked and classified, then submitted.

Reading runs as `gongkai import --dry-run` in a process of its own, so no file can harm the service.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import StaffRefused
from bot.staff import render
from bot.staff.account import Role
from bot.staff.correcting import EDITORS, check_office, form_values, given_values
from bot.staff.drafts import ENDINGS, Draft, Drafts
from bot.staff.notice import allowed
from bot.staff.visit import Page, Reply, Visit, see
from knowledge.classify import disclosure_list
from knowledge.notice import NoticeId

_SHOWN = 60


def ask(visit: Visit) -> Reply:
    """GET /staff/upload, or with ?id= for a new text of that notice."""
    given = visit.query.get("id", "")
    notice = allowed(visit, NoticeId(given)) if given else None
    most = visit.console.premises.settings.upload_mb
    return render.page(visit, "upload.html", notice=notice, endings=ENDINGS, most=most)


def take(visit: Visit) -> Reply:
    """POST /staff/upload: keeps the file and reads it."""
    if visit.upload is None or not visit.upload.name:
        raise StaffRefused("请先选择一个文件。")
    given = visit.form.get("id", "")
    if given:
        allowed(visit, NoticeId(given))
    console = visit.console
    drafts = Drafts(console.premises.data)
    draft = drafts.keep(visit.upload, visit.who.name, given, console.premises.seconds())
    console.roster.note(visit.who.name, "uploaded", draft.notice_id, draft.name)
    office = {"department": visit.who.office} if visit.who.role is Role.OFFICER else {}
    _read(visit, drafts, replace(draft, values=office))
    return see(render.address("/upload/draft", key=draft.key))


def look(visit: Visit) -> Reply:
    """GET /staff/upload/draft?key=: the preview."""
    drafts = Drafts(visit.console.premises.data)
    draft = drafts.find(visit.query.get("key", ""), visit.who.name)
    return _preview(visit, draft if draft.preview else _read(visit, drafts, draft), "")


def decide(visit: Visit) -> Reply:
    """POST /staff/upload/draft: read again with what the form says, submit, or discard."""
    drafts = Drafts(visit.console.premises.data)
    draft = drafts.find(visit.form.get("key", ""), visit.who.name)
    step = visit.form.get("step", "")
    if step == "discard":
        drafts.discard(draft)
        visit.console.roster.note(visit.who.name, "discarded", draft.notice_id, draft.name)
        return see(render.address("/upload", done="discarded"))
    values = given_values(visit.form)
    if visit.form.get("status") == "draft":
        values["status"] = "draft"
    draft = replace(draft, values=_said(draft, values))
    try:
        check_office(visit, draft.values or {})
        draft = _read(visit, drafts, draft)
        if step != "submit":
            return see(render.address("/upload/draft", key=draft.key))
        return _submit(visit, drafts, draft)
    except StaffRefused as error:
        return _preview(visit, draft, str(error))


def _said(draft: Draft, given: Mapping[str, str]) -> dict[str, str]:
    """What a person has said: what differs from what was read, and what was said before; the rest stays recognised."""
    said, read = dict(draft.values or {}), _values(_detail(draft.preview))
    return {key: value for key, value in given.items() if value and (key in said or value != read.get(key, ""))}


def _submit(visit: Visit, drafts: Drafts, draft: Draft) -> Reply:
    """Imports the file for good, after what it would become has been looked at by the console, too."""
    detail = _detail(draft.preview)
    if detail is None:
        raise StaffRefused(_why_not(draft.preview))
    if detail["id"] != draft.notice_id:
        raise StaffRefused("文件里写的编号与这份上传不符；请去掉文件里的 id 再上传。")
    # the file itself may name an office or what it replaces, which no form has shown
    read = {"department": str(detail["department"]), "supersedes": " ".join(detail["supersedes"])}
    check_office(visit, read)
    if visit.who.role is Role.OFFICER and not read["department"]:
        raise StaffRefused("请写明部门。")
    done = visit.console.gongkai.run("import", str(drafts.file(draft)), "--json", "--by", visit.who.name)
    if done["unreadable"]:
        raise StaffRefused(_why_not(done))
    drafts.submitted(draft)
    visit.console.roster.note(visit.who.name, "submitted", draft.notice_id, draft.name)
    return see(render.address("/notice", id=draft.notice_id, done="submitted"))


def _read(visit: Visit, drafts: Drafts, draft: Draft) -> Draft:
    """What an import would make of the file with what the form says, written into the draft."""
    drafts.save(draft)
    file = str(drafts.file(draft))
    made = visit.console.gongkai.run("import", file, "--dry-run", "--passages", "--json", "--by", visit.who.name)
    draft = replace(draft, preview=made)
    drafts.save(draft)
    return draft


def _preview(visit: Visit, draft: Draft, why: str) -> Reply:
    detail = _detail(draft.preview)
    passages = detail["passages"] if detail else []
    item = disclosure_list().get(detail["item"]) if detail and detail["item"] else None
    return render.page(
        visit,
        "draft.html",
        400 if why else 200,
        draft=draft,
        detail=detail,
        item=item,
        why=why or ("" if detail else _why_not(draft.preview)),
        screened=(draft.preview or {}).get("screened", []),
        passages=passages[:_SHOWN],
        more=len(passages) - _SHOWN,
        values=_values(detail) | dict(draft.values or {}),
        change=(draft.preview or {}).get("notices", []),
        **form_values(visit),
    )


def _detail(preview: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    details = (preview or {}).get("details", [])
    return details[0] if details else None


def _values(detail: Mapping[str, Any] | None) -> dict[str, str]:
    """What was read, as the form shows it."""
    if detail is None:
        return given_values({})
    return {
        key: " ".join(value) if isinstance(value := detail.get(key), list) else str(value or "")
        for key in given_values({})
    }


def _why_not(preview: Mapping[str, Any] | None) -> str:
    unreadable = (preview or {}).get("unreadable", [])
    if unreadable:
        first = unreadable[0]
        return f"没有读出这份文件：{first['reason']}" + (f"（{first['advice']}）" if first["advice"] else "")
    return "这份文件与库里的通知内容相同，没有什么可提交的。"


PAGES = (
    Page("GET", "/upload", EDITORS, ask),
    Page("POST", "/upload", EDITORS, take, takes_file=True),
    Page("GET", "/upload/draft", EDITORS, look),
    Page("POST", "/upload/draft", EDITORS, decide),
)
