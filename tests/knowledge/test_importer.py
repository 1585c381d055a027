"""Importing files and folders."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.audit import Actor
from knowledge.document import Block, Document, Heading, Paragraph
from knowledge.errors import StoreUnavailable
from knowledge.importer import Steps, import_paths
from knowledge.notice import Metadata, Notice, NoticeId, Status
from knowledge.outcome import ImportReport
from knowledge.privacy import Kind
from knowledge.privacy.findings import Findings
from knowledge.privacy.screen import Screened
from knowledge.store import KnowledgeStore

LI = Actor("李老师")
NOW = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "data" / "k.sqlite3") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def run(store: KnowledgeStore, *paths: Path, steps: Steps | None = None) -> ImportReport:
    return import_paths(paths, store, LI, NOW, steps=steps or Steps())


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def only(store: KnowledgeStore) -> Notice:
    (notice,) = store.notices()
    return notice


def parsed(*blocks: Block, title: str = "", metadata: Metadata | None = None) -> Steps:
    return Steps(parse=lambda *_: Document(title, blocks, metadata or Metadata()))


def test_folder(store: KnowledgeStore, folder: Path) -> None:
    """A folder becomes notices with periods, a disclosure item and passages; the trail names the file."""
    put(folder, "财务/fees.md", "---\ntitle: 2024年学费收费标准\ndepartment: 财务处\n---\n本科学费为每学年5000元。\n")
    report = run(store, folder)
    notice = only(store)
    assert report.added == (notice.id,)
    assert (notice.title, notice.department, notice.path) == ("2024年学费收费标准", "财务处", "财务/fees.md")
    assert (notice.status, str(notice.periods[0])) == (Status.PUBLISHED, "2024年")
    assert notice.item is not None
    assert "5000" in store.passages(notice.id)[0].text
    assert store.audit(notice.id)[0].reason == "imported from 财务/fees.md"


def test_again_changes_nothing(store: KnowledgeStore, folder: Path) -> None:
    """The same folder again is unchanged; a file that was edited is changed, and none is added."""
    file = put(folder, "a.md", "# 通知\n正文。")
    put(folder, "b.md", "# 公告\n正文。")
    assert len(run(store, folder).added) == 2
    assert len(run(store, folder).unchanged) == 2
    file.write_text("# 通知\n新的正文。", encoding="utf-8")
    report = run(store, folder)
    assert (len(report.changed), len(report.unchanged), report.imported) == (1, 1, 2)


def test_side_file_wins(store: KnowledgeStore, folder: Path) -> None:
    """A side file is stronger than what the file says of itself, key by key."""
    put(folder, "a.md", "---\nid: a\ntitle: 旧\ndepartment: 教务处\n---\n正文。")
    put(folder, "a.meta.yaml", "title: 新\nstatus: draft\npublished_at: 2024-05-01\n")
    run(store, folder)
    notice = only(store)
    assert (notice.id, notice.title, notice.department) == ("a", "新", "教务处")
    assert (notice.status, notice.published_at) == (Status.DRAFT, date(2024, 5, 1))


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        (parsed(Paragraph("正文"), title="文档标题"), "文档标题"),
        (parsed(Paragraph("正文"), Heading("第一个标题")), "第一个标题"),
        (parsed(Paragraph("第一行"), Paragraph("第二行")), "第一行"),
        (parsed(Paragraph("很长的一段" * 20)), "file"),
        (parsed(Paragraph("正文"), title="文档标题", metadata=Metadata(title="元数据")), "元数据"),
    ],
)
def test_title(store: KnowledgeStore, folder: Path, steps: Steps, title: str) -> None:
    """The title is the metadata's, the document's, the first heading or short line, else the file's name."""
    put(folder, "file.md", "x")
    run(store, folder, steps=steps)
    assert only(store).title == title


def test_ids_from_address_and_path(store: KnowledgeStore, folder: Path) -> None:
    """Without an id, a notice with an address keeps it when its file moves; one without goes by its path."""
    put(folder, "a.md", "---\nsource_url: https://example.edu.cn/1.htm\n---\n正文。")
    put(folder, "b.md", "正文。")
    first = run(store, folder)
    (folder / "a.md").rename(folder / "moved.md")
    (folder / "b.md").rename(folder / "elsewhere.md")
    second = run(store, folder)
    assert second.changed == first.added[:1]
    assert len(second.added) == 1


def test_conflict(store: KnowledgeStore, folder: Path) -> None:
    """Of two files with one id in a run, the first is imported and the second reported with the first one's path."""
    put(folder, "a.md", "---\nid: same\n---\n甲。")
    put(folder, "b.md", "---\nid: same\n---\n乙。")
    report = run(store, folder)
    assert report.added == (NoticeId("same"),)
    assert [file.path.name for file in report.unreadable] == ["b.md"]
    assert str(folder / "a.md") in report.unreadable[0].reason
    assert "甲" in only(store).text


def test_unreadable_do_not_stop(store: KnowledgeStore, folder: Path) -> None:
    """Files that cannot be read are reported with reason and advice, and the others are imported."""
    put(folder, "bad.md", "---\ntitel: x\n---\n正文。")
    put(folder, "side.md", "正文。")
    put(folder, "side.meta.yaml", "status: gone")
    put(folder, "alone.meta.yaml", "title: x")
    put(folder, "empty.md", "")
    put(folder, "blank.md", "---\ntitle: x\n---\n\n")
    put(folder, "big.md", "正文。" * 100)
    put(folder, "dates.md", "---\nexpires_at: 2024-01-01\n---\n正文。")
    put(folder, "dates.meta.yaml", "effective_from: 2024-02-01")
    put(folder, "good.md", "正文。")
    report = run(store, folder, folder / "missing.md", steps=Steps(max_bytes=500))
    reasons = {file.path.name: file.reason for file in report.unreadable}
    assert report.imported == 1
    assert "unknown key `titel`" in reasons["bad.md"]
    assert reasons["side.md"].startswith("side.meta.yaml: `status`")
    assert "side file" in reasons["alone.meta.yaml"]
    assert reasons["empty.md"] == "the file is empty"
    assert reasons["blank.md"] == "no text was found in it"
    assert "the limit is" in reasons["big.md"]
    assert "before `effective_from`" in reasons["dates.md"]
    assert "No such file" in reasons["missing.md"]


def test_parser_at_fault(store: KnowledgeStore, folder: Path) -> None:
    """A parser's unexpected failure is reported as one file's, and the others go on."""

    def parse(path: Path, content: bytes) -> Document:
        if path.name == "a.md":
            raise ZeroDivisionError("by zero")
        return Document("", (Paragraph(content.decode()),))

    put(folder, "a.md", "x")
    put(folder, "b.md", "正文")
    report = run(store, folder, steps=Steps(parse=parse))
    assert report.imported == 1
    assert "ZeroDivisionError: by zero" in report.unreadable[0].reason
    assert report.unreadable[0].advice


def test_pdf_without_text(store: KnowledgeStore, folder: Path) -> None:
    """A PDF in which no text is found is said to need OCR."""
    put(folder, "scan.pdf", "x")
    report = run(store, folder, steps=parsed())
    assert report.unreadable[0].reason == "no text layer; needs OCR"


def test_unlistable_folder(store: KnowledgeStore, folder: Path) -> None:
    """What turns out to be a folder when it is read is reported as one that cannot be listed."""
    report = import_paths([_Closed(folder)], store, LI, NOW)
    assert report.unreadable[0].reason == "the folder cannot be listed"


class _Closed(type(Path())):  # type: ignore[misc]
    """A folder that shows itself only at the second look, as one does whose listing was refused."""

    looks = 0

    def is_dir(self) -> bool:
        type(self).looks += 1
        return type(self).looks > 1


def test_store_failure_stops(folder: Path, tmp_path: Path) -> None:
    """When the store itself fails, the import stops: it is no fault of the file."""
    put(folder, "a.md", "正文。")
    store = KnowledgeStore.open(tmp_path / "k.sqlite3")
    store.close()
    (tmp_path / "k.sqlite3").write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreUnavailable):
        run(store, folder)
    store.close()


def test_progress_and_time(store: KnowledgeStore, folder: Path) -> None:
    """Progress is told after each file, and the report says how long it took."""
    put(folder, "a.md", "正文。")
    put(folder, "b.md", "")
    told: list[tuple[int, int, str]] = []
    clock = iter([10.0, 12.5])
    report = import_paths(
        [folder],
        store,
        LI,
        NOW,
        lambda *step: told.append((*step[:2], step[2].name)),
        Steps(seconds=lambda: next(clock)),
    )
    assert told == [(1, 2, "a.md"), (2, 2, "b.md")]
    assert report.seconds == 2.5


def test_real_corpus(store: KnowledgeStore) -> None:
    """Real notices are all imported, under the ids that they give, and are unchanged the second time."""
    if not CORPUS.is_dir():
        pytest.skip("the shared corpora are not beside the repository")
    paths = [CORPUS / name for name in ("hziee", "policy", "qzoiedu", "wust")]
    report = run(store, *paths)
    assert (len(report.added), report.unreadable) == (86, ())
    assert {notice.path.split(".")[0] for notice in store.notices()} == set(report.added)
    assert len(run(store, *paths).unchanged) == 86


def test_personal_information_is_screened_before_it_is_stored(store: KnowledgeStore, folder: Path) -> None:
    """A list of the aided never reaches notice or passages; the report says what was masked and kept back."""
    rows = "\n".join(f"|{name}|202301010{i}|软件2301班|" for i, name in enumerate(("张小明", "李思雨", "王芳")))
    lead, heads = "# 国家助学金拟资助名单公示\n\n经评审，名单如下。", "|姓名|学号|班级|\n|---|---|---|"
    put(folder, "aid.md", f"{lead}\n\n{heads}\n{rows}\n\n学生张三，电话13812345678。\n")
    report = run(store, folder)
    notice = only(store)
    kept = notice.text + "".join(passage.text for passage in store.passages(notice.id))
    assert "张小明" not in kept
    assert "13812345678" not in kept
    assert "经评审" in kept
    (screened,) = report.screened
    assert (screened.notice_id, screened.path) == (notice.id, "aid.md")
    assert [(one.subject, one.rows) for one in screened.findings.withheld] == [("aid", 3)]
    assert dict(screened.findings.masked)[Kind.MOBILE] == 1


def test_a_publicity_of_persons_expires_with_its_period(store: KnowledgeStore, folder: Path) -> None:
    """The date is derived with the words that say so, unless somebody gave one; a fee standard does not expire."""
    period = "公示期5个工作日。"
    put(folder, "a.md", f"---\nid: a\ntitle: 困难学生认定结果公示\npublished_at: 2024-04-30\n---\n{period}")
    put(
        folder,
        "b.md",
        f"---\nid: b\ntitle: 获奖名单公示\npublished_at: 2024-04-30\nexpires_at: 2024-06-01\n---\n{period}",
    )
    put(folder, "c.md", f"---\nid: c\ntitle: 收费标准公示\npublished_at: 2024-04-30\n---\n{period}")
    put(
        folder,
        "d.md",
        f"---\nid: d\ntitle: 获奖名单公示\npublished_at: 2024-04-30\neffective_from: 2025-01-01\n---\n{period}",
    )
    run(store, folder)
    ends = {notice.id: (notice.expires_at, _expiry_words(notice)) for notice in store.notices()}
    assert ends == {
        "a": (date(2024, 5, 10), "公示期5个工作日"),
        "b": (date(2024, 6, 1), ""),
        "c": (None, ""),
        "d": (None, ""),
    }


def test_import_again_screens_what_was_stored_unscreened(store: KnowledgeStore, folder: Path) -> None:
    """What an older version had let through is gone after the next import of the same file."""
    put(folder, "a.md", "---\nid: a\ntitle: 通知\n---\n学生张三，电话13812345678。")
    run(store, folder, steps=Steps(screen=lambda document, title: Screened(document, title, Findings())))
    assert "13812345678" in only(store).text
    assert len(run(store, folder).changed) == 1
    assert "13812345678" not in only(store).text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_the_real_corpus_keeps_its_official_contacts(store: KnowledgeStore) -> None:
    """786 notices of real colleges: one list of candidates is kept back, nothing else is touched."""
    report = run(store, CORPUS)
    assert [(one.findings.masked, [w.rows for w in one.findings.withheld]) for one in report.screened] == [((), [22])]
    office = next(notice for notice in store.notices() if notice.id.startswith("qzoiedu") or "qzoiedu" in notice.path)
    assert "18960221860" in office.text


def _expiry_words(notice: Notice) -> str:
    return next((one.words for one in notice.evidence if one.field == "expires_at"), "")


def test_what_of_a_file_was_not_read_is_reported(store: KnowledgeStore, folder: Path) -> None:
    """Each time, for a part of the notice is missing until the file can be read in full."""
    put(folder, "a.md", "x")
    steps = Steps(parse=lambda *_: Document("学费标准", (Paragraph("学费5000元。"),), unread="pages left out: 2 of 9"))
    for _ in range(2):
        (one,) = run(store, folder, steps=steps).partly_read
        assert one.unread == "pages left out: 2 of 9"
