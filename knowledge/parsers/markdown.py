"""Markdown with YAML front matter, the format of a notice file; also text that was scraped with | around table cells."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge import frontmatter
from knowledge.clean import clean, rejoin
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.parsers import byline, charset
from knowledge.parsers.bars import is_bar_line, scraped_table
from knowledge.parsers.captions import captioned

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BREAK = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"^\s*[-*+]\s+\S")
_INLINE = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^)]*\))*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^\s*[-*+]\s+"), ""),
    (re.compile(r"^\s*>\s?"), ""),
)


def parse(path: Path, content: bytes) -> Document:
    """The notice in a Markdown file. Raises InvalidMetadata for front matter that cannot be used."""
    metadata, body = frontmatter.split(path, charset.decode(path, content))
    found: list[Block] = []
    for block in _blocks(body.splitlines()):
        found.append(captioned(block, found) if isinstance(block, Table) else block)
    first = next((block.text for block in found if isinstance(block, Heading)), "")
    return Document(metadata.title or first, tuple(found), metadata, byline=byline.find(body))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Runs of plain lines become paragraphs; headings, pipe tables and scraped tables stand between them."""
    plain: list[str] = []
    index = 0
    while index < len(lines):
        block, after = _special(lines, index)
        if block is None:
            plain += _plain(lines[index])
            index += 1
            continue
        yield from _paragraphs(plain)
        plain = []
        yield from block
        index = after
    yield from _paragraphs(plain)


def _special(lines: Sequence[str], index: int) -> tuple[Sequence[Block] | None, int]:
    """What begins at `index`, if it is not a plain line, and the index after it."""
    if found := _HEADING.match(lines[index]):
        return [Heading(clean(_strip_inline(found.group(2))), len(found.group(1)))], index + 1
    if "|" in lines[index] and index + 1 < len(lines) and _RULE.match(lines[index + 1]) and "|" in lines[index + 1]:
        return _pipe_table(lines, index)
    if is_bar_line(lines[index]):
        return scraped_table(lines, index)
    return None, index


def _paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    yield from map(Paragraph, rejoin(lines))


def _plain(line: str) -> list[str]:
    """A line without its marks; an item of a list begins a paragraph, a rule ends one."""
    if _BREAK.match(line):
        return [""]
    return ["", _strip_inline(line)] if _ITEM.match(line) else [_strip_inline(line)]


def _strip_inline(line: str) -> str:
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return line


def _pipe_table(lines: Sequence[str], index: int) -> tuple[Sequence[Block], int]:
    end = index + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rows = [_cells(line) for line in (lines[index], *lines[index + 2 : end])]
    width = max(map(len, rows))
    return [Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows), header_rows=1)], end


def _cells(line: str) -> list[str]:
    stripped = line.strip().removeprefix("|").removesuffix("|")
    return [clean(_strip_inline(cell.replace("\\|", "|"))) for cell in re.split(r"(?<!\\)\|", stripped)]
