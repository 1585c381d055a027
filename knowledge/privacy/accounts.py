"""QQ numbers, WeChat names and e-mail addresses; whose they are is for others to judge."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import MASKED_ACCOUNT, Found, Kind
from knowledge.privacy.reading import Reading

_QQ = re.compile(
    r"(?<![A-Za-z.@])QQ(?P<group>[^0-9A-Za-z\n]{0,6}群)?(?:号码|"
    r"号)?[^0-9A-Za-z\n,。;]{0,3}(?P<account>[1-9][0-9]{4,10})(?![0-9@])",
    re.IGNORECASE,
)
_WECHAT = re.compile(
    r"(?:微信(?P<group>[^:\n]{0,4}群|公众|服务|订阅)?号?|wechat|"
    r"weixin)(?:\(?同号?\)?)?[ :为是]{1,3}(?P<account>[A-Za-z0-9][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_@])",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])(?P<name>[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63})@(?P<host>[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,})"
)
# Mailboxes of institutions are given out for their business.
_INSTITUTION = re.compile(r"(?:edu|gov|org|ac|mil)(?:\.[a-z]{2})?$|(?:edu|gov|org|ac)\.", re.IGNORECASE)


def find(reading: Reading) -> Iterator[Found]:
    """QQ numbers and WeChat names but those of groups and official accounts, and e-mail addresses."""
    for pattern in (_QQ, _WECHAT):
        for found in pattern.finditer(reading.folded):
            if not found["group"] and not _is_mobile(found["account"]):
                yield Found(Kind.ACCOUNT, *found.span("account"), MASKED_ACCOUNT)
    for mail in _EMAIL.finditer(reading.folded):
        yield Found(Kind.EMAIL, *mail.span(), f"{mail['name'][0]}***@{mail['host']}")


def is_institution(email: str) -> bool:
    """Whether the mailbox is a college's, an authority's or an association's."""
    return bool(_INSTITUTION.search(email.rpartition("@")[2]))


def _is_mobile(account: str) -> bool:
    return bool(re.fullmatch(r"1[3-9][0-9]{9}", account))
