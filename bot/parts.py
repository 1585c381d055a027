"""What a reply is put together from, in order, and how it is brought within what WeChat shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.quote import ELLIPSIS
from index.corpus import IndexedNotice

TEXT_BYTES = 1800
_LEAST_QUOTE = 200
_MOST_AMENDED = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """Any of it may be ""; `lead` is what answers in a line, `differs` what another notice says, `also` what else there is."""

    lead: str
    quote: str
    source: str
    also: str
    differs: str = ""

    def __str__(self) -> str:
        return "\n".join(part for part in (self.lead, self.quote, self.source, self.differs, self.also) if part)


def source(notice: IndexedNotice, superseded_by: str | None, amended_by: Sequence[str], page: int | None = None) -> str:
    """Title, `page` of a PDF, office, date and link, and by the title of which notice this one was superseded or amended."""
    dated = notice.published_at.isoformat() if notice.published_at else "未注明日期"
    where = f"第{page}页" if page else ""
    lines = [f"——《{notice.title}》{where}", "，".join(part for part in (notice.department, dated) if part)]
    if superseded_by:
        lines.append(f"（注意：这份通知已由《{superseded_by}》取代）")
    if amended_by:
        lines.append(
            f"（注意：{'、'.join(f'《{title}》' for title in amended_by[:_MOST_AMENDED])}对这份通知有补充或更改）"
        )
    if notice.source_url:
        lines.append(notice.source_url)
    return "\n".join(lines)


def within(parts: Parts) -> str:
    """The reply in 1,800 bytes: what else to see goes first, then the quote is cut, then the rest; the source goes last."""
    if _over(parts) > 0:
        parts = replace(parts, also="")
    for name, least in (("quote", _LEAST_QUOTE), ("lead", _LEAST_QUOTE), ("differs", 0), ("quote", 0), ("source", 0)):
        over = _over(parts)
        if over <= 0:
            break
        parts = replace(parts, **{name: _cut(getattr(parts, name), over, least)})
    return str(parts)


def _over(parts: Parts) -> int:
    return len(str(parts).encode()) - TEXT_BYTES


def _cut(text: str, over: int, least: int) -> str:
    """`text` shorter by `over` bytes, but not below `least`, with an ellipsis; no character is split."""
    size, mark = len(text.encode()), len(ELLIPSIS.encode())
    room = max(least, size - over - mark)
    if room >= size:
        return text
    return text.encode()[:room].decode("utf-8", "ignore").rstrip() + ELLIPSIS if room > 0 else ""
