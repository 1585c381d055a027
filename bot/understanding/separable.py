"""Joins words that people take apart: 挂了三科 is 挂科三, 请几天假 is 请假几天 (离合词, data/spoken.yaml)."""

import re
from functools import cache

from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import mentions

_PARTICLE = "(?:一下子?|了|过|完|好|上|到|下|个(?!月|学期))?"
_NUMBER = r"(?:几|多少|好几|半|[一二两三四五六七八九十]{1,3}|\d{1,3})"
_MEASURE = "(?:个学期|个月|个|门|科|节|次|天|年|张|份|回|趟|周|学期|月|堂|分|些|点|遍)"
_BETWEEN = f"(?P<particle>{_PARTICLE})(?P<many>(?:{_NUMBER}?{_MEASURE})?(?:多|半)?的?|{_NUMBER})"


def join(text: str) -> str:
    """`text` with words of the file put together again, what stood inside behind them; particles (了, 一下) are dropped."""
    if not _pattern().search(text):
        return text
    covered = [(mention.start, mention.end) for mention in mentions(text)]

    def joined(match: re.Match[str]) -> str:
        start, end = match.span("noun")
        is_word = match["verb"] + match["noun"] in spoken().separable
        is_inside_other = any(first <= start and end < last for first, last in covered)
        if not is_word or is_inside_other or match.end("verb") == start:
            return match.group()
        return f"{match['verb']}{match['noun']}{match['many']}"

    return _pattern().sub(joined, text)


@cache
def _pattern() -> re.Pattern[str]:
    words = spoken().separable
    verbs = "".join(sorted({word[0] for word in words}))
    nouns = "|".join(sorted({word[1:] for word in words}, key=lambda noun: (-len(noun), noun)))
    return re.compile(f"(?P<verb>[{verbs}]){_BETWEEN}(?P<noun>{nouns})")
