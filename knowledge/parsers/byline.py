"""Keeps what a web page says about the publishing of its notice (发布时间、来源、作者), which is no part of the notice's text."""

import re

_LABELS = (
    "发布时间|发布日期|发稿时间|发文日期|发文字号|文号|更新时间|更新日期|录入时间|添加时间|上传时间|成文日期|发布者|发布人|发布单位|发布部门|发布机构|发文单位|发文机关"
    "|供稿单位|供稿|信息来源|来源部门|来源|作者|责任部门|主办单位|日期"
)
_SAID = re.compile(rf"(?:{_LABELS})\s*[:：][^\n|。；]{{1,40}}")
_SEARCHED = 20_000
_MOST = 6


def find(text: str) -> str:
    """The first statements of that kind in `text`, one a line; "" where it makes none."""
    found = (match.group().strip() for match in _SAID.finditer(text[:_SEARCHED]))
    return "\n".join(line for _, line in zip(range(_MOST), found, strict=False))
