"""What a list of persons is about, by its heading, caption and notice: aid, punishment, health, admission, marks.

Such lists are published for a time and on a board; nobody is answered from them (教财厅函〔2017〕28号,
高等学校信息公开办法 第10条).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Subject(StrEnum):
    """Why a list of persons is kept back; the names are those of an import report."""

    AID = "aid"
    PUNISHMENT = "punishment"
    HEALTH = "health"
    ADMISSION = "admission"
    MARKS = "marks"


_WORDS = {
    Subject.PUNISHMENT: (
        "处分|违纪|违规|作弊|警告|记过|察看|开除|退学|清退|取消学籍|注销学籍|学业预警|学业警示|通报批评|旷课|"
        "失联|欠费|未缴"
    ),
    Subject.HEALTH: (
        "心理(?:普查|测评|测试|危机|预警|问题|异常|筛查)|重点关注|体检|疾病|病历|病假|诊断|传染|密接|隔离|"
        "核酸|阳性|医疗|理赔|患者|患病|因病|残疾|抑郁"
    ),
    Subject.AID: (
        "资助|助学|困难|贫困|特困|低保|建档立卡|脱贫|孤儿|奖学金|减免|补助|补贴|慰问|勤工|绿色通道|贷款|救助|"
        "受助|学费补偿|代偿"
    ),
    Subject.ADMISSION: (
        "录取|预录|拟录|上线|复试|面试|入围|推免|推荐免试|保送|调剂|招生|考生|拟聘|聘用|录用|准考|考号|"
        "转专业|专升本|报到"
    ),
    Subject.MARKS: "成绩|绩点|学分|挂科|补考|重修|不及格|测评|分数|总分",
}
_ANY = re.compile("|".join(_WORDS.values()))
_PATTERNS = {subject: re.compile(words) for subject, words in _WORDS.items()}
_LIST = re.compile(
    "名单|公示|如下|人员|名录|花名册|汇总|一览|结果|明细|通报|决定|推荐|人选|学生表|情况表|公布|成绩|获得者|受助"
)
_PERSONS = re.compile("名单|公示|人员|同学|学生|考生|花名册|获得者")
# Given out on purpose: who does what, and how to reach them.
_OFFICES = re.compile(
    "领导|成员|小组|委员会|专家|评委|导师|教师|教授|教职|职工|员工|干部|联系(?:人|方式|电话)|通讯录|值班|"
    "咨询|分工|简介|队伍|机构|师资|校友|历任|现任|团队|负责人|组长|秘书|先进个人|先进工作者"
)
# The end of a lead-in that names those: 评审小组成员如下：
_OFFICES_FOLLOW = re.compile(
    "(?:领导|成员|专家|评委|教师|导师|教职工|干部|联系人|联系方式|值班|组长)[^，。；]{0,10}[:：]$"
)
# A rule speaks of lists and holds none.
_RULE = re.compile("(?:办法|细则|规定|制度|条例|章程|指南|须知|规程|规范)(?:[（(][^）)]*[）)])?$")
_CONTEST = re.compile("竞赛|大赛|比赛|运动会|挑战赛|锦标赛|联赛")


@dataclass(frozen=True, slots=True)
class Told:
    """What one text says of the persons after it."""

    announces: bool
    offices: bool
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands over a part of a notice: the table's caption, the heading, the paragraph before, the notice's title."""

    title: str = ""
    heading: str = ""
    lead: str = ""
    caption: str = ""

    @property
    def subject(self) -> Subject | None:
        """What the nearest of these that says so makes a list of persons be about; None for anything that may stay."""
        if _RULE.search(self.title) or _OFFICES_FOLLOW.search(self.lead):
            return None
        for text in (self.caption, self.heading):
            if (over := tell(text)).offices or over.subject:
                return None if over.offices else over.subject
        if (before := tell(self.lead).subject) is not None:
            return before
        title = tell(self.title)
        return None if title.offices else title.subject

    @property
    def announces_list(self) -> bool:
        """Whether one of them says that persons follow."""
        return any(tell(text).announces for text in (self.caption, self.heading, self.lead, self.title))

    @property
    def announces_persons(self) -> bool:
        """Whether one of them says so in so many words: the results by city look like a grid of names."""
        return any(_PERSONS.search(text) for text in (self.caption, self.heading, self.lead, self.title))

    @property
    def listed(self) -> Subject | None:
        """What the persons are there for who are announced to follow, where their names may not stay."""
        return self.subject if self.announces_list else None


@lru_cache(maxsize=1024)
def tell(text: str) -> Told:
    """Reads one heading, caption, title or lead-in."""
    return Told(bool(_LIST.search(text)), bool(_OFFICES.search(text)), subject(text)) if text else _NOTHING


def subject(text: str) -> Subject | None:
    """What a text is about, of the subjects whose lists of persons are kept back; the results of a contest are none."""
    if not _ANY.search(text):
        return None
    found = next(name for name, pattern in _PATTERNS.items() if pattern.search(text))
    return None if found is Subject.MARKS and _CONTEST.search(text) else found


_NOTHING = Told(announces=False, offices=False, subject=None)
