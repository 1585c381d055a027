from datetime import date

from knowledge.classify import classify
from knowledge.describe.describe import Description, describe
from knowledge.describe.source import Source
from knowledge.notice import Metadata, Period, PeriodKind, Place
from tests.fakes.sources import lines

NOTICE = lines(
    "某某学院文件",
    "校学〔2024〕7号",
    "请于10月10日前提交申请。",
    "学生处",
    "2024年9月20日",
    title="2024年国家奖学金评选通知",
)


def said(source: Source, given: Metadata | None = None) -> Description:
    return describe(source, given or Metadata(), classify(source.title, source.text))


def test_everything_recognised_comes_with_its_words() -> None:
    """Office, day, number, deadline, years and item, each with what decided it and where it stood."""
    found = said(NOTICE)
    assert (found.department, found.published_at) == ("学生处", date(2024, 9, 20))
    assert (found.document_number, found.deadline) == ("校学〔2024〕7号", date(2024, 10, 10))
    assert found.periods == (Period(PeriodKind.YEAR, 2024),)
    words = {one.field: (one.words, one.place) for one in found.evidence}
    assert words["department"] == ("学生处 2024年9月20日", Place.END)
    assert words["periods"] == ("2024年", Place.TITLE)
    assert words["item"] == ("奖学金", Place.TITLE)
    assert words["deadline"][1] is Place.TEXT


def test_what_is_given_stands_as_given() -> None:
    """Nothing recognised overrides metadata, and what was given needs no evidence."""
    period = Period(PeriodKind.COHORT, 2020)
    day = date(2020, 1, 1)
    given = Metadata(
        department="资助中心",
        published_at=day,
        document_number="校发〔2020〕1号",
        deadline=day,
        effective_from=day,
        applies_to=(period,),
        item=37,
    )
    found = said(NOTICE, given)
    assert (found.department, found.published_at, found.document_number) == ("资助中心", day, "校发〔2020〕1号")
    assert (found.deadline, found.effective_from, found.periods) == (day, day, (period,))
    assert found.evidence == ()


def test_a_file_that_says_nothing_is_described_by_nothing() -> None:
    """No office, no day, no number is made up; a year stands in a file's name at last."""
    found = said(lines("欢迎。", title="欢迎"))
    assert found == Description("", None, "", None, None, (), ())
    (year,) = said(lines("欢迎。", title="欢迎", file_name="2013年欢迎.txt")).evidence
    assert (year.value, year.place, year.is_sure) == ("2013年", Place.FILE_NAME, False)


def test_an_item_that_stands_near_another_is_not_sure() -> None:
    """Staff are asked to look where two items have nearly the same points; a longer cue outweighs its own parts."""
    assert classify("毕业生就业质量年度报告", "").is_sure
    assert not classify("学风建设与学术不端行为查处办法", "").is_sure
    assert classify("招生章程", "").is_sure
    assert not classify("欢迎", "").is_sure


def test_what_a_notice_changes_is_told_with_the_words() -> None:
    """A repeal in the text, a supplement by the title; the notices meant are looked for at a publish."""
    source = lines("原《学生请假规定》（校发〔2018〕5号）同时废止。", title="关于2024年校历的补充通知")
    told = [(one.value, one.place) for one in said(source).evidence if one.field == "amends"]
    assert told == [
        ("supplements 关于2024年校历通知", Place.TITLE),
        ("repeals 学生请假规定（校发〔2018〕5号）", Place.TEXT),
    ]
