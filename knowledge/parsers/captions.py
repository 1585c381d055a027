"""Gives a table the caption and the unit that stand in the paragraphs right above it.

Serves the parsers of formats in which tables stand among running text (docx, doc, pdf).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import Block, Paragraph, Table

_CAPTION = re.compile(
    r"表\s*\d|表(?:[（(].*[）)])?$|^(?:附表|表格)|一览|名单|(?:情况|标准|计划|分数|分数线|录取|收费|学费|费用|人数|名额|比例|电话|地址|时间|安排|目录|数据"
    r"|统计|汇总|要求|条件|范围|科目|批次|代码|流程|对照)(?:[（(].*[）)])?$"
)
# 学费标准如下：/ 现公布如下：the line names the table, its last words lead over to it.
_LEADS_OVER = re.compile(r"(?:公布|公示|列表|说明|安排|规定)?(?:如下|见下表|为)?\s*[:：]$|(?:如下|见下表)$")
_UNIT = re.compile(r"单位\s*[:：]\s*([^\s）)；;，,。]{1,12})")
_LONGEST = 40


def captioned(table: Table, above: Sequence[Block]) -> Table:
    """The table with a caption and unit from the last two blocks above it, where it has none of its own.

    A line counts when it is short, no sentence, and names a table; 「单位：元」 alone is a unit, not a caption.
    """
    caption, unit = table.caption, table.unit
    for block in reversed(above[-2:]):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST or block.text.endswith(("。", "；")):
            break
        found = _UNIT.search(block.text)
        unit = unit or (found[1] if found else "")
        name = re.sub(r"[（(]?\s*(?:计量)?" + _UNIT.pattern + r"\s*[）)]?", "", block.text).strip()
        name = _LEADS_OVER.sub("", name)
        if not name:
            continue
        caption = caption or (name if _CAPTION.search(name) else "")
        break
    return replace(table, caption=caption, unit=unit)
