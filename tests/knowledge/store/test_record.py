"""Notices as JSON text, their hash and their differences."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.notice import Evidence, Notice, NoticeId, Period, PeriodKind, Place, Status
from knowledge.passage import Passage, PassageId, PassageKind
from knowledge.store import record

DATES = st.none() | st.dates()
NOTICES = st.builds(
    Notice,
    id=st.text(min_size=1).map(NoticeId),
    title=st.text(),
    text=st.text(),
    published_at=DATES,
    effective_from=DATES,
    expires_at=DATES,
    status=st.sampled_from(Status),
    supersedes=st.lists(st.text().map(NoticeId)).map(tuple),
    periods=st.lists(st.builds(Period, st.sampled_from(PeriodKind), st.integers(1900, 2100))).map(tuple),
    item=st.none() | st.integers(1, 50),
    item_cues=st.lists(st.text()).map(tuple),
    document_number=st.text(),
    deadline=DATES,
    evidence=st.lists(
        st.builds(Evidence, st.text(), st.text(), st.text(), st.sampled_from(Place), st.booleans()), max_size=2
    ).map(tuple),
)
NOTICE = Notice(NoticeId("a"), "学费", "正文")
PASSAGE = Passage(PassageId("a#0"), NoticeId("a"), 0, PassageKind.TEXT, "", "正文", 0, 2)


@settings(max_examples=40)
@given(NOTICES)
def test_round_trip(notice: Notice) -> None:
    """A notice comes back from its JSON text as it was."""
    assert record.from_json(record.to_json(notice)) == notice


def test_hash_covers_every_part() -> None:
    """A change of any field of the notice or of a passage changes the hash; the same content never does."""
    first = record.content_hash(NOTICE, [PASSAGE])
    assert first == record.content_hash(replace(NOTICE), [replace(PASSAGE)])
    others = {
        record.content_hash(replace(NOTICE, published_at=date(2024, 5, 1)), [PASSAGE]),
        record.content_hash(NOTICE, [replace(PASSAGE, heading="一")]),
        record.content_hash(NOTICE, []),
    }
    assert len(others | {first}) == 4


def test_a_passage_without_a_page_has_the_hash_it_had_before_there_were_pages() -> None:
    """So that notices of an older gongkai count as changed only where pages are new."""
    values = json.dumps(["a#0", "a", 0, "text", "", "正文", 0, 2], ensure_ascii=False)
    before = hashlib.sha256(record.to_json(NOTICE).encode() + values.encode() + b"\n").hexdigest()
    assert record.content_hash(NOTICE, [PASSAGE]) == before
    assert record.content_hash(NOTICE, [replace(PASSAGE, page=1)]) != before


def test_differences_name_the_fields() -> None:
    """The fields that differ are named in the order of Notice; when none does, the passages are what changed."""
    assert record.differences(NOTICE, replace(NOTICE, text="新", title="新")) == "title, text"
    assert record.differences(NOTICE, NOTICE) == "passages"


def test_an_older_record_is_still_read() -> None:
    """Fields that it did not know yet take their defaults."""
    known = json.loads(record.to_json(NOTICE))
    older = {name: value for name, value in known.items() if name not in ("document_number", "deadline", "evidence")}
    assert record.from_json(json.dumps(older)) == NOTICE
