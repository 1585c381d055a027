"""What the describers read: a parsed file laid out by where its words stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.document import Document, Heading, Paragraph
from knowledge.notice import Metadata

_HEAD = 10
_TAIL = 12
_SHORT = 80
# A line that heads an attachment; and lines with which a text lists its attachments, or copies, which are no part of its own end.
_ATTACHMENT = re.compile(r"附[件表录]\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?")
_AFTER_END = re.compile(r"附[件表录]\s*[\d一二三四五六七八九十]*\s*[:：.、]?|[（(]?联系人|抄送|主题词")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's words by place. `head` are the short lines at the top, `tail` the lines up to the notice's own end."""

    title: str
    byline: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    text: str
    address: str
    file_name: str
    channel: str


def source(document: Document, metadata: Metadata, title: str, text: str, file_name: str) -> Source:
    """The words of `document`, whose notice has this title and canonical text."""
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph | Heading)]
    return Source(
        title=title,
        byline=document.byline,
        head=tuple(line for line in lines[:_HEAD] if len(line) <= _SHORT),
        tail=_own_end(lines),
        text=text,
        address=metadata.source_url,
        file_name=file_name,
        channel=metadata.channel,
    )


def _own_end(lines: Sequence[str]) -> tuple[str, ...]:
    """The last lines before the attachments: before the line that heads the first one, less the list of them."""
    heads = (position for position, line in enumerate(lines) if _ATTACHMENT.fullmatch(line.strip()))
    last = list(lines[: next(heads, len(lines))][-_TAIL:])
    while len(last) > 1 and _AFTER_END.match(last[-1]):
        last.pop()
    return tuple(last)
