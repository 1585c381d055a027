"""Days of birth that stand with a name; the month of an official's birth and the days of history stay."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import MASKED_BIRTH, Found, Kind
from knowledge.privacy.reading import Reading

_DAY = r"(?P<year>(?:19|20)[0-9]{2}) ?[年./\-] ?(?:0?[1-9]|1[0-2]) ?[月./\-] ?(?:[12][0-9]|3[01]|0?[1-9]) ?(?:日|号)?(?![0-9])"
_SAID_AFTER = re.compile(rf"(?<![0-9]){_DAY} ?(?:出生|生(?=[,。;于() ]|$))")
_SAID_BEFORE = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于)(?:[ :为是在]){{0,3}}(?:{_DAY}|(?P<bare>(?:19|20)[0-9]{{6}})(?![0-9]))"
)
_A_LIMIT = re.compile(r" ?(?:\(含\))?(?:出生)?(?:以|之)?[前后](?:出生)?|及以[前后]| ?(?:至|到)")
_PERSON = re.compile(
    r"[男女]|族|[\u4e00-\u9fff]{2,4}[,(:]|姓名|学号|身份证|同学|学生|同志|籍贯|[\u4e00-\u9fff]{2,4} ?$"
)
# Who was born before is a figure of history, not a student, an applicant or a member of staff.
_HISTORY = 1930


def find(reading: Reading) -> Iterator[Found]:
    """Days of birth with a person's name or particulars before them in the same sentence."""
    for pattern in (_SAID_AFTER, _SAID_BEFORE):
        for born in pattern.finditer(reading.folded):
            if _is_of_a_person(reading, born):
                start, end = (born.start("year"), born.end()) if born["year"] else born.span("bare")
                yield Found(Kind.BIRTH, start, end, MASKED_BIRTH)


def _is_of_a_person(reading: Reading, born: re.Match[str]) -> bool:
    year = int(born["year"] or born["bare"][:4])
    before = re.split("[。;!?]", reading.before(born.start(), 40))[-1]
    return year >= _HISTORY and not _A_LIMIT.match(reading.after(born.end(), 6)) and bool(_PERSON.search(before))
