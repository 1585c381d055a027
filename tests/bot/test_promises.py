"""What every reply promises, whatever is asked: figures of its sources only, literal quotes, and the limit of bytes."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Outcome
from bot.compose import DIFFERS
from bot.conversation import Conversations
from bot.directory.directory import Directory
from bot.engine import Engine
from bot.offices import Office, Offices
from bot.parts import TEXT_BYTES
from bot.quote import ELLIPSIS
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.document import Table
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW, SCHOLARSHIP, TODAY, cut, save

ENCODER = HashEncoder(512)
STAFF = Offices((Office(name="党政办公室", phone="0000-7654321", hours="8:30—17:30", default=True),))
LONG = cut(
    "long",
    "学生手册",
    *(f"第{number}条 学生每学年应当修满{number * 3}学分，逾期{number}天不予受理。" for number in range(1, 60)),
)
PLAN = cut(
    "plan",
    "2025年分省招生计划",
    Table(
        (
            ("省份", "专业", "计划数"),
            *((place, "护理", str(30 + number)) for number, place in enumerate(["浙江", "河南", "山东"])),
        ),
        caption="招生计划",
        header_rows=1,
    ),
)
CONTACTS = cut(
    "contacts",
    "各部门联系电话",
    Table((("部门", "电话", "地点"), ("招生办公室", "0000-1234567", "行政楼108室")), caption="电话", header_rows=1),
)
OTHER = cut("other", "读者须知", "图书馆每位读者可以借书15册，借期60天。")
NOTICES = (SCHOLARSHIP, FEES, LIBRARY, LONG, PLAN, CONTACTS, OTHER)

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NOTE = re.compile(r"^(?:以下为.*的：|.*(?:尚未公布|没有查到)，以下为.*的：)$")


class Pair:
    """An engine that is sure of everything, and one that never is; shown by its name alone where a property fails."""

    def __init__(self, sure: Engine, unsure: Engine) -> None:
        self.sure = sure
        self.unsure = unsure


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """One engine that is sure of everything, and one that is never quite sure."""
    folder: Path = tmp_path_factory.mktemp("promises")
    publish(NOTICES, ENCODER, folder, NOW)
    bundle = Bundle.open(Shelf(folder).live(), ENCODER.fingerprint)
    with KnowledgeStore.open(folder / "knowledge.sqlite3") as store:
        save(store, *NOTICES)
        ranking = Linear.of({"fused": 1.0, "coverage": 0.5, "holds": 0.2})
        models = (Model(ranking, Linear.of({"bias": bias})) for bias in (5.0, -1.0))
        yield Pair(
            *(
                Engine(
                    Searcher(bundle, ENCODER, model),
                    store,
                    Conversations(60, lambda: 0.0),
                    STAFF,
                    lambda: TODAY,
                    directory=partial(Directory.of, bundle.corpus, STAFF),
                )
                for model in models
            )
        )


SUBJECTS = (
    "学费",
    "住宿费",
    "软件技术学费",
    "图书馆",
    "借书",
    "奖学金",
    "一等奖学金",
    "学分",
    "浙江护理招生计划",
    "招生办",
    "招生计划",
    "审计处",
)
ASKS = ("多少", "多少钱", "什么时候", "怎么办", "电话", "在哪", "几点开门", "吗", "有哪些", "能借几册", "招多少人")
YEARS = ("", "今年", "去年", "2025年", "2027年", "24级")
QUESTIONS = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(YEARS), st.sampled_from(SUBJECTS), st.sampled_from(ASKS)),
    st.lists(st.sampled_from(SUBJECTS + ASKS + YEARS), min_size=1, max_size=6).map("".join),
    st.text(max_size=60),
)


def sources(answer: Answer) -> str:
    """All that an answer rests on, and the fixed words that it may use."""
    cited = (f"{one.quote}\n{one.title}\n{one.department}\n{one.published_at}\n{one.url}" for one in answer.citations)
    return "\n".join((*cited, *map(str, STAFF.offices)))


def quoted(answer: Answer) -> Iterator[str]:
    """The lines of an answer that are taken from notices."""
    for part in re.split(rf"^——《.*?(?=^{re.escape(DIFFERS)}$|\Z)", answer.text, flags=re.MULTILINE | re.DOTALL):
        for line in part.split("\n"):
            if line and line != DIFFERS and not _NOTE.match(line):
                yield line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=QUESTIONS, sure=st.booleans())
def test_every_reply_keeps_its_promises(engines: Pair, question: str, *, sure: bool) -> None:
    """Figures of an answer occur in what it cites, its quotes are literal, and it fits into a message."""
    answer = (engines.sure if sure else engines.unsure).answer(question)
    assert len(answer.text.encode()) <= TEXT_BYTES
    if answer.outcome is not Outcome.ANSWERED or not answer.citations:
        return
    rests_on = sources(answer)
    lines = [line for line in answer.text.split("\n") if not _NOTE.match(line) and not line.startswith("另见")]
    assert [figure for line in lines for figure in _FIGURE.findall(line) if figure not in rests_on] == []
    for line in quoted(answer):
        if line.startswith("▶ "):
            assert _says_the_same(line.removeprefix("▶ "), rests_on), line
        else:
            bare = line.removeprefix("· ").strip(ELLIPSIS).strip()
            assert bare in rests_on or bare.removesuffix("：") in rests_on, line


def _says_the_same(told: str, rests_on: str) -> bool:
    """What stands in front is a literal sentence, or a cell or an entry: its name and its value, each literal."""
    name, _, value = told.rpartition("：")
    return told in rests_on or (name.removesuffix("电话") in rests_on and value.partition("（单位")[0] in rests_on)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=QUESTIONS)
def test_what_is_not_answered_gives_no_figure_of_its_own(engines: Pair, question: str) -> None:
    """But those of the question, of the titles offered, of the offices, the help lines and the days of the rules."""
    answer = engines.unsure.answer(question)
    if answer.outcome is Outcome.NOT_FOUND:
        fixed = f"{sources(answer)} 15 {question}"
        told = _FIGURE.findall(answer.text.replace(question, ""))
        assert [figure for figure in told if figure not in fixed] == []
