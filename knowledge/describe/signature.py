"""The signature that closes a notice: its office and the day, on one line or on two; or the day of printing (印发)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.describe import days
from knowledge.describe.days import Written

_NAME = r"[\u4e00-\u9fffA-Za-z·、（）()]{1,28}?"
_ENDS = "办公室|委员会|领导小组|中心|研究所|大学|学校|党校|团委|工会|党委|处|部|办|院|馆|局|厅|科|室"
_OFFICE = re.compile(rf"{_NAME}(?:{_ENDS})(?:[（(][\u4e00-\u9fff、]{{1,12}}[）)])?")
# Press that reports on a college is no office of it; a clause is no name.
_NOT = re.compile(
    r"[报台社网]$|新闻网|客户端|公众号|[的了是您]|通知|公告|公示|办法|规定|毕业于|\d"
    r"|^(?:各|请|由|经|在|为|将|对|凡|如|我|本|该|与|和|及|全|其|上述|有关|相关|附件|联系|[（(])|^.{0,1}(?:处|部|办|院|馆|局|科|室)$"
)
_MARK = re.compile(r"[。\s（）()【】\[\]]*")
_ISSUED = re.compile(r"\s*(?:(?P<by>[\u4e00-\u9fff]{2,16}?)\s*)?(?:印发|编制|印制|制定|发布|制)[。]?\s*$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """A day that closes a notice; `offices` is empty where none signed, `words` what stands there."""

    offices: tuple[str, ...]
    day: date
    words: str
    is_sure: bool


def is_office(text: str) -> bool:
    """Whether `text` reads like the name of one office."""
    return bool(_OFFICE.fullmatch(text)) and not _NOT.search(text)


def signatures(tail: tuple[str, ...]) -> Iterator[Signature]:
    """Those among the last lines of a notice, the last one first."""
    for position in range(len(tail) - 1, -1, -1):
        line = tail[position].strip()
        above = tail[position - 1].strip() if position else ""
        if len(line) <= _LONGEST:
            is_last = position == len(tail) - 1
            yield from filter(None, (_read(line, one, above, is_last=is_last) for one in days.written(line)))


def _read(line: str, found: Written, above: str, *, is_last: bool) -> Signature | None:
    before, after = line[: found.start].strip(), line[found.end :]
    if issued := _ISSUED.match(after):
        return Signature(_offices(issued["by"] or before), found.day, line, is_sure=True)
    if not _MARK.fullmatch(after):
        return None
    if _MARK.fullmatch(before):
        if offices := _offices(above):
            return Signature(offices, found.day, f"{above} {line}", is_sure=True)
        # a lone day that ends a text, as one after a teaser in a list of titles does not
        is_end = is_last and (above.endswith(("。", "！", "：", "；", "）")) or "特此" in above)
        return Signature((), found.day, line, is_sure=False) if is_end else None
    offices = _offices(before)
    return Signature(offices, found.day, line, is_sure=True) if offices else None


def _offices(words: str) -> tuple[str, ...]:
    """The offices that `words` name and nothing besides; their names may themselves hold 、"""
    for names in (words.split(), re.split(r"[\s、,，]+", words)):
        if names and len(words) <= _LONGEST and all(map(is_office, names)):
            return tuple(names)
    return ()
