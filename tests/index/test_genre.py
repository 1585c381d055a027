import pytest

from index.genre import Genre, genre, standing


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("学生奖学金评审办法", Genre.RULE),
        ("2026年招生章程", Genre.RULE),
        ("新生入学须知", Genre.GUIDE),
        ("关于缴纳学费的通知", Genre.NOTICE),
        ("我校举行奖学金颁奖仪式", Genre.REPORT),
        ("国家奖学金获奖学生名单公示", Genre.LISTING),
        ("图书馆", Genre.OTHER),
    ],
)
def test_the_words_of_a_title_tell_the_kind_of_document(title: str, kind: Genre) -> None:
    """文种 by title words; a report of an event first, even where it names a rule."""
    assert genre(title) is kind


def test_a_rule_outweighs_a_notice_and_a_notice_a_report() -> None:
    """The order in which documents bind."""
    assert standing("评审办法") > standing("关于评审的通知") > standing("评审会顺利举行")
