import pytest

from index.listing import is_listing


@pytest.mark.parametrize(
    "text",
    [
        "关于2024年国家奖学金评审结果的公示 2024-10-08 关于做好助学金工作的通知 2024-09-20 学费缴纳须知 2024-08-30",
        "首页 机构设置 部门简介 现任领导 教学研究 教学改革 教学成果 国家级 校级 规章制度 常用表格 下载中心",
    ],
)
def test_titles_with_their_dates_and_menus_are_listings(text: str) -> None:
    """They name many things and answer none."""
    assert is_listing(text)


@pytest.mark.parametrize(
    "text",
    [
        "第三条 一等奖学金每人每学年1000元；二等奖学金每人每学年700元。",
        "报名时间：2024年4月1日至2024年4月15日，逾期不候。",
        "学生 凭 学生证 借书，每人 最多 十册；借期 三十天，可以 续借 一次。",
        "一等奖 1000元 二等奖 700元",
        "原定于2024年10月24日举办的双选会，调整至2024年10月31日举行。报名延长至10月16日。其他按2024年9月4日的通知执行。",
        "",
    ],
)
def test_text_that_says_something_is_none(text: str) -> None:
    """Sentences, two dates, words set apart by blanks, and short passages."""
    assert not is_listing(text)
