"""The annual report out of its facts and its outline: a document of blocks, with the appendix that explains every figure."""

from collections.abc import Iterator, Mapping

from bot.loop.errors import FormInvalid
from bot.reports.annual.blocks import Blank, Block, Document, Heading, Paragraph, Table
from bot.reports.annual.counts import SHOWERS
from bot.reports.annual.facts import Facts
from bot.reports.annual.figures import Figure, Figures, Source
from bot.reports.annual.outline import Outline, Part
from bot.reports.ranges import ranges
from bot.reports.sheet import to_csv

_HOW_TO_READ = (
    "正文中每个数字后的 F 编号对应下表。通知用附录二的序号（N），提问用提问台账的编号，"
    "问题、申请、评议举报用各自登记的编号。数字与所列条目的个数一致，可逐条核对。"
)
# A busy account's questions would fill a hundred pages, and so would the notices of an archive without dates.
_LONGEST_CELL = 1200
_MOST_LISTED = 300
_NUMERALS = "一二三四五六七八九十"


def compose(facts: Facts, outline: Outline, school: str) -> Document:
    """The document. Raises FormInvalid where the outline names something that cannot be shown."""
    unknown = {name for part in outline.parts for name in part.shows} - set(SHOWERS)
    if unknown:
        raise FormInvalid({"shows": f"expected {', '.join(SHOWERS)}, got {', '.join(sorted(unknown))}"})
    figures = Figures()
    blocks = [
        block for place, part in enumerate(outline.parts) for block in _part(place, part, facts, figures, outline)
    ]
    name = school or "（学校名称）"
    first, last = facts.period.first, facts.period.last
    about = (
        f"根据{outline.basis}，结合我校{facts.period.name}学年信息公开工作执行情况，编制本报告。报告由"
        f"{'、'.join(part.title for part in outline.parts)}等{len(outline.parts)}个部分组成。"
        f"数据统计期限为{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日。"
    )
    whole = (*blocks, *_appendix(figures, facts))
    return Document(name, f"{facts.period.name}学年度信息公开工作报告", about, whole, figures.all)


def to_rows(document: Document) -> bytes:
    """Every figure with every row that it counts, one a line, as CSV."""
    rows = ((figure.id, figure.label, figure.source.value, row) for figure in document.figures for row in figure.rows)
    return to_csv(("编号", "数字的含义", "来源", "所计条目"), rows)


def _part(place: int, part: Part, facts: Facts, figures: Figures, outline: Outline) -> Iterator[Block]:
    yield Heading(f"{_NUMERALS[place]}、{part.title}")
    for name in part.shows:
        yield from SHOWERS[name](facts, figures, outline)
    for number, blank in enumerate(part.blanks):
        yield Heading(f"（{_NUMERALS[number]}）{blank.title}", 2)
        yield Blank(blank.title, blank.hint)


def _appendix(figures: Figures, facts: Facts) -> Iterator[Block]:
    """Each figure with the rows that it counts; notices by their number in a list, the rest by their own."""
    numbers = _numbered(figures)
    yield Heading("附录一  数字依据")
    yield Paragraph((_HOW_TO_READ,))
    rows = tuple((figure.id, figure.label, figure, _rows(figure, numbers)) for figure in figures.all)
    yield Table("数字依据", ("编号", "数字的含义", "数值", "所计条目"), rows, (0.09, 0.31, 0.1, 0.5))
    yield Heading("附录二  所计通知")
    known = {str(one.id): one for one in facts.notices}
    listed = []
    for row, number in numbers.items():
        # What was done to a notice is counted as id@day.
        notice = known.get(row) or known.get(row.rpartition("@")[0])
        said = (notice.title, notice.department, str(notice.published_at or "")) if notice else ("", "", "")
        listed.append((f"N{number}", *said, row))
    yield Table("所计通知", ("序号", "标题", "部门", "日期", "通知编号"), tuple(listed), (0.08, 0.36, 0.17, 0.16, 0.23))


def _numbered(figures: Figures) -> Mapping[str, int]:
    """The notices that the appendix lists, with their numbers; a figure of too many is left out of it, whole."""
    listed: dict[str, None] = {}
    for figure in figures.all:
        wider = listed | dict.fromkeys(figure.rows) if figure.source is Source.NOTICE else listed
        listed = wider if len(wider) <= _MOST_LISTED else listed
    return {row: place for place, row in enumerate(listed, start=1)}


def _rows(figure: Figure, numbers: Mapping[str, int]) -> str:
    """The rows in short."""
    elsewhere = f"共 {figure.value} 条，逐条见随报告导出的数字依据表（--rows）"
    if figure.source is Source.NOTICE:
        if any(row not in numbers for row in figure.rows):
            return elsewhere
        return ranges((numbers[row] for row in figure.rows), "N") or "无"
    plain = [row.removeprefix("asked:") for row in figure.rows]
    counted = [int(row) for row in plain if row.isdecimal()]
    others = [row for row in plain if not row.isdecimal()]
    whole = "、".join(filter(None, (ranges(counted), *others))) or "无"
    return whole if len(whole) <= _LONGEST_CELL else elsewhere
