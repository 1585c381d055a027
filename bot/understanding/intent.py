"""What a message is, when it is no question of fact; the patterns stand in data/intents.yaml, which staff may edit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.understanding import datafile

_FILE = "intents.yaml"
_PATTERN_KEYS = frozenset({"any", "whole", "not"})
_PRIVATE_KEYS = frozenset({"person", "matter", "ask", "not"})
_NOTHING = re.compile(r"[\W_]*")
_MARKS = re.compile(r"[\s，,。.、；;:：！!？?~～…—\-]+")
_NEVER = re.compile(r"(?!)")


class Intent(StrEnum):
    """What a message is for."""

    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    ABUSE = "abuse"
    CHITCHAT = "chitchat"
    OFF_TOPIC = "off_topic"
    HUMAN = "human"
    CRISIS = "crisis"
    PRIVATE_PERSON = "private_person"  # is X poor, admitted, punished
    OPINION = "opinion"  # 好不好, with no fact asked
    MORE = "more"  # 更多
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a message is of one intent: `found` somewhere in it or `whole`, unless `never` is in it."""

    found: re.Pattern[str] = _NEVER
    whole: re.Pattern[str] = _NEVER
    never: re.Pattern[str] = _NEVER

    def fits(self, text: str) -> bool:
        """Whether `text` (tidied) is of this intent."""
        bare = _MARKS.sub("", text)
        return bool(self.whole.fullmatch(bare)) or bool(self.found.search(self.never.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class Private:
    """A question about somebody: a person, a private matter, and words that ask about it."""

    person: re.Pattern[str]
    matter: re.Pattern[str]
    ask: re.Pattern[str]
    never: re.Pattern[str]

    def fits(self, text: str) -> bool:
        """Whether `text` (normalised) asks for a private matter of a third person."""
        if not (self.matter.search(text) and self.ask.search(text)) or self.never.search(text):
            return False
        return bool(self.person.search(text)) or _names_someone(text, self.matter)


@dataclass(frozen=True, slots=True)
class Intents:
    """The content of data/intents.yaml."""

    rules: Mapping[Intent, Rule]
    private: Private


_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
# A name is two or three characters at the beginning of a clause, or after 查一下 and 请问, right before what is asked of it.
_NAME = re.compile(
    rf"(?:^|[，,。！？?\s]|查一下|查查|查下|问下|问问|想知道|那个|叫)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?:同学|这个人|这个学生)?"
    r"(?=是不是|是否|有没有|是贫|是困|是低保|被|拿了|拿没|领了|录取|挂科|挂了|考了|考上|得了|为什么被|为什么没|的(?:成绩|绩点|电话|手机|身份证|住址|处分|学号|宿舍|家庭|录取|助学金|奖学金|补助))"
)
# Words that begin with a surname's character and are none.
_NO_NAMES = frozenset("高考 高数 高中 高职 高校 石油 金融 金额 任何 任课 方便 江苏 江西 常年 白天 万一 康复 武术 何时 马上 夏令营 周末 周一 周二 周三 周四 周五 周六 周日 钱 林学 田径 程序 毛概 史学 严重 洪水 龙江 孔子 施工 徐州 钟表 高三 安全 任务 方案 方向 金奖 石家庄 牛津 雷达 余额 余款 江西省 江苏省 何处 周恩来 马克思 黄色 白色 常见 常用 许可 许多 应届 谢师 温州 杜绝 段落 史料 高水平 高铁 万方".split())


def _names_someone(text: str, matter: re.Pattern[str]) -> bool:
    for match in _NAME.finditer(text):
        name = match["name"]
        if not any(name.startswith(word) for word in _NO_NAMES) and not matter.search(name):
            return True
    return False


@cache
def intents() -> Intents:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Intents:
    """Checks and takes over the parsed file. Raises BadData, naming intent and pattern."""
    names = {intent.value: intent for intent in Intent}
    raw = datafile.mapping(_FILE, "the file", content, frozenset(names) | {"private"})
    private = datafile.mapping(_FILE, "private", raw.get("private", {}), _PRIVATE_KEYS)
    parts = {key: _pattern(f"private, {key}", [private.get(key, "(?!)")]) for key in _PRIVATE_KEYS}
    return Intents(
        rules={names[name]: _rule(name, value) for name, value in raw.items() if name != "private"},
        private=Private(parts["person"], parts["matter"], parts["ask"], parts["not"]),
    )


def _rule(name: str, value: object) -> Rule:
    fields = datafile.mapping(_FILE, name, value, _PATTERN_KEYS)
    found, whole, never = (
        _pattern(f"{name}, {key}", datafile.items(_FILE, f"{name}, {key}", fields.get(key))) for key in ("any", "whole", "not")
    )
    return Rule(found, whole, never)


def _pattern(place: str, parts: list[object]) -> re.Pattern[str]:
    if not all(isinstance(part, str) for part in parts):
        raise datafile.BadData(_FILE, place, f"regular expressions, not {parts!r}")
    try:
        return re.compile("|".join(f"(?:{part})" for part in parts)) if parts else _NEVER
    except re.error as error:
        raise datafile.BadData(_FILE, place, f"a regular expression ({error})") from error


# First those that hold whatever else the message says, then those that must be the whole message.
_BEFORE_ALL = (Intent.CRISIS,)
_WHOLE = (Intent.MORE, Intent.GREETING, Intent.THANKS, Intent.HUMAN)
_LOOSE = (Intent.CHITCHAT, Intent.OFF_TOPIC)


def settled(text: str) -> Intent | None:
    """The intent of `text` (tidied, fillers kept) where it can be told without understanding it; else None."""
    if _NOTHING.fullmatch(text):
        return Intent.EMPTY
    rules = intents().rules
    return next((intent for intent in (*_BEFORE_ALL, *_WHOLE, *_LOOSE) if intent in rules and rules[intent].fits(text)), None)


def judged(text: str, *, has_subject: bool) -> Intent:
    """The intent of `text` (normalised) that is none of the settled ones; `has_subject` tells that it names a thing of ours."""
    known = intents()
    if known.private.fits(text):
        return Intent.PRIVATE_PERSON
    abuse, opinion = known.rules.get(Intent.ABUSE), known.rules.get(Intent.OPINION)
    if abuse is not None and not has_subject and abuse.fits(text):
        return Intent.ABUSE
    return Intent.OPINION if opinion is not None and opinion.fits(text.rstrip("?？!！ ")) else Intent.QUESTION
