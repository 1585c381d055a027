"""The words of a WeChat reply: an answer with follow-ups to tap, the welcome, and a kind line for everything else."""

from collections.abc import Iterable, Sequence

from bot.render import WECHAT_BYTES, fit, sanitise
from bot.taps import Link

SLOW = "这个问题查得比平时久，查好后会发给您，或附在您下一条消息的答复里。"
TOO_FAST = "您发得太快啦，请稍等几秒再问；前面的问题已经在答了。"
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
_JUDGE = "这个回答："
_WAITING = "刚才没来得及答复的问题，点开即可看到："
_AGAIN = "也可以过一会儿点这里再看："
# A question that holds one of these would break out of the address it is put into, or be cut by it; their full-width
# forms mean the same to a reader and to whatever reads the question.
_SAFE = str.maketrans("\"'<>&#%\n\t", "”’＜＞＆＃％  ")
_LONGEST_LINK = 60


def compose(text: str, suggestions: Iterable[str] = (), taps: Sequence[Link] = ()) -> str:
    """An answer as WeChat shows it: `text`, then those follow-ups and taps that fit, in at most 2,048 bytes of UTF-8.

    A follow-up that is the title of a notice named in the text is tapped there.
    """
    shown, others = _with_titles(fit(sanitise(text).strip()), [sanitise(one).strip() for one in suggestions])
    return _with_taps(_with_links(shown, _MORE, others), taps)


def welcome(examples: Sequence[str], words: str = _WELCOME) -> str:
    """What somebody reads who has just followed the account; the examples can be tapped, and read as text."""
    return _with_links(fit(sanitise(words)), _TRY, map(sanitise, examples))


def slow(question: str) -> str:
    """What the last try of a slow question gets: a promise, and the question to tap; `question` without personal numbers."""
    return _with_links(SLOW, _AGAIN, [sanitise(question)])


def offering(text: str, questions: Sequence[str]) -> str:
    """`text` and below it the questions that wait, as taps; `text` itself where they do not fit."""
    return _with_links(text, _WAITING, map(sanitise, questions))


def question_link(question: str, shown: str = "") -> str:
    """A line that sends `question` when it is tapped and shows it, or `shown`; "" for an empty question.

    The content is the whole question, because clients do not reliably send the menu id back.
    """
    safe = question.translate(_SAFE).strip()
    text = shown or (safe if len(safe) <= _LONGEST_LINK else safe[: _LONGEST_LINK - 1] + "…")
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={safe}&msgmenuid=1">{text}</a>' if safe else ""


def _with_titles(text: str, suggestions: Sequence[str]) -> tuple[str, list[str]]:
    """`text` with the titles among `suggestions` made links where it names them, as far as they fit; and the others."""
    others = []
    for one in suggestions:
        linked = text.replace(f"《{one}》", f"《{question_link(one)}》", 1)
        if linked == text or len(linked.encode()) > WECHAT_BYTES:
            others.append(one)
        else:
            text = linked
    return text, others


def _with_links(text: str, heading: str, questions: Iterable[str]) -> str:
    room = WECHAT_BYTES - len(f"{text}\n\n{heading}".encode())
    lines: list[str] = []
    for question in questions:
        line = question_link(question)
        size = len(line.encode()) + 1
        if line and size <= room:
            lines.append(line)
            room -= size
    return "\n".join([f"{text}\n\n{heading}", *lines]) if lines else text


def _with_taps(text: str, taps: Sequence[Link]) -> str:
    """One more line with all taps, or with the two that judge, or none, whichever fits."""
    for chosen in (taps, taps[-2:]):
        links = "　".join(question_link(sanitise(tap.sends), tap.shown) for tap in chosen)
        longer = f"{text}\n\n{_JUDGE}{links}"
        if chosen and len(longer.encode()) <= WECHAT_BYTES:
            return longer
    return text
