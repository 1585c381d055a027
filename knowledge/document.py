"""What every parser yields, whatever the format: a title and blocks in reading order."""

from dataclasses import dataclass, field

from knowledge.notice import Metadata


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the format itself marks; level 1 is the highest. Clause headings in plain text stay paragraphs."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its lines already joined; `page` is the 1-based page where the format has pages."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular table: every row has the same number of cells, merged cells repeat their value.

    The first `header_rows` rows are column names (0 when the format does not tell: the chunker then guesses).
    `caption` is the title above or beside it, `unit` a unit that holds for the whole table (单位：元).
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    unit: str = ""
    header_rows: int = 0
    page: int | None = None


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: the title the content itself gives ("" if none), its blocks, and metadata found inside it.

    `byline` are the lines around the text that say when and by whom it was published (发布时间、来源), one a line.
    `unread` says what of the file is not in the blocks although it should be, "" where nothing is missing.
    """

    title: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    byline: str = ""
    unread: str = ""
