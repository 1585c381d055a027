"""Whose number it is: an office gives its own out to be called; a person in a list, an applicant or an asker does not.

Judged by what stands before the number on its line, and by the heading above it.
"""

import re
from enum import Enum, auto

from knowledge.privacy.names import is_name


class Holder(Enum):
    """Who is behind a telephone number, a mailbox or an account."""

    OFFICE = auto()
    PERSON = auto()
    UNKNOWN = auto()


# Fine for anybody to read: what an office says of itself.
_PUBLIC_LABEL = (
    r"(?:咨询|监督|举报|投诉|招生|值班|办公|报修|服务|受理|求助|救援|预约|客服|应急|资助|就业|总机|申诉|"
    r"反映|信访|查询|维修|订购|订票|报名|联络|对外)"
    r"(?:与?(?:咨询|监督|举报|服务|投诉))?(?:处|点|组|台|中心)?(?:联系)?(?:电话|热线|手机|号码|方式|专线|"
    r"微信|QQ|邮箱|人|老师)|热线|专线|(?:电话|手机)值班|(?:咨询|预约|报修|投诉|举报|监督|值班|客服|救援|急诊|联络)(?=[ :(])"
)
# Where something is to be sent is the one who asks for it.
_SEND_TO = r"(?:发|发送|寄|寄送|报送|提交|传|投|投递|邮件|E-?mail)[至到给往]|投稿(?:信箱|邮箱)"
_LABEL = (
    r"信箱|联系?方式|联系人|联系电话|联系手机|联系邮箱|负责人|电话|手机|移动电话|传真|邮箱|邮件|E-?mail|"
    r"Tel|Phone|Mobile|微信|QQ|联系"
)
_TITLE = (
    r"(?:老师|主任|经理|同志|女士|先生|处长|科长|书记|辅导员|班主任|干事|院长|部长|馆长|所长|站长|队长|"
    r"警官|医生|师傅|教授|秘书|助理)"
)
_OFFICE = (
    r"(?:办公室|值班室|办事处|服务台|前台|[\u4e00-\u9fff](?:办|处|科|部|室|中心|学院|分院|大学|学校|馆|站|"
    r"所|会|岗|局|厅|台|公司|医院|书店|超市|银行|支行|食堂|宾馆|酒店|招待所|派出所|保卫))"
)
_AT_ONCE = r"[ :()\[\]【】、,/;和或及|+\-—_.·…]{0,60}"
_AFTER_PUBLIC = re.compile(
    rf"(?:{_PUBLIC_LABEL}|{_SEND_TO}){_AT_ONCE}(?:[\u4e00-\u9fff]{{1,4}}{_TITLE}?{_AT_ONCE})?$", re.IGNORECASE
)
_AFTER_LABEL = re.compile(
    rf"(?:{_LABEL})(?:号码?|\(微信同号\)|\(同微信\))?{_AT_ONCE}(?:[\u4e00-\u9fff]{{1,4}}{_TITLE}?{_AT_ONCE})?$",
    re.IGNORECASE,
)
_AFTER_OFFICE = re.compile(rf"(?:{_OFFICE}|{_TITLE}){_AT_ONCE}$")
_ORDINARY = re.compile(
    r"(?:学生|同学|考生|家长|申请人|本人|毕业生|学员|受助人|获奖人|失主|患者|住户|业主|户主|监护人|父亲|"
    r"母亲|法定代理人|当事人|报名人|乘客|患儿)"
    r"(?!处|工作|资助|事务|管理|科|会|社|宿舍|公寓|中心|部|服务|就业|发展|心理|咨询|办|监督|投诉|查询|"
    r"热线|辅导|可|如|请|来电|们|及|和|、|应|须|需|有|的?(?:问题|疑问|来|诉求)|在|到|持|凭|登录|拨打|联系)"
    r"|(?<!考)学号|身份证|考生号|准考证|班级[:：]|姓名[:：]|监护人|室友|家庭(?:电话|联系|成员)|银行卡|卡号"
)
_CONTACT_HEADING = re.compile(
    r"联系(?:方式|电话|我们|人|办法|地址)|办公电话|电话(?:表|簿|一览|号码)|咨询|通讯录|值班|服务指南|"
    r"招生(?:组|办)|招聘|热线|contact",
    re.IGNORECASE,
)
# 电    话 is one word.
_SET_WIDE = re.compile(r"([电手邮传联]) +([话机箱真系])")
_DIGITS = re.compile(r"[0-9*]+(?:转[0-9]+)?")
_LINE_OF_ONE = re.compile(
    r"(?:^|[。;])[ ]*(?:\(?[0-9]{0,3}[.、)]?)?[ ]*(?P<name>[\u4e00-\u9fff]{2,4}) ?[,、 :(]"
    rf"(?:[^。;]{{0,20}}[,、 ])?(?:{_LABEL})[号码]{{0,2}}[: ]*$"
)
_OF_A_COLLEGE = re.compile(
    r"(?:^|[ ,、.;)])(?P<name>[\u4e00-\u9fff]{2,4})[ ,、:(]+[^ ,、:]{1,12}(?:学院|[系班级]|专业)[ ,、:)]*$"
)


def holder(before: str, about: str = "") -> Holder:
    """Whose number follows `before` (folded, the same line), under the heading or caption `about`."""
    clause = _SET_WIDE.sub(r"\1\2", re.split("[。!?]", before)[-1][-80:])
    bare = _DIGITS.sub("", clause)
    if _AFTER_PUBLIC.search(bare):
        return Holder.OFFICE
    is_contact = is_contact_heading(about)
    if _ORDINARY.search(clause) or (_is_line_of_one(bare) and not is_contact):
        return Holder.PERSON
    if _AFTER_LABEL.search(bare) or _AFTER_OFFICE.search(bare) or is_contact:
        return Holder.OFFICE
    return Holder.UNKNOWN


def is_contact_heading(text: str) -> bool:
    """Whether what stands under this heading is given out to be called."""
    return bool(_CONTACT_HEADING.search(text))


def _is_line_of_one(clause: str) -> bool:
    """张三，男，联系电话：… and 张三 软件学院 …: a line about a person, who is no 张老师 and nobody's 联系人."""
    found = _LINE_OF_ONE.search(clause) or _OF_A_COLLEGE.search(clause)
    return found is not None and "联系人" not in clause and is_name(found["name"])
