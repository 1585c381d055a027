"""The parts of the annual report that can be counted: each gives the blocks that show it."""

from collections.abc import Callable, Iterator, Mapping
from statistics import fmean

from bot.answer import UNANSWERED, Outcome
from bot.gaps.gap import Signal
from bot.gaps.gap import State as GapState
from bot.reports.annual.blocks import Bars, Block, Paragraph, Table
from bot.reports.annual.facts import Facts
from bot.reports.annual.figures import Figure, Figures, Source
from bot.reports.annual.outline import Outline
from bot.reports.demand import QUESTIONS
from bot.requests.request import Reply, State
from bot.requests.voices import Kind
from knowledge.classify import disclosure_list
from knowledge.workdays import workdays_between

_MOST_SUBJECTS = 10
# More would not fit below what stands on the page, and leave it half empty.
_MOST_BARS = 12
_UNSAID = "未注明"
Shower = Callable[[Facts, Figures, Outline], Iterator[Block]]


def questions(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """How often people asked the account and the page, and how many got an answer out of what is disclosed."""
    real = [entry for entry in facts.asked if entry.asked.outcome in QUESTIONS]
    answered = [entry.id for entry in real if entry.asked.outcome is Outcome.ANSWERED]
    unanswered = [entry.id for entry in real if entry.asked.outcome in UNANSWERED]
    yield Paragraph(
        (
            "本学年，师生和公众通过学校公众号和网页的智能问答查询已公开信息 ",
            figures.make("智能问答查询次数", Source.ASKED, (entry.id for entry in real)),
            " 次，其中 ",
            figures.make("直接答复次数", Source.ASKED, answered),
            " 次由已公开的通知直接答复，",
            figures.make("没有直接答案的次数", Source.ASKED, unanswered),
            " 次没有直接答案，按主题转有关部门答复。",
        )
    )


def channels(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """What was disclosed in all, and by channel."""
    total = figures.make("主动公开信息条数", Source.NOTICE, (one.id for one in facts.disclosed))
    pieces: list[str | Figure] = ["本学年主动公开信息 ", total, " 条。"]
    if facts.changed or facts.withdrawn:
        updated = figures.make("更新次数（通知@日期）", Source.NOTICE, facts.changed)
        taken_back = figures.make("撤下次数（通知@日期）", Source.NOTICE, facts.withdrawn)
        pieces += ["更新 ", updated, " 次，撤下 ", taken_back, " 次。"]
    if facts.undated:
        undated = figures.make("没有发布日期的通知", Source.NOTICE, (one.id for one in facts.undated))
        pieces += ["另有 ", undated, " 条没有发布日期，不能归入学年，未计入。"]
    yield Paragraph(tuple(pieces))
    rows = ((one.channel or _UNSAID, one.id) for one in facts.disclosed)
    yield from _counted("按公开渠道", "渠道", figures.group("渠道", Source.NOTICE, rows))


def offices(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """By office."""
    rows = ((one.department or _UNSAID, one.id) for one in facts.disclosed)
    yield from _counted("按责任部门", "部门", figures.group("部门", Source.NOTICE, rows))


def classes(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """By the ten classes of the list."""
    items = disclosure_list()
    rows = ((items[one.item].disclosure_class if one.item else "清单之外", one.id) for one in facts.disclosed)
    yield from _counted("按清单类别", "类别", figures.group("清单类别", Source.NOTICE, rows))


def areas(facts: Facts, figures: Figures, outline: Outline) -> Iterator[Block]:
    """By area of work, in the outline's order, each with its channels, offices, and notices that may be named."""
    found: dict[str, list[int]] = {}
    for place, one in enumerate(facts.disclosed):
        found.setdefault(outline.area(one), []).append(place)
    order = [area.name for area in outline.areas]
    if found:
        yield Paragraph(
            ("按工作领域说明如下（清单之外的信息也按部门和标题归入各领域，因此与上表同名的一类条数可以更多）：",)
        )
    named = sorted(found, key=lambda one: order.index(one) if one in order else len(order))
    for number, name in enumerate(named, start=1):
        own = [facts.disclosed[place] for place in found[name]]
        titles = "、".join(f"《{one.title}》" for one in own[:3])
        by_office = "、".join(dict.fromkeys(one.department for one in own if one.department))
        yield Paragraph(
            (
                f"{number}.{name}。本学年公开 ",
                figures.make(f"领域：{name}", Source.NOTICE, (one.id for one in own)),
                f" 条{f'，责任部门为{by_office}' if by_office else ''}，包括{titles}{'等' if len(own) > 3 else ''}。",
            )
        )


def requests(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """Requests received, by kind of reply, with the working days that they took."""
    received = figures.make("收到申请件数", Source.REQUEST, (one.number for one in facts.requests))
    if not facts.requests:
        yield Paragraph(("本学年收到信息公开申请 ", received, " 件。"))
        return
    done = [one for one in facts.requests if one.state is State.REPLIED]
    open_ = [one for one in facts.requests if one.state in (State.RECEIVED, State.UNCLEAR)]
    pieces: list[str | Figure] = [
        "本学年收到信息公开申请 ",
        received,
        " 件，办结 ",
        figures.make("办结件数", Source.REQUEST, (one.number for one in done)),
        " 件，在办 ",
        figures.make("在办件数", Source.REQUEST, (one.number for one in open_)),
        " 件，延期答复 ",
        figures.make("延期答复件数", Source.REQUEST, (one.number for one in facts.requests if one.extended)),
        " 件，视为放弃 ",
        figures.make("视为放弃件数", Source.REQUEST, (o.number for o in facts.requests if o.state is State.ABANDONED)),
        " 件。",
    ]
    days = [workdays_between(one.received, one.replied) for one in done if one.replied]
    if days:
        pieces.append(f"办结的申请平均用时 {fmean(days):.1f} 个工作日，最长 {max(days)} 个工作日。")
    yield Paragraph(tuple(pieces))
    replied = {kind: [one.number for one in facts.requests if one.reply is kind] for kind in Reply}
    rows = tuple((k.chinese, figures.make(f"答复：{k.chinese}", Source.REQUEST, r)) for k, r in replied.items())
    yield Table("答复分类", ("答复类别", "件数"), rows, (0.8, 0.2))


def appraisals(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """Appraisals by rating."""
    own = [voice for voice in facts.voices if voice.kind is Kind.APPRAISAL]
    good = [voice.id for voice in own if (voice.rating or 0) >= 4]
    pieces: list[str | Figure] = [
        "本学年收到在线评议 ",
        figures.make("评议份数", Source.VOICE, (v.id for v in own)),
        " 份",
    ]
    if own:
        pieces += ["，其中评为满意（4—5 分）的 ", figures.make("满意份数", Source.VOICE, good), " 份"]
        pieces.append(f"，平均 {fmean(voice.rating or 0 for voice in own):.1f} 分（满分 5 分）")
    yield Paragraph((*pieces, "。"))


def complaints(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """Complaints, reviews and lawsuits, and how many are settled."""
    pieces: list[str | Figure] = ["本学年，因信息公开工作收到"]
    for kind in (Kind.COMPLAINT, Kind.REVIEW, Kind.LAWSUIT):
        ids = [voice.id for voice in facts.voices if voice.kind is kind]
        pieces += [f"{kind.chinese} ", figures.make(kind.chinese, Source.VOICE, ids), " 件、"]
    settled = [voice.id for voice in facts.voices if voice.kind is not Kind.APPRAISAL and voice.settled]
    yield Paragraph((*pieces[:-1], " 件，已办结 ", figures.make("举报复议诉讼已办结", Source.VOICE, settled), " 件。"))


def gaps(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """Questions without an answer: how many subjects, answered, made notices, and the most asked."""
    cases = [case.gap for case in facts.cases]
    replied = [gap.id for gap in cases if gap.state in (GapState.ANSWERED, GapState.NOTICE)]
    yield Paragraph(
        (
            "没有直接答案、把握不大或被评为没用的提问归并为 ",
            figures.make("转部门的问题", Source.GAP, (gap.id for gap in cases)),
            " 个问题转有关部门，已答复 ",
            figures.make("已答复的问题", Source.GAP, replied),
            " 个，其中 ",
            figures.make("成为公开信息的问题", Source.GAP, (g.id for g in cases if g.state is GapState.NOTICE)),
            " 个已整理成公开信息。",
        )
    )
    unanswered = (
        (case.gap.subject, one.source)
        for case in facts.cases
        for one in case.sightings
        if one.signal is Signal.UNANSWERED and facts.period.holds(one.at)
    )
    found = figures.group("没有直接答案的提问", Source.ASKED, unanswered, _MOST_SUBJECTS)
    yield from _counted("没有直接答案的提问最多的主题", "主题", found, "次数")


def items(facts: Facts, figures: Figures, _: Outline) -> Iterator[Block]:
    """The table of the fifty items, each with its count in the year and the latest notice up to its end."""
    rows = []
    for row in facts.coverage.rows:
        own = [one.id for one in row.disclosed if facts.period.holds(one.published_at)]
        count = figures.make(f"清单第{row.item.number}条：公开条数", Source.NOTICE, own)
        latest = row.latest
        where = "\n".join(filter(None, (latest.title, latest.url))) if latest else ""
        rows.append((str(row.item.number), row.item.title, row.state.chinese, count, where))
    header = ("序号", "公开事项", "公开情况", "本学年条数", "最近公开的信息及链接")
    yield Table("清单事项公开情况", header, tuple(rows), (0.08, 0.29, 0.12, 0.11, 0.4))


SHOWERS: Mapping[str, Shower] = {
    "questions": questions,
    "channels": channels,
    "offices": offices,
    "classes": classes,
    "areas": areas,
    "requests": requests,
    "appraisals": appraisals,
    "complaints": complaints,
    "gaps": gaps,
    "items": items,
}
"""What the outline may name."""


def _counted(title: str, what: str, counted: Mapping[str, Figure], unit: str = "条数") -> Iterator[Block]:
    """A chart of the largest and a table of all figures; one alone needs no chart."""
    shown = tuple(counted.items())[:_MOST_BARS]
    if len(shown) > 1:
        yield Bars(title if len(shown) == len(counted) else f"{title}（前 {len(shown)}）", shown)
    if counted:
        yield Table(title, (what, unit), tuple(counted.items()), (0.8, 0.2))
