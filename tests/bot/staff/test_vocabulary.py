"""The vocabulary in the console: how a question is read, and the college's own words."""

from collections.abc import Iterator

import pytest

from bot.understanding.own import OwnWords
from bot.understanding.vocabulary import adopt
from tests.bot.staff.conftest import Open
from tests.fakes.staff import College


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Afterwards the process reads with the built-in words alone."""
    yield
    adopt(())


async def test_a_question_is_shown_as_it_is_read_and_a_word_is_found(browse: Open) -> None:
    """By anybody of the staff; HTML in it does nothing."""
    officer = await browse("李财务")
    _, shown = await officer.get("/vocabulary?question=宿舍费多少钱")
    assert "<dt>宿舍费</dt><dd>住宿费" in shown
    assert "检索" in shown
    _, found = await officer.get("/vocabulary?words=床位费")
    assert "住宿费、公寓费" in found
    _, evil = await officer.get("/vocabulary?question=<script>alert(1)</script>学费&words=<b>x</b>")
    assert "<script>alert" not in evil
    assert "<b>x" not in evil
    assert "没有这样的词" in evil
    assert "人们的说法（一行一个）" not in shown
    assert (await officer.refused("/vocabulary/add", official="大厅", say="蓝房子"))[0] == 403


async def test_a_word_of_the_colleges_own_is_added_and_taken_out(college: College, browse: Open) -> None:
    """It is read so at once, and the trail says who; a refused one stays in the form."""
    reviewer = await browse("王审核")
    where = await reviewer.send("/vocabulary/add", official="师生服务大厅", say="蓝房子、大蓝房\n")
    assert "done=word_added" in where
    _, shown = await reviewer.get(where.removeprefix("/staff"))
    assert "<dt>蓝房子</dt><dd>师生服务大厅" in shown
    assert "蓝房子、大蓝房" in shown
    status, text = await reviewer.refused("/vocabulary/add", official="师生服务大厅", say="寝室")
    assert status == 400
    assert "“寝室”已经读作" in text
    assert "寝室</textarea>" in text
    await reviewer.send("/vocabulary/remove", official="师生服务大厅")
    assert "没有“师生服务大厅”" in (await reviewer.refused("/vocabulary/remove", official="师生服务大厅"))[1]
    _, trail = await reviewer.get("/trail")
    assert "增加本校的词" in trail
    assert "删去本校的词" in trail
    OwnWords(college.data).path.write_text("坏: [", encoding="utf-8")
    assert "本校的词表文件有误" in (await reviewer.get("/vocabulary"))[1]
