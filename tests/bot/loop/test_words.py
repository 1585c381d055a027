import pytest

from bot.loop.words import Command, Verb, read


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("订阅招生", Command(Verb.SUBSCRIBE, "招生")),
        (" 订阅 “奖助”。", Command(Verb.SUBSCRIBE, "奖助")),
        ("我的订阅", Command(Verb.SUBSCRIBE)),
        ("退订", Command(Verb.UNSUBSCRIBE)),
        ("取消订阅：就业", Command(Verb.UNSUBSCRIBE, "就业")),
        ("TD", Command(Verb.UNSUBSCRIBE)),
        ("我的答复", Command(Verb.ANSWERS)),
        ("我要申请信息公开", Command(Verb.REQUEST)),
        ("申请进度 YSQ-2026-0001 ABCDEFGHJK", Command(Verb.PROGRESS, "YSQ-2026-0001 ABCDEFGHJK")),
    ],
)
def test_the_loops_words_are_read(message: str, command: Command) -> None:
    """With what stands behind them, whatever the punctuation."""
    assert read(message) == command


@pytest.mark.parametrize(
    "message",
    ["怎么退订校园网套餐", "订阅号和服务号有什么区别呢", "怎么申请信息公开？", "答复意见在哪里看", "学费多少", ""],
)
def test_questions_are_left_alone(message: str) -> None:
    """Only a whole message is a command."""
    assert read(message) is None
