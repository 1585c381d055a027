"""Files in a line or two, laid out as the describers read them."""

from dataclasses import replace

from knowledge.chunk import chunk
from knowledge.describe.source import Source, source
from knowledge.document import Document, Paragraph
from knowledge.notice import Metadata, NoticeId


def lines(*texts: str, title: str = "通知", **given: str) -> Source:
    """A file of these paragraphs; `given` are further fields of the source."""
    document = Document(title, tuple(map(Paragraph, texts)))
    text, _ = chunk(NoticeId("n"), document)
    return replace(source(document, Metadata(), title, text, "a.txt"), **given)  # type: ignore[arg-type]  # fields by name
