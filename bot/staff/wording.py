"""How the console names things in Chinese, and says in words why a step was refused."""

from bot.errors import PinRefused, PinsUnavailable, PinUnchanged, UnknownPin, VocabularyInvalid
from bot.loop.errors import FileUnusable, FormInvalid, NotNow, Unknown
from bot.pins.pin import PinAction
from bot.pins.reply import PinState
from bot.understanding.intent import Intent
from index.query import Want
from knowledge.audit import Action
from knowledge.errors import (
    ForbiddenTransition,
    InvalidMetadata,
    NotKept,
    ReviewedUnseen,
    SameReviewer,
    StoreUnavailable,
    UnknownNotice,
    UnknownRevision,
)
from knowledge.privacy.finding import Kind
from knowledge.privacy.subjects import Subject
from knowledge.standing import State

STATES = {
    State.DRAFT: "待审查",
    State.CHECKED: "已审查，待发布",
    State.UPCOMING: "未生效",
    State.PUBLISHED: "已公开",
    State.SUPERSEDED: "已被取代",
    State.EXPIRED: "已过期",
    State.WITHDRAWN: "已撤回",
}
ACTIONS = {
    Action.ADDED: "新增",
    Action.CHANGED: "修改",
    Action.CHECKED: "审查通过",
    Action.PUBLISHED: "批准公开",
    Action.REJECTED: "退回",
    Action.WITHDRAWN: "撤回",
    Action.RESTORED: "恢复",
}
DEEDS = {
    "staff_added": "新增账号",
    "staff_role": "改角色",
    "staff_enabled": "启用账号",
    "staff_disabled": "停用账号",
    "staff_password": "设置密码",
    "staff_link": "发出设密链接",
    "uploaded": "上传文件",
    "discarded": "放弃上传",
    "submitted": "提交",
    "publish": "开始发布",
    "rollback": "退回上一版",
    "word_added": "增加本校的词",
    "word_removed": "删去本校的词",
}
PINS = {
    PinState.ANSWERS: "在用",
    PinState.REMOVED: "已移除",
    PinState.UPCOMING: "还没有开始",
    PinState.OVER: "已经到期",
    PinState.UNQUOTABLE: "通知现在不能引用",
    PinState.UNPUBLISHED: "通知不在线上版本里",
    PinState.CHANGED: "通知里没有这一段了",
}
PIN_ACTIONS = {
    PinAction.ADDED: "固定答案",
    PinAction.REMOVED: "移除固定答案",
    PinAction.RESTORED: "恢复固定答案",
}
MASKED = {
    Kind.IDENTITY: "身份证号",
    Kind.DOCUMENT: "证件号",
    Kind.CARD: "银行卡号",
    Kind.MOBILE: "手机号",
    Kind.BIRTH: "出生日期",
    Kind.ADDRESS: "住址",
    Kind.STUDENT: "学号",
    Kind.ACCOUNT: "QQ或微信号",
    Kind.EMAIL: "邮箱",
    Kind.NAME: "姓名",
}
WITHHELD = {
    Subject.AID: "受助名单",
    Subject.PUNISHMENT: "处分名单",
    Subject.HEALTH: "健康信息",
    Subject.ADMISSION: "录取名单",
    Subject.MARKS: "成绩名单",
}
PLACES = {
    "title": "标题",
    "byline": "页头",
    "head": "文头",
    "text": "正文",
    "end": "落款",
    "address": "网址",
    "file name": "文件名",
    "channel": "栏目",
}


INTENTS = {
    Intent.QUESTION: "提问",
    Intent.GREETING: "问候",
    Intent.THANKS: "道谢",
    Intent.ABUSE: "辱骂",
    Intent.CHITCHAT: "闲聊",
    Intent.OFF_TOPIC: "与学校无关",
    Intent.HUMAN: "找人工",
    Intent.CRISIS: "求助",
    Intent.PRIVATE_PERSON: "打听个人",
    Intent.OPINION: "问看法",
    Intent.MORE: "要更多",
    Intent.EMPTY: "没有内容",
}
WANTS = {
    Want.AMOUNT: "金额",
    Want.PERCENT: "比例",
    Want.SCORE: "分数",
    Want.COUNT: "数量",
    Want.RANK: "位次",
    Want.DATE: "日期",
    Want.TIME: "时间",
    Want.DURATION: "时长",
    Want.PHONE: "电话",
    Want.EMAIL: "邮箱",
    Want.ADDRESS: "地点",
    Want.CODE: "代码",
    Want.PERSON: "人",
    Want.NAME: "名称",
    Want.HOW: "办法",
    Want.WHETHER: "是不是、能不能",
    Want.ANY: "不限",
}
_IMPORTED = "imported from "
_REFUSALS: tuple[tuple[type[Exception], str], ...] = (
    (ReviewedUnseen, "您看的不是现在等待审查的文本：它刚刚又改了。请重新看过再决定。"),
    (ForbiddenTransition, "这份通知现在的状态不允许这一步：可能有人刚刚办过，请刷新页面。"),
    (UnknownNotice, "没有这份通知。"),
    (UnknownRevision, "没有这个版本。"),
    (NotKept, "这个版本来自旧程序，没有留下分段，无法恢复；请重新导入原文件。"),
    (NotNow, "现在的状态不允许这一步：可能有人刚刚办过，请刷新页面。"),
    (Unknown, "没有这个编号，可能写错了。"),
    (UnknownPin, "没有这一条固定答案。"),
    (PinUnchanged, "这一条已经是这样了，可能有人刚刚办过，请刷新页面。"),
    (PinsUnavailable, "固定答案的文件暂时打不开，请稍后再试；若一直如此，请管理员运行 gongkai doctor。"),
    (FileUnusable, "数据文件暂时打不开，请稍后再试；若一直如此，请管理员运行 gongkai doctor。"),
    (StoreUnavailable, "通知库暂时打不开，请稍后再试；若一直如此，请管理员运行 gongkai doctor。"),
)


def reason_in_words(reason: str) -> str:
    """The reason of an entry of the trail; what the importer writes is in English."""
    return f"导入自 {reason.removeprefix(_IMPORTED)}" if reason.startswith(_IMPORTED) else reason


def in_words(error: Exception) -> str:
    """Why a step was refused and what to do, for the page."""
    if isinstance(error, SameReviewer):
        return f"这份文本由“{error.submitter}”提交，按规定须由另一人审查。"
    if isinstance(error, InvalidMetadata):
        return f"填写的内容有误：{error.reason}"
    if isinstance(error, FormInvalid):
        return "；".join(error.faults.values())
    if isinstance(error, PinRefused | VocabularyInvalid):
        return error.chinese
    return next((words for kind, words in _REFUSALS if isinstance(error, kind)), str(error))
