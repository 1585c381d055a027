"""Screens a parsed document before it is cut and stored: personal numbers masked, lists of persons kept back.

Between parse and chunk of knowledge/importer.py. The file itself stays with the college; what is stored, indexed and
answered is what comes out here. The words it is judged by are those of this room's files.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge import headings
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.privacy import lines, tables
from knowledge.privacy.columns import Columns, columns
from knowledge.privacy.finding import Found, Kind, replaced
from knowledge.privacy.findings import Findings, Withheld
from knowledge.privacy.holder import is_contact_heading
from knowledge.privacy.mask import Context, mask_text
from knowledge.privacy.subjects import Scope, Subject

_LEAD = 120
# What ends like this says that a list follows.
_LEADS_IN = re.compile(r"[:：]\s*$|如下|名单|公[示布]")
# A line this short between a lead-in and its list names a part of the list: 计算机学院.
_SUBHEADING = 20


@dataclass(frozen=True, slots=True)
class Screened:
    """A document fit to be stored, with its title, and what screening found in it."""

    document: Document
    title: str
    findings: Findings


def screen(document: Document, title: str = "", released: Collection[str] = frozenset()) -> Screened:
    """`document` without personal information; `released` are public numbers (digits) and mailboxes.

    `title` is the notice's own, where it is not the document's. Screening what was screened finds nothing more.
    """
    screening = _Screening(title or document.title, frozenset(released))
    blocks = tuple(screening.blocks(document.blocks))
    shown = {text: screening.heading(text) for text in dict.fromkeys((document.title, title)) if text}
    return Screened(
        document=replace(document, title=shown.get(document.title, ""), blocks=blocks),
        title=shown.get(title, ""),
        findings=Findings(tuple(sorted(screening.masked.items())), tuple(screening.withheld)),
    )


@dataclass(slots=True)
class _Screening:
    """One document on its way: what stands over the next block, and what was found so far."""

    title: str
    released: frozenset[str]
    masked: Counter[Kind] = field(default_factory=Counter)
    withheld: list[Withheld] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)
    listed: Subject | None = None
    context: Context = field(default_factory=Context)

    def enter(self, scope: Scope) -> None:
        """Takes `scope` for what follows."""
        self.scope = scope
        self.listed = scope.listed
        self.context = Context(about=scope.heading or self.title, released=self.released)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        self.enter(Scope(self.title))
        kept_back: list[Paragraph | Heading] = []
        for index, block in enumerate(blocks):
            if not isinstance(block, Table) and self._is_kept_back(blocks, index):
                kept_back.append(block)
                continue
            yield from self._instead(kept_back)
            kept_back.clear()
            yield from self._table(block) if isinstance(block, Table) else self._text(block)
        yield from self._instead(kept_back)

    def heading(self, text: str) -> str:
        """A title as it may be shown."""
        self.enter(Scope(self.title))
        return self._mask(text, Context(released=self.released), self.listed)

    def _instead(self, kept_back: Sequence[Paragraph | Heading]) -> Iterator[Block]:
        if kept_back and self.listed:
            yield self._note(self.listed, len(kept_back), self.scope.heading or self.title)

    def _note(self, about: Subject, rows: int, under: str) -> Paragraph:
        self.withheld.append(Withheld(about, rows, self._mask(under, Context(), about, counts=False)))
        return Paragraph(f"［此处名单共{rows}行，含个人信息，未收录］")

    def _is_kept_back(self, blocks: Sequence[Block], index: int) -> bool:
        block = blocks[index]
        if isinstance(block, Table) or not self.listed:
            return False
        if lines.is_single_name(block.text):
            beside = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
            return any(not isinstance(near, Table) and lines.is_single_name(near.text) for near in beside)
        return lines.is_line_of_persons(block.text)

    def _text(self, block: Paragraph | Heading) -> Iterator[Block]:
        if _opens(block):
            self.enter(Scope(self.title, block.text))
        text = self._mask(block.text, self.context, self.listed)
        yield block if text == block.text else replace(block, text=text)
        lead = block.text[-_LEAD:]
        if _LEADS_IN.search(lead):
            self.enter(Scope(self.title, self.scope.heading, lead))
        elif self.scope.lead and len(lead) > _SUBHEADING:
            self.enter(Scope(self.title, self.scope.heading))

    def _mask(self, text: str, context: Context, listed: Subject | None, *, counts: bool = True) -> str:
        names: tuple[Found, ...] = ()
        if listed:
            text, names = replaced(text, lines.names_within(text))
        text, found = mask_text(text, context)
        if counts:
            self.masked.update(one.kind for one in (*names, *found))
        return text

    def _table(self, table: Table) -> Iterator[Block]:
        seen = columns(table)
        scope = replace(self.scope, caption=_caption(table, seen))
        about = tables.subject_of(seen, scope)
        gone = tables.persons(table, seen) if about else frozenset()
        rows = tuple(self._row(row, seen, scope) for index, row in enumerate(table.rows) if index not in gone)
        if len(rows) > seen.header + 1 or not gone:
            caption = self._mask(table.caption, self.context, scope.listed)
            yield replace(table, rows=rows, caption=caption)
        if gone and about:
            yield self._note(about, len(gone), table.caption or self.scope.heading or self.title)

    def _row(self, row: Sequence[str], seen: Columns, scope: Scope) -> tuple[str, ...]:
        over = f"{scope.caption} {scope.heading}".strip() or self.title
        about = over if is_contact_heading(over) else ""
        listed, holder = scope.listed, seen.holder(about)
        shown: list[str] = []
        for place, cell in enumerate(row):
            if not cell:
                shown.append(cell)
                continue
            kind = seen.kinds[place]
            text, found = replaced(cell, tables.cell_findings(cell, kind, seen) if kind else ())
            self.masked.update(one.kind for one in found)
            beside = " ".join(dict.fromkeys(shown))[-80:]
            context = Context(about, beside, holder, self.released)
            shown.append(self._mask(text, context, listed))
        return tuple(shown)


def _caption(table: Table, seen: Columns) -> str:
    """What stands over the column names, within the table too: a sheet's title is its first row."""
    return " ".join(
        dict.fromkeys(text for text in (table.caption, *sum(table.rows[: max(seen.header, 0)], ())) if text)
    )


def _opens(block: Paragraph | Heading) -> bool:
    """Whether a part of the notice begins here."""
    if isinstance(block, Heading):
        return True
    return headings.is_title_only(block.text) and headings.level(block.text) is not None
