from datetime import date

import pytest

from bot.understanding.understand import Intent, understand
from index.query import Want

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("别给我发机器回复了，叫个真人来", Intent.HUMAN),
        ("能不能换个真人", Intent.HUMAN),
        ("我要人工，别自动回复", Intent.HUMAN),
        ("我要人工智能专业的分数", Intent.QUESTION),
        ("机器人专业学费多少", Intent.QUESTION),
        ("这学校值不值得读，比隔壁差很多吗", Intent.OPINION),
        ("王小明校长的手机号能给我一个吗", Intent.PRIVATE_PERSON),
        ("书记家住哪里", Intent.PRIVATE_PERSON),
        ("校长信箱是什么", Intent.QUESTION),
        ("校长公众号叫什么", Intent.QUESTION),
        ("招生办手机号", Intent.QUESTION),
    ],
)
def test_what_a_message_is_for(question: str, intent: Intent) -> None:
    """A person is called for, an opinion asked, a leader's own number; and what only sounds like it."""
    assert understand(question, TODAY).intent is intent


def test_a_mobile_number_is_a_telephone_number() -> None:
    """At the end of a question it is what is asked for."""
    query = understand("招生办手机号", TODAY).query
    assert query is not None
    assert query.want is Want.PHONE
