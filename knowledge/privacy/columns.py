"""What the columns of a table say of its rows: names, numbers of persons, or offices and their telephones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.document import Table
from knowledge.privacy import students
from knowledge.privacy.holder import Holder, is_contact_heading


class Column(Enum):
    """What a column holds, where that matters for privacy."""

    NAME = auto()
    STUDENT = auto()
    CANDIDATE = auto()
    IDENTITY = auto()
    CARD = auto()
    BIRTH = auto()
    ADDRESS = auto()
    REACH = auto()  # telephone, mailbox, account
    TRAIT = auto()  # what one says of students: class, sex, home
    OFFICE = auto()  # what one says of offices and those who work there


_HEADS = {
    Column.NAME: (
        r"(?:学生|考生|申请人?|获奖者?|受助|本人|推荐|拟?录取|候选)*(?:中文|汉语)?(?:姓名|名字)(?:[(（].*)?|"
        r"名单|获奖(?:学生|者|人员?)|受助(?:学生|人)|学生名单|获得者|人员名单"
    ),
    Column.CANDIDATE: r".*(?:考生|准考证|报考序|报名序|考试|录取通知书)(?:编?号码?)?|.*考号|.*考生编?号.*|.*准考证.*",
    Column.STUDENT: rf".*(?:{students.NAMED}).*|学号.*",
    Column.IDENTITY: ".*(?:身份证|证件号|公民身份|护照|通行证).*",
    Column.CARD: ".*(?:银行卡|卡号|银行账号|银行帐号|开户).*",
    Column.BIRTH: ".*(?:出生|生日).*",
    Column.ADDRESS: ".*(?:家庭|居住|户籍|户口|通讯|通信|现住).*(?:地|址)|住址",
    Column.REACH: r".*(?:电话|手机|联系方式|QQ|微信|邮箱|邮件|E-?mail|Tel).*",
    Column.OFFICE: (
        ".*(?:职务|职称|职责|分工|分管|科室|负责|联系人|辅导员|班主任|书记|单位|值班|业务|窗口|导师|教师|课程|主讲|擅长|简介|"
        "研究方向|任职|办公|咨询|招生组|网点|部门|服务|工作内容|岗位|组长|省份|项目名称|作品|题目).*"
    ),
    Column.TRAIT: (
        ".*(?:班级|年级|性别|专业|生源|民族|政治面貌|家长|家庭|困难|资助|金额|等级|学制|层次|初试|复试|成绩|"
        "总分|处分|录取|院系|学院|系别|备注|学生).*"
    ),
}
_PATTERNS = {column: re.compile(head, re.IGNORECASE) for column, head in _HEADS.items()}
_IS_A_STUDENT_S = frozenset({Column.STUDENT, Column.CANDIDATE})
_OF_STUDENTS = re.compile("班级|年级|性别|生源|家长|家庭|困难|资助|处分|录取|初试|复试|学制|学生")
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: `header` is the row that names them (-1 where none does), `kinds` one a column."""

    header: int
    kinds: tuple[Column | None, ...]
    heads: str

    @property
    def names(self) -> tuple[int, ...]:
        """The columns of names."""
        return tuple(place for place, kind in enumerate(self.kinds) if kind is Column.NAME)

    def has(self, *wanted: Column) -> bool:
        """Whether one of these columns is there."""
        return any(kind in wanted for kind in self.kinds)

    @property
    def of_students(self) -> bool:
        """Whether the rows are students or candidates: numbers of theirs, or what is said of nobody else."""
        return self.has(*_IS_A_STUDENT_S) or (self.has(Column.NAME) and bool(_OF_STUDENTS.search(self.heads)))

    def holder(self, about: str) -> Holder:
        """Whose telephones and mailboxes the table gives."""
        if self.of_students:
            return Holder.PERSON
        if self.has(Column.OFFICE) or is_contact_heading(about):
            return Holder.OFFICE
        return Holder.PERSON if self.names else Holder.UNKNOWN


def columns(table: Table) -> Columns:
    """Reads the first rows of `table` for the one that names the columns."""
    best = Columns(-1, (None,) * len(table.rows[0] if table.rows else ()), "")
    for index, row in enumerate(table.rows[: max(_HEAD_ROWS, table.header_rows)]):
        kinds = tuple(map(_kind, row))
        if len(set(row)) > 1 and _known(kinds) > _known(best.kinds) and _known(kinds) * 2 >= sum(map(bool, row)):
            best = Columns(index, kinds, " ".join(row))
    return best


def _known(kinds: Sequence[Column | None]) -> int:
    return sum(kind is not None for kind in kinds)


def _kind(head: str) -> Column | None:
    bare = re.sub(r"\s", "", head)
    if not bare or len(bare) > 20:
        return None
    return next((column for column, pattern in _PATTERNS.items() if pattern.fullmatch(bare)), None)


def is_summary(row: Sequence[str]) -> bool:
    """Whether a row sums up or explains: 合计, 注：…"""
    first = next((cell for cell in row if cell), "")
    return bool(re.match(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|注|说明|备注)(?:[:：]|$|\d)|共\s*\d", first))
