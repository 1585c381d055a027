"""The day from which a rule holds: 本办法自2024年7月1日起施行."""

import re

from knowledge.describe import days
from knowledge.notice import Evidence, Place

_RULE = "办法|规定|细则|章程|条例|制度|规则|规程|守则|标准|意见|方案"
_FROM = re.compile(rf"本(?:实施)?(?:{_RULE})(?:（试行）)?\s*自\s*$")
_ON = re.compile(r"^\s*(?:之日)?起?\s*(?:正式|开始)?\s*(?:施行|实施|执行|生效)")
_LOOKED_BACK = 16


def effective_from(text: str) -> Evidence | None:
    """The day that a rule names for itself, the last where it names several; no other text's day."""
    found = None
    for one in days.written(text):
        before, after = text[max(0, one.start - _LOOKED_BACK) : one.start], text[one.end : one.end + _LOOKED_BACK]
        opening, closing = _FROM.search(before), _ON.match(after)
        if opening and closing:
            words = opening.group() + text[one.start : one.end] + closing.group()
            found = Evidence("effective_from", one.day.isoformat(), words, Place.TEXT)
    return found
