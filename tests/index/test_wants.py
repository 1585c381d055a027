import pytest

from index.query import Want
from index.wants import holds, is_checkable

HELD = [
    (Want.AMOUNT, "三等奖 400元"),
    (Want.AMOUNT, "学费（元/年）：5850"),
    (Want.AMOUNT, "每人每年一万元"),
    (Want.AMOUNT, "以上服务免费"),
    (Want.PERCENT, "就业率为94.35%"),
    (Want.PERCENT, "成绩排名前百分之十"),
    (Want.SCORE, "我校录取情况最低分：570"),
    (Want.SCORE, "绩点达到3.5及以上"),
    (Want.COUNT, "面向全国招收6140名"),
    (Want.COUNT, "普通图书册数：30"),
    (Want.RANK, "最低位次 28500"),
    (Want.DATE, "5月20日前提交"),
    (Want.DATE, "每周三全天办理"),
    (Want.TIME, "开放时间 7:00-22:00"),
    (Want.DURATION, "10个工作日内提出申诉"),
    (Want.PHONE, "联系电话：022-23508206"),
    (Want.PHONE, "党政办公室 18960221860"),
    (Want.EMAIL, "office@example.edu.cn"),
    (Want.ADDRESS, "大学生活动中心204室"),
    (Want.CODE, "院校代码4203"),
]
NOT_HELD = [
    (Want.DURATION, "2018年学生军训正在进行"),
    (Want.COUNT, "2025届毕业生"),
    (Want.AMOUNT, "学费按有关规定收取"),
    (Want.PERCENT, "就业情况良好"),
    (Want.SCORE, "录取最低分另行公布"),
    (Want.DATE, "请及时办理"),
    (Want.TIME, "图书馆开放时间另行通知"),
    (Want.PHONE, "请致电招生办公室"),
    (Want.EMAIL, "欢迎来信"),
    (Want.COUNT, "名额由上级下达"),
]


@pytest.mark.parametrize(("want", "text"), HELD)
def test_a_text_with_the_wanted_thing_holds_it(want: Want, text: str) -> None:
    """Each kind is told by the forms in which notices write it."""
    assert holds(want, text)


@pytest.mark.parametrize(("want", "text"), NOT_HELD)
def test_a_text_that_only_speaks_of_the_thing_does_not_hold_it(want: Want, text: str) -> None:
    """Naming a fee is not giving it."""
    assert not holds(want, text)


def test_what_has_no_form_is_held_by_every_text() -> None:
    """A question of how or whether cannot be checked by form."""
    assert holds(Want.HOW, "")
    assert not is_checkable(Want.WHETHER)
    assert is_checkable(Want.AMOUNT)
