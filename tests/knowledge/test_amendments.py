from datetime import date

import pytest

from knowledge.amendments import Amendment, Change, link, named
from knowledge.notice import Notice, NoticeId

BASE = Notice(NoticeId("base"), "关于做好2024年国家奖学金评选工作的通知", "正文。", published_at=date(2024, 9, 1))


def notice(identity: str, title: str, text: str = "正文。", **given: object) -> Notice:
    return Notice(NoticeId(identity), title, text, **given)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("title", "change", "wanted"),
    [
        ("关于2024年国家奖学金评选工作的补充通知", Change.SUPPLEMENTS, "2024年国家奖学金评选工作"),
        ("2024年国家奖学金评选补充通知", Change.SUPPLEMENTS, "2024年国家奖学金评选"),
        ("关于《2024年招生章程》的更正公告", Change.CORRECTS, "2024年招生章程"),
        ("2024年运动会延期举行的通知", Change.POSTPONES, "2024年运动会"),
        ("关于调整2024年校历的通知", Change.ADJUSTS, "2024年校历"),
        ("关于2024年招生计划调整的公告", Change.ADJUSTS, "2024年招生计划"),
        ("关于2024届毕业生双选会时间调整的补充通知", Change.SUPPLEMENTS, "2024届毕业生双选会"),
        ("关于期末考试时间和地点变更的通知", Change.ADJUSTS, "期末考试"),
        ("关于四级考试报名时间延长的通知", Change.POSTPONES, "四级考试报名"),
        ("关于废止《学生请假办法》的通知", Change.REPEALS, "学生请假办法"),
    ],
)
def test_a_title_says_what_is_changed_and_how(title: str, change: Change, wanted: str) -> None:
    """The notice meant is what is left of the title, or what it quotes."""
    (found,) = named(title, "")
    assert found.change is change
    assert wanted in found.title


@pytest.mark.parametrize(
    "title", ["产业结构调整研究所简介", "调整后的作息时间表", "关于补充医疗保险的通知", "学生请假办法"]
)
def test_other_titles_change_nothing(title: str) -> None:
    """The same words name other things."""
    assert named(title, "") == ()


def test_a_rule_says_which_it_repeals() -> None:
    """With number or without, one clause may name several."""
    (one,) = named("请假办法", "本办法自发布之日起施行，原《学生请假管理规定》（校发〔2018〕5号）同时废止。")
    assert (one.change, one.title, one.number) == (Change.REPEALS, "学生请假管理规定", "校发〔2018〕5号")
    both = named("处分办法", "《学生违纪处分规定》《考试违规认定办法》（校学［2005］1 号）同时废止。其他不变。")
    assert [(found.title, found.number) for found in both] == [
        ("学生违纪处分规定", ""),
        ("考试违规认定办法", "校学〔2005〕1号"),
    ]


def test_a_supplement_is_linked_to_the_notice_it_names() -> None:
    """By the same words and years; another year's, a newer one and itself are not meant."""
    supplement = notice("more", "关于2024年国家奖学金评选工作的补充通知", published_at=date(2024, 9, 10))
    last = notice("last", "关于做好2023年国家奖学金评选工作的通知", published_at=date(2023, 9, 1))
    later = notice("later", "2024年国家奖学金评选通知", published_at=date(2024, 10, 1))
    assert link([BASE, supplement, last, later]) == {"more": (Amendment(Change.SUPPLEMENTS, NoticeId("base")),)}
    assert link([supplement, last]) == {}


def test_a_change_of_the_date_is_linked_to_the_notice_that_gave_it() -> None:
    """关于举办…的通知, then …时间调整的补充通知."""
    fair = notice("fair", "关于举办2024届毕业生双选会的通知")
    changed = notice("changed", "关于2024届毕业生双选会时间调整的补充通知")
    assert link([fair, changed]) == {"changed": (Amendment(Change.SUPPLEMENTS, NoticeId("fair")),)}


def test_a_document_number_decides_before_the_title() -> None:
    """A number is of one notice; where two have it the title must tell."""
    new = notice("new", "学生请假办法", "原《学生请假管理规定》（校发〔2018〕5号）同时废止。")
    old = notice("old", "学生请假规定", document_number="校发〔2018〕5号")
    assert link([new, old]) == {"new": (Amendment(Change.REPEALS, NoticeId("old")),)}
    twice = [new, old, notice("copy", "另一规定", document_number="校发〔2018〕5号")]
    assert link(twice) == {}


def test_a_new_edition_repeals_the_old_one_of_its_own_name() -> None:
    """Not itself, and not another college's."""
    new = notice("new", "学生请假办法（2024年修订）", "原《学生请假办法》同时废止。")
    assert link([new, notice("old", "学生请假办法")]) == {"new": (Amendment(Change.REPEALS, NoticeId("old")),)}
    alone = notice("alone", "学生请假办法", "原《学生请假办法》同时废止。")
    assert link([alone, notice("twin", "学生请假办法")]) == {}
    theirs = notice("theirs", "甲乙大学学生请假办法")
    ours = notice("ours", "丙丁大学学生请假管理办法", "原《丙丁大学学生请假办法》同时废止。")
    assert link([theirs, ours]) == {}


def test_the_number_beside_the_title_in_the_text_is_taken() -> None:
    """A supplement quotes the notice it is about with its number."""
    text = "《关于做好2024年国家奖学金评选工作的通知》（校学〔2024〕9号）印发后，有关事项补充如下。"
    (found,) = named("关于2024年国家奖学金评选工作的补充通知", text)
    assert found.number == "校学〔2024〕9号"
