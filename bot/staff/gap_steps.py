"""The steps of a gap that people take on its page: answer, make a notice of it, hand on, join, close, reopen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.errors import StaffRefused
from bot.gaps.gap import Case, State
from bot.gaps.queue import GapQueue
from bot.loop.errors import LoopError
from bot.staff import gaps, render
from bot.staff.visit import EVERYBODY, Page, Reply, Visit, see
from bot.staff.wording import in_words
from knowledge.audit import Act, Actor

_LONGEST_REASON = 500
_LONGEST_TITLE = 100
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Step:
    """What a step has at hand: the queue, the gap as it is, and the form."""

    visit: Visit
    queue: GapQueue
    case: Case

    @property
    def number(self) -> int:
        """The gap's number."""
        return self.case.gap.id

    @property
    def act(self) -> Act:
        """Who does it now, and why."""
        return Act(
            Actor(self.visit.who.name), self.visit.console.premises.now(), self.given("reason")[:_LONGEST_REASON]
        )

    @property
    def reasoned(self) -> Act:
        """The same; StaffRefused when no reason is given."""
        if not self.given("reason"):
            raise StaffRefused("请写明原因，它会留在记录里。")
        return self.act

    @property
    def workdays(self) -> int:
        """Within how many working days the college lets an office answer."""
        return self.visit.console.loop.place.settings.gap_workdays

    def given(self, name: str) -> str:
        """What the form says."""
        return self.visit.form.get(name, "").strip()


def _answer(step: Step) -> str:
    step.queue.answer(step.number, step.given("text"), step.act)
    return _back(step, "answered")


def _assign(step: Step) -> str:
    office = " ".join(step.given("office").split())[:100]
    known = step.visit.console.premises.offices
    if known and office not in known:
        raise StaffRefused(f"部门通讯录里没有“{office}”；请从列出的部门里选，名称照通讯录写。")
    step.queue.assign(step.number, office, step.workdays, step.reasoned)
    # Whoever hands a gap on to another office does not see it any more.
    if gaps.may(step.visit.who, step.queue.show(step.number).gap):
        return _back(step, "assigned")
    return render.address("/gaps", done="assigned")


def _join(step: Step) -> str:
    into = gaps.allowed(step.visit, step.given("into")).gap
    step.queue.join(step.number, into.id, step.act)
    return render.address(f"/gaps/{into.id}", done="joined")


def _close(step: Step) -> str:
    step.queue.close(step.number, step.given("reason"), step.reasoned)
    return _back(step, "closed")


def _reopen(step: Step) -> str:
    step.queue.reopen(step.number, step.workdays, step.reasoned)
    return _back(step, "reopened")


def _draft(step: Step) -> str:
    """As `gongkai gaps draft`, which reads the draft as an import would, in a process of its own."""
    if step.case.gap.state is not State.ANSWERED:
        raise StaffRefused("先答复，再做成通知。")
    title, text = step.given("title"), step.given("text").replace("\r\n", "\n")
    if len(title) > _LONGEST_TITLE or len(text) > _LONGEST_TEXT:
        raise StaffRefused(f"标题最多 {_LONGEST_TITLE} 字，正文最多 {_LONGEST_TEXT} 字。")
    said = [f"--title={title}", f"--text={text}", f"--by={step.visit.who.name}", "--json"]
    made = step.visit.console.gongkai.run("gaps", "draft", str(step.number), *said)
    return render.address("/notice", id=made["notice_id"], done="drafted")


def _back(step: Step, done: str) -> str:
    return render.address(f"/gaps/{step.number}", done=done)


STEPS: Mapping[str, Callable[[Step], str]] = {
    "answer": _answer,
    "assign": _assign,
    "join": _join,
    "close": _close,
    "reopen": _reopen,
    "draft": _draft,
}


def take(visit: Visit) -> Reply:
    """POST /staff/gaps/NUMBER: one step; what was typed stands there again where it is refused."""
    case = gaps.allowed(visit, visit.params["number"])
    act = STEPS.get(visit.form.get("step", ""))
    if act is None:
        raise StaffRefused("没有这一步。")
    try:
        return see(act(Step(visit, visit.console.loop.gaps, case)))
    except (StaffRefused, LoopError) as error:
        return gaps.show(visit, in_words(error), visit.form)


PAGES = (Page("POST", "/gaps/{number}", EVERYBODY, take),)
