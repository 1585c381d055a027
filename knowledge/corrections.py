"""What staff have corrected of a notice: kept in the data folder, so that it holds when the file is imported again.

A correction has the keys of a side file; written by `gongkai notices correct` and the staff console, read by the importer.
"""

from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from knowledge import frontmatter
from knowledge.audit import Actor, Change
from knowledge.errors import ForbiddenTransition, InvalidMetadata
from knowledge.notice import Metadata, Notice, NoticeId, Status
from knowledge.store import KnowledgeStore

KEYS = tuple(key for key in frontmatter.KEYS if key not in ("id", "status"))
"""The id is what a notice is known by, and its status has steps of its own."""

_FIELDS = {"applies_to": "periods"}
_FOLDER = "corrections"


def read(data: Path, notice_id: NoticeId) -> Metadata:
    """What has been corrected of a notice; nothing where nobody has. Raises InvalidMetadata."""
    return frontmatter.read_side_file(_place(data, notice_id)) or Metadata()


def corrected(notice: Notice, correction: Metadata) -> Notice:
    """The notice with what the correction says; the words that had decided those fields go."""
    said = {
        field.name: value
        for field in fields(correction)
        if (value := getattr(correction, field.name)) not in (None, "", ())
    }
    values = {_FIELDS.get(key, key): value for key, value in said.items() if key in KEYS}
    evidence = tuple(one for one in notice.evidence if one.field not in values)
    cues = () if "item" in values else notice.item_cues
    return replace(notice, **values, evidence=evidence, item_cues=cues)


def correct(
    store: KnowledgeStore, data: Path, notice_id: NoticeId, values: dict[str, str], by: Actor, at: tuple[datetime, str]
) -> Change:
    """Corrects what waits of a notice, else what holds, under the college's policy: a change may have to be checked.

    `values` are by key, as a form gives them, "" leaving a key alone; `at` is when and why. Raises InvalidMetadata, and
    ForbiddenTransition for a notice that is withdrawn.
    """
    now, reason = at
    place = _place(data, notice_id)
    new = frontmatter.read_values(place, {key: value for key, value in values.items() if key in KEYS})
    current, waiting = store.in_force(notice_id)
    number = waiting or current
    base = next(one.notice for one in store.revisions(notice_id) if one.number == number)
    if base.status is Status.WITHDRAWN:
        raise ForbiddenTransition(notice_id, base.status, "corrected", "`gongkai notices restore` brings it back")
    notice = corrected(base, new)
    if notice.effective_from and notice.expires_at and notice.expires_at < notice.effective_from:
        raise InvalidMetadata(
            place, f"`expires_at` {notice.expires_at} is before `effective_from` {notice.effective_from}"
        )
    # a check holds for one text
    status = Status.DRAFT if notice.status is Status.CHECKED else notice.status
    kept = frontmatter.merge(new, read(data, notice_id))
    change = store.save(replace(notice, status=status), store.passages(notice_id, number), by, now, reason)
    _keep(place, kept)
    return change


def _keep(place: Path, correction: Metadata) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    said = {key: _text(getattr(correction, key)) for key in KEYS}
    side = place.with_name(place.name + frontmatter.SIDE_ENDING)
    part = side.with_name(f"{side.name}.part")
    part.write_text(frontmatter.written(said), encoding="utf-8")
    part.replace(side)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _place(data: Path, notice_id: NoticeId) -> Path:
    """A name for the side file: an id may be longer than a file's name, and hold what no file's name may."""
    return data / _FOLDER / sha256(notice_id.encode()).hexdigest()[:32]
