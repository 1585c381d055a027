"""Plain text to paragraphs: the simplest parser, and the last one tried."""

from pathlib import Path

from knowledge import clean
from knowledge.document import Document, Paragraph
from knowledge.errors import UnreadableFile
from knowledge.parsers import byline, charset, titles


def parse(path: Path, content: bytes) -> Document:
    """Paragraphs, their hard-wrapped lines joined; the title where the first lines or the name of the file read like one.

    Raises UnreadableFile for bytes that are no text or for a text without a single word.
    """
    lines = charset.decode(path, content).splitlines()
    paragraphs = clean.rejoin(lines)
    if not paragraphs:
        raise UnreadableFile(path, "expected text, but the file is empty", "check that it is the right file")
    blocks = tuple(Paragraph(text) for text in paragraphs)
    return Document(titles.find(paragraphs), blocks, byline=byline.find("\n".join(lines)))
