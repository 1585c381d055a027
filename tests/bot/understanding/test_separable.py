import pytest

from bot.understanding.separable import join


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("一学期翘多少节课会记过", "一学期翘课多少节会记过"),
        ("请几天假要找谁批", "请假几天要找谁批"),
        ("休一年学学费退吗", "休学一年学费退吗"),
        ("贷了款还能申请助学金吗", "贷款还能申请助学金吗"),
        ("想转一下专业", "想转专业"),
        ("退个宿怎么办手续", "退宿怎么办手续"),
        ("当了两个月兵", "当兵两个月"),
    ],
)
def test_words_taken_apart_are_put_together(written: str, meant: str) -> None:
    """A verb and its noun are one word, whatever stands between: numbers follow it, particles are dropped."""
    assert join(written) == meant


@pytest.mark.parametrize(
    "text", ["退多少学费", "查一下分数线", "报了名额满了", "考完研究生", "请事假", "休学一年", "上了两年学", ""]
)
def test_other_words_stay_as_they_are(text: str) -> None:
    """The noun belongs to another word, or nothing stands between."""
    assert join(text) == text
