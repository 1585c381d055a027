"""The annual report: every figure counts the rows that the appendix lists, in the page and in the Word file alike."""

import io
import re
import zipfile
from collections import Counter as Counts
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document as WordDocument

from bot.answer import Outcome
from bot.gaps.intake import ERASED, from_ledger
from bot.gaps.queue import GapQueue
from bot.ledger import Ledger
from bot.loop.errors import FileUnusable, FormInvalid
from bot.loop.file import opened
from bot.reports.annual import outline as outlines
from bot.reports.annual.blocks import Bars, Blank, Document, Heading, Table
from bot.reports.annual.compose import compose, to_rows
from bot.reports.annual.facts import Facts, Queues, gather
from bot.reports.annual.figures import Figure, Source
from bot.reports.annual.page import to_page
from bot.reports.annual.word import to_word
from bot.reports.coverage import Rules
from bot.reports.demand import item_of
from bot.reports.period import Period
from bot.requests.counter import Counter, Terms
from bot.requests.register import Register
from bot.requests.request import Applicant, Form, Reply
from bot.requests.sealing import Seal
from bot.requests.tables import METADATA
from bot.requests.voices import Kind, Voices
from knowledge.notice import NoticeId
from knowledge.store import KnowledgeStore
from tests.fakes.loop import CHINA, act, asked, intake, sighting
from tests.fakes.notices import BY, cut

YEAR = Period.academic_year("2022-2023")
MARCH = datetime(2023, 3, 6, 10, tzinfo=CHINA)


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Facts]:
    with (
        KnowledgeStore.open(tmp_path / "k.sqlite3") as store,
        opened(tmp_path / "requests.db", METADATA) as requests,
        opened(tmp_path / "loop.db") as file,
    ):
        for identity, title, day, item in (
            ("a", "招生章程", date(2022, 9, 1), 7),
            ("b", "<b>收费公示", date(2023, 8, 31), 21),
            ("c", "旧的收费公示", date(2022, 8, 31), 21),
            ("d", "新的收费公示", date(2023, 9, 1), 21),
            ("e", "没有日期的通知", None, None),
            ("f", "后勤服务简讯", date(2023, 1, 3), None),
        ):
            saved, passages = cut(
                identity, title, "正文。", published_at=day, item=item, department="财务处" if item else "后勤处"
            )
            store.save(saved, passages, BY, MARCH)
        store.withdraw(NoticeId("f"), BY, MARCH, "重发")
        store.restore(NoticeId("f"), BY, MARCH, "改好了")
        ledger = Ledger.open(tmp_path / "ledger.db")
        ledger.record(
            [
                asked("学费多少", Outcome.ANSWERED, MARCH, confidence=0.9),
                asked("健身房收费吗", at=MARCH),
                asked("谢谢", Outcome.CHAT, MARCH),
                asked("学费多少", Outcome.ANSWERED, MARCH + timedelta(days=365), confidence=0.9),
            ]
        )
        yield gather(store, ledger, queues(file, requests), Rules(frozenset({11})), YEAR)
        ledger.close()


def queues(file: object, requests: object) -> Queues:
    """A gap that was answered, two requests of which one is extended, an appraisal and a complaint."""
    seal = Seal(b"test")
    intake(file).take([sighting(2, "健身房收费吗", MARCH)], MARCH)  # type: ignore[arg-type]
    gaps = GapQueue(file)  # type: ignore[arg-type]
    gaps.answer(1, "免费。", act(at=MARCH))
    counter = Counter(requests, seal, Terms())  # type: ignore[arg-type]
    register = Register(requests, seal)  # type: ignore[arg-type]
    form = Form(Applicant.CITIZEN, "张三", "a@example.com", "食堂招标结果", "科研")
    first, second = (counter.receive(form, "page", MARCH) for _ in range(2))
    register.extend(first.number, act(at=MARCH, reason="征求第三方意见"))
    register.reply(second.number, Reply.DISCLOSED, "见网站。", act(at=MARCH + timedelta(days=4)))
    voices = Voices(requests, seal)  # type: ignore[arg-type]
    voices.take(Kind.APPRAISAL, "", 5, "page", MARCH)
    voices.take(Kind.COMPLAINT, "收费公示不及时。", None, "page", MARCH)
    return Queues([gaps.show(1)], register.list(), voices.list())


def made(facts: Facts) -> Document:
    return compose(facts, outlines.load(), "某某职业学院")


def figure(document: Document, label: str) -> Figure:
    return next(one for one in document.figures if one.label == label)


def test_a_year_counts_what_was_disclosed_in_it_and_nothing_else(facts: Facts) -> None:
    """From 1 September to 31 August, both days counted; what has no day is counted apart."""
    document = made(facts)
    assert figure(document, "主动公开信息条数").rows == ("a", "b", "f")
    assert figure(document, "没有发布日期的通知").rows == ("e",)
    assert figure(document, "部门：财务处").rows == ("a", "b")
    assert figure(document, "清单第21条：公开条数").rows == ("b",)
    assert figure(document, "领域：后勤管理信息").rows == ("f",)
    assert figure(document, "撤下次数（通知@日期）").rows == ("f@2023-03-06",)


def test_questions_requests_and_complaints_are_counted_by_their_rows(facts: Facts) -> None:
    """Chat is no question; the year's questions only; each figure names the numbers it counts."""
    document = made(facts)
    assert figure(document, "智能问答查询次数").rows == ("1", "2")
    assert figure(document, "没有直接答案的次数").rows == ("2",)
    assert figure(document, "收到申请件数").value == 2
    assert figure(document, "延期答复件数").rows == ("YSQ-2023-0001",)
    assert figure(document, "答复：属于公开范围，告知获取方式和途径").rows == ("YSQ-2023-0002",)
    assert (figure(document, "评议份数").value, figure(document, "举报").value) == (1, 1)
    assert figure(document, "已答复的问题").rows == ("1",)


def test_every_figure_is_in_the_appendix_with_as_many_rows_as_it_says(facts: Facts) -> None:
    """The appendix is read back: its numbers of notices lead to the ids that were counted."""
    document = made(facts)
    tables = {block.caption: block for block in document.blocks if isinstance(block, Table)}
    listed = {str(row[0]): str(row[4]) for row in tables["所计通知"].rows}
    evidence = {str(row[0]): row for row in tables["数字依据"].rows}
    assert list(evidence) == [one.id for one in document.figures]
    for one in document.figures:
        if one.source is Source.NOTICE:
            assert {listed[f"N{number}"] for number in _numbers(str(evidence[one.id][3]))} == set(one.rows)
    rows = to_rows(document).decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + sum(one.value for one in document.figures)


def _numbers(text: str) -> Iterator[int]:
    for part in text.replace("N", "").split("、"):
        if part != "无":
            first, _, last = part.partition("–")
            yield from range(int(first), int(last or first) + 1)


def test_a_report_made_fourteen_months_later_counts_the_same(tmp_path: Path) -> None:
    """The words of all questions are deleted by then, in the ledger and in the gap queue; every figure has the same rows."""
    with (
        KnowledgeStore.open(tmp_path / "k.sqlite3") as store,
        opened(tmp_path / "requests.db", METADATA) as requests,
        opened(tmp_path / "loop.db") as file,
    ):
        saved, passages = cut("a", "招生章程", "正文。", published_at=MARCH.date(), item=7)
        store.save(saved, passages, BY, MARCH)
        ledger = Ledger.open(tmp_path / "ledger.db")
        ledger.record(
            [
                asked("学费多少", Outcome.NOT_FOUND, datetime(2022, 9, 1, 0, 5, tzinfo=CHINA)),
                asked("健身房收费吗", at=MARCH),
                asked("录取分数线多少", Outcome.ANSWERED, MARCH, notice_id="a", confidence=0.9),
                asked("奖学金怎么评", Outcome.CANDIDATES, datetime(2023, 8, 31, 23, 55, tzinfo=CHINA)),
                asked("学费多少", Outcome.NOT_FOUND, datetime(2023, 9, 1, 0, 5, tzinfo=CHINA)),
            ]
        )
        waiting = queues(file, requests)
        first = gather(store, ledger, waiting, Rules(frozenset()), YEAR)
        late = datetime(2024, 11, 1, tzinfo=CHINA)
        ledger.purge(late - timedelta(days=180), item_of)
        assert intake(file).erase(late) == 1
        again = Queues([GapQueue(file).show(1)], waiting.requests, waiting.voices)
        later = gather(store, ledger, again, Rules(frozenset()), YEAR)
        ledger.close()
    assert {entry.asked.question for entry in later.asked} == {""}
    assert {one.question for case in later.cases for one in case.sightings} == {ERASED}
    assert made(later).figures == made(first).figures
    assert figure(made(later), "智能问答查询次数").value == 4
    assert [row.demand for row in later.coverage.rows] == [row.demand for row in first.coverage.rows]
    assert sum(len(row.demand.asked) for row in later.coverage.rows) >= 3
    assert intake_sees_nothing_new(tmp_path)


def intake_sees_nothing_new(folder: Path) -> bool:
    """Whether a gap queue that was lost is not filled with questions without words."""
    ledger = Ledger.open(folder / "ledger.db")
    found = from_ledger(ledger.entries(YEAR.since, YEAR.until), 0.5)
    ledger.close()
    return not found


def test_the_parts_of_the_ministry_are_there_and_what_people_write_is_blank(facts: Facts) -> None:
    """Eight parts in order, with the sub-headings of a vocational college's report; no blank is filled by the program."""
    document = made(facts)
    parts = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts[:3] == ["一、概述", "二、主动公开情况", "三、依申请公开和不予公开情况"]
    assert parts[7] == "八、清单事项公开情况表"
    blanks = {block.title for block in document.blocks if isinstance(block, Blank)}
    assert {"加强组织领导，压实主体责任", "改进措施", "联系方式"} <= blanks
    assert "2022年9月1日至2023年8月31日" in document.about


def test_the_page_shows_figures_charts_and_blanks_and_interprets_nothing(facts: Facts) -> None:
    """Each figure links to its line of the appendix; a title with a tag is text."""
    page = to_page(made(facts))
    assert "&lt;b&gt;收费公示" in page
    assert "<b>收费公示" not in page
    assert page.count("<svg") == sum(isinstance(block, Bars) for block in made(facts).blocks) == 2
    assert "【待填写】" in page
    assert '<tr id="F1">' in page
    assert "张三" not in page


def test_the_word_file_is_whole_and_its_charts_hold_the_same_numbers(facts: Facts) -> None:
    """Read back: headings, marked blanks, tables, and charts with their numbers and a sheet behind each."""
    document = made(facts)
    content = to_word(document)
    word = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "一、概述" in text
    assert text.count("【待填写】") == sum(isinstance(block, Blank) for block in document.blocks)
    assert len(word.tables) == sum(isinstance(block, Table) for block in document.blocks)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("word/charts/chart"))
        sheets = [name for name in archive.namelist() if name.startswith("word/embeddings/")]
        root = ET.fromstring(archive.read(charts[0]))  # noqa: S314  # our own file
    assert len(charts) == len(sheets) == sum(isinstance(block, Bars) for block in document.blocks)
    values = [element.text for element in root.iter() if element.tag.endswith("}v")]
    assert "2" in values  # two notices of the year are of one office


def test_each_number_with_a_sign_is_the_count_of_the_rows_behind_it(facts: Facts) -> None:
    """In the Word file and in the page alike, read back from them: the sign leads to as many rows of the export."""
    document = made(facts)
    rows = Counts(line.split(",")[0] for line in to_rows(document).decode("utf-8-sig").splitlines()[1:])
    known = {one.id for one in document.figures}
    in_word = list(_signed(docx.Document(io.BytesIO(to_word(document)))))
    assert {sign for sign, _ in in_word} == known
    linked = re.findall(r'<b>(\d+)</b><sup><a href="#(F\d+)"', to_page(document))
    in_page = [(sign, number) for number, sign in linked]
    assert {sign for sign, _ in in_page} == known
    assert {sign: int(value) for sign, value in (*in_word, *in_page)} == {sign: rows[sign] for sign in known}
    assert len(set(in_word)) == len(set(in_page)) == len(known)


def _signed(word: WordDocument) -> Iterator[tuple[str, str]]:
    """Each number of a Word file that carries a sign: in running text, in a table."""
    cells = (cell for table in word.tables for row in table.rows for cell in row.cells)
    paragraphs = (*word.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs))
    for paragraph in paragraphs:
        for number, sign in pairwise(paragraph.runs):
            if sign.font.superscript:
                yield sign.text, number.text


def test_an_archive_without_dates_does_not_fill_the_appendix(tmp_path: Path) -> None:
    """Hundreds of notices without a day are told to stand in the rows that are exported; what is listed keeps its numbers."""
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as store:
        ledger = Ledger.open(tmp_path / "ledger.db")
        for number in range(305):
            day = None if number > 3 else MARCH.date()
            saved, passages = cut(f"n{number}", f"通知{number}", "正文。", published_at=day, item=7)
            store.save(saved, passages, BY, MARCH)
        document = made(gather(store, ledger, Queues(), Rules(frozenset()), YEAR))
        ledger.close()
    tables = {block.caption: block for block in document.blocks if isinstance(block, Table)}
    cells = {str(row[1]): row[3] for row in tables["数字依据"].rows}
    assert (cells["主动公开信息条数"], cells["没有发布日期的通知"][:8]) == ("N1–N4", "共 301 条，")  # type: ignore[index]
    assert [row[0] for row in tables["所计通知"].rows] == ["N1", "N2", "N3", "N4"]
    assert not [block for block in document.blocks if isinstance(block, Bars)]


def test_an_empty_college_gets_a_report_of_noughts(tmp_path: Path) -> None:
    """No notice, no question: every part is there, nothing divides by nothing."""
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as store:
        ledger = Ledger.open(tmp_path / "ledger.db")
        document = compose(gather(store, ledger, Queues(), Rules(frozenset()), YEAR), outlines.load(), "")
        ledger.close()
    assert all(one.value == 0 for one in document.figures)
    assert len(to_word(document)) > 1000
    assert "本学年收到在线评议" in to_page(document)


def test_thousands_of_questions_do_not_fill_the_appendix(facts: Facts, tmp_path: Path) -> None:
    """What would take pages is told to stand in the rows that are exported."""
    with KnowledgeStore.open(tmp_path / "k2.sqlite3") as store:
        ledger = Ledger.open(tmp_path / "busy.db")
        outcomes = (Outcome.ANSWERED, Outcome.NOT_FOUND)
        ledger.record([asked("学费多少", outcomes[number % 2], MARCH) for number in range(2000)])
        document = compose(gather(store, ledger, Queues(), Rules(frozenset()), YEAR), outlines.load(), "")
        ledger.close()
    table = next(block for block in document.blocks if isinstance(block, Table) and block.caption == "数字依据")
    assert "共 1000 条" in str(table.rows[1][3])
    assert facts.period is YEAR


def test_an_outline_of_the_colleges_own_is_read_or_refused(tmp_path: Path, facts: Facts) -> None:
    """Unknown keys, unknown counts and files that are not there are said."""
    own = tmp_path / "own.yaml"
    own.write_text("basis: 办法\nparts: [{title: 概述, shows: [questions]}]\nareas: []\n", encoding="utf-8")
    document = compose(facts, outlines.load(own), "某校")
    assert next(block.text for block in document.blocks if isinstance(block, Heading)) == "一、概述"
    own.write_text("basis: 办法\nparts: [{title: 概述, shows: [weather]}]\nareas: []\n", encoding="utf-8")
    with pytest.raises(FormInvalid, match="weather"):
        compose(facts, outlines.load(own), "某校")
    for bad in ("basis: 1\nextra: 2\n", "{"):
        own.write_text(bad, encoding="utf-8")
        with pytest.raises(FileUnusable):
            outlines.load(own)
    with pytest.raises(FileUnusable):
        outlines.load(tmp_path / "nowhere.yaml")
