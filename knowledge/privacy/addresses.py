"""Home addresses, where the words before say that somebody lives there; addresses of offices stay."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import MASKED_ADDRESS, Found, Kind
from knowledge.privacy.reading import Reading

NAMED = r"家庭(?:详细|居住|通讯|常住)?(?:住址|地址)|(?:户籍|户口)(?:所在)?(?:地址|地)|现?居住?(?:地址|住址)|(?:现|常)住址|住址"
_CALLED = re.compile(rf"(?:(?:{NAMED})[ :为是在]{{1,3}}|家住|现住(?:在|址)?:?)(?P<place>[^,。;:!?\n]{{5,60}})")
_PLACE = re.compile(
    r"[省市县区旗州盟].{0,20}(?:镇|乡|村|路|街|道|巷|弄|号|组|室|栋|幢|小区|屯|社区)|[村镇乡].{0,12}[组号村]|[路街巷].{0,6}号"
)


def find(reading: Reading) -> Iterator[Found]:
    """What stands after 家庭住址 and names a place."""
    for called in _CALLED.finditer(reading.folded):
        if is_place(called["place"]):
            start = called.start("place")
            yield Found(Kind.ADDRESS, start, start + len(called["place"].rstrip()), MASKED_ADDRESS)


def is_place(text: str) -> bool:
    """Whether a text is an address: a province, a town, a street, a door."""
    return bool(_PLACE.search(text))
