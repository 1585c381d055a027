"""What a message is, when it is no question of fact; the patterns stand in data/intents.yaml, which staff may edit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.understanding import datafile
from bot.understanding.vocabulary import mentions
from bot.understanding.want import asks

_FILE = "intents.yaml"
_PATTERN_KEYS = frozenset({"any", "whole", "not"})
_PRIVATE_KEYS = frozenset({"person", "surnames", "no_names", "matter", "ask", "not", "possessions", "lists"})
# A name is two or three characters at the beginning of a clause, or after 查一下, right before what is asked of it.
_BEFORE_NAME = (
    r"(?:^|[，,。！？?\s]|查一下|查查|查下|帮我查|问下|问问|请问|想知道|告诉我|那个|叫|\d班|\d级|[\u4e00-\u9fff](?:系|学院|专业)的?"
    r"|[哥弟姐妹]|儿子|女儿|同学|朋友|学生)"
)
_NAME = r"[\u4e00-\u9fff]{1,2}?)(?:同学|这个人|这个学生)?"
_AFTER_NAME = (
    rf"{_NAME}"
    r"(?=是不是|是否|有没有|是贫|是困|是低保|被|拿了|拿没|领了|录取|挂科|挂了|考了|考上|得了|获得|贫困|困难|特困|是特困|家里|考上|为什么被|为什么没"
    r"|的(?:成绩|绩点|电话|手机|身份证|住址|处分|学号|宿舍|家庭|录取|助学金|奖学金|补助))"
)

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
        if self.whole is not _NEVER and self.whole.fullmatch(_MARKS.sub("", text)):
            return True
        return self.found is not _NEVER and bool(self.found.search(self.never.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class Private:
    """A question about somebody: a person, a private matter, and words that ask about it."""

    person: re.Pattern[str]
    name: re.Pattern[str]
    no_names: tuple[str, ...]
    matter: re.Pattern[str]
    ask: re.Pattern[str]
    never: re.Pattern[str]
    owner: re.Pattern[str]
    lists: re.Pattern[str]
    surnames: re.Pattern[str]

    def fits(self, text: str) -> bool:
        """Whether `text` (normalised) asks for a private matter of a third person, or for a list of such persons."""
        if self.lists.search(text):
            return True
        if not self.never.search(text) and self._names(self.owner, text):
            return True
        if not (self.matter.search(text) and self.ask.search(text)) or self.never.search(text):
            return False
        return bool(self.person.search(text)) or self._names(self.name, text)

    def _names(self, pattern: re.Pattern[str], text: str) -> bool:
        names = ("".join(filter(None, match.groupdict().values())) for match in pattern.finditer(text))
        return any(not name.startswith(self.no_names) and not self.matter.search(name) for name in names)


@dataclass(frozen=True, slots=True)
class Intents:
    """The content of data/intents.yaml."""

    rules: Mapping[Intent, Rule]
    private: Private


@cache
def intents() -> Intents:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Intents:
    """Checks and takes over the parsed file. Raises BadData, naming intent and pattern."""
    names = {intent.value: intent for intent in Intent}
    raw = datafile.mapping(_FILE, "the file", content, frozenset(names) | {"private"})
    return Intents(
        rules={names[name]: _rule(name, value) for name, value in raw.items() if name != "private"},
        private=_private(datafile.mapping(_FILE, "private", raw.get("private", {}), _PRIVATE_KEYS)),
    )


def _private(fields: dict[str, object]) -> Private:
    person, surnames, matter, ask, never, possessions, lists = (
        _pattern(f"private, {key}", [fields.get(key, "(?!)")])
        for key in ("person", "surnames", "matter", "ask", "not", "possessions", "lists")
    )
    someone = f"(?P<name>(?:{surnames.pattern})"
    return Private(
        person=person,
        name=re.compile(f"{_BEFORE_NAME}{someone}{_AFTER_NAME}"),
        no_names=datafile.words(_FILE, "private, no_names", fields.get("no_names")),
        matter=matter,
        ask=ask,
        never=never,
        owner=re.compile(
            rf"{_BEFORE_NAME}{someone}{_NAME}(?:的| )(?:{possessions.pattern})[？?。 ]*$"
            rf"|名单[里中上]?(?:面)?(?:有没有|是否有|有)(?P<listed>(?:{surnames.pattern})[\u4e00-\u9fff]{{1,2}})"
            rf"|(?P<known>{person.pattern})的?(?:{possessions.pattern})[？?。 ]*$"
        ),
        lists=lists,
        surnames=surnames,
    )


def _rule(name: str, value: object) -> Rule:
    fields = datafile.mapping(_FILE, name, value, _PATTERN_KEYS)
    found, whole, never = (
        _pattern(f"{name}, {key}", datafile.items(_FILE, f"{name}, {key}", fields.get(key)))
        for key in ("any", "whole", "not")
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
    return next(
        (intent for intent in (*_BEFORE_ALL, *_WHOLE, *_LOOSE) if intent in rules and rules[intent].fits(text)), None
    )


def judged(text: str) -> Intent:
    """The intent of `text` (normalised) that is none of the settled ones: QUESTION unless something speaks against it."""
    known = intents()
    if known.private.fits(text):
        return Intent.PRIVATE_PERSON
    abuse, opinion = known.rules.get(Intent.ABUSE, Rule()), known.rules.get(Intent.OPINION, Rule())
    # Abuse around a real question is overheard.
    if abuse.fits(text) and not _asks_of_something(abuse.found.sub(" ", text)):
        return Intent.ABUSE
    return Intent.OPINION if opinion.fits(text.rstrip("?？!！ ")) else Intent.QUESTION


def _asks_of_something(text: str) -> bool:
    return asks(text) and any(not mention.entries[0].group.modifier for mention in mentions(text))
