"""Questions worded in many ways that ask the same, so that a service under load answers none of them from memory."""

from collections.abc import Iterable
from itertools import islice, product

# Ways in which people begin and end a question without asking anything else.
_GREETINGS = ("", "你好，", "您好，", "老师好，", "在吗，", "打扰一下，", "学长好，", "老师您好，")
_BEGINNINGS = ("", "请问", "想问一下", "麻烦问下", "我想知道", "想了解一下", "帮我查一下", "问一下")
_ENDINGS = ("", "？", "呢", "呀", "啊", "，急", "，想确认一下", "，孩子想知道")


def distinct(questions: Iterable[str], number: int, skip: int = 0) -> list[str]:
    """`number` questions that all differ, after the first `skip`; fewer where there are not so many."""
    worded = (
        greeting + beginning + question + ending
        for greeting, ending, beginning, question in product(_GREETINGS, _ENDINGS, _BEGINNINGS, tuple(questions))
    )
    return list(islice(dict.fromkeys(worded), skip, skip + number))
