"""Gives a table the caption and the unit that stand in the paragraphs right above it.

Serves the parsers of formats in which tables stand among running text (docx, doc, pdf).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import Block, Paragraph, Table

_CAPTION = re.compile(r"表\s*\d|表(?:[（(].*[）)])?$|^(?:附表|表格)|一览|情况$|标准$|计划$|名单$")
_UNIT = re.compile(r"单位\s*[:：]\s*([^\s）)；;，,。]{1,12})")
_LONGEST = 40


def captioned(table: Table, above: Sequence[Block]) -> Table:
    """The table with a caption and unit from the last two blocks above it, where it has none of its own.

    A line counts when it is short, no sentence, and names a table; 「单位：元」 alone is a unit, not a caption.
    """
    caption, unit = table.caption, table.unit
    for block in reversed(above[-2:]):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST or block.text.endswith(("。", "；", "：")):
            break
        found = _UNIT.search(block.text)
        unit = unit or (found[1] if found else "")
        name = re.sub(r"[（(]?\s*(?:计量)?" + _UNIT.pattern + r"\s*[）)]?", "", block.text).strip()
        if not name:
            continue
        caption = caption or (name if _CAPTION.search(name) else "")
        break
    return replace(table, caption=caption, unit=unit)
