"""Which office a question asks how to reach, and how it is reached: published contact pages first, then the staff's list."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Self

from bot.answer import Answer
from bot.directory import found, reply
from bot.directory.found import Entry, Found
from bot.offices import Office, Offices
from bot.understanding.offices import bare, office_names
from index.corpus import Corpus
from index.query import Query, Want
from knowledge.notice import NoticeId

_WANTS = frozenset({Want.PHONE, Want.EMAIL, Want.ADDRESS, Want.TIME})
_NUMBERS = frozenset({Want.PHONE, Want.EMAIL})
_OPEN = re.compile(
    r"周末|周[一二三四五六日]|星期[一二三四五六日天]|节假日|放假|寒暑?假|暑假|早上|中午|晚上|下午|最[早晚]|开放|开到|开门|关门|开馆|闭馆|开|关"
)
_SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:学院|系)(?=的?(?:办公|联系|咨询|招生)?(?:电话|号码|热线|邮箱|在哪|地址|怎么联系|联系方式))"
)
_SHORT = 2
# What may stand beside the office's name without asking of anything else.
_EMPTY = re.compile(
    r"请问|麻烦|谢谢|老师|同学|你们|我们|咱们|贵校|学校|我校|想问一下|想问|问一下|查一下|告诉我|知道|告诉|发我一个|发我|发一下|给我|给一个|给个|给一下|一下|一个|"
    r"(?:办公|联系|咨询|值班|服务|座机|固定)?(?:电话|热线)(?:号码)?|号码|联系方式|怎么联系|如何联系|联系|打哪个|打什么|打给|办公室|办公|具体|位置|地址|地点|"
    r"电子邮箱|电子邮件|邮箱|在哪里|在哪儿|在哪|哪里|哪儿|哪栋楼|哪个楼|哪座楼|哪一层|几楼|几层|几号楼|几零几|什么地方|怎么走|怎么去|"
    r"上班时间|办公时间|工作时间|几点|上班|下班|什么时候|什么|时间|多少|是|有|的|了|吗|呢|啊|呀|吧|么|想|要|打|我|你|您|去|上|找|[\W_]"
)


@dataclass(frozen=True, slots=True)
class OfficeAsked:
    """The office that a question names, and whether the question asks of nothing but how to reach it."""

    name: str
    is_all: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The entries found in one bundle and the offices that staff keep."""

    entries: Found = field(default_factory=lambda: Found({}))
    offices: Offices = field(default_factory=Offices)
    pattern: re.Pattern[str] = field(default_factory=lambda: office_names().pattern)

    @classmethod
    def of(cls, corpus: Corpus, offices: Offices) -> Self:
        """The directory of what `corpus` tells and staff keep."""
        entries = found.find(corpus)
        known = {*entries.by_name, *(bare(office.name) for office in offices.offices)}
        words = sorted(known, key=lambda word: (-len(word), word))
        own = "|".join(re.escape(word) for word in words if len(word) > _SHORT)
        return cls(
            entries, offices, re.compile(f"{own}|{office_names().pattern.pattern}") if own else office_names().pattern
        )

    def asked(self, text: str, query: Query | None) -> OfficeAsked | None:
        """The office that `text` asks how to reach, or whose number it asks for among other things; None for another question."""
        if query is None or query.want not in _WANTS:
            return None
        match = self.pattern.search(text) or _SCHOOL.search(text)
        if match is None:
            return None
        name = match.group()
        rest = _EMPTY.sub("", f"{text[: match.start()]} {text[match.end() :]}")
        # 图书馆的座位几点放: of another thing's hours the library's name tells little; of a number, it tells whose.
        is_telling = len(name) > _SHORT and (query.want in _NUMBERS or not _OPEN.sub("", rest))
        return OfficeAsked(name, is_all=not rest) if is_telling or not rest else None

    def answer(
        self, office: str, want: Want, corpus: Corpus, quotable: Callable[[Collection[NoticeId]], Collection[NoticeId]]
    ) -> Answer | None:
        """How `office` is reached; None where neither a notice that may be quoted nor the staff's list says so."""
        told = [entry for entry in self.entries.of(office) if entry.tells(want)]
        allowed = quotable({_notice(corpus, entry) for entry in told})
        chosen = found.of_one_notice(told, corpus, allowed)
        kept = next((one for one in self.offices.offices if bare(one.name) in office_names().alike(office)), None)
        if want is Want.TIME and kept is not None and kept.hours:
            return reply.from_staff(kept, "")
        if chosen:
            return reply.from_notice(chosen, want, corpus, "")
        return reply.from_staff(kept, "") if kept is not None and _keeps(kept, want) else None


def _keeps(office: Office, want: Want) -> bool:
    return bool({Want.PHONE: office.phone, Want.ADDRESS: office.place, Want.TIME: office.hours}.get(want))


def _notice(corpus: Corpus, entry: Entry) -> NoticeId:
    return corpus.notices[corpus.passages[entry.row].notice].id
