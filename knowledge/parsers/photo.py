"""A picture of a text (PNG, JPEG, TIFF, WebP, BMP) to paragraphs and tables, one page a picture, by text recognition."""

from pathlib import Path

from knowledge.document import Document, Paragraph
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.parsers import ocr, pdf_flow, picture, scan, titles
from knowledge.parsers.scan import Recognise

_FEWEST = 24  # characters: a logo or a button has fewer


def parse(path: Path, content: bytes, recognise: Recognise = ocr.recognise) -> Document:
    """What the recognition reads; the title is the largest type that reads like one, else the name of the file.

    Raises UnsupportedFormat where no recognition is installed, UnreadableFile for a damaged or oversized picture or one
    without text.
    """
    if ocr.missing():
        reason = f"it is a picture, and to read one {ocr.missing()} must be there"
        raise UnsupportedFormat(path, reason, f"{ocr.INSTALL}, or give its text as a Word file")
    scans = [scan.read(image, recognise, number) for number, image in enumerate(picture.frames(path, content), start=1)]
    blocks = pdf_flow.blocks(pdf_flow.without_running([read.page for read in scans]))
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    if len(blocks) == len(lines) and len("".join(lines)) < _FEWEST:
        reason = f"the picture holds hardly any text ({' '.join(lines)})" if lines else "the picture holds no text"
        raise UnreadableFile(path, reason, "if it is a notice, give its text as a Word or text file")
    return Document(titles.find(scans[0].large) or titles.find(lines) or titles.named(path), tuple(blocks))
