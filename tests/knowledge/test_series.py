from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notice import Notice, NoticeId
from knowledge.periods import periods
from knowledge.series import Edition, editions, take_apart


def notice(
    identity: str, title: str, department: str = "学生处", published: date | None = None, text: str = ""
) -> Notice:
    return Notice(NoticeId(identity), title, text, department, published_at=published, periods=periods(title, text))


def numbers(*notices: Notice) -> dict[str, int]:
    return {str(identity): edition.number for identity, edition in editions(notices).items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年国家奖学金评选通知", "关于做好2023年国家奖学金评选工作的通知"),
        ("关于2023-2024学年奖学金评定的通知", "关于2022—2023学年度奖学金评定的通知"),
        ("第十届技能大赛通知", "第九届技能大赛通知"),
        ("第Ⅻ届技能大赛通知", "第11届技能大赛通知"),
        ("二〇二四年工作要点", "2023年工作要点"),
        ("学生管理办法（2023年修订）", "学生管理办法(2018)"),
        ("学生管理暂行办法", "某某大学学生管理办法（2019年12月第二次修订）"),
        ("关于印发《学生管理办法》的通知", "学生管理办法（试行）"),
        ("校学〔2024〕3号 2024级新生入学须知", "2023级新生入学须知"),
    ],
)
def test_titles_of_one_series_share_their_words(one: str, other: str) -> None:
    """Years, ordinals, editions and the wrapping of a notice vary; what is left is the same."""
    assert take_apart(one).words == take_apart(other).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年春季学期开学通知", "2024年秋季学期开学通知"),
        ("2024年本科招生章程", "2024年专科招生章程"),
        ("2024年录取分数线（湖北省）", "2024年录取分数线（河南省）"),
        ("2024年获奖名单（第一批）", "2024年获奖名单（第二批）"),
        ("2024年国家奖学金评选通知", "2024年国家奖学金获奖公示"),
        ("学生管理办法", "学生管理办法（征求意见稿）"),
        ("2023-2024学年第一学期校历", "2023-2024学年第二学期校历"),
    ],
)
def test_what_is_about_another_thing_is_another_series(one: str, other: str) -> None:
    """Seasons, levels, provinces, batches, a call and its result, a draft and the rule."""
    assert take_apart(one).words != take_apart(other).words


def test_a_title_tells_its_year_its_turn_and_its_edition_apart() -> None:
    """2024级培养方案（2025版） is about 2024, and an edition of 2025; 2000元 is no year."""
    plan, contest, amount = map(take_apart, ("2024级培养方案（2025版）", "第二十三届运动会", "2000元以上采购办法"))
    assert (plan.year, plan.edition, plan.words) == (2024, 2025, "培养方案")
    assert (contest.turn, contest.words) == (23, "运动会")
    assert (amount.year, amount.is_recurring) == (0, False)
    assert [take_apart(f"第{turn}届大赛").turn for turn in ("IV", "XIX", "一百零二", "7")] == [4, 19, 102, 7]


@given(st.text(max_size=40))
def test_any_title_can_be_taken_apart(title: str) -> None:
    """Whatever stands in it; and the words name no year that was told apart."""
    taken = take_apart(title)
    assert taken.is_recurring or not (taken.year or taken.turn or taken.edition)


def test_editions_are_numbered_from_the_oldest() -> None:
    """By the year of the title, however late the older one was put on the site."""
    found = editions(
        [
            notice("old", "关于做好2023年国家奖学金评选工作的通知", published=date(2025, 1, 1)),
            notice("new", "2024年国家奖学金评选通知", published=date(2024, 9, 1)),
            notice("other", "2024年校历"),
        ]
    )
    assert found == {"old": Edition("国家奖学金评选｜学生处", 1), "new": Edition("国家奖学金评选｜学生处", 2)}


def test_ordinals_editions_and_days_order_what_has_no_year() -> None:
    """第十届 is after 第九届; a revision after the original; a later day after an earlier one."""
    assert numbers(notice("b", "第十届运动会"), notice("a", "第九届运动会")) == {"a": 1, "b": 2}
    assert numbers(notice("b", "管理办法（2023年修订）"), notice("a", "管理办法")) == {"a": 1, "b": 2}
    dated = [
        notice("b", "学费收费标准", published=date(2024, 1, 1)),
        notice("a", "学费收费标准", published=date(2023, 1, 1)),
    ]
    assert numbers(*dated) == {"a": 1, "b": 2}


def test_equals_stand_side_by_side() -> None:
    """Two of one year and day do not supersede each other."""
    assert numbers(notice("a", "2024年招生章程"), notice("b", "2024年招生章程")) == {"a": 1, "b": 1}


def test_each_college_and_office_has_its_own_series() -> None:
    """Two schools' notices of one name are not editions of each other; one that names no office goes with the only one."""
    schools = [
        notice("a", "2024年推免办法", "化学学院"),
        notice("b", "2023年推免办法", "物理学院"),
        notice("c", "2022年推免办法", ""),
    ]
    assert numbers(*schools) == {}
    assert numbers(schools[0], schools[2]) == {"a": 2, "c": 1}
    assert numbers(notice("a", "甲乙大学2024年招生章程"), notice("b", "丙丁大学2023年招生章程")) == {}
    assert numbers(notice("a", "甲乙大学2024年招生章程"), notice("b", "2023年招生章程")) == {"a": 2, "b": 1}
    assert numbers(notice("a", "甲乙大学2024年招生章程", "甲乙大学学生处"), notice("b", "2023年招生章程")) == {
        "a": 2,
        "b": 1,
    }


def test_the_name_of_a_column_makes_no_series() -> None:
    """招生信息 is what a site calls a page, not a document that comes out anew; nor is an undated 学费标准."""
    days = [date(2023, 1, 1), date(2024, 1, 1)]
    assert numbers(*(notice(str(day), "招生信息", published=day) for day in days)) == {}
    assert numbers(notice("a", "学费收费标准"), notice("b", "学费收费标准", published=days[0])) == {}
    assert numbers(notice("a", "2024年"), notice("b", "2023年")) == {}
