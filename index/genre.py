"""The kind of document (文种) by its title: a rule in force outweighs a notice, a notice the report of an event."""

import re
from enum import StrEnum


class Genre(StrEnum):
    """Kinds of document, from what binds to what merely tells."""

    RULE = "rule"  # 办法, 规定, 细则, 章程, 简章
    GUIDE = "guide"  # 指南, 须知, 问答, 流程, 简介, 联系方式
    NOTICE = "notice"  # 通知, 公告
    OTHER = "other"
    LISTING = "listing"  # 公示, 名单, 结果
    REPORT = "report"  # news: 举行, 召开, 荣获


_RULE = re.compile(r"办法|规定|细则|章程|简章|条例|制度|守则|规程|规则|方案|标准|计划|一览表|准则|实施意见|手册|公约")
_GUIDE = re.compile(
    r"指南|须知|问答|流程|答疑|FAQ|简介|概况|联系|电话|介绍|说明|常见问题|导引|指引|解读|服务|政策|目录|权限|时间表|校历"
)
_NOTICE = re.compile(r"通知|公告|通告|启事|函$|安排")
# A published list of charges (收费标准公示) is a rule; a published list of persons is not.
_RULE_SHOWN = re.compile(r"(?:收费|标准|目录|清单|方案|办法|项目)[^名单结果]{0,8}公示")
# 关于举办双选会的通知 is a notice, whatever it announces; 关于印发《…办法》的通知 is the rule it issues.
_ANNOUNCED = re.compile(r"^关于.*(?:通知|公告|通告)$")
_RULE_ISSUED = re.compile(r"印发|[办法规定细则]》")
_LISTING = re.compile(r"公示|名单|结果|获奖|中标|成交|拟录|入围|表彰")
_REPORT = re.compile(
    r"举行|召开|举办|开展|走进|荣获|喜获|斩获|座谈|调研|慰问|圆满|顺利|成功|启动|仪式|讲话|侧记|风采|赴|来访|访问|出席|开幕|闭幕|获评|学习贯彻|专题|采访|人物|故事|纪实"
)


def genre(title: str) -> Genre:
    """The kind that the words of `title` tell; a report of an event first, for it often names the rule it tells of."""
    if _ANNOUNCED.search(title):
        return Genre.RULE if _RULE_ISSUED.search(title) else Genre.NOTICE
    for pattern, kind in (
        (_REPORT, Genre.REPORT),
        (_RULE_SHOWN, Genre.RULE),
        (_LISTING, Genre.LISTING),
        (_RULE, Genre.RULE),
        (_GUIDE, Genre.GUIDE),
        (_NOTICE, Genre.NOTICE),
    ):
        if pattern.search(title):
            return kind
    return Genre.OTHER


_STANDING = {
    Genre.RULE: 1.0,
    Genre.GUIDE: 0.9,
    Genre.NOTICE: 0.6,
    Genre.OTHER: 0.5,
    Genre.LISTING: 0.15,
    Genre.REPORT: 0.0,
}


def standing(title: str) -> float:
    """0-1: how much a document of this title's kind binds."""
    return _STANDING[genre(title)]
