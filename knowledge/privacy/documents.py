"""Passports, travel permits and the like, where the words before say so; foreigners' old residence cards by their shape."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import MASKED_DOCUMENT, MASKED_IDENTITY, Found, Kind
from knowledge.privacy.numbers import is_day, is_region
from knowledge.privacy.reading import Reading

_NAMED = re.compile(
    r"(?:护照|通行证|台胞证|台湾居民证|回乡证|居住证|居留证|居留许可|军官证|士兵证|港澳身份证|香港身份证|澳门身份证|台湾身份证|户口簿|户口本)"
    r"(?:件?(?:号码|编号|号))?[ :为是]{0,3}(?P<number>[A-Z]{0,3}[0-9][0-9 \-]{4,16}[0-9A-Z](?:\([0-9A-Z]\))?)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# 身份证号 followed by anything of its length, however wrong.
_CALLED_IDENTITY = re.compile(
    r"(?:身份证(?:件)?|公民身份)(?:号码|号)?[ :为是]{0,3}(?P<number>[0-9][0-9 \-]{12,22}[0-9X])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# Three letters of the nation, four digits of the place, the day of birth, two more: the card from before 2017.
_FOREIGNER = re.compile(
    r"(?<![0-9A-Za-z])[A-Z]{3}(?P<place>[0-9]{4})(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})[0-9]{2}(?![0-9A-Za-z])"
)
_OTHER_NUMBER = re.compile(r"(?:编号|代码|项目号?|合同号?|设备号?|资产号?)[^0-9A-Za-z]{0,4}$")


def find(reading: Reading) -> Iterator[Found]:
    """Numbers of documents that name them, and old residence cards of foreigners."""
    for named in _NAMED.finditer(reading.folded):
        yield Found(Kind.DOCUMENT, *named.span("number"), MASKED_DOCUMENT)
    for called in _CALLED_IDENTITY.finditer(reading.folded):
        yield Found(Kind.IDENTITY, *called.span("number"), MASKED_IDENTITY)
    for card in _FOREIGNER.finditer(reading.folded):
        born = is_day(f"19{card['year']}", card["month"], card["day"])
        if born and is_region(card["place"]) and not _is_other(reading, card.start()):
            yield Found(Kind.DOCUMENT, *card.span(), MASKED_DOCUMENT)


def _is_other(reading: Reading, start: int) -> bool:
    return reading.is_in_address(start) or bool(_OTHER_NUMBER.search(reading.before(start, 10)))
