"""Tells whether a piece of text holds the kind of thing a question wants: an amount, a telephone number, a date …

A passage without any sum of money cannot answer 「多少钱」, however near its meaning is.
"""

import re

from index.query import Want

_NUMBER = r"(?:\d[\d,，.]*|[一二三四五六七八九十百千万两]+)"
# A number that is no year: 2018年 is no length of time, 2025届 no count.
_AMOUNT_OF = rf"(?<![\d.])(?!(?:19|20)\d{{2}}\s*(?:年|届|级)){_NUMBER}"
_PATTERNS: dict[Want, re.Pattern[str]] = {
    Want.AMOUNT: re.compile(
        rf"{_NUMBER}\s*(?:[-—~～至到]\s*{_NUMBER}\s*)?(?:万|余|多)?\s*(?:元|块|美元|人民币|RMB)"
        r"|(?:费|元|金额|标准|学费|(?<!评)价)[^：\d]{0,14}[：:（(]?[^：\d]{0,8}(?!(?:19|20)\d{2}\s*(?:年|届|级))\d{2,}|[￥¥]\s*\d|免费|不收费|免收"
    ),
    Want.PERCENT: re.compile(rf"\d\s*[%％‰]|百分之|{_NUMBER}\s*成|比例[^。]{{0,12}}\d"),
    Want.SCORE: re.compile(
        r"\d(?:\.\d+)?\s*分(?!钟)|(?:分|线|绩点|成绩)[^：:\d]{0,14}[：:]\s*\d|绩点[^。]{0,20}\d|\d{3}(?:\.\d+)?(?=；|$|，)"
    ),
    Want.COUNT: re.compile(
        rf"{_AMOUNT_OF}\s*(?:余|多)?\s*(?:名|人|个|位|本|册|门|项|条|篇|场|家|次|枚|套|间|所|种|届|班|学时|学分|小时|件|张|份|天|周)"
        r"|(?:数|人数|计划|册数|名额)[^：\d]{0,10}[：:]\s*\d"
    ),
    Want.RANK: re.compile(r"位次|排名|名次|第\s*\d+\s*名|前\s*\d"),
    Want.DATE: re.compile(
        r"\d{1,2}\s*月|\d{4}\s*[-./]\s*\d{1,2}|[周星期][一二三四五六日天]|每[年月周学]|学期(?:初|末|内|结束)|\d+\s*(?:个)?(?:工作日|日|天)"
    ),
    Want.TIME: re.compile(r"\d{1,2}\s*[:：]\s*\d{2}|\d{1,2}\s*点|上午|下午|中午|全天|24\s*小时"),
    Want.DURATION: re.compile(rf"{_AMOUNT_OF}\s*(?:个)?(?:年|学年|学期|月|周|星期|天|日|工作日|小时|学时|分钟)"),
    Want.PHONE: re.compile(
        r"(?<!\d)(?:0\d{2,3}[-\s—]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400[-\s]?\d{3}[-\s]?\d{4}|(?:电话|热线)[^。]{0,12}\d{3,}"
    ),
    Want.EMAIL: re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|信箱|邮箱"),
    Want.ADDRESS: re.compile(
        r"[路街巷道]\s*\d*\s*号?|[楼室层栋座厅]|校区|大道|地址|地点|中心|窗口|网址|https?://|www\.|[省市区县镇]"
    ),
    Want.CODE: re.compile(r"(?<!\d)\d{2,6}(?!\d)|代码"),
}
# Figures that only stand for themselves: without one in the passage there is no answer, however near its meaning.
_FIGURES = frozenset({Want.AMOUNT, Want.PERCENT, Want.SCORE, Want.RANK, Want.PHONE, Want.EMAIL, Want.CODE})
_LOOSE = frozenset({Want.PERSON, Want.NAME, Want.HOW, Want.WHETHER, Want.ANY})


def holds(want: Want, text: str) -> bool:
    """Whether `text` holds something of the wanted kind; always true for wants that have no form of their own."""
    return want in _LOOSE or bool(_PATTERNS[want].search(text))


def is_checkable(want: Want) -> bool:
    """Whether a want has a form by which its absence can be told."""
    return want not in _LOOSE


def is_figure(want: Want) -> bool:
    """Whether only a figure of its own kind answers: a sum, a share, a score, a number to call."""
    return want in _FIGURES
