"""An answer's text as the page shows it: links and telephone numbers to tap, and no source twice.

Answers are written for WeChat, where text is all there is: `<a href="…">…</a>` is a link, addresses stand in full, and the
sources follow as lines. On the page the sources stand below, to unfold, so lines that only repeat them are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Citation, Outcome

_LINK = re.compile(
    r"""<a\s[^>]*?href=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')[^>]*>(?P<label>.*?)</a>"""
    r"""|(?P<bare>https?://[^\s<>"'，。；）】」》]+)"""
    r"""|(?<![\d\-])(?P<phone>0\d{2,3}-\d{7,8}(?:-\d{1,4})?|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?![\d\-])"""
    r"""|(?<!\d)(?P<urgent>12356|110|120)(?!\d)""",
    re.DOTALL,
)
_LEAD = "▶"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s—、，；：（）《》.\d]|另见|未注明日期")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text; `href` is where it leads (`https:`, `http:` or `tel:`), "" for nowhere."""

    text: str
    href: str = ""


def parts(answer: Answer) -> tuple[Part, ...]:
    """The answer's text after its lead, in order; no href is ever of another kind than Part promises."""
    # 110 and 120 are telephone numbers in the bot's own words, and mostly amounts in a notice.
    is_own = answer.outcome is Outcome.CHAT and not answer.citations
    return tuple(part for part in _linked(lead(body(answer))[1], urgent=is_own) if part.text)


def lead(text: str) -> tuple[str, str]:
    """What answers, which the bot puts in front of its quote behind 「▶」, and the rest; "" and all of it without one."""
    first, _, rest = text.partition("\n")
    return (first[1:].strip(), rest) if first.startswith(_LEAD) and rest.strip() else ("", text)


def body(answer: Answer) -> str:
    """The text without the lines that say nothing but what the citations say as well."""
    if not answer.citations:
        return answer.text
    lines = answer.text.split("\n")
    first = next((at for at, line in enumerate(lines) if _names_a_source(line, answer.citations)), len(lines))
    kept = [line for line in lines[first:] if not _is_source(line, answer.citations)]
    return "\n".join([*lines[:first], *kept]).strip() or answer.text


def _names_a_source(line: str, citations: Sequence[Citation]) -> bool:
    return any(f"《{cited.title}》" in line for cited in citations) and _is_source(line, citations)


def _is_source(line: str, citations: Sequence[Citation]) -> bool:
    said = {text for cited in citations for text in (f"《{cited.title}》", cited.url, cited.department, _day(cited))}
    for text in sorted(said, key=len, reverse=True):
        line = line.replace(text, "") if text else line
    return not _BETWEEN.sub("", line)


def _day(cited: Citation) -> str:
    return cited.published_at.isoformat() if cited.published_at else ""


def _linked(text: str, *, urgent: bool) -> Iterator[Part]:
    at = 0
    for found in _LINK.finditer(text):
        yield Part(text[at : found.start()])
        yield _part(found, urgent=urgent)
        at = found.end()
    yield Part(text[at:])


def _part(found: re.Match[str], *, urgent: bool) -> Part:
    if number := found["phone"] or (found["urgent"] if urgent else None):
        return Part(number, telephone(number))
    address = found["double"] or found["single"] or found["bare"] or ""
    label = found["label"] or found["bare"] or found["urgent"] or ""
    return Part(label, address if is_web(address) else "")


def is_web(address: str) -> bool:
    """Whether an address is one that a browser may be sent to."""
    return bool(_WEB.match(address))


def telephone(number: str) -> str:
    """The `tel:` address that dials a number, without an extension's dash confusing it."""
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"
