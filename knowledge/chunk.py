"""Cuts a document into passages that follow its headings and clauses; every table row is a passage of its own.

The canonical text is made here too: paragraphs and raw table lines joined by line feeds, tiled exactly by the passages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import headings, rows
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.notice import NoticeId
from knowledge.passage import Passage, PassageId, PassageKind

# Part of what makes a bundle: a change of cutting must change it.
CHUNKER = "clauses-2"
TARGET = 300
_MAX = 420
_MIN = 90
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’）)】》]*|[^。！？；!?;]+$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line of the canonical text on its way into a passage; `depth` is its heading level, if it opens something."""

    line: str
    rendered: str
    kind: PassageKind
    path: tuple[str, ...]
    depth: int | None
    page: int | None = None


def chunk(notice_id: NoticeId, document: Document) -> tuple[str, tuple[Passage, ...]]:
    """The canonical text of `document` and its passages, in order.

    Text passages hold about 300 characters (at most 420), begin at headings and clauses where they can, and never split
    a sentence that fits. The spans of the passages tile the text without gap or overlap.
    """
    units = list(_units(document.blocks))
    passages: list[Passage] = []
    offset = 0
    for group in _groups(units):
        length = sum(len(unit.line) + 1 for unit in group)
        ordinal = len(passages)
        passages.append(
            Passage(
                id=PassageId(f"{notice_id}#{ordinal}"),
                notice_id=notice_id,
                ordinal=ordinal,
                kind=group[-1].kind,
                heading=" › ".join(group[0].path),
                text=_text(group),
                start=offset,
                end=offset + length,
                page=next((unit.page for unit in group if unit.page is not None), None),
            )
        )
        offset += length
    return "".join(f"{unit.line}\n" for unit in units), tuple(passages)


def _text(group: Sequence[_Unit]) -> str:
    if group[-1].kind is PassageKind.ROW:
        # Names or a section without any row after them stand for themselves.
        return group[-1].rendered or "\n".join(unit.line for unit in group)
    return "\n".join(unit.line for unit in group).strip()


def _units(blocks: Sequence[Block]) -> Iterator[_Unit]:
    """Every line with the headings above it."""
    stack: list[tuple[int, str]] = []
    for block in blocks:
        match block:
            case Heading(text=text, level=level):
                _push(stack, min(level, 8), text)
                yield _Unit(text, text, PassageKind.TEXT, _path(stack[:-1]), min(level, 8))
            case Paragraph():
                yield from _paragraph(block, stack)
            case Table():
                yield from _table(block, _path(stack))


def _paragraph(paragraph: Paragraph, stack: list[tuple[int, str]]) -> Iterator[_Unit]:
    text, page = paragraph.text, paragraph.page
    depth = headings.level(text)
    if depth is not None:
        _push(stack, depth, headings.label(text))
    path = _path(stack[:-1] if depth is not None else stack)
    for index, piece in enumerate(_pieces(text)):
        if index == 0:
            yield _Unit(piece, piece, PassageKind.TEXT, path, depth, page)
        else:
            yield _Unit(piece, piece, PassageKind.TEXT, _path(stack), None, page)


def _table(table: Table, path: tuple[str, ...]) -> Iterator[_Unit]:
    rendered = rows.render(table)
    caption = rendered.caption
    path = path if not caption or caption in path else (*path, caption)
    for line in rendered.header:
        yield _Unit(line, "", PassageKind.ROW, path, None, table.page)
    # The nearest heading names what the rows are about: a sheet's province, a table's caption.
    about = "·".join(path[-2:])
    for raw, text in rendered.rows:
        yield _Unit(raw, f"{about}：{text}" if about and text else text, PassageKind.ROW, path, None, table.page)


def _push(stack: list[tuple[int, str]], depth: int, text: str) -> None:
    while stack and stack[-1][0] >= depth:
        stack.pop()
    stack.append((depth, text))


def _path(stack: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in stack)


def _pieces(text: str) -> list[str]:
    """A paragraph cut at sentence ends where it exceeds the limit; a sentence over the limit is cut at its commas, then hard."""
    if len(text) <= _MAX:
        return [text]
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        for part in _parts(sentence):
            if pieces[-1] and len(pieces[-1]) + len(part) > TARGET:
                pieces.append("")
            pieces[-1] += part
    return pieces


def _parts(sentence: str) -> Iterator[str]:
    while len(sentence) > _MAX:
        cut = max(sentence.rfind(mark, TARGET // 2, TARGET) for mark in "，、, ") + 1 or TARGET
        yield sentence[:cut]
        sentence = sentence[cut:]
    yield sentence


def _groups(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Units that share a passage; header lines and section lines of a table go with the row after them."""
    group: list[_Unit] = []
    size = 0
    for unit in units:
        if group and _breaks(group, size, unit):
            yield group
            group, size = [], 0
        group.append(unit)
        size += len(unit.line) + 1
        if unit.kind is PassageKind.ROW and unit.rendered:
            yield group
            group, size = [], 0
    if group:
        yield group


def _breaks(group: Sequence[_Unit], size: int, unit: _Unit) -> bool:
    if unit.kind is not group[-1].kind:
        return True
    if unit.kind is PassageKind.ROW:
        return False
    if _only_titles(group):
        return False
    if size + len(unit.line) > _MAX:
        return True
    if unit.depth is None:
        return size + len(unit.line) > TARGET + 60
    starts_part = unit.depth in headings.CHAPTERS or unit.depth <= headings.QUESTION
    return starts_part or (size >= _MIN and unit.depth <= headings.CLAUSE + 1) or size + len(unit.line) > TARGET


def _only_titles(group: Sequence[_Unit]) -> bool:
    return all(unit.depth is not None and headings.is_title_only(unit.line) for unit in group) and len(group) < 4
