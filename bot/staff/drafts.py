"""Uploaded files in the data folder, before and after they are submitted: the file, what a person says of it, what was read.

Each has a folder of its own under `uploads/`; one that nobody submits goes after a week.
"""

import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from bot.errors import StaffRefused
from bot.staff.visit import Upload
from knowledge import frontmatter

ENDINGS = (
    ".docx", ".doc", ".pdf", ".xlsx", ".xls", ".csv", ".html", ".htm", ".md", ".txt", ".png", ".jpg", ".jpeg",
)  # fmt: skip
"""What the console takes: one file, one notice. Whether the content is what the name says, its parser finds out."""

_KEY = re.compile(r"[A-Za-z0-9_\-]{16}")
_LONGEST_NAME = 80
_WEEK = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class Draft:
    """An upload: `owner` brought `name`; it is a new notice, or with `replaces` the new text of that one.

    `values` are what the form says, by key of a side file; `preview` is what `gongkai import --dry-run` made of it.
    """

    key: str
    owner: str
    name: str
    notice_id: str
    replaces: bool = False
    at: float = 0.0
    values: Mapping[str, str] | None = None
    preview: Mapping[str, Any] | None = None
    is_submitted: bool = False


class Drafts:
    """The folder of uploads under `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "uploads"

    def keep(self, upload: Upload, owner: str, notice_id: str, now: float) -> Draft:
        """Takes an uploaded file in; StaffRefused when its kind is not taken."""
        name = safe_name(upload.name)
        if not name.lower().endswith(ENDINGS):
            raise StaffRefused(f"不收这种文件。可以上传：{' '.join(ENDINGS)}；压缩包请先解开，一件一件上传。")
        if not upload.size:
            raise StaffRefused("文件是空的，请重新选择。")
        key = secrets.token_urlsafe(12)
        # a name of ours: no file, by its own name or words, decides which notice it is
        draft = Draft(key, owner, name, notice_id or f"staff-{key}", replaces=bool(notice_id), at=now)
        self._clear(now)
        place = self._folder / key
        place.mkdir(parents=True, mode=0o700)
        shutil.copyfile(upload.path, place / name)
        self.save(draft)
        return draft

    def find(self, key: str, owner: str) -> Draft:
        """The draft, for the person who brought it. StaffRefused for any other."""
        if _KEY.fullmatch(key):
            try:
                draft = Draft(**json.loads((self._folder / key / "draft.json").read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError):
                draft = None
            if draft is not None and draft.owner == owner and not draft.is_submitted:
                return draft
        raise StaffRefused("没有这份上传：可能已提交或已放弃，请重新上传。")

    def file(self, draft: Draft) -> Path:
        """Where its file stands."""
        return self._folder / draft.key / draft.name

    def save(self, draft: Draft) -> None:
        """Writes the draft, and its side file for the importer."""
        place = self._folder / draft.key
        values = {"id": draft.notice_id} | dict(draft.values or {})
        side = place / f"{draft.name}{frontmatter.SIDE_ENDING}"
        for path, text in (
            (side, frontmatter.written(values)),
            (place / "draft.json", json.dumps(asdict(draft), ensure_ascii=False)),
        ):
            part = path.with_name("part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)

    def submitted(self, draft: Draft) -> None:
        """The draft is a notice now; its file is kept as the original."""
        self.save(replace(draft, is_submitted=True, preview=None))

    def discard(self, draft: Draft) -> None:
        """Removes the draft and its file."""
        shutil.rmtree(self._folder / draft.key, ignore_errors=True)

    def _clear(self, now: float) -> None:
        for path in self._folder.glob("*/draft.json"):
            try:
                draft = json.loads(path.read_text(encoding="utf-8"))
                is_over = not draft["is_submitted"] and draft["at"] < now - _WEEK
            except (OSError, ValueError, KeyError, TypeError):
                is_over = False
            if is_over:
                shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(given: str) -> str:
    """The file's own name without any folder, without what no name should hold; its ending is kept."""
    last = PurePosixPath(given.replace("\\", "/")).name
    shown = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if letter.isprintable() and letter not in '<>:"|?*'
    )
    shown = shown.strip(" .-~") or "file"
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}.{ending[:10]}" if dot and stem else shown[:_LONGEST_NAME]
