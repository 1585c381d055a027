"""The words of a WeChat reply: an answer with follow-ups to tap, the welcome, and a kind line for everything else."""

import re
from collections.abc import Iterable, Sequence

from bot.render import WECHAT_BYTES, fit, sanitise

SLOW = "这个问题查得比平时久。请过一会儿把同样的问题再发一次。"
TROUBLE = "抱歉，刚才没能查成。请过一会儿再发一次；着急的话，请直接联系学校相关部门。"
EMPTY = "请直接发送文字问题，例如“学费是多少”。"
VOICE = "暂时听不懂语音，请把问题打成文字再发一次。"
MEDIA = "暂时看不懂图片、视频和文件，请把想问的用一句话打出来。"
PLACE = "收到位置了，不过我只能回答文字问题，例如“学校地址在哪里”。"
LINK = "暂时打不开链接，请把想问的用一句话打出来。"
UNKNOWN = "这种消息我还看不懂，请把想问的用一句话打出来。"
SCAN = "已收到扫码结果。想了解什么，请直接发送文字问题。"

_WELCOME = "欢迎关注！这里可以查学校已经公开的通知：招生、收费、奖助学金、就业等。答案摘自原文，并附出处和日期。"
_TRY = "直接发送问题，或点下面的例子："
_MORE = "您可能还想问："
# A question that holds one of these would break out of the address it is put into, or be cut by it.
_UNSAFE = re.compile(r"[\"'<>&#%\n\t]")


def compose(text: str, suggestions: Iterable[str] = ()) -> str:
    """An answer as WeChat shows it: `text`, then those follow-ups that fit, in at most 2,048 bytes of UTF-8."""
    return _with_links(fit(sanitise(text).strip()), _MORE, suggestions)


def welcome(examples: Sequence[str]) -> str:
    """What somebody reads who has just followed the account; the examples can be tapped, and read as text."""
    return _with_links(fit(sanitise(_WELCOME)), _TRY, examples)


def question_link(question: str) -> str:
    """A line that sends `question` when it is tapped; "" if the question cannot stand in an address.

    The content is the whole question, because clients do not reliably send the menu id back.
    """
    if not question or _UNSAFE.search(question):
        return ""
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={question}&msgmenuid=1">{question}</a>'


def _with_links(text: str, heading: str, questions: Iterable[str]) -> str:
    room = WECHAT_BYTES - len(f"{text}\n\n{heading}".encode())
    lines: list[str] = []
    for question in questions:
        line = question_link(sanitise(question).strip())
        size = len(line.encode()) + 1
        if line and size <= room:
            lines.append(line)
            room -= size
    return "\n".join([f"{text}\n\n{heading}", *lines]) if lines else text
