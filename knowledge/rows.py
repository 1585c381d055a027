"""Renders each row of a table as text that stands alone: caption, column names, values, unit.

A row is what answers 「2015年河南理科最低多少分」, so it must be found and quoted without the rest of its table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.document import Table

_NUMBER = re.compile(r"^[-+]?[\d,，.]+\s*(?:%|％|‰|元|人|分|名|个|年)?$")
_FIGURE = re.compile(r"^[-+]?[\d,，.]+\s*(?:%|％|‰|元|人|分|名|个)?$")
_UNIT = re.compile(r"[（(]?\s*(?:计量)?单位[:：]\s*([^\s）)；;，,。]{1,12})\s*[）)]?")
# Words that head columns; a grid of office names has none of them and no figures, so its first row is no header.
_NAMING = re.compile(
    "名称|姓名|序号|编号|项目|类别|类型|种类|部门|单位|电话|邮箱|地[点址]|时间|日期|专业|学院|等级|金额|标准|要求|条件|内容|备注|说明|"
    "职[务责称]|办法|方式|代码|人数|计划|学制|科类|批次|省份|对象|流程|负责|依据|分数|比例|级别|范围|程序|材料|年份|名次|学分|课程|费"
)
_MAX_HEADER_CELL = 30
_MAX_TITLE = 60
_MAX_LEAD_ROWS = 3
_MAX_SECTION = 12


@dataclass(frozen=True, slots=True)
class RenderedTable:
    """A table's caption, its header lines as they stand, and per data row (raw line, rendered text)."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def render(table: Table) -> RenderedTable:
    """Every data row as text; rows that are empty vanish, a row merged over the whole width opens a section."""
    rows = [tuple(cell.strip() for cell in row) for row in table.rows]
    rows = [row for row in rows if any(row)]
    lead, rows, marked = _lead(rows, table.header_rows)
    lead, first = _first_section(lead, rows)
    titles = [part for part in lead if len(part) <= _MAX_TITLE]
    caption = " ".join(dict.fromkeys(part for part in (table.caption, *titles) if part))
    unit = table.unit or _unit_in(caption)
    depth = marked or _guess_header(rows)
    names = _column_names(rows[:depth])
    return RenderedTable(
        caption=caption,
        header=(*titles, *([first] if first else []), *map(line, rows[:depth])),
        # A long note over the names is found and quoted by itself.
        rows=(
            *((part, part) for part in lead if len(part) > _MAX_TITLE),
            *_data_rows(rows[depth:], names, unit, first),
        ),
    )


def line(row: Sequence[str]) -> str:
    """A row as one raw line; a merged cell stands once."""
    return " | ".join(cell for cell, _ in _merged(row))


def _merged(row: Sequence[str]) -> Iterator[tuple[str, range]]:
    """The cells of a row with the columns each covers; neighbours of the same text count as merged."""
    start = 0
    for column in range(1, len(row) + 1):
        if column == len(row) or row[column] != row[start]:
            yield row[start], range(start, column)
            start = column


def _is_whole_width(row: Sequence[str]) -> bool:
    """Whether one text fills a row, merged or alone; equal figures (5, 5) are values, but 2024年 names a part."""
    filled = {cell for cell in row if cell}
    return len(row) > 1 and len(filled) == 1 and not any(_FIGURE.match(cell) for cell in filled)


def _is_merged_down(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the one text of a row also stands beside values in the row above or below: then it is no section's name."""
    column = next(place for place, cell in enumerate(rows[index]) if cell)
    beside = [rows[near] for near in (index - 1, index + 1) if 0 <= near < len(rows)]
    return any(row[column] == rows[index][column] and not _is_whole_width(row) for row in beside)


def _lead(rows: list[tuple[str, ...]], header_rows: int) -> tuple[list[str], list[tuple[str, ...]], int]:
    """Splits off leading rows that one cell fills: they caption the table. Returns (captions, rest, header rows left).

    A cell merged down over several rows is one caption.
    """
    lead: list[str] = []
    while len(rows) > 1 and _is_whole_width(rows[0]):
        text = next(cell for cell in rows[0] if cell)
        if text not in lead:
            if len(lead) == _MAX_LEAD_ROWS:
                break
            lead.append(text)
        rows = rows[1:]
        header_rows = max(0, header_rows - 1)
    return lead, rows, header_rows


def _guess_header(rows: Sequence[Sequence[str]]) -> int:
    """1 where the first row reads as column names: short, distinct, no numbers; 2 where its groups are split below."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return 0
    first = rows[0]
    named = [cell for cell in first if cell]
    if len(named) < max(2, len(first) // 2) or any(_NUMBER.match(c) or len(c) > _MAX_HEADER_CELL for c in named):
        return 0
    if not any(_names_column(rows, column) for column in range(len(first))) and not _has_figures(rows[1:]):
        return 0
    has_groups = any(first[column] == first[column + 1] != "" for column in range(len(first) - 1))
    second = [cell for cell in rows[1] if cell]
    splits = has_groups and len(rows) > 2 and not any(_NUMBER.match(c) or len(c) > _MAX_HEADER_CELL for c in second)
    return 2 if splits else 1


def _names_column(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether the first cell of a column holds a naming word that is not just of its kind: 文学院 over 法学院 names none."""
    found = _NAMING.search(rows[0][column])
    # The same cell again is the header of the next page.
    below = [row[column] for row in rows[1:] if row[column] not in {"", rows[0][column]}]
    return found is not None and sum(found.group() in cell for cell in below) * 2 <= len(below)


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns below: half of its cells hold a word for a kind of thing."""
    named = [column for column, cell in enumerate(rows[0]) if cell]
    return sum(_names_column(rows, column) for column in named) * 2 > len(named)


def _has_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a fifth of the cells hold digits: then a first row without any names them."""
    cells = [cell for row in rows for cell in row if cell]
    return sum(any(char.isdigit() for char in cell) for cell in cells) * 5 >= len(cells)


def _column_names(header: Sequence[Sequence[str]]) -> list[str]:
    """One name a column, the names above it joined; repeated and empty parts drop out."""
    if not header:
        return []
    columns = zip(*header, strict=True)
    return ["".join(dict.fromkeys(re.sub(r"\s+", "", part) for part in column if part)) for column in columns]


def _first_section(lead: list[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], str]:
    """The lead without its last row where that names the first section (福建省, of 福建省 … 江西省 …), and this name.

    It does when later rows of the same ending, as short as it, name sections: a caption is of another kind.
    """
    sections = [next(cell for cell in row if cell) for row in rows[1:] if _is_whole_width(row)]
    if not lead or not sections or len(lead[-1]) > _MAX_SECTION:
        return lead, ""
    alike = [name for name in sections if name[-1] == lead[-1][-1] and len(name) <= _MAX_SECTION and name != lead[-1]]
    return (lead[:-1], lead[-1]) if alike else (lead, "")


def _data_rows(
    rows: Sequence[Sequence[str]], names: Sequence[str], unit: str, section: str
) -> Iterator[tuple[str, str]]:
    for index, row in enumerate(rows):
        if _is_whole_width(row) and not _is_merged_down(rows, index):
            section = next(cell for cell in row if cell)
            if len(section) > _MAX_HEADER_CELL:
                yield line(row), section
                section = ""
            else:
                yield line(row), ""
            continue
        body = _pairs(row, names) if names else "，".join(_unnamed(row))
        suffix = f"（单位：{unit}）" if unit else ""
        yield line(row), (f"{section}｜" if section else "") + body + suffix


def _pairs(row: Sequence[str], names: Sequence[str]) -> str:
    """「列名：值」 for each filled cell; a cell that covers several columns carries their names joined."""
    parts = []
    for cell, columns in _merged(row):
        if not cell:
            continue
        # Equal neighbours under different names are a coincidence of values (最高分 560、最低分 560), not a merged cell.
        if _NUMBER.match(cell):
            parts += [_pair(name, cell) for name in dict.fromkeys(names[column] for column in columns)]
        else:
            parts.append(_pair("/".join(dict.fromkeys(names[c] for c in columns if names[c])), cell))
    return "；".join(parts)


def _unnamed(row: Sequence[str]) -> Iterator[str]:
    """The cells of a row without column names; equal numbers side by side are two values, equal words a merged cell."""
    for cell, columns in _merged(row):
        if cell:
            yield from [cell] * (len(columns) if _NUMBER.match(cell) else 1)


def _pair(name: str, value: str) -> str:
    return f"{name}：{value}" if name and name != value else value


def _unit_in(text: str) -> str:
    found = _UNIT.search(text)
    return found.group(1) if found else ""
