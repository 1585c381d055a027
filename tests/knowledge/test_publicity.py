"""Reading publicity periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.publicity import Publicity, is_about_persons, of_notice, period

PUBLISHED = date(2024, 4, 30)  # a Tuesday; holidays until May 5, May 11 is worked


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("公示期为2024年5月6日至2024年5月8日。", date(2024, 5, 8)),
        ("公示时间：2024年5月6日—5月10日", date(2024, 5, 10)),
        ("公示时间：2024年5月6日至10日", date(2024, 5, 10)),
        ("公示时间：5月6日-5月10日", date(2024, 5, 10)),
        ("公示期限：2024.5.6-5.10", date(2024, 5, 10)),
        ("公示期为2024-05-06至2024-05-10，", date(2024, 5, 10)),
        ("公示日期：2024/5/6～2024/5/12", date(2024, 5, 12)),
        ("公示时间：２０２４年５月６日至５月８日", date(2024, 5, 8)),
        ("公示期自2024年5月6日（星期一）上午9:00至10日下午5:00。", date(2024, 5, 10)),
        ("公示期自5月6日8时起至5月8日17时止", date(2024, 5, 8)),
        ("公示期3天（2024年5月6日-8日）", date(2024, 5, 8)),
        ("公示起止时间：2024年12月30日至2025年1月6日", date(2025, 1, 6)),
        ("公示时间为12月30日至1月6日", date(2025, 1, 6)),
        ("公示截止到2024年5月8日", date(2024, 5, 8)),
        ("公示期5个工作日，自2024年5月6日起。", date(2024, 5, 10)),
        ("公示期为自2024年9月28日起5个工作日", date(2024, 10, 10)),
        ("现予以公示，公示期5个工作日。", date(2024, 5, 10)),
        ("公示期为五个工作日", date(2024, 5, 10)),
        ("公示5个工作日，如有异议", date(2024, 5, 10)),
        ("公示时间：自公示之日起三个工作日", date(2024, 5, 8)),
        ("公示期：自即日起7天", date(2024, 5, 7)),
        ("公示期为十五天", date(2024, 5, 15)),
        ("公示期两周。", date(2024, 5, 14)),
        ("公示期间为7日", date(2024, 5, 7)),
    ],
)
def test_a_stated_period_ends_on_its_last_day(text: str, ends: date) -> None:
    """Ranges in every notation, counted working days and days, with the words that say so."""
    found = period(f"经评审，名单如下。{text}", PUBLISHED)
    assert found is not None
    assert found.ends == ends
    assert found.words
    assert found.words in f"经评审，名单如下。{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "公示期满无异议后发放。",
        "公示结束后，由学院上报。",
        "在公示期内如有异议，请反映。",
        "学校评审结果于10月公布。",
        "报名时间：2024年5月6日至5月8日",
        "公示期为2024年5月40日至2024年5月50日",
        "公示期为2024年5月8日至2024年5月6日",
    ],
)
def test_nothing_stated_is_nothing_read(text: str) -> None:
    """Mention of a period is none, nor are other dates or days that do not exist."""
    assert period(text, PUBLISHED) is None


def test_what_only_counts_days_needs_a_day_to_count_from() -> None:
    """Without a publishing date, 5个工作日 end nobody knows when; a whole range does."""
    assert period("公示期5个工作日", None) is None
    assert period("公示期为5月6日至5月8日", None) is None
    assert period("公示期为2024年5月6日至5月8日", None) == Publicity(
        date(2024, 5, 6), date(2024, 5, 8), "公示期为2024年5月6日至5月8日"
    )


@pytest.mark.parametrize(
    "title",
    [
        "2024年国家助学金拟资助学生名单公示",
        "家庭经济困难学生认定结果公示",
        "关于2024年国家奖学金推荐人选的公示",
        "2024年推免生名单公示",
        "关于拟聘用人员的公示",
        "三好学生评选结果公示",
        "关于给予张某处分的公示",
        "拟录取考生公示",
        "入党积极分子发展对象公示",
    ],
)
def test_publicity_of_persons_ends_with_its_period(title: str) -> None:
    """Aid, prizes, punishments, admissions, appointments."""
    assert is_about_persons(title)
    found = of_notice(title, "公示期为2024年5月6日至5月8日。", PUBLISHED, lists_persons=False)
    assert found is not None
    assert found.ends == date(2024, 5, 8)


@pytest.mark.parametrize(
    "title",
    [
        "2024-2025学年收费项目及标准公示",
        "国家奖学金评审办法公示",
        "2024年部门预算公示",
        "助学金管理制度（征求意见稿）公示",
        "学生公寓家具采购项目中标公示",
        "新增专业设置公示",
        "关于做好国家助学金评定工作的通知",
        "学生资助管理办法",
    ],
)
def test_fees_rules_purchases_and_other_notices_do_not_end(title: str) -> None:
    """公示5个工作日 in a rule is a step of the rule."""
    assert (
        of_notice(title, "评审结果公示5个工作日。公示期为2024年5月6日至5月8日。", PUBLISHED, lists_persons=False)
        is None
    )


def test_a_notice_that_listed_persons_ends_whatever_it_is_called() -> None:
    """Rows that screening kept back make it a publicity of persons."""
    assert of_notice("通知", "公示5个工作日。", PUBLISHED, lists_persons=True) is not None
    assert of_notice("通知", "正文。", PUBLISHED, lists_persons=True) is None


@given(
    st.text("公示期时间为自至到起2024年5月日-./ 个工作天周三十上午:（）。", max_size=60), st.none() | st.just(PUBLISHED)
)
def test_any_text_is_read_or_not(text: str, published: date | None) -> None:
    """No text stops an import, and no period ends before it starts."""
    found = period(text, published)
    assert found is None or found.starts is None or found.starts <= found.ends or found.starts == published
