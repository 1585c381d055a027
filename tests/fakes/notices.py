"""Notices written in a line or two, cut as the importer cuts them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from knowledge.audit import Actor
from knowledge.chunk import chunk
from knowledge.document import Document, Paragraph, Table
from knowledge.notice import Notice, NoticeId
from knowledge.passage import Passage
from knowledge.periods import periods
from knowledge.store import KnowledgeStore

NOW = datetime(2026, 9, 1, tzinfo=UTC)
TODAY = date(2026, 9, 1)
BY = Actor("test")

Cut = tuple[Notice, tuple[Passage, ...]]


def cut(identity: str, title: str, *blocks: str | Table, **given: object) -> Cut:
    """A notice of paragraphs and tables, with its passages; `given` are further fields of the notice."""
    document = Document(title, tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks))
    text, passages = chunk(NoticeId(identity), document)
    plain = Notice(
        id=NoticeId(identity),
        title=title,
        text=text,
        department="学生处",
        published_at=date(2026, 3, 1),
        source_url=f"https://example.edu.cn/{identity}",
        periods=periods(title, text),
    )
    return replace(plain, **given), passages  # type: ignore[arg-type]  # fields by name


def save(store: KnowledgeStore, *notices: Cut) -> None:
    """Puts the notices into a store."""
    for notice, passages in notices:
        store.save(notice, passages, BY, NOW)


SCHOLARSHIP = cut(
    "prize",
    "奖学金评定办法",
    "第一条 学校设立奖学金，每学年评定一次。",
    "第二条 一等奖学金1000元，二等奖学金700元，三等奖学金400元。",
)
FEES = cut(
    "fees",
    "学费标准一览表",
    Table(
        rows=(("专业", "学费（元/学年）", "住宿费（元/学年）"), ("软件技术", "6000", "1200"), ("护理", "6600", "1100")),
        caption="2026年收费标准",
        header_rows=1,
    ),
    department="财务处",
)
LIBRARY = cut(
    "library", "图书馆服务指南", "图书馆每天8:30开门，21:30闭馆。每位读者可以借书10册，借期30天。", department="图书馆"
)
NETWORK = cut(
    "network",
    "校园网使用说明",
    "校园网按学期收取服务费，每学期180元，故障请拨打0000-8801700报修。",
    department="信息中心",
)
