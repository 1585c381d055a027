"""Lists of persons in running text: lines of names, lines about one person, and names within a sentence."""

import re
from collections.abc import Iterator

from knowledge.privacy.finding import Found, Kind
from knowledge.privacy.names import is_name, starred_name

_NUMBERING = re.compile(r"^\s*(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]?\s*)?")
_OF_WHOM = re.compile(r"^[^：:，,。]{2,30}[：:]")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_BETWEEN = re.compile(r"[、，,;；|\s]+")
_REST = re.compile(r"(?:等|共|合计)*(?:\d+|[一二三四五六七八九十]+)?(?:人|名|位|同学|名同学|名学生)?[。.]?$")
_BETWEEN_FIELDS = re.compile(r"[、，,;；|\s:：()（）]+")
_TRAIT = re.compile(r"学号|\d{8,}|\d{2,4}级|\d班|专业|学院|[\u4e00-\u9fff]系|困难|处分|[男女][，,、\s]")
_GROUP = re.compile("学院|[系班级]|专业|书院|大队|助学金|奖学金|困难|处分|等[：:]|档[：:]|学生|同学|名单|人员")
# Officials in what they do; a list of the aided says none of it.
_ROLE = re.compile(
    "出席|参加|主持|领导|组长|成员|委员|主任|书记|校长|院长|处长|专家|评委|教师|老师|教授|讲师|记者|作者|供稿|编辑|审核|联系人|负责人|秘书|辅导员|咨询|导师|指导|电话"
)
_LONGEST = 160
_ONE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4})(?=同学|等(?:\d+|[一二三四五六七八九十]+)?(?:名|位|人)?(?:同学|学生)|[(（](?:学号|男|女|\d{6,}|[^)）]{0,20}(?:\d班|\d级|专业|学院))|[，,](?:男|女)[，,]|[，,]学号)"
)


def is_line_of_persons(text: str) -> bool:
    """Whether a paragraph is nothing but persons: 张三、李四、王五; 计算机学院：张三、李四; 张三，男，软件2301班."""
    if len(text) > 40 * _LONGEST or _ROLE.search(text):
        return False
    return _is_row_of_names(text) or _is_about_one(text)


def is_single_name(text: str) -> bool:
    """Whether a paragraph is one name alone; only among others of its kind it is a list."""
    return len(text) <= 6 and is_name(text)


def names_within(text: str) -> Iterator[Found]:
    """Names that a sentence about persons gives: 推荐张三、李四、王五等3名同学, 给予王小明同学记过处分."""
    if _ROLE.search(text):
        return
    for one in _ONE.finditer(text):
        name = next((one["name"][cut:] for cut in range(len(one["name"]) - 1) if is_name(one["name"][cut:])), "")
        if name:
            yield _starred(one.end("name") - len(name), name)
    yield from _names_in_a_row(text)


def _names_in_a_row(text: str) -> Iterator[Found]:
    """Three or more joined by 、 of which the inner ones are names; the outer ones touch other words."""
    pieces = list(re.finditer("[^、]+", text))
    inner = [is_name(piece[0]) for piece in pieces]
    for index, piece in enumerate(pieces):
        beside = [inner[near] for near in (index - 1, index + 1) if 0 <= near < len(pieces)]
        if inner[index] and (any(beside) or len(pieces) == 3):
            yield _starred(piece.start(), piece[0])
        elif any(beside):
            before = index > 0 and inner[index - 1]
            yield from _at_edge(piece, at_start=before)


def _at_edge(piece: re.Match[str], *, at_start: bool) -> Iterator[Found]:
    for length in (3, 2):
        part = piece[0][:length] if at_start else piece[0][-length:]
        if at_start and length == 3 and part[-1:] in "等同共获为的":
            continue
        if is_name(part):
            yield _starred(piece.start() if at_start else piece.end() - length, part)
            return


def _is_row_of_names(text: str) -> bool:
    group = _OF_WHOM.match(text)
    bare = _BRACKETS.sub("", text[group.end() :] if group else _NUMBERING.sub("", text))
    words = [word for word in (_REST.sub("", part) for part in _BETWEEN.split(bare)) if word]
    names = sum(map(is_name, words))
    fewest = 1 if group and _GROUP.search(group[0]) else 3
    return names >= fewest and names >= 0.6 * len(words)


def _is_about_one(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    words = _BETWEEN_FIELDS.split(_NUMBERING.sub("", text))
    second = len(words) > 1 and is_name(words[1]) and re.search(r"\d{8,}|\d班|\d级", text)
    return bool(_TRAIT.search(text)) and len(words) > 1 and (is_name(words[0]) or bool(second))


def _starred(start: int, name: str) -> Found:
    return Found(Kind.NAME, start, start + len(name), starred_name(name))
