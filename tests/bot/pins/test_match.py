from datetime import date

import pytest

from bot.pins.match import Signature, signature
from bot.understanding.understand import understand

TODAY = date(2026, 9, 15)


def of(question: str, today: date = TODAY) -> Signature:
    return signature(understand(question, today))


@pytest.mark.parametrize(
    ("pinned", "asked"),
    [
        ("护理学费多少", "請問護理專業的學費是多少？"),
        ("护理学费多少", "学费护理多少钱"),
        ("学费多少", "你好！想问一下，学费是多少呢？谢谢老师"),
        ("学费多少", "xuefei多少"),
        ("学费多少", "ＸＵＥＦＥＩ 多少"),
        ("学费多少", "how much is the tuition"),
        ("招生办电话是多少", "招办电话"),
        ("图书馆几点开门", "图书官几点开门啊"),
        ("怎么申请国家助学贷款", "助贷如何申请呢？？"),
        ("今年学费多少", "2026年学费多少"),
        ("能带猫吗", "可不可以带猫"),
    ],
)
def test_another_wording_of_the_same_question_is_the_same(pinned: str, asked: str) -> None:
    """Widths, traditional characters, slips, letters, politeness, word order and synonyms make no other question of it."""
    assert of(pinned).is_same(of(asked))
    assert of(asked).is_same(of(pinned))


@pytest.mark.parametrize(
    ("pinned", "asked"),
    [
        ("学费多少", "护理学费多少"),
        ("学费多少", "学费什么时候交"),
        ("学费一年多少", "学费一学期多少"),
        ("今年学费多少", "去年学费多少"),
        ("今年学费多少", "学费多少"),
        ("护理能转会计吗", "会计能转护理吗"),
        ("宿舍能用电饭锅吗", "宿舍能用吹风机吗"),
        ("助学金最多多少钱", "助学金最少多少钱"),
        ("要交学费吗", "不用交学费吗"),
        ("新生什么时候报到", "老生什么时候报到"),
        ("怎么转专业", "能转专业吗"),
        ("怎么转专业", "为什么转专业"),
        ("食堂早上几点开门", "食堂晚上几点开门"),
        ("国家奖学金多少钱", "国家励志奖学金多少钱"),
        ("能带猫吗", "能带狗吗"),
    ],
)
def test_a_neighbouring_question_is_another(pinned: str, asked: str) -> None:
    """One word more, another year, another direction or another want: the pinned answer must not be given."""
    assert not of(pinned).is_same(of(asked))
    assert not of(asked).is_same(of(pinned))


def test_this_year_is_the_year_in_which_it_was_said() -> None:
    """今年 of last year is not 今年 of this year."""
    assert not of("今年学费多少", date(2025, 9, 15)).is_same(of("今年学费多少"))
    assert of("今年学费多少", date(2025, 9, 15)).is_same(of("去年学费多少"))


def test_a_bare_question_word_asks_of_nothing() -> None:
    """多少钱 alone belongs to no pin."""
    assert not of("多少钱").says_something
    assert of("学费多少钱").says_something
