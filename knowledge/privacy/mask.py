"""Masks personal information in a text: of a notice at import, of an answer on its way out, of a question before it is kept."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from knowledge.privacy import accounts, addresses, births, cards, documents, identity, mobiles, students
from knowledge.privacy.finding import Found, Kind, replaced
from knowledge.privacy.holder import Holder, holder
from knowledge.privacy.reading import Reading

# Nothing personal that is looked for here has less: five digits in a row or spaced, a mailbox, an address.
_WORTH_READING = re.compile(
    r"(?:\d[\s\-‐-―−－]{0,3}){5}|[@＠]|住址|家住|居住|现住|生于|家庭|户籍|户口|微信|we(?:chat|ixin)|出生|生日|[年日]生",
    re.IGNORECASE,
)
# QQ and 微信 before an account say what it is, not that it is given out.
_OWN_LABEL = re.compile(
    r"(?<!咨询)(?<!客服)(?<!联系)(?<!答疑)(?<!招生)(?<!服务)(?<!官方)(?:QQ|微信|wechat|weixin)[^\u4e00-\u9fff]*(?:号码?|同号)?[^\u4e00-\u9fff]*$",
    re.IGNORECASE,
)
# A heading under which telephones are given out.
_SCREENED = "联系电话"
_ALWAYS = (identity.find, documents.find, cards.find)
_NAMED = (students.find, births.find, addresses.find)
_REACHED = (mobiles.find, accounts.find)

Masked = tuple[str, tuple[Found, ...]]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text beside itself.

    `about` is the heading, caption or title it stands under; `beside` what stands before it in its row of a table; `holder`
    whose numbers they are where the columns of a table tell; `released` are numbers that are public, as digits or addresses.
    """

    about: str = ""
    beside: str = ""
    holder: Holder = Holder.UNKNOWN
    released: Collection[str] = field(default=frozenset())


def mask_text(text: str, context: Context) -> Masked:
    """`text` of a notice without personal information, and what was found; official contacts stay. Idempotent.

    A number that nothing shows to be an office's is taken for a person's.
    """
    return _masked(text, lambda reading: [*_plain(reading), *_private(reading, context)])


def mask_outgoing(text: str, released: Collection[str] = ()) -> str:
    """`text` on its way out, whatever its source, without personal information; what is `released` or an office's stays.

    Identity numbers and bank cards go without exception. Idempotent.
    """
    return mask_text(text, Context(released=released))[0]


def mask_quoted(text: str, released: Collection[str] = ()) -> str:
    """`mask_outgoing` for words of a notice that was screened at import: telephones stay but those that are called a person's.

    What showed them to be an office's may stand where the quotation does not reach.
    """
    return mask_text(text, Context(about=_SCREENED, released=released))[0]


def mask_question(text: str, released: Collection[str] = ()) -> str:
    """What may be kept of a question: no identity number, card, telephone, account or mailbox but those `released`."""
    return mask_asked(text, released)[0]


def mask_asked(text: str, released: Collection[str] = ()) -> Masked:
    """`mask_question`, and what was found: whoever asks is no office, however the number is called."""
    return _masked(
        text, lambda reading: [*_plain(reading), *_private(reading, Context(holder=Holder.PERSON, released=released))]
    )


def cut_asked(text: str, released: Collection[str] = ()) -> tuple[str, frozenset[Kind]]:
    """A question with a blank for everything that `mask_question` hides, fit to be searched, and the kinds that were in it."""
    text, found = _masked(
        text,
        lambda reading: [
            replace(one, shown=" ")
            for one in (*_plain(reading), *_private(reading, Context(holder=Holder.PERSON, released=released)))
        ],
    )
    return text, frozenset(one.kind for one in found)


def is_released(found: Found, text: str, released: Collection[str]) -> bool:
    """Whether a number or address, as it stands in `text`, is one of the public ones."""
    written = text[found.start : found.end]
    return (mobiles.digits(written) if found.kind is Kind.MOBILE else written.lower()) in released


def _masked(text: str, find: Callable[[Reading], list[Found]]) -> Masked:
    """Masks until nothing is left to mask: without its neighbour, a number can stand alone."""
    all_found: tuple[Found, ...] = ()
    while _WORTH_READING.search(text):
        masked, found = replaced(text, find(Reading(text)))
        if masked == text:
            break
        text, all_found = masked, all_found + found
    return text, all_found


def _plain(reading: Reading) -> Iterator[Found]:
    for find in (*_ALWAYS, *_NAMED):
        yield from find(reading)


def _private(reading: Reading, context: Context) -> Iterator[Found]:
    for find in _REACHED:
        for found in find(reading):
            if not is_released(found, reading.text, context.released) and _is_private(reading, found, context):
                yield found


def _is_private(reading: Reading, found: Found, context: Context) -> bool:
    if context.holder is Holder.PERSON:
        return True
    before = f"{context.beside} {reading.before(found.start, 100)}"
    if found.kind is Kind.ACCOUNT:
        before = _OWN_LABEL.sub("", before)
    judged = holder(before, context.about)
    if judged is Holder.UNKNOWN:
        judged = context.holder
    if found.kind is Kind.EMAIL:
        return judged is Holder.PERSON and not accounts.is_institution(reading.folded[found.start : found.end])
    return judged is not Holder.OFFICE
