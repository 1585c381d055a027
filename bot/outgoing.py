"""The last filter: what every channel shows of an answer, and what of a question is read and kept.

Applied once, where an answer leaves bot/engine.py, whatever it was made from.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answer import Answer, Citation
from bot.replies import PRIVATE
from knowledge.privacy import Kind, cut_asked, mask_outgoing, mask_question, mask_quoted

WARNING = "请勿发送证件号、银行卡号、手机号等个人信息；刚才发来的已隐去，不会保存。"
ABOUT_A_PERSON = "［询问他人情况，原文未保存］"
_SECRET = frozenset(
    {Kind.IDENTITY, Kind.DOCUMENT, Kind.CARD, Kind.MOBILE, Kind.STUDENT, Kind.ADDRESS, Kind.BIRTH, Kind.ACCOUNT}
)

# The same notices are cited again and again, and looking for telephones takes longer than finding them.
_quoted = lru_cache(4096)(mask_quoted)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message without personal numbers, and whether its sender is to be told not to send them."""

    text: str
    warns: bool


def read(message: str, released: frozenset[str] = frozenset()) -> Incoming:
    """`message` as far as it may be understood and remembered; numbers in `released` stay."""
    text, kinds = cut_asked(message, released)
    return Incoming(text, not _SECRET.isdisjoint(kinds))


def kept(question: str, answer: Answer, released: frozenset[str] = frozenset()) -> str:
    """What the ledger may hold of a question: masked, and nothing of one about another person."""
    return ABOUT_A_PERSON if PRIVATE in answer.text else mask_question(question, released)


def screened(answer: Answer, released: frozenset[str] = frozenset(), *, warns: bool = False) -> Answer:
    """`answer` without personal numbers in any of its texts, and with a warning in front where its asker sent some.

    Notices were screened when they were imported, so what an answer quotes may hold telephones of offices; what it says of
    its own may only hold those that it calls so.
    """
    mask = _quoted if answer.citations else mask_outgoing
    text = mask(answer.text, released)
    return replace(
        answer,
        text=f"{WARNING}\n{text}" if warns else text,
        citations=tuple(_citation(citation, released) for citation in answer.citations),
        suggestions=tuple(_quoted(suggestion, released) for suggestion in answer.suggestions),
    )


def _citation(citation: Citation, released: frozenset[str]) -> Citation:
    return replace(
        citation,
        title=_quoted(citation.title, released),
        url=_quoted(citation.url, released),
        quote=_quoted(citation.quote, released),
    )
