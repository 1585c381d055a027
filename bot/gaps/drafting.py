"""An office's answer becomes a draft notice: a file that staff may still edit, taken in by the importer like any other."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.gaps.gap import Gap, State
from bot.gaps.queue import GapQueue
from bot.loop.errors import FormInvalid, NotNow
from bot.reports.period import CHINA
from knowledge.audit import Act
from knowledge.importer import Steps, import_paths
from knowledge.notice import NoticeId, Status
from knowledge.store import KnowledgeStore

CHANNEL = "答复公开"
"""The channel of notices that began as a question."""
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes drafts below `folder`; the store's own review (先审查、后公开) publishes them."""

    folder: Path
    store: KnowledgeStore
    queue: GapQueue
    steps: Steps = field(default_factory=Steps)

    def draft(self, number: int, act: Act, title: str = "", text: str = "") -> NoticeId:
        """The id of the draft of an answered gap; `title` and `text` take the place of what question and answer give.

        Drafting again changes the draft. Raises Unknown, NotNow when there is no answer yet, FormInvalid when the importer
        does not take it.
        """
        gap = self.queue.show(number).gap
        if gap.state is not State.ANSWERED:
            raise NotNow(f"gap {number}", gap.state, f"answer it first: gongkai gaps answer {number} TEXT")
        notice_id = NoticeId(f"gap-{number}")
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{notice_id}.md"
        path.write_text(_markdown(gap, notice_id, act, title.strip(), text.strip()), encoding="utf-8")
        report = import_paths([path], self.store, act.by, act.at, steps=self.steps)
        if report.unreadable:
            raise FormInvalid({"text": f"{report.unreadable[0].reason}; {report.unreadable[0].advice}"})
        self.queue.drafted(number, notice_id, act)
        return notice_id


def _markdown(gap: Gap, notice_id: NoticeId, act: Act, title: str, text: str) -> str:
    said = {
        "id": str(notice_id),
        "title": title or f"关于“{gap.title}”的答复"[:_LONGEST_TITLE],
        "department": gap.office,
        "channel": CHANNEL,
        "published_at": act.at.astimezone(CHINA).date(),
        "status": Status.DRAFT.value,
        "item": gap.item,
    }
    front = yaml.safe_dump({key: value for key, value in said.items() if value}, allow_unicode=True, sort_keys=False)
    body = text or f"问：{gap.title}\n\n答：{gap.answer}"
    return f"---\n{front}---\n{body}\n"
