"""The fixed words of the bot: greetings, refusals, help lines; everything else it says is quoted."""

from bot.answer import Answer, Outcome
from bot.offices import Office
from bot.understanding.understand import Intent

HOW_TO_REQUEST = "如需要的信息学校尚未公开，可以向学校提出信息公开申请，学校自收到申请之日起 15 个工作日内答复。"
_EXAMPLES = "可以直接问，例如“学费是多少”“怎么申请助学金”“去年的录取分数”。"

_CHAT: dict[Intent, str] = {
    Intent.GREETING: f"您好，我是信息公开小助手，回答招生、收费、奖助、就业等问题，答案都摘自学校已公开的通知。{_EXAMPLES}",
    Intent.THANKS: "不客气，有问题随时问。",
    Intent.ABUSE: "没有帮上忙，很抱歉。请换个说法再问一次，或发送“人工”联系老师。",
    Intent.CHITCHAT: f"我只会查学校已公开的通知，闲聊不太在行。{_EXAMPLES}",
    Intent.OFF_TOPIC: f"这件事不在学校信息公开的范围里，我帮不上忙。{_EXAMPLES}",
    Intent.EMPTY: f"请把想问的用一句话打出来。{_EXAMPLES}",
    Intent.MORE: f"没有更多内容了。{_EXAMPLES}",
}
_CRISIS = (
    "听起来您现在很难受，请不要一个人扛。可以马上拨打：\n"
    "· 全国统一心理援助热线 12356（24 小时）\n· 紧急情况请拨 110 或 120\n"
    "也请联系身边的同学、家人或辅导员，让他们陪着您。"
)
PRIVATE = "个人的联系方式、资助、处分、成绩和录取情况属于个人信息，这里不提供。请本人凭有效证件向学校主管部门查询。"
USEFUL = "谢谢，很高兴帮上忙。"
USELESS = "谢谢，已经记下，会转给负责的老师。可以换个说法再问一次，或者点“人工”看怎么联系老师。"
JUDGED_NOTHING = "请先问一个问题，再告诉我回答有没有用。"
_HUMAN = "这里是自动查询，老师不在线。"
_OPINION = "好不好因人而异，我只能提供学校公开的事实。可以换成具体的问题，例如学费、分数线、就业去向。"


def chat(intent: Intent, office: Office | None, bundle: str) -> Answer:
    """The answer to what is not a question of fact."""
    match intent:
        case Intent.CRISIS:
            return Answer(Outcome.CHAT, _CRISIS, confidence=1.0, bundle=bundle)
        case Intent.PRIVATE_PERSON:
            return Answer(Outcome.REFUSED, PRIVATE + _whom(office), confidence=1.0, bundle=bundle)
        case Intent.OPINION:
            return Answer(Outcome.REFUSED, _OPINION, confidence=1.0, bundle=bundle)
        case Intent.HUMAN:
            return Answer(
                Outcome.CHAT, _HUMAN + (_whom(office) or "请联系学校相关部门的老师。"), confidence=1.0, bundle=bundle
            )
    return Answer(Outcome.CHAT, _CHAT[intent], confidence=1.0, bundle=bundle)


def not_found(asked: str, office: Office | None, bundle: str, confidence: float, near: str = "") -> Answer:
    """Nothing disclosed answers `asked`: says so, whom to ask, and how to request disclosure."""
    lines = [f"没有查到学校已公开的“{_short(asked)}”的答案。"]
    if near:
        lines.append(near)
    if office is not None:
        lines.append(f"建议咨询：{office}")
    lines.append(HOW_TO_REQUEST)
    return Answer(Outcome.NOT_FOUND, "\n".join(lines), confidence=confidence, bundle=bundle)


def _whom(office: Office | None) -> str:
    return f"可以联系：{office}" if office is not None else ""


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
