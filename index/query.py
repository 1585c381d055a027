"""What a question asks, in the terms that search and rerank work with; the bot's understanding fills it in."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.notice import Period


class Want(StrEnum):
    """The kind of thing that would answer: a passage without one cannot be the answer to 「多少钱」."""

    AMOUNT = "amount"  # 多少钱, 学费, 几块: a sum of money
    PERCENT = "percent"  # 就业率, 前百分之几
    SCORE = "score"  # 分数线, 多少分, 绩点几点
    COUNT = "count"  # 招多少人, 几本, 几场
    RANK = "rank"  # 位次, 排名多少
    DATE = "date"  # 几号, 什么时候, 截止
    TIME = "time"  # 几点, 开到几点, 办公时间
    DURATION = "duration"  # 几年, 多久, 几天之内
    PHONE = "phone"  # 电话, 号码, 联系方式
    EMAIL = "email"
    ADDRESS = "address"  # 在哪, 地址, 几楼
    CODE = "code"  # 学校代码, 专业代码
    PERSON = "person"  # 校长叫什么, 谁负责
    NAME = "name"  # 叫什么名字, 哪个 APP, 哪些专业
    HOW = "how"  # 怎么办, 流程, 材料
    WHETHER = "whether"  # 能不能, 是否, 吗
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question names.

    `alternatives` are ways of writing it, the person's own words first, then the words of notices; a passage that holds
    any of them speaks of it. `strict` things (a province, a major, a category of candidates, a person's name) must be met
    for an answer: another province's row is no answer.
    """

    alternatives: tuple[str, ...]
    weight: float = 1.0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be searched.

    `text` is one normalised sentence for the encoder (simplified characters, official words where people's words differ),
    `words` the same without what only asks (请问, 多少, 怎么);
    `concepts` what must be spoken of; `periods` the years asked for, explicit or resolved from 今年 and 去年
    (`is_dated` tells that the person named a year, or said 今年, 去年 and the like).
    """

    text: str
    concepts: tuple[Concept, ...] = ()
    want: Want = Want.ANY
    periods: tuple[Period, ...] = ()
    is_dated: bool = False
    words: str = ""
