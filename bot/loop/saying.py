"""The fixed words of the loop in the chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, Outcome
from bot.replies import HOW_TO_REQUEST

_NOBODY = "这里记不住您是谁，所以不能订阅或留答复；请在学校公众号里发送同样的话。"
_HOW = "申请写明：姓名（名称）、联系方式、想要的信息、获取方式。学校自收到之日起 15 个工作日内答复。"


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said; `request_url` is the address of the form, "" where there is none."""

    request_url: str = ""

    def pointed(self, answer: Answer) -> Answer:
        """`answer` with the way to the form below what says that one may ask for disclosure."""
        if not self.request_url or HOW_TO_REQUEST not in answer.text:
            return answer
        return replace(answer, text=f"{answer.text}\n填写申请：{self.request_url}")

    def request(self) -> Answer:
        """How to ask for disclosure."""
        where = (
            f"在线填写：{self.request_url}"
            if self.request_url
            else "请到学校信息公开工作机构（党政办公室）提交书面申请。"
        )
        return _chat(f"依申请公开：学校没有主动公开、而您学习、科研、工作需要的信息，可以申请。\n{_HOW}\n{where}")

    def progress(self, found: str) -> Answer:
        """How far a request is."""
        if found:
            return _chat(found)
        return _chat("没有查到。请这样发送：申请进度 受理编号 查询码（都在提交后的回执上）。")

    def nobody(self) -> Answer:
        """Who cannot be told anything later."""
        return _chat(_NOBODY)

    def waiting(self, count: int) -> str:
        """The hint below an answer that leaves no room."""
        return f"有 {count} 条给您的答复，发送“我的答复”查看。"

    def answers(self, text: str, left: int) -> Answer:
        """What waited."""
        more = f"\n\n还有 {left} 条，再发一次“我的答复”。" if left else ""
        return _chat(f"{text}{more}" if text else "现在没有给您的新答复。")

    def subscribed(self, new: str, topics: Sequence[str], names: Sequence[str]) -> Answer:
        """What a person has subscribed to now, and what else there is to tap."""
        head = f"已订阅“{new}”，有新通知时在您下次来时告诉您。" if new else ""
        mine = f"您订阅了：{'、'.join(topics)}。发送“退订”全部取消，“退订{topics[0]}”只取消一项。" if topics else ""
        others = [f"订阅{name}" for name in names if name not in topics]
        offer = "可以订阅：" + "、".join(name for name in names if name not in topics) if others else ""
        return _chat("\n".join(part for part in (head, mine, offer) if part), tuple(others[:6]))

    def unknown_topic(self, name: str, names: Sequence[str]) -> Answer:
        """A subject that is not there."""
        return _chat(f"没有“{name}”这个主题。可以订阅：{'、'.join(names)}。", tuple(f"订阅{one}" for one in names[:6]))

    def unsubscribed(self, count: int) -> Answer:
        """The end of subscriptions."""
        return _chat("已退订，不会再提醒您。" if count else "您没有这项订阅。")


def _chat(text: str, suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(Outcome.CHAT, text, confidence=1.0, suggestions=suggestions)
